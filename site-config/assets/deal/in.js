/* A deal file comes in: read as text, checked value by value, never run and never trusted. */
import { isDay } from "../page/days.js";
import { fieldToday } from "./signs.js";
import { word } from "./word.js";

/** @import { Values } from "./gather.js" */
/** @import { Review } from "./store.js" */

/**
 * @typedef {object} Brought
 * @property {string} name
 * @property {string} stage
 * @property {string} saved a day, or nothing
 * @property {Values} values
 * @property {Review | null} review
 * @property {number} refused how many values can't be fields
 */

const KEY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
// More than anybody types, and little enough not to stop the page.
const MOST = { bytes: 5000000, fields: 5000, key: 200, text: 200000, name: 200 };

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The values that can be fields, and how many can't.
 *
 * @param {Record<string, unknown>} found
 */
function readFields(found) {
  /** @type {Values} */
  const values = new Map();
  const names = Object.keys(found);
  names.forEach((name) => {
    const [key, value] = fieldToday(name, found[name]);
    const isField = KEY.test(key) && key.length <= MOST.key && typeof value === "string" && value.length <= MOST.text;
    if (isField && values.size < MOST.fields) values.set(key, value);
  });
  return { values, refused: names.length - values.size };
}

/** @param {unknown} named */
function readStage(named) {
  return typeof named === "string" && KEY.test(named) ? named.slice(0, MOST.name) : "";
}

/**
 * @param {unknown} found
 * @returns {Review | null}
 */
function readReview(found) {
  if (!isRecord(found) || !isRecord(found.fields) || !isDay(found.on)) return null;
  const stage = found.stage === undefined ? undefined : readStage(found.stage);
  return { on: String(found.on), stage, fields: Object.fromEntries(readFields(found.fields).values) };
}

/**
 * A deal file's text as a deal, or what is wrong with it.
 *
 * @param {string} text
 * @returns {Brought | { problem: string }}
 */
export function readDeal(text) {
  if (text.length > MOST.bytes) return { problem: word("too-large") };
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return { problem: word("no-json") };
  }
  if (!isRecord(found) || !isRecord(found.fields) || typeof found.donebook !== "number") return { problem: word("no-deal") };
  if (found.donebook !== 1) return { problem: word("later-version") };
  const { values, refused } = readFields(found.fields);
  if (!values.size && refused) return { problem: word("none-readable") };
  return {
    name: typeof found.name === "string" ? found.name.slice(0, MOST.name) : "",
    stage: readStage(found.stage),
    saved: isDay(found.saved) ? String(found.saved) : "",
    values,
    review: readReview(found.review),
    refused,
  };
}
