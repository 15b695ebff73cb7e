/* Deals as files in a folder: one each, in the form in which they are exported. */
import { dealFile } from "../deal/out.js";
import { textNumber } from "../deal/signs.js";
import { deals } from "../deal/store.js";
import { forgetFolder, hasFolder, isOurs, keepPicked, pickedFolder } from "./handle.js";

/** @import { Picked } from "./handle.js" */

/**
 * How it stands: no folder was picked; all is saved; the browser wants to be asked again; the folder
 * can't be written; or deals were cleared here, and the folder still has them.
 *
 * @typedef {"none" | "saved" | "asks" | "gone" | "lost"} FolderState
 */

const MODE = { mode: "readwrite" };
const LOCK = "donebook folder";
const A_MOMENT = 2000;
let waiting = 0;

/**
 * @param {string} title
 * @param {string} id
 */
export function fileName(title, id) {
  const plain = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  return `${plain || "deal"}-${id.slice(-6)}.json`;
}

/**
 * @param {Picked} picked
 * @param {string} name
 * @param {string} text
 */
async function writeFile({ folder }, name, text) {
  const place = await folder.getFileHandle(name, { create: true });
  const stream = await place.createWritable();
  await stream.write(text);
  await stream.close();
}

/**
 * A file that is gone already is as good as removed.
 *
 * @param {Picked} picked
 * @param {string} name
 */
async function removeFile({ folder }, name) {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  }
}

/**
 * Writes what changed since, and removes the files of deals that were deleted.
 *
 * @param {Picked} picked
 */
async function writeChanged(picked) {
  const { written } = picked;
  const all = deals.list().map(({ id }) => ({ id, deal: deals.snapshot(id), title: deals.title(id) }));
  for (const { deal, id, title } of all) {
    const name = fileName(title, id);
    const mark = textNumber(JSON.stringify([title, deal]));
    const before = written[id];
    if (before && before.mark === mark && before.name === name) continue;
    await writeFile(picked, name, dealFile(deal, title));
    if (before && before.name !== name) await removeFile(picked, before.name);
    written[id] = { name, mark };
  }
  const here = new Set(all.map(({ id }) => id));
  for (const id of Object.keys(written).filter((known) => !here.has(known))) {
    await removeFile(picked, written[id].name);
    delete written[id];
  }
  await keepPicked(picked);
}

/** @returns {Promise<FolderState>} */
async function saveNow() {
  const picked = await pickedFolder();
  if (!picked) return "none";
  if (!isOurs(picked)) return "lost";
  if ((await picked.folder.queryPermission(MODE)) !== "granted") return "asks";
  try {
    await writeChanged(picked);
    return "saved";
  } catch {
    return "gone";
  }
}

/**
 * One tab at a time.
 *
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
function alone(act) {
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}

/**
 * Saves, and tells the page how it stands.
 *
 * @returns {Promise<FolderState>}
 */
export async function saveToFolder() {
  clearTimeout(waiting);
  waiting = 0;
  const state = await alone(saveNow);
  document.dispatchEvent(new CustomEvent("donebook:folder", { detail: state }));
  return state;
}

/** Saves once nothing has changed for a moment. */
export function saveSoon() {
  if (!hasFolder()) return;
  clearTimeout(waiting);
  waiting = window.setTimeout(saveToFolder, A_MOMENT);
}

export async function leaveFolder() {
  await alone(forgetFolder);
  return saveToFolder();
}

/** Has to be called from a click: the browser asks the rep. */
export async function allowAgain() {
  const picked = await pickedFolder();
  if (picked) await picked.folder.requestPermission(MODE);
  return saveToFolder();
}

/** @returns {Promise<File[]>} the deal files in the folder */
export async function filesInFolder() {
  const picked = await pickedFolder();
  /** @type {File[]} */
  const found = [];
  if (!picked) return found;
  await picked.folder.requestPermission(MODE);
  for await (const entry of picked.folder.values()) {
    if (entry.kind === "file" && entry.name.endsWith(".json")) found.push(await /** @type {FileSystemFileHandle} */ (entry).getFile());
  }
  return found;
}
