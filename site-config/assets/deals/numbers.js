/* What this browser has counted for the rep: shown here, and handed over by nobody else. */
import { download } from "../deal/acts.js";
import { ask } from "../deal/dialog.js";
import { known } from "../deal/sheets.js";
import { readable, today } from "../page/days.js";
import { element, one } from "../page/parts.js";
import { askedMost, callsIn, isEmpty, usageFile, weekOf } from "../usage/counts.js";
import { eraseUsage, usageKept } from "../usage/main.js";
import { LONGEST_NAME } from "./dialogs.js";
import { say } from "./word.js";

/** @import { Usage } from "../usage/counts.js" */

const MOST_ASKED = 10;
// More searches than that are folded.
const AT_FIRST = 10;

/**
 * @param {string} label
 * @param {string} value
 */
function fact(label, value) {
  return element("div", "", element("dt", "", label), element("dd", "", value));
}

/**
 * A line of a list, with how often.
 *
 * @param {Node | string} what
 * @param {number} times
 */
function line(what, times) {
  return element("li", "", what, " ", element("small", "", say("times", { n: times })));
}

/**
 * A question that was asked, with the way to its page; one that has gone goes by its id.
 *
 * @param {HTMLElement} part
 * @param {string} id
 */
function questionOf(part, id) {
  const link = part.querySelector(`[data-question="${CSS.escape(id)}"]`);
  return link ? link.cloneNode(true) : id;
}

/** @param {HTMLElement[]} lines */
function listOf(lines) {
  return element("ul", "db-numbers__vain", ...lines);
}

/** @param {HTMLElement[]} lines */
function searchesOf(lines) {
  const rest = lines.slice(AT_FIRST);
  const folded = element("details", "db-hidden", element("summary", "", say("more-vain", { n: rest.length })), listOf(rest));
  return [element("h3", "", say("vain")), listOf(lines.slice(0, AT_FIRST)), ...(rest.length ? [folded] : [])];
}

/**
 * @param {HTMLElement} part
 * @param {Usage} usage
 */
function partsOf(part, usage) {
  const { since, vain, weeks } = usage;
  const asked = askedMost(usage, MOST_ASKED).map(([id, times]) => line(questionOf(part, id), times));
  const sought = vain.map(({ words, times }) => line(`“${words}”`, times));
  const facts = [
    fact(say("calls-week"), String(weeks.get(weekOf(today())) || 0)),
    fact(say("calls-since", { day: readable(since) }), String(callsIn(usage))),
  ];
  return [
    element("dl", "db-numbers__calls", ...facts),
    ...(asked.length ? [element("h3", "", say("asked-most")), element("ol", "", ...asked)] : []),
    ...(sought.length ? searchesOf(sought) : []),
  ];
}

/**
 * Shows what is counted, where the settings let it be counted.
 *
 * @param {HTMLElement} part
 */
export function showNumbers(part) {
  const place = /** @type {HTMLElement | null} */ (part.querySelector("[data-numbers]"));
  if (!place) return;
  const usage = usageKept();
  const isShown = usage !== null && !isEmpty(usage);
  one(place, "[data-counts]").replaceChildren(...(isShown ? partsOf(part, usage) : [element("p", "", say("nothing-counted"))]));
  one(place, "[data-hand-over]").hidden = !isShown;
}

/** Asks for a name, which may be left out, and saves the file. */
export function saveNumbers() {
  const field = element("input", "");
  field.maxLength = LONGEST_NAME;
  const label = element("label", "", `${say("your-name")} `, field);
  ask(say("save-title"), [element("p", "", say("save-note")), element("p", "", label)], [[say("save"), () => {
    const usage = usageKept();
    if (usage) download(say("numbers-of", { playbook: known.playbook }), "json", "application/json", usageFile(usage, known.playbook, today(), field.value.trim()));
  }]]);
}

/** @param {() => void} done */
export function askToEraseNumbers(done) {
  ask(say("erase-numbers-title"), [element("p", "", say("erase-numbers-goes"))], [[say("erase-numbers"), () => {
    eraseUsage();
    done();
  }]]);
}
