/* On the home page: the deal of today, what is not known of it yet, and the ways into its next call. */
import { deals } from "../deal/store.js";
import { known } from "../deal/sheets.js";
import { followOtherTabs } from "../deals/elsewhere.js";
import { listed } from "../deals/listed.js";
import { waysTo } from "../deals/ways.js";
import { lightsIn, RULES } from "../done/sentence.js";
import { fillLights, glance } from "../done/show.js";
import { readable } from "../page/days.js";
import { element, listener, one } from "../page/parts.js";
import { wordsOf } from "../page/words.js";

/** @import { Facts } from "../deals/facts.js" */

const say = wordsOf("today");

/** The deal that was worked on today; else that which is due, or whose next step comes, first. */
function dealOfToday() {
  const open = listed().filter(({ facts, isAside }) => !isAside && !facts.ended);
  const current = deals.current();
  return open.find(({ facts, id }) => id === current && facts.idle === 0) || open[0];
}

/** @param {Facts} facts */
function nextOf({ late, next, nextDay }) {
  if (!next && !nextDay) return say("no-next");
  const day = nextDay ? readable(nextDay) : say("no-day");
  return say(late ? "late" : "next", { step: next || say("no-step"), day });
}

/**
 * @param {string} where
 * @param {string} words
 * @param {string} shape
 * @param {string} view of the call
 */
function leadsTo(where, words, shape, view = "") {
  const link = element("a", shape, words);
  const there = new URL(where);
  if (view) there.searchParams.set("view", view);
  link.href = there.href;
  return link;
}

/**
 * @param {HTMLElement} part
 * @param {string} id
 * @param {Facts} facts
 */
function cardOf(part, id, facts) {
  const { call, sheet } = waysTo(part, id, facts.stage);
  const fields = deals.fields(id);
  const lights = lightsIn(fields, RULES);
  const [sentence, ofLights] = glance(fields, lights);
  const ofAsks = element("ul", "db-done__asks");
  fillLights(part, lights, [ofLights, ofAsks]);
  const title = call || sheet ? leadsTo(sheet || call, facts.title, "") : facts.title;
  return [
    element("p", "db-eyebrow", [say("title"), known.stages[facts.stage]].filter(Boolean).join(" · ")),
    element("h2", "db-today__name", title),
    sentence,
    ofLights,
    ofAsks,
    element("p", facts.late ? "db-today__next db-today__late" : "db-today__next", nextOf(facts)),
    element("p", "db-today__acts", ...(call ? [
      leadsTo(call, say("prep"), "db-button db-button--main", "list"), " ",
      leadsTo(call, say("debrief"), "db-button", "summary"),
    ] : [])),
  ];
}

/** @param {HTMLElement} part */
function showToday(part) {
  const found = dealOfToday();
  part.hidden = !found;
  if (found) one(part, "[data-card]").replaceChildren(...cardOf(part, found.id, found.facts));
}

/** @param {HTMLElement} part */
export function start(part) {
  const left = new AbortController();
  const on = listener(left);
  followOtherTabs(on, () => showToday(part));
  showToday(part);
  part.dataset.ready = "";
  return {
    end() {
      left.abort();
    },
  };
}
