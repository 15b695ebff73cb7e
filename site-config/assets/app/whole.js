/* A version is kept as a whole, and for as long as its site wants it kept. */
import { address, files, forget, isWhole, look, put, site, HEARD, LIST, NAME, WHOLE } from "./kept.js";
import { keep, keepAsBefore, versionsBefore } from "./own.js";

const SAYS = "assets/donebook/version.js";
const AT_ONCE = 6;
const HOUR = 3600000;
const DAY = 24 * HOUR;

/** @type {Promise<boolean> | null} */
let keeping = null;

/**
 * Large playbooks are kept page by page, as they are opened.
 *
 * @param {string} path
 */
function isLater(path) {
  return site.later.some((part) =>
    path === part || (part.endsWith("/") && path.startsWith(part)) || (part[0] === "." && path.endsWith(part)));
}

/** The files that are to be kept and aren't yet. */
async function missing() {
  const cache = await caches.open(NAME);
  const kept = new Set((await cache.keys()).map((request) => request.url));
  return Object.entries(await files()).filter(([path]) => !isLater(path) && !kept.has(address(path)));
}

/*
 * Keeps what is missing of this version, and says whether it is all here now. Where it has been
 * tried before, the first that is not the site's ends it: a host that asks to sign in, or changes
 * what it sends, would be asked for everything again and again.
 */
async function keepRest() {
  if (await isWhole()) return true;
  const isAgain = Boolean(await look(LIST));
  if (!isAgain && !await keep(LIST, site.list)) return false;
  const before = await versionsBefore();
  const rest = await missing();
  let failed = 0;
  for (let n = 0; n < rest.length; n += AT_ONCE) {
    const done = await Promise.all(rest.slice(n, n + AT_ONCE).map(async ([path, hash]) =>
      await keepAsBefore(path, hash, before) || keep(path, hash)));
    failed += done.filter((isKept) => !isKept).length;
    if (isAgain && failed) break;
  }
  return !failed && put(WHOLE, new Response(""));
}

export function keepOnce() {
  keeping ??= keepRest().finally(() => { keeping = null; });
  return keeping;
}

/** Asks the site for its version; whatever asks to sign in says none. */
export async function hear() {
  try {
    const answer = await fetch(address(SAYS), { cache: "no-store" });
    const isOurs = answer.ok && /^\(\w+\.donebook \S+ \S+\.version = \{/.test(await answer.text());
    if (isOurs) await put(HEARD, new Response(String(Date.now())));
  } catch {
    // Then it was heard no later than before.
  }
}

/** Milliseconds since the site last answered. */
async function silence() {
  const heard = await look(HEARD);
  return heard ? Date.now() - Number(await heard.text()) : Infinity;
}

/** What is kept for some days goes when these are over; a clock that was set back ends them, too. */
export async function letGoIfOver() {
  if (!site.days || !await caches.has(NAME)) return;
  const age = await silence();
  if (age >= site.days * DAY || age <= -DAY) await forget();
}

export async function keepOn() {
  await letGoIfOver();
  if (site.days && await silence() > HOUR) await hear();
  return keepOnce();
}
