/* In the finder: the rep's own deals and what can be done with them, and the deal at hand, for which others rank first. */
import { known } from "../deal/sheets.js";
import { roleMet } from "../deal/role.js";
import { pageOf } from "../deal/show.js";
import { segmentsOf } from "../deal/segments.js";
import { deals } from "../deal/store.js";
import { followOtherTabs } from "../deals/elsewhere.js";
import { idAtHand } from "../deals/hand.js";
import { waysTo } from "../deals/ways.js";
import { plainWords } from "../find/words.js";
import { today } from "../page/days.js";
import { button, element, listener, one } from "../page/parts.js";
import { wordsOf } from "../page/words.js";
import { valuesFor } from "../send/values.js";
import { wantedBy } from "./asked.js";

/** @import { Own, Wanted } from "./asked.js" */
/** @typedef {ReturnType<typeof boxOn>} Box */

const say = wordsOf("box");

/** Where each is done: a view of the call, or a page of deals. What it goes by stands among the words. */
const ACTS = { call: "one", prep: "list", debrief: "summary", recap: "summary", note: "summary", message: "summary", new: "" };
/** Texts that are offered to be copied there. */
const COPIED = ["recap", "note", "message"];
/** For as long as the tab is open. */
const WIDE = "donebook.wide";
/** How many letters of a deal’s name are shown where its stage and more stand behind it. */
const MOST_OF_A_NAME = 18;

/** @param {HTMLElement} root */
function boxOn(root) {
  const left = new AbortController();
  return {
    root,
    left,
    on: listener(left),
    input: /** @type {HTMLInputElement} */ (one(root, "[name=said]")),
    own: one(root, "[data-own]"),
    atHand: one(root, "[data-at-hand]"),
    given: givenNow(),
  };
}

/**
 * A name that leaves room for more in one line of a phone.
 *
 * @param {string} name
 */
function short(name) {
  return name.length > MOST_OF_A_NAME ? name.slice(0, MOST_OF_A_NAME - 1).trimEnd() + "…" : name;
}

/**
 * @param {string} id
 * @returns {Own}
 */
function ownOf(id) {
  const title = deals.title(id);
  return { id, title, name: `${title} ${deals.get(id, "account") || ""}` };
}

function dealAtHand() {
  const id = idAtHand();
  return id ? ownOf(id) : null;
}

function isWide() {
  try {
    return sessionStorage.getItem(WIDE) !== null;
  } catch {
    return false;
  }
}

/** @param {boolean} isOn */
function setWide(isOn) {
  try {
    if (isOn) sessionStorage.setItem(WIDE, "yes");
    else sessionStorage.removeItem(WIDE);
  } catch {
    // Then it is forgotten with the page.
  }
}

/**
 * Where something is done; "" where no page can.
 *
 * @param {HTMLElement} root
 * @param {Wanted} wanted
 */
function addressOf(root, { act, deal, sheet }) {
  if (!deal) return `${/** @type {HTMLAnchorElement} */ (one(root, "[data-my-deals]")).href}?do=new`;
  const { call, sheet: form } = waysTo(root, deal.id, deals.stage(deal.id));
  const there = sheet ? pageOf(`worksheets/${sheet.id}`) : act === "open" ? form || call : call;
  if (!there) return "";
  const address = new URL(there);
  address.searchParams.set("deal", deal.id);
  const view = /** @type {Record<string, string>} */ (ACTS)[act];
  if (view) address.searchParams.set("view", view);
  if (act === "print") address.searchParams.set("do", act);
  if (COPIED.includes(act)) address.searchParams.set("copy", act);
  return address.href;
}

/** @param {Wanted} wanted */
function nameOf({ act, deal, sheet }) {
  if (sheet && deal) return say("for", { what: act === "print" ? say("print", { what: sheet.title }) : sheet.title, deal: deal.title });
  if (!deal) return say(`do-${act}`);
  return act === "open" ? deal.title : say("for", { what: say(`do-${act}`), deal: deal.title });
}

/** @param {Wanted} wanted */
function kindOf({ act, deal }) {
  if (act !== "open" || !deal) return "";
  const stage = known.stages[deals.stage(deal.id)];
  return stage ? `${say("deal")} · ${stage}` : say("deal");
}

/** What can be asked for now: each key looks at it, and it changes with the deals alone. */
function givenNow() {
  return {
    deals: deals.list().filter(({ id }) => !deals.isArchived(id)).map(({ id }) => ownOf(id)),
    acts: Object.keys(ACTS).map((act) => ({ act, words: say(`words-${act}`) })),
    sheets: known.sheets,
    ways: { open: say("words-open"), print: say("words-print") },
    atHand: dealAtHand(),
    common: new Set(plainWords(known.common)),
  };
}

/** @param {Box} box */
function showOwn({ given, input, own, root }) {
  const found = wantedBy(input.value, given);
  const links = found.flatMap((wanted) => {
    const where = addressOf(root, wanted);
    if (!where) return [];
    const kind = kindOf(wanted);
    const link = element("a", "", ...(kind ? [element("small", "", kind), " "] : []), nameOf(wanted));
    link.href = where;
    return [element("li", "", link)];
  });
  own.hidden = !links.length;
  one(own, "ul").replaceChildren(...links);
}

/**
 * One of the finder's choices.
 *
 * @param {HTMLElement} root
 * @param {string} field a selector
 * @param {string} value
 * @returns {HTMLOptionElement | null}
 */
function choiceIn(root, field, value) {
  return root.querySelector(`${field} option[value="${CSS.escape(value)}"]`);
}

/**
 * The deal at hand, and one tap to look further than it; the finder reads what it is about from the page.
 *
 * @param {Box} box
 */
function showAtHand(box) {
  const { atHand, given, root } = box;
  const deal = given.atHand;
  const place = deal ? Object.keys(known.stages).indexOf(deals.stage(deal.id)) : -1;
  const isShown = deal !== null && place >= 0;
  atHand.hidden = !isShown;
  const isFirst = isShown && !isWide();
  root.dataset.atStage = isFirst ? String(place) : "";
  root.dataset.atSegments = isFirst && deal ? segmentsOf(deal.id).join(" ") : "";
  const met = deal ? roleMet(deal.id) : "";
  const role = met ? choiceIn(root, "[name=role]", met) : null;
  root.dataset.blanks = deal ? JSON.stringify(valuesFor(deals.fields(deal.id), today())) : "";
  root.dataset.atRole = isFirst && role ? String(role.index - 1) : ""; // the first stands for anybody
  if (!deal || !isShown) return;
  const segments = segmentsOf(deal.id).map((value) => choiceIn(root, "[data-segment]", value)?.text || value);
  const stage = [known.stages[deals.stage(deal.id)], ...segments, ...(role ? [role.text] : [])].join(", ");
  const words = isWide() ? say("everything") : say("at-hand", { deal: short(deal.title), stage });
  const turn = button("db-link", isWide() ? say("only-for", { deal: deal.title }) : say("widen"), () => {
    setWide(!isWide());
    showAtHand(box);
    one(atHand, "button").focus();
    one(root, "form").dispatchEvent(new Event("change"));
  });
  atHand.replaceChildren(words + " ", turn);
}

/** @param {Box} box */
function showBox(box) {
  showAtHand(box);
  showOwn(box);
}

/** @param {HTMLElement} root */
export function start(root) {
  const box = boxOn(root);
  const { input, on } = box;
  const showAnew = () => {
    box.given = givenNow();
    showBox(box);
  };
  on(input, "input", () => showOwn(box));
  on(window, "popstate", () => showOwn(box));
  followOtherTabs(on, showAnew);
  showBox(box);
  one(root, "form").dispatchEvent(new Event("change"));
  root.dataset.boxed = "";
  return {
    end() {
      box.left.abort();
    },
  };
}
