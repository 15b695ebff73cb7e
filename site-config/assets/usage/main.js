/*
 * What is counted is kept in this browser, for this playbook. A call and a search that found nothing say so by events;
 * nothing else is counted, and nothing is sent. Deals next to it tell which words are an account's name.
 */
import { OURS, write } from "../deal/memory.js";
import { deals } from "../deal/store.js";
import { today } from "../page/days.js";
import { remember, remembered } from "../page/kept.js";
import { hit, listener } from "../page/parts.js";
import { keptText, usageFrom, withAsked, withVain } from "./counts.js";

/** @import { Usage } from "./counts.js" */

const USAGE = OURS + "usage";
const ASKED = /^call\.([^.]+)\.asked$/;
// In shorter names one finds ordinary words.
const SHORTEST_NAME = 3;

/** Nothing where a later version of the playbook wrote it. */
export function usageKept() {
  return usageFrom(remembered(USAGE));
}

export function eraseUsage() {
  write(USAGE, null);
}

/** @param {(usage: Usage) => Usage} change */
function keep(change) {
  const usage = usageKept();
  if (usage) remember(USAGE, keptText(change(usage)));
}

/** @param {string} text */
function wordsIn(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
}

/**
 * Whether a search names a deal or its account: whoever does so looks for the deal.
 *
 * @param {string} said
 */
function namesADeal(said) {
  const words = new Set(wordsIn(said));
  const names = deals.list().flatMap(({ id, title }) => [title, deals.get(id, "account") || ""]);
  return names.map((name) => wordsIn(name)[0] || "").some((first) => first.length >= SHORTEST_NAME && words.has(first));
}

document.addEventListener("donebook:vain", (event) => {
  const said = String(/** @type {CustomEvent} */ (event).detail);
  if (!namesADeal(said)) keep((usage) => withVain(usage, said, today()));
});

/**
 * Counts what is marked as asked in a call. A quick call has its deal once something of it is kept.
 *
 * @param {HTMLElement} form
 */
export function start(form) {
  const left = new AbortController();
  const on = listener(left);
  /** @type {Map<string, number>} */
  const marked = new Map();
  const count = () => {
    const deal = deals.current();
    if (!deal || !marked.size) return;
    keep((usage) => withAsked(usage, deal, marked, today()));
    marked.clear();
  };
  on(form, "input", (event) => {
    /** @type {HTMLInputElement} */
    const box = hit(event);
    const found = ASKED.exec(box.name);
    if (found) marked.set(found[1], (marked.get(found[1]) || 0) + (box.checked ? 1 : -1));
  });
  on(form, "donebook:changed", count);
  // The sheet keeps what is typed before that.
  on(window, "pagehide", count);
  return {
    end() {
      count();
      left.abort();
    },
  };
}
