/* Only what is the site's own is kept: each file is checked against its hash. */
import { address, files, look, others, put, site, LIST } from "./kept.js";

/** @import { Files } from "./kept.js" */

const HEADERS = "_headers";

/**
 * An answer whose bytes have this hash, whichever way it came; a login page, an error, or what a host
 * has changed is none.
 *
 * @param {Response} answer
 * @param {string} hash
 */
async function own(answer, hash) {
  const bytes = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== hash) return null;
  const headers = new Headers(answer.headers);
  // These are about how it was sent; by now it is decoded, and the same for every request.
  ["content-encoding", "content-length", "vary"].forEach((name) => headers.delete(name));
  return new Response(bytes, { headers });
}

/**
 * @param {string} path
 * @param {string} hash
 * @param {Response} answer
 */
export async function keepAnswer(path, hash, answer) {
  const file = await own(answer, hash);
  return file ? put(path, file) : false;
}

/**
 * Fetches a file and keeps it, and says whether it is kept.
 *
 * It is fetched past the browser's HTTP cache. A host can say that the copy there is still right when it isn't: many
 * tell files apart by the second they were written in, or by which is newer. And its headers may be those of before.
 *
 * @param {string} path
 * @param {string} hash
 */
export async function keep(path, hash) {
  try {
    // A copy in the browser's HTTP cache would outlast what is kept for some days.
    return await keepAnswer(path, hash, await fetch(address(path), { cache: site.days ? "no-store" : "reload" }));
  } catch {
    return false; // without a network
  }
}

/**
 * The same file as another version has it, so that a new one costs only what is new.
 *
 * @param {string} path
 * @param {string} hash
 * @param {{ name: string, files: Files }[]} before
 */
export async function keepAsBefore(path, hash, before) {
  for (const version of before) {
    const kept = version.files[path] === hash && await look(path, version.name);
    if (kept) return put(path, kept);
  }
  return false;
}

/** The versions to take files from: what is kept goes with the headers that its host sent then. */
export async function versionsBefore() {
  const all = await Promise.all((await others()).map(async (name) => {
    const list = await look(LIST, name);
    return { name, files: /** @type {Files} */ (list ? await list.json() : {}) };
  }));
  const { [HEADERS]: sent } = await files();
  return all.filter((version) => version.files[HEADERS] === sent);
}
