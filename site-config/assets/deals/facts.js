/* What a list says of a deal: values in, values out. */
import { hasEnded } from "../deal/ended.js";
import { score } from "../deal/gather.js";
import { known } from "../deal/sheets.js";
import { isDay } from "../page/days.js";

/** @import { Values } from "../deal/gather.js" */

/**
 * A deal as it is kept, or as it came in a file. `changed` and `began` are days, or "" where nobody knows.
 *
 * @typedef {object} Seen
 * @property {string} title
 * @property {string} stage
 * @property {Values} fields
 * @property {string} changed
 * @property {string} began
 */

/** @typedef {ReturnType<typeof factsOf>} Facts */

/** In the course of a deal done is asked about this often, and at most weekly. */
const TIMES_ASKED = 5;
const SHORTEST = 7;
const DAY_OF_CALL = /^call\.(?:last$|day\.)/;
const ROW_OF_LOG = /^drift-log\.(\d+)\.(?:date|said)$/;

/**
 * @param {string} from a day
 * @param {string} to a day
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
}

/**
 * A day, if it is one.
 *
 * @param {string | undefined} text
 */
function dayIn(text) {
  return text && isDay(text) ? text : "";
}

/**
 * The day the buyer last confirmed what done is. A day to come confirms nothing. Whether the sentence as it
 * stands is confirmed is another question: the fifth light's.
 *
 * @param {Values} fields
 * @param {string} on today
 */
export function confirmedLast(fields, on) {
  const day = dayIn(fields.get("done-confirmed"));
  return day <= on ? day : "";
}

/**
 * The day on which somebody first wrote what done is: that of the first row of the drift log. What is written
 * anew since then doesn't count, as the buyer has confirmed none of it.
 *
 * @param {Values} fields
 * @param {string} began the day of a deal whose log doesn't say
 */
function writtenFirst(fields, began) {
  const rows = Array.from(fields.keys()).map((key) => ROW_OF_LOG.exec(key)).filter((row) => row !== null);
  const first = Math.min(...rows.map(([, n]) => Number(n)));
  return dayIn(fields.get(`drift-log.${first}.date`)) || began;
}

/**
 * The day of the last call, in any stage, or "" where none is known.
 *
 * @param {Values} fields
 * @param {string} on today
 */
function lastCall(fields, on) {
  const days = Array.from(fields).filter(([key]) => DAY_OF_CALL.test(key)).map(([, day]) => dayIn(day));
  return days.filter((day) => day <= on).sort().pop() || "";
}

/** The checks of the sheet with most of them, in its order: where questions are equal, that decides. */
function scorecard() {
  const start = "check.";
  const keys = known.sheets.map(({ parts }) => parts.flatMap(({ fields = {} }) => Object.keys(fields)));
  const checks = keys.map((own) => own.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length)));
  return checks.reduce((most, own) => (own.length > most.length ? own : most), []);
}

/**
 * @param {Seen} deal
 * @param {string} on today
 */
export function factsOf({ began, changed, fields, stage, title }, on) {
  const value = (/** @type {string} */ key) => (fields.get(key) || "").trim();
  const ended = hasEnded(fields, stage);
  const nextDay = dayIn(value("next-step-date"));
  const confirmed = confirmedLast(fields, on);
  const since = confirmed || writtenFirst(fields, began);
  const unconfirmed = since ? daysBetween(since, on) : null;
  const every = confirmEvery(began, value("decision-date"));
  const called = lastCall(fields, on);
  const idle = changed ? Math.max(0, daysBetween(changed, on)) : null;
  return {
    title,
    account: value("account"),
    stage,
    ended,
    confirmed,
    next: value("next-step"),
    nextDay,
    late: !ended && nextDay && nextDay < on ? daysBetween(nextDay, on) : 0,
    // Days since it was confirmed, or since it was first written where it never was; null where it is not due.
    unconfirmed: !ended && unconfirmed !== null && unconfirmed >= every ? unconfirmed : null,
    every,
    score: score(fields, scorecard(), stage),
    idle,
    // Days since the last call; null where there was none.
    silent: called ? daysBetween(called, on) : null,
    isOver: ended && idle !== null && idle >= known.days.keep,
  };
}

/**
 * After how many days a definition of done is to be confirmed again: as the settings say, and in a short deal
 * after a part of it, where the day of the decision is known.
 *
 * @param {string} began
 * @param {string} decision
 */
function confirmEvery(began, decision) {
  const whole = began && dayIn(decision) ? daysBetween(began, decision) : 0;
  return whole > 0 ? Math.min(known.days.confirm, Math.max(SHORTEST, Math.round(whole / TIMES_ASKED))) : known.days.confirm;
}

/** @param {Facts} facts */
export function isDue({ isOver, late, unconfirmed }) {
  return late > 0 || unconfirmed !== null || isOver;
}

/** @param {Facts} facts */
function rankOf(facts) {
  if (facts.unconfirmed !== null) return 0;
  if (isDue(facts)) return 1;
  return facts.ended ? 3 : 2;
}

/**
 * For how many days what brings a deal to its place has been due.
 *
 * @param {Facts} facts
 */
function overdueIn({ every, late, unconfirmed }) {
  return unconfirmed === null ? late : unconfirmed - every;
}

/**
 * What is due comes first: definitions that nobody has confirmed for long before next steps that are late, the
 * longest overdue before others. Then deals by the day of their next step, those without one behind them, and
 * last those that have ended.
 *
 * @param {Facts} a
 * @param {Facts} b
 */
export function byDue(a, b) {
  const [one, other] = [a.nextDay || "9999", b.nextDay || "9999"];
  return rankOf(a) - rankOf(b) || overdueIn(b) - overdueIn(a) || one.localeCompare(other) || a.title.localeCompare(b.title);
}
