/*
 * The folder that a rep picked, and what was written there. A browser keeps such a handle only in
 * IndexedDB; the token that stands next to the deals, too, tells whether these were cleared since.
 */
import { read, write, OURS } from "../deal/memory.js";

/**
 * What browsers with folders have, and others don't.
 *
 * @typedef {FileSystemDirectoryHandle & {
 *   queryPermission(wanted: { mode: string }): Promise<string>,
 *   requestPermission(wanted: { mode: string }): Promise<string>,
 *   values(): AsyncIterable<FileSystemHandle>,
 * }} Folder
 */

/**
 * `written` are the files by the ids of their deals: their names, and a number made of what stands in them.
 *
 * @typedef {{ folder: Folder, token: string, written: Record<string, { name: string, mark: string }> }} Picked
 */

const TOKEN = OURS + "folder";
const NAME = OURS.trim();
const PLACE = "folder";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answerTo(request) {
  return new Promise((done, failed) => {
    request.addEventListener("success", () => done(request.result));
    request.addEventListener("error", () => failed(request.error));
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 */
async function inDatabase(mode, act) {
  const opening = indexedDB.open(NAME, 1);
  opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(PLACE));
  const database = await answerTo(opening);
  try {
    return await answerTo(act(database.transaction(PLACE, mode).objectStore(PLACE)));
  } finally {
    database.close();
  }
}

/** @returns {Promise<Picked | null>} */
export async function pickedFolder() {
  try {
    // To open a database makes one, also where everything was just erased.
    const isThere = (await indexedDB.databases()).some(({ name }) => name === NAME);
    return (isThere && await inDatabase("readonly", (store) => store.get(PLACE))) || null;
  } catch {
    return null;
  }
}

/** @param {Picked} picked */
export async function keepPicked(picked) {
  await inDatabase("readwrite", (store) => store.put(picked, PLACE));
}

/** @param {Folder} folder */
export async function pickFolder(folder) {
  const token = crypto.randomUUID();
  await keepPicked({ folder, token, written: {} });
  write(TOKEN, token);
}

/**
 * Whether the deals are still those from which the folder was written.
 *
 * @param {Picked} picked
 */
export function isOurs({ token }) {
  return read(TOKEN) === token;
}

/** Whether a folder was picked here; quick, since most pages have none. */
export function hasFolder() {
  return read(TOKEN) !== null;
}

/** Lets go of the folder; its files stay. */
export async function forgetFolder() {
  write(TOKEN, null);
  if (await pickedFolder()) await answerTo(indexedDB.deleteDatabase(NAME));
}
