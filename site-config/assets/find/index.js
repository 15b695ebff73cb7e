/* The index as it was sent, made ready to be searched. */
import { groupsOf } from "./groups.js";
import { phrasesOf, placesOf } from "./phrases.js";
import { columnOf, idsOf, linesOf, numbersOf } from "./sent.js";
import { changesOf, stemmerOf } from "./stems.js";
import { plain, plainWords, skeleton, WORD } from "./words.js";

/** @import { Phrases } from "./phrases.js" */
/** @import { Column, Field, Known, Sent, Texts } from "./sent.js" */
/** @typedef {ReturnType<typeof openIndex>} Index */
/** @typedef {ReturnType<typeof vocabularyOf>} Vocabulary */
/** @typedef {{ name: string, folder: string, isFound: boolean, called: string[], place: number }} Kind */

/**
 * Each field, and how much it counts that a phrase stands in it. Of long texts there are only words, in no order:
 * they count where an entry is asked whether it has a word at all.
 *
 * @type {[Field, number][]}
 */
const FIELDS = [["title", 0.9], ["ask", 0.8], ["heard", 1], ["also", 1], ["fears", 1]];
/** @type {[Field, number][]} */
const BEHIND = [["said", 1], ["signs", 0.5], ["examples", 0.5], ["send", 0.5], ["long", 0]];

const NONE_BEHIND = { said: "", signs: "", examples: "", send: "", long: "" };

/** A word that tells nothing counts this much as part of a phrase. */
const COMMON = 0.15;
/** An ordinary word says less about what somebody means than a word of the trade. */
const ORDINARY = 0.7;

/**
 * Words that differ in capitals and apostrophes only are one form, and forms of one word have one stem. What is no
 * word has none.
 *
 * @param {string[][]} lists of words, as they are numbered in each part of the index
 * @param {(word: string) => string} stem
 */
function vocabularyOf(lists, stem) {
  /** @type {string[]} */
  const forms = [];
  /** @type {Map<string, number>} */
  const formNumbers = new Map();
  /** @type {number[]} */
  const stemOf = [];
  /** @type {Map<string, number>} */
  const stems = new Map();
  /** @type {number[][]} */
  const formsOf = [];
  const numberOf = (/** @type {string} */ word) => {
    if (!plainWords(word).length) return -1;
    const form = plain(word);
    const known = formNumbers.get(form);
    if (known !== undefined) return known;
    const found = stem(form);
    const number = stems.get(found) ?? formsOf.push([]) - 1;
    stems.set(found, number);
    formNumbers.set(form, forms.length);
    formsOf[number].push(forms.length);
    stemOf.push(number);
    return forms.push(form) - 1;
  };
  const numbered = lists.map((words) => Int32Array.from(words, numberOf));
  return { forms, formNumbers, numbered, stemOf, stems, formsOf };
}

/**
 * In how many rows each stem stands, as what that is worth: the fewer, the more.
 *
 * @param {Phrases[]} fields
 * @param {number} rows
 * @param {number} stems
 */
function rarityOf(fields, rows, stems) {
  const often = new Int32Array(stems);
  const last = new Int32Array(stems).fill(-1);
  const at = fields.map(() => 0);
  for (let row = 0; row < rows; row++) {
    fields.forEach((field, f) => {
      for (; at[f] < field.rows.length && field.rows[at[f]] === row; at[f]++) {
        for (let n = field.starts[at[f]]; n < field.starts[at[f] + 1]; n++) {
          const stem = field.stems[n];
          if (last[stem] !== row) often[stem]++;
          last[stem] = row;
        }
      }
    });
  }
  return Float32Array.from(often, (count) => Math.log(1 + rows / (1 + count)));
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
 * The texts of a field, by row.
 *
 * @param {Column} column
 * @param {string[]} words
 */
function textsOf({ numbers, starts }, words) {
  return (/** @type {number} */ row) => {
    if (starts[row] === starts[row + 1]) return [];
    /** @type {string[][]} */
    const texts = [[]];
    numbers.slice(starts[row], starts[row + 1]).forEach((number) => {
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
  const segments = linesOf(sent.segment);
  const kinds = new Map(sent.known.map(([letter, name, folder, isFound, called], place) => [letter, { name, folder, isFound, called: plainWords(called), place }]));
  return {
    known: Array.from(kinds.values()),
    kind: (/** @type {number} */ entry) => /** @type {Kind} */ (kinds.get(sent.kinds[entry])),
    isCore: (/** @type {number} */ entry) => sent.core[entry] === "1",
    numbers: (/** @type {keyof typeof facets} */ name, /** @type {number} */ entry) =>
      Array.from(facets[name][entry], (digit) => Number.parseInt(digit, 36)),
    elements: (/** @type {number} */ entry) => numbersOf(elements[entry]),
    near: (/** @type {number} */ entry) => numbersOf(near[entry]),
    segments: (/** @type {number} */ entry) => numbersOf(segments[entry]),
    kinds: sent.kinds,
    ids: idsOf(sent.ids),
    marks: linesOf(sent.marks),
    stages: sent.stages,
    places: sent.places,
  };
}

/**
 * What the language says of words, by their stems: which tell nothing, and which are right though the playbook
 * doesn't have them.
 *
 * @param {Known} known
 * @param {Texts | null} texts
 * @param {(word: string) => string} stem
 */
function ordinaryOf(known, texts, stem) {
  const common = new Set(plainWords(known.common));
  const spelled = plainWords(texts ? texts.everyday : "");
  const everyday = new Set(spelled.flatMap((word) => [word, stem(word)]));
  return {
    ordinary: [...common, ...spelled],
    isCommon: (/** @type {string} */ word) => common.has(word),
    isForgiving: texts !== null,
    isOrdinary: (/** @type {string} */ word) => common.has(word) || everyday.has(word) || everyday.has(stem(word)),
  };
}

/**
 * @param {string[]} words
 * @param {(word: string) => string} keyOf
 */
function grouped(words, keyOf) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  words.forEach((word) => {
    const key = keyOf(word);
    const some = found.get(key);
    if (some) some.push(word);
    else found.set(key, [word]);
  });
  return found;
}

/**
 * @param {Sent} sent
 * @param {Texts | null} texts that are found behind the rest, once they are there
 * @param {Known} known of the language
 */
export function openIndex(sent, texts, known) {
  const parts = texts ? [sent, texts] : [sent];
  const lists = parts.map((part) => linesOf(part.words));
  const sayings = [known.same, known.slang, known.alike].join("\n").match(WORD) || [];
  const everyday = texts ? changesOf(texts.everyday.match(WORD) || [], texts.everydayStems) : [];
  const stem = stemmerOf([...parts.flatMap((part, n) => changesOf(lists[n], part.stems)), ...changesOf(sayings, known.stems), ...everyday]);
  const vocabulary = vocabularyOf(lists, stem);
  const ordinary = ordinaryOf(known, texts, stem);
  const sentIn = { ...sent, ...(texts || NONE_BEHIND) };
  const fields = [FIELDS, ...(texts ? [BEHIND] : [])].flatMap((some, n) => some.map(([name, weight]) => {
    const column = columnOf(sentIn[name]);
    return { name, weight, texts: textsOf(column, lists[n]), ...phrasesOf(column, vocabulary.numbered[n], vocabulary.stemOf) };
  }));
  const size = idsOf(sent.ids).length;
  // What is named after others, behind the rest, makes no word less rare.
  const counted = size + sent.places.length - sent.repeated;
  const rarity = rarityOf(fields, counted, vocabulary.formsOf.length);
  const isCommon = vocabulary.formsOf.map((forms) => forms.some((form) => ordinary.isCommon(vocabulary.forms[form])));
  const worth = rarity.map((rare, n) => {
    if (isCommon[n]) return rare * COMMON;
    const forms = vocabulary.formsOf[n].map((form) => vocabulary.forms[form]);
    return forms.some(ordinary.isOrdinary) ? rare * ORDINARY : rare;
  });
  const weighed = fields.map((field) => {
    const tells = tellsOf(field, isCommon);
    const untold = Array.from(tells.keys()).filter((p) => !tells[p]);
    return { ...field, lengths: lengthsOf(field, worth), tells, untold, places: placesOf(field, vocabulary.formsOf.length) };
  });
  return {
    ...factsOf(sent),
    ...vocabulary,
    ...ordinary,
    // Words by their first letter; and those that may be spelled wrong, by what is left of them then.
    telling: grouped(vocabulary.forms.filter((form) => form.length > 2 && !ordinary.isOrdinary(form)), (form) => form[0]),
    ordinary: grouped([...ordinary.ordinary, ...vocabulary.forms.filter(ordinary.isOrdinary)], skeleton),
    ...groupsOf(known, stem, vocabulary.stems, worth, ordinary.isCommon),
    size,
    stem,
    fields: weighed,
    worth,
    rarest: Math.log(1 + counted),
    texts: (/** @type {Field} */ name, /** @type {number} */ row) => fields.find((field) => field.name === name)?.texts(row) || [],
  };
}

/**
 * Which phrases have a word that tells something; "must-have" has none, and counts where it is said whole.
 *
 * @param {Phrases} field
 * @param {boolean[]} isCommon
 */
function tellsOf({ starts, stems, rows }, isCommon) {
  return Uint8Array.from(rows, (_, n) => {
    const words = stems.subarray(starts[n], starts[n + 1]);
    return words.length < 2 || words.some((stem) => !isCommon[stem]) ? 1 : 0;
  });
}

/**
 * How long each phrase is as a vector of what its words are worth.
 *
 * @param {Phrases} field
 * @param {Float32Array} worth
 */
function lengthsOf({ starts, stems, rows }, worth) {
  return Float32Array.from(rows, (_, n) => {
    let sum = 0;
    for (let w = starts[n]; w < starts[n + 1]; w++) sum += worth[stems[w]] ** 2;
    return Math.sqrt(sum);
  });
}
