/* What the buttons of a sheet do. */
import { today } from "../page/days.js";
import { element, one } from "../page/parts.js";
import { use } from "./change.js";
import { noteFields } from "./copies.js";
import { ask, boxed, boxedText, copied, dialogOnPage, tellNothing } from "./dialog.js";
import { asElements } from "./elements.js";
import { asMarkdown, asText, dealFile, note, recap, whole } from "./out.js";
import { deals } from "./store.js";
import { show, showDeals, tellDone, tellKept, valuesOf } from "./view.js";
import { word } from "./word.js";

/** @import { View } from "./view.js" */

/**
 * @param {string} name
 * @param {string} ending
 * @param {string} type
 * @param {string} text
 */
export function download(name, ending, type, text) {
  const link = element("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  link.download = `${plain || "deal"}-${today()}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {View} view */
function begin(view) {
  use(view, null);
  tellDone(view, word("new-begins"));
  one(view.form, "[name]").focus();
}

/**
 * @param {View} view
 * @param {string} id
 */
function rename(view, id) {
  const field = element("input", "");
  field.value = deals.title(id);
  field.maxLength = 120;
  const save = () => {
    deals.rename(id, field.value.trim());
    showDeals(view);
    tellKept(view);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    save();
    dialogOnPage().close();
  });
  ask(word("rename-title"), [element("label", "", word("name") + " ", field)], [[word("rename"), save]]);
  field.select();
}

/**
 * @param {View} view
 * @param {string} id
 */
function duplicate(view, id) {
  use(view, deals.create({ ...deals.snapshot(id), name: `${deals.title(id)} ${word("copied-name")}` }));
  tellDone(view, word("is-copy"));
}

/**
 * @param {View} view
 * @param {string} id
 */
function discard(view, id) {
  const deal = deals.snapshot(id);
  const title = deals.title(id);
  deals.remove(id);
  use(view, null);
  tellDone(view, word("deleted", { title }), () => {
    deals.restore(deal);
    view.id = id;
  });
}

/** @param {View} view */
function takeBack(view) {
  if (view.undo) view.undo();
  tellDone(view, word("undone"));
  show(view);
  view.pick.focus();
}

/**
 * @param {View} view
 * @param {string} id
 */
function showDocument(view, id) {
  const told = whole(valuesOf(view));
  const title = deals.title(id);
  const shown = boxed(asElements(title, told));
  const text = asMarkdown(title, told);
  ask(word("whole"), [element("p", "", word("whole-note")), shown], [
    copied(shown, text),
    [word("markdown"), () => {
      download(title, "md", "text/markdown", text);
      return true;
    }],
  ]);
}

/** @param {View} view */
function showNote(view) {
  const values = valuesOf(view);
  const text = note(values);
  const shown = boxedText(text);
  if (text) ask(word("note"), [shown, ...noteFields(values)], [copied(shown, text)]);
  else tellNothing(word("note"), word("note-empty"));
}

/** @param {View} view */
function showRecap(view) {
  const told = recap(valuesOf(view));
  if (!told.length) {
    tellNothing(word("recap"), word("recap-empty"));
    return;
  }
  const shown = boxed(asElements("", told));
  shown.prepend(element("p", "", word("asks-back")));
  ask(word("recap"), [element("p", "", word("recap-note")), shown], [copied(shown, `${word("asks-back")}\n\n${asText(told)}`)]);
}

/** @param {View} view */
function pickFile({ file }) {
  file.value = "";
  file.click();
}

/**
 * By what a button is to do. Those that need a deal are off where there is none.
 *
 * @type {Record<string, (view: View, id: string) => void>}
 */
export const acts = {
  new: begin,
  rename,
  duplicate,
  delete: discard,
  undo: takeBack,
  file: (_, id) => download(deals.title(id), "json", "application/json", dealFile(deals.snapshot(id), deals.title(id))),
  document: showDocument,
  note: showNote,
  recap: showRecap,
  bring: pickFile,
};
