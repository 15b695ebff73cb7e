/* What a call adds up to: a note for the CRM, and a recap for the buyer. */
import { asText, note, recap } from "../deal/out.js";
import { deals } from "../deal/store.js";
import { word } from "../deal/word.js";
import { readable } from "../page/days.js";
import { dayOf } from "./day.js";
import { proofIn } from "./lights.js";
import { answerIn, askIn, gradeIn, isHeard, say, signsIn, toldSigns } from "./turns.js";

/** @import { Call } from "./view.js" */

/** @param {HTMLInputElement} sign */
function labelOf(sign) {
  return "example" in sign.dataset ? "" : sign.labels?.[0].querySelector(".db-tap__text")?.textContent || "";
}

/** @param {HTMLElement} turn */
function noteOn(turn) {
  const grade = gradeIn(turn);
  const words = answerIn(turn).replace(/\s*\n\s*/g, " ");
  const signs = toldSigns(signsIn(turn).map((sign) => ({ kind: sign.value, label: labelOf(sign) }))).join(", ");
  const lines = [say("asked", { ask: askIn(turn) })];
  if (grade) lines.push(say("graded", { grade: say(grade), words }).replace(/:\s*$/, ""));
  else if (words) lines.push(words);
  if (signs) lines.push(say(grade ? "noted" : "noted-ungraded", { signs, title: turn.dataset.title }));
  return lines.join("\n  ");
}

/**
 * What was heard, graded, and the CRM's fields. A question that brought nothing is left out.
 *
 * @param {Call} call
 */
export function noteText(call) {
  const told = call.turns.filter(isHeard).map(noteOn);
  const id = deals.current();
  const fields = id ? note(deals.fields(id)) : "";
  if (!told.length) return fields;
  const head = [call.form.dataset.name, readable(dayOf(call)), ...(id ? [deals.title(id)] : [])].join(" · ");
  return [head, ...told, ...(fields ? [fields] : [])].join("\n");
}

/** @param {Call} call */
export function recapText(call) {
  const told = call.turns.filter(answerIn).map((turn) => `${askIn(turn)}\n${answerIn(turn)}`);
  const id = deals.current();
  const sheets = id ? asText(recap(deals.fields(id))) : "";
  const all = sheets ? [...told, sheets] : told;
  return all.length ? [word("asks-back"), ...all, ...proofIn(call)].join("\n\n") : "";
}
