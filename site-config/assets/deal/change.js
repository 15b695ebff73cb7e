/* What is typed is kept, and the deal is changed. */
import { putField } from "./fields.js";
import { fitRows } from "./rows.js";
import { deals } from "./store.js";
import { show, showSoon, tellDone, tellKept } from "./view.js";

/** @import { View } from "./view.js" */

/**
 * What is typed waits until the browser has a moment.
 *
 * @param {View} view
 */
export function flushLater(view) {
  if (view.isWaiting) return;
  view.isWaiting = true;
  const act = () => flush(view);
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: 300 });
  else setTimeout(act, 120);
}

/**
 * Keeps what was typed. A deal begins in the stage of the page it begins on, unless the rep chose another one.
 *
 * @param {View} view
 */
export function flush(view) {
  view.isWaiting = false;
  if (!view.pending.size) return;
  const id = deals.has(view.id) ? view.id : deals.create({ stage: view.stage.value });
  view.id = id;
  beforeKept(view, id, view.pending, true);
  view.pending.forEach((value, key) => deals.set(id, key, value));
  view.pending.clear();
  tellKept(view);
  showSoon(view);
}

/**
 * Who keeps more because of what is kept, such as a version of the sentence, adds it, and the sheet shows it.
 *
 * @param {View} view
 * @param {string} id
 * @param {Map<string, string | null>} facts
 * @param {boolean} isTyped
 */
function beforeKept({ form }, id, facts, isTyped) {
  const typed = new Set(facts.keys());
  form.dispatchEvent(new CustomEvent("donebook:keeps", { detail: { id, facts, isTyped } }));
  const added = Array.from(facts).filter(([key]) => !typed.has(key));
  fitRows(form, added.map(([key]) => key));
  added.forEach(([key, value]) => putField(form, key, value));
}

/**
 * Shows another deal, or none.
 *
 * @param {View} view
 * @param {string | null} id
 */
export function use(view, id) {
  flush(view);
  view.id = id;
  view.chosen = null;
  deals.open(id);
  show(view);
}

/**
 * Writes over some fields and the stage, until somebody wants them back. What else changed by then,
 * in another tab for instance, stays.
 *
 * @param {View} view
 * @param {[key: string, value: string | null][]} fields
 * @param {string | null} stage null leaves it
 * @param {string} words
 */
export function change(view, fields, stage, words) {
  flush(view);
  const id = view.id;
  if (!id) return;
  const facts = new Map(fields);
  beforeKept(view, id, facts, false);
  const fieldsNow = Array.from(facts);
  const fieldsBefore = fieldsNow.map(([key]) => /** @type {[string, string | null]} */ ([key, deals.get(id, key)]));
  const stageBefore = deals.stage(id);
  const write = (/** @type {[string, string | null][]} */ all, /** @type {string} */ at) => {
    all.forEach(([key, value]) => deals.set(id, key, value));
    if (stage !== null && stage !== stageBefore) deals.setStage(id, at);
  };
  write(fieldsNow, stage || "");
  show(view);
  tellDone(view, words, () => write(fieldsBefore, stageBefore));
}
