import assert from "node:assert/strict";
import test from "node:test";
import { ours } from "./assets.js";

// These take the sheets as they are when they are loaded.
const { changesSince, isDue, moved, placeOf, score } = await import("../../site-config/assets/deal/gather.js");
const { difference } = await import("../../site-config/assets/deal/difference.js");
const { readDeal } = await import("../../site-config/assets/deal/in.js");
const { asMarkdown, asText, dealFile, note, recap, shown, whole, within } = await import("../../site-config/assets/deal/out.js");
const { fieldToday, reviewToday, textNumber } = await import("../../site-config/assets/deal/signs.js");
const { suggestedBy, toldSigns } = await import("../../site-config/assets/call/turns.js");

const { checks } = ours.sheets;
const ALL = Object.keys(checks);
const values = (fields) => new Map(Object.entries(fields));

test("a check is due from its stage on, and always where nobody has said the stage", () => {
  assert.deepEqual(ALL.map((id) => isDue(checks[id], "prove")), [true, true, true, false]);
  assert.deepEqual(ALL.map((id) => isDue(checks[id], "")), [true, true, true, true]);
});

test("only what is confirmed counts, by its weight", () => {
  const found = score(values({ "check.price": "Confirmed", "check.value": "Unknown", "check.end": "Confirmed" }), ALL, "prove");
  assert.deepEqual(found.tests.map(({ id, confirmed, all }) => [id, confirmed, all]), [["worth", 2, 5], ["done", 1, 1]]);
  assert.equal(found.weakest.id, "worth");
  assert.equal(found.later, 1);
  assert.ok(found.isBegun && found.hasStage);
  assert.deepEqual(found.open.map(({ id }) => id), ["value"]);
});

test("what is missing and stops a deal is no open question", () => {
  const found = score(values({ "check.value": "Missing" }), ALL, "prove");
  assert.deepEqual(found.stops.map(({ id }) => id), ["value"]);
  assert.ok(!found.open.some(({ id }) => id === "value"));
});

test("open are those of the weakest test first, then what stops a deal, then what weighs more", () => {
  const found = score(values({ "check.price": "Confirmed" }), [...ALL, "none"], "");
  assert.deepEqual(found.open.map(({ id }) => id), ["end", "signed", "value"]);
  assert.ok(!found.hasStage);
});

test("before anything is marked, nothing has begun", () => {
  const found = score(new Map(), ["end"], "open");
  assert.ok(!found.isBegun);
  assert.deepEqual(found.tests.map(({ id }) => id), ["done"]);
});

test("a key has a place on the sheets", () => {
  assert.deepEqual(placeOf("account"), { part: "The deal", label: "Account" });
  assert.deepEqual(placeOf("done.7.owner"), { part: "Done", label: "Done, row 7: Owner" });
  assert.deepEqual(placeOf("call.price.asked"), { part: "", label: "In a call: price" });
  assert.deepEqual(placeOf("done.7.constructor"), { part: "", label: "done.7.constructor" });
  assert.deepEqual(placeOf("done.7.owner.more"), { part: "", label: "done.7.owner.more" });
  assert.deepEqual(placeOf("toString"), { part: "", label: "toString" });
});

test("what changed since a review, without what is noted in calls", () => {
  const before = { account: "A", "end-state": "Old", "call.price.asked": "yes" };
  const now = values({ account: "A", "end-state": "New", start: "2026-01-02", "review-note": "x" });
  assert.deepEqual(changesSince(before, now), [
    { label: "End state", was: "Old", is: "New" },
    { label: "Start", was: "", is: "2026-01-02" },
  ]);
  assert.deepEqual(moved("open", "open"), []);
  assert.deepEqual(moved("open", "elsewhere"), [{ label: "deal.stage", was: "Open", is: "elsewhere" }]);
});

const told = (before, after) => difference(before, after).map(({ sign, words }) => sign + words);

test("texts differ word by word, whatever their capitals", () => {
  assert.deepEqual(told("Ten minutes", "ten minutes"), ["ten minutes"]);
  assert.deepEqual(told("in ten minutes", "in five short minutes"), ["in", "-ten", "+five short", "minutes"]);
  assert.deepEqual(told("", "new"), ["+new"]);
  assert.deepEqual(told("old", ""), ["-old"]);
});

const DEAL = values({
  account: "Norlund", start: "2026-03-04", "end-state": "Ten\nminutes",
  "done.2.statement": "Second", "done.10.statement": "Tenth", "done.2.owner": "Kim",
  "steps.2.day": "2026-05-06",
});

test("a day is shown as people read it", () => {
  assert.equal(shown("2026-03-04"), "Mar 4, 2026");
  assert.equal(shown("on 2026-03-04"), "on 2026-03-04");
});

test("a deal's document has each fact once, and rows in their order", () => {
  const [canvas, plan] = whole(DEAL);
  assert.deepEqual(canvas.parts.map(({ facts }) => facts), [[["Account", "Norlund"], ["Start", "Mar 4, 2026"]], []]);
  assert.deepEqual(canvas.parts[1].rows, [["Second", "Kim"], ["Tenth", ""]]);
  assert.deepEqual(plan.parts.map(({ title }) => title), ["Again", "Steps"]);
  assert.deepEqual(plan.parts[0].facts, [["End state", "Ten\nminutes"]]);
});

test("of what a sheet prints only rows that somebody touched go along", () => {
  assert.deepEqual(whole(DEAL)[1].parts[1].rows, [["Sign", "May 6, 2026"]]);
  assert.deepEqual(whole(values({ account: "A", "steps.1.day": "" })).length, 1);
});

test("a buyer's recap is one list", () => {
  assert.equal(asText(recap(DEAL)), "Account: Norlund\nEnd state: Ten\nminutes\n\nSteps:\n- Sign · May 6, 2026");
  assert.deepEqual(recap(values({ start: "x" })), []);
});

test("a note has the lines that are filled, each on one line", () => {
  assert.equal(note(DEAL), "Account: Norlund\nPain: Ten minutes");
  assert.equal(note(new Map()), "");
});

test("a text for a field of the CRM is cut behind a word, and never longer than the field", () => {
  assert.equal(within("Ten minutes", null), "Ten minutes");
  assert.equal(within("Ten minutes", 11), "Ten minutes");
  assert.equal(within("Ten minutes a day", 13), "Ten minutes…");
  assert.equal(within("Ten minutes a day", 12), "Ten minutes…");
  assert.equal(within("Ten minutes a day", 11), "Ten…");
  assert.equal(within("Häuserpreisliste", 10), "Häuserpre…");
  assert.equal(within("12345678👍👍👍", 10), "12345678…");
});

test("nothing in a deal is Markdown", () => {
  const sheets = whole(values({ account: "*A* <b> |\nnext", "done.1.statement": "a|b\nc" }));
  assert.equal(asMarkdown("# T", sheets), [
    "# \\# T", "", "## Canvas", "", "### The deal", "", "- **Account:** \\*A\\* \\<b\\> \\|\n  next",
    "", "### Done", "", "| Statement | Owner |", "| --- | --- |", "| a\\|b<br>c |  |", "",
  ].join("\n"));
});

test("a deal file comes back as it was", () => {
  const review = { on: "2026-01-02", stage: "open", fields: { account: "Before" } };
  const text = dealFile({ id: "x", name: "N", stage: "prove", fields: Array.from(DEAL), review }, "N");
  const { saved, ...back } = readDeal(text);
  assert.match(saved, /^\d{4}-\d{2}-\d{2}$/);
  assert.deepEqual(back, { name: "N", stage: "prove", values: DEAL, review, refused: 0 });
  assert.ok(!("review" in JSON.parse(dealFile({ id: "x", name: "", stage: "", fields: [], review: null }, ""))));
});

for (const [text, problem] of [
  ["", "no-json"], ["{", "no-json"], ["[]", "no-deal"], ["{}", "no-deal"], ['{"donebook": 1}', "no-deal"],
  ['{"donebook": "1", "fields": {}}', "no-deal"], ['{"donebook": 1, "fields": []}', "no-deal"],
  ['{"donebook": 2, "fields": {}}', "later-version"], ['{"donebook": 1, "fields": {"A b": "c"}}', "none-readable"],
  [" ".repeat(5000001), "too-large"],
]) {
  test(`a file that is no deal is refused: ${text.trim().slice(0, 40) || text.length}`, () => {
    assert.deepEqual(readDeal(text), { problem: `deal.${problem}` });
  });
}

test("of a file only texts of fields are taken", () => {
  const fields = { account: "A", "end-state": 3, __proto: "x", "a b": "c", start: "x".repeat(200001), owner: null };
  const found = readDeal(JSON.stringify({ donebook: 1, name: 5, stage: "not a stage", saved: "2026-02-31x", fields, review: { on: "soon", fields: {} } }));
  assert.deepEqual(found, { name: "", stage: "", saved: "", values: values({ account: "A" }), review: null, refused: 5 });
});

test("of a file with more fields than anybody fills the first are taken", () => {
  const fields = Object.fromEntries(Array.from({ length: 5003 }, (_, n) => [`done.${n}.owner`, "x"]));
  const found = readDeal(JSON.stringify({ donebook: 1, fields }));
  assert.deepEqual([found.values.size, found.refused], [5000, 3]);
});

test("signs that were kept with their texts are kept as their kinds", () => {
  assert.deepEqual(fieldToday("call.price.strong-2", "They name it"), [`call.price.strong-${textNumber("They name it")}`, "strong"]);
  assert.deepEqual(fieldToday("call.price.flag-1", "flag"), ["call.price.flag-1", "flag"]);
  assert.deepEqual(fieldToday("call.price.strong-2", ""), ["call.price.strong-2", ""]);
  assert.deepEqual(fieldToday("account", "They name it"), ["account", "They name it"]);
  const review = JSON.parse(reviewToday('{"on": "2026-01-02", "fields": {"call.a.weak-1": "So so", "account": "A"}}'));
  assert.deepEqual(review.fields, { [`call.a.weak-${textNumber("So so")}`]: "weak", account: "A" });
  assert.equal(reviewToday("no json"), "no json");
});

test("taps suggest a grade: one flag outweighs all, and as many weak as strong ones are weak", () => {
  const by = (strong, weak, flag) => suggestedBy([{ kind: "strong", n: strong }, { kind: "weak", n: weak }, { kind: "flag", n: flag }]);
  assert.equal(by(5, 0, 1), "flag");
  assert.equal(by(2, 1, 0), "strong");
  assert.equal(by(2, 2, 0), "weak");
  assert.equal(suggestedBy([]), "");
});

test("a note names signs by their labels, and counts those without one", () => {
  const tapped = [
    { kind: "flag" }, { kind: "strong", label: "Names a date" }, { kind: "strong" }, { kind: "strong", label: "Opens the file" },
  ];
  assert.deepEqual(toldSigns(tapped), ["strong: Names a date; Opens the file", "1 strong", "1 flags"]);
  assert.deepEqual(toldSigns([]), []);
});
