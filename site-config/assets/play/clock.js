/* The clock of a round: what it shows, and what is due while it runs. Values in, values out. */

export const MINUTE = 60_000;

/** @typedef {"" | "shift" | "last-minute" | "stop"} Due */

/**
 * Minutes and seconds that have passed, as observers write them down: "4:07".
 *
 * @param {number} passed milliseconds
 */
export function shownTime(passed) {
  const seconds = Math.floor(passed / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * What became due since the clock was last looked at: a browser that slept looks late, and the last counts.
 *
 * @param {number} before milliseconds at the look before
 * @param {number} now milliseconds now
 * @param {number} all milliseconds of the whole part
 * @param {number} shift milliseconds until the buyer says something new; 0 where nobody does
 * @returns {Due}
 */
export function dueBetween(before, now, all, shift) {
  const isNow = (/** @type {number} */ at) => before < at && at <= now;
  if (isNow(all)) return "stop";
  if (shift && isNow(shift)) return "shift";
  return all > 2 * MINUTE && isNow(all - MINUTE) ? "last-minute" : "";
}
