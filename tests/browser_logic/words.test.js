import assert from "node:assert/strict";
import test from "node:test";
import { distance, forgiven, growsInto, misspelled, plain, plainWords, sharesBeginning, skeleton, swapped } from "../../site-config/assets/find/words.js";

test("a word has one form, whichever apostrophe, accent or capital", () => {
  assert.deepEqual(["Don't", "don’t", "DON`T"].map(plain), ["dont", "dont", "dont"]);
  assert.equal(plain("Été"), "ete");
  assert.deepEqual(plainWords("It’s the Été, 2 of 3!"), ["its", "the", "ete", "2", "of", "3"]);
  assert.deepEqual(plainWords(" – "), []);
});

test("the distance counts letters that change, and swaps once", () => {
  assert.equal(distance("budget", "budget", 2), 0);
  assert.equal(distance("budget", "bugdet", 2), 1);
  assert.equal(distance("budget", "buget", 2), 1);
  assert.equal(distance("budget", "gadgets", 3), 3);
  assert.equal(distance("budget", "price", 2), 3);
  assert.equal(distance("a", "abcd", 2), 3);
});

test("longer words may have more letters wrong", () => {
  assert.deepEqual(["the", "cost", "budgets", "expenses"].map(forgiven), [0, 1, 1, 2]);
});

test("a word is misspelled where its consonants are right, or two neighbors are swapped", () => {
  for (const [word, right] of [["minite", "minute"], ["agian", "again"], ["untill", "until"], ["keps", "keeps"]]) {
    assert.equal(skeleton(word), skeleton(right), word);
    assert.deepEqual(misspelled(word, [right]), [right]);
  }
  for (const [word, right] of [["tome", "time"], ["the", "tho"], ["minotouy", "minute"]]) assert.deepEqual(misspelled(word, [right]), [], word);
  assert.notEqual(skeleton("steak"), skeleton("speak"));
  assert.notEqual(skeleton("again"), skeleton("gain"));
  assert.deepEqual(swapped("wihtout").filter((word) => word === "without"), ["without"]);
  assert.deepEqual(swapped("abcd"), ["acbd", "abdc"]);
});

test("words that begin alike", () => {
  assert.ok(sharesBeginning("expense", "expensive"));
  assert.ok(sharesBeginning("implement", "implementation"));
  assert.ok(!sharesBeginning("cost", "costs"));
  assert.ok(!sharesBeginning("person", "personalization"));
});

test("a word of four letters may grow by three", () => {
  assert.ok(growsInto("fast", "faster"));
  assert.ok(growsInto("hard", "hardest"));
  assert.ok(growsInto("cost", "cost"));
  assert.ok(!growsInto("faster", "fast"));
  assert.ok(!growsInto("cost", "costlier"));
  assert.ok(!growsInto("car", "care"));
  assert.ok(!growsInto("fast", "furious"));
});
