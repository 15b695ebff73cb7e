/*
 * What is counted is kept in this browser, for this playbook. A call and a search in vain say so by events (tellCounter);
 * nothing else is counted, and nothing is sent. The deals tell which searches name an account.
 */
import { OURS, write } from "../deal/memory.js";
import { deals } from "../deal/store.js";
import { today } from "../page/days.js";
import { remember, remembered } from "../page/kept.js";
import { keptText, usageFrom, withAsked, withVain } from "./counts.js";

/** @import { Usage } from "./counts.js" */

const USAGE = OURS + "usage";
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
 * Whether a search names a deal or its account: that is a search for the deal.
 *
 * @param {string} said
 */
function namesADeal(said) {
  const words = new Set(wordsIn(said));
  const names = deals.list().flatMap(({ id, title }) => [title, deals.get(id, "account") || ""]);
  return names.map((name) => wordsIn(name)[0] || "").some((first) => first.length >= SHORTEST_NAME && words.has(first));
}

/**
 * How often each question was marked as asked, less how often the mark was taken back, since it was counted last.
 *
 * @type {Map<string, number>}
 */
const marked = new Map();

/** A quick call has no deal before something of it is kept; its marks wait. */
function countMarked() {
  const deal = deals.current();
  if (!deal || !marked.size) return;
  keep((usage) => withAsked(usage, deal, marked, today()));
  marked.clear();
}

document.addEventListener("donebook:asked", (event) => {
  const { isAsked, question } = /** @type {CustomEvent} */ (event).detail;
  marked.set(question, (marked.get(question) || 0) + (isAsked ? 1 : -1));
  countMarked();
});
// The form says it to itself alone.
document.addEventListener("donebook:changed", countMarked, true);

document.addEventListener("donebook:vain", (event) => {
  const said = String(/** @type {CustomEvent} */ (event).detail);
  if (!namesADeal(said)) keep((usage) => withVain(usage, said, today()));
});
