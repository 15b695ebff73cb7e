/*
 * A content file as a tree, with the lines that each part of it takes. It reads what the playbook's own
 * reader reads (`source/reader.py`), and each value is the text that was typed; `tests/test_cms.py` has both read
 * the same files. What no playbook uses, such as anchors, is refused.
 */
import { flow } from "./flow.js";
import { indentOf, noteBehind, refusal } from "./reading.js";
import { bareText, blockText } from "./texts.js";

/** @import { Field, Group, Item, List, Part, Reading, Value } from "./reading.js" */

const DASH = /^-(?: |$)/;
const PLAIN_KEY = /^([^\s"'[\]{},#&*!|>%@\x60](?:[^#:]|:(?![ \t]|$)|(?<=\S)#)*?) *:(?=[ \t]|$)/;
const QUOTED_KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*') *:(?=[ \t]|$)/;

/**
 * @param {string} text
 * @returns {{ root: Group, lines: string[], notes: Map<number, string> }}
 */
export function read(text) {
  const lines = text.replace(/^\ufeff/, "").trimEnd().split("\n").map((line) => line.trimEnd());
  /** @type {Reading} */
  const reading = { lines, at: 0, notes: new Map() };
  skip(reading);
  if (lines[reading.at] === "---") reading.at += 1;
  skip(reading);
  const { at, notes } = reading;
  if (at >= lines.length) return { root: { kind: "group", fields: [], isFlow: false, from: at, to: at }, lines, notes };
  const root = partAt(reading, indentOf(lines[at]));
  skip(reading);
  if (reading.at < lines.length) throw refusal(reading.at, "this line belongs to nothing above it");
  if (root.kind !== "group") throw refusal(at, "this is no entry");
  return { root, lines, notes };
}

/**
 * What a part says, as plain values.
 *
 * @param {Part} part
 * @returns {Value}
 */
export function valueOf(part) {
  if (part.kind === "text") return part.value;
  if (part.kind === "list") return part.items.map((item) => valueOf(item.part));
  return Object.fromEntries(part.fields.map((field) => [field.key, valueOf(field.part)]));
}

/**
 * Goes over empty lines and comments.
 *
 * @param {Reading} reading
 */
function skip(reading) {
  for (; reading.at < reading.lines.length; reading.at += 1) {
    const line = reading.lines[reading.at].trim();
    if (line && line[0] !== "#") return;
    if (line) reading.notes.set(reading.at, line);
  }
}

/**
 * What begins at a column of the line at hand.
 *
 * @param {Reading} reading
 * @param {number} column
 * @returns {Part}
 */
function partAt(reading, column) {
  const rest = reading.lines[reading.at].slice(column);
  if (DASH.test(rest)) return list(reading, column);
  return keyIn(rest) ? group(reading, column) : scalar(reading, column, column - 1);
}

/** @param {string} rest */
function keyIn(rest) {
  const found = QUOTED_KEY.exec(rest) || PLAIN_KEY.exec(rest);
  if (!found || DASH.test(rest)) return null;
  const [whole, name] = found;
  const key = name[0] === '"' ? JSON.parse(name) : name[0] === "'" ? name.slice(1, -1).replace(/''/g, "'") : name;
  return { key: String(key), width: whole.length };
}

/**
 * @param {Reading} reading
 * @param {number} column
 * @returns {List}
 */
function list(reading, column) {
  const from = reading.at;
  /** @type {Item[]} */
  const items = [];
  for (; reading.at < reading.lines.length; skip(reading)) {
    const line = reading.lines[reading.at];
    const rest = line.slice(column);
    if (!DASH.test(rest) || (reading.at > from && indentOf(line) !== column)) break;
    const begun = reading.at;
    const inside = column + (/^- */.exec(rest) || "-")[0].length;
    const isNested = DASH.test(line.slice(inside)) || keyIn(line.slice(inside));
    const part = isNested ? partAt(reading, inside) : value(reading, inside, column, false);
    items.push({ part, from: begun, to: part.to, column });
  }
  return { kind: "list", items, isFlow: false, from, to: items[items.length - 1].to };
}

/**
 * @param {Reading} reading
 * @param {number} column
 * @returns {Group}
 */
function group(reading, column) {
  const from = reading.at;
  /** @type {Field[]} */
  const fields = [];
  for (; reading.at < reading.lines.length; skip(reading)) {
    const line = reading.lines[reading.at];
    const isHere = reading.at === from || indentOf(line) === column;
    const found = isHere ? keyIn(line.slice(column)) : null;
    if (!found) break;
    if (fields.some((field) => field.key === found.key)) throw refusal(reading.at, `"${found.key}" stands here twice`);
    const begun = reading.at;
    const behind = line.slice(column + found.width);
    const part = value(reading, column + found.width + indentOf(behind), column, true);
    fields.push({ key: found.key, part, from: begun, to: part.to, column });
  }
  return { kind: "group", fields, isFlow: false, from, to: fields[fields.length - 1].to };
}

/**
 * What stands behind a dash or a colon: on its line from a column on, or below, further in than `outer`.
 *
 * @param {Reading} reading
 * @param {number} column
 * @param {number} outer
 * @param {boolean} isField a list may also stand right below its field's name
 * @returns {Part}
 */
function value(reading, column, outer, isField) {
  const begun = reading.at;
  const rest = reading.lines[begun].slice(column);
  if (rest && rest[0] !== "#") return scalar(reading, column, outer);
  if (rest) reading.notes.set(begun, rest);
  reading.at += 1;
  skip(reading);
  const below = reading.lines[reading.at] || "";
  const indent = indentOf(below);
  const isBelow = below && (indent > outer || (isField && indent === outer && DASH.test(below.slice(indent))));
  if (isBelow) return partAt(reading, indent);
  return { kind: "text", value: null, from: begun, to: begun + 1, isBlock: false };
}

/**
 * A text, or a list or group in brackets.
 *
 * @param {Reading} reading
 * @param {number} column
 * @param {number} outer
 * @returns {Part}
 */
function scalar(reading, column, outer) {
  const sign = reading.lines[reading.at][column];
  if ("&*!%@\x60".includes(sign)) throw refusal(reading.at, `a text that begins with ${sign} needs quotes`);
  if (sign === "|" || sign === ">") return blockText(reading, column, outer);
  if (!"\"'[{".includes(sign)) return bareText(reading, column, outer);
  const { part, end } = flow(reading, { line: reading.at, column });
  noteBehind(reading, end.line, reading.lines[end.line].slice(end.column));
  reading.at = end.line + 1;
  return part;
}
