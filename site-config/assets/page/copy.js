/* Texts for the clipboard. */
import { say } from "./words.js";

/** @param {string} text */
function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // On file:// and plain http there is no clipboard object; the old way still works there.
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.appendChild(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done ? Promise.resolve() : Promise.reject(new Error("copying was refused"));
}

/**
 * @param {HTMLElement} pressed
 * @param {string} words
 */
function answer(pressed, words) {
  const before = pressed.dataset.label || pressed.textContent || "";
  pressed.dataset.label = before;
  pressed.textContent = words;
  pressed.setAttribute("aria-live", "polite");
  window.setTimeout(() => { pressed.textContent = before; }, 1800);
}

/**
 * Copies a text, and the button says how it went.
 *
 * @param {string} text
 * @param {HTMLElement} pressed
 */
export function copy(text, pressed) {
  copyText(text).then(() => answer(pressed, say("copied")), () => answer(pressed, say("copy-by-hand")));
}
