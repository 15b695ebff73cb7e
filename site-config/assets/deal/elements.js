/* What a deal tells, as elements: for a preview, and for pasting into a document. */
import { element } from "../page/parts.js";

/** @import { Told, ToldPart } from "./out.js" */

/**
 * @param {string} label
 * @param {string} value
 */
function fact(label, value) {
  const lines = value.split("\n").flatMap((line, n) => (n ? [element("br", ""), line] : [line]));
  return element("li", "", element("b", "", label + ": "), ...lines);
}

/**
 * A table whose first row is its head.
 *
 * @param {string[][]} rows
 */
export function tableOf(rows) {
  const made = rows.map((cells, n) => element("tr", "", ...cells.map((text) => element(n ? "td" : "th", "", text))));
  return element("table", "", ...made);
}

/**
 * @param {ToldPart} part
 * @returns {HTMLElement[]}
 */
function partAsElements({ title, facts, columns, rows }) {
  const made = [];
  if (title) made.push(element("p", "", element("b", "", title)));
  if (facts.length) made.push(element("ul", "", ...facts.map(([label, value]) => fact(label, value))));
  if (rows.length) {
    const table = tableOf([columns, ...rows]);
    table.border = "1";
    made.push(table);
  }
  return made;
}

/**
 * @param {string} title
 * @param {Told[]} told
 */
export function asElements(title, told) {
  const sheets = told.flatMap((sheet) => [
    ...(sheet.title ? [element("h4", "", sheet.title)] : []),
    ...sheet.parts.flatMap(partAsElements),
  ]);
  return element("div", "", ...(title ? [element("h3", "", title)] : []), ...sheets);
}
