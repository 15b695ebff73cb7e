/* The controls of a sheet. */
import { readable } from "../page/days.js";
import { all } from "../page/parts.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */

/** @param {Control} control */
function isChoice(control) {
  return control.type === "radio" || control.type === "checkbox";
}

/**
 * What the sheet itself prints in a control.
 *
 * @param {Control} control
 */
export function givenIn(control) {
  return control.tagName === "TEXTAREA" ? control.defaultValue : "";
}

/** @param {Control} control */
export function valueIn(control) {
  const isLeft = isChoice(control) && !(/** @type {HTMLInputElement} */ (control).checked);
  return isLeft ? "" : control.value;
}

/**
 * Tells the page what a control holds, so that it takes as much room, and prints it.
 *
 * @param {Control} control
 */
export function fit(control) {
  const isDate = control.type === "date";
  const place = /** @type {HTMLElement} */ (control.parentNode);
  if (isDate) control.toggleAttribute("data-empty", !control.value);
  if (isDate || control.tagName === "TEXTAREA") place.dataset.value = isDate && control.value ? readable(control.value) : control.value;
}

/**
 * @param {HTMLElement} form
 * @param {string} key
 * @param {string | null} value null for what the sheet prints
 */
export function putField(form, key, value) {
  /** @type {Control[]} */
  const controls = all(form, `[name="${CSS.escape(key)}"]`);
  controls.forEach((control) => {
    if (isChoice(control)) /** @type {HTMLInputElement} */ (control).checked = control.value === value;
    else control.value = value === null ? givenIn(control) : value;
    fit(control);
  });
}

/**
 * The keys of all controls, each once.
 *
 * @param {HTMLElement} form
 * @param {string} [start] of the keys
 */
export function keysIn(form, start = "") {
  /** @type {Control[]} */
  const controls = all(form, start ? `[name^="${start}"]` : "[name]");
  return Array.from(new Set(controls.map((control) => control.name)));
}
