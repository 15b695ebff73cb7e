/* What the parts of the reader share. */

/** @typedef {string | null | Value[] | { [key: string]: Value }} Value */

/**
 * Lines are counted from 0. `from` is where something begins, and `to` the first line behind it.
 *
 * @typedef {{ kind: "text", value: string | null, from: number, to: number, isBlock: boolean }} Text
 * @typedef {{ kind: "list", items: Item[], isFlow: boolean, from: number, to: number }} List
 * @typedef {{ kind: "group", fields: Field[], isFlow: boolean, from: number, to: number }} Group
 * @typedef {Text | List | Group} Part
 * @typedef {{ part: Part, from: number, to: number, column: number }} Item
 * @typedef {{ key: string, part: Part, from: number, to: number, column: number }} Field
 */

/** @typedef {{ lines: string[], at: number, notes: Map<number, string> }} Reading `notes` are comments by their lines */

/**
 * @param {number} line
 * @param {string} said
 */
export function refusal(line, said) {
  return new Error(`Line ${line + 1}: ${said}`);
}

/** @param {string} line */
export function indentOf(line) {
  return line.length - line.trimStart().length;
}

/**
 * Notes a comment behind something; anything else there is refused.
 *
 * @param {Reading} reading
 * @param {number} line
 * @param {string} rest
 */
export function noteBehind(reading, line, rest) {
  const behind = rest.trim();
  if (behind && !/^\s+#/.test(rest)) throw refusal(line, "something stands behind the end of a text");
  if (behind) reading.notes.set(line, behind);
}

/**
 * Lines of one text as it is read: a line break is a space, and an empty line a line break.
 *
 * @param {string[]} lines without the spaces around them
 */
export function folded(lines) {
  let text = "";
  let empty = 0;
  lines.forEach((line, n) => {
    if (!line && n && n < lines.length - 1) {
      empty += 1;
      return;
    }
    if (n) text += empty ? "\n".repeat(empty) : " ";
    text += line;
    empty = 0;
  });
  return text;
}
