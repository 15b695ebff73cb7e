/*
 * Deals, kept in this browser: one key for each field, so that tabs never write over each other.
 * Each key begins with its playbook, since several playbooks can share one origin.
 *
 * donebook PLAYBOOK deal.ID        the deal's name, as typed
 * donebook PLAYBOOK stage.ID       the stage it is in
 * donebook PLAYBOOK field.ID.KEY   a field of it
 * donebook PLAYBOOK review.ID      what stood in it at the last review: {on, stage, fields}
 * donebook PLAYBOOK changed.ID     the day of its last change
 * donebook PLAYBOOK archived.ID    the day it was put aside
 * donebook PLAYBOOK undo.ID        a deal that was deleted, for a day: {at, deal}
 * donebook PLAYBOOK usage          what is counted; usage/ reads and writes it
 * donebook PLAYBOOK current        the deal that was open last
 * donebook PLAYBOOK version        the form of all this; deals/kept.js has those before it
 *
 * What the browser refuses to keep stays in memory, and `keepAll` says so.
 */
import { here } from "../page/load.js";
import { known } from "./sheets.js";
import { fieldToday, reviewToday } from "./signs.js";

// A site is known by its address. A folder can lie anywhere, so there the playbook's name counts.
const PLAYBOOK = location.protocol === "file:" ? known.playbook : new URL("../../", here).pathname;
export const OURS = `donebook ${PLAYBOOK} `;
export const DEAL = OURS + "deal.";
export const STAGE = OURS + "stage.";
export const FIELD = OURS + "field.";
export const REVIEW = OURS + "review.";
export const CHANGED = OURS + "changed.";
export const ARCHIVED = OURS + "archived.";
export const UNDO = OURS + "undo.";
export const CURRENT = OURS + "current";
export const OLD = "donebook.";
const OF_OLD = /^donebook\.(?:current$|(?:deal|field|review)\.)/;

/**
 * null stands for "removed".
 *
 * @type {Map<string, string | null>}
 */
const inMemory = new Map();

/** @param {string} key */
export function read(key) {
  const found = inMemory.get(key);
  if (found !== undefined) return found;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string | null} value null removes it
 */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    inMemory.delete(key);
  } catch {
    inMemory.set(key, value);
  }
}

/** What could not be kept before may fit now. Says whether nothing that somebody wrote waits for room. */
export function keepAll() {
  Array.from(inMemory).forEach(([key, value]) => write(key, value));
  return !Array.from(inMemory).some(([key, value]) => value !== null && key !== CURRENT);
}

/** Asks the browser not to clear what it keeps for the site. Where it can't be asked, it may. */
export async function askToKeep() {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // Where it can't be asked, it is as where it refuses.
  }
}

/** @param {string} prefix */
export function keysOf(prefix) {
  /** @type {Set<string>} */
  const found = new Set();
  try {
    for (let n = 0; n < localStorage.length; n++) found.add(localStorage.key(n) || "");
  } catch {
    // Nothing is kept here.
  }
  inMemory.forEach((value, key) => { found[value === null ? "delete" : "add"](key); });
  return Array.from(found).filter((key) => key.startsWith(prefix));
}

/**
 * An old key and its value as they are kept today.
 *
 * @param {string} key
 * @param {string} value
 */
function keptToday(key, value) {
  const rest = key.slice(OLD.length);
  const field = /^(field\.[^.]+\.)(.*)$/s.exec(rest);
  if (!field) return [OURS + rest, rest.startsWith("review.") ? reviewToday(value) : value];
  const [name, now] = fieldToday(field[2], value);
  return [OURS + field[1] + name, now];
}

/**
 * The new key comes first, so that no end in the middle loses its value. Where there is no room for both, the old
 * one makes room, and comes back where that is still not enough.
 *
 * @param {string} key
 */
function moveOver(key) {
  const value = localStorage.getItem(key) || "";
  const [name, now] = keptToday(key, value);
  if (localStorage.getItem(name) === null) write(name, now);
  localStorage.removeItem(key);
  if (inMemory.has(name)) write(name, now);
  if (inMemory.has(name)) localStorage.setItem(key, value);
}

/** Deals from before playbooks were told apart move to the first playbook that is opened. */
export function moveAllOver() {
  try {
    keysOf(OLD).filter((key) => OF_OLD.test(key)).forEach(moveOver);
  } catch {
    // Nothing is kept here.
  }
}
