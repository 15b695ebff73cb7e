import assert from "node:assert/strict";
import test from "node:test";
import { cases } from "./assets.js";

// These take the sheets as they are when they are loaded.
const done = await import("../../site-config/assets/done/sentence.js");
const { rulesOf } = await import("../../site-config/assets/done/phrasing.js");
const { confirmedOn, lightsIn, messageFor, newVersion, sentenceOf, versionsIn, wordingOf } = done;

const rules = rulesOf(cases("phrasing-rules"));
const values = (fields) => new Map(Object.entries(fields));
const FACTS = {
  "end-state-owner": "Ines Vahl, CFO", "end-state": "Nobody types an invoice\n twice.", "end-state-seen-in": "SAP",
  "first-use-date": "2027-03-04", "their-number": "400 a week",
};
const WHOLE = "Ines Vahl, CFO calls it done when Nobody types an invoice twice in SAP by Mar 4, 2027. Today: 400 a week.";
const after = (facts, writes) => values({ ...Object.fromEntries(facts), ...Object.fromEntries(writes) });

test("the sentence is made of facts that the sheets have", () => {
  assert.equal(sentenceOf(values(FACTS)), WHOLE);
  assert.equal(sentenceOf(values({ "their-number": "9" })), "… calls it done when … in … by …. Today: 9.");
});

const lit = (facts) => lightsIn(values(facts), rules).filter(({ isLit }) => isLit).map(({ name }) => name);

test("a light is lit by what is known, and evidence needs a place to look", () => {
  assert.deepEqual(lit(FACTS), ["person", "evidence", "number", "date"]);
  assert.deepEqual(lit({ "end-state": "Nobody types" }), []);
  assert.deepEqual(lit({ "their-number": "a lot" }), []);
  assert.deepEqual(lightsIn(values({ "their-number": "sehr viel" }), null).map(({ isLit }) => isLit), [false, false, true, false, false]);
});

test("each version is dated, and one of the same day is written over while it is edited", () => {
  const first = newVersion(values(FACTS), "2026-11-26", "", false);
  assert.deepEqual(first, [["drift-log.1.date", "2026-11-26"], ["drift-log.1.said", WHOLE], ["drift-log.1.who", "Ines Vahl, CFO"]]);
  const kept = after(values(FACTS), first);
  assert.deepEqual(newVersion(kept, "2026-11-27", WHOLE, true), [], "it is the last one already");
  const edited = after(kept, [["end-state-seen-in", "Oracle"]]);
  const numbers = (day, before, hasChanged) => newVersion(edited, day, before, hasChanged).map(([key]) => key.split(".")[1]);
  assert.deepEqual(numbers("2026-11-26", WHOLE, false), ["1", "1", "1"]);
  assert.deepEqual(numbers("2026-11-26", WHOLE, true), ["2", "2", "2"], "their done has changed");
  assert.deepEqual(numbers("2026-11-27", WHOLE, false), ["2", "2", "2"], "another day");
  assert.deepEqual(numbers("2026-11-26", "something else", false), ["2", "2", "2"], "a row of the rep's own");
  assert.deepEqual(newVersion(values({ "end-state-owner": "Ines" }), "2026-11-26", "", false), []);
});

test("versions come in the order of their rows, and an empty row is none", () => {
  const log = values({ "drift-log.10.said": "later", "drift-log.2.said": "sooner", "drift-log.3.who": "Kim", "drift-log.4.date": "" });
  assert.deepEqual(versionsIn(log).map(({ n, said }) => [n, said]), [[2, "sooner"], [10, "later"]]);
});

test("the buyer confirms a sentence, and not what it became later", () => {
  const kept = after(values(FACTS), [...newVersion(values(FACTS), "2026-11-26", "", false), ["done-confirmed", "2026-11-26"]]);
  assert.equal(confirmedOn(kept), "2026-11-26");
  assert.deepEqual(lightsIn(kept, rules).map(({ isLit }) => isLit), [true, true, true, true, true]);
  assert.equal(confirmedOn(after(kept, [["their-number", "300"]])), "");
  assert.equal(confirmedOn(values({ ...FACTS, "done-confirmed": "2026-11-26" })), "", "no version holds it");
});

const wording = (facts) => wordingOf(values(facts), rules);

test("the wording is checked as that of patterns is", () => {
  assert.equal(wording({ "end-state": "We roll out the platform" }), "ours: We roll out");
  assert.equal(wording({ "end-state": "Both managers use the dashboard" }), "feature: dashboard");
  assert.equal(wording({ "end-state": "They use Acme Flow 2.0" }), "feature: Acme Flow 2.0");
  assert.equal(wording({ "end-state": "Reporting is easier" }), "fuzzy: easier");
  assert.equal(wording({ "end-state": "The list is read aloud" }), "no measure");
  for (const measure of [{ "end-state-seen-in": "SAP" }, { "first-use-date": "2027-03-04" }, { "their-number": "9 days" }]) {
    assert.equal(wording({ "end-state": "The list is read aloud", ...measure }), "");
  }
  assert.equal(wording({ ...FACTS, "their-number": "a lot" }), "no figure: a lot");
  assert.equal(wording({ ...FACTS, "their-number": "none yet" }), "");
  assert.equal(wording(FACTS), "");
  assert.equal(wording({}), "");
});

test("the message repeats the sentence in at most 120 words", () => {
  assert.equal(messageFor(values(FACTS)), `So I heard:\n\n${WHOLE}\n\nWhat is wrong with it?`);
  assert.match(messageFor(values({})), /^So I heard:\n\n___ calls it done when ___ in ___ by ___/);
  const long = { ...FACTS, "end-state": "word ".repeat(300), "their-number": "figure ".repeat(200) };
  const words = messageFor(values(long)).split(/\s+/);
  assert.ok(words.length <= 120 && words.length > 110, String(words.length));
  assert.match(messageFor(values(long)), /word … in SAP by Mar 4, 2027\. Today: figure .*What is wrong/s);
});
