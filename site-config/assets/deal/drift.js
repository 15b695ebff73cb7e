/* How what a buyer says drifts: each dated version next to the one before it. */
import { readable } from "../page/days.js";
import { all, element, one } from "../page/parts.js";
import { difference } from "./difference.js";
import { word } from "./word.js";

/** @import { Piece } from "./difference.js" */
/** @import { Values } from "./gather.js" */

/** @param {Piece} piece */
function pieceParts({ sign, words }) {
  if (!sign) return [words + " "];
  const isNew = sign === "+";
  const unseen = element("span", "db-unseen", word(isNew ? "added-words" : "removed-words") + " ");
  return [element(isNew ? "ins" : "del", "", unseen, words), " "];
}

/**
 * @param {{ said: string, on: string }} before
 * @param {{ said: string }} version
 */
function noteSince(before, version) {
  const pieces = difference(before.said, version.said);
  const isSame = pieces.every(({ sign }) => !sign);
  const since = word("since", { day: before.on ? readable(before.on) : word("version-before") }) + " ";
  return element("p", "db-drift", since, ...(isSame ? [word("same")] : pieces.flatMap(pieceParts)));
}

/**
 * @param {HTMLElement} rows
 * @param {Values} values
 */
export function showDrift(rows, values) {
  all(rows, ".db-drift").forEach((note) => note.remove());
  Array.from(rows.children, (row, n) => {
    const start = `drift-log.${n + 1}.`;
    return { row, said: values.get(start + "said") || "", on: values.get(start + "date") || "" };
  })
    .filter(({ said }) => said)
    .sort((a, b) => Number(a.on > b.on) - Number(a.on < b.on))
    .forEach((version, n, versions) => {
      const cell = one(version.row, "[name$='.said']").closest("td");
      if (n && cell) cell.append(noteSince(versions[n - 1], version));
    });
}
