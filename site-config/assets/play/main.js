/* A role-play from a phone: the card that the address names, and a clock. Nothing is kept, nothing is sent. */
import { decoded } from "../page/decoded.js";
import { all, hit, listener, one, tell } from "../page/parts.js";
import { MINUTE, dueBetween, shownTime } from "./clock.js";

/** @import { Due } from "./clock.js" */

/**
 * The page, the card that is shown, and the running part of a round: when it began and how long it is, in
 * milliseconds, and what had passed at the last look.
 *
 * @typedef {object} Play
 * @property {HTMLElement} part
 * @property {boolean} isShared whether the page is safe to show to everybody
 * @property {HTMLElement | undefined} card
 * @property {number} begun
 * @property {number} whole
 * @property {number} seen
 * @property {WakeLockSentinel | null} awake
 */

const LOOK = 250;

/**
 * @param {Play} play
 * @param {string} name
 * @param {string | number} [n]
 */
function say({ part }, name, n = "") {
  return (one(part, `[data-word="${name}"]`).textContent || "").replace("{n}", String(n));
}

/**
 * A number of the card.
 *
 * @param {Play} play
 * @param {string} name
 */
function minutesOf({ card }, name) {
  return Number((card && card.dataset[name]) || 0);
}

/** @param {Play} play */
function clockOf({ part }) {
  return one(part, "[data-clock]");
}

/** @param {Play} play */
function shiftOf({ card }) {
  return card && /** @type {HTMLElement | null} */ (card.querySelector("[data-shift-said]"));
}

/**
 * What the buyer says from the middle on stays covered until then.
 *
 * @param {Play} play
 * @param {boolean} isShown
 */
function showShift(play, isShown) {
  const shift = shiftOf(play);
  if (!shift || !play.card) return;
  shift.hidden = !isShown;
  one(play.card, "[data-do=shift]").hidden = isShown;
}

/**
 * A phone that goes dark would miss its minute.
 *
 * @param {Play} play
 */
async function stayAwake(play) {
  try {
    play.awake ??= await navigator.wakeLock.request("screen");
  } catch {
    // Then the phone goes dark when it wants to.
  }
}

/** @param {Play} play */
function sleep(play) {
  if (play.awake) play.awake.release().catch(() => {});
  play.awake = null;
}

/** @param {Play} play */
function stop(play) {
  play.whole = 0;
  all(clockOf(play), "[data-phase]").forEach((button) => button.setAttribute("aria-pressed", "false"));
  sleep(play);
}

/**
 * @param {Play} play
 * @param {Due} due
 */
function tellDue(play, due) {
  const said = one(clockOf(play), "[data-said]");
  const shift = shiftOf(play);
  const isForAll = Boolean(play.card && "shared" in play.card.dataset);
  if (due === "shift" && !shift && !isForAll) return; // others hear it
  // Next to the clock, since the card may be longer than the screen.
  if (due === "shift") tell(said, shift ? (shift.textContent || "").trim() : say(play, "buyers-now", minutesOf(play, "shift")));
  else tell(said, say(play, due));
  if (due === "shift") showShift(play, true);
  if ("vibrate" in navigator) navigator.vibrate(300);
}

/** @param {Play} play */
function look(play) {
  if (!play.whole) return;
  const passed = Math.min(Date.now() - play.begun, play.whole);
  const isPlayed = one(clockOf(play), "[data-phase=play]").getAttribute("aria-pressed") === "true";
  const due = dueBetween(play.seen, passed, play.whole, isPlayed ? minutesOf(play, "shift") * MINUTE : 0);
  play.seen = passed;
  tell(one(clockOf(play), "[data-time]"), shownTime(passed));
  if (due) tellDue(play, due);
  if (due === "stop") stop(play);
}

/**
 * @param {Play} play
 * @param {HTMLElement} button
 */
function begin(play, button) {
  stop(play);
  const phase = button.dataset.phase || "";
  const minutes = minutesOf(play, phase);
  Object.assign(play, { begun: Date.now(), whole: minutes * MINUTE, seen: 0 });
  button.setAttribute("aria-pressed", "true");
  if (phase === "play") showShift(play, false);
  tell(one(clockOf(play), "[data-said]"), say(play, `begun-${phase}`, minutes));
  stayAwake(play);
  look(play);
}

/**
 * The card that the address names; what others may see of a role-play has no role in its name.
 *
 * @param {Play} play
 */
function cardNamed({ isShared, part }) {
  const named = decoded(location.hash.slice(1));
  const name = isShared ? named.split("/", 1)[0] : named;
  return name ? all(part, "[data-card]").find((card) => card.id === name) : undefined;
}

/** @param {Play} play */
function show(play) {
  const { part } = play;
  stop(play);
  play.card = cardNamed(play);
  all(part, "[data-card]").forEach((card) => { card.hidden = card !== play.card; });
  all(part, "[data-choose]").forEach((choice) => { choice.hidden = Boolean(play.card); });
  all(part, "[data-played]").forEach((shown) => { shown.hidden = !play.card; });
  tell(one(part, "[data-unknown]"), location.hash.length > 1 && !play.card ? say(play, "unknown") : "");
  if (!play.card) return;
  showShift(play, false);
  tell(one(clockOf(play), "[data-time]"), shownTime(0));
  tell(one(clockOf(play), "[data-said]"), "");
  all(clockOf(play), "[data-phase]").forEach((button) => tell(button, say(play, button.dataset.phase || "", minutesOf(play, button.dataset.phase || ""))));
}

/** The same address, said to be safe to share. */
function present() {
  const here = new URL(location.href);
  here.searchParams.set("present", "");
  location.assign(here);
}

/**
 * On a screen that others see there is nothing of a card, not even covered.
 *
 * @param {Play} play
 */
function leaveOutCards({ isShared, part }) {
  if (isShared) all(part, "[data-card]:not([data-shared]), [data-own]").forEach((own) => own.remove());
}

/** @param {HTMLElement} part */
export function start(part) {
  const left = new AbortController();
  const on = listener(left);
  const isShared = new URLSearchParams(location.search).has("present");
  /** @type {Play} */
  const play = { part, isShared, card: undefined, begun: 0, whole: 0, seen: 0, awake: null };
  leaveOutCards(play);
  on(window, "hashchange", () => {
    show(play);
    one(part, play.card ? "[data-card]:not([hidden]) h2" : "[data-choose] a").focus();
  });
  on(part, "click", (event) => {
    const button = /** @type {HTMLElement | null} */ (hit(event).closest("button"));
    if (button && button.dataset.phase) begin(play, button);
    if (button && button.dataset.do === "shift") showShift(play, true);
    if (button && button.dataset.do === "present") present();
  });
  part.hidden = false;
  show(play);
  const looking = setInterval(look, LOOK, play);
  part.dataset.ready = "";
  return {
    end() {
      clearInterval(looking);
      sleep(play);
      left.abort();
    },
  };
}
