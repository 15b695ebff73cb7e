/* A map as it was drawn, read from its page. */
import { all, one } from "../page/parts.js";
import { COLUMNS, GROUP } from "./layout.js";

/** @typedef {ReturnType<typeof chartOn>} Chart */

/**
 * A heading or a box. `id` is what everybody can share: numbers change with the playbook.
 *
 * @typedef {object} Part
 * @property {HTMLElement} part
 * @property {number} column 0, 1 or 2
 * @property {number} height
 * @property {number} y
 * @property {boolean} isGroup
 */

/** @typedef {Part & { id: string, stages: string[], option: HTMLOptionElement }} Node */
/** @typedef {{ part: HTMLElement, name: string, number: number, parts: (Part | Node)[] }} Column */
/** @typedef {{ part: HTMLElement, from: Node, to: Node }} Line */

/**
 * @param {Part} part
 * @returns {part is Node}
 */
export function isNode(part) {
  return !part.isGroup;
}

/**
 * @param {HTMLElement} part
 * @param {number} column
 * @returns {Node}
 */
function nodeFrom(part, column) {
  /** @type {HTMLAnchorElement} */
  const link = one(part, "a");
  const path = new URL(link.href).pathname.replace(/(?:\/index)?\.html$/, "");
  return {
    part,
    column,
    height: Number(part.getAttribute("height")),
    y: 0,
    isGroup: false,
    id: path.split("/").filter(Boolean).slice(-2).join("/"),
    stages: (part.dataset.stages || "").split(" "),
    option: new Option((part.textContent || "").trim(), part.dataset.n),
  };
}

/**
 * Where a drawing has no definitions of done, its second column holds the loss reasons.
 *
 * @param {HTMLElement} column
 * @returns {Column}
 */
function columnFrom(column) {
  const parts = all(column, ".db-node, .db-group");
  const x = Number((/\((\d+)/.exec(parts[0].getAttribute("transform") || "") || [])[1]);
  const number = COLUMNS.indexOf(x);
  return {
    part: column,
    name: column.dataset.name || "",
    number,
    parts: parts.map((part) =>
      (part.matches(".db-group") ? { part, column: number, height: GROUP, y: 0, isGroup: true } : nodeFrom(part, number))),
  };
}

/** @param {HTMLElement} chart */
export function chartOn(chart) {
  const svg = one(chart, ".db-chart__picture svg");
  const columns = all(svg, ".db-column").map(columnFrom);
  /** @type {Node[]} */
  const nodes = [];
  columns.flatMap(({ parts }) => parts).filter(isNode).forEach((node) => { nodes[Number(node.part.dataset.n)] = node; });
  /** @type {(part: HTMLElement) => Line} */
  const lineFrom = (part) => ({ part, from: nodes[Number(part.dataset.a)], to: nodes[Number(part.dataset.b)] });
  return {
    chart,
    svg,
    columns,
    nodes,
    lines: all(svg, ".db-line").map(lineFrom),
    rows: all(chart, ".db-leads tbody tr").map(lineFrom),
    stages: /** @type {HTMLSelectElement | null} */ (chart.querySelector("[data-stages]:is(select)")),
    entries: /** @type {HTMLSelectElement} */ (one(chart, "[data-entries]")),
    said: one(chart, "[data-said]"),
    picked: /** @type {Node | null} */ (null),
  };
}

/**
 * Parts of an SVG are hidden by an attribute.
 *
 * @param {HTMLElement} part
 * @param {boolean} isShown
 */
export function setShown(part, isShown) {
  if (isShown) part.removeAttribute("display");
  else part.setAttribute("display", "none");
  return isShown;
}

/** @param {Column} column */
export function shownIn({ parts }) {
  return parts.filter(({ part }) => !part.hasAttribute("display"));
}

/** @param {Column} column */
export function shownNodes(column) {
  return shownIn(column).filter(isNode);
}
