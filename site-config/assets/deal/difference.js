/* What differs between two texts. */

/** @typedef {{ sign: "" | "-" | "+", words: string }} Piece */

const MOST_WORDS = 400;

/** @param {string} text */
function wordsIn(text) {
  return text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * By two places: how many words are the same from there on, at most.
 *
 * @param {string[]} a
 * @param {string[]} b
 */
function longestOf(a, b) {
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = isSame(a[i], b[j]) ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  return longest;
}

/**
 * Word by word, by the longest common subsequence.
 *
 * @param {string} before
 * @param {string} after
 */
export function difference(before, after) {
  const [a, b] = [wordsIn(before), wordsIn(after)];
  const longest = longestOf(a, b);
  /** @type {Piece[]} */
  const found = [];
  const add = (/** @type {Piece["sign"]} */ sign, /** @type {string} */ word) => {
    const last = found[found.length - 1];
    if (last && last.sign === sign) last.words += " " + word;
    else found.push({ sign, words: word });
  };
  let [x, y] = [0, 0];
  while (x < a.length || y < b.length) {
    if (x < a.length && y < b.length && isSame(a[x], b[y])) {
      add("", b[y++]);
      x++;
    } else if (y >= b.length || (x < a.length && longest[x + 1][y] >= longest[x][y + 1])) add("-", a[x++]);
    else add("+", b[y++]);
  }
  return found;
}
