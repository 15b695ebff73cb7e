/*
 * What is counted of a playbook's use: calls, the questions asked in them, and searches that found nothing good.
 * Values in, values out. No deal and no person is in it, and no text but the words that were looked for.
 */
import { isDay, today } from "../page/days.js";

/**
 * `since` is the day of the first count, or nothing; `weeks` are calls by the Monday of their week; `asked` says how
 * often each question was asked; `vain` are searches, the latest first. `called` are the ids of deals that had a call
 * on a day: these never leave the browser.
 *
 * @typedef {object} Usage
 * @property {string} since
 * @property {Map<string, number>} weeks
 * @property {Map<string, number>} asked
 * @property {Vain[]} vain
 * @property {{ on: string, deals: string[] }} called
 */

/** @typedef {{ words: string, times: number, on: string }} Vain `on` is the day of the last time */

/** The form of what is kept, and of a file of it. */
const FORM = 1;
// Some years of use, in about as much room as one deal.
const MOST = { asked: 2000, deals: 100, times: 99999, vain: 200, weeks: 260, words: 80 };
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * @param {unknown} found
 * @returns {Record<string, unknown>}
 */
function fieldsOf(found) {
  return typeof found === "object" && found !== null && !Array.isArray(found) ? Object.fromEntries(Object.entries(found)) : {};
}

/** @param {unknown} found */
function isCount(found) {
  return Number.isInteger(found) && Number(found) > 0 && Number(found) <= MOST.times;
}

/**
 * @param {unknown} found
 * @param {(key: string) => boolean} isKey
 * @param {number} most
 */
function countsOf(found, isKey, most) {
  const all = Object.entries(fieldsOf(found)).filter(([key, n]) => isKey(key) && isCount(n));
  return new Map(all.sort().slice(-most).map(([key, n]) => [key, Number(n)]));
}

/**
 * What was typed as one short line.
 *
 * @param {string} said
 */
function lineOf(said) {
  const line = said.replace(/[\p{C}\s]+/gu, " ").trim();
  return Array.from(line).slice(0, MOST.words).join("").trim();
}

/**
 * @param {unknown} found
 * @returns {Vain[]}
 */
function searchesOf(found) {
  const all = Array.isArray(found) ? found.map(fieldsOf) : [];
  return all
    .filter(({ on, times, words }) => typeof words === "string" && lineOf(words) && isCount(times) && isDay(on))
    .map(({ on, times, words }) => ({ words: lineOf(String(words)), times: Number(times), on: String(on) }))
    .slice(0, MOST.vain);
}

/**
 * What is kept, read from its text. Nothing where a later version of the playbook wrote it; what is broken in it
 * is left out.
 *
 * @param {string | null} text
 * @returns {Usage | null}
 */
export function usageFrom(text) {
  let found;
  try {
    found = fieldsOf(JSON.parse(text || "{}"));
  } catch {
    found = fieldsOf(null);
  }
  if (Number(found.usage) > FORM) return null;
  const { deals, on } = fieldsOf(found.called);
  return {
    since: isDay(found.since) ? String(found.since) : "",
    weeks: countsOf(found.weeks, isDay, MOST.weeks),
    asked: countsOf(found.asked, (key) => ID.test(key), MOST.asked),
    vain: searchesOf(found.vain),
    called: { on: isDay(on) ? String(on) : "", deals: Array.isArray(deals) ? deals.map(String).slice(-MOST.deals) : [] },
  };
}

/**
 * @param {Usage} usage
 * @returns {string} what `usageFrom` reads
 */
export function keptText({ asked, called, since, vain, weeks }) {
  return JSON.stringify({ usage: FORM, since, weeks: Object.fromEntries(weeks), asked: Object.fromEntries(asked), vain, called });
}

/**
 * The Monday of a day's week.
 *
 * @param {string} day
 */
export function weekOf(day) {
  const date = new Date(day + "T12:00");
  date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  return today(date);
}

/**
 * @param {Map<string, number>} counts
 * @param {string} key
 * @param {number} more may be less than nothing
 */
function added(counts, key, more) {
  const n = Math.min(MOST.times, (counts.get(key) || 0) + more);
  const all = new Map(counts);
  if (n > 0) all.set(key, n);
  else all.delete(key);
  return all;
}

/**
 * With questions that were marked as asked in a call, or whose mark was taken back. The calls of a deal on one day
 * are one call.
 *
 * @param {Usage} usage
 * @param {string} deal its id
 * @param {Map<string, number>} marked how often each was marked, less how often a mark was taken back
 * @param {string} day
 * @returns {Usage}
 */
export function withAsked(usage, deal, marked, day) {
  const before = usage.called.on === day ? usage.called.deals : [];
  const isCall = Array.from(marked.values()).some((more) => more > 0) && !before.includes(deal);
  return {
    ...usage,
    since: usage.since || day,
    asked: Array.from(marked).reduce((all, [question, more]) => added(all, question, more), usage.asked),
    weeks: isCall ? added(usage.weeks, weekOf(day), 1) : usage.weeks,
    called: isCall ? { on: day, deals: [...before, deal].slice(-MOST.deals) } : usage.called,
  };
}

/**
 * With a search that found nothing good. One that comes back on the same day counts once, and one that was only the
 * beginning of this one doesn't count.
 *
 * @param {Usage} usage
 * @param {string} said
 * @param {string} day
 * @returns {Usage}
 */
export function withVain(usage, said, day) {
  const words = lineOf(said);
  const small = words.toLowerCase();
  const same = usage.vain.find((one) => one.words.toLowerCase() === small);
  if (!words || (same && same.on === day)) return usage;
  const isBegun = (/** @type {Vain} */ one) => one.on === day && one.times === 1 && small.startsWith(one.words.toLowerCase());
  const others = usage.vain.filter((one) => one !== same && !isBegun(one));
  const times = Math.min(MOST.times, (same ? same.times : 0) + 1);
  return { ...usage, since: usage.since || day, vain: [{ words, times, on: day }, ...others].slice(0, MOST.vain) };
}

/** @param {Usage} usage */
export function isEmpty({ asked, vain, weeks }) {
  return !asked.size && !vain.length && !weeks.size;
}

/** @param {Usage} usage */
export function callsIn({ weeks }) {
  return Array.from(weeks.values()).reduce((sum, n) => sum + n, 0);
}

/**
 * The questions asked most, those asked most often first.
 *
 * @param {Usage} usage
 * @param {number} most
 */
export function askedMost({ asked }, most) {
  return Array.from(asked).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
}

/**
 * A file to hand over, which `donebook collect --usage` reads.
 *
 * @param {Usage} usage
 * @param {string} playbook its name
 * @param {string} day
 * @param {string} name of the person who hands it over, if they want it in it
 */
export function usageFile({ asked, since, vain, weeks }, playbook, day, name) {
  const told = {
    usage: FORM,
    playbook,
    ...(name && { name }),
    from: since || day,
    to: day,
    weeks: Object.fromEntries(weeks),
    asked: Object.fromEntries(asked),
    vain: vain.map(({ times, words }) => ({ words, times })),
  };
  return JSON.stringify(told, null, 1) + "\n";
}
