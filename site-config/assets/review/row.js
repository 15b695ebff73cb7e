/* One deal of a manager's list. */
import { known } from "../deal/sheets.js";
import { badgesOf, callTold, nextTold, pairsOf, weakestPair } from "../deals/told.js";
import { say } from "../deals/word.js";
import { glance } from "../done/show.js";
import { here } from "../page/load.js";
import { element } from "../page/parts.js";

/** @import { Asked, Reviewed } from "./order.js" */

/** @param {Asked} ask */
function askPart({ check, path, words }) {
  const ending = location.pathname.endsWith(".html") ? ".html" : "/";
  const link = element("a", "", `“${words}”`);
  link.href = new URL(`../../${path}${ending}`, here).href;
  return element("p", "db-dealrow__ask", element("b", "", `${say("ask")} `), link, " ", element("small", "", check));
}

/** @param {Reviewed} deal */
function needsOf({ facts: { late }, unconfirmed }) {
  const never = unconfirmed === Infinity ? say("never-confirmed") : "";
  const since = unconfirmed !== null && unconfirmed !== Infinity ? say("unconfirmed", { n: unconfirmed }) : "";
  return [never || since, late ? say("late", { n: late }) : ""].filter(Boolean);
}

/** @param {Reviewed} deal */
export function reviewRow(deal) {
  const { ask, facts, found } = deal;
  const { account, ended, stage, title } = facts;
  const head = element("p", "db-dealrow__name", element("b", "", title));
  if (account && account !== title) head.append(" ", element("small", "", account));
  const row = element("li", "db-dealrow", head, ...glance(found.values), ...badgesOf(needsOf(deal)));
  row.append(pairsOf([
    [say("stage"), `${known.stages[stage] || say("no-stage")}${ended ? ` · ${say("ended")}` : ""}`],
    [say("next-step"), nextTold(facts)],
    ...weakestPair(facts.score),
    [say("last-call"), callTold(facts)],
  ]));
  if (ask) row.append(askPart(ask));
  return row;
}
