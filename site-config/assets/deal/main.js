/* A sheet's events: the fields of one deal are kept as they are typed. */
import { all, hit, leaveMenu, one, takenFromAddress } from "../page/parts.js";
import { acts } from "./acts.js";
import { bringIn } from "./bring.js";
import { change, flush, flushLater, use } from "./change.js";
import { fit, givenIn, putField, valueIn } from "./fields.js";
import { readDeal } from "./in.js";
import { addRow, fitRows } from "./rows.js";
import { setSegments } from "./segments.js";
import { deals } from "./store.js";
import { show, showGathered, showSoon, tellDone, tellKept, viewOf } from "./view.js";

/** @import { Control } from "./fields.js" */
/** @import { View } from "./view.js" */

/**
 * @param {View} view
 * @param {Event} event
 */
function keepTyped(view, event) {
  /** @type {Control} */
  const control = hit(event);
  if (!control.name) return;
  fit(control);
  const value = valueIn(control);
  view.pending.set(control.name, value === givenIn(control) ? null : value);
  flushLater(view);
}

/**
 * A chosen radio is taken back by choosing it again. A click comes before its input event.
 *
 * @param {View} view
 * @param {Event} event
 */
function takeRadioBack({ id, pending }, event) {
  /** @type {HTMLInputElement} */
  const control = hit(event);
  const before = pending.has(control.name) ? pending.get(control.name) : id && deals.get(id, control.name);
  if (control.type !== "radio" || before !== control.value) return;
  control.checked = false;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {View} view */
function chooseStage(view) {
  const stage = view.stage;
  flush(view);
  if (deals.has(view.id)) {
    deals.setStage(view.id, stage.value);
    tellKept(view);
  } else view.chosen = stage.value;
  showGathered(view);
}

/**
 * @param {View} view
 * @param {HTMLElement} segments
 */
function chooseSegments(view, segments) {
  if (!view.id) return;
  setSegments(view.id, segments);
  tellKept(view);
  showSoon(view);
}

/** @param {HTMLElement} bar */
function openMenus(bar) {
  return /** @type {HTMLDetailsElement[]} */ (all(bar, "details[open]"));
}

/**
 * @param {View} view
 * @param {Event} event
 */
function act(view, event) {
  const name = hit(event).dataset.do;
  if (!name) return;
  flush(view);
  openMenus(view.bar).forEach((menu) => { menu.open = false; });
  acts[name](view, view.id || "");
}

/**
 * @param {View} view
 * @param {StorageEvent} event
 */
function follow(view, event) {
  const changed = deals.changed(event.key);
  if (!changed) return;
  if (changed.key && changed.id === view.id) {
    fitRows(view.form, [changed.key]);
    if (!view.pending.has(changed.key)) putField(view.form, changed.key, event.newValue);
  } else if (view.id && !deals.has(view.id)) {
    view.id = null;
    show(view);
  }
  showSoon(view);
}

/**
 * Facts that were typed elsewhere on the page are kept, and stand on the sheet at once.
 *
 * @param {View} view
 * @param {[key: string, value: string | null][]} facts
 */
function keepFacts(view, facts) {
  fitRows(view.form, facts.map(([key]) => key));
  facts.forEach(([key, value]) => {
    putField(view.form, key, value);
    view.pending.set(key, value);
  });
  flush(view);
}

/** @param {View} view */
function listenToForm(view) {
  const { form, on } = view;
  on(form, "input", (event) => keepTyped(view, event));
  on(form, "click", (event) => takeRadioBack(view, event));
  on(form, "donebook:forget", ({ detail }) => {
    change(view, detail.names.map((/** @type {string} */ name) => [name, null]), null, detail.words);
  });
  on(form, "donebook:use", ({ detail }) => use(view, detail));
  on(form, "donebook:write", ({ detail }) => keepFacts(view, detail));
  on(form, "submit", (event) => event.preventDefault());
  all(form, "[data-add]").forEach((button) => {
    button.hidden = false;
    on(button, "click", () => one(addRow(one(form, `[data-rows="${button.dataset.add}"]`)), "[name]").focus());
  });
}

/** @param {View} view */
function listenToBar(view) {
  const { bar, file, on, pick, segments, stage } = view;
  on(pick, "change", () => {
    use(view, pick.value || null);
    tellDone(view, "");
  });
  on(stage, "change", () => chooseStage(view));
  if (segments) on(segments, "change", () => chooseSegments(view, segments));
  on(bar, "click", (event) => act(view, event));
  on(bar, "keydown", leaveMenu);
  on(document, "click", (event) => {
    openMenus(bar).filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });
  on(file, "change", async () => {
    if (file.files && file.files[0]) bringIn(view, readDeal(await file.files[0].text()));
  });
}

/** @param {View} view */
function listenToWindow(view) {
  const { left, on } = view;
  on(window, "storage", (event) => follow(view, event));
  // Before the store asks.
  window.addEventListener("beforeunload", () => flush(view), { signal: left.signal, capture: true });
  on(window, "pagehide", () => flush(view));
  on(window, "pageshow", (event) => { if (event.persisted) show(view); });
  on(document, "visibilitychange", () => { if (document.hidden) flush(view); });
}

/**
 * A link may name the deal to open: in another tab, or in a calendar.
 *
 * @param {HTMLFormElement} form
 */
function openNamed(form) {
  const id = takenFromAddress("deal", deals.has);
  if (!id) return;
  deals.open(id);
  form.dataset.named = "";
}

/** A link may ask for the sheet on paper: with what stands in its fields, in its own type. */
function printAsked() {
  if (takenFromAddress("do", (value) => value === "print")) document.fonts.ready.then(() => window.print());
}

/** @param {HTMLFormElement} form */
export function start(form) {
  openNamed(form);
  const view = viewOf(form);
  listenToForm(view);
  listenToBar(view);
  listenToWindow(view);
  form.classList.add("is-live");
  view.bar.hidden = false;
  show(view);
  printAsked();
  return {
    end() {
      flush(view);
      clearTimeout(view.soon);
      view.left.abort();
    },
  };
}

/** The stage of the deal at hand, for pages that show no deal; "" where there is none, or nobody has said it. */
export function stageNow() {
  const id = deals.current();
  return id ? deals.stage(id) : "";
}
