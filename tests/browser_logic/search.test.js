import assert from "node:assert/strict";
import test from "node:test";
import { EVERY, idsOf, index, sent } from "./index.js";
import { fitsIn } from "../../site-config/assets/find/choices.js";
import { markedWords } from "../../site-config/assets/find/marked.js";
import { fitting } from "../../site-config/assets/find/result.js";
import { browse, search, topOf } from "../../site-config/assets/find/search.js";
import { columnOf, numbersOf } from "../../site-config/assets/find/sent.js";
import { termsOf } from "../../site-config/assets/find/terms.js";

const found = (said, fits = EVERY) => search(index, said, fits, 10, new Map());
const first = (said) => idsOf(found(said).entries)[0];

test("an index gives its texts back", () => {
  assert.ok(sent.words.split("\n").length < 60, "the small index writes numbers of one character only");
  assert.deepEqual(index.heard(0), ["It's too expensive", "Our budget is gone"]);
  assert.deepEqual(index.ask(0), ["What does the price include?"]);
  assert.deepEqual(index.fears(0), []);
  assert.deepEqual(index.numbers("stage", 1), [1, 2]);
  assert.deepEqual(index.elements(1), [1, 2]);
  assert.deepEqual(index.near(2), [3]);
  assert.ok(index.isCore(0) && !index.isCore(1));
});

test("columns begin where their lines do", () => {
  assert.deepEqual(columnOf("#$\n\n% &").starts, [0, 2, 2, 5]);
  assert.deepEqual(Array.from(columnOf("#$\n\n% &").numbers), [0, 1, 2, -1, 3]);
  assert.deepEqual(numbersOf("a 10"), [10, 36]);
  assert.deepEqual(numbersOf(""), []);
});

test("what a buyer says leads to the entry that has it", () => {
  assert.equal(first("it is too expensive"), "price");
  assert.equal(first("not this year"), "start");
  assert.equal(first("compare prices"), "fair");
});

test("a word may be mistyped, begun, or another form of it", () => {
  assert.equal(first("expensve"), "price");
  assert.equal(first("expens"), "price");
  assert.equal(first("bargains"), "cheapest");
  assert.equal(first("comparing "), "fair");
});

test("a word with no stem here may be one that is known and up to three letters, or the other way round", () => {
  assert.equal(first("fairest "), "fair");
  assert.equal(first("comp "), "fair");
  assert.deepEqual(found("lateness ").missing, ["lateness"]);
});

test("letters may be swapped, and count less than the word itself", () => {
  assert.ok(idsOf(found("bugdet ").entries).includes("late"));
  assert.equal(found("bugdet ").missing.length, 0);
});

test("an entry that has more of the words comes first, and of equals a core question", () => {
  assert.equal(first("compare the budget"), "fair");
  assert.deepEqual(idsOf(found("gone expensive ").entries), ["price"]);
  assert.deepEqual(idsOf(found("who signs ").entries), ["who-again", "who"]);
});

test("what means much the same is found, too, behind the word itself", () => {
  const entries = idsOf(found("cost ").entries);
  assert.equal(entries[0], "cheapest");
  assert.ok(entries.includes("fair"));
  assert.deepEqual(Array.from(found("supplier ").alike), ["vendors", "vendor"]);
});

test("a word that stands nowhere is missing, unless it is only begun", () => {
  assert.deepEqual(found("price zeppelins ").missing, ["zeppelins"]);
  assert.deepEqual(found("price zeppelins").missing, []);
  assert.equal(found("zeppelins ").total, 0);
});

test("common words count only where there is nothing else", () => {
  assert.deepEqual(termsOf(index, "the budget").sought, ["budget"]);
  assert.deepEqual(termsOf(index, "is it the").sought, ["is", "it", "the"]);
  assert.ok(!termsOf(index, "budget ").isOpen);
});

test("what does not fit is left out, and counted neither", () => {
  const all = found("budget");
  const some = found("budget", (entry) => index.kinds[entry] === "l");
  assert.ok(all.total > 1);
  assert.deepEqual(idsOf(some.entries), ["late"]);
  assert.equal(some.total, 1);
});

test("without words, what the stage asks comes first, core questions before others", () => {
  assert.deepEqual(idsOf(browse(index, EVERY, 10, 0).entries), ["price", "who-again", "start", "who", "fair", "cheapest", "late", "canvas", "budget-known"]);
  assert.deepEqual(idsOf(browse(index, EVERY, 2, 1).entries), ["start", "price"]);
  assert.equal(browse(index, EVERY, 2, 1).total, 9);
});

test("the best of many are those of all", () => {
  const scores = Float64Array.from([3, 1, 3, 9, 2]);
  assert.deepEqual(topOf([0, 1, 2, 3, 4], scores, 2), [3, 0, 2]);
  assert.deepEqual(topOf([4, 1], scores, 5), [4, 1]);
});

test("common words are marked where they stand beside one that was looked for", () => {
  const sought = { forms: new Set(["budget"]), alike: new Set(), common: new Set(["our", "is"]) };
  assert.deepEqual(markedWords(["our", "budget", "is", "is", "our", "gone", "our"], sought), [true, true, true, true, true, false, false]);
});

test("the text with most of the words explains a result", () => {
  const sought = { forms: new Set(["budget", "gone"]), alike: new Set(["price"]), common: new Set(["our"]) };
  assert.equal(fitting(["It's the price", "A budget", "Our budget"], sought).n, 2);
  assert.equal(fitting(["Nothing"], sought), undefined);
});

/** A form with what is chosen: the places of lists, and the values of others. */
function chosen({ said = "", stage = 0, role = 0, kind = "", root = "", framework = "" }) {
  const options = ["m", "m.metrics", "m.buyer"].map((value) => ({ value }));
  return {
    said: { value: said },
    stage: { selectedIndex: stage }, role: { selectedIndex: role }, test: { selectedIndex: 0 },
    kind: { selectedOptions: [{ dataset: { letter: kind } }] }, root: { value: root },
    framework: { value: framework, querySelectorAll: () => options },
  };
}

const left = (form, names) => idsOf(index.ids.map((_, n) => n).filter(fitsIn(index, chosen(form), names)));

test("choices leave what fits all of them", () => {
  assert.ok(!left({}, []).includes("budget-known"), "checks are shown only where they are asked for");
  assert.deepEqual(left({ kind: "c" }, ["kind"]), ["budget-known"]);
  assert.deepEqual(left({ stage: 3 }, ["stage"]), ["start", "who", "who-again"]);
  assert.deepEqual(left({ stage: 3, said: "late" }, ["stage"]), ["start", "late", "who", "who-again"]);
  assert.deepEqual(left({ role: 2 }, ["role"]), ["start"]);
  assert.deepEqual(left({ root: "outsold" }, ["root"]), ["late"]);
  assert.deepEqual(left({ framework: "m.metrics" }, ["framework"]), ["start"]);
  assert.deepEqual(left({ framework: "m" }, ["framework"]), ["price", "start"]);
});
