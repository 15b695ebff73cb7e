/* A summary or a transcript of the call, next to its questions. Only what the rep confirms is kept. */
import { known } from "../deal/sheets.js";
import { button, element, one, tell } from "../page/parts.js";
import { matchesIn } from "./match.js";
import { answerIn, askIn, say } from "./turns.js";
import { wantedIn } from "./view.js";

/** @import { Call } from "./view.js" */

/** @param {Call} call */
function pasteIn({ form }) {
  return /** @type {HTMLTextAreaElement} */ (one(form, "[data-pasted]"));
}

/**
 * @param {HTMLElement} turn
 * @param {string} sentence
 */
function answerWith(turn, sentence) {
  const field = /** @type {HTMLTextAreaElement} */ (one(turn, "textarea"));
  field.value = [answerIn(turn), sentence].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {HTMLElement} turn
 * @param {string} sentence
 */
function sentenceItem(turn, sentence) {
  const pressed = button("db-button", say("take"), () => {
    answerWith(turn, sentence);
    tell(pressed, say("taken"));
    pressed.disabled = true;
  });
  if (answerIn(turn).includes(sentence)) {
    tell(pressed, say("taken"));
    pressed.disabled = true;
  }
  return element("li", "", element("span", "", sentence), pressed);
}

/** @param {Call} call */
function showMatches(call) {
  const wanted = wantedIn(call);
  const turns = new Map(call.turns.map((turn) => [turn.id, turn]));
  const questions = Array.from(turns, ([id, turn]) => ({
    id,
    isAsked: wanted.includes(turn),
    text: [turn.dataset.title, ...Array.from(turn.querySelectorAll(".db-turn__ask, .db-follow, .db-tap__text"), (part) => part.textContent)].join(" "),
  }));
  const text = pasteIn(call).value;
  const found = matchesIn(text, questions, known.common);
  const parts = found.flatMap(({ id, sentences }) => {
    const turn = /** @type {HTMLElement} */ (turns.get(id));
    return [element("h3", "", `“${askIn(turn)}”`), element("ul", "db-copies", ...sentences.map((sentence) => sentenceItem(turn, sentence)))];
  });
  const place = one(call.form, "[data-matches]");
  const nothing = text.trim() ? [element("p", "db-note", say("no-match"))] : [];
  place.replaceChildren(...(parts.length ? parts : nothing));
}

/**
 * What was pasted is gone: it belongs to one deal, and is kept nowhere.
 *
 * @param {Call} call
 */
export function forgetPaste(call) {
  if (!pasteIn(call).value) return;
  pasteIn(call).value = "";
  showMatches(call);
}

/** @param {Call} call */
export function listenToPaste(call) {
  call.on(pasteIn(call), "input", () => showMatches(call));
}
