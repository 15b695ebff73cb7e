/* What a manager sees first of many deals: values in, values out. */
import { daysBetween, factsOf } from "../deals/facts.js";

/** @import { Listed } from "../deals/files.js" */
/** @import { Facts } from "../deals/facts.js" */
/** @typedef {{ facts: Facts, unconfirmed: number | null, ask: Asked | null, found: Listed }} Reviewed */

/**
 * A question to ask, the page's path, and the check that its answer settles.
 *
 * @typedef {{ words: string, path: string, check: string }} Asked
 */

/**
 * The first open question, as the scorecard has it.
 *
 * @param {Facts} facts
 * @returns {Asked | null}
 */
function askNext({ score }) {
  const next = score.open.find(({ check }) => check.ask.length);
  return next ? { words: next.check.ask[0][0], path: next.check.ask[0][1], check: next.check.text } : null;
}

/**
 * How many days ago a definition was confirmed, where that is due again; Infinity where it never was.
 *
 * @param {Facts} facts
 * @param {string} on today
 */
function unconfirmedIn({ confirmed, ended, every }, on) {
  if (ended) return null;
  if (!confirmed) return Infinity;
  const days = daysBetween(confirmed, on);
  return days >= every ? days : null;
}

/**
 * A deal of a file. When it began is not known, and doesn't matter here.
 *
 * @param {Listed} found
 * @param {string} title
 * @param {string} on today
 * @returns {Reviewed}
 */
export function reviewed(found, title, on) {
  const facts = factsOf({ title, stage: found.stage, fields: found.values, changed: found.changed, began: "" }, on);
  return { facts, unconfirmed: unconfirmedIn(facts, on), ask: facts.ended ? null : askNext(facts), found };
}

/** @param {Reviewed} deal */
function placeIn({ facts: { ended, idle, next, nextDay, score }, unconfirmed }) {
  const { stops, weakest } = score;
  const share = weakest ? weakest.share : 1;
  return [
    ended ? 1 : 0,
    unconfirmed === null ? 0 : -1,
    unconfirmed === null ? 0 : -Math.min(unconfirmed, 99999),
    stops.length ? -1 : share,
    next || nextDay ? 1 : 0,
    -(idle ?? 0),
  ];
}

/**
 * Unconfirmed definitions come first, then the weakest tests, missing next steps, and age.
 *
 * @param {Reviewed} a
 * @param {Reviewed} b
 */
export function byNeed(a, b) {
  const [one, other] = [placeIn(a), placeIn(b)];
  const n = one.findIndex((value, place) => value !== other[place]);
  return n < 0 ? a.facts.title.localeCompare(b.facts.title) : one[n] - other[n];
}
