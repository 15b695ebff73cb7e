/* A deal leaves the browser only by its owner's hand: as a file, a document, a note, a recap. */
import { readable, today } from "../page/days.js";
import { known } from "./sheets.js";

/** @import { Values } from "./gather.js" */
/** @import { Part, Sheet } from "./sheets.js" */
/** @import { Snapshot } from "./store.js" */
/** @typedef {{ title: string, facts: [label: string, value: string][], columns: string[], rows: string[][] }} ToldPart */
/** @typedef {{ title: string, parts: ToldPart[] }} Told the filled parts of a sheet */

/**
 * A value as people read it.
 *
 * @param {string} text
 */
export function shown(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? readable(text) : text;
}

/**
 * @param {Part} part
 * @param {Values} values
 * @param {(key: string) => string} take
 * @returns {ToldPart}
 */
function toldTable({ title, table, columns = {} }, values, take) {
  const start = table + ".";
  const numbers = Array.from(values.keys()).filter((key) => key.startsWith(start)).map((key) => Number(key.split(".")[1]));
  const rows = Array.from(new Set(numbers)).sort((a, b) => a - b).map((n) => Object.keys(columns).map((name) => take(`${start}${n}.${name}`)));
  return { title, facts: [], columns: Object.values(columns), rows: rows.filter((row) => row.some(Boolean)) };
}

/**
 * @param {Part} part
 * @param {(key: string) => string} take
 * @returns {ToldPart}
 */
function toldFields({ title, fields = {} }, take) {
  /** @type {[string, string][]} */
  const facts = Object.keys(fields).map((key) => [fields[key], take(key)]);
  return { title, facts: facts.filter(([, value]) => value), columns: [], rows: [] };
}

/**
 * The filled parts of the sheets. A fact stands on the first sheet that has it.
 *
 * @param {Values} values
 * @param {Sheet[]} sheets
 * @returns {Told[]}
 */
export function outline(values, sheets) {
  /** @type {Set<string>} */
  const told = new Set();
  const take = (/** @type {string} */ key) => {
    if (told.has(key)) return "";
    told.add(key);
    return shown(values.get(key) || "");
  };
  return sheets.map(({ title, parts }) => {
    const all = parts.map((part) => (part.table ? toldTable(part, values, take) : toldFields(part, take)));
    return { title, parts: all.filter((part) => part.facts.length || part.rows.length) };
  }).filter((sheet) => sheet.parts.length);
}

/** @param {string} key */
function rowOf(key) {
  return key.split(".").slice(0, 2).join(".");
}

/**
 * What stands in a deal, and what a sheet prints in a row unless the rep wrote over it, such as a
 * plan's milestone. A row that nobody touched says nothing of this deal, so it stays behind.
 *
 * @param {Values} values
 * @param {Sheet[]} sheets
 */
export function withGiven(values, sheets) {
  const all = new Map(values);
  const touched = new Set(Array.from(values).filter(([, value]) => value).map(([key]) => rowOf(key)));
  sheets.flatMap((sheet) => sheet.parts).forEach(({ given = {} }) => {
    Object.entries(given).forEach(([key, value]) => { if (!all.has(key) && touched.has(rowOf(key))) all.set(key, value); });
  });
  return all;
}

/** @param {Values} values */
export function whole(values) {
  return outline(withGiven(values, known.sheets), known.sheets);
}

/**
 * @param {ToldPart} part
 * @returns {ToldPart}
 */
function untitled(part) {
  return part.rows.length ? part : { ...part, title: "" };
}

/**
 * For the buyer it is one list: which of our sheets a fact stands on says nothing to them.
 *
 * @param {Values} values
 * @returns {Told[]}
 */
export function recap(values) {
  const sheets = known.sheets.filter((sheet) => sheet.buyer);
  return outline(withGiven(values, sheets), sheets).map(({ parts }) => ({ title: "", parts: parts.map(untitled) }));
}

/**
 * What the CRM note has of a deal: what each field is called there, what it holds, and how many characters it takes.
 *
 * @param {Values} values
 */
export function noteLines(values) {
  const lines = known.note.map(([label, key, length]) => ({ label, length, value: (values.get(key) || "").replace(/\s*\n\s*/g, " ") }));
  return lines.filter(({ value }) => value);
}

/**
 * A text within a number of characters: cut behind a word, with "…" as the last one.
 *
 * @param {string} text
 * @param {number | null} most
 */
export function within(text, most) {
  if (!most || text.length <= most) return text;
  const begun = text.slice(0, most);
  const words = begun.replace(/\s+\S*$/, "");
  return (words === begun ? begun.slice(0, -1).replace(/[\uD800-\uDBFF]$/, "") : words) + "…";
}

/**
 * The lines of the CRM note.
 *
 * @param {Values} values
 */
export function note(values) {
  return noteLines(values).map(({ label, value }) => `${label}: ${value}`).join("\n");
}

/**
 * A deal file's text.
 *
 * @param {Snapshot} deal
 * @param {string} title
 */
export function dealFile({ changed, fields, review, stage }, title) {
  const told = { donebook: 1, playbook: known.playbook, name: title, saved: today(), fields: Object.fromEntries(fields) };
  return JSON.stringify({ ...told, ...(stage && { stage }), ...(changed && { changed }), ...(review && { review }) }, null, 1) + "\n";
}

/** @param {string} text */
function safe(text) {
  return text.replace(/([\\\x60*_{}[\]<>#|~])/g, "\\$1");
}

/** @param {string} text */
function cell(text) {
  return safe(text).replace(/\s*\n\s*/g, "<br>");
}

/** @param {string[]} cells */
function line(cells) {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** @param {ToldPart} part */
function partAsMarkdown({ title, facts, columns, rows }) {
  const heading = title ? ["", "### " + safe(title)] : [];
  const list = facts.map(([label, value]) => `- **${safe(label)}:** ${safe(value).replace(/\n/g, "\n  ")}`);
  const table = rows.length ? [line(columns), `|${columns.map(() => " --- |").join("")}`, ...rows.map(line)] : [];
  return [...heading, "", ...list, ...table];
}

/**
 * @param {string} title
 * @param {Told[]} told
 */
export function asMarkdown(title, told) {
  const sheets = told.flatMap((sheet) => ["", "## " + safe(sheet.title), ...sheet.parts.flatMap(partAsMarkdown)]);
  return ["# " + safe(title), ...sheets].join("\n") + "\n";
}

/** @param {ToldPart} part */
function partAsText({ title, facts, rows }) {
  const lines = [...facts.map((fact) => fact.join(": ")), ...rows.map((row) => "- " + row.filter(Boolean).join(" · "))];
  return [...(rows.length ? [title + ":"] : []), ...lines].join("\n");
}

/** @param {Told[]} told */
export function asText(told) {
  return told.map((sheet) => sheet.parts.map(partAsText).join("\n\n")).join("\n\n");
}
