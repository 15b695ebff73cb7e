/*
 * Values put into a file: what says the same as before keeps its lines, with their comments, order and
 * quotes, so that a pull request shows what was changed and nothing else.
 */
import { read, valueOf } from "./read.js";
import { indentOf } from "./reading.js";

/** @import { Field, Group, Item, List, Part, Value } from "./reading.js" */
/** @typedef {{ [key: string]: Said }} Fields */
/** @typedef {string | number | boolean | null | Said[] | Fields} Said a value as a form has it */
/** @typedef {{ from: number, to: number, lines: string[] }} Edit lines that take the place of others */
/** @typedef {{ lines: string[], notes: Map<number, string>, edits: Edit[], order: string[] }} Writing */

const NOT_TEXTS = /^(?:true|false|yes|no|on|off|null|~|[-+.\d][\d_.,:eE+-]*)$/i;
const BARE = /^[\p{L}\p{N}($€£][^\n\t]*$/u;
const WIDEST = 100;

/**
 * A file with other values. `order` are names of fields in the order in which new ones are put in.
 *
 * @param {string} text of the file; empty where it is new
 * @param {Fields} values
 * @param {string[]} order
 */
export function rewritten(text, values, order) {
  const { root, lines, notes } = read(text);
  if (!root.fields.length) return [...lines.filter(Boolean), ...linesOf(values, "", order)].join("\n") + "\n";
  /** @type {Writing} */
  const writing = { lines, notes, edits: [], order };
  writeGroup(writing, root, values);
  return applied(writing).join("\n") + "\n";
}

/** @param {Writing} writing */
function applied({ lines, edits }) {
  const done = [...lines];
  const behindFirst = edits.map((edit, n) => ({ edit, n })).sort((a, b) => b.edit.from - a.edit.from || b.n - a.n);
  behindFirst.forEach(({ edit }) => done.splice(edit.from, edit.to - edit.from, ...edit.lines));
  return done;
}

/**
 * Whether a file and a form say the same.
 *
 * @param {Value | undefined} old
 * @param {Said | undefined} now
 * @returns {boolean}
 */
export function isSame(old, now) {
  if (isNothing(old) && isNothing(now)) return true;
  if (Array.isArray(old) && Array.isArray(now)) return old.length === now.length && old.every((item, n) => isSame(item, now[n]));
  if (isGroup(old) && isGroup(now)) return [...new Set([...Object.keys(old), ...Object.keys(now)])].every((key) => isSame(old[key], now[key]));
  if (typeof old !== "string" || now === null || typeof now === "object" || now === undefined) return false;
  return old.trim() === String(now).trim();
}

/**
 * @param {unknown} value
 * @returns {value is Fields & { [key: string]: Value }}
 */
export function isGroup(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
export function isNothing(value) {
  return value === undefined || value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);
}

/**
 * @param {Writing} writing
 * @param {Group} group
 * @param {Fields} values
 * @param {number} [dashed] the column of the dash before its first field
 */
function writeGroup(writing, group, values, dashed) {
  const first = group.fields.findIndex((field) => !isNothing(values[field.key]));
  group.fields.forEach((field, n) => {
    const { from, to, column, key, part } = field;
    const isDashed = dashed !== undefined && n === first;
    const head = isDashed ? dash(writing.lines[group.from], dashed) : " ".repeat(column);
    // Where the fields before it go, the first one that stays gets their dash.
    if (isDashed && n) writing.lines[from] = head + writing.lines[from].slice(column);
    if (isSame(valueOf(part), values[key])) return;
    if (isNothing(values[key])) writing.edits.push({ from, to, lines: kept(writing, from, to, column) });
    else writePart(writing, field, part, values[key], `${head}${keyOf(key)}:`);
  });
  addFields(writing, group, values, dashed === undefined ? -1 : first);
}

/**
 * @param {Writing} writing
 * @param {Group} group
 * @param {Fields} values
 * @param {number} least the field that a new one stands behind at the least
 */
function addFields(writing, group, values, least) {
  const column = " ".repeat(group.fields[0].column);
  const known = group.fields.map((field) => field.key);
  const added = ordered(values, writing.order).filter((key) => !known.includes(key) && !isNothing(values[key]));
  added.forEach((key) => {
    const before = writing.order.slice(0, writing.order.indexOf(key));
    const places = group.fields.map((field, n) => (before.includes(field.key) ? n : -1));
    const after = writing.order.includes(key) ? Math.max(least, ...places) : known.length - 1;
    const at = after < 0 ? group.fields[0].from : group.fields[after].to;
    writing.edits.push({ from: at, to: at, lines: written(`${column}${keyOf(key)}:`, values[key]) });
  });
}

/**
 * What stands before the first field of an item.
 *
 * @param {string} line
 * @param {number} column
 */
function dash(line, column) {
  return line.slice(0, column) + (/^(?:- *)+/.exec(line.slice(column)) || [""])[0];
}

/**
 * The comments of lines that go, each as a line of its own.
 *
 * @param {Writing} writing
 * @param {number} from
 * @param {number} to
 * @param {number} column
 */
function kept(writing, from, to, column) {
  return [...writing.notes].filter(([line]) => line >= from && line < to).map(([, note]) => " ".repeat(column) + note);
}

/**
 * @param {Writing} writing
 * @param {{ from: number, to: number }} whole
 * @param {Part} part
 * @param {Said} now
 * @param {string} head what stands before the value
 */
function writePart(writing, whole, part, now, head) {
  if (part.kind === "group" && isGroup(now) && !part.isFlow && part.fields.some((field) => !isNothing(now[field.key]))) {
    writeGroup(writing, part, now, part.from === whole.from ? indentOf(head) : undefined);
    return;
  }
  if (part.kind === "list" && Array.isArray(now) && !part.isFlow && part.from > whole.from) {
    writeList(writing, part, now);
    return;
  }
  const isShort = part.kind !== "text" && part.isFlow;
  const lines = written(head, now, isShort);
  const isOneLine = lines.length === 1 && whole.to === whole.from + 1;
  const note = writing.notes.get(whole.from);
  if (isOneLine && note) writing.edits.push({ from: whole.from, to: whole.to, lines: [`${lines[0]} ${note}`] });
  else writing.edits.push({ from: whole.from, to: whole.to, lines: [...kept(writing, whole.from, whole.to, indentOf(head)), ...lines] });
}

/**
 * Items that are there keep their lines, wherever they go.
 *
 * @param {Writing} writing
 * @param {List} list
 * @param {Said[]} values
 */
function writeList(writing, list, values) {
  const old = list.items.map((item) => valueOf(item.part));
  const head = " ".repeat(list.items[0].column) + "-";
  const isInOrder = values.length >= old.length || values.every((value, n) => isSame(old[n], value));
  const pairs = inOrder(old, values);
  if (isInOrder && pairs.every(([a, b]) => a === b)) {
    list.items.forEach((item, n) => {
      if (n < values.length && !isSame(old[n], values[n])) writePart(writing, item, item.part, values[n], head);
    });
    const more = values.slice(old.length).flatMap((value) => written(head, value));
    const end = list.items[list.items.length - 1].to;
    if (more.length) writing.edits.push({ from: end, to: end, lines: more });
    list.items.slice(values.length).forEach((item) => writing.edits.push({ from: item.from, to: item.to, lines: [] }));
    return;
  }
  writing.edits.push({ from: list.from, to: list.to, lines: values.flatMap((value, n) => movedItem(writing, list, old, value, n, head)) });
}

/**
 * Which old items stand in which new places, where they say the same.
 *
 * @param {Value[]} old
 * @param {Said[]} values
 */
function inOrder(old, values) {
  return old.flatMap((item, n) => {
    if (isSame(item, values[n])) return [[n, n]];
    const at = values.findIndex((value) => isSame(item, value));
    return at < 0 ? [] : [[n, at]];
  });
}

/**
 * The lines of an item that has its place in a list anew, with the comments above it.
 *
 * @param {Writing} writing
 * @param {List} list
 * @param {Value[]} old
 * @param {Said} value
 * @param {number} n
 * @param {string} head
 */
function movedItem(writing, list, old, value, n, head) {
  const at = isSame(old[n], value) ? n : old.findIndex((item) => isSame(item, value));
  if (at < 0) return written(head, value);
  const from = at ? list.items[at - 1].to : list.from;
  return writing.lines.slice(from, list.items[at].to);
}

/**
 * A row of a table. What is empty in it has no sign that stands in brackets, so such a row has a line a cell.
 *
 * @param {string} head
 * @param {Said[]} cells
 */
function rowOf(head, cells) {
  if (!cells.includes(null)) return [`${head} [${cells.map((cell) => textOf(String(cell), true)).join(", ")}]`];
  const before = " ".repeat(head.length);
  return cells.map((cell, n) => `${n ? before : head} -${cell === null ? "" : ` ${textOf(String(cell), false)}`}`);
}

/**
 * The lines of a value behind its name or its dash.
 *
 * @param {string} head
 * @param {Said} value
 * @param {boolean} [isShort] a list stands in brackets, where there is room
 * @returns {string[]}
 */
function written(head, value, isShort = false) {
  const indent = " ".repeat((/^ *(?:- +)*/.exec(head) || [""])[0].length);
  if (Array.isArray(value)) {
    const inside = value.every((item) => typeof item === "string") ? `${head} [${value.map((item) => textOf(String(item), true)).join(", ")}]` : "";
    if (isShort && inside && inside.length <= WIDEST) return [inside];
    if (head.endsWith("-")) return rowOf(head, value);
    return [head, ...value.flatMap((item) => written(`${indent}  -`, /** @type {Said} */ (item)))];
  }
  if (isGroup(value)) {
    const lines = linesOf(value, indent + "  ", []);
    return head.endsWith("-") && lines.length ? [`${head} ${lines[0].trimStart()}`, ...lines.slice(1)] : [head, ...lines];
  }
  if (typeof value !== "string") return [`${head} ${value}`];
  const text = value.trim();
  if (!text.includes("\n") || /\t|\r/.test(text)) return [`${head} ${textOf(text)}`];
  return [`${head} |-`, ...text.split("\n").map((line) => (line.trim() ? `${indent}  ${line.trimEnd()}` : ""))];
}

/**
 * @param {Fields} values
 * @param {string} indent
 * @param {string[]} order
 * @returns {string[]}
 */
function linesOf(values, indent, order) {
  return ordered(values, order).filter((key) => !isNothing(values[key])).flatMap((key) => written(`${indent}${keyOf(key)}:`, values[key]));
}

/**
 * @param {Fields} values
 * @param {string[]} order
 */
function ordered(values, order) {
  const keys = Object.keys(values);
  return [...order.filter((key) => keys.includes(key)), ...keys.filter((key) => !order.includes(key))];
}

/** @param {string} key */
function keyOf(key) {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_ -]*$/u.test(key) ? key : JSON.stringify(key);
}

/**
 * A line of text as it is read back: bare where that is sure.
 *
 * @param {string} text
 * @param {boolean} [isInside] of brackets
 */
function textOf(text, isInside = false) {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const isBare = BARE.test(text) && !/: |:$| #/.test(text) && !(isInside && /[,[\]{}]/.test(text));
  if (isDay || (isBare && !NOT_TEXTS.test(text))) return text;
  if (!/["\\]/.test(text) || !/^[ -~\p{L}\p{N}\p{P}\p{S}]*$/u.test(text)) return JSON.stringify(text);
  return `'${text.replace(/'/g, "''")}'`;
}
