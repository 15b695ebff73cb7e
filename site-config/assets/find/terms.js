/* What is typed, as what it may mean: words, each with the forms of the index, and what means much the same. */
import { distance, forgiven, growsInto, plainWords, sharesBeginning } from "./words.js";

/** @import { Alike, Index } from "./index.js" */
/** @typedef {Map<number, number>} Quality how well each form, or entry, fits */
/** @typedef {Map<string, Quality>} Memory what words were found to mean */
/** @typedef {{ own: Quality, near: number[], missing: string[] }} Concept */

const SAME = 1;
const FORM = 0.75;
const BEGUN = 0.7;
const RELATED = 0.6;
const TYPO = 0.65;

/**
 * What is typed, as words to look for; of words that say nothing only where there is nothing else.
 *
 * @param {Index} index
 * @param {string} said
 */
export function termsOf(index, said) {
  const all = plainWords(said);
  const telling = all.filter((word) => !index.isCommon(word));
  const sought = Array.from(new Set(telling.length ? telling : all));
  return { all, sought, isOpen: !/[\s.,;!?]$/.test(said), last: all[all.length - 1] };
}

/**
 * @param {Quality} found
 * @param {number} form
 * @param {number} quality
 */
export function addBest(found, form, quality) {
  if ((found.get(form) || 0) < quality) found.set(form, quality);
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {Quality} found
 */
function addBegun(index, word, found) {
  /** @type {number[]} */
  const begun = [];
  index.forms.forEach((form, n) => { if (form.startsWith(word)) begun.push(n); });
  const telling = begun.filter((n) => !index.isCommon(index.forms[n]));
  (telling.length ? telling : begun).forEach((n) => {
    addBest(found, n, BEGUN * Math.max(0.4, word.length / index.forms[n].length));
  });
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {Quality} found
 */
function addMistyped(index, word, isBegun, found) {
  const most = forgiven(word);
  if (!most) return;
  index.forms.forEach((form, n) => {
    if (form.length < 4 || index.isCommon(form)) return;
    let wrong = distance(word, form, most);
    // While a word is being typed, its beginning may be wrong already.
    if (wrong > most && isBegun && form.length > word.length) wrong = distance(word, form.slice(0, word.length), 1) + 1;
    if (wrong <= most) addBest(found, n, TYPO / wrong);
  });
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {boolean} isKnown
 */
function formsFor(index, word, isBegun, isKnown) {
  /** @type {Quality} */
  const found = new Map();
  (index.stems.get(index.stem(word)) || []).forEach((form) => addBest(found, form, FORM));
  const same = index.formNumbers.get(word);
  if (same !== undefined) addBest(found, same, SAME);
  if (isBegun && word.length > 1) addBegun(index, word, found);
  if (found.size) return found;
  index.forms.forEach((form, n) => {
    if (sharesBeginning(word, form) || growsInto(word, form) || growsInto(form, word)) addBest(found, n, RELATED);
  });
  if (!isKnown) addMistyped(index, word, isBegun, found);
  return found;
}

/**
 * The forms that a typed word may mean, each with how well it fits. One that is known is typed as it should be.
 *
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {boolean} isKnown
 * @param {Memory} memory
 */
function meant(index, word, isBegun, isKnown, memory) {
  const key = word + (isBegun ? "*" : "") + (isKnown ? "=" : "");
  const found = memory.get(key) || formsFor(index, word, isBegun, isKnown);
  memory.set(key, found);
  return found;
}

/**
 * @param {string} line
 * @param {string} words
 */
function holds(line, words) {
  return ` ${line} `.includes(` ${words} `);
}

/**
 * What is typed, as the groups it belongs to of what means much the same. Of "other vendors", "vendors" is
 * no group of its own.
 *
 * @param {Index} index
 * @param {string[]} stems
 * @returns {Alike[]}
 */
function meanings(index, stems) {
  const line = stems.join(" ");
  const met = index.alike.map(({ said, forms }) => ({ said: said.filter((one) => holds(line, one)), forms }));
  const whole = met.flatMap((group) => group.said);
  const isWhole = (/** @type {string} */ one) => !whole.some((other) => other !== one && holds(other, one));
  return met.map(({ said, forms }) => ({ said: said.filter(isWhole), forms })).filter((group) => group.said.length);
}

/**
 * @param {Alike[]} groups
 * @param {string} found
 */
function isAmong(groups, found) {
  return groups.some((group) => group.said.some((one) => holds(one, found)));
}

/**
 * What is looked for, each with its own forms and those that mean much the same: phrases, then words. A word that
 * stands nowhere, and nothing that means the same, is missing.
 *
 * @param {Index} index
 * @param {ReturnType<typeof termsOf>} wanted
 * @param {string[]} stems
 * @param {Memory} memory
 * @returns {Concept[]}
 */
export function conceptsOf(index, wanted, stems, memory) {
  const groups = meanings(index, stems);
  const told = groups.filter((group) => group.forms.length);
  const phrases = groups.filter((group) => group.said.some((one) => one.includes(" ")));
  const words = wanted.sought.map((word) => {
    const found = index.stem(word);
    const isBegun = wanted.isOpen && word === wanted.last;
    const near = groups.flatMap((group) => (group.said.includes(found) ? group.forms : []));
    const own = meant(index, word, isBegun, isAmong(groups, found), memory);
    const isMissing = !own.size && !isBegun && !isAmong(told, found);
    return { own, near, missing: isMissing ? [word] : [] };
  });
  return [...phrases.map((group) => ({ own: new Map(), near: group.forms, missing: [] })), ...words];
}
