/* Stems: what the forms of a word share. They are made when the site is built, and only looked up here. */
import { linesOf } from "./sent.js";
import { plain } from "./words.js";

/** @typedef {[form: string, change: string]} Change how a form becomes its stem */

const SHORTEST = 3;

/**
 * What was sent of some words: how each becomes its stem, one line a word.
 *
 * @param {string[]} words
 * @param {string} lines
 * @returns {Change[]}
 */
export function changesOf(words, lines) {
  const changes = linesOf(lines);
  return words.map((word, n) => [plain(word), changes[n]]);
}

/**
 * The stem of any word. One that is not known has that of a known word, if it ends as a form of it could: some
 * known word loses the same ending on its way to its stem.
 *
 * @param {Change[]} known
 */
export function stemmerOf(known) {
  /** @type {Map<string, string>} */
  const stems = new Map();
  /** @type {Map<string, Set<string>>} */
  const endings = new Map();
  known.forEach(([form, change]) => {
    if (stems.has(form)) return;
    const kept = form.length - (Number.parseInt(change, 10) || 0);
    const put = change.replace(/^\d+/, "");
    stems.set(form, form.slice(0, kept) + put);
    const ending = form.slice(kept);
    endings.set(ending, (endings.get(ending) || new Set()).add(put));
  });
  const all = new Set(stems.values());
  return (/** @type {string} */ word) => {
    const found = stems.get(word);
    if (found !== undefined) return found;
    for (let kept = word.length; kept >= SHORTEST; kept--) {
      for (const put of endings.get(word.slice(kept)) || []) {
        if (all.has(word.slice(0, kept) + put)) return word.slice(0, kept) + put;
      }
    }
    return word;
  };
}
