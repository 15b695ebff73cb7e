/* The finder's data as it is sent, and as numbers again. */

/** @typedef {[letter: string, name: string, folder: string, isFound: boolean, called: string]} SentKind in the order of kinds */

/**
 * Columns with one item per row, which `generator/donebook/index/` describes. Titles have a row for each place, too.
 *
 * @typedef {Record<"words" | "stems" | "kinds" | "core" | "ids" | "marks" | "stage" | "role" | "test" | "segment" | "element" | "near" | AtOnce, string>
 *   & { stages: string[], known: SentKind[], places: SentPlace[], repeated: number }} Sent
 */

/** @typedef {[label: string, path: string]} SentPlace a page that is gone to by its name: what it is, and where it lies */
/** @typedef {"ask" | "heard" | "title" | "also" | "fears"} AtOnce */
/** @typedef {"said" | "signs" | "examples" | "send" | "long"} Behind */
/** @typedef {AtOnce | Behind} Field */

/**
 * What comes behind the index: more columns, with words of their own; and what is shown below results, by entry:
 * what to ask after each phrase, how to tell a definition from another one, and what to ask next in each stage.
 * `shown` is how many of these; `cautions` say what to keep to when asking. `everyday` are ordinary words, with their
 * stems: without them no word is taken for a typing error.
 *
 * @typedef {Record<"words" | "stems" | "everyday" | "everydayStems" | Behind, string>
 *   & { shown: number, then: string[][], tells: string[][], next: string[], cautions: Record<number, string> }} Texts
 */

/**
 * What the finder says. Words that tell nothing; lines of words for what people look for, in three kinds; and how each word of these lines
 * becomes its stem.
 *
 * @typedef {{ words: Record<string, string> } & Record<"common" | "same" | "slang" | "alike" | "stems", string>} Known
 */

// As in generator/donebook/index/coded.py; both run tests/cases/browser/numbers.json.
const FIRST = 33;
const SHORT = 60;
const DIGITS = 92;
const NO_DIGITS = [34, 92];

/** The place of each printable character among the digits; a quote and a backslash are none. */
const PLACE = new Uint8Array(128);
for (let code = FIRST, place = 0; code < 127; code++) if (!NO_DIGITS.includes(code)) PLACE[code] = place++;

/** @param {string} text */
export function linesOf(text) {
  return text.split("\n");
}

/**
 * The ids of all entries; a playbook that has just begun has none.
 *
 * @param {string} text
 */
export function idsOf(text) {
  return text ? linesOf(text) : [];
}

/**
 * The numbers of words that a text was written as, appended to `into`; a space is -1.
 *
 * @param {string} text
 * @param {number[]} into
 */
export function decode(text, into) {
  for (let n = 0; n < text.length; n++) {
    if (text[n] === " ") {
      into.push(-1);
      continue;
    }
    const first = PLACE[text.charCodeAt(n)];
    if (first === 0) {
      const [high, middle, low] = [1, 2, 3].map((step) => PLACE[text.charCodeAt(n + step)]);
      into.push(SHORT + (DIGITS - 1 - SHORT) * DIGITS + (high * DIGITS + middle) * DIGITS + low);
      n += 3;
    } else if (first - 1 < SHORT) into.push(first - 1);
    else into.push(SHORT + (first - 1 - SHORT) * DIGITS + PLACE[text.charCodeAt(++n)]);
  }
}

/** @typedef {{ numbers: Int32Array, starts: number[] }} Column */

/**
 * One field of all entries: their numbers in one array, and where each entry's begin.
 *
 * @param {string} text
 * @returns {Column}
 */
export function columnOf(text) {
  /** @type {number[]} */
  const numbers = [];
  const starts = [0];
  linesOf(text).forEach((line) => {
    decode(line, numbers);
    starts.push(numbers.length);
  });
  return { numbers: Int32Array.from(numbers), starts };
}

/**
 * Numbers that are written with 36 digits, between spaces.
 *
 * @param {string} text
 */
export function numbersOf(text) {
  return text ? text.split(" ").map((part) => Number.parseInt(part, 36)) : [];
}
