/* What is said of a deal in a list. */
import { known } from "../deal/sheets.js";
import { readable } from "../page/days.js";
import { element } from "../page/parts.js";
import { say } from "./word.js";

/** @import { Score } from "../deal/gather.js" */
/** @import { Facts } from "./facts.js" */

/**
 * The verdict of the scorecard, in a few words.
 *
 * @param {Score} score
 */
function weakestTold({ isBegun, later, stops, weakest }) {
  if (!isBegun) return say("no-check");
  if (!weakest) return say("none-due");
  if (stops.length) return say("stop", { check: stops[0].check.text });
  if (weakest.share === 1) return say(later ? "due-confirmed" : "all-confirmed");
  return say("points", { test: weakest.name, n: weakest.confirmed, all: weakest.all });
}

/**
 * The weakest test with its name; nothing in a playbook without deal checks.
 *
 * @param {Score} score
 * @returns {[string, string][]}
 */
export function weakestPair(score) {
  return Object.keys(known.checks).length ? [[say("weakest"), weakestTold(score)]] : [];
}

/**
 * What is due, a sentence each.
 *
 * @param {Facts} facts
 */
export function dueTold({ confirmed, idle, isOver, late, unconfirmed }) {
  return [
    unconfirmed === null ? "" : say(confirmed ? "unconfirmed" : "never", { n: unconfirmed }),
    late ? say("late", { n: late }) : "",
    isOver ? say("over", { n: idle }) : "",
  ].filter(Boolean);
}

/** @param {Facts} facts */
export function nextTold({ next, nextDay }) {
  if (!next && !nextDay) return say("no-next");
  const day = nextDay ? readable(nextDay) : say("no-day");
  return say("next", { step: next || say("no-step"), day });
}

/** @param {number} n days */
function ago(n) {
  return n ? say("idle", { n }) : say("idle-today");
}

/**
 * When the last call was, and apart from it when something was last written.
 *
 * @param {Facts} facts
 */
export function callTold({ idle, silent }) {
  const called = silent === null ? say("no-call") : ago(silent);
  return element("span", "", called, " ", element("small", "", idle === null ? "" : say("changed", { when: ago(idle) })));
}

/**
 * A list of names and what each is.
 *
 * @param {[name: string, value: Node | string][]} pairs
 */
export function pairsOf(pairs) {
  return element("dl", "db-dealrow__facts", ...pairs.map(([name, value]) =>
    element("div", "", element("dt", "", name), element("dd", "", value))));
}

/** @param {string[]} sentences */
export function badgesOf(sentences) {
  const items = sentences.map((words) => element("li", "", element("span", "db-sign db-sign--flag", ""), ` ${words}`));
  return sentences.length ? [element("ul", "db-dealrow__due", ...items)] : [];
}
