/* Phrases: what stands in an entry, as numbers of stems, and how well each fits what is typed. */

/** @import { Index } from "./index.js" */
/** @import { Column } from "./sent.js" */
/** @import { Asked } from "./terms.js" */
/** @typedef {ReturnType<typeof phrasesOf>} Phrases */

/** Each pair of words that stand next to each other in both adds this much, for so many pairs. */
const PAIR = 0.35;
const PAIRS = 2;
/** A phrase that holds all that is typed, in a row, fits as well as this, however much else it says. */
const WHOLE = 0.9;
/** And one that is typed whole, among other words, as well as this. */
const PART = 0.6;
/** A word counts this much where only a long text has it. */
const IN_LONG = 0.97;

/**
 * The phrases of a field in one array: where each begins, and its row.
 *
 * @param {Column} column
 * @param {Int32Array} formOf
 * @param {number[]} stemOf
 */
export function phrasesOf({ numbers, starts }, formOf, stemOf) {
  const stems = new Int32Array(numbers.length);
  /** @type {number[]} */
  const begins = [0];
  /** @type {number[]} */
  const rows = [];
  let size = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let n = starts[row]; n < starts[row + 1]; n++) {
      const form = numbers[n] < 0 ? -1 : formOf[numbers[n]];
      if (form >= 0) stems[size++] = stemOf[form];
      const isEnd = n + 1 === starts[row + 1] || numbers[n + 1] < 0;
      if (isEnd && numbers[n] >= 0) {
        rows.push(row);
        begins.push(size);
      }
    }
  }
  return { stems: stems.slice(0, size), starts: Int32Array.from(begins), rows: Int32Array.from(rows) };
}

/**
 * In which phrases each stem stands: those of a stem begin at `first` of it.
 *
 * @param {Pick<Phrases, "stems" | "starts" | "rows">} phrases
 * @param {number} stemCount
 */
export function placesOf({ stems, starts, rows }, stemCount) {
  const first = new Int32Array(stemCount + 1);
  stems.forEach((stem) => { first[stem + 1]++; });
  for (let stem = 0; stem < stemCount; stem++) first[stem + 1] += first[stem];
  const next = first.slice();
  const phrases = new Int32Array(stems.length);
  for (let p = 0; p < rows.length; p++) {
    for (let n = starts[p]; n < starts[p + 1]; n++) phrases[next[stems[n]]++] = p;
  }
  return { first, phrases };
}

/**
 * The phrases of a field that have something of what is asked, and those of which no word tells anything.
 *
 * @param {Index["fields"][number]} field
 * @param {number[]} lit stems
 */
function candidates({ places, untold, rows }, lit) {
  const isIn = new Uint8Array(rows.length);
  const found = Array.from(untold);
  untold.forEach((p) => { isIn[p] = 1; });
  lit.forEach((stem) => {
    for (let n = places.first[stem]; n < places.first[stem + 1]; n++) {
      const p = places.phrases[n];
      if (!isIn[p]) found.push(p);
      isIn[p] = 1;
    }
  });
  return found;
}

/**
 * How well a phrase fits: the cosine of both as vectors of what their words are worth, more where words stand next
 * to each other in both.
 *
 * @param {Index} index
 * @param {Asked} asked
 * @param {{ stems: Int32Array, from: number, to: number, length: number, tells: number }} phrase
 * @param {{ best: Float32Array, together: Float32Array }} of each term, to be written over
 */
function fit(index, { terms, meanings, pairs, length: wanted, leastPairs, inRow }, { stems, from, to, length, tells }, { best, together }) {
  best.fill(0);
  together.fill(0);
  let inPairs = 0;
  for (let n = from; n < to; n++) {
    const stem = stems[n];
    for (let m = meanings.first[stem]; m >= 0; m = meanings.next[m]) {
      const worth = meanings.quality[m] * index.worth[stem];
      const term = meanings.term[m];
      if (meanings.isPart[m]) together[term] += worth;
      else if (worth > best[term]) best[term] = worth;
    }
    if (n > from && pairs.get(stems[n - 1])?.has(stem)) inPairs++;
  }
  if (inPairs < leastPairs || (!tells && !leastPairs && inPairs < to - from - 1)) return 0;
  let sum = 0;
  for (let n = 0; n < terms.length; n++) sum += Math.max(best[n], together[n]) * terms[n].weight;
  const cosine = sum / (length * wanted);
  const floor = inPairs > 0 && inPairs >= inRow ? WHOLE : inPairs > 0 && inPairs === to - from - 1 ? PART : 0;
  return Math.max(floor, cosine) * (1 + PAIR * Math.min(PAIRS, inPairs));
}

/**
 * What each row is worth by its best phrase, by its best name alone, and how much of what is asked it has.
 *
 * @param {Index} index
 * @param {Asked} asked
 */
export function fitsOf(index, asked) {
  const rows = index.size + index.places.length;
  // Of words that tell nothing, no row has a share.
  const { terms, lit, meanings, isTold } = asked;
  const isLit = new Uint8Array(index.formsOf.length);
  lit.forEach((stem) => { isLit[stem] = 1; });
  const phrase = new Float32Array(rows);
  const name = new Float32Array(rows);
  const alias = new Float32Array(rows);
  const has = new Float32Array(rows * terms.length);
  const room = { best: new Float32Array(terms.length), together: new Float32Array(terms.length) };
  index.fields.forEach((all) => {
    const { name: field, weight, stems, starts, rows: rowOf, lengths, tells } = all;
    const isName = field === "title" || field === "ask";
    candidates(all, lit).forEach((p) => {
      const end = isTold ? starts[p + 1] : 0;
      for (let n = starts[p]; n < end; n++) {
        if (!isLit[stems[n]]) continue;
        for (let m = meanings.first[stems[n]]; m >= 0; m = meanings.next[m]) {
          const at = rowOf[p] * terms.length + meanings.term[m];
          const quality = weight ? meanings.quality[m] : meanings.quality[m] * IN_LONG;
          if (quality > has[at]) has[at] = quality;
        }
      }
      if (!weight) return;
      const fitting = fit(index, asked, { stems, from: starts[p], to: starts[p + 1], length: lengths[p], tells: tells[p] }, room);
      phrase[rowOf[p]] = Math.max(phrase[rowOf[p]], fitting * weight);
      if (isName) name[rowOf[p]] = Math.max(name[rowOf[p]], fitting);
      if (field === "also") alias[rowOf[p]] = Math.max(alias[rowOf[p]], fitting);
    });
  });
  return { phrase, name, alias, share: sharesOf(asked, has, rows) };
}

/**
 * How much of what is asked each row has, by what it is worth.
 *
 * @param {Asked} asked
 * @param {Float32Array} has
 * @param {number} rows
 */
function sharesOf({ terms }, has, rows) {
  const telling = terms.flatMap((term, n) => (term.isTelling ? [n] : []));
  const all = telling.reduce((sum, n) => sum + terms[n].weight, 0);
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    telling.forEach((n) => { sum += has[row * terms.length + n] * terms[n].weight; });
    return all ? sum / all : 0;
  });
}
