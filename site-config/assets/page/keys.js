/* The ways to the finder. */
import { remember, remembered } from "./kept.js";
import { hit, one } from "./parts.js";

const SINGLE_KEYS = "donebook.single-keys";
const LINK = ".db-find";

/** @param {Element} target */
export function isTyping(target) {
  const isText = target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])");
  return isText || /** @type {HTMLElement} */ (target).isContentEditable;
}

/**
 * Whether keys without a modifier may lead to the finder. People who use speech input need to switch
 * them off (WCAG 2.1.4).
 */
export function hasSingleKeys() {
  return remembered(SINGLE_KEYS) !== "off";
}

/** @param {boolean} isOn */
export function setSingleKeys(isOn) {
  remember(SINGLE_KEYS, isOn ? "on" : "off");
  nameKeys();
}

/** The link to the finder; a company's own frame may do without. */
function linkToFinder() {
  return /** @type {HTMLAnchorElement | null} */ (document.querySelector(LINK));
}

/** The keys that work are named where they lead. */
export function nameKeys() {
  const link = linkToFinder();
  if (!link) return;
  one(link, "kbd").hidden = !hasSingleKeys();
  link.setAttribute("aria-keyshortcuts", (hasSingleKeys() ? "/ " : "") + "Control+K Meta+K");
}

/** Goes to the field of the finder's page, and says whether there is one. */
export function selectField() {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("db-said"));
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

/** @param {Event} event */
function takeOver(event) {
  event.preventDefault();
  event.stopPropagation();
}

/** @param {KeyboardEvent} event */
function leadToFinder(event) {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const hasModifier = event.ctrlKey || event.metaKey;
  const isChord = hasModifier && !event.shiftKey && event.key.toLowerCase() === "k";
  const isSlash = event.key === "/" && !hasModifier && !isTyping(hit(event)) && hasSingleKeys();
  if (!isChord && !isSlash) return;
  takeOver(event);
  const link = linkToFinder();
  if (!selectField() && link) link.click();
}

/**
 * On the finder's own page its link leads to the field, and what stands there stays.
 *
 * @param {MouseEvent} event
 */
function stayInFinder(event) {
  if (hit(event).closest(LINK) && !event.ctrlKey && !event.metaKey && !event.shiftKey && selectField()) takeOver(event);
}

/**
 * An address with words to look for, of a bookmark or another tool, leads to the finder; on its page,
 * it reads them itself.
 */
export function followWords() {
  const words = new URLSearchParams(location.search).get("q");
  const link = linkToFinder();
  if (!words || !link || document.querySelector("[data-find]")) return;
  const there = new URL(link.href);
  there.searchParams.set("said", words);
  location.replace(there);
}

export function listenForKeys() {
  document.addEventListener("keydown", leadToFinder, true);
  document.addEventListener("click", stayInFinder, true);
  // The theme listens at the window and turns pages at p, n, comma and full stop: nothing but Enter,
  // which opens a label for it, gets that far.
  document.addEventListener("keydown", (event) => { if (event.key !== "Enter") event.stopPropagation(); });
}
