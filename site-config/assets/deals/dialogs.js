/* What the page of all deals asks before it does something. */
import { toldOf } from "../deal/bring.js";
import { ask, boxed, dialogOnPage } from "../deal/dialog.js";
import { asElements } from "../deal/elements.js";
import { whole } from "../deal/out.js";
import { deals } from "../deal/store.js";
import { element } from "../page/parts.js";
import { bringBack } from "./kept.js";
import { say } from "./word.js";

/** @import { Choice } from "../deal/dialog.js" */
/** @import { Values } from "../deal/gather.js" */
/** @import { Listed, Read } from "./files.js" */

export const LONGEST_NAME = 120;

/**
 * @param {string} title
 * @param {string} value
 * @param {string} words of the button
 * @param {(name: string) => void} act
 */
export function askName(title, value, words, act) {
  const field = element("input", "");
  field.value = value;
  field.maxLength = LONGEST_NAME;
  const save = () => act(field.value.trim());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    dialogOnPage().close();
    save();
  });
  ask(title, [element("label", "", `${say("name")} `, field)], [[words, save]]);
  field.focus();
  field.select();
}

/** @param {Values} fields */
function inOrder(fields) {
  return JSON.stringify(Array.from(fields).sort());
}

/** @param {Listed} found */
function isHere(found) {
  return deals.list().some(({ id }) => deals.stage(id) === found.stage && inOrder(deals.fields(id)) === inOrder(found.values));
}

/**
 * @param {Listed} found
 * @param {boolean} isAlone
 */
function choiceOf(found, isAlone) {
  const box = element("input", "");
  box.type = "checkbox";
  const known = isHere(found);
  box.checked = !known;
  const name = found.name || say("unnamed");
  const inside = [...toldOf(found), boxed(asElements("", whole(found.values)))];
  const shown = isAlone ? element("div", "", ...inside) : element("details", "", element("summary", "", say("look")), ...inside);
  const label = element("label", "db-choice", box, ` ${name}`, ...(known ? [" ", element("small", "", say("here-already"))] : []));
  return { box, found, part: element("div", "db-deals__found", label, shown) };
}

/**
 * Deals of files, looked at before anything of them is kept.
 *
 * @param {Read} read
 * @param {(ids: string[]) => void} done
 */
export function askToBring({ deals: all, problems }, done) {
  const title = say("bring-title");
  const notes = problems.map((words) => element("p", "db-deals__bad", words));
  if (!all.length) {
    ask(title, notes, []);
    return;
  }
  const choices = all.map((found) => choiceOf(found, all.length === 1));
  /** @type {Choice} */
  const bring = [say("bring"), () => {
    const chosen = choices.filter(({ box }) => box.checked).map(({ found }) => found);
    done(chosen.map((found) => {
      const { name, review, stage, values } = found;
      const id = deals.create({ name, stage, fields: values, review });
      bringBack(id, found);
      return id;
    }));
  }];
  ask(title, [...notes, ...choices.map(({ part }) => part)], [bring]);
}

/**
 * @param {string[]} goes what goes, a line each
 * @param {() => void} act
 */
export function askToErase(goes, act) {
  const list = element("ul", "", ...goes.map((words) => element("li", "", words)));
  ask(say("erase-title"), [element("p", "", say("erase-goes")), list, element("p", "", say("erase-for-good"))], [[say("erase"), act]]);
}
