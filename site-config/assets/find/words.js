/* Words as people type them and as entries hold them: what counts as the same word. */

// As in generator/donebook/index/coded.py; both run tests/cases/browser/words.json.
export const WORD = /[\p{L}\p{N}]+(?:['’‘\x60][\p{L}\p{N}]+)*/gu;

/**
 * Whichever apostrophe, accent or capital: one form.
 *
 * @param {string} word
 */
export function plain(word) {
  const small = word.toLowerCase();
  // Most words are plain already; each key asks this of thousands.
  return /^[a-z0-9]+$/.test(small) ? small : small.replace(/['’‘\x60]/g, "").normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * The words of a text, each in its one form.
 *
 * @param {string} text
 */
export function plainWords(text) {
  return (text.match(WORD) || []).map(plain);
}

/**
 * How many letters have to change; more than `most` counts as one more than that.
 *
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[other.length];
}

/**
 * Words that begin alike, and differ in how they end: expense, expensive; implement, implementation.
 *
 * @param {string} one
 * @param {string} other
 */
export function sharesBeginning(one, other) {
  const least = Math.max(5, Math.ceil(0.6 * Math.max(one.length, other.length)));
  return one.length >= least && other.startsWith(one.slice(0, least));
}

/**
 * How many letters two words begin with in common.
 *
 * @param {string} one
 * @param {string} other
 */
function begunAlike(one, other) {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n;
}

/**
 * The few words that begin most like one.
 *
 * @param {string} word
 * @param {string[]} others
 */
export function closestTo(word, others) {
  return others.filter((other) => begunAlike(word, other))
    .map((other) => ({ other, alike: begunAlike(word, other) / (word.length + other.length) }))
    .sort((one, two) => two.alike - one.alike)
    .slice(0, 4)
    .map(({ other }) => other);
}

/**
 * A word of at least four letters, and it with up to three more: fast, faster; hard, hardest.
 *
 * @param {string} one
 * @param {string} other
 */
export function growsInto(one, other) {
  return one.length > 3 && other.length - one.length <= 3 && other.startsWith(one);
}

/**
 * Two letters next to each other have changed places.
 *
 * @param {string} one
 * @param {string} other
 */
export function swapsTwo(one, other) {
  const at = Array.from(one).findIndex((letter, n) => letter !== other[n]);
  return at >= 0 && other === one.slice(0, at) + one[at + 1] + one[at] + one.slice(at + 2);
}

/**
 * What is left of a word by which somebody spells it wrong: its first letter and its consonants.
 *
 * @param {string} word
 */
export function skeleton(word) {
  return word[0] + word.slice(1).replace(/[aeiouy]/g, "").replace(/(.)\1/g, "$1");
}

/**
 * Of words with one skeleton, those that a word is most likely meant to be: only vowels are wrong, or doubled letters.
 *
 * @param {string} word
 * @param {string[]} alike
 */
export function misspelled(word, alike) {
  const most = forgiven(word);
  // In short words, one vowel makes another word: tome, time.
  const isOther = (/** @type {string} */ right) => word.length === 4 && right.length === 4;
  return alike.filter((right) => most && !isOther(right) && distance(word, right, most) <= most);
}

/**
 * A word with two neighbors swapped, in each place but the first.
 *
 * @param {string} word
 */
export function swapped(word) {
  return Array.from(word.slice(2), (letter, n) => word.slice(0, n + 1) + letter + word[n + 1] + word.slice(n + 3));
}

/**
 * How many letters of a word may be wrong.
 *
 * @param {string} word
 */
export function forgiven(word) {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}
