/*
 * Where everything of a map stands. What a filter leaves is stacked as
 * generator/donebook/pages/chart/layout.py stacks it; both run the cases of tests/cases/browser/map.json.
 */

export const NODE = 240;
export const COLUMNS = [0, 360, 720];
export const TOP = 30;
export const GROUP = 18;
const GAP = 14;
const CLEAR = 6;

/**
 * Two answers of a question may lead to one entry: each strength has a place of its own.
 *
 * @type {Record<string, number>}
 */
export const PORTS = { strong: -5, weak: 0, "red-flag": 5, misread: 0 };

/** @typedef {{ height: number, keeps: boolean }} Part `keeps` says whether it keeps to the one above it */
/** @typedef {{ y: number, height: number }} Box */

/**
 * The least height of a column.
 *
 * @param {{ height: number }[]} parts
 */
export function natural(parts) {
  return parts.reduce((sum, { height }) => sum + height, 0) + GAP * Math.max(parts.length - 1, 0);
}

/**
 * The top of each part. What is left of `height` is spread evenly around the parts that keep to none.
 *
 * @param {Part[]} parts
 * @param {number} height
 */
export function stacked(parts, height) {
  const spare = height - natural(parts);
  const loose = parts.filter(({ keeps }) => !keeps).length;
  let passed = 0;
  let top = TOP;
  return parts.map((part) => {
    passed += part.keeps ? 0 : 1;
    const y = top + Math.floor((spare * (2 * passed - 1)) / (2 * loose));
    top += part.height + GAP;
    return y;
  });
}

/**
 * The height nearest to `y` at which no box is in the way.
 *
 * @param {number} y
 * @param {Box[]} boxes
 */
function free(y, boxes) {
  const inTheWay = boxes.find((box) => box.y - CLEAR < y && y < box.y + box.height + CLEAR);
  if (!inTheWay) return y;
  const above = inTheWay.y - CLEAR;
  const below = inTheWay.y + inTheWay.height + CLEAR;
  return y - above < below - y ? above : below;
}

/**
 * @param {number} left
 * @param {number} start
 * @param {number} right
 * @param {number} end
 */
function curve(left, start, right, end) {
  const half = Math.floor((left + right) / 2);
  return `C${half} ${start} ${half} ${end} ${right} ${end}`;
}

/**
 * A line from box to box; past the middle column it goes between the boxes, not behind them.
 *
 * @param {Box & { column: number }} from
 * @param {Box & { column: number }} to
 * @param {number} port
 * @param {Box[]} middle the boxes of the middle column
 */
export function pathOf(from, to, port, middle) {
  const start = from.y + Math.floor(from.height / 2) + port;
  const end = to.y + Math.floor(to.height / 2) + port;
  const left = COLUMNS[from.column] + NODE;
  const right = COLUMNS[to.column];
  const first = `M${left} ${start}`;
  if (from.column !== 0 || to.column !== 2) return first + curve(left, start, right, end);
  const between = free(Math.floor((start + end) / 2), middle);
  const [near, far] = [COLUMNS[1], COLUMNS[1] + NODE];
  return `${first}${curve(left, start, near, between)}H${far}${curve(far, between, right, end)}`;
}
