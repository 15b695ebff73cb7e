/* The page of all deals, shown anew whenever one of them changes. */
import { deals } from "../deal/store.js";
import { button, element, listener, one, tell } from "../page/parts.js";
import { backupParts } from "./backup.js";
import { undoable } from "./kept.js";
import { listed } from "./listed.js";
import { showNumbers } from "./numbers.js";
import { rowOf } from "./row.js";
import { waysTo } from "./ways.js";
import { say } from "./word.js";

/** @import { Facts } from "./facts.js" */
/** @import { FolderState } from "../folder/save.js" */
/** @typedef {ReturnType<typeof viewOfAll>} AllDeals */

// With as many as that, one looks for a name.
const MANY = 8;

/** @param {HTMLElement} part */
export function viewOfAll(part) {
  const left = new AbortController();
  return {
    part,
    left,
    on: listener(left),
    files: /** @type {HTMLInputElement} */ (one(part, "[data-files]")),
    filter: /** @type {HTMLInputElement} */ (one(part, "[data-filter] input")),
    soon: 0,
    folder: /** @type {FolderState} */ ("none"),
    folderName: "",
  };
}

/**
 * @param {AllDeals} view
 * @param {string} words
 */
export function tellAll({ part }, words) {
  const place = one(part, ":scope > [data-said]");
  const isKept = deals.keep();
  tell(place, isKept ? words : say("not-kept"));
  place.toggleAttribute("data-bad", !isKept);
}

/**
 * What has the focus is written anew, too, so its successor gets it.
 *
 * @param {HTMLElement} part
 * @param {() => void} act
 */
function keepingFocus(part, act) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const row = before && /** @type {HTMLElement | null} */ (before.closest("[data-id]"));
  const isStage = before && before.dataset.pickStage !== undefined;
  act();
  if (!row || row.isConnected) return;
  const after = part.querySelector(`[data-id="${CSS.escape(row.dataset.id || "")}"] ${isStage ? "select" : "summary"}`);
  const next = after || one(part, "[data-do=new]");
  /** @type {HTMLElement} */ (next).focus();
}

/**
 * @param {AllDeals} view
 * @param {string} selector
 * @param {ReturnType<typeof listed>} found
 */
function fill({ part }, selector, found) {
  const rows = found.map(({ id, facts, isAside }) => rowOf(id, facts, waysTo(part, id, facts.stage), isAside));
  one(part, selector).replaceChildren(...rows);
}

/** @param {HTMLElement} part */
function showUndoable(part) {
  const notes = undoable().map(({ id, title }) => {
    const undo = button("db-link", say("undo"), () => {});
    undo.dataset.do = "undo";
    const note = element("p", "db-note", say("is-deleted", { title: title || say("unnamed") }), " ", undo);
    note.dataset.id = id;
    return note;
  });
  one(part, "[data-undoable]").replaceChildren(...notes);
}

/** @param {AllDeals} view */
export function showBackup({ folder, folderName, part }) {
  one(part, "[data-backup]").replaceChildren(...backupParts(folder, folderName));
}

/** @param {AllDeals} view */
export function showAll(view) {
  const { filter, part } = view;
  const found = listed();
  const wanted = filter.value.trim().toLocaleLowerCase();
  const fits = (/** @type {Facts} */ facts) => `${facts.title}\n${facts.account}\n${facts.next}`.toLocaleLowerCase().includes(wanted);
  const shown = found.filter(({ facts, isAside }) => !isAside && fits(facts));
  const aside = found.filter(({ isAside }) => isAside);
  keepingFocus(part, () => {
    fill(view, "[data-list]", shown);
    fill(view, "[data-archived]", aside);
    showUndoable(part);
  });
  showBackup(view);
  showNumbers(part);
  one(part, "[data-filter]").hidden = found.length - aside.length <= MANY && !wanted;
  one(part, "[data-empty]").hidden = found.length > 0;
  one(part, "[data-nothing]").hidden = !wanted || shown.length > 0;
  one(part, "[data-archive]").hidden = !aside.length;
  tell(one(part, "[data-archived-count]"), say("archived", { n: aside.length }));
  one(part, "[data-do=all]").toggleAttribute("disabled", !found.length);
}

/**
 * What many writes change is shown once.
 *
 * @param {AllDeals} view
 */
export function showAllSoon(view) {
  view.soon ||= window.setTimeout(() => {
    view.soon = 0;
    showAll(view);
  }, 60);
}
