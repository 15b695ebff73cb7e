/* What a browser keeps of the site: the files of each version, by their addresses. */
import { ours } from "../ours.js";

export const site = ours.site;
export const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
export const scope = worker.registration.scope;
export const FOLDER = new URL(scope).pathname;
export const LIST = "files.json";
// What is noted about the files that are kept: that these are all, and when the site last answered.
export const WHOLE = LIST + "/whole";
export const HEARD = LIST + "/heard";
const OURS = "donebook " + FOLDER + " ";
export const NAME = OURS + site.list;

/** @typedef {Record<string, string>} Files the hash of each file, by its path */

/** @type {Files | null} */
let known = null;
let whole = false;

/** @param {string} path */
export function address(path) {
  const shown = path.replace(/(^|\/)index\.html$/, "$1");
  return new URL(encodeURI(shown).replace(/[?#]/g, encodeURIComponent), scope).href;
}

/**
 * Where a browser keeps nothing any more, the network is all there is.
 *
 * @param {string} path
 * @param {string} [name] of another version
 */
export async function look(path, name) {
  try {
    return await caches.match(address(path), { cacheName: name || NAME });
  } catch {
    return undefined;
  }
}

/**
 * Keeps an answer, and says whether there was room for it.
 *
 * @param {string} path
 * @param {Response} answer
 */
export async function put(path, answer) {
  try {
    await (await caches.open(NAME)).put(address(path), answer);
    return true;
  } catch {
    return false;
  }
}

/**
 * The site's files, each with its hash; none where not even these are kept.
 *
 * @returns {Promise<Files>}
 */
export async function files() {
  if (!known) {
    const kept = await look(LIST);
    known = kept ? await kept.json() : null;
  }
  return known || {};
}

/** The names of all versions that are kept. */
export async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

/** The same without this one. */
export async function others() {
  return (await names()).filter((name) => name !== NAME);
}

/** @param {string[]} some */
export async function remove(some) {
  await Promise.all(some.map((name) => caches.delete(name)));
}

export async function isWhole() {
  if (!whole) whole = Boolean(await look(WHOLE));
  return whole;
}

/** Lets go of everything. */
export async function forget() {
  known = null;
  whole = false;
  await remove(await names());
}
