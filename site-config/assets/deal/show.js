/* What a deal adds up to, as elements of the page: gather.js finds it, view.js places it. */
import { readable } from "../page/days.js";
import { button, element } from "../page/parts.js";
import { changesSince, moved } from "./gather.js";
import { shown } from "./out.js";
import { word } from "./word.js";

/** @import { Change, Mark, Score, Test, Values } from "./gather.js" */
/** @import { Review } from "./store.js" */

/**
 * What places show: the score, the fields, the last review, what ends one, and the stage.
 *
 * @typedef {{ score: Score, values: Values, review: Review | null, endReview: () => void, stage: string }} Gathered
 */

const MOST_CHANGES = 5;
const MOST_UNKNOWNS = 4;
const TO_ASK = 3;
const MOST_SHOWN = 120;
// With instant navigation the page's address changes and this script stays, so it is read once.
const theme = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("__config")).textContent || "");
const base = new URL(theme.base.replace(/\/*$/, "/"), location.href);
const ending = location.pathname.endsWith(".html") ? ".html" : "/";

/**
 * The address of a page by its path.
 *
 * @param {string} path
 */
export function pageOf(path) {
  return new URL(path + ending, base).href;
}

/** @param {string} text */
function short(text) {
  const words = shown(text);
  return words.length > MOST_SHOWN ? words.slice(0, MOST_SHOWN) + " …" : words;
}

/** @param {Mark} mark */
function question({ check }) {
  const item = element("li", "");
  const ask = check.ask[0];
  if (ask) {
    const link = element("a", "", `“${ask[0]}”`);
    link.href = pageOf(ask[1]);
    item.append(link, " ");
  }
  item.append(element("small", "", check.text));
  return item;
}

/** @param {Test} test */
function points(test) {
  return test.all ? word("points", { n: test.confirmed, all: test.all }) : word("not-due");
}

/**
 * What the verdict leaves out, or counts because nobody has said the stage.
 *
 * @param {Score} score
 */
function noteOn(score) {
  const later = score.later ? word("later", { n: score.later }) : "";
  const words = score.hasStage ? later : word("no-stage");
  return words ? [element("p", "db-score__note", element("small", "", words))] : [];
}

/** @param {string} words */
function strong(words) {
  return element("p", "", element("strong", "", words));
}

/**
 * @param {Score} score
 * @returns {HTMLElement[]}
 */
function weakest({ later, stops, weakest: test }) {
  if (!test) return [element("p", "", word("none-due"))];
  if (stops.length) return [strong(word("stop")), element("ul", "", ...stops.map(question))];
  if (test.share === 1) return [strong(word(later ? "due-confirmed" : "all-confirmed"))];
  const verdict = strong(word("weakest", { test: test.name }));
  verdict.append(" " + word("confirmed", { points: points(test) }));
  return [verdict];
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} most
 * @param {(item: T) => HTMLElement} make
 */
function some(items, most, make) {
  const rest = items.length > most ? [element("li", "", word("more", { n: items.length - most }))] : [];
  return element("ul", "", ...items.slice(0, most).map(make), ...rest);
}

/** @param {Score} score */
function asked({ open }) {
  return open.filter(({ check }) => check.ask.length);
}

/** @param {Change} change */
function changeItem({ label, was, is }) {
  const item = element("li", "", label + ": ");
  if (was) item.append(element("del", "", short(was)), " ");
  if (is) item.append(element("ins", "", short(is)));
  return item;
}

/**
 * @param {Gathered} gathered
 * @returns {HTMLElement[]}
 */
function scoreParts({ score }) {
  if (!score.isBegun) return [];
  const tests = score.tests.map((test) => element("li", "", `${test.name} ${points(test)}`));
  const next = asked(score).slice(0, TO_ASK);
  return [
    ...weakest(score),
    element("ul", "db-score__tests", ...tests),
    ...noteOn(score),
    ...(next.length ? [element("h3", "", word("ask-next")), element("ol", "", ...next.map(question))] : []),
  ];
}

/**
 * @param {Gathered} gathered
 * @returns {HTMLElement[]}
 */
function changeParts({ endReview, review, stage, values }) {
  const found = review ? [...moved(review.stage === undefined ? stage : review.stage, stage), ...changesSince(review.fields, values)] : [];
  const told = review ? word(found.length ? "changed" : "unchanged", { day: readable(review.on) }) : word("no-review");
  return [
    element("p", "", told),
    ...(found.length ? [some(found, MOST_CHANGES, changeItem)] : []),
    button("db-button db-noprint", word("reviewed-today"), endReview),
  ];
}

/**
 * By what a place gathers.
 *
 * @type {Record<string, (gathered: Gathered) => HTMLElement[]>}
 */
export const gatheredParts = {
  score: scoreParts,
  changes: changeParts,
  weakest: ({ score }) => (score.isBegun ? [...weakest(score), ...noteOn(score)] : [element("p", "", word("no-check"))]),
  unknowns: ({ score }) => (score.open.length ? [some(score.open, MOST_UNKNOWNS, ({ check }) => element("li", "", check.text))] : []),
  next: ({ score }) => (asked(score).length ? [element("ul", "", ...asked(score).slice(0, 1).map(question))] : []),
};
