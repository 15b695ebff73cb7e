/* One deal of the list, with what can be done with it. */
import { known } from "../deal/sheets.js";
import { deals } from "../deal/store.js";
import { glance } from "../done/show.js";
import { button, element } from "../page/parts.js";
import { badgesOf, callTold, dueTold, nextTold, pairsOf, weakestPair } from "./told.js";
import { say } from "./word.js";

/** @import { Facts } from "./facts.js" */
/** @import { Ways } from "./ways.js" */

/**
 * @param {string} act
 * @param {string} [shape]
 */
function does(act, shape = "") {
  const made = button(shape, say(act), () => {});
  made.dataset.do = act;
  return made;
}

/**
 * @param {string} where
 * @param {string} words
 * @param {string} title of the deal
 */
function leads(where, words, title) {
  const link = element("a", "db-button", words, element("span", "db-unseen", `: ${title}`));
  link.href = where;
  return link;
}

/** @param {Facts} facts */
function stagePick({ stage, title }) {
  const pick = element("select", "");
  pick.setAttribute("aria-label", say("stage-of", { title }));
  pick.dataset.pickStage = "";
  const names = Object.entries(known.stages);
  pick.append(...[["", say("no-stage")], ...names].map(([id, name]) => new Option(name, id, false, id === stage)));
  return pick;
}

/**
 * @param {Facts} facts
 * @param {boolean} isAside
 */
function menuOf({ nextDay, title }, isAside) {
  const acts = ["rename", "duplicate", ...(nextDay ? ["calendar"] : []), "file", isAside ? "unarchive" : "archive", "delete"];
  const summary = element("summary", "db-button", say("more"), element("span", "db-unseen", `: ${title}`));
  return element("details", "db-menu", summary, element("div", "", ...acts.map((act) => does(act))));
}

/**
 * @param {string} id
 * @param {Facts} facts
 * @param {Ways} ways
 * @param {boolean} isAside
 */
export function rowOf(id, facts, ways, isAside) {
  const { account, isOver, title } = facts;
  const where = ways.call || ways.sheet;
  const name = element(where ? "a" : "b", "", title);
  if (where) /** @type {HTMLAnchorElement} */ (name).href = where;
  const head = element("p", "db-dealrow__name", name, ...(account && account !== title ? [" ", element("small", "", account)] : []));
  const row = element("li", "db-dealrow", head, ...glance(deals.fields(id)), ...badgesOf(dueTold(facts)));
  row.append(pairsOf([
    [say("stage"), stagePick(facts)],
    [say("next-step"), nextTold(facts)],
    ...weakestPair(facts.score),
    [say("last-call"), callTold(facts)],
  ]));
  const acts = element("p", "db-dealrow__acts db-noprint");
  if (ways.call) acts.append(leads(ways.call, say("call"), title), " ");
  if (ways.sheet) acts.append(leads(ways.sheet, say("sheet"), title), " ");
  if (isOver) acts.append(does("delete", "db-button"), " ");
  const all = element("div", "db-dealrow__end db-noprint", acts, menuOf(facts, isAside));
  row.append(all);
  row.dataset.id = id;
  return row;
}
