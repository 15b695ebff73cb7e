/* What a buyer's words lead to, best first. Values in, values out; nothing here knows the page. */
import { fitsOf } from "./phrases.js";
import { askedBy } from "./terms.js";
import { closestTo, plainWords } from "./words.js";

/** @import { Index } from "./index.js" */
/** @import { Memory, Term } from "./terms.js" */
/** @typedef {(row: number) => boolean} Fits */

/**
 * Numbers of entries, best first, and how many there are; where none is a good match, the nearest, and whether they
 * only have words that begin alike. Rows that are gone to by their name. The forms that were looked for, and those that mean much the same; the words that count only next
 * to one of them, and those that stand nowhere.
 *
 * @typedef {object} Found
 * @property {number[]} entries
 * @property {number} total
 * @property {number[]} nearest
 * @property {boolean} isOnlyBegun
 * @property {number[]} places
 * @property {Set<string>} forms
 * @property {Set<string>} alike
 * @property {Set<string>} common
 * @property {string[]} missing
 */

/** How much it counts that an entry has the words, wherever they stand, next to its best phrase. */
const SHARE = 0.6;
const CORE = 1.03;
const FAVORED = 1.08;
const MADE_FOR_PRINT = 0.75;
/**
 * One entry has to match as well as this; then others are shown that match fairly, next to the best. Less will do
 * where it has all that is typed, or where much is typed, which hardly fits by chance; and more is needed where a
 * word stands nowhere: something else may be meant.
 */
const GOOD = 0.65;
const GOOD_IN_ALL = 0.57;
const GOOD_IN_PART = 0.78;
const MUCH = 10; // words
const GOOD_IN_MUCH = 0.58;
const GOOD_IN_PART_OF_MUCH = 0.7;
const ALL = 0.9;
const FAIR = 0.4;
const OF_THE_BEST = 0.3;
const NEAREST = 2;
/** @type {Pick<Found, "nearest" | "isOnlyBegun">} */
const NONE_NEAR = { nearest: [], isOnlyBegun: false };
/** A row is gone to if its name fits as well as this, and has as much of what is asked. */
const NAMED = 0.65;
const NAMED_SHARE = 0.8;
const MOST_PLACES = 4;
/** Of names that fit about as well, pages come before entries, and each in their order. */
const ABOUT_EQUAL = 0.25;
/** @param {Float32Array} scores */
function by(scores) {
  return (/** @type {number} */ one, /** @type {number} */ other) => scores[other] - scores[one] || one - other;
}

/**
 * The best of many without sorting all.
 *
 * @param {number[]} found
 * @param {Float32Array} scores
 * @param {number} most
 */
export function topOf(found, scores, most) {
  if (found.length <= most) return found.slice().sort(by(scores));
  const worth = Float32Array.from(found, (entry) => scores[entry]).sort();
  const least = worth[worth.length - most];
  return found.filter((entry) => scores[entry] >= least).sort(by(scores)).slice(0, most);
}

/**
 * Rows that are gone to: pages and what is printed by their names, and, where there is such a page, what else goes
 * by the same name.
 *
 * @param {Index} index
 * @param {ReturnType<typeof fitsOf>} fits
 * @param {Fits} isGoneTo
 */
function placesIn(index, { name, alias, share }, isGoneTo) {
  const rows = Array.from(name, (_, row) => row).filter((row) => share[row] >= NAMED_SHARE && isGoneTo(row));
  const named = rows.filter((row) => name[row] >= NAMED);
  if (!named.length) return [];
  const also = rows.filter((row) => name[row] < NAMED && alias[row] >= NAMED);
  const order = (/** @type {number} */ row) => Math.round(name[row] / ABOUT_EQUAL) * -2 * index.size + (row < index.size ? row + index.size : row - index.size);
  named.sort((one, other) => order(one) - order(other));
  return [...named, ...topOf(also, alias, MOST_PLACES)].slice(0, MOST_PLACES);
}

/**
 * What is asked for by its kind and any of its names, such as "handover sheet".
 *
 * @param {Index} index
 * @param {string} said
 * @param {Memory} memory
 * @param {Fits} isGoneTo
 */
function placesOfKind(index, said, memory, isGoneTo) {
  const typed = plainWords(said);
  const kind = index.known.find(({ called }) => called.every((word) => typed.includes(word)));
  const rest = kind ? typed.filter((word) => !kind.called.includes(word)) : [];
  if (!rest.length) return [];
  const { alias, name, share } = fitsOf(index, askedBy(index, rest.join(" "), memory));
  const isNamed = (/** @type {number} */ row) => Math.max(alias[row], name[row]) >= NAMED && share[row] >= NAMED_SHARE;
  return index.ids.map((_, row) => row).filter((row) => index.kind(row) === kind && isGoneTo(row) && isNamed(row));
}

/**
 * @param {Index} index
 * @param {Term[]} terms
 */
function wordsOf(index, terms) {
  const named = (/** @type {number[]} */ forms) => new Set(forms.map((form) => index.forms[form]));
  return {
    forms: named(terms.flatMap((term) => term.forms)),
    alike: named(terms.flatMap((term) => term.near).flatMap((stem) => index.formsOf[stem])),
    missing: terms.flatMap((term) => term.missing),
  };
}

/**
 * How well each entry matches what is asked.
 *
 * @param {Index} index
 * @param {ReturnType<typeof fitsOf>} fits
 * @param {(row: number) => number} favors
 */
function scoresOf(index, fits, favors) {
  return Float32Array.from(index.ids, (_, entry) => {
    const isPrinted = index.kinds[entry] === "w" || index.kinds[entry] === "e";
    const score = fits.phrase[entry] + SHARE * fits.share[entry];
    return score * (index.isCore(entry) ? CORE : 1) * (isPrinted ? MADE_FOR_PRINT : 1) * FAVORED ** favors(entry);
  });
}

/**
 * The nearest entries: those that match at all, then those with the words that begin most like what is typed.
 *
 * @param {Index} index
 * @param {string} said
 * @param {number[]} matching
 * @param {Float32Array} scores
 * @param {Fits} isFitting
 * @param {(row: number) => number} favors
 */
function nearestOf(index, said, matching, scores, isFitting, favors) {
  const nearest = topOf(matching, scores, NEAREST);
  if (nearest.length === NEAREST) return { nearest, isOnlyBegun: false };
  const typed = plainWords(said);
  const telling = typed.filter((word) => !index.isCommon(word));
  const words = (telling.length ? telling : typed).flatMap((word) => closestTo(word, index.telling.get(word[0]) || []));
  const begun = scoresOf(index, fitsOf(index, askedBy(index, words.join(" ") + " ", new Map())), favors);
  const others = index.ids.map((_, entry) => entry).filter((entry) => begun[entry] > 0 && isFitting(entry) && !nearest.includes(entry));
  return { nearest: [...nearest, ...topOf(others, begun, NEAREST - nearest.length)], isOnlyBegun: !nearest.length };
}

/**
 * How well the best entry has to match, unless it has all that is typed.
 *
 * @param {Term[]} terms
 */
function neededFor(terms) {
  const strange = terms.filter((term) => term.isStrange).length;
  if (terms.length >= MUCH && strange <= 2) return strange ? GOOD_IN_PART_OF_MUCH : GOOD_IN_MUCH;
  return strange ? GOOD_IN_PART : GOOD;
}

/**
 * @param {Index} index
 * @param {string} said
 * @param {Fits} isFitting
 * @param {number} most
 * @param {Memory} memory
 * @param {Fits} isGoneTo what is gone to by its name instead
 * @param {(row: number) => number} favors how much speaks for a row before equally good matches
 * @returns {Found}
 */
export function search(index, said, isFitting, most, memory, isGoneTo, favors) {
  const asked = askedBy(index, said, memory);
  const fits = fitsOf(index, asked);
  const scores = scoresOf(index, fits, favors);
  const places = Array.from(new Set([...placesIn(index, fits, isGoneTo), ...placesOfKind(index, said, memory, isGoneTo)])).slice(0, MOST_PLACES);
  const found = index.ids.map((_, entry) => entry).filter((entry) => scores[entry] > 0 && isFitting(entry));
  const best = found.reduce((high, entry) => Math.max(high, scores[entry]), 0);
  const needed = neededFor(asked.terms);
  const isGood = found.some((entry) => scores[entry] >= (fits.share[entry] >= ALL ? GOOD_IN_ALL : needed));
  const least = isGood ? Math.max(FAIR, best * OF_THE_BEST) : Infinity;
  const good = found.filter((entry) => scores[entry] >= least && !places.includes(entry));
  return {
    entries: topOf(good, scores, most),
    total: good.length,
    ...(good.length || places.length ? NONE_NEAR : nearestOf(index, said, found, scores, isFitting, favors)),
    places,
    common: new Set(plainWords(said)),
    ...wordsOf(index, asked.terms),
  };
}

/**
 * Without words: what fits, that of the chosen stage before what is only asked there again, core questions first.
 *
 * @param {Index} index
 * @param {Fits} fits
 * @param {number} most
 * @param {number} stage
 * @returns {Found}
 */
export function browse(index, fits, most, stage) {
  const found = Array.from({ length: index.size }, (_, entry) => entry).filter(fits);
  const order = (/** @type {number} */ entry) => {
    const first = index.numbers("stage", entry)[0];
    return index.kind(entry).place * 100 + (first === stage ? 0 : 50) + (index.isCore(entry) ? 0 : 25) + (first || 0);
  };
  found.sort((one, other) => order(one) - order(other) || one - other);
  const none = { ...NONE_NEAR, places: [], forms: new Set(), alike: new Set(), common: new Set(), missing: [] };
  return { entries: found.slice(0, most), total: found.length, ...none };
}
