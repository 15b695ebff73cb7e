import assert from "node:assert/strict";
import test from "node:test";
import { cases } from "./assets.js";

// These take the sheets as they are when they are loaded.
const done = await import("../../site-config/assets/done/sentence.js");
const { rulesOf } = await import("../../site-config/assets/done/phrasing.js");
const { confirmation, confirmedOn, keptBefore, lightsIn, messageFor, newVersion, sentenceOf, versionsIn, wordingOf } = done;

const rules = rulesOf(cases("phrasing-rules").en);
const values = (fields) => new Map(Object.entries(fields));
const FACTS = {
  "end-state-owner": "Ines Vahl, CFO", "end-state": "Nobody types an invoice\n twice.", "end-state-seen-in": "SAP",
  "first-use-date": "2027-03-04", "their-number": "400 a week",
};
const WHOLE = "Ines Vahl, CFO calls it done when Nobody types an invoice twice in SAP by Mar 4, 2027. Today: 400 a week.";
const after = (facts, writes) => new Map([...facts, ...writes].filter(([key]) => new Map(writes).get(key) !== null));
const logged = (facts) => versionsIn(facts).map(({ date, said }) => [date, /Today: (.*)\.$/.exec(said)[1]]);
const count = (n) => [["their-number", n]];

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

const numbers = (facts, day, mine) => newVersion(facts, day, mine).map(([key]) => key.split(".")[1]);

test("each version is dated, and goes on while it is written in one sitting", () => {
  const first = newVersion(values(FACTS), "2026-11-26", null);
  assert.deepEqual(first, [["drift-log.1.date", "2026-11-26"], ["drift-log.1.said", WHOLE], ["drift-log.1.who", "Ines Vahl, CFO"]]);
  const kept = after(values(FACTS), first);
  assert.deepEqual(newVersion(kept, "2026-11-27", null), [], "it is the last one already");
  const [own] = versionsIn(kept);
  const edited = after(kept, [["end-state-seen-in", "Oracle"]]);
  assert.deepEqual(numbers(edited, "2026-11-26", own), ["1", "1", "1"]);
  assert.deepEqual(numbers(edited, "2026-11-26", null), ["2", "2", "2"], "another sitting of that day");
  assert.deepEqual(numbers(edited, "2026-11-27", own), ["2", "2", "2"], "another day");
  assert.deepEqual(numbers(after(edited, [["drift-log.1.said", "by hand"]]), "2026-11-26", own), ["2", "2", "2"], "a row of the rep's own");
  assert.deepEqual(newVersion(values({ "end-state-owner": "Ines" }), "2026-11-26", null), []);
});

test("a version that says again what the one before it says goes away", () => {
  const first = after(values(FACTS), newVersion(values(FACTS), "2026-11-26", null));
  const changed = after(first, count("300"));
  const second = after(changed, newVersion(changed, "2026-11-26", null));
  const back = after(second, count("400 a week"));
  assert.deepEqual(logged(after(back, newVersion(back, "2026-11-26", versionsIn(second)[1]))), [["2026-11-26", "400 a week"]]);
  assert.deepEqual(logged(after(back, newVersion(back, "2026-11-27", null))).length, 3, "unless it was written at another time");
});

test("what was never a version becomes one before it is worded anew, the first one without a day", () => {
  const first = after(values(FACTS), keptBefore(values(FACTS), "2026-11-26"));
  assert.deepEqual(logged(first), [["", "400 a week"]]);
  const elsewhere = after(first, count("300"));
  assert.deepEqual(logged(after(elsewhere, keptBefore(elsewhere, "2026-11-26"))), [["", "400 a week"], ["2026-11-26", "300"]]);
  assert.deepEqual(keptBefore(first, "2026-11-27"), []);
  assert.deepEqual(keptBefore(values({}), "2026-11-27"), []);
});

test("versions come in the order of their rows, and an empty row is none", () => {
  const log = values({ "drift-log.10.said": "later", "drift-log.2.said": "sooner", "drift-log.3.who": "Kim", "drift-log.4.date": "" });
  assert.deepEqual(versionsIn(log).map(({ n, said }) => [n, said]), [[2, "sooner"], [10, "later"]]);
});

const confirmed = after(values(FACTS), confirmation(values(FACTS), "2026-11-26"));

test("the buyer confirms a sentence, and not what it became later", () => {
  assert.equal(confirmedOn(confirmed), "2026-11-26");
  assert.deepEqual(lightsIn(confirmed, rules).map(({ isLit }) => isLit), [true, true, true, true, true]);
  assert.equal(confirmedOn(after(confirmed, count("300"))), "");
  assert.equal(confirmedOn(values({ ...FACTS, "done-confirmed": "2026-11-26" })), "", "no version holds it");
  assert.deepEqual(confirmation(values({ "end-state-owner": "Ines" }), "2026-11-26"), []);
});

test("a confirmed version is never written over, and the one after it is confirmed by nobody", () => {
  for (const day of ["2026-11-26", "2026-11-27"]) {
    const edited = after(confirmed, count("300"));
    const next = after(edited, newVersion(edited, day, versionsIn(confirmed)[0]));
    assert.deepEqual(logged(next), [["2026-11-26", "400 a week"], [day, "300"]]);
    assert.equal(confirmedOn(next), "");
    assert.equal(next.get("done-confirmed"), "2026-11-26", "the day of the last confirmation stays");
    assert.equal(confirmedOn(after(next, confirmation(next, "2026-12-01"))), "2026-12-01");
  }
});

const OLD = { ...FACTS, "drift-log.1.date": "2026-11-20", "drift-log.1.said": WHOLE, "done-confirmed": "2026-11-26" };

test("a deal that was kept with nothing but the day of its confirmation stays confirmed until it is worded anew", () => {
  assert.equal(confirmedOn(values(OLD)), "2026-11-26");
  assert.equal(confirmedOn(values({ ...OLD, "drift-log.1.date": "2026-11-27" })), "", "the version came later");
  const edited = after(after(values(OLD), keptBefore(values(OLD), "2026-11-26")), count("300"));
  const next = after(edited, newVersion(edited, "2026-11-26", null));
  assert.deepEqual([confirmedOn(next), logged(next).length], ["", 2]);
  const later = after(next, keptBefore(next, "2026-11-27"));
  assert.equal(confirmedOn(later), "");
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
