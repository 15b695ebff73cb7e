import assert from "node:assert/strict";
import test from "node:test";
import { stemmerOf } from "../../site-config/assets/find/stems.js";

const stem = stemmerOf([
  ["price", ""], ["costs", "1"], ["planned", "3"], ["buying", "3"], ["pricing", "3e"], ["companies", "2"], ["study", "1i"],
  ["of", ""], ["stop", ""], ["offer", ""], ["train", ""], ["ghosted", "2"],
]);
const all = (...words) => words.map(stem);

test("a known word has the stem that was sent", () => {
  assert.deepEqual(all("costs", "pricing", "companies", "study", "offer"), ["cost", "price", "compani", "studi", "offer"]);
});

test("another form of a known word has its stem, if known words lose the same ending", () => {
  assert.deepEqual(all("prices", "offers", "training", "ghosting", "ghosts"), ["price", "offer", "train", "ghost", "ghost"]);
  assert.deepEqual(all("company", "studies", "stopned"), ["compani", "studi", "stop"]);
});

test("a word that is no form of a known one is its own stem", () => {
  assert.deepEqual(all("zeppelins", "prizes", "stopping", ""), ["zeppelins", "prizes", "stopping", ""]);
});

test("a stem of two letters has no other forms", () => {
  assert.deepEqual(all("ofs", "ofed"), ["ofs", "ofed"]);
});

test("of two words with one form the first counts", () => {
  const other = stemmerOf([["resume", "1"], ["resume", ""]]);
  assert.equal(other("resume"), "resum");
});

test("where nothing changes every word is its own stem", () => {
  const other = stemmerOf([["naku", ""], ["nakun", ""]]);
  assert.deepEqual(["naku", "nakun", "nakus"].map(other), ["naku", "nakun", "nakus"]);
});
