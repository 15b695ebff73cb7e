import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { ours } from "./assets.js";
import { decoded } from "../../site-config/assets/page/decoded.js";
import { isDay, readable, today, universalToday } from "../../site-config/assets/page/days.js";
import { say, wordsOf } from "../../site-config/assets/page/words.js";

test("a part of an address that means nothing stays as it is", () => {
  assert.deepEqual(["a%20b", "%C3%BC", "%%x", "%E0%A4%A", ""].map(decoded), ["a b", "ü", "%%x", "%E0%A4%A", ""]);
});

test("a word is said with its values, in the form of its number", () => {
  assert.equal(say("count", { n: 1 }), ours.words["count.one"].replace("{n}", "1"));
  assert.equal(say("count", { n: 3, owner: "ours" }), "3 things of ours");
  assert.equal(say("count", { n: 0 }), "0 things of {owner}");
  assert.equal(say("none-of-this-name", { n: 2 }), "none-of-this-name");
  assert.equal(wordsOf("deal")("in-call", { question: "q" }), "In a call: q");
});

test("a day is a date in this form", () => {
  assert.deepEqual(["2026-02-28", "2026-2-28", "2026-13-01", "today", "", 5, null].map(isDay), [true, false, false, false, false, false, false]);
  assert.equal(readable("2026-02-28"), "Feb 28, 2026");
});

test("today is the reader's own day, and reviews go by universal time", () => {
  const zone = process.env.TZ;
  process.env.TZ = "Pacific/Kiritimati";
  mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-03-04T23:30:00Z") });
  assert.equal(today(), "2026-03-05");
  assert.equal(universalToday(), "2026-03-04");
  mock.timers.reset();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});
