/* One question of a call: what was tapped and typed below it. */
import { all, one, tell } from "../page/parts.js";
import { wordsOf } from "../page/words.js";

export const say = wordsOf("call");

/** The kinds of signs, and of answers, strongest first. */
const KINDS = ["strong", "weak", "flag"];

/** @param {HTMLElement} turn */
export function askedBox(turn) {
  return /** @type {HTMLInputElement} */ (one(turn, `[name="call.${turn.id}.asked"]`));
}

/** @param {HTMLElement} turn */
export function isAsked(turn) {
  return askedBox(turn).checked;
}

/**
 * What is asked, without its quotes.
 *
 * @param {HTMLElement} turn
 */
export function askIn(turn) {
  return (one(turn, ".db-turn__ask").textContent || "").trim().replace(/^“|”$/g, "");
}

/**
 * What the buyer said, as it was typed.
 *
 * @param {HTMLElement} turn
 */
export function answerIn(turn) {
  return /** @type {HTMLTextAreaElement} */ (one(turn, "textarea")).value.trim();
}

/** @param {HTMLElement} turn */
export function signsIn(turn) {
  return /** @type {HTMLInputElement[]} */ (all(turn, ".db-tap input:checked"));
}

/** @param {HTMLElement} turn */
export function gradeIn(turn) {
  const chosen = /** @type {HTMLInputElement | null} */ (turn.querySelector(".db-turn__grade input:checked"));
  return chosen ? chosen.value : "";
}

/**
 * How many signs of each kind were tapped, strongest first.
 *
 * @param {HTMLElement} turn
 */
export function kindsIn(turn) {
  const tapped = signsIn(turn).map((sign) => sign.value);
  return KINDS.map((kind) => ({ kind, n: tapped.filter((sign) => sign === kind).length })).filter(({ n }) => n);
}

/**
 * What was tapped, by kind: labels as they stand, and signs without one only by their number. An example
 * is the playbook's, and nobody said it.
 *
 * @param {{ kind: string, label?: string }[]} tapped
 */
export function toldSigns(tapped) {
  return KINDS.flatMap((kind) => {
    const own = tapped.filter((sign) => sign.kind === kind);
    const labels = own.flatMap(({ label }) => (label ? [label] : []));
    const rest = own.length - labels.length;
    return [
      ...(labels.length ? [say("labels-" + kind, { labels: labels.join("; ") })] : []),
      ...(rest ? [say("kind-" + kind, { n: rest })] : []),
    ];
  });
}

/**
 * What the taps speak for: one red flag outweighs everything, and of strong and weak the one tapped more
 * often. Where both are as many, the answer was not strong.
 *
 * @param {{ kind: string, n: number }[]} kinds
 */
export function suggestedBy(kinds) {
  const { strong = 0, weak = 0, flag = 0 } = Object.fromEntries(kinds.map(({ kind, n }) => [kind, n]));
  if (flag) return "flag";
  if (strong > weak) return "strong";
  return weak ? "weak" : "";
}

/** @param {HTMLElement} turn */
export function showSuggested(turn) {
  const grade = gradeIn(turn) ? "" : suggestedBy(kindsIn(turn));
  const place = one(turn, "[data-suggested]");
  place.hidden = !grade;
  all(turn, ".db-turn__grade .db-choice").forEach((choice) => {
    choice.toggleAttribute("data-likely", one(choice, `[value="${grade}"]`) !== null);
  });
  if (grade) tell(one(place, "span"), say("suggested", { grade: say(grade) }));
}

/** @param {HTMLElement} turn */
export function isHeard(turn) {
  return answerIn(turn) !== "" || signsIn(turn).length > 0 || gradeIn(turn) !== "";
}

/** @param {HTMLElement} turn */
export function isNoted(turn) {
  return isAsked(turn) || isHeard(turn);
}

/**
 * Changes a control as somebody's hand would.
 *
 * @param {HTMLInputElement} control
 * @param {boolean} isOn
 */
export function tick(control, isOn) {
  if (control.checked === isOn) return;
  control.checked = isOn;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
