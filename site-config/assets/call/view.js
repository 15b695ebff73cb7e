/* Which questions of a call are shown, and how. */
import { remember } from "../page/kept.js";
import { all, element, listener, one } from "../page/parts.js";
import { deals } from "../deal/store.js";
import { showLights } from "./lights.js";
import { askedBox, isAsked, isNoted, say, showSuggested, tick } from "./turns.js";

/** @typedef {"one" | "list" | "summary"} Mode */
/** @typedef {ReturnType<typeof callOn>} Call */

export const VIEW = "donebook.call-view";

/** @param {HTMLFormElement} form */
export function callOn(form) {
  const left = new AbortController();
  const next = one(form, "[data-next]");
  return {
    form,
    left,
    on: listener(left),
    turns: all(form, "[data-turn]"),
    role: /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-role]")),
    progress: one(form, "[data-progress]"),
    thumb: one(form, "[data-thumb]"),
    lights: one(form, "[data-lights]"),
    summary: one(form, "[data-summary]"),
    next,
    askedNext: next.textContent || "",
    // The place of the question that is shown, among those that are wanted.
    at: 0,
    mode: /** @type {Mode} */ ("one"),
    // As it was shown last.
    deal: /** @type {string | null} */ (null),
    wasNoted: false,
  };
}

/** @param {Call} call */
export function wantedIn({ role, turns }) {
  const who = role ? role.value : "*";
  if (who === "*") return turns;
  return turns.filter(({ dataset }) => "first" in dataset || (who && (dataset.roles || "").split(" ").includes(who)));
}

/** @param {Call} call */
export function firstOpen(call) {
  return Math.max(0, wantedIn(call).findIndex((turn) => !isAsked(turn)));
}

/**
 * @param {Call} call
 * @param {HTMLElement[]} wanted
 * @param {HTMLElement | undefined} here
 */
function showTurns({ mode, turns }, wanted, here) {
  turns.forEach((turn) => {
    const isIn = wanted.includes(turn);
    const isShown = { one: turn === here, list: isIn, summary: isNoted(turn) }[mode];
    turn.hidden = !isShown;
    turn.toggleAttribute("data-wanted", isIn);
    turn.toggleAttribute("data-done", isAsked(turn));
    showSuggested(turn);
  });
}

/**
 * @param {Call} call
 * @param {HTMLElement[]} wanted
 * @param {HTMLElement | undefined} here
 */
function showProgress({ mode, progress }, wanted, here) {
  progress.hidden = mode === "summary";
  progress.replaceChildren(...wanted.map((turn) =>
    element("i", (isAsked(turn) ? "is-done " : "") + (mode === "one" && turn === here ? "is-here" : ""))));
}

/** @param {Call} call */
function showSummary({ form, summary, turns }) {
  const noted = turns.filter(isNoted).map((turn) => turn.dataset.turn || "");
  one(summary, "[data-none]").hidden = noted.length > 0;
  one(summary, "[data-some]").hidden = !noted.length;
  const settled = all(form, "[data-by]");
  settled.forEach((check) => {
    check.hidden = !(check.dataset.by || "").split(" ").some((id) => noted.includes(id));
  });
  const checks = /** @type {HTMLElement | null} */ (form.querySelector("[data-checks]"));
  if (checks) checks.hidden = settled.every((check) => check.hidden);
}

/** @param {Call} call */
export function show(call) {
  const { at, form, mode, next, summary, thumb, turns } = call;
  const wanted = wantedIn(call);
  const here = wanted[Math.min(at, wanted.length - 1)];
  call.deal = deals.current();
  call.wasNoted = turns.some(isNoted);
  form.dataset.mode = mode;
  showTurns(call, wanted, here);
  all(form, "[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === mode)));
  one(form, "[data-more]").hidden = mode !== "list" || wanted.length === turns.length;
  summary.hidden = mode !== "summary";
  thumb.hidden = mode !== "one";
  one(form, "[data-back]").toggleAttribute("disabled", at === 0);
  next.textContent = at >= wanted.length - 1 ? say("to-summary") : call.askedNext;
  showProgress(call, wanted, here);
  showLights(call);
  if (mode === "summary") showSummary(call);
}

/**
 * @param {Call} call
 * @param {Mode} mode
 */
export function showAs(call, mode) {
  call.mode = mode;
  if (mode !== "summary") remember(VIEW, mode);
  show(call);
}

/**
 * @param {Call} call
 * @param {number} number
 */
export function go(call, number) {
  const { form } = call;
  const wanted = wantedIn(call);
  if (number >= wanted.length) {
    showAs(call, "summary");
    one(form, "[data-view=summary]").focus();
    return;
  }
  call.at = Math.max(0, number);
  show(call);
  wanted[call.at].focus({ preventScroll: true });
  form.scrollIntoView({ block: "start" });
}

/** @param {Call} call */
export function markAsked(call) {
  tick(askedBox(wantedIn(call)[call.at]), true);
  go(call, call.at + 1);
}
