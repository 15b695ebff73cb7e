/* What a filter leaves of a map closes ranks. */
import { say } from "../page/words.js";
import { isNode, setShown, shownIn, shownNodes } from "./chart.js";
import { natural, pathOf, PORTS, stacked, COLUMNS, TOP } from "./layout.js";
import { chosenIn, pick } from "./light.js";

/** @import { Chart, Column, Line, Node, Part } from "./chart.js" */

/**
 * @param {Column} column
 * @param {number} height
 */
function stack(column, height) {
  const parts = shownIn(column);
  // What stands below a heading keeps to it.
  const tops = stacked(parts.map((part, n) => ({ height: part.height, keeps: n > 0 && parts[n - 1].isGroup })), height);
  parts.forEach((part, n) => {
    part.y = tops[n];
    part.part.setAttribute("transform", `translate(${COLUMNS[column.number]} ${part.y})`);
  });
}

/**
 * Shows what is reached, and the headings above it.
 *
 * @param {Column} column
 * @param {Set<Part>} reached
 */
function showReached({ part: whole, parts }, reached) {
  /** @type {Part | null} */
  let group = null;
  let some = false;
  parts.forEach((part) => {
    if (!isNode(part)) {
      group = part;
      setShown(part.part, false);
      return;
    }
    if (!setShown(part.part, reached.has(part))) return;
    some = true;
    if (group) setShown(group.part, true);
  });
  setShown(whole, some);
}

/**
 * A stage shows what is asked in it and where it leads: its questions, what these reach, and on.
 *
 * @param {Chart} map
 */
function reachedIn({ lines, nodes, stages }) {
  const stage = stages ? stages.value : "";
  const reached = new Set(nodes.filter((node) => !stage || node.stages.includes(stage)));
  if (stage) lines.forEach(({ from, to }) => { if (reached.has(from)) reached.add(to); });
  return reached;
}

/**
 * Draws what is shown at its new place.
 *
 * @param {Chart} map
 * @param {Line[]} shown
 */
function draw({ columns, svg }, shown) {
  const height = Math.max(0, ...columns.map((column) => natural(shownIn(column))));
  columns.forEach((column) => stack(column, height));
  const middle = columns.filter(({ number }) => number === 1).flatMap(shownNodes);
  shown.forEach(({ from, part, to }) => part.setAttribute("d", pathOf(from, to, PORTS[part.dataset.how || ""], middle)));
  svg.setAttribute("viewBox", `0 0 960 ${TOP + height}`);
}

/** @param {Chart} map */
export function filter(map) {
  const { columns, lines, nodes, rows, said, stages } = map;
  const only = chosenIn(map);
  const reached = reachedIn(map);
  nodes.forEach((node) => { node.option.hidden = node.option.disabled = !setShown(node.part, reached.has(node)); });
  columns.forEach((column) => showReached(column, reached));
  draw(map, lines.filter(({ from, part }) => setShown(part, reached.has(from))));
  rows.forEach(({ from, part, to }) => {
    part.hidden = !reached.has(from) || (!!only && from !== only && to !== only);
  });
  const isFiltered = (stages && stages.value) || only;
  said.textContent = isFiltered ? say("map-lines", { n: rows.filter(({ part }) => !part.hidden).length }) : "";
  pick(map, only && reached.has(only) ? only : null);
}

/**
 * @param {Chart} map
 * @param {string} value
 */
export function choose(map, value) {
  map.entries.value = value;
  filter(map);
}
