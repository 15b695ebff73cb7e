/* The day of a call: what was noted on another one belongs to the call before. */
import { deals } from "../deal/store.js";
import { readable, today } from "../page/days.js";
import { one, tell } from "../page/parts.js";
import { isNoted, say } from "./turns.js";

/** @import { Call } from "./view.js" */

/** The day of a deal's last call: deals/facts.js reads it. */
const LAST = "call.last";

/** @param {Call} call */
export function dayKey({ form }) {
  return `call.day.${form.dataset.begins}`;
}

/**
 * The day on which the first thing was noted in the call that is shown; today where nothing is.
 *
 * @param {Call} call
 */
export function dayOf(call) {
  const id = deals.current();
  return (id && call.turns.some(isNoted) && deals.get(id, dayKey(call))) || today();
}

/**
 * The day of the call, and that of the deal's last one, which outlasts what was noted in it.
 *
 * @param {Call} call
 */
export function keepDay(call) {
  const id = deals.current();
  if (!id || !call.turns.some(isNoted) || deals.get(id, dayKey(call))) return;
  [dayKey(call), LAST].forEach((key) => deals.set(id, key, today()));
}

/** @param {Call} call */
export function showDay(call) {
  const day = dayOf(call);
  const earlier = one(call.form, "[data-earlier]");
  earlier.hidden = day >= today() || call.mode === "start";
  tell(one(earlier, "span"), say("earlier", { day: readable(day) }));
}
