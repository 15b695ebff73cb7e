/* Deals as the browser keeps them, beyond what a sheet needs: put aside, deleted a while ago, erased. */
import { keysOf, read, write, ARCHIVED, CHANGED, OLD, OURS, UNDO } from "../deal/memory.js";
import { deals } from "../deal/store.js";
import { isDay, today } from "../page/days.js";

/** @import { Snapshot } from "../deal/store.js" */
/** @import { Seen } from "./facts.js" */
/** @typedef {{ id: string, title: string, deal: Snapshot }} Undoable */

const A_DAY = 86400000;
const VERSION = OURS + "version";
/** The form in which deals are kept; memory.js describes it. */
const NOW = 2;

/**
 * The day a deal began: its id starts with the time, in milliseconds.
 *
 * @param {string} id
 */
export function beganOn(id) {
  const time = parseInt(id.slice(0, 8), 36);
  const isTime = time > Date.UTC(2020, 0) && time < Date.now() + A_DAY;
  return isTime ? today(new Date(time)) : "";
}

/**
 * In the first form, no deal said when it last changed: the best that is known is its last review, or
 * the day it began.
 */
function fromFirst() {
  deals.list().map(({ id }) => id).filter((id) => read(CHANGED + id) === null).forEach((id) => {
    const review = deals.review(id);
    const days = [beganOn(id), review && isDay(review.on) ? review.on : ""].sort();
    write(CHANGED + id, days.pop() || today());
  });
}

/**
 * Brings what is kept into the form of today, and says whether it is readable: what a later version
 * of the playbook has written is left as it is.
 */
export function bringUpToDate() {
  const found = Number(read(VERSION) || 1);
  if (found > NOW) return false;
  if (found < NOW) {
    fromFirst();
    write(VERSION, String(NOW));
  }
  return true;
}

/**
 * @param {string} id
 * @param {string} title
 * @returns {Seen}
 */
export function seen(id, title) {
  const changed = read(CHANGED + id);
  return { title, stage: deals.stage(id), fields: deals.fields(id), changed: isDay(changed) ? String(changed) : "", began: beganOn(id) };
}

/**
 * @param {string} id
 * @param {boolean} isAside
 */
export function putAside(id, isAside) {
  write(ARCHIVED + id, isAside ? today() : null);
}

/** What can still be had back, the newest first. What is a day old is forgotten here. */
export function undoable() {
  /** @type {(Undoable & { at: number })[]} */
  const found = [];
  keysOf(UNDO).forEach((key) => {
    try {
      const { at, deal } = JSON.parse(read(key) || "");
      if (Date.now() - at < A_DAY && deal.id === key.slice(UNDO.length)) {
        const fields = new Map(deal.fields);
        found.push({ at, id: deal.id, title: String(deal.name || fields.get("account") || ""), deal: { ...deal, fields: Array.from(fields) } });
        return;
      }
    } catch {
      // Something else wrote it.
    }
    write(key, null);
  });
  return found.sort((a, b) => b.at - a.at);
}

/** What this tab alone remembers. */
function forgetTab() {
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith("donebook")).forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // Nothing is kept there.
  }
}

/**
 * Everything that this playbook keeps of deals, in every form that it ever had, and what was chosen on its pages. Of
 * other playbooks at the same address only such choices go, which they share.
 */
export function eraseAll() {
  deals.open(null);
  [...keysOf(OURS), ...keysOf(OLD)].forEach((key) => write(key, null));
  forgetTab();
}

/**
 * A deal that came from a file is as old as it was there.
 *
 * @param {string} id
 * @param {{ changed: string, archived: string }} marks
 */
export function bringBack(id, { archived, changed }) {
  if (changed) write(CHANGED + id, changed);
  if (archived) write(ARCHIVED + id, archived);
}
