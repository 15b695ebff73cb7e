/* What a call adds up to, in one screen: the answers with their grades first. */
import { deals } from "../deal/store.js";
import { all, one, tell } from "../page/parts.js";
import { litIn } from "./lights.js";
import { isUnnamed } from "./start.js";
import { gradeIn, isNoted, say, suggestedBy, kindsIn } from "./turns.js";

/** @import { Call } from "./view.js" */

// What fits on a phone next to everything else.
const MOST_ANSWERS = 4;
const MOST_SOUNDS = 3;

/**
 * The answers that are shown. Those that wait for a grade come before those that have one, as there is
 * something to do with them.
 *
 * @param {HTMLElement[]} noted
 */
export function firstAnswers(noted) {
  const waits = noted.filter((turn) => !gradeIn(turn) && suggestedBy(kindsIn(turn)));
  const first = new Set([...waits, ...noted].slice(0, MOST_ANSWERS));
  return noted.filter((turn) => first.has(turn));
}

/**
 * @param {Call} call
 * @param {string[]} noted the questions
 */
function showChecks({ form }, noted) {
  const settled = all(form, "[data-by]");
  settled.forEach((check) => {
    check.hidden = !(check.dataset.by || "").split(" ").some((id) => noted.includes(id));
  });
  const checks = /** @type {HTMLElement | null} */ (form.querySelector("[data-checks]"));
  if (checks) checks.hidden = settled.every((check) => check.hidden);
}

/** @param {Call} call */
export function showSummary(call) {
  const { form, hasAll, summary, turns } = call;
  const noted = turns.filter(isNoted);
  const shown = hasAll ? noted : firstAnswers(noted);
  turns.forEach((turn) => { turn.hidden = !shown.includes(turn); });
  one(form, "[data-rest-of-answers]").hidden = shown.length === noted.length;
  tell(one(form, "[data-all-answers]"), say("all-answers", { n: noted.length }));
  one(form, "[data-answers]").hidden = !noted.length;
  one(summary, "[data-none]").hidden = noted.length > 0;
  all(summary, "[data-some]").forEach((note) => { note.hidden = !noted.length; });
  one(summary, "[data-unnamed]").hidden = !isUnnamed(deals.current());
  const sounds = litIn(call).slice(0, MOST_SOUNDS).map((light) => say("sounds", light)).join(" · ");
  one(summary, "[data-sounds]").hidden = !sounds;
  tell(one(summary, "[data-sounds]"), say("sounds-like", { sounds }));
  showChecks(call, noted.map((turn) => turn.id));
}
