/* What the buttons of the page of all deals do. */
import { download } from "../deal/acts.js";
import { dealFile } from "../deal/out.js";
import { known } from "../deal/sheets.js";
import { deals } from "../deal/store.js";
import { allowAgain, filesInFolder, leaveFolder } from "../folder/save.js";
import { today } from "../page/days.js";
import { one } from "../page/parts.js";
import { chooseFolder, markBackup } from "./backup.js";
import { calendarFile } from "./calendar.js";
import { askName, askToBring, askToErase } from "./dialogs.js";
import { factsOf } from "./facts.js";
import { allFile, readFiles } from "./files.js";
import { eraseAll, putAside, seen, undoable } from "./kept.js";
import { listed } from "./listed.js";
import { askToEraseNumbers, saveNumbers } from "./numbers.js";
import { showAll, tellAll } from "./view.js";
import { waysTo } from "./ways.js";
import { say } from "./word.js";

/** @import { Read } from "./files.js" */
/** @import { AllDeals } from "./view.js" */

/**
 * @param {AllDeals} view
 * @param {string} words
 */
function shown(view, words) {
  showAll(view);
  tellAll(view, words);
}

/** @param {AllDeals} view */
function begin(view) {
  askName(say("new-title"), "", say("new"), (name) => {
    const id = deals.create({ name, stage: Object.keys(known.stages)[0] });
    const { call, sheet } = waysTo(view.part, id, deals.stage(id));
    shown(view, say(call || sheet ? "is-new" : "is-listed", { title: deals.title(id) }));
    one(view.part, `[data-id="${CSS.escape(id)}"] :is(a, select)`).focus();
  });
}

/**
 * @param {AllDeals} view
 * @param {string} id
 */
function rename(view, id) {
  askName(say("rename-title"), deals.title(id), say("rename-now"), (name) => {
    deals.rename(id, name);
    shown(view, say("renamed", { title: deals.title(id) }));
  });
}

/**
 * @param {AllDeals} view
 * @param {string} id
 */
function duplicate(view, id) {
  const copy = deals.create({ ...deals.snapshot(id), name: say("copy-of", { title: deals.title(id) }) });
  shown(view, say("is-copy", { title: deals.title(copy) }));
}

/**
 * @param {AllDeals} view
 * @param {string} id
 */
function discard(view, id) {
  deals.remove(id);
  shown(view, "");
}

/**
 * @param {AllDeals} view
 * @param {string} id
 */
function takeBack(view, id) {
  const found = undoable().find((deleted) => deleted.id === id);
  if (found) deals.restore(found.deal);
  shown(view, say("undone"));
}

/**
 * @param {AllDeals} view
 * @param {string} id
 * @param {boolean} isAside
 */
function archive(view, id, isAside) {
  putAside(id, isAside);
  shown(view, say(isAside ? "is-archived" : "is-unarchived", { title: deals.title(id) }));
}

/**
 * @param {AllDeals} view
 * @param {string} id
 */
function toCalendar({ part }, id) {
  const title = deals.title(id);
  const { next, nextDay, stage } = factsOf(seen(id, title), today());
  const { call, sheet } = waysTo(part, id, stage);
  const summary = `${title}: ${next || say("next-step")}`;
  download(title, "ics", "text/calendar", calendarFile({ id, day: nextDay, summary, about: title, link: call || sheet }, new Date()));
}

/** @param {AllDeals} view */
function exportAll(view) {
  download(known.playbook, "json", "application/json", allFile(deals.list().map(({ id }) => deals.snapshot(id))));
  markBackup();
  shown(view, say("exported"));
}

/** @param {AllDeals} view */
async function fromFolder(view) {
  bringAll(view, await readFiles(await filesInFolder()));
}

/**
 * What erasing takes away, a line each.
 *
 * @param {AllDeals} view
 */
function goesNow({ folder, folderName }) {
  const all = listed();
  const aside = all.filter(({ isAside }) => isAside).length;
  const deleted = undoable().length;
  return [
    all.length > aside ? say("goes-deals", { n: all.length - aside }) : "",
    aside ? say("goes-archived", { n: aside }) : "",
    deleted ? say("goes-undo", { n: deleted }) : "",
    folder === "none" ? "" : say("goes-folder", { folder: folderName }),
    say("goes-usage"),
    say("goes-choices"),
  ].filter(Boolean);
}

/** @param {AllDeals} view */
function erase(view) {
  askToErase(goesNow(view), () => {
    eraseAll();
    leaveFolder();
    shown(view, say("erased"));
  });
}

/**
 * @param {AllDeals} view
 * @param {Read} read
 */
export function bringAll(view, read) {
  askToBring(read, (ids) => shown(view, say("brought", { n: ids.length })));
}

/**
 * By what a button is to do, and to which deal.
 *
 * @type {Record<string, (view: AllDeals, id: string) => unknown>}
 */
export const doings = {
  new: begin,
  bring: ({ files }) => {
    files.value = "";
    files.click();
  },
  all: exportAll,
  folder: chooseFolder,
  allow: allowAgain,
  "from-folder": fromFolder,
  "leave-folder": leaveFolder,
  erase,
  "save-numbers": saveNumbers,
  "erase-numbers": (view) => askToEraseNumbers(() => shown(view, say("numbers-erased"))),
  rename,
  duplicate,
  calendar: toCalendar,
  file: (_, id) => download(deals.title(id), "json", "application/json", dealFile(deals.snapshot(id), deals.title(id))),
  archive: (view, id) => archive(view, id, true),
  unarchive: (view, id) => archive(view, id, false),
  delete: discard,
  undo: takeBack,
};
