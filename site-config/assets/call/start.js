/* A call begins with its deal: one that is there, a new one by its name, or none before the call is over. */
import { hasEnded } from "../deal/ended.js";
import { deals } from "../deal/store.js";
import { button, one } from "../page/parts.js";
import { say } from "./turns.js";

/** @import { Call } from "./view.js" */

const MOST_DEALS = 4;

/**
 * Shows another deal on the page, or none.
 *
 * @param {Call} call
 * @param {string | null} id
 */
export function useDeal({ form }, id) {
  form.dispatchEvent(new CustomEvent("donebook:use", { detail: id }));
}

/**
 * The deals to choose from: the one that was open last, then those that go on, in the stage of the page before
 * others, and what began last first.
 *
 * @param {string} stage
 */
function offeredDeals(stage) {
  const all = deals.list();
  const current = deals.current();
  const isOff = (/** @type {string} */ id) => Number(deals.stage(id) !== stage);
  const others = all.filter(({ id }) => id !== current && !deals.isArchived(id) && !hasEnded(deals.fields(id), deals.stage(id)));
  others.sort((a, b) => isOff(a.id) - isOff(b.id) || (a.id < b.id ? 1 : -1));
  return [...all.filter(({ id }) => id === current), ...others];
}

/**
 * @param {Call} call
 * @param {(id: string) => void} choose
 */
export function showStart({ form }, choose) {
  const current = deals.current();
  const made = offeredDeals(form.dataset.begins || "").slice(0, MOST_DEALS).map(({ id, title }) => {
    const isOpen = id === current;
    return button(`db-button${isOpen ? " db-button--main" : ""}`, isOpen ? say("go-on-with", { title }) : title, () => choose(id));
  });
  one(form, "[data-open-deals]").replaceChildren(...made);
  one(form, "[data-others]").hidden = made.length === deals.list().length;
}

/**
 * The name that was typed for a new deal, which is gone from its field then.
 *
 * @param {Call} call
 */
export function takeName({ form }) {
  const field = /** @type {HTMLInputElement} */ (one(form, "[data-new-name]"));
  const name = field.value.trim();
  field.value = "";
  return name;
}

/**
 * Whether a deal goes by no name yet, neither its own nor its account's.
 *
 * @param {string | null} id
 */
export function isUnnamed(id) {
  return deals.has(id) && !deals.snapshot(id).name && !deals.get(id, "account");
}
