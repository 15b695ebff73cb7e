/* Deal files: one deal each as the sheets write them, or all of a browser's in one. */
import { readDeal } from "../deal/in.js";
import { dealFile } from "../deal/out.js";
import { known } from "../deal/sheets.js";
import { isDay, today } from "../page/days.js";
import { say } from "./word.js";

/** @import { Brought } from "../deal/in.js" */
/** @import { Snapshot } from "../deal/store.js" */

/**
 * A deal of a file, and what only lists want of it.
 *
 * @typedef {Brought & { changed: string, archived: string }} Listed
 */

/** @typedef {{ deals: Listed[], problems: string[] }} Read */

// More than anybody has, and little enough not to stop the page.
const MOST = { bytes: 50000000, deals: 2000 };

/** @param {Snapshot} deal */
function entryOf(deal) {
  const title = deal.name || new Map(deal.fields).get("account") || "";
  return { ...JSON.parse(dealFile(deal, title)), ...(deal.archived && { archived: deal.archived }) };
}

/**
 * @param {Snapshot[]} all
 * @returns {string} the text of one file
 */
export function allFile(all) {
  const told = { donebook: 1, playbook: known.playbook, saved: today(), deals: all.map(entryOf) };
  return JSON.stringify(told, null, 1) + "\n";
}

/**
 * @param {string} text
 * @returns {Listed | { problem: string }}
 */
function readOne(text) {
  const found = readDeal(text);
  if ("problem" in found) return found;
  const { archived, changed } = JSON.parse(text);
  return { ...found, changed: isDay(changed) ? changed : found.saved, archived: isDay(archived) ? archived : "" };
}

/**
 * The deals of a file that holds several, each as the text of a file of its own; nothing of any other file.
 *
 * @param {string} text
 */
function textsIn(text) {
  try {
    const { deals } = JSON.parse(text);
    return Array.isArray(deals) ? deals.slice(0, MOST.deals).map((deal) => JSON.stringify(deal)) : [];
  } catch {
    return [];
  }
}

/**
 * The deals in a file's text. What can't be read of it is named, and stops nothing else.
 *
 * @param {string} name the file's
 * @param {string} text
 * @returns {Read}
 */
export function readFile(name, text) {
  if (text.length > MOST.bytes) return { deals: [], problems: [say("bad-file", { name, why: say("too-large") })] };
  const several = textsIn(text);
  const found = (several.length ? several : [text]).map(readOne);
  return {
    deals: found.flatMap((one) => ("problem" in one ? [] : [one])),
    problems: found.flatMap((one) => ("problem" in one ? [say("bad-file", { name, why: one.problem })] : [])),
  };
}

/**
 * @param {Iterable<File>} files
 * @returns {Promise<Read>}
 */
export async function readFiles(files) {
  /** @type {Read} */
  const all = { deals: [], problems: [] };
  for (const file of files) {
    let found;
    try {
      found = readFile(file.name, await file.text());
    } catch {
      found = { deals: [], problems: [say("bad-file", { name: file.name, why: say("unreadable") })] };
    }
    all.deals.push(...found.deals);
    all.problems.push(...found.problems);
  }
  return all;
}
