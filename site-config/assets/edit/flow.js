/* Lists and groups in brackets. */
import { folded, refusal } from "./reading.js";
import { quoted } from "./texts.js";

/** @import { Field, Item, Part, Reading } from "./reading.js" */
/** @typedef {{ line: number, column: number }} Place */

/**
 * What begins at a place, and the place behind it.
 *
 * @param {Reading} reading
 * @param {Place} place
 * @returns {{ part: Part, end: Place }}
 */
export function flow(reading, place) {
  const sign = reading.lines[place.line][place.column];
  if (sign === "[" || sign === "{") return inBrackets(reading, place, sign === "[");
  const from = place.line;
  if (sign === '"' || sign === "'") {
    const { text, line, column } = quoted(reading, place.line, place.column);
    return { part: { kind: "text", value: text, from, to: line + 1, isBlock: false }, end: { line, column } };
  }
  return bare(reading, place);
}

/**
 * Goes over spaces, line ends and comments.
 *
 * @param {Reading} reading
 * @param {Place} place
 * @returns {Place}
 */
function onward(reading, place) {
  for (let { line, column } = place; line < reading.lines.length; line += 1, column = 0) {
    const rest = reading.lines[line].slice(column);
    const spaces = rest.length - rest.trimStart().length;
    const next = rest[spaces];
    if (next === "#" && (spaces || !column)) reading.notes.set(line, rest.trim());
    else if (next) return { line, column: column + spaces };
  }
  throw refusal(place.line, "a bracket has no end");
}

/**
 * @param {Reading} reading
 * @param {Place} place
 */
function signAt(reading, place) {
  return reading.lines[place.line][place.column];
}

/**
 * @param {Reading} reading
 * @param {Place} begun
 * @param {boolean} isList
 * @returns {{ part: Part, end: Place }}
 */
function inBrackets(reading, begun, isList) {
  const close = isList ? "]" : "}";
  const from = begun.line;
  /** @type {Item[]} */
  const items = [];
  /** @type {Field[]} */
  const fields = [];
  let place = onward(reading, { line: begun.line, column: begun.column + 1 });
  while (signAt(reading, place) !== close) {
    const first = flow(reading, place);
    let end = onward(reading, first.end);
    const at = { from: place.line, to: end.line + 1, column: place.column };
    const hasColon = signAt(reading, end) === ":";
    if (isList && hasColon) throw refusal(end.line, "a text with a colon in it needs quotes");
    if (isList) items.push({ part: first.part, ...at });
    else {
      const key = first.part.kind === "text" ? first.part.value || "" : "";
      const its = hasColon ? fieldValue(reading, onward(reading, { line: end.line, column: end.column + 1 })) : nothing(end);
      if (fields.some((field) => field.key === key)) throw refusal(end.line, `"${key}" stands here twice`);
      fields.push({ key, part: its.part, ...at });
      end = onward(reading, its.end);
    }
    const sign = signAt(reading, end);
    if (sign !== "," && sign !== close) throw refusal(end.line, "a comma or a bracket is missing");
    place = sign === "," ? onward(reading, { line: end.line, column: end.column + 1 }) : end;
  }
  const end = { line: place.line, column: place.column + 1 };
  const where = { isFlow: true, from, to: end.line + 1 };
  return { part: isList ? { kind: "list", items, ...where } : { kind: "group", fields, ...where }, end };
}

/**
 * @param {Reading} reading
 * @param {Place} place
 */
function fieldValue(reading, place) {
  return /[,}\]]/.test(signAt(reading, place)) ? nothing(place) : flow(reading, place);
}

/**
 * @param {Place} end
 * @returns {{ part: Part, end: Place }}
 */
function nothing(end) {
  return { part: { kind: "text", value: null, from: end.line, to: end.line + 1, isBlock: false }, end };
}

/**
 * @param {Reading} reading
 * @param {Place} place
 * @returns {{ part: Part, end: Place }}
 */
function bare(reading, place) {
  const lines = [];
  const from = place.line;
  let { line, column } = place;
  for (; line < reading.lines.length; line += 1, column = 0) {
    const rest = reading.lines[line].slice(column);
    const found = /^(?:[^,[\]{}:#]|:(?=[^\s,[\]{}])|(?<=\S)#)*/.exec(rest);
    const text = (found && found[0]) || "";
    lines.push(text.trim());
    column += text.length;
    if (rest.length > text.length) break;
  }
  const value = folded(lines);
  if (!value || /^[&*!|>%@\x60]/.test(value)) throw refusal(from, "this text needs quotes");
  return { part: { kind: "text", value, from, to: line + 1, isBlock: false }, end: { line, column } };
}
