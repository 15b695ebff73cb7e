/* A node lights what it is joined with. */
import { hit } from "../page/parts.js";
import { shownNodes } from "./chart.js";

/** @import { Chart, Node } from "./chart.js" */

/** @type {Record<string, [aside: number, down: number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * @param {Chart} map
 * @param {Node | null} node
 */
function light({ chart, lines, nodes }, node) {
  chart.classList.toggle("db-chart--lit", !!node);
  nodes.forEach((other) => other.part.classList.toggle("db-lit", other === node));
  lines.forEach(({ from, part, to }) => {
    const isLit = !!node && (from === node || to === node);
    part.classList.toggle("db-lit", isLit);
    if (isLit) [from, to].forEach((end) => end.part.classList.add("db-lit"));
  });
}

/**
 * @param {Chart} map
 * @param {Node | null} node
 */
export function pick(map, node) {
  map.picked = node;
  light(map, node);
}

/**
 * What is chosen in the list of entries.
 *
 * @param {Chart} map
 */
export function chosenIn({ entries, nodes }) {
  return entries.value === "" ? null : nodes[Number(entries.value)];
}

/**
 * @param {Chart} map
 * @param {Event} event
 */
function nodeAt({ nodes }, event) {
  const target = hit(event);
  const part = /** @type {HTMLElement | null} */ (target.closest && target.closest(".db-node"));
  return part ? nodes[Number(part.dataset.n)] : null;
}

/**
 * The node on a line to the left or right, in the next column if there is one, and nearest in height.
 *
 * @param {Chart} map
 * @param {Node} node
 * @param {number} step
 */
function nodeAside({ columns, lines }, node, step) {
  const there = columns.filter(({ number }) => (number - node.column) * step > 0);
  const numbers = there.map(({ number }) => number);
  const next = step > 0 ? there[0] : there[there.length - 1];
  const joined = lines
    .filter(({ from, part, to }) => !part.hasAttribute("display") && (from === node || to === node))
    .map(({ from, to }) => (from === node ? to : from))
    .filter(({ column }) => numbers.includes(column));
  const near = joined.filter(({ column }) => next && column === next.number);
  const found = [near, joined, next ? shownNodes(next) : []].find((some) => some.length) || [];
  return found.slice().sort((a, b) => Math.abs(a.y - node.y) - Math.abs(b.y - node.y))[0];
}

/**
 * Keys: up and down within a column, left and right along a line, to the nearest.
 *
 * @param {Chart} map
 * @param {KeyboardEvent} event
 */
function move(map, event) {
  const node = nodeAt(map, event);
  const arrow = ARROWS[event.key];
  if (!node || !arrow || event.ctrlKey || event.altKey || event.metaKey) return;
  const [aside, down] = arrow;
  const own = shownNodes(map.columns.filter(({ number }) => number === node.column)[0]);
  const next = aside ? nodeAside(map, node, aside) : own[own.indexOf(node) + down];
  event.preventDefault();
  const link = next && next.part.querySelector("a");
  if (link) link.focus();
}

/** @param {Chart} map */
export function listenToPicture(map) {
  const { svg } = map;
  svg.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") light(map, nodeAt(map, event) || map.picked); });
  svg.addEventListener("pointerleave", () => light(map, map.picked));
  svg.addEventListener("focusin", (event) => pick(map, nodeAt(map, event)));
  svg.addEventListener("focusout", () => pick(map, chosenIn(map)));
  // A finger can't hover: the first tap lights, the second one follows the link.
  /** @type {Node | null} */
  let wasLit = null;
  svg.addEventListener("pointerdown", () => { wasLit = map.picked; });
  svg.addEventListener("click", (event) => {
    const node = nodeAt(map, event);
    if (!node || /** @type {PointerEvent} */ (event).pointerType !== "touch" || wasLit === node) return;
    event.preventDefault();
    pick(map, node);
  });
  svg.addEventListener("keydown", (event) => move(map, event));
}
