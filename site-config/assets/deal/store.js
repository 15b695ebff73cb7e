/* Deals by their ids: their names, stages, fields and reviews. */
import { today } from "../page/days.js";
import { askToKeep, keepAll, keysOf, moveAllOver, read, write, ARCHIVED, CHANGED, CURRENT, DEAL, FIELD, OLD, OURS, REVIEW, STAGE, UNDO } from "./memory.js";
import { idNow } from "./sheets.js";
import { word } from "./word.js";

/** @typedef {{ on: string, stage?: string, fields: Record<string, string> }} Review */
/** @typedef {[key: string, value: string]} Field */

/**
 * Everything about a deal, as plain values.
 *
 * @typedef {object} Snapshot
 * @property {string} id
 * @property {string | null} name as typed
 * @property {string} [stage]
 * @property {Iterable<Field>} fields
 * @property {Review | null} [review]
 * @property {string | null} [changed] the day of its last change, if not today
 * @property {string | null} [archived] the day it was put aside
 */

/** Later ones sort behind earlier ones. */
function newId() {
  const numbers = window.crypto.getRandomValues(new Uint32Array(2));
  return [Date.now(), ...numbers].map((n) => n.toString(36)).join("");
}

/** @param {string} id */
function fieldsOf(id) {
  const start = `${FIELD}${id}.`;
  return new Map(keysOf(start).sort().map((key) => [key.slice(start.length), read(key) || ""]));
}

/**
 * @param {string} id
 * @param {string} key
 */
function fieldOf(id, key) {
  return read(`${FIELD}${id}.${key}`);
}

/** @param {string} id */
function touch(id) {
  if (read(CHANGED + id) !== today()) write(CHANGED + id, today());
}

/**
 * @param {string} id
 * @param {string} key
 * @param {string | null} value null removes it
 */
function setField(id, key, value) {
  write(`${FIELD}${id}.${key}`, value);
  touch(id);
}

/**
 * @param {string | null} id
 * @returns {id is string}
 */
function isThere(id) {
  return !!id && read(DEAL + id) !== null;
}

/**
 * The stage's id, or "" where nobody has said it.
 *
 * @param {string} id
 */
function stageOf(id) {
  return idNow(read(STAGE + id) || "");
}

/**
 * @param {string} id
 * @param {string | undefined} stage
 */
function setStage(id, stage) {
  write(STAGE + id, stage || null);
  touch(id);
}

/**
 * A deal without a name goes by its account.
 *
 * @param {string} id
 */
function titleOf(id) {
  return read(DEAL + id) || fieldOf(id, "account") || word("unnamed");
}

/** All deals by their titles; the later ones of a title are numbered. */
function list() {
  return keysOf(DEAL)
    .map((key) => key.slice(DEAL.length))
    .map((id) => ({ id, title: titleOf(id) }))
    .sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1))
    .map((deal, n, all) => {
      const same = all.slice(0, n + 1).filter((other) => other.title === deal.title).length;
      return same < 2 ? deal : { id: deal.id, title: `${deal.title} (${same})` };
    });
}

/**
 * A name that no deal has.
 *
 * @param {string} name
 */
function freeName(name) {
  const taken = new Set(list().map((deal) => deal.title));
  let found = name;
  for (let n = 2; found && taken.has(found); n++) found = `${name} (${n})`;
  return found;
}

/**
 * @param {string} id
 * @returns {Review | null} none where something else wrote it
 */
function reviewOf(id) {
  try {
    const { on, stage, fields } = JSON.parse(read(REVIEW + id) || "");
    if (typeof on !== "string" || typeof fields !== "object" || !fields) return null;
    return { on, stage: typeof stage === "string" ? stage : undefined, fields };
  } catch {
    return null;
  }
}

/**
 * @param {string} id
 * @param {Review | null | undefined} value
 */
function setReview(id, value) {
  write(REVIEW + id, value ? JSON.stringify(value) : null);
}

/**
 * @param {string} id
 * @returns {Snapshot}
 */
function snapshot(id) {
  return {
    id, name: read(DEAL + id), stage: stageOf(id), fields: Array.from(fieldsOf(id)), review: reviewOf(id),
    changed: read(CHANGED + id), archived: read(ARCHIVED + id),
  };
}

/**
 * Makes a deal what it was. It is there all the time, so that another tab that shows it stays with it.
 *
 * @param {Snapshot} deal
 */
function restore(deal) {
  const fields = new Map(deal.fields);
  write(DEAL + deal.id, deal.name);
  setStage(deal.id, deal.stage);
  fieldsOf(deal.id).forEach((_, key) => { if (!fields.has(key)) setField(deal.id, key, null); });
  fields.forEach((value, key) => setField(deal.id, key, value));
  setReview(deal.id, deal.review);
  write(CHANGED + deal.id, deal.changed || today());
  write(ARCHIVED + deal.id, deal.archived || null);
  write(UNDO + deal.id, null);
  openDeal(deal.id);
}

/**
 * A new deal; each of its values may be missing. With the first one there is something to keep.
 *
 * @param {Partial<Snapshot>} values
 */
function create(values) {
  if (!keysOf(DEAL).length) askToKeep();
  const id = newId();
  restore({ ...values, id, name: freeName(values.name || ""), fields: values.fields || [], changed: null, archived: null });
  return id;
}

/**
 * What is deleted can be had back for a day, from another page, too.
 *
 * @param {string} id
 */
function removeDeal(id) {
  // First of all, so that no end in the middle loses anything; and again, once there is room for it.
  write(UNDO + id, JSON.stringify({ at: Date.now(), deal: snapshot(id) }));
  // What could not move over for want of room must not come back.
  const old = [...keysOf(`${OLD}field.${id}.`), `${OLD}review.${id}`, `${OLD}deal.${id}`];
  [...old, ...keysOf(`${FIELD}${id}.`), REVIEW + id, STAGE + id, CHANGED + id, ARCHIVED + id, DEAL + id].forEach((key) => write(key, null));
  keepAll();
}

/** The deal of this tab; a new tab starts with the one that was open last. */
function current() {
  let own = null;
  try {
    own = sessionStorage.getItem(CURRENT);
  } catch {
    // Memory has it.
  }
  return [own, read(CURRENT)].find(isThere) || null;
}

/** @param {string | null} id */
function openDeal(id) {
  try {
    sessionStorage.setItem(CURRENT, id || "");
  } catch {
    // As above.
  }
  write(CURRENT, id || null);
}

/**
 * What a change in another tab is about: the id and the key of a field, or {} of anything else of ours.
 *
 * @param {string | null} key
 * @returns {{ id?: string, key?: string } | null}
 */
function changed(key) {
  if (key === null) return {};
  if (!key.startsWith(OURS)) return null;
  const rest = key.startsWith(FIELD) ? key.slice(FIELD.length) : "";
  const dot = rest.indexOf(".");
  return dot > 0 ? { id: rest.slice(0, dot), key: rest.slice(dot + 1) } : {};
}

/** @param {BeforeUnloadEvent} event */
function askBeforeLeaving(event) {
  if (keepAll()) return;
  event.preventDefault();
  event.returnValue = true;
}

export const deals = {
  changed,
  create,
  current,
  fields: fieldsOf,
  get: fieldOf,
  has: isThere,
  isArchived: (/** @type {string} */ id) => read(ARCHIVED + id) !== null,
  keep: keepAll,
  list,
  open: openDeal,
  remove: removeDeal,
  rename: (/** @type {string} */ id, /** @type {string} */ name) => write(DEAL + id, name),
  restore,
  review: reviewOf,
  set: setField,
  setReview,
  setStage,
  snapshot,
  stage: stageOf,
  title: titleOf,
};

moveAllOver();
// What the browser could not keep is gone with the page, so it asks first.
window.addEventListener("beforeunload", askBeforeLeaving);
