/* Which questions of a call are shown, and how. */
import { remember, remembered } from "../page/kept.js";
import { all, element, listener, one } from "../page/parts.js";
import { holdsFor, keepSegments, keptSegments, listenToSegments, putSegments, segmentsIn, tellLeftOut } from "../page/segments.js";
import { segmentsOf, setSegments } from "../deal/segments.js";
import { deals } from "../deal/store.js";
import { showDay } from "./day.js";
import { showLights } from "./lights.js";
import { showOther } from "./other.js";
import { showSummary } from "./summary.js";
import { askedBox, isAsked, isNoted, say, showSuggested, tick } from "./turns.js";

/** @typedef {"start" | "one" | "list" | "summary"} Mode */
/** @typedef {ReturnType<typeof callOn>} Call */

export const VIEW = "donebook.call-view";

/** The choice of all questions, for anybody who is there. */
export const EVERYONE = "*";

/** @param {HTMLFormElement} form */
export function callOn(form) {
  const left = new AbortController();
  const next = one(form, "[data-next]");
  const heading = one(document, ".db-call__title");
  return {
    form,
    left,
    on: listener(left),
    turns: all(form, "[data-turn]"),
    role: /** @type {HTMLSelectElement | null} */ (form.querySelector("[data-role]")),
    segments: /** @type {HTMLElement | null} */ (form.querySelector("[data-segments]")),
    progress: one(form, "[data-progress]"),
    thumb: one(form, "[data-thumb]"),
    lights: one(form, "[data-lights]"),
    summary: one(form, "[data-summary]"),
    heading,
    headingWords: heading.textContent || "",
    title: document.title,
    // On a phone, what a call is about is one line until it is unfolded.
    about: one(document, "[data-about]"),
    strip: one(document, "[data-deal]"),
    isSafe: false,
    next,
    askedNext: next.textContent || "",
    // The place of the question that is shown, among those that are wanted.
    at: 0,
    mode: /** @type {Mode} */ ("one"),
    // Whether the summary shows all answers.
    hasAll: false,
    // As it was shown last.
    deal: /** @type {string | null} */ (null),
    wasNoted: false,
  };
}

/** @param {Call} call */
function forThoseIn({ role, turns }) {
  const who = role ? role.value : EVERYONE;
  if (who === EVERYONE) return turns;
  return turns.filter(({ dataset }) => "first" in dataset || (who && (dataset.roles || "").split(" ").includes(who)));
}

/**
 * The questions for those in the room and for this kind of deal. If none were left, there would be no call.
 *
 * @param {Call} call
 */
export function wantedIn(call) {
  const { segments } = call;
  const asked = forThoseIn(call);
  const fit = segments ? asked.filter((turn) => holdsFor(turn, segmentsIn(segments))) : asked;
  return fit.length ? fit : asked;
}

/**
 * A deal that has segments brings them; what else is chosen is this browser's.
 *
 * @param {Call} call
 */
function showSegmentsOf({ mode, segments, turns }) {
  if (!segments) return;
  const own = segmentsOf(deals.current());
  putSegments(segments, own.length ? own : keptSegments());
  segments.hidden = (mode !== "one" && mode !== "list") || !turns.some(({ dataset }) => dataset.applies);
}

/** @param {Call} call */
export function listenToCallSegments(call) {
  const { on, segments } = call;
  if (!segments) return;
  const chosen = () => {
    const id = deals.current();
    if (id) setSegments(id, segments);
    // Who takes a deal's segments away wants none, not those of before.
    if (!segmentsOf(id).length) keepSegments(segments);
  };
  const shown = () => {
    call.at = firstOpen(call);
    show(call);
  };
  listenToSegments(segments, { chosen, shown }, on);
}

/** @param {Call} call */
export function firstOpen(call) {
  return Math.max(0, wantedIn(call).findIndex((turn) => !isAsked(turn)));
}

/**
 * How a call goes on: with its summary where everything was asked.
 *
 * @param {Call} call
 * @returns {Mode}
 */
export function modeToGoOn(call) {
  const wanted = wantedIn(call);
  if (wanted.length && wanted.every(isAsked)) return "summary";
  return remembered(VIEW) === "list" ? "list" : "one";
}

/**
 * @param {Call} call
 * @param {HTMLElement[]} wanted
 * @param {HTMLElement | undefined} here
 */
function showTurns({ mode, turns }, wanted, here) {
  turns.forEach((turn) => {
    const isIn = wanted.includes(turn);
    // Those of the summary are chosen there.
    turn.hidden = mode !== "summary" && !{ start: false, one: turn === here, list: isIn }[mode];
    turn.toggleAttribute("data-wanted", isIn);
    turn.toggleAttribute("data-was-asked", isAsked(turn));
    showSuggested(turn);
  });
}

/**
 * @param {Call} call
 * @param {HTMLElement[]} wanted
 * @param {HTMLElement | undefined} here
 */
function showProgress({ mode, progress }, wanted, here) {
  progress.hidden = mode !== "one" && mode !== "list";
  progress.replaceChildren(...wanted.map((turn) =>
    element("i", (isAsked(turn) ? "is-done " : "") + (mode === "one" && turn === here ? "is-here" : ""))));
}

/** @param {Call} call */
export function show(call) {
  const { at, form, mode, next, segments, strip, summary, thumb, turns } = call;
  showSegmentsOf(call);
  const wanted = wantedIn(call);
  const here = wanted[Math.min(at, wanted.length - 1)];
  call.deal = deals.current();
  call.wasNoted = turns.some(isNoted);
  form.dataset.mode = mode;
  strip.dataset.mode = mode;
  showDay(call);
  showOther(call);
  showTurns(call, wanted, here);
  if (segments) tellLeftOut(segments, forThoseIn(call).length - wanted.length);
  all(form, "[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === mode)));
  one(form, "[data-more]").hidden = mode !== "list" || forThoseIn(call).length === turns.length;
  summary.hidden = mode !== "summary";
  thumb.hidden = mode !== "one";
  one(form, "[data-start]").hidden = mode !== "start";
  one(form, "[data-out]").hidden = mode !== "summary";
  one(form, "[data-answers]").hidden = true;
  one(form, "[data-rest-of-answers]").hidden = true;
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
  call.hasAll = false;
  if (mode === "one" || mode === "list") remember(VIEW, mode);
  show(call);
}

/**
 * @param {Call} call
 * @param {boolean} isWhole whether all of what the call is about is shown
 */
export function showAbout({ about, form, strip }, isWhole) {
  form.toggleAttribute("data-whole", isWhole);
  strip.toggleAttribute("data-whole", isWhole);
  about.setAttribute("aria-expanded", String(isWhole));
}

/**
 * What the call is about stays in sight above a question where there is room for both.
 *
 * @param {Call} call
 */
export function bringIntoSight(call) {
  const { at, form, mode, strip, thumb } = call;
  if (mode !== "one") return;
  const { bottom } = wantedIn(call)[at].getBoundingClientRect();
  const room = innerHeight - thumb.offsetHeight;
  const hasRoom = bottom - strip.getBoundingClientRect().top + parseFloat(getComputedStyle(form).scrollMarginTop) <= room;
  if (bottom + scrollY <= room) scrollTo({ top: 0 });
  else (hasRoom ? strip : form).scrollIntoView({ block: "start" });
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
    one(form, "[data-view=summary]").focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
    return;
  }
  call.at = Math.max(0, number);
  showAbout(call, false);
  show(call);
  wanted[call.at].focus({ preventScroll: true });
  bringIntoSight(call);
}

/** @param {Call} call */
export function markAsked(call) {
  tick(askedBox(wantedIn(call)[call.at]), true);
  go(call, call.at + 1);
}
