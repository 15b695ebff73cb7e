/* Texts with the words that were looked for marked, and badges. */
import { element } from "../page/parts.js";
import { plain, WORD } from "./words.js";

/** @import { Found } from "./search.js" */
/** @typedef {Pick<Found, "forms" | "alike" | "common">} Sought the words that are marked */

/** @type {Sought} */
export const NOTHING = { forms: new Set(), alike: new Set(), common: new Set() };

/**
 * @param {string} name
 * @param {string} words
 */
export function badge(name, words) {
  const sign = element("span", `db-sign db-sign--${name}`);
  sign.setAttribute("aria-hidden", "true");
  return element("span", `db-badge db-badge--${name}`, sign, " " + words);
}

/**
 * Which words are marked: those that were looked for, and common ones where they stand next to them.
 *
 * @param {string[]} words
 * @param {Sought} sought
 */
export function markedWords(words, sought) {
  const isMarked = words.map((word) => sought.forms.has(word));
  const spread = (/** @type {number} */ n, /** @type {number} */ step) => {
    if (sought.common.has(words[n]) && isMarked[n - step]) isMarked[n] = true;
  };
  for (let n = 0; n < words.length; n++) spread(n, 1);
  for (let n = words.length - 1; n >= 0; n--) spread(n, -1);
  return isMarked;
}

/**
 * A text in parts; what means much the same is marked lighter.
 *
 * @param {string} text
 * @param {Sought} sought
 */
export function marked(text, sought) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  const words = Array.from(text.matchAll(WORD));
  const plainOnes = words.map((word) => plain(word[0]));
  const isMarked = markedWords(plainOnes, sought);
  words.forEach((word, n) => {
    const isAlike = !isMarked[n] && sought.alike.has(plainOnes[n]);
    if (!isMarked[n] && !isAlike) return;
    if (word.index > at) parts.push(text.slice(at, word.index));
    parts.push(element("mark", isAlike ? "db-alike" : "", word[0]));
    at = word.index + word[0].length;
  });
  return [...parts, text.slice(at)];
}
