/* What is chosen besides the words. */
import { fitsSegments } from "../page/segments.js";

/** @import { Index } from "./index.js" */
/** @import { Fits } from "./search.js" */

const CHOICES = ["stage", "role", "test", "framework", "kind", "root"];

/**
 * The names of all choices: those of each playbook, and its segments.
 *
 * @param {HTMLFormElement} form
 * @returns {string[]}
 */
function choicesIn(form) {
  /** @type {HTMLSelectElement[]} */
  const segments = Array.from(form.querySelectorAll("[data-segment]"));
  return [...CHOICES.filter((name) => form[name]), ...segments.map((select) => select.name)];
}

/**
 * The names of the choices that are made.
 *
 * @param {HTMLFormElement} form
 */
export function chosenIn(form) {
  return choicesIn(form).filter((name) => form[name].value);
}

/**
 * The place of what is chosen, or -1.
 *
 * @param {HTMLFormElement} form
 * @param {"stage" | "role" | "test"} name
 * @returns {number}
 */
export function placeOf(form, name) {
  return form[name].selectedIndex - 1;
}

/** @param {HTMLFormElement} form */
export function emptyChoices(form) {
  choicesIn(form).forEach((name) => { form[name].value = ""; });
}

/**
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} asked
 */
export function chooseAsked(form, asked) {
  choicesIn(form).forEach((name) => {
    const wanted = asked.get(name) || "";
    /** @type {HTMLOptionElement[]} */
    const options = Array.from(form[name].options);
    form[name].value = options.some((option) => option.value === wanted) ? wanted : "";
  });
}

/**
 * The numbers of the framework's elements that a chosen group has.
 *
 * @param {HTMLFormElement} form
 */
function elementsIn(form) {
  const group = form.framework.value;
  /** @type {HTMLOptionElement[]} */
  const options = Array.from(form.framework.querySelectorAll("[data-element]"));
  const isIn = (/** @type {string} */ value) => value === group || value.startsWith(group + ".");
  return new Set(options.map((option, n) => (isIn(option.value) ? n : -1)));
}

/** Checks, sheets and role-plays are gone to by their name like pages. */
const GONE_TO = "cwe";

/**
 * What is gone to by its name: nothing once something is chosen, as that is a list to look through.
 *
 * @param {Index} index
 * @param {string[]} names of the choices that count
 * @returns {Fits}
 */
export function placesFor(index, names) {
  return (row) => !names.length && (row >= index.size || GONE_TO.includes(index.kinds[row]));
}

/**
 * Which entries hold for the values of segments that are chosen, or else are those of the deal at hand: entries that
 * name such a value, or none of its segment.
 *
 * @param {Index} index
 * @param {HTMLFormElement} form
 * @param {string[]} atHand
 * @returns {Fits}
 */
function heldFor(index, form, atHand) {
  /** @type {HTMLSelectElement[]} */
  const fields = Array.from(form.querySelectorAll("[data-segment]"));
  const chosen = fields.flatMap((field) => {
    const options = Array.from(field.options);
    const at = field.selectedIndex || options.findIndex(({ value }) => value && atHand.includes(value));
    const values = options.map((option) => Number(option.dataset.number ?? -1));
    return at > 0 ? [{ value: values[at], values }] : [];
  });
  return (entry) => fitsSegments(index.segments(entry), chosen);
}

/**
 * Which entries fit what is chosen. A loss is feared at any stage: with words, the stage only says what to ask now.
 *
 * @param {Index} index
 * @param {HTMLFormElement} form
 * @param {string[]} names of the choices that count
 * @param {string[]} atHand the segments of the deal at hand
 * @returns {Fits}
 */
export function fitsIn(index, form, names, atHand) {
  const has = (/** @type {string} */ name) => names.includes(name);
  const letter = has("kind") ? form.kind.selectedOptions[0].dataset.letter : "";
  const isSaid = form.said.value.trim() !== "";
  const elements = has("framework") ? elementsIn(form) : null;
  const isHeld = heldFor(index, form, atHand);
  /** @type {("stage" | "role" | "test")[]} */
  const facets = ["stage", "role", "test"];
  return (entry) => {
    const kind = index.kinds[entry];
    if (letter ? kind !== letter : !index.kind(entry).isFound) return false;
    const isElsewhere = facets.some((name) => {
      const isFeared = name === "stage" && kind === "l" && isSaid;
      return has(name) && !isFeared && !index.numbers(name, entry).includes(placeOf(form, name));
    });
    if (isElsewhere || !isHeld(entry) || (has("root") && index.marks[entry] !== form.root.value)) return false;
    return !elements || index.elements(entry).some((n) => elements.has(n));
  };
}
