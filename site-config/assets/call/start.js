/* A call begins with its deal: one that is there, a new one by its name, or none before the call is over. */
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

/** The deals to choose from: the one that was open last, then those that began last. */
export function offeredDeals() {
  const current = deals.current();
  const [open, others] = [true, false].map((isOpen) => deals.list().filter(({ id }) => (id === current) === isOpen));
  return [...open, ...others.sort((a, b) => (a.id < b.id ? 1 : -1))];
}

/**
 * @param {Call} call
 * @param {(id: string) => void} choose
 */
export function showStart({ form }, choose) {
  const offered = offeredDeals();
  const current = deals.current();
  const made = offered.slice(0, MOST_DEALS).map(({ id, title }) => {
    const isOpen = id === current;
    return button(`db-button${isOpen ? " db-button--main" : ""}`, isOpen ? say("go-on-with", { title }) : title, () => choose(id));
  });
  one(form, "[data-open-deals]").replaceChildren(...made);
  one(form, "[data-others]").hidden = offered.length <= MOST_DEALS;
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
