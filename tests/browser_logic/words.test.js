import assert from "node:assert/strict";
import test from "node:test";
import { distance, forgiven, plain, plainWords, sharesBeginning, stem } from "../../site-config/assets/find/words.js";

test("a word has one form, whichever apostrophe, accent or capital", () => {
  assert.deepEqual(["Don't", "don’t", "DON`T"].map(plain), ["dont", "dont", "dont"]);
  assert.equal(plain("Été"), "ete");
  assert.deepEqual(plainWords("It’s the Été, 2 of 3!"), ["its", "the", "ete", "2", "of", "3"]);
  assert.deepEqual(plainWords(" – "), []);
});

const same = (...words) => assert.equal(new Set(words.map(stem)).size, 1, words.map(stem).join());

test("forms of a word share a stem", () => {
  same("price", "prices", "priced", "pricing");
  same("company", "companies");
  same("stop", "stops", "stopped", "stopping");
  same("process", "processes");
});

test("what only looks alike keeps its stem", () => {
  assert.notEqual(stem("offer"), stem("of"));
  assert.equal(stem("bus"), "bus");
  assert.equal(stem("q3s"), "q3s");
  assert.notEqual(stem("string"), stem("str"));
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

test("words that begin alike", () => {
  assert.ok(sharesBeginning("expense", "expensive"));
  assert.ok(sharesBeginning("implement", "implementation"));
  assert.ok(!sharesBeginning("cost", "costs"));
  assert.ok(!sharesBeginning("person", "personalization"));
});
