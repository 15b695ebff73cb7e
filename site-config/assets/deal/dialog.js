/* The one dialog of a sheet: a question, a preview, and what can be done with it. */
import { button, element, one } from "../page/parts.js";
import { say } from "../page/words.js";
import { word } from "./word.js";

/**
 * The words of a button, and what it does. The dialog stays open where that returns true.
 *
 * @typedef {[words: string, act: (pressed: HTMLElement) => boolean | void]} Choice
 */

/**
 * Copies a part of the page as it is formatted; on file:// and plain http as if by hand.
 *
 * @param {HTMLElement} shown
 * @param {string} text
 */
async function copyFormatted(shown, text) {
  try {
    await navigator.clipboard.write([new ClipboardItem({
      "text/html": new Blob([shown.innerHTML], { type: "text/html" }),
      "text/plain": new Blob([text], { type: "text/plain" }),
    })]);
  } catch {
    /** @type {Selection} */ (getSelection()).selectAllChildren(shown);
    if (!document.execCommand("copy")) throw new Error("refused");
  }
}

export function dialogOnPage() {
  return /** @type {HTMLDialogElement} */ (one(document, "[data-dialog]"));
}

/**
 * @param {string} title
 * @param {Node[]} inside
 * @param {Choice[]} choices
 */
export function ask(title, inside, choices) {
  const dialog = dialogOnPage();
  one(dialog, "h2").textContent = title;
  one(dialog, "[data-inside]").replaceChildren(...inside);
  /** @type {Choice[]} */
  const offered = [...choices, [word("close"), () => {}]];
  const made = offered.map(([words, act], n) => {
    const shape = n === 0 && choices.length ? "db-button db-button--main" : "db-button";
    const pressed = button(shape, words, () => { if (act(pressed) !== true) dialog.close(); });
    return pressed;
  });
  one(dialog, "[data-buttons]").replaceChildren(...made);
  if (!dialog.open) dialog.showModal();
}

/**
 * @param {HTMLElement} shown
 * @param {string} text
 * @returns {Choice}
 */
export function copied(shown, text) {
  return [say("copy"), (pressed) => {
    copyFormatted(shown, text).then(
      () => { pressed.textContent = say("copied"); },
      () => { pressed.textContent = word("copy-by-hand"); },
    );
    return true;
  }];
}

/** @param {HTMLElement} shown */
export function boxed(shown) {
  shown.className = "db-preview";
  shown.tabIndex = 0;
  return shown;
}

/**
 * A text that is laid out already, as a preview.
 *
 * @param {string} text
 */
export function boxedText(text) {
  return boxed(element("div", "", element("pre", "", text)));
}

/**
 * @param {string} title
 * @param {string} words
 */
export function tellNothing(title, words) {
  ask(title, [element("p", "", words)], []);
}
