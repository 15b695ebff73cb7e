import assert from "node:assert/strict";
import test from "node:test";
import { ours } from "./assets.js";

ours.dealsWords = { "bad-file": "{name}: {why}" };
const { hasEnded } = await import("../../site-config/assets/deal/ended.js");
const { byDue, confirmedLast, daysBetween, factsOf } = await import("../../site-config/assets/deals/facts.js");
const { calendarFile, folded } = await import("../../site-config/assets/deals/calendar.js");
const { allFile, readFile } = await import("../../site-config/assets/deals/files.js");

const ON = "2026-11-26";
const values = (fields) => new Map(Object.entries(fields));
const facts = (fields, more = {}) => factsOf({ title: "T", stage: "open", fields: values(fields), changed: ON, began: ON, ...more }, ON);

const named = (title, fields, more) => facts(fields, { title, ...more });

test("days are counted from day to day, also where clocks change", () => {
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 2);
  assert.equal(daysBetween("2026-11-27", ON), -1);
});

test("a definition is confirmed by the buyer alone, never by a version of it or by a day to come", () => {
  assert.equal(confirmedLast(values({ "drift-log.12.date": "2026-11-03", "done-confirmed": "2026-11-02" }), ON), "2026-11-02");
  assert.equal(confirmedLast(values({ "drift-log.1.date": "2026-11-01" }), ON), "");
  assert.equal(confirmedLast(values({ "done-confirmed": "2026-11-27" }), ON), "");
  assert.equal(confirmedLast(values({ "done-confirmed": "soon" }), ON), "");
  assert.equal(confirmedLast(values({ "done-confirmed": ON }), ON), ON);
});

const log = (days) => Object.fromEntries(days.map((day, n) => [`drift-log.${n + 9}.date`, day]));
const since = (fields) => facts(fields, { began: "2026-10-01" }).unconfirmed;

test("the days start with the first version where nobody confirmed one, and no later version starts them anew", () => {
  assert.equal(since(log(["2026-11-01"])), 25);
  assert.equal(since(log(["2026-11-01", "2026-11-20", ON])), 25);
  assert.equal(since({ ...log(["2026-11-20"]), "end-state": "x" }), null, "written six days ago");
  assert.equal(since({ ...log(["", ON]), "drift-log.9.said": "x" }), 56, "nobody knows when: from the deal's beginning");
  assert.equal(since({ ...log(["2026-10-02", ON]), "done-confirmed": "2026-11-01" }), 25, "edited since it was confirmed");
});

test("a next step is late from the day after its day", () => {
  assert.equal(facts({ "next-step-date": "2026-11-25" }).late, 1);
  assert.equal(facts({ "next-step-date": ON }).late, 0);
  assert.deepEqual([facts({ "next-step-date": "2026-02-31x" }).nextDay, facts({}).late], ["", 0]);
});

const unconfirmedUntil = (decision) => facts({ "done-confirmed": "2026-11-15", "decision-date": decision }, { began: "2026-11-01" }).unconfirmed;

test("in a short deal a definition is due after a fifth of it, and after a week at the earliest", () => {
  assert.equal(unconfirmedUntil("2026-12-06"), 11, "five weeks: each week");
  assert.equal(unconfirmedUntil("2026-11-08"), 11, "one week: no oftener");
  assert.equal(unconfirmedUntil("2027-02-01"), null, "three months: as the settings say");
  assert.equal(unconfirmedUntil("soon"), null);
  assert.equal(unconfirmedUntil("2026-10-01"), null, "before it began");
});

test("a definition is due after as many days as the settings say, from the deal's beginning where nobody confirmed it", () => {
  assert.equal(facts({ "done-confirmed": "2026-11-05" }).unconfirmed, 21);
  assert.equal(facts({ "done-confirmed": "2026-11-06" }).unconfirmed, null);
  assert.equal(facts({}, { began: "2026-10-27" }).unconfirmed, 30);
  assert.equal(facts({}, { began: "" }).unconfirmed, null);
});

test("a deal ends with a reason for its loss, a verdict that stops it, or in a stage that is closed, and nothing is due then", () => {
  assert.deepEqual([{ "loss-reason": "Budget" }, { verdict: "stop" }, { "loss-reason": " " }, { verdict: "go on" }].map((f) => hasEnded(values(f), "open")), [true, true, false, false]);
  assert.ok(hasEnded(new Map(), "won"));
  assert.ok(!hasEnded(new Map(), "close"), "the stage of a signature is none in which deals have ended");
  assert.equal(facts({ "next-step-date": "2026-11-20" }, { stage: "close" }).late, 6);
  const ended = facts({ "loss-reason": "Budget", "next-step-date": "2026-01-01" }, { began: "2026-01-01", changed: "2026-05-30" });
  assert.deepEqual([ended.late, ended.unconfirmed, ended.idle, ended.isOver], [0, null, 180, true]);
  assert.ok(!facts({ "loss-reason": "Budget" }, { changed: "2026-05-31" }).isOver);
  assert.ok(!facts({}, { changed: "2020-01-01" }).isOver);
});

test("what is due comes first, a definition that nobody confirmed before late next steps, the longest first, and what has ended last", () => {
  const all = [
    named("ended", { "loss-reason": "x" }), named("none", {}), named("later", { "next-step-date": "2026-12-24" }),
    named("soon", { "next-step-date": "2026-11-30" }), named("late", { "next-step-date": "2026-01-20" }),
    named("later yet", { "next-step-date": "2026-11-25" }), named("old", { "done-confirmed": "2026-11-04" }),
    named("older", { "done-confirmed": "2026-11-03", "next-step-date": "2026-11-25" }),
    named("over", { "loss-reason": "x" }, { changed: "2026-01-01" }),
  ];
  assert.deepEqual(all.sort(byDue).map(({ title }) => title), ["older", "old", "late", "later yet", "over", "soon", "later", "none", "ended"]);
});

test("lines of a calendar are at most 75 bytes, and no character is cut", () => {
  const line = `SUMMARY:${"Übergabe 🙂 ".repeat(30)}`;
  const lines = folded(line).split("\r\n");
  assert.ok(lines.length > 3);
  assert.ok(lines.every((part) => new TextEncoder().encode(part).length <= 75));
  assert.equal(lines.map((part, n) => (n ? part.slice(1) : part)).join(""), line);
  assert.equal(folded("x".repeat(75)), "x".repeat(75));
});

test("a next step is an event of its day, with nothing in it that ends a line", () => {
  const text = calendarFile({ id: "abc", day: "2026-12-01", summary: "A; b, c\\d\ne\u0007", about: "Two\r\nlines", link: "https://x.example/?deal=a" }, new Date("2026-11-26T10:11:12.345Z"));
  assert.deepEqual(text.split("\r\n"), [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//donebook//My deals//EN", "BEGIN:VEVENT", "UID:abc.next-step@donebook",
    "DTSTAMP:20261126T101112Z", "DTSTART;VALUE=DATE:20261201", "SUMMARY:A\\; b\\, c\\\\d\\ne",
    "DESCRIPTION:Two\\nlines\\nhttps://x.example/?deal=a", "URL:https://x.example/?deal=a", "TRANSP:TRANSPARENT",
    "END:VEVENT", "END:VCALENDAR", "",
  ]);
});

test("all deals go into one file and come back as they were", () => {
  const one = { id: "a", name: "", stage: "prove", fields: [["account", "Norlund"]], review: null, changed: "2026-11-01", archived: "2026-11-02" };
  const other = { id: "b", name: "B", stage: "", fields: [], review: { on: "2026-11-03", stage: "open", fields: { account: "x" } }, changed: "2026-11-04", archived: null };
  const { deals, problems } = readFile("all.json", allFile([one, other]));
  assert.deepEqual(problems, []);
  assert.deepEqual(deals.map(({ name, stage, changed, archived, review }) => [name, stage, changed, archived, review]), [
    ["Norlund", "prove", "2026-11-01", "2026-11-02", null], ["B", "", "2026-11-04", "", other.review],
  ]);
  assert.deepEqual(deals[0].values, values({ account: "Norlund" }));
});

test("a file that is no deal is named, and so is a bad deal among good ones", () => {
  assert.deepEqual(readFile("x.json", "{").problems, ["x.json: deal.no-json"]);
  const found = readFile("all.json", JSON.stringify({ donebook: 1, deals: [{ donebook: 1, fields: { account: "A" } }, 5, { donebook: 9, fields: {} }] }));
  assert.deepEqual([found.deals.length, found.problems], [1, ["all.json: deal.no-deal", "all.json: deal.later-version"]]);
  assert.deepEqual(readFile("one.json", '{"donebook": 1, "saved": "2026-11-01", "changed": "x", "fields": {}}').deals[0].changed, "2026-11-01");
});

const day = (n) => new Date(Date.parse(ON) + n * 86400000).toISOString().slice(0, 10);

test("the last call is one thing, the last change another", () => {
  assert.equal(facts({}).silent, null);
  const quiet = facts({ "call.last": day(-9), "call.day.open": day(-30) }, { changed: day(-1) });
  assert.deepEqual([quiet.silent, quiet.idle], [9, 1]);
  assert.equal(facts({ "call.day.open": day(-30), "call.day.prove": day(-12) }).silent, 12, "before the last one was kept");
  assert.equal(facts({ "call.last": day(3), "call.dayly": day(-2) }).silent, null, "a day to come is none");
});
