/* A sheet on screen, with the fields of one deal. */
import { readable, today } from "../page/days.js";
import { all, element, listener, one, tell } from "../page/parts.js";
import { showDrift } from "./drift.js";
import { keysIn, putField } from "./fields.js";
import { isDue, score } from "./gather.js";
import { fitRows } from "./rows.js";
import { showSegments } from "./segments.js";
import { known } from "./sheets.js";
import { gatheredParts } from "./show.js";
import { deals } from "./store.js";
import { word } from "./word.js";

/** @import { Values } from "./gather.js" */
/** @typedef {ReturnType<typeof viewOf>} View */

const NEED_A_DEAL = ["rename", "duplicate", "delete", "file", "document", "note", "recap"].map((act) => `[data-do=${act}]`).join();

/** @param {HTMLFormElement} form */
export function viewOf(form) {
  const bar = one(document, "[data-deal]");
  const left = new AbortController();
  return {
    form,
    bar,
    left,
    on: listener(left),
    pick: /** @type {HTMLSelectElement} */ (one(bar, "[data-pick]")),
    file: /** @type {HTMLInputElement} */ (one(bar, "[data-file]")),
    stage: /** @type {HTMLSelectElement} */ (one(bar, "[data-pick-stage]")),
    segments: /** @type {HTMLElement | null} */ (bar.querySelector("[data-deal-segments]")),
    undoButton: one(bar, "[data-do=undo]"),
    undo: /** @type {(() => void) | null} */ (null),
    id: /** @type {string | null} */ (deals.current()),
    // The stage of a deal that has not begun.
    chosen: /** @type {string | null} */ (null),
    // What was typed and waits to be kept.
    pending: /** @type {Map<string, string | null>} */ (new Map()),
    isWaiting: false,
    soon: 0,
    listed: "",
  };
}

/**
 * @param {View} view
 * @returns {Values}
 */
export function valuesOf({ id }) {
  return id ? deals.fields(id) : new Map();
}

/**
 * Says what was done, or that the browser has no room for it.
 *
 * @param {View} view
 * @param {string} words
 * @param {() => void} [takeBack]
 */
export function tellDone(view, words, takeBack) {
  const place = one(view.bar, "[data-said]");
  const isKept = deals.keep();
  tell(place, isKept ? words : word("not-kept"));
  place.toggleAttribute("data-bad", !isKept);
  view.undo = takeBack || null;
  view.undoButton.hidden = !takeBack;
}

/** @param {View} view */
export function tellKept(view) {
  tellDone(view, word(location.protocol === "file:" ? "kept-apart" : "kept"));
}

/** @param {View} view */
export function show(view) {
  const { form } = view;
  const values = valuesOf(view);
  all(form, "[data-added]").forEach((row) => row.remove());
  fitRows(form, values.keys());
  keysIn(form).forEach((key) => putField(form, key, values.get(key) ?? null));
  showDeals(view);
  showGathered(view);
  form.dispatchEvent(new CustomEvent("donebook:shown"));
}

/**
 * What many writes change, in this tab or in another one, is shown once.
 *
 * @param {View} view
 */
export function showSoon(view) {
  view.soon ||= window.setTimeout(() => {
    view.soon = 0;
    showDeals(view);
    const detail = showGathered(view);
    view.form.dispatchEvent(new CustomEvent("donebook:changed", { detail }));
  }, 60);
}

/** @param {View} view */
export function showDeals(view) {
  const { bar, chosen, form, id, pick, segments, stage } = view;
  const choices = [...(id ? [] : [{ id: "", title: word("begin") }]), ...deals.list().filter((deal) => deal.id === id || !deals.isArchived(deal.id))];
  const now = JSON.stringify([id, choices]);
  // A list that is open would close if it were written anew.
  if (now !== view.listed) pick.replaceChildren(...choices.map((deal) => new Option(deal.title, deal.id, false, deal.id === (id || ""))));
  view.listed = now;
  stage.value = id ? deals.stage(id) : chosen ?? form.dataset.begins ?? "";
  // A stage of another playbook.
  if (stage.selectedIndex < 0) stage.value = "";
  if (segments) showSegments(segments, id);
  all(bar, NEED_A_DEAL).forEach((button) => button.toggleAttribute("disabled", !id));
  tell(one(form, "[data-dealname]"), id ? ` · ${deals.title(id)} · ${readable(today())}` : "");
}

/** @param {View} view */
function endReview(view) {
  const id = view.id || "";
  const before = deals.review(id);
  deals.setReview(id, { on: today(), stage: deals.stage(id), fields: Object.fromEntries(valuesOf(view)) });
  showGathered(view);
  tellDone(view, word("reviewed"), () => deals.setReview(id, before));
}

/**
 * What the deal adds up to; gives the fields back.
 *
 * @param {View} view
 */
export function showGathered(view) {
  const { form, id } = view;
  const values = valuesOf(view);
  // A call has a few of the checks, and its end tells of the whole deal.
  const own = "call" in form.dataset ? [] : keysIn(form, "check.").map((key) => key.slice("check.".length));
  const stage = id ? deals.stage(id) : view.stage.value;
  const gathered = {
    score: score(values, own.length ? own : Object.keys(known.checks), stage),
    values,
    review: id ? deals.review(id) : null,
    endReview: () => endReview(view),
    stage,
  };
  all(form, "[data-check]").forEach((row) => {
    const check = known.checks[row.dataset.check || ""];
    row.toggleAttribute("data-not-due", !!check && !isDue(check, stage));
  });
  all(form, "[data-gather]").forEach((place) => {
    const parts = id ? gatheredParts[place.dataset.gather || ""](gathered) : [];
    place.hidden = !parts.length;
    // A status is read aloud when it changes, so it stays as it is when it doesn't.
    const made = element("div", "", ...parts);
    if (made.textContent !== place.textContent || !place.childElementCount) place.replaceChildren(...parts);
  });
  all(form, "[data-rows=drift-log]").forEach((rows) => showDrift(rows, values));
  return values;
}
