/* Where a link from a CRM arrives: it goes on to the page, with the record's deal open. */
import { deals } from "../deal/store.js";
import { waysTo } from "../deals/ways.js";
import { all, button, element, listener, one, showAddress } from "../page/parts.js";
import { askedFor, goingBy, isInQuery } from "./asked.js";
import { dealOf, openDealOf } from "./deal.js";

/** @import { Asked } from "./asked.js" */
/** @typedef {{ id: string, called: string[], name: string, told: string, href: string }} Place */

/**
 * The page has the sentences, since no other page says them.
 *
 * @param {HTMLElement} part
 * @param {"several" | "unknownStage" | "unknownLoss" | "inQuery" | "lost"} name
 * @param {string} [value]
 */
function say(part, name, value = "") {
  return (part.dataset[name] || "").replace("{value}", () => value);
}

/** @param {string} [text] */
function linesOf(text = "") {
  return text.split("\n").map((name) => name.trim()).filter(Boolean);
}

/**
 * The pages of a list, each with what links may call it.
 *
 * @param {HTMLElement} part
 * @param {string} list
 * @returns {Place[]}
 */
function placesIn(part, list) {
  /** @type {HTMLAnchorElement[]} */
  const links = all(part, `[data-places="${list}"] a[data-called]`);
  return links.map((link) => ({
    id: link.dataset.place || "",
    called: linesOf(link.dataset.called),
    name: (link.textContent || "").trim(),
    told: link.dataset.told || "",
    href: link.href,
  }));
}

/**
 * @param {HTMLElement} part
 * @param {(Node | string)[]} inside
 */
function tellAll(part, inside) {
  const said = one(part, "[data-said]");
  said.replaceChildren(...inside);
  said.hidden = !inside.length;
}

/**
 * Goes on, with the deal of the record open, and leaves nothing of the link behind in the browser's history.
 *
 * @param {HTMLElement} part
 * @param {Asked} asked
 * @param {{ href: string, stage: string }} target
 */
function goOn(part, asked, { href, stage }) {
  const id = asked.opp ? openDealOf(asked, stage) : "";
  const { call, sheet } = id && !href ? waysTo(part, id, deals.stage(id)) : { call: "", sheet: "" };
  location.replace(href || call || sheet || one(part, "[data-my-deals]").getAttribute("href") || "");
}

/**
 * One of several that go by the same value is chosen by hand.
 *
 * @param {HTMLElement} part
 * @param {string} value
 * @param {Place[]} found
 * @param {(place: Place) => void} choose
 */
function offer(part, value, found, choose) {
  const items = found.map((place) => {
    const told = place.told ? [element("p", "db-note", place.told)] : [];
    return element("li", "", button("db-button", place.name, () => choose(place)), ...told);
  });
  tellAll(part, [element("p", "", say(part, "several", value)), element("ul", "db-choices", ...items)]);
  one(part, "[data-said] button").focus();
}

/**
 * Where nothing goes by a value, its list is opened; of a stage in which deals are lost, the reasons.
 *
 * @param {HTMLElement} part
 * @param {"stage" | "loss"} list
 * @param {string} value
 */
function offerAll(part, list, value) {
  const isLost = list === "stage" && goingBy(value, [{ called: linesOf(part.dataset.endedLost) }]).length > 0;
  if (isLost && placesIn(part, "loss").length) {
    offerList(part, "loss", say(part, "lost"));
    return;
  }
  offerList(part, list, say(part, list === "loss" ? "unknownLoss" : "unknownStage", value));
}

/**
 * @param {HTMLElement} part
 * @param {"stage" | "loss"} list
 * @param {string} said
 */
function offerList(part, list, said) {
  tellAll(part, [element("p", "", said)]);
  const places = one(part, `[data-places="${list}"]`);
  const fold = places.closest("details");
  if (fold) fold.open = true;
  one(places, "a").focus();
}

/**
 * The stage that a link means. Of several the record's deal may know which: a customer in one of them is in no other.
 *
 * @param {HTMLElement} part
 * @param {Asked} asked
 */
function stagesOf(part, asked) {
  const found = goingBy(asked.stage, placesIn(part, "stage"));
  const deal = dealOf(asked.opp);
  const own = deal ? found.filter(({ id }) => id === deals.stage(deal)) : [];
  return own.length ? own : found;
}

/** @param {HTMLElement} part */
function follow(part) {
  const asked = askedFor(location.hash);
  const { loss, opp, stage } = asked;
  if (isInQuery(location.search)) {
    tellAll(part, [element("p", "", say(part, "inQuery"))]);
    showAddress(location.pathname + location.hash);
    return;
  }
  const stages = stagesOf(part, asked);
  const known = stages.length === 1 ? stages[0].id : "";
  const [list, value] = loss ? /** @type {const} */ (["loss", loss]) : /** @type {const} */ (["stage", stage]);
  const found = loss ? goingBy(loss, placesIn(part, "loss")) : stages;
  const choose = (/** @type {Place} */ place) => goOn(part, asked, { href: place.href, stage: loss ? known : place.id });
  if (!value && opp) goOn(part, asked, { href: "", stage: "" });
  else if (found.length === 1) choose(found[0]);
  else if (found.length) offer(part, value, found, choose);
  else if (value) offerAll(part, list, value);
  else tellAll(part, []);
}

/** @param {HTMLElement} part */
export function start(part) {
  const left = new AbortController();
  listener(left)(window, "hashchange", () => follow(part));
  follow(part);
  part.dataset.ready = "";
  return {
    end() {
      left.abort();
    },
  };
}
