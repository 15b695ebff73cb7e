import assert from "node:assert/strict";
import test from "node:test";
import { EVERY, idsOf, index, known, sent, texts } from "./index.js";
import { fitsIn, placesFor } from "../../site-config/assets/find/choices.js";
import { openIndex } from "../../site-config/assets/find/index.js";
import { markedWords } from "../../site-config/assets/find/marked.js";
import { fitting } from "../../site-config/assets/find/result.js";
import { browse, search, topOf } from "../../site-config/assets/find/search.js";
import { columnOf, numbersOf } from "../../site-config/assets/find/sent.js";

const found = (said, fits = EVERY) => search(index, said, fits, 10, new Map(), placesFor(index, []), () => 0);
const first = (said) => idsOf(found(said).entries)[0];
const gone = (said) => found(said).places.map((row) => (row < index.size ? index.ids[row] : index.places[row - index.size][1]));

test("an index gives its texts back", () => {
  assert.deepEqual(index.texts("heard", 0), ["It's too expensive", "Our budget is gone"]);
  assert.deepEqual(index.texts("ask", 0), ["What does the price include?"]);
  assert.deepEqual(index.texts("fears", 0), []);
  assert.deepEqual(index.texts("title", index.size), ["Discover"]);
  assert.deepEqual(index.texts("send", 1), ["They went quiet", "Shall I close the file on the crane project?"]);
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

test("an ordinary word is typed as it should be, and no other word is taken for one", () => {
  for (const word of ["tire ", "acme ", "yeer ", "fudget ", "salesforce "]) assert.equal(found(word).total, 0, word);
  assert.equal(first("yaer "), "start", "in a word of four letters, two may be swapped");
});

test("an ordinary word with a typing error is that word, and nothing strange", () => {
  assert.equal(first("goen "), "price", "gone");
  assert.deepEqual(found("compare prices tmie ").missing, found("compare prices time ").missing);
  assert.deepEqual(found("price tome ").missing, ["tome"], "a consonant more is another word");
});

test("a phrase comes before its single words, wherever these stand", () => {
  assert.deepEqual(idsOf(found("the budget is spent ").entries)[0], "late");
  assert.deepEqual(idsOf(found("our budget is gone ").entries)[0], "price");
  assert.equal(first("our budget is spent "), "late");
  assert.equal(first("cost less "), "cheapest", "all that is typed, in a row");
});

test("an entry that has more of the words comes first, and of equals a core question", () => {
  assert.equal(first("compare the budget"), "fair");
  assert.deepEqual(idsOf(found("gone expensive ").entries), ["price"]);
  assert.deepEqual(idsOf(found("who signs ").entries).slice(0, 2), ["who-again", "who"]);
});

test("what means much the same is found, too, behind the word itself", () => {
  const entries = idsOf(found("cost ").entries);
  assert.equal(entries[0], "cheapest");
  assert.ok(entries.includes("fair"));
  assert.deepEqual(Array.from(found("supplier ").alike), ["vendors", "vendor"]);
});

test("an acronym is as good as what it stands for, and the other way round", () => {
  assert.equal(first("tco "), first("price "));
  assert.equal(first("handover "), "who");
});

test("slang means something as a whole", () => {
  assert.equal(first("circle back "), "late");
  assert.equal(found("late ").alike.size, 0, "and what it is about doesn't mean it");
});

test("what comes behind is found behind the rest", () => {
  const early = openIndex(sent, null, known);
  assert.deepEqual(search(early, "autumn ", EVERY, 10, new Map(), EVERY, () => 0).entries, []);
  assert.deepEqual(early.texts("send", 1), []);
  assert.deepEqual(search(early, "expnsive ", EVERY, 10, new Map(), EVERY, () => 0).entries, [], "nor is a typing error looked for, as long as ordinary words aren't known");
  assert.equal(first("expnsive "), "price");
  assert.equal(first("again in the autumn "), "late");
  assert.equal(first("crane project "), "start");
  assert.equal(first("tender "), "cheapest", "a word of a long text");
  assert.ok(texts.words.includes("tender"));
});

test("a word that stands nowhere is missing, unless it is only begun", () => {
  assert.deepEqual(found("price zeppelins ").missing, ["zeppelins"]);
  assert.deepEqual(found("price zeppelins").missing, []);
  assert.equal(found("zeppelins ").total, 0);
});

test("a common word is no reason to show an entry", () => {
  assert.equal(found("is it the ").total, 0);
  assert.equal(found("our of this ").total, 0);
  assert.equal(first("is it for you "), "start", "but a phrase of such words is");
  assert.equal(first("zeppelins is it for you "), "start", "among other words, too");
  assert.equal(found("zeppelins is it for ").total, 0);
});

test("where nothing is a good match, the two nearest are told", () => {
  const bad = found("zeppelins over gardens with a price tag and balloons ");
  assert.equal(bad.total, 0);
  assert.equal(bad.nearest.length, 2);
  assert.equal(found("contract zeppelins balloons ").total, 0, "one word of three is a fair match, and no good one");
  assert.deepEqual(found("price ").nearest, []);
});

test("where nothing has any of the words, the nearest have words that begin alike", () => {
  const bad = found("pursuit ");
  assert.equal(bad.total, 0);
  assert.ok(bad.isOnlyBegun);
  assert.equal(bad.nearest.length, 2);
  assert.equal(idsOf(bad.nearest)[0], "budget-known", "its purse");
  assert.ok(!found("zeppelins over gardens with a price tag and balloons ").isOnlyBegun);
  assert.deepEqual(found("\u5546\u8ac7 ").nearest, []);
});

test("pages, checks and sheets are gone to by their name", () => {
  assert.deepEqual(gone("discover "), ["stages/open"]);
  assert.deepEqual(gone("money holder "), ["roles/holder", "budget-known"]);
  assert.deepEqual(gone("the map "), ["index", "canvas"], "a sheet goes along by its other name");
  assert.deepEqual(gone("the budget is known "), ["budget-known"]);
  assert.deepEqual(gone("purse "), [], "another name alone is none");
  assert.deepEqual(gone("purse deal check "), ["budget-known"], "its kind and another name are one");
  assert.deepEqual(gone("purse sheet "), [], "but not the kind of something else");
  assert.ok(!idsOf(found("price canvas ").entries).includes("canvas"), "what is gone to is no result");
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
  const scores = Float32Array.from([3, 1, 3, 9, 2]);
  assert.deepEqual(topOf([0, 1, 2, 3, 4], scores, 2), [3, 0]);
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
function chosen({ said = "", stage = 0, role = 0, kind = "", root = "", framework = "", size = 0 }) {
  const options = ["m", "m.metrics", "m.buyer"].map((value) => ({ value }));
  const sizes = [{}, { number: "0" }, { number: "1" }].map((dataset, n) => ({ dataset, value: ["", "small", "large"][n] }));
  return {
    querySelectorAll: () => [{ name: "segment-size", selectedIndex: size, options: sizes }],
    said: { value: said },
    stage: { selectedIndex: stage, dataset: {} }, role: { selectedIndex: role, dataset: {} }, test: { selectedIndex: 0, dataset: {} },
    kind: { selectedOptions: [{ dataset: { letter: kind } }], dataset: {} }, root: { value: root, dataset: {} },
    framework: { value: framework, querySelectorAll: () => options, dataset: {} },
  };
}

const left = (form, names, atHand = []) => idsOf(index.ids.map((_, n) => n).filter(fitsIn(index, chosen(form), names, atHand)));

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

test("an entry fits a segment that it names, or of which it names no value", () => {
  assert.deepEqual(left({ size: 1, kind: "q" }, ["kind", "segment-size"]), ["start", "who", "who-again"]);
  assert.deepEqual(left({ size: 2, kind: "q" }, ["kind", "segment-size"]), ["price", "who", "who-again"]);
});

test("where no segment is chosen, that of the deal at hand counts", () => {
  assert.deepEqual(left({ kind: "q" }, ["kind"], ["small"]), left({ size: 1, kind: "q" }, ["kind"]));
  assert.deepEqual(left({ size: 2, kind: "q" }, ["kind"], ["small"]), left({ size: 2, kind: "q" }, ["kind"]));
});

test("next to a word that stands nowhere, one other word is no good match", () => {
  for (const word of ["expensive", "budget", "order", "tender"]) {
    assert.ok(found(`${word} `).total, word);
    assert.equal(found(`zebra ${word} `).total, 0, word);
    assert.ok(found(`zebra ${word} `).nearest.length, word);
  }
  assert.equal(first("compare prices zebra "), "fair", "two are");
  assert.ok(found("budget ze").total, "and a word that has only begun is none yet");
});
