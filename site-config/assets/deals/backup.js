/* Deals outlast what a browser does with its storage: they are saved elsewhere. */
import { keysOf, read, write, DEAL, OURS } from "../deal/memory.js";
import { pickFolder } from "../folder/handle.js";
import { saveToFolder } from "../folder/save.js";
import { readable, today } from "../page/days.js";
import { button, element } from "../page/parts.js";
import { daysBetween } from "./facts.js";
import { beganOn } from "./kept.js";
import { say } from "./word.js";

/** @import { Folder } from "../folder/handle.js" */
/** @import { FolderState } from "../folder/save.js" */

const BACKUP = OURS + "backup";
const A_WEEK = 7;

export function markBackup() {
  write(BACKUP, today());
}

/** The browser's own way to pick a folder, if it has one. */
function picker() {
  return /** @type {{ showDirectoryPicker?: (wanted: { id: string, mode: string }) => Promise<Folder> }} */ (window).showDirectoryPicker;
}

/** Has to be called from a click. Nothing happens where the rep picks no folder. */
export async function chooseFolder() {
  const pick = picker();
  if (!pick) return;
  let folder;
  try {
    folder = await pick.call(window, { id: "deals", mode: "readwrite" });
  } catch {
    return;
  }
  await pickFolder(folder);
  await saveToFolder();
}

/** The day from which the week counts: the last backup, or the day the first deal began. */
function since() {
  const began = keysOf(DEAL).map((key) => beganOn(key.slice(DEAL.length))).filter(Boolean).sort();
  return read(BACKUP) || began[0] || "";
}

/** @param {string[]} acts */
function actsOf(...acts) {
  const buttons = acts.flatMap((act) => {
    const made = button("db-button", say(act), () => {});
    made.dataset.do = act;
    return [made, " "];
  });
  return element("p", "db-deals__bar", ...buttons);
}

function weekly() {
  const last = read(BACKUP);
  const from = since();
  const said = element("p", "", last ? say("last-backup", { day: readable(last) }) : say("no-backup"), " ");
  if (from && daysBetween(from, today()) >= A_WEEK) said.append(element("strong", "db-overdue", say("backup-due")));
  return said;
}

/**
 * @param {FolderState} state
 * @param {string} folder its name
 * @returns {HTMLElement[]}
 */
export function backupParts(state, folder) {
  const told = (/** @type {string} */ name) => element("p", "", say(name, { folder }));
  if (state === "saved") return [told("folder-saved"), actsOf("from-folder", "leave-folder")];
  if (state === "lost") return [told("folder-lost"), actsOf("from-folder", "folder")];
  if (state === "asks") return [told("folder-asks"), actsOf("allow", "leave-folder")];
  if (state === "gone") return [told("folder-gone"), actsOf("allow", "folder", "leave-folder")];
  if (!keysOf(DEAL).length) return [];
  return [told("why-backup"), weekly(), actsOf("all", ...(picker() ? ["folder"] : []))];
}
