/* The definitions of done that a call lights up. */
import { all, one, tell } from "../page/parts.js";
import { say, signsIn } from "./turns.js";

/** @import { Call } from "./view.js" */

/**
 * By the id of a definition: how many signs that speak for it were tapped.
 *
 * @param {HTMLElement[]} turns
 */
function countReveals(turns) {
  /** @type {Map<string, number>} */
  const count = new Map();
  turns.flatMap(signsIn).flatMap((sign) => (sign.closest("fieldset")?.dataset[sign.value] || "").split(" ")).filter(Boolean)
    .forEach((id) => count.set(id, (count.get(id) || 0) + 1));
  return count;
}

/**
 * The definitions that are lit, those heard most often first.
 *
 * @param {Call} call
 */
export function litIn({ lights }) {
  return all(lights, "[data-light]:not([hidden])").map((light) => ({
    title: one(light, "a").textContent || "",
    heard: one(light, "[data-heard]").textContent || "",
  }));
}

/**
 * The customers who reached a lit definition and may be named to anybody, as sentences.
 *
 * @param {Call} call
 */
export function proofIn({ lights }) {
  return all(lights, "[data-light]:not([hidden]) [data-proof]").map((point) => (point.textContent || "").trim());
}

/**
 * A definition lights up with the first sign that speaks for it; the most signs come first.
 *
 * @param {Call} call
 */
export function showLights(call) {
  const { form, lights, turns } = call;
  const count = countReveals(turns);
  const heard = (/** @type {HTMLElement} */ light) => count.get(light.dataset.light || "") || 0;
  const before = all(lights, "[data-light]");
  const order = before.slice().sort((a, b) => heard(b) - heard(a));
  order.forEach((light) => {
    light.hidden = !heard(light);
    if (heard(light)) tell(one(light, "[data-heard]"), say("heard", { n: heard(light) }));
  });
  if (order.some((light, n) => before[n] !== light)) lights.append(...order);
  lights.hidden = !count.size;
  form.classList.toggle("is-lit", !lights.hidden);
  tell(one(form, "[data-lit]"), litIn(call).map(({ title, heard: times }) => `${title} (${times})`).join(" · "));
}
