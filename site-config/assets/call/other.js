/* A deal that is in another stage than the page has the questions of. */
import { known } from "../deal/sheets.js";
import { pageOf } from "../deal/show.js";
import { deals } from "../deal/store.js";
import { one, tell } from "../page/parts.js";
import { say } from "./turns.js";

/** @import { Call } from "./view.js" */

/**
 * Leads to the call of the deal's own stage. A sheet has its own questions, whatever the stage.
 *
 * @param {Call} call
 */
export function showOther({ form, mode }) {
  const part = one(document, "[data-other]");
  const id = deals.current();
  const stage = id ? deals.stage(id) : "";
  const isOfStage = location.pathname.includes(`/stages/${form.dataset.begins}/`);
  part.hidden = !id || !isOfStage || mode === "start" || mode === "summary" || stage === form.dataset.begins || !known.calls.includes(stage);
  if (part.hidden) return;
  /** @type {HTMLAnchorElement} */
  const link = one(part, "a");
  link.href = `${pageOf(`stages/${stage}/call`)}?deal=${id}`;
  tell(link, say("other", { stage: known.stages[stage] }));
}
