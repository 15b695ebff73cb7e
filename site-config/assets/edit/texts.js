/* Texts: behind | and >, in quotes, and bare, as YAML reads them. */
import { folded, indentOf, noteBehind, refusal } from "./reading.js";

/** @import { Reading, Text } from "./reading.js" */

const HEAD = /^[|>](?:([+-])?([1-9])?|([1-9])([+-]))( *| +#.*)$/;
/** @type {Record<string, string>} */
const ESCAPED = { 0: "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029" };
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;

/**
 * A text behind | or >, indented further than `outer`.
 *
 * @param {Reading} reading
 * @param {number} column
 * @param {number} outer
 * @returns {Text}
 */
export function blockText(reading, column, outer) {
  const from = reading.at;
  const sign = reading.lines[from].slice(column);
  const head = HEAD.exec(sign);
  if (!head) throw refusal(from, `nothing stands behind ${sign[0]} on its line`);
  if (head[5].trim()) reading.notes.set(from, head[5].trim());
  const given = Number(head[2] || head[3] || 0);
  let to = from + 1;
  let indent = given ? Math.max(outer, 0) + given : 0;
  for (; to < reading.lines.length; to += 1) {
    const line = reading.lines[to];
    if (!line.trim()) continue;
    if (!indent) indent = Math.max(indentOf(line), outer + 1);
    if (indentOf(line) < indent) break;
  }
  const lines = reading.lines.slice(from + 1, to).map((line) => line.slice(indent));
  while (lines.length && !lines[lines.length - 1]) lines.pop();
  const end = from + 1 + lines.length;
  reading.at = end;
  const text = sign[0] === "|" ? lines.join("\n") : foldedBlock(lines);
  const isChomped = (head[1] || head[4]) === "-" || !lines.length;
  return { kind: "text", value: isChomped ? text : text + "\n", from, to: end, isBlock: true };
}

/**
 * Lines that are indented further keep their breaks, and so do those next to them.
 *
 * @param {string[]} lines
 */
function foldedBlock(lines) {
  let text = "";
  let breaks = 0;
  let wasIndented = false;
  lines.forEach((line, n) => {
    if (!line) {
      breaks += 1;
      return;
    }
    const isIndented = line[0] === " ";
    if (n === breaks) text += "\n".repeat(breaks);
    else if (isIndented || wasIndented) text += "\n".repeat(breaks + 1);
    else text += breaks ? "\n".repeat(breaks) : " ";
    text += line;
    breaks = 0;
    wasIndented = isIndented;
  });
  return text;
}

/**
 * A text in quotes: what it says, and where it ends. `line` and `column` are of the first quote.
 *
 * @param {Reading} reading
 * @param {number} line
 * @param {number} column
 */
export function quoted(reading, line, column) {
  const quote = reading.lines[line][column];
  const end = quote === '"' ? /^((?:[^"\\]|\\.|\\$)*)(")?/ : /^((?:[^']|'')*)(')?/;
  /** @type {string[]} */
  const lines = [];
  for (let at = line; at < reading.lines.length; at += 1) {
    const rest = reading.lines[at].slice(at === line ? column + 1 : 0);
    const found = end.exec(rest);
    if (!found) break;
    lines.push(found[1]);
    if (found[2]) return { text: unquoted(lines, quote), line: at, column: reading.lines[at].length - rest.length + found[0].length };
  }
  throw refusal(line, "the quote that begins here has no end");
}

/**
 * @param {string[]} lines
 * @param {string} quote
 */
function unquoted(lines, quote) {
  const last = lines.length - 1;
  const inside = lines.map((line, n) => {
    const begun = n ? line.trimStart() : line;
    return n === last || begun.endsWith("\\") ? begun : begun.trimEnd();
  });
  if (quote === "'") return folded(inside).replace(/''/g, "'");
  const whole = folded(inside).replace(/(?<!\\)((?:\\\\)*)\\ /g, "$1"); // a break that is escaped is none
  return whole.replace(ESCAPE, (_, two, four, eight, one) => {
    if (two || four || eight) return String.fromCodePoint(parseInt(two || four || eight, 16));
    if (!(one in ESCAPED)) throw new Error(`\\${one} means nothing`);
    return ESCAPED[one];
  });
}

/**
 * A bare text, which goes on in the lines below that are indented further than `outer`.
 *
 * @param {Reading} reading
 * @param {number} column
 * @param {number} outer
 * @returns {Text}
 */
export function bareText(reading, column, outer) {
  const from = reading.at;
  const lines = [];
  let end = from;
  for (let at = from; at < reading.lines.length; at += 1) {
    const line = reading.lines[at];
    const isFirst = at === from;
    if (!line.trim()) continue;
    if (!isFirst && (indentOf(line) <= outer || line.trim()[0] === "#")) break;
    while (lines.length < at - from) lines.push("");
    const rest = isFirst ? line.slice(column) : line.trimStart();
    const text = rest.replace(/\s#.*$/, "").trimEnd();
    if (/:(?: |$)/.test(text)) throw refusal(at, "a text with a colon in it needs quotes");
    lines.push(text);
    end = at;
    if (text.length < rest.trimEnd().length) {
      noteBehind(reading, at, rest.slice(text.length));
      break;
    }
  }
  reading.at = end + 1;
  return { kind: "text", value: folded(lines), from, to: end + 1, isBlock: false };
}
