/* What is chosen besides the words. */

/** @import { Index } from "./index.js" */
/** @import { Fits } from "./search.js" */

export const CHOICES = ["stage", "role", "test", "framework", "kind", "root"];

/**
 * The names of the choices that are made.
 *
 * @param {HTMLFormElement} form
 */
export function chosenIn(form) {
  return CHOICES.filter((name) => form[name] && form[name].value);
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
  CHOICES.forEach((name) => { if (form[name]) form[name].value = ""; });
}

/**
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} asked
 */
export function chooseAsked(form, asked) {
  CHOICES.filter((name) => form[name]).forEach((name) => {
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

/**
 * Which entries fit what is chosen. A loss is feared at any stage: with words, the stage only says what to ask now.
 *
 * @param {Index} index
 * @param {HTMLFormElement} form
 * @param {string[]} names of the choices that count
 * @returns {Fits}
 */
export function fitsIn(index, form, names) {
  const has = (/** @type {string} */ name) => names.includes(name);
  const letter = has("kind") ? form.kind.selectedOptions[0].dataset.letter : "";
  const isSaid = form.said.value.trim() !== "";
  const elements = has("framework") ? elementsIn(form) : null;
  /** @type {("stage" | "role" | "test")[]} */
  const facets = ["stage", "role", "test"];
  return (entry) => {
    const kind = index.kinds[entry];
    if (letter ? kind !== letter : !index.kind(entry).isFound) return false;
    const isElsewhere = facets.some((name) => {
      const isFeared = name === "stage" && kind === "l" && isSaid;
      return has(name) && !isFeared && !index.numbers(name, entry).includes(placeOf(form, name));
    });
    if (isElsewhere || (has("root") && index.marks[entry] !== form.root.value)) return false;
    return !elements || index.elements(entry).some((n) => elements.has(n));
  };
}
