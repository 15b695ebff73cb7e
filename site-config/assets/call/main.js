/*
 * The call view on its page. What is tapped and typed are fields of the deal, which the sheet keeps;
 * here is only what is shown when, and what it adds up to.
 */
import { noteFields } from "../deal/copies.js";
import { keysIn } from "../deal/fields.js";
import { ask, boxedText, copied, tellNothing } from "../deal/dialog.js";
import { roleMet, setRoleMet } from "../deal/role.js";
import { deals } from "../deal/store.js";
import { offerMessage } from "../done/message.js";
import { hasSingleKeys, isTyping } from "../page/keys.js";
import { all, element, hit, one, showAddress, takenFromAddress } from "../page/parts.js";
import { countAsked } from "./counted.js";
import { dayKey, keepDay } from "./day.js";
import { forgetPaste, listenToPaste } from "./paste.js";
import { beginSafe, leaveSafe, toggleSafe } from "./share.js";
import { showStart, takeName, useDeal } from "./start.js";
import { noteText, recapText } from "./texts.js";
import { isNoted, kindsIn, say, suggestedBy, tick } from "./turns.js";
import { EVERYONE, bringIntoSight, callOn, firstOpen, go, listenToCallSegments, markAsked, modeToGoOn, show, showAbout, showAs, wantedIn } from "./view.js";

/** @import { Call, Mode } from "./view.js" */

/**
 * What an address may ask for.
 *
 * @type {Mode[]}
 */
const VIEWS = ["one", "list", "summary"];
const TEXTS = ["note", "recap", "message"];

/**
 * @param {string} title
 * @param {string} text
 * @param {Node[]} before
 * @param {Node[]} after
 * @param {string} without what is said where there is no text
 */
function offer(title, text, before, after, without) {
  if (!text) {
    tellNothing(title, without);
    return;
  }
  const shown = boxedText(text);
  ask(title, [...before, shown, ...after], [copied(shown, text)]);
}

/** @param {Call} call */
function offerNote(call) {
  const id = deals.current();
  offer(say("note-title"), noteText(call), [], id ? noteFields(deals.fields(id)) : [], say("nothing"));
}

/** @param {Call} call */
function offerRecap(call) {
  offer(say("recap-title"), recapText(call), [element("p", "", say("recap-check"))], [], say("nothing-recap"));
}

/**
 * Only what was noted here: facts of the deal that stand on its other sheets stay.
 *
 * @param {Call} call
 */
function clear(call) {
  const { form } = call;
  const detail = { names: [...keysIn(one(form, "[data-turns]")), dayKey(call)], words: say("cleared") };
  form.dispatchEvent(new CustomEvent("donebook:forget", { detail }));
}

/**
 * The deal's next call: nothing is noted in it yet.
 *
 * @param {Call} call
 */
function callAgain(call) {
  clear(call);
  showAs(call, "one");
  go(call, firstOpen(call));
}

/**
 * @param {Call} call
 * @param {string} who a role, if there is such a choice
 */
function meet({ role }, who) {
  if (role && Array.from(role.options).some(({ value }) => value === who)) role.value = who;
}

/**
 * Another call of the deal begins with the same person, and the finder thinks of them.
 *
 * @param {Call} call
 * @param {HTMLSelectElement} role
 */
function chooseRole(call, role) {
  call.at = 0;
  const address = new URL(location.href);
  if (role.value) address.searchParams.set("role", role.value);
  else address.searchParams.delete("role");
  showAddress(address);
  const deal = deals.current();
  if (deal) setRoleMet(deal, role.value === EVERYONE ? "" : role.value);
  show(call);
}

/**
 * @param {Call} call
 * @param {KeyboardEvent} event
 */
function pressKey(call, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = hit(event);
  if (event.key === "s" && !isTyping(target) && hasSingleKeys()) toggleSafe(call);
  else if (!steer(call, event, target)) return;
  event.preventDefault();
}

/**
 * What a key does to the question that is shown; says whether it did something.
 *
 * @param {Call} call
 * @param {KeyboardEvent} event
 * @param {Element} target
 */
function steer(call, event, target) {
  const isFree = target === document.body || target.matches("[data-turn]");
  if (call.mode !== "one" || (!isFree && !target.matches(".db-tap input, .db-call__thumb button"))) return false;
  const turn = wantedIn(call)[call.at];
  /** @type {HTMLInputElement[]} */
  const signs = /^[1-9]$/.test(event.key) ? all(turn, ".db-tap input") : [];
  const sign = signs.filter((input) => input.checkVisibility())[Number(event.key) - 1];
  if (event.key === "ArrowRight") go(call, call.at + 1);
  else if (event.key === "ArrowLeft") go(call, call.at - 1);
  else if (event.key === "Enter" && !target.matches("button")) markAsked(call);
  else if (event.key === "w") one(turn, "textarea").focus();
  else if (sign) tick(sign, !sign.checked);
  else return false;
  return true;
}

/**
 * Goes on where the deal's call stopped.
 *
 * @param {Call} call
 */
function goOn(call) {
  const met = roleMet(deals.current());
  if (met) meet(call, met);
  call.mode = modeToGoOn(call);
  if (call.mode === "one") {
    go(call, firstOpen(call));
    return;
  }
  call.at = firstOpen(call);
  show(call);
}

/** @param {Call} call */
function backToStart(call) {
  showAs(call, "start");
  showStart(call, (id) => {
    if (id === deals.current()) goOn(call);
    else useDeal(call, id);
  });
}

/**
 * Another deal, or one whose questions were emptied, goes on with its first open question.
 *
 * @param {Call} call
 */
function follow(call) {
  const now = deals.current();
  if (now !== call.deal) {
    forgetPaste(call);
    if (now) goOn(call);
    else {
      backToStart(call);
      one(call.form, "[data-new-name]").focus({ preventScroll: true });
    }
    return;
  }
  if (call.wasNoted && !call.turns.some(isNoted)) call.at = firstOpen(call);
  show(call);
}

/**
 * @param {Call} call
 * @param {HTMLElement} turn
 */
function listenToTurn({ on }, turn) {
  on(one(turn, "[data-confirm]"), "click", () => {
    /** @type {HTMLInputElement} */
    const radio = one(turn, `.db-turn__grade input[value="${suggestedBy(kindsIn(turn))}"]`);
    tick(radio, true);
    radio.focus();
  });
  const open = one(turn, "[data-open]");
  on(open, "click", () => open.setAttribute("aria-expanded", String(turn.toggleAttribute("data-opened"))));
}

/** @param {Call} call */
function listenToStart(call) {
  const { form, on } = call;
  const begin = () => {
    const name = takeName(call);
    if (name) useDeal(call, deals.create({ name, stage: form.dataset.begins }));
    else one(form, "[data-new-name]").focus();
  };
  on(one(form, "[data-begin-named]"), "click", begin);
  on(one(form, "[data-new-name]"), "keydown", (event) => { if (event.key === "Enter") begin(); });
  on(one(form, "[data-quick]"), "click", () => {
    if (deals.current()) useDeal(call, null);
    goOn(call);
  });
}

/** @param {Call} call */
function listenToSummary(call) {
  const { form, on } = call;
  /** @type {HTMLInputElement} */
  const name = one(form, "[data-deal-name]");
  const save = () => {
    const id = deals.current();
    if (!id || !name.value.trim()) return;
    deals.rename(id, name.value.trim());
    useDeal(call, id);
  };
  on(one(form, "[data-name-deal]"), "click", save);
  on(name, "keydown", (event) => { if (event.key === "Enter") save(); });
  on(one(form, "[data-all-answers]"), "click", () => {
    call.hasAll = true;
    show(call);
  });
}

/** @param {Call} call */
function listen(call) {
  const { form, next, on, role, turns } = call;
  const click = (/** @type {string} */ selector, /** @type {() => void} */ act) => on(one(form, selector), "click", act);
  turns.forEach((turn) => listenToTurn(call, turn));
  listenToStart(call);
  listenToSummary(call);
  listenToPaste(call);
  countAsked(call);
  listenToCallSegments(call);
  on(form, "input", () => {
    keepDay(call);
    show(call);
  });
  on(form, "donebook:shown", () => follow(call));
  // A quick call's deal begins with the first thing that is kept.
  on(form, "donebook:changed", () => {
    if (!call.deal) keepDay(call);
    call.deal ??= deals.current();
    show(call);
  });
  if (role) on(role, "change", () => chooseRole(call, role));
  all(form, "[data-view]").forEach((button) => on(button, "click", () => showAs(call, /** @type {Mode} */ (button.dataset.view))));
  click("[data-back]", () => go(call, call.at - 1));
  click("[data-skip]", () => go(call, call.at + 1));
  on(next, "click", () => markAsked(call));
  click("[data-copy-note]", () => offerNote(call));
  click("[data-copy-recap]", () => offerRecap(call));
  click("[data-copy-message]", offerMessage);
  click("[data-clear]", () => clear(call));
  click("[data-again]", () => callAgain(call));
  click("[data-safe]", () => toggleSafe(call));
  on(call.about, "click", () => showAbout(call, !form.hasAttribute("data-whole")));
  on(document, "keydown", (event) => pressKey(call, event));
}

/**
 * The text that an address asks for.
 *
 * @param {Call} call
 */
function offerAsked({ form }) {
  const text = takenFromAddress("copy", (value) => TEXTS.includes(value));
  if (text && deals.current()) one(form, `[data-copy-${text}]`).click();
}

/** @param {HTMLFormElement} form */
export function start(form) {
  const call = callOn(form);
  listen(call);
  all(form, "[data-script]").forEach((shown) => { shown.hidden = false; });
  call.about.hidden = false;
  const asked = new URLSearchParams(location.search);
  meet(call, asked.get("role") ?? roleMet(deals.current()));
  call.at = firstOpen(call);
  const wanted = VIEWS.find((mode) => mode === asked.get("view"));
  if (wanted && deals.current()) showAs(call, wanted);
  else if ("named" in form.dataset || call.turns.some(isNoted)) { // a link that names the deal has chosen it
    call.mode = modeToGoOn(call);
    show(call);
  } else backToStart(call);
  bringIntoSight(call);
  beginSafe(call);
  form.dataset.ready = "";
  offerAsked(call);
  return {
    end() {
      leaveSafe(call);
      call.left.abort();
    },
  };
}
