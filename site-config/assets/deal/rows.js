/* Rows of tables that can grow. */
import { all } from "../page/parts.js";
import { fit } from "./fields.js";

/** @import { Control } from "./fields.js" */

const MOST_ROWS = 600;

/** @param {HTMLElement} rows */
export function addRow(rows) {
  const row = /** @type {HTMLElement} */ (/** @type {Element} */ (rows.lastElementChild).cloneNode(true));
  const number = String(rows.children.length + 1);
  row.dataset.added = "";
  /** @type {Control[]} */
  const controls = all(row, "[name]");
  controls.forEach((control) => {
    control.name = control.name.replace(/\.\d+\./, `.${number}.`);
    control.setAttribute("aria-label", (control.getAttribute("aria-label") || "").replace(/\d+$/, number));
    if (control.tagName === "TEXTAREA") control.defaultValue = "";
    control.value = "";
    fit(control);
  });
  all(row, ".db-drift").forEach((note) => note.remove());
  rows.appendChild(row);
  return row;
}

/**
 * Adds the rows that these fields need.
 *
 * @param {HTMLElement} form
 * @param {Iterable<string>} keys
 */
export function fitRows(form, keys) {
  const named = Array.from(keys);
  all(form, "[data-rows]").forEach((rows) => {
    const start = rows.dataset.rows + ".";
    const numbers = named.filter((key) => key.startsWith(start)).map((key) => Number(key.split(".")[1]) || 0);
    const wanted = Math.min(Math.max(0, ...numbers), MOST_ROWS);
    while (rows.children.length < wanted) addRow(rows);
  });
}
