import assert from "node:assert/strict";
import test from "node:test";
import { ours } from "./assets.js";

const counts = await import("../../site-config/assets/usage/counts.js");
const { askedMost, callsIn, isEmpty, keptText, usageFile, usageFrom, weekOf, withAsked, withVain } = counts;

const ON = "2026-11-26";
const NEXT = "2026-11-27";
const none = usageFrom(null);
const marked = (fields) => new Map(Object.entries(fields));
const searched = (usage, ...all) => all.reduce((now, [words, on]) => withVain(now, words, on), usage);
const vainIn = (usage) => usage.vain.map(({ words, times }) => [words, times]);

test("a week begins on its Monday, also over the end of a year", () => {
  assert.deepEqual(["2026-11-23", ON, "2026-11-29", "2026-11-30", "2027-01-01"].map(weekOf), ["2026-11-23", "2026-11-23", "2026-11-23", "2026-11-30", "2026-12-28"]);
});

test("what a deal's calls ask on one day is one call, and each question counts", () => {
  const first = withAsked(none, "a", marked({ "why-now": 1, who: 1 }), ON);
  const again = withAsked(first, "a", marked({ "why-now": 1 }), ON);
  const other = withAsked(again, "b", marked({ "why-now": 1 }), ON);
  const later = withAsked(other, "a", marked({ who: 1 }), "2026-12-01");
  assert.deepEqual([first, again, other, later].map(callsIn), [1, 1, 2, 3]);
  assert.deepEqual(Object.fromEntries(later.weeks), { "2026-11-23": 2, "2026-11-30": 1 });
  assert.deepEqual(askedMost(later, 9), [["why-now", 3], ["who", 2]]);
  assert.deepEqual(askedMost(later, 1), [["why-now", 3]]);
  assert.equal(later.since, ON);
});

test("a mark that is taken back is not counted, and never below nothing", () => {
  const found = withAsked(withAsked(none, "a", marked({ who: 1 }), ON), "a", marked({ who: -1, other: -1 }), ON);
  assert.deepEqual([Object.fromEntries(found.asked), callsIn(found)], [{}, 1]);
  assert.equal(callsIn(withAsked(none, "a", marked({ who: -1 }), ON)), 0);
  assert.equal(withAsked(none, "a", marked({ constructor: 1 }), ON).asked.get("constructor"), 1);
});

test("a search counts once a day, and its beginnings don't", () => {
  const found = searched(none, ["SOC", ON], ["soc 2", ON], ["SOC 2 ", ON], ["price", ON], ["soc  2", NEXT]);
  assert.deepEqual(vainIn(found), [["soc 2", 2], ["price", 1]]);
  assert.deepEqual(vainIn(searched(none, ["soc", ON], ["soc 2", NEXT])), [["soc 2", 1], ["soc", 1]]);
  assert.deepEqual(searched(none, [" \u0007\n", ON]), none);
});

test("of searches the latest two hundred are kept, each a short line", () => {
  const found = searched(none, ...Array.from({ length: 230 }, (_, n) => [`n${String(n).padStart(3, "0")}`, ON]), [`a\u0000\u202eb\n\n${"🙂".repeat(100)}`, ON]);
  assert.deepEqual([found.vain.length, found.vain[199].words], [200, "n031"]);
  assert.equal(found.vain[0].words, `a b ${"🙂".repeat(76)}`);
});

test("what is kept is read as it was, and never trusted", () => {
  const full = searched(withAsked(none, "a", marked({ who: 2 }), ON), ["soc 2", ON]);
  assert.deepEqual(usageFrom(keptText(full)), full);
  for (const broken of ["", "{", "[]", "5", "null", '"x"', "{}"]) assert.ok(isEmpty(usageFrom(broken)), broken);
  assert.equal(usageFrom('{"usage": 2}'), null);
  const foreign = {
    usage: 1, since: "soon", weeks: { "2026-11-23": 3, x: 1, "2026-11-30": -1, "2026-12-07": 1e9 },
    asked: { who: 2, "<b>": 1, why: "2", how: 1.5 }, vain: [{ words: "a\u0007b", times: 1, on: ON }, { words: 5, times: 1, on: ON }, { words: "c", times: 0, on: ON }, 7],
    called: { on: ON, deals: "x" },
  };
  const found = usageFrom(JSON.stringify(foreign));
  assert.deepEqual([found.since, Object.fromEntries(found.weeks), Object.fromEntries(found.asked), vainIn(found), found.called], ["", { "2026-11-23": 3 }, { who: 2 }, [["a b", 1]], { on: ON, deals: [] }]);
});

test("a file holds the numbers, the playbook and the days, and neither a deal nor a name that nobody typed", () => {
  const full = searched(withAsked(none, "secret-deal", marked({ who: 2 }), ON), ["soc 2", ON]);
  const text = usageFile(full, ours.sheets.playbook, NEXT, "");
  assert.deepEqual(JSON.parse(text), {
    usage: 1, playbook: ours.sheets.playbook, from: ON, to: NEXT, weeks: { "2026-11-23": 1 }, asked: { who: 2 }, vain: [{ words: "soc 2", times: 1 }],
  });
  assert.equal(JSON.parse(usageFile(full, "Ours", NEXT, "Kim")).name, "Kim");
});
