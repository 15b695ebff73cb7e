/*
 * The call view on its page. What is tapped and typed are fields of the deal, which the sheet keeps;
 * here is only what is shown when, and what it adds up to.
 */
import { keysIn } from "../deal/fields.js";
import { ask, boxedText, copied, tellNothing } from "../deal/dialog.js";
import { deals } from "../deal/store.js";
import { remembered } from "../page/kept.js";
import { all, element, hit, one, showAddress } from "../page/parts.js";
import { noteText, recapText } from "./texts.js";
import { isAsked, isNoted, kindsIn, say, suggestedBy, tick } from "./turns.js";
import { callOn, firstOpen, go, markAsked, show, showAs, VIEW, wantedIn } from "./view.js";

/** @import { Call, Mode } from "./view.js" */

/**
 * @param {string} title
 * @param {string} text
 * @param {Node[]} before
 * @param {string} without what is said where there is no text
 */
function offer(title, text, before, without) {
  if (!text) {
    tellNothing(title, without);
    return;
  }
  const shown = boxedText(text);
  ask(title, [...before, shown], [copied(shown, text)]);
}

/**
 * Only what was noted here: facts of the deal that stand on its other sheets stay.
 *
 * @param {Call} call
 */
function clear({ form }) {
  const detail = { names: keysIn(one(form, "[data-turns]")), words: say("cleared") };
  form.dispatchEvent(new CustomEvent("donebook:forget", { detail }));
}

/**
 * @param {Call} call
 * @param {HTMLSelectElement} role
 */
function chooseRole(call, role) {
  call.at = 0;
  const address = new URL(location.href);
  if (role.value) address.searchParams.set("role", role.value);
  else address.searchParams.delete("role");
  showAddress(address);
  show(call);
}

/**
 * @param {Call} call
 * @param {KeyboardEvent} event
 */
function pressKey(call, event) {
  if (call.mode !== "one" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = hit(event);
  const isFree = target === document.body || target.matches("[data-turn]");
  if (!isFree && !target.matches(".db-tap input, .db-call__thumb button")) return;
  /** @type {HTMLInputElement[]} */
  const signs = /^[1-9]$/.test(event.key) ? all(wantedIn(call)[call.at], ".db-tap input") : [];
  const sign = signs[Number(event.key) - 1];
  if (event.key === "ArrowRight") go(call, call.at + 1);
  else if (event.key === "ArrowLeft") go(call, call.at - 1);
  else if (event.key === "Enter" && !target.matches("button")) markAsked(call);
  else if (sign) tick(sign, !sign.checked);
  else return;
  event.preventDefault();
}

/**
 * Another deal, or one whose questions were emptied, begins with its first open question.
 *
 * @param {Call} call
 */
function follow(call) {
  const isOther = deals.current() !== call.deal && call.deal;
  const isEmptied = call.wasNoted && !call.turns.some(isNoted);
  if (isOther || isEmptied) call.at = firstOpen(call);
  show(call);
}

/** @param {Call} call */
function listen(call) {
  const { form, next, on, role, turns } = call;
  const click = (/** @type {string} */ selector, /** @type {() => void} */ act) => on(one(form, selector), "click", act);
  turns.forEach((turn) => on(one(turn, "[data-confirm]"), "click", () => {
    /** @type {HTMLInputElement} */
    const radio = one(turn, `.db-turn__grade input[value="${suggestedBy(kindsIn(turn))}"]`);
    tick(radio, true);
    radio.focus();
  }));
  on(form, "input", () => show(call));
  on(form, "donebook:shown", () => follow(call));
  if (role) on(role, "change", () => chooseRole(call, role));
  all(form, "[data-view]").forEach((button) => on(button, "click", () => showAs(call, /** @type {Mode} */ (button.dataset.view))));
  click("[data-back]", () => go(call, call.at - 1));
  click("[data-skip]", () => go(call, call.at + 1));
  on(next, "click", () => markAsked(call));
  click("[data-copy-note]", () => offer(say("note-title"), noteText(call), [], say("nothing")));
  click("[data-copy-recap]", () => offer(say("recap-title"), recapText(call), [element("p", "", say("recap-check"))], say("nothing-recap")));
  click("[data-clear]", () => clear(call));
  on(document, "keydown", (event) => pressKey(call, event));
}

/** @param {Call} call */
function firstMode(call) {
  const wanted = wantedIn(call);
  if (wanted.length && wanted.every(isAsked)) return "summary";
  return remembered(VIEW) === "list" ? "list" : "one";
}

/** @param {HTMLFormElement} form */
export function start(form) {
  const call = callOn(form);
  const { role } = call;
  listen(call);
  all(form, "[data-script]").forEach((shown) => { shown.hidden = false; });
  const who = new URLSearchParams(location.search).get("role");
  if (role && Array.from(role.options).some((option) => option.value === who)) role.value = who || "";
  call.mode = firstMode(call);
  call.at = firstOpen(call);
  show(call);
  form.dataset.ready = "";
  return {
    end() {
      call.left.abort();
    },
  };
}
