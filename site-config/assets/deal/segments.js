/* The segments that a deal is in: facts of it like any other. */
import { putSegments, segmentFields } from "../page/segments.js";
import { idNow } from "./sheets.js";
import { deals } from "./store.js";

const START = "segment.";

/**
 * The values of a deal's segments.
 *
 * @param {string | null} id
 */
export function segmentsOf(id) {
  return id ? Array.from(deals.fields(id)).filter(([key]) => key.startsWith(START)).map(([, value]) => idNow(value)) : [];
}

/**
 * Keeps what is chosen.
 *
 * @param {string} id
 * @param {HTMLElement} bar
 */
export function setSegments(id, bar) {
  segmentFields(bar).forEach(({ dataset, value }) => {
    const key = START + dataset.segment;
    if ((deals.get(id, key) || "") !== value) deals.set(id, key, value || null);
  });
}

/**
 * Shows the segments of a deal; one that has not begun has none.
 *
 * @param {HTMLElement} bar
 * @param {string | null} id
 */
export function showSegments(bar, id) {
  putSegments(bar, segmentsOf(id));
  segmentFields(bar).forEach((field) => { field.disabled = !id; });
}
