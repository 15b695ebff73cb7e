/*
 * What a deal adds up to: the verdict of its checks, what changed, what is unknown, what to ask next.
 * Values in, values out; show.js shows what is found here.
 */
import { known } from "./sheets.js";
import { word } from "./word.js";

/** @import { Check } from "./sheets.js" */
/** @typedef {{ id: string, check: Check, mark: string }} Mark */
/** @typedef {{ id: string, name: string, confirmed: number, all: number, share: number }} Test */
/** @typedef {{ label: string, was: string | undefined, is: string }} Change */
/** @typedef {Map<string, string>} Values the fields of a deal by key */
/** @typedef {ReturnType<typeof score>} Score */

const MARKED = "check.";
// What belongs to a review or a call, and versions: they repeat what their parts have become.
const NO_CHANGE = /^(?:review-|call\.|done-said$|drift-log\.\d+\.(?:date|said|who)$)/;

/**
 * Whether a check is due in a stage; before anybody has said the deal's stage, all of them are.
 *
 * @param {Check} check
 * @param {string} stage
 */
export function isDue(check, stage) {
  const order = Object.keys(known.stages);
  return !order.includes(stage) || order.indexOf(check.stage) <= order.indexOf(stage);
}

/** @param {Mark[]} marks */
function weightOf(marks) {
  return marks.reduce((sum, { check }) => sum + check.weight, 0);
}

/**
 * A test's share of confirmed weight. Unknown counts nothing, and so does a check nobody has marked.
 *
 * @param {string} id
 * @param {Mark[]} marks
 * @returns {Test}
 */
function sharedOf(id, marks) {
  const own = marks.filter(({ check }) => check.test === id);
  const confirmed = weightOf(own.filter(({ mark }) => mark === "Confirmed"));
  const all = weightOf(own);
  return { id, name: known.tests[id], confirmed, all, share: all ? confirmed / all : 1 };
}

/**
 * Checks whose answer is open: those of the weakest test first, then what can stop the deal.
 *
 * @param {Mark[]} marks
 * @param {string[]} order of the tests, weakest first
 */
function openIn(marks, order) {
  const rank = (/** @type {Mark} */ { check }) => [order.indexOf(check.test), check.blocker ? 0 : 1, -check.weight];
  return marks.filter(({ mark }) => mark !== "Confirmed" && mark !== "Missing").sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
  });
}

/**
 * Checks of later stages are not due yet: they count nowhere, and nothing is asked because of them.
 *
 * @param {Values} values
 * @param {string[]} checkIds
 * @param {string} stage
 */
export function score(values, checkIds, stage) {
  const all = checkIds.filter((id) => known.checks[id]).map((id) => ({ id, check: known.checks[id], mark: values.get(MARKED + id) || "" }));
  const marks = all.filter(({ check }) => isDue(check, stage));
  const tests = Object.keys(known.tests).map((id) => sharedOf(id, marks));
  const order = tests.filter((test) => test.all).sort((a, b) => a.share - b.share).map((test) => test.id);
  return {
    isBegun: all.some(({ mark }) => mark),
    later: all.length - marks.length,
    hasStage: Object.hasOwn(known.stages, stage),
    tests: tests.filter((test) => all.some(({ check }) => check.test === test.id)),
    weakest: tests.find((test) => test.id === order[0]),
    stops: marks.filter(({ check, mark }) => mark === "Missing" && check.blocker),
    open: openIn(marks, order),
  };
}

/**
 * Where a key stands on the sheets; that of a row that was added, too.
 *
 * @param {string} key
 */
export function placeOf(key) {
  const [start, row, name, ...more] = key.split(".");
  for (const { title, fields, table, columns } of known.sheets.flatMap((sheet) => sheet.parts)) {
    if (fields && Object.hasOwn(fields, key)) return { part: title, label: fields[key] };
    if (columns && table === start && name !== undefined && !more.length && Object.hasOwn(columns, name)) {
      return { part: title, label: word("place", { title, row, column: columns[name] }) };
    }
  }
  if (start === "segment" && Object.hasOwn(known.segments, row)) return { part: "", label: known.segments[row] };
  return { part: "", label: start === "call" ? word("in-call", { question: row }) : key };
}

/** @param {string} stage */
function stageName(stage) {
  return known.stages[stage] || stage;
}

/**
 * A deal's stage as it changed: nothing, or one change like those of fields.
 *
 * @param {string} before
 * @param {string} now
 * @returns {Change[]}
 */
export function moved(before, now) {
  return before === now ? [] : [{ label: word("stage"), was: stageName(before), is: stageName(now) }];
}

/**
 * What differs between the last review and now, in the order of the sheets' keys.
 *
 * @param {Record<string, string>} before
 * @param {Values} now
 * @returns {Change[]}
 */
export function changesSince(before, now) {
  const keys = new Set([...Object.keys(before), ...now.keys()]);
  return Array.from(keys)
    .filter((key) => !NO_CHANGE.test(key))
    .map((key) => ({ label: placeOf(key).label, was: String(before[key] || ""), is: now.get(key) || "" }))
    .filter((change) => change.was !== change.is);
}
