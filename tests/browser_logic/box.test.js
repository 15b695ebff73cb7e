import assert from "node:assert/strict";
import test from "node:test";
import { wantedBy } from "../../site-config/assets/box/asked.js";

const ACME = { id: "a", title: "Acme", name: "Acme Acme Logistics" };
const BEX = { id: "b", title: "Bexley Group", name: "Bexley Group" };
const GIVEN = {
  deals: [ACME, BEX],
  acts: [
    { act: "prep", words: "prep prepare call" },
    { act: "debrief", words: "debrief call after" },
    { act: "recap", words: "copy recap" },
    { act: "new", words: "new deal" },
  ],
  sheets: [{ id: "call-sheet", title: "Call sheet" }, { id: "review", title: "Ten-minute deal review" }],
  ways: { open: "open", print: "print" },
  atHand: null,
  common: new Set(["for", "the", "with", "my"]),
};
const wanted = (said, more = {}) => wantedBy(said, { ...GIVEN, ...more })
  .map(({ act, deal, sheet }) => [act, deal ? deal.id : "", ...(sheet ? [sheet.id] : [])].join(" "));

test("a deal is found by its name, its account, a beginning, and with a letter wrong", () => {
  const own = ["open a", "prep a", "debrief a"];
  assert.deepEqual(wanted("acme"), own);
  assert.deepEqual(wanted("Acm"), own);
  assert.deepEqual(wanted("logistics"), own);
  assert.deepEqual(wanted("acmee"), own);
  assert.deepEqual(wanted("bexlye"), ["open b", "prep b", "debrief b"]);
  assert.deepEqual(wanted("prep for dexley"), [], "another deal, which there is not");
});

test("what is to be done is told in any order, with words between", () => {
  assert.deepEqual(wanted("prep for acme"), ["prep a"]);
  assert.deepEqual(wanted("acme prep"), ["prep a"]);
  assert.deepEqual(wanted("call with bexley"), ["prep b", "debrief b", "sheet b call-sheet"]);
  assert.deepEqual(wanted("deal review for Acme"), ["sheet a review"]);
  assert.deepEqual(wanted("copy recap acme"), ["recap a"]);
  assert.deepEqual(wanted("print call sheet acme"), ["print a call-sheet"]);
  assert.deepEqual(wanted("open call sheet acme"), ["sheet a call-sheet"]);
  assert.deepEqual(wanted("print acme"), []);
});

test("without a name the deal at hand is meant, and none where there is none", () => {
  assert.deepEqual(wanted("copy recap"), []);
  assert.deepEqual(wanted("copy recap", { atHand: BEX }), ["recap b"]);
  assert.deepEqual(wanted("acme recap", { atHand: BEX }), ["recap a"]);
});

test("a new deal needs none", () => {
  assert.deepEqual(wanted("new deal"), ["new "]);
});

test("what a buyer said about somebody of that name is no wish", () => {
  assert.deepEqual(wanted("acme is too expensive"), []);
  assert.deepEqual(wanted("too expensive", { atHand: ACME }), []);
  assert.deepEqual(wanted("the"), []);
  assert.deepEqual(wanted(""), []);
});

test("of many deals of a name a few are offered", () => {
  const deals = Array.from({ length: 9 }, (_, n) => ({ id: String(n), title: "Acme", name: "Acme" }));
  assert.deepEqual(new Set(wantedBy("acme", { ...GIVEN, deals }).map(({ deal }) => deal.id)).size, 3);
});
