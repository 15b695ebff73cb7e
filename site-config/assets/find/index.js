/* The index as it was sent, made ready to be searched. */
import { columnOf, linesOf, numbersOf } from "./sent.js";
import { changesOf, stemmerOf } from "./stems.js";
import { plain, plainWords, WORD } from "./words.js";

/** @import { Column, Field, Known, Sent } from "./sent.js" */
/** @typedef {ReturnType<typeof openIndex>} Index */
/** @typedef {{ name: string, folder: string, isFound: boolean, place: number }} Kind */
/** @typedef {{ said: string[], forms: number[] }} Alike how each of it is said, in stems; its forms here */

/**
 * In which field a word stands, and how much that counts.
 *
 * @type {[Field, number][]}
 */
const FIELDS = [["ask", 1], ["heard", 1], ["title", 0.9], ["also", 0.9], ["fears", 0.9], ["signs", 0.5]];

/**
 * Words that differ in capitals and apostrophes only are one form; what is no word has none.
 *
 * @param {string[]} words
 */
function formsOfWords(words) {
  /** @type {string[]} */
  const forms = [];
  /** @type {Map<string, number>} */
  const formNumbers = new Map();
  const formOf = Int32Array.from(words, (word) => {
    if (!plainWords(word).length) return -1;
    const form = plain(word);
    const number = formNumbers.get(form) ?? forms.push(form) - 1;
    formNumbers.set(form, number);
    return number;
  });
  return { forms, formNumbers, formOf };
}

/**
 * @param {string[]} forms
 * @param {(word: string) => string} stem
 */
function byStem(forms, stem) {
  /** @type {Map<string, number[]>} */
  const stems = new Map();
  forms.forEach((form, n) => {
    const found = stem(form);
    const some = stems.get(found);
    if (some) some.push(n);
    else stems.set(found, [n]);
  });
  return stems;
}

/**
 * Calls `act` for each word of each entry, with its form and its place: entry * 8 + field.
 *
 * @param {Column[]} columns
 * @param {Int32Array} formOf
 * @param {(form: number, place: number) => void} act
 */
function eachPlace(columns, formOf, act) {
  columns.forEach(({ numbers, starts }, field) => {
    for (let entry = 0; entry + 1 < starts.length; entry++) {
      for (let n = starts[entry]; n < starts[entry + 1]; n++) {
        const form = numbers[n] < 0 ? -1 : formOf[numbers[n]];
        if (form >= 0) act(form, entry * 8 + field);
      }
    }
  });
}

/**
 * The places of all forms in one array, and where each form's begin.
 *
 * @param {Column[]} columns
 * @param {Int32Array} formOf
 * @param {number} size
 */
function placesOf(columns, formOf, size) {
  const starts = new Int32Array(size + 1);
  eachPlace(columns, formOf, (form) => { starts[form + 1]++; });
  for (let n = 1; n < starts.length; n++) starts[n] += starts[n - 1];
  const at = starts.slice();
  const places = new Int32Array(starts[size]);
  eachPlace(columns, formOf, (form, place) => { places[at[form]++] = place; });
  return { starts, places };
}

/**
 * Groups of what means much the same.
 *
 * @param {string} lines
 * @param {Map<string, number[]>} stems
 * @param {(word: string) => string} stem
 * @returns {Alike[]}
 */
function alikeOf(lines, stems, stem) {
  return linesOf(lines).map((line) => {
    const said = line.split(",").map((one) => plainWords(one).map(stem));
    const single = said.filter((one) => one.length === 1);
    return { said: said.map((one) => one.join(" ")), forms: single.flatMap((one) => stems.get(one[0]) || []) };
  });
}

/**
 * Between two words stands a space; between a word and what else, nothing.
 *
 * @param {string[]} pieces
 */
export function joinedPieces(pieces) {
  let text = "";
  let wasWord = false;
  pieces.forEach((piece) => {
    const isWord = /^[\p{L}\p{N}]/u.test(piece);
    text += (isWord && wasWord ? " " : "") + piece;
    wasWord = isWord;
  });
  return text;
}

/**
 * The texts of a field, by entry.
 *
 * @param {Column} column
 * @param {string[]} words
 */
function textsOf({ numbers, starts }, words) {
  return (/** @type {number} */ entry) => {
    if (starts[entry] === starts[entry + 1]) return [];
    /** @type {string[][]} */
    const texts = [[]];
    numbers.slice(starts[entry], starts[entry + 1]).forEach((number) => {
      if (number < 0) texts.push([]);
      else texts[texts.length - 1].push(words[number]);
    });
    return texts.map(joinedPieces);
  };
}

/**
 * What is known of each entry besides its texts.
 *
 * @param {Sent} sent
 */
function factsOf(sent) {
  const facets = { stage: linesOf(sent.stage), role: linesOf(sent.role), test: linesOf(sent.test) };
  const elements = linesOf(sent.element);
  const near = linesOf(sent.near);
  const kinds = new Map(sent.known.map(([letter, name, folder, isFound], place) => [letter, { name, folder, isFound, place }]));
  return {
    kind: (/** @type {number} */ entry) => /** @type {Kind} */ (kinds.get(sent.kinds[entry])),
    isCore: (/** @type {number} */ entry) => sent.core[entry] === "1",
    numbers: (/** @type {keyof typeof facets} */ name, /** @type {number} */ entry) =>
      Array.from(facets[name][entry], (digit) => Number.parseInt(digit, 36)),
    elements: (/** @type {number} */ entry) => numbersOf(elements[entry]),
    near: (/** @type {number} */ entry) => numbersOf(near[entry]),
    kinds: sent.kinds,
    ids: linesOf(sent.ids),
    marks: linesOf(sent.marks),
    stages: sent.stages,
  };
}

/**
 * @param {Sent} sent
 * @param {Known} known of the language
 */
export function openIndex(sent, known) {
  const words = linesOf(sent.words);
  const columns = FIELDS.map(([name]) => columnOf(sent[name]));
  const { forms, formNumbers, formOf } = formsOfWords(words);
  const stem = stemmerOf([...changesOf(words, sent.stems), ...changesOf(known.alike.match(WORD) || [], known.stems)]);
  const stems = byStem(forms, stem);
  const common = new Set(plainWords(known.common));
  const [ask, heard, title, also, fears, signs] = columns.map((column) => textsOf(column, words));
  return {
    ...factsOf(sent),
    ...placesOf(columns, formOf, forms.length),
    size: linesOf(sent.ids).length,
    weights: FIELDS.map(([, weight]) => weight),
    forms,
    formNumbers,
    stem,
    stems,
    alike: alikeOf(known.alike, stems, stem),
    isCommon: (/** @type {string} */ word) => common.has(word),
    ask,
    heard,
    title,
    also,
    fears,
    signs,
  };
}
