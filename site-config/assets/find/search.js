/* What a buyer's words lead to, best first. Values in, values out; nothing here knows the page. */
import { addBest, conceptsOf, termsOf } from "./terms.js";
import { plainWords } from "./words.js";

/** @import { Index } from "./index.js" */
/** @import { Concept, Memory, Quality } from "./terms.js" */
/** @typedef {(entry: number) => boolean} Fits */

/**
 * Numbers of entries, best first, and how many there are; the forms that were looked for, and those that mean
 * much the same; the words that count only next to one of them, and those that stand nowhere.
 *
 * @typedef {object} Found
 * @property {number[]} entries
 * @property {number} total
 * @property {Set<string>} forms
 * @property {Set<string>} alike
 * @property {Set<string>} common
 * @property {string[]} missing
 */

// What means much the same: as much as this, and more where several of it meet; a word that has such company is
// one of the trade, and says more than one that has none.
const ALIKE = 0.35;
const EACH = 0.08;
const MOST = 0.5;
const TRADE = 1.4;
const CORE = 1.06;
const IN_A_ROW = 0.35;
const LOOKED_AT = 40;
const MADE_FOR_PRINT = 0.75;

/**
 * How many of the typed words stand one after the other in a text, at most.
 *
 * @param {Index} index
 * @param {string[]} words
 * @param {string[]} texts
 */
function longestRun(index, words, texts) {
  let best = 0;
  texts.forEach((text) => {
    const stems = plainWords(text).map(index.stem);
    for (let s = 0; s < stems.length; s++) {
      for (let w = 0; w < words.length; w++) {
        let n = 0;
        while (w + n < words.length && s + n < stems.length && words[w + n] === stems[s + n]) n++;
        if (n > best) best = n;
      }
    }
  });
  return best;
}

/**
 * @param {Index} index
 * @param {number} entry
 */
function textsAbout(index, entry) {
  return [index.ask, index.heard, index.title, index.also, index.fears].flatMap((texts) => texts(entry));
}

/**
 * What a concept is worth in each entry that has it, and how much it says: the fewer these are, the more.
 *
 * @param {Index} index
 * @param {Concept} concept
 */
function weighed(index, concept) {
  /** @type {Quality} */
  const worths = new Map();
  /** @type {Quality} */
  const met = new Map();
  const reach = (/** @type {number} */ form, /** @type {(entry: number, weight: number) => void} */ act) => {
    for (let n = index.starts[form]; n < index.starts[form + 1]; n++) act(index.places[n] >> 3, index.weights[index.places[n] & 7]);
  };
  concept.own.forEach((quality, form) => {
    reach(form, (entry, weight) => addBest(worths, entry, quality * weight));
  });
  const often = worths.size;
  new Set(concept.near).forEach((form) => {
    /** @type {Quality} */
    const once = new Map();
    reach(form, (entry, weight) => addBest(once, entry, weight));
    once.forEach((weight, entry) => {
      const before = met.get(entry);
      met.set(entry, before === undefined ? ALIKE * weight : Math.min(MOST, before + EACH * weight));
    });
  });
  met.forEach((worth, entry) => addBest(worths, entry, worth));
  const rare = Math.log(1 + index.size / (1 + (often || worths.size))) * (concept.near.length ? TRADE : 1);
  return { worths, rare };
}

/**
 * @param {Index} index
 * @param {number[]} numbers
 */
function formsNamed(index, numbers) {
  return new Set(numbers.map((form) => index.forms[form]));
}

/** @param {Float64Array} scores */
function by(scores) {
  return (/** @type {number} */ one, /** @type {number} */ other) => scores[other] - scores[one] || one - other;
}

/**
 * The best of many without sorting all.
 *
 * @param {number[]} found
 * @param {Float64Array} scores
 * @param {number} most
 */
export function topOf(found, scores, most) {
  if (found.length <= most) return found.slice().sort(by(scores));
  const worth = Float64Array.from(found, (entry) => scores[entry]).sort();
  const least = worth[worth.length - most];
  return found.filter((entry) => scores[entry] >= least).sort(by(scores));
}

/**
 * The entries that have some of the concepts, and the score of each.
 *
 * @param {Index} index
 * @param {Concept[]} sought
 * @param {Fits} fits
 */
function scored(index, sought, fits) {
  const scores = new Float64Array(index.size);
  const matched = new Float64Array(index.size);
  /** @type {number[]} */
  const touched = [];
  let all = 0;
  sought.forEach((concept) => {
    const { worths, rare } = weighed(index, concept);
    all += rare;
    worths.forEach((worth, entry) => {
      if (!matched[entry]) touched.push(entry);
      matched[entry] += rare;
      scores[entry] += worth * rare;
    });
  });
  const found = touched.filter(fits);
  found.forEach((entry) => {
    const isPrinted = index.kinds[entry] === "w" || index.kinds[entry] === "e";
    scores[entry] *= (matched[entry] / all) ** 1.5 * (index.isCore(entry) ? CORE : 1) * (isPrinted ? MADE_FOR_PRINT : 1);
  });
  return { found, scores };
}

/**
 * @param {Index} index
 * @param {string} said
 * @param {Fits} fits
 * @param {number} most
 * @param {Memory} memory
 * @returns {Found}
 */
export function search(index, said, fits, most, memory) {
  const wanted = termsOf(index, said);
  const stems = wanted.all.map(index.stem);
  const sought = conceptsOf(index, wanted, stems, memory);
  const { found, scores } = scored(index, sought, fits);
  const best = topOf(found, scores, Math.max(most, LOOKED_AT));
  if (stems.length > 1) best.slice(0, LOOKED_AT).forEach((entry) => {
    const run = longestRun(index, stems, textsAbout(index, entry));
    if (run > 1) scores[entry] *= 1 + IN_A_ROW * run;
  });
  return {
    entries: best.sort(by(scores)).slice(0, most),
    total: found.length,
    common: new Set(wanted.all),
    forms: formsNamed(index, sought.flatMap((concept) => Array.from(concept.own.keys()))),
    alike: formsNamed(index, sought.flatMap((concept) => concept.near)),
    missing: sought.flatMap((concept) => concept.missing),
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
  return { entries: found.slice(0, most), total: found.length, forms: new Set(), alike: new Set(), common: new Set(), missing: [] };
}
