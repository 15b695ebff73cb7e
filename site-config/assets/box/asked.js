/* What a rep asks the one box for, besides what is found: their own deals, and things to do. Values in, values out. */
import { distance, plainWords } from "../find/words.js";

/** @typedef {{ id: string, name: string, title: string }} Own a deal; `name` is all that it goes by */
/** @typedef {{ act: string, words: string }} Act something to do, and what it goes by */
/** @typedef {{ id: string, title: string }} OwnSheet */
/** @typedef {{ open: string, print: string }} SheetWays words next to a sheet's title, by what they ask for */

/**
 * `act` is something to do, a sheet to open where it is "sheet" or to print where it is "print", or to open a deal
 * where it is "open".
 *
 * @typedef {{ act: string, deal: Own | null, sheet: OwnSheet | null }} Wanted
 */

/** So many deals are offered at once. */
const MOST_DEALS = 3;
/** A name of as many letters may have one wrong. */
const TYPO_FROM = 4;

/**
 * Whether a word is typed for another one: whole, begun, or with a letter wrong that isn't the first.
 *
 * @param {string} typed
 * @param {string} word
 */
function isFor(typed, word) {
  if (typed.length > 1 && word.startsWith(typed)) return true;
  const isLong = typed.length >= TYPO_FROM && word.length >= TYPO_FROM;
  return isLong && typed[0] === word[0] && distance(typed, word, 1) <= 1;
}

/**
 * Which of the typed words are for something that goes by a name.
 *
 * @param {string[]} typed
 * @param {string} name
 */
function wordsFor(typed, name) {
  const words = plainWords(name);
  return typed.filter((one) => words.some((word) => isFor(one, word)));
}

/**
 * What is asked for, if that is all that is typed: each word names a deal, something to do or a sheet. In any order,
 * and as soon as it can be told. Without a deal's name, the one at hand is meant.
 *
 * @param {string} said
 * @param {{ deals: Own[], acts: Act[], sheets: OwnSheet[], ways: SheetWays, atHand: Own | null, common: Set<string> }} given
 * @returns {Wanted[]}
 */
export function wantedBy(said, { acts, atHand, common, deals, sheets, ways }) {
  const typed = plainWords(said).filter((word) => !common.has(word));
  if (!typed.length) return [];
  const named = deals
    .map((deal) => ({ deal, left: without(typed, wordsFor(typed, deal.name)) }))
    .filter(({ left }) => left.length < typed.length);
  const meant = [...named, ...(atHand ? [{ deal: atHand, left: typed }] : [])];
  const found = meant.flatMap(({ deal, left }) => wantedOf(left, deal, acts, sheets, ways));
  const own = acts.filter(({ act, words }) => act === "new" && !without(typed, wordsFor(typed, words)).length);
  return [...once(found), ...own.map(({ act }) => ({ act, deal: null, sheet: null }))];
}

/**
 * @param {string[]} words
 * @param {string[]} some
 */
function without(words, some) {
  return words.filter((word) => !some.includes(word));
}

/**
 * What a deal is wanted for, by the words that are not its name.
 *
 * @param {string[]} left
 * @param {Own} deal
 * @param {Act[]} acts
 * @param {OwnSheet[]} sheets
 * @param {SheetWays} ways
 * @returns {Wanted[]}
 */
function wantedOf(left, deal, acts, sheets, ways) {
  if (!left.length) return ["open", "prep", "debrief"].map((act) => ({ act, deal, sheet: null }));
  const isAll = (/** @type {string} */ words) => wordsFor(left, words).length === left.length;
  const done = acts.filter(({ act, words }) => act !== "new" && isAll(words)).map(({ act }) => ({ act, deal, sheet: null }));
  const printed = wordsFor(left, ways.print);
  const named = without(left, [...printed, ...wordsFor(left, ways.open)]);
  const act = printed.length ? "print" : "sheet";
  const filled = sheets.filter(({ title }) => named.length > 0 && wordsFor(named, title).length === named.length).map((sheet) => ({ act, deal, sheet }));
  return [...done, ...filled];
}

/** @param {Wanted} wanted */
function keyOf({ act, deal, sheet }) {
  return `${act} ${deal && deal.id} ${sheet && sheet.id}`;
}

/**
 * Each of what is wanted once, for a few deals.
 *
 * @param {Wanted[]} found
 */
function once(found) {
  const ids = Array.from(new Set(found.map(({ deal }) => deal && deal.id))).slice(0, MOST_DEALS);
  const kept = found.filter(({ deal }) => ids.includes(deal && deal.id));
  return Array.from(new Map(kept.map((wanted) => [keyOf(wanted), wanted])).values());
}
