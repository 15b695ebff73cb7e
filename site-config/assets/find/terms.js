/* What is typed, as what it may mean: words, each with the stems of the index that it finds. */
import { groupsWith, IN_PHRASE, meantBy } from "./groups.js";
import { distance, forgiven, growsInto, misspelled, plainWords, sharesBeginning, skeleton, swapped, swapsTwo } from "./words.js";

/** @import { Group } from "./groups.js" */
/** @import { Index } from "./index.js" */
/** @typedef {Map<number, number>} Quality how well each stem fits */
/** @typedef {Map<string, Own>} Memory what words were found to mean */
/** @typedef {{ met: Quality, forms: number[] }} Own the forms are those that were typed, or as good as */

/**
 * One thing that is looked for: how much it is worth, the stems that have it, by what is typed and by what means
 * much the same. It is strange where nothing here says or begins it.
 *
 * @typedef {object} Term
 * @property {number} weight
 * @property {boolean} isTelling
 * @property {boolean} [isStrange] only a typed word is
 * @property {Quality} met
 * @property {Quality} parts stems that count together
 * @property {number[]} forms
 * @property {number[]} near stems
 * @property {string[]} missing
 */

/**
 * What each stem means of what is asked. `first` is the place of its first meaning, or -1, and `next` that of
 * another one: arrays of numbers, as each key looks up each word of the playbook.
 *
 * @typedef {object} Meanings
 * @property {Int32Array} first
 * @property {number[]} next
 * @property {number[]} term
 * @property {number[]} quality
 * @property {boolean[]} isPart
 */

/**
 * What is asked: its terms, and which of them each stem means, and how well; which stems are reason enough to look
 * at a phrase; the pairs of stems that stand next to each other, and how many of them a phrase needs: where no word
 * tells anything, pairs do.
 *
 * @typedef {object} Asked
 * @property {Term[]} terms
 * @property {Meanings} meanings
 * @property {number[]} lit
 * @property {Map<number, Set<number>>} pairs
 * @property {boolean} isTold whether a term tells anything
 * @property {number} length
 * @property {number} leastPairs
 * @property {number} inRow pairs that a phrase has which says all that is typed
 */

const BEGUN = 0.9;
const RELATED = 0.6;
const TYPO = 0.75;
/** What means much the same as a phrase, or as a word that stands nowhere, is most of what there is to go by. */
const ALONE = 0.7;
/** Of words that tell nothing, three have to stand next to each other, if so many are typed. */
const MOST_NEEDED = 2;
/** What a phrase means much the same as says less than a word that is typed. */
const LOOSE = 0.6;
/** How well the words of a phrase of a group fit, all of them together. */
const OWN_PHRASE = 0.8;
/** A word that stands nowhere may still be on its way to one that does. */
const UNFINISHED = 0.5;

/**
 * @param {Quality} found
 * @param {number} stem
 * @param {number} quality
 */
function addBest(found, stem, quality) {
  if ((found.get(stem) || 0) < quality) found.set(stem, quality);
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {Own} own
 */
function addBegun(index, word, { met, forms }) {
  index.forms.forEach((form, n) => {
    if (!form.startsWith(word) || form === word || index.isCommon(form)) return;
    addBest(met, index.stemOf[n], BEGUN * Math.max(0.5, word.length / form.length));
    forms.push(n);
  });
}

/**
 * A typing error leaves the first letter, and in a word of four letters it swaps two.
 *
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {Own} own
 */
function addMistyped(index, word, isBegun, { met, forms }) {
  const most = forgiven(word);
  if (!most) return;
  index.forms.forEach((form, n) => {
    if (form.length < 4 || form[0] !== word[0] || index.isOrdinary(form)) return;
    let wrong = distance(word, form, most);
    // While a word is being typed, its beginning may be wrong already.
    if (wrong > most && isBegun && word.length > 4 && form.length > word.length) wrong = distance(word, form.slice(0, word.length), 1) + 1;
    if (wrong > most || (word.length === 4 && !swapsTwo(word, form))) return;
    addBest(met, index.stemOf[n], TYPO / wrong);
    forms.push(n);
  });
}

/**
 * What a typed word may mean. One that is known is typed as it should be, and so is any ordinary word.
 *
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {boolean} isKnown
 * @returns {Own}
 */
function ownOf(index, word, isBegun, isKnown) {
  /** @type {Own} */
  const own = { met: new Map(), forms: [] };
  const stem = index.stems.get(index.stem(word));
  if (stem !== undefined) {
    own.met.set(stem, 1);
    own.forms.push(...index.formsOf[stem]);
  }
  if (isBegun && word.length > 1) addBegun(index, word, own);
  if (own.met.size || isKnown || !index.isForgiving || index.isOrdinary(word)) return own;
  index.forms.forEach((form, n) => {
    if (index.isOrdinary(form) || !(sharesBeginning(word, form) || growsInto(word, form) || growsInto(form, word))) return;
    addBest(own.met, index.stemOf[n], RELATED);
    own.forms.push(n);
  });
  addMistyped(index, word, isBegun, own);
  return own;
}

/**
 * A word as it was meant: one that stands nowhere, and isn't close to a word of the playbook, may be an ordinary one
 * with a typing error.
 *
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {Group[]} groups
 * @param {Memory} memory
 */
function spelledRight(index, word, isBegun, groups, memory) {
  if (!index.isForgiving || index.isOrdinary(word) || groupsWith(groups, index.stem(word)).length) return word;
  if (ownFor(index, word, isBegun, false, memory).met.size) return word;
  const alike = index.ordinary.get(skeleton(word)) || [];
  return misspelled(word, alike)[0] || (word.length > 3 && swapped(word).find(index.isOrdinary)) || word;
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {boolean} isKnown
 * @param {Memory} memory
 */
function ownFor(index, word, isBegun, isKnown, memory) {
  const key = word + (isBegun ? "*" : "") + (isKnown ? "=" : "");
  const own = memory.get(key) || ownOf(index, word, isBegun, isKnown);
  memory.set(key, own);
  return own;
}

/**
 * @param {Index} index
 * @param {Iterable<number>} stems
 */
function mostOf(index, stems) {
  return Math.max(0, ...Array.from(stems, (stem) => index.worth[stem]));
}

/** @param {Group | Term} group */
function nearOf({ met, parts }) {
  return [...met.keys(), ...parts.keys()];
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isBegun
 * @param {Group[]} groups that are meant
 * @param {Memory} memory
 * @returns {Term}
 */
function termFor(index, word, isBegun, groups, memory) {
  const stem = index.stem(word);
  const its = groupsWith(groups, stem);
  const own = ownFor(index, word, isBegun, its.length > 0, memory);
  const met = new Map(own.met);
  const alone = its.filter((group) => group.said.includes(stem));
  alone.forEach((group) => group.met.forEach((quality, other) => addBest(met, other, own.met.size ? quality : Math.max(quality, ALONE))));
  const parts = new Map(alone.flatMap((group) => Array.from(group.parts)));
  const mayGrow = isBegun && word.length < 4;
  const rare = mostOf(index, (own.met.size ? own.met : met).keys()) || mostOf(index, parts.keys()) || index.rarest * (mayGrow ? UNFINISHED : 1);
  const less = Math.min(1, ...its.filter((group) => !alone.includes(group)).map((group) => IN_PHRASE[group.kind]));
  return {
    weight: rare * less,
    isTelling: true,
    isStrange: !met.size && !parts.size && !its.length && !mayGrow,
    met,
    parts,
    forms: own.forms,
    near: alone.flatMap(nearOf),
    missing: met.size || parts.size || isBegun || its.length ? [] : [word],
  };
}

/**
 * A word that tells nothing beside others counts as part of a phrase.
 *
 * @param {Index} index
 * @param {string} word
 * @returns {Term[]}
 */
function commonTerm(index, word) {
  const stem = index.stems.get(index.stem(word));
  if (stem === undefined) return [];
  return [{ weight: index.worth[stem], isTelling: false, met: new Map([[stem, 1]]), parts: new Map(), forms: [], near: [], missing: [] }];
}

/**
 * An entry that says the phrase itself needs none of what means the same. Of slang, the words alone mean nothing.
 *
 * @param {Index} index
 * @param {Group} group
 */
function ownParts(index, { kind, said }) {
  const words = kind === "slang" ? [] : said.flatMap((one) => one.split(" "));
  const stems = words.flatMap((word) => (index.isCommon(word) ? [] : index.stems.get(word) ?? []));
  const length = Math.hypot(...stems.map((stem) => index.worth[stem]));
  return stems.map((stem) => /** @type {[number, number]} */ ([stem, OWN_PHRASE * index.worth[stem] / length]));
}

/**
 * @param {Index} index
 * @param {Group[]} groups
 * @returns {Term[]}
 */
function termsOfPhrases(index, groups) {
  const phrases = groups.filter((group) => nearOf(group).length && group.said.some((one) => one.includes(" ")));
  return phrases.map((group) => {
    const parts = new Map([...ownParts(index, group), ...group.parts]);
    const met = new Map(Array.from(group.met, ([stem, quality]) => [stem, Math.max(quality, ALONE)]));
    return { weight: mostOf(index, nearOf(group)) * (group.kind === "alike" ? LOOSE : 1), isTelling: true, met, parts, forms: [], near: nearOf(group), missing: [] };
  });
}

/**
 * @param {Index} index
 * @param {string[]} stems
 */
function pairsOf(index, stems) {
  /** @type {Asked["pairs"]} */
  const pairs = new Map();
  const numbers = stems.map((stem) => index.stems.get(stem) ?? -1);
  numbers.slice(1).forEach((second, n) => {
    const first = numbers[n];
    if (first < 0 || second < 0) return;
    pairs.set(first, (pairs.get(first) || new Set()).add(second));
  });
  return pairs;
}

/**
 * The rarer stem of each pair: no phrase has the pair without it.
 *
 * @param {Index} index
 * @param {Asked["pairs"]} pairs
 */
function rarerOf({ worth }, pairs) {
  return Array.from(pairs).flatMap(([first, seconds]) => Array.from(seconds, (second) => (worth[first] > worth[second] ? first : second)));
}

/**
 * @param {Term[]} terms
 * @param {number} stems
 */
function meaningsOf(terms, stems) {
  /** @type {Meanings} */
  const meanings = { first: new Int32Array(stems).fill(-1), next: [], term: [], quality: [], isPart: [] };
  terms.forEach(({ met, parts }, term) => [met, parts].forEach((some) => some.forEach((quality, stem) => {
    meanings.next.push(meanings.first[stem]);
    meanings.first[stem] = meanings.term.push(term) - 1;
    meanings.quality.push(quality);
    meanings.isPart.push(some === parts);
  })));
  return meanings;
}

/**
 * @param {Index} index
 * @param {string} said
 * @param {Memory} memory
 * @returns {Asked}
 */
export function askedBy(index, said, memory) {
  const typed = plainWords(said);
  const last = typed[typed.length - 1];
  // Behind other words, an ordinary one is whole: "car" is no beginning of "carry" then.
  const isOpen = !/[\s.,;!?]$/.test(said) && !(typed.length > 1 && index.isOrdinary(last));
  const typedLine = typed.map(index.stem).join(" ");
  const typedGroups = meantBy(index.groups, typedLine);
  const all = typed.map((word) => spelledRight(index, word, isOpen && word === last, typedGroups, memory));
  const stems = all.map(index.stem);
  const line = stems.join(" ");
  const groups = line === typedLine ? typedGroups : meantBy(index.groups, line);
  const once = Array.from(new Set(all));
  const words = once.flatMap((word) => {
    if (index.isCommon(word)) return commonTerm(index, word);
    return [termFor(index, word, isOpen && word === last, groups, memory)];
  });
  const terms = [...words, ...termsOfPhrases(index, groups)];
  const isTold = terms.some((term) => term.isTelling);
  const pairs = pairsOf(index, stems);
  const lit = Array.from(new Set(isTold ? terms.filter((term) => term.isTelling).flatMap(nearOf) : rarerOf(index, pairs)));
  const length = Math.hypot(...terms.map((term) => term.weight)) || 1;
  const leastPairs = isTold ? 0 : Math.max(1, Math.min(MOST_NEEDED, stems.length - 1));
  return { terms, meanings: meaningsOf(terms, index.formsOf.length), lit, pairs, isTold, length, leastPairs, inRow: stems.length - 1 };
}
