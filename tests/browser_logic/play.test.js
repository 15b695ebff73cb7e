import assert from "node:assert/strict";
import test from "node:test";
import { MINUTE, dueBetween, shownTime } from "../../site-config/assets/play/clock.js";

test("a clock shows minutes and seconds that have passed", () => {
  assert.deepEqual([0, 999, 7_000, 59_999, 4 * MINUTE + 7_999, 61 * MINUTE].map(shownTime), ["0:00", "0:00", "0:07", "0:59", "4:07", "61:00"]);
});

/**
 * What is due in a part of seven minutes.
 *
 * @param {number} before
 * @param {number} now
 */
function due(before, now, shift = 5) {
  return dueBetween(before * MINUTE, now * MINUTE, 7 * MINUTE, shift * MINUTE);
}

test("each thing is due once, in its minute, and of several the last", () => {
  assert.equal(due(0, 4.99), "");
  assert.equal(due(4.99, 5), "shift");
  assert.equal(due(5, 5.01), "");
  assert.equal(due(5.9, 6.1), "last-minute");
  assert.equal(due(6.9, 7), "stop");
  assert.equal(due(7, 7), "");
  assert.equal(due(1, 7), "stop", "a browser that slept");
  assert.equal(due(4.9, 6.5), "shift", "what the buyer says counts more than the minute that is left");
  assert.equal(due(4.9, 5.1, 0), "", "nothing is said while they read");
  assert.equal(dueBetween(0.9 * MINUTE, 1.1 * MINUTE, 2 * MINUTE, 0), "", "two minutes are short enough");
});
