/* What a page needs that is more than read: its scripts, and what starts each. Each ends with the page. */
import { ours } from "../ours.js";
import { load } from "./load.js";

/** @typedef {{ start(part: HTMLElement): { end(): void } }} Starts */

/** What knows a deal's one sentence. */
const DONE = ["sheets.js", "deal.js", "done.js"];

/**
 * The last of the scripts that a part needs starts it. `isNeeded` says whether a page that has the part needs its script,
 * where most readers do without. A part that is
 * `typedIn` needs it as soon as somebody types there.
 *
 * @type {{ where: string, needs: string[], isNeeded?: () => boolean, typedIn?: boolean }[]}
 */
const OWN = [
  { where: "[data-find]", needs: ["find.js"] },
  { where: "[data-find]", needs: [...DONE, "box.js"], isNeeded: hasDeals, typedIn: true },
  { where: "[data-send]", needs: [...DONE, "send.js"], isNeeded: hasDeals },
  { where: "form[data-sheet]", needs: ["sheets.js", "deal.js"] },
  { where: "form[data-sheet]", needs: ["sheets.js", "deal.js", "folder.js"], isNeeded: hasFolder },
  { where: "[data-deals]", needs: ["sheets.js", "deal.js", "folder.js"] },
  { where: "[data-deals]", needs: [...DONE, "folder.js", "usage.js", "deals.js"] },
  { where: "[data-today]", needs: [...DONE, "today.js"], isNeeded: hasDeals },
  { where: "[data-review]", needs: [...DONE, "folder.js", "usage.js", "deals.js", "review.js"] },
  { where: "[data-role-play]", needs: ["play.js"] },
  { where: "[data-done]", needs: DONE },
  { where: "[data-go]", needs: ["sheets.js", "deal.js", "go.js"] },
  { where: "[data-call]", needs: [...DONE, "call.js"] },
];

/**
 * Whether this browser keeps something, of this playbook or of another one here: deal/memory.js says how.
 *
 * @param {RegExp} key
 */
function hasKept(key) {
  try {
    return Object.keys(localStorage).some((kept) => key.test(kept));
  } catch {
    return false;
  }
}

function hasDeals() {
  return hasKept(/^donebook(?: .* |\.)deal\./);
}

function hasFolder() {
  return hasKept(/^donebook .* folder$/);
}

/** @type {{ end(): void }[]} */
let started = [];

/**
 * What another script offers, by the name that it is found by.
 *
 * @param {string} name
 */
export function offered(name) {
  return /** @type {Record<string, Starts>} */ (/** @type {unknown} */ (ours))[name];
}

/** @param {string[]} names */
async function loadInOrder(names) {
  for (const name of names) await load(name);
}

/**
 * Tells something to what counts, which is loaded only then. Where it can't be loaded, nothing is counted.
 *
 * @param {string} type of the event
 * @param {unknown} detail
 */
export function tellCounter(type, detail) {
  loadInOrder(["sheets.js", "deal.js", "usage.js"]).then(() => document.dispatchEvent(new CustomEvent(type, { detail })), () => {});
}

/**
 * The stage of the deal at hand, or "". What can't be loaded is not needed to read a page.
 *
 * @returns {Promise<string>}
 */
export async function stageAtHand() {
  if (!hasDeals()) return "";
  try {
    await loadInOrder(["sheets.js", "deal.js"]);
  } catch {
    return "";
  }
  return /** @type {{ deal: { stageNow(): string } }} */ (/** @type {unknown} */ (ours)).deal.stageNow();
}

/** Ends what the last page needed, and starts what this one does, one after the other. */
export function mountOwn() {
  started.forEach((own) => own.end());
  started = [];
  let before = Promise.resolve();
  OWN.forEach(({ isNeeded, needs, typedIn, where }) => {
    const part = /** @type {HTMLElement | null} */ (document.querySelector(where));
    if (!part) return;
    const mount = () => {
      before = before.then(() => loadInOrder(needs)).then(() => {
        if (part.isConnected) started.push(offered(needs[needs.length - 1].slice(0, -3)).start(part));
      });
    };
    if (!isNeeded || isNeeded()) mount();
    else if (typedIn) part.addEventListener("input", mount, { once: true });
  });
}
