/* A deal from a file: looked at first, then added or put into the deal that is open. */
import { readable } from "../page/days.js";
import { element } from "../page/parts.js";
import { change, use } from "./change.js";
import { ask, boxed, tellNothing } from "./dialog.js";
import { asElements, tableOf } from "./elements.js";
import { moved, placeOf } from "./gather.js";
import { whole } from "./out.js";
import { deals } from "./store.js";
import { tellDone, valuesOf } from "./view.js";
import { word } from "./word.js";

/** @import { Choice } from "./dialog.js" */
/** @import { Brought } from "./in.js" */
/** @import { View } from "./view.js" */

/**
 * What is said of a file before anything of it is kept.
 *
 * @param {Brought} found
 */
export function toldOf({ name, refused, saved, values }) {
  const unknown = Array.from(values.keys()).filter((key) => placeOf(key).label === key).length;
  const fields = word("fields", { n: values.size });
  return [
    word(saved ? "found-saved" : "found", { title: name || word("unnamed"), day: saved && readable(saved), fields }),
    refused ? word("refused", { n: refused }) : "",
    unknown ? word("unknown", { n: unknown }) : "",
  ].filter(Boolean).map((words) => element("p", "", words));
}

/**
 * @param {View} view
 * @param {Brought | { problem: string }} found
 */
export function bringIn(view, found) {
  const title = word("bring-title");
  if ("problem" in found) {
    tellNothing(title, found.problem);
    return;
  }
  const { name, review, stage, values } = found;
  const id = view.id;
  /** @type {Choice[]} */
  const choices = [[word("add-new"), () => {
    use(view, deals.create({ name, stage, fields: values, review }));
    tellDone(view, word("added"));
  }]];
  if (id) choices.push([word("put-into", { title: deals.title(id) }), () => {
    compare(view, id, found);
    return true;
  }]);
  ask(title, [...toldOf(found), boxed(asElements("", whole(values)))], choices);
}

/**
 * @param {View} view
 * @param {string} id
 * @param {Brought} found
 */
function compare(view, id, found) {
  const own = valuesOf(view);
  const stage = found.stage || deals.stage(id);
  const differs = Array.from(found.values).filter(([key, value]) => (own.get(key) || "") !== value);
  const told = [
    ...moved(deals.stage(id), stage),
    ...differs.map(([key, value]) => ({ label: placeOf(key).label, was: own.get(key), is: value })),
  ];
  if (!told.length) {
    tellNothing(word("bring-title"), word("nothing-differs"));
    return;
  }
  const head = [word("field"), word("now"), word("in-file")];
  const table = tableOf([head, ...told.map(({ label, was, is }) => [label, was || "–", is || "–"])]);
  ask(word("would-change", { title: deals.title(id) }), [boxed(element("div", "", table))], [
    [word("change", { n: told.length }), () => change(view, differs, stage, word("brought"))],
  ]);
}
