/* The finder's events: what is typed and chosen, and the keys from the field to the results and through them. */
import { ours } from "../ours.js";
import { hasSingleKeys, isTyping, selectField, setSingleKeys } from "../page/keys.js";
import { load } from "../page/load.js";
import { tellCounter } from "../page/own.js";
import { all, hit, one } from "../page/parts.js";
import { say } from "../page/words.js";
import { keepAddress, keepMost, readAddress } from "./address.js";
import { chosenIn, emptyChoices } from "./choices.js";
import { AT_ONCE, finderOn, isOpened, openLoaded, rehearse, show } from "./finder.js";

/** @import { Finder } from "./finder.js" */

// The words of the finder, and of what is found in it, come with this script: no other page says them.
Object.assign(ours.words, ours.finderWords.words);

// A rep who stops typing for as long, in milliseconds, has looked at what there is.
const A_LOOK = 2000;

/** @param {Finder} finder */
function links({ root }) {
  return all(root, "[data-own] a, .db-result__link").filter((link) => link.offsetParent);
}

/**
 * Says what was looked for in vain, once nobody types on and all of the index has been searched.
 *
 * @param {Finder} finder
 */
function tellVain(finder) {
  clearTimeout(finder.pause);
  const { inVain, root } = finder;
  if (!inVain || root.dataset.counted === undefined || root.dataset.ready === undefined) return;
  finder.pause = window.setTimeout(() => tellCounter("donebook:vain", inVain), A_LOOK);
}

/** @param {Finder} finder */
function changed(finder) {
  finder.most = AT_ONCE;
  show(finder);
  tellVain(finder);
  clearTimeout(finder.soon);
  finder.soon = window.setTimeout(() => keepAddress(finder), 250);
}

/** @param {Finder} finder */
function showMore(finder) {
  const seen = links(finder).length;
  finder.most += AT_ONCE * 2;
  show(finder);
  keepAddress(finder);
  keepMost(finder);
  requestAnimationFrame(() => {
    const next = links(finder)[seen];
    if (next) next.focus();
  });
}

/**
 * @param {Finder} finder
 * @param {KeyboardEvent} event
 */
function step(finder, event) {
  const { input } = finder;
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const found = links(finder);
  const at = found.indexOf(focused);
  if (event.key === "Escape" && at >= 0) input.focus();
  else if (event.key === "ArrowDown" && (at >= 0 || focused === input)) found[at + 1]?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (found[at - 1] || input).focus();
  else return;
  event.preventDefault();
}

/**
 * Whoever types on after Copy, or with nothing in focus, means the field: it takes the key, in place of what
 * stood there.
 *
 * @param {Finder} finder
 * @param {KeyboardEvent} event
 */
function typeOn({ root }, event) {
  const isSign = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const target = hit(event);
  const isFree = target === document.body || (root.contains(target) && !isTyping(target));
  if (isSign && isFree && hasSingleKeys()) selectField();
}

/** @param {Finder} finder */
function listen(finder) {
  const { form, input, list, more, on, root, single } = finder;
  on(document, "keydown", (event) => typeOn(finder, event));
  on(input, "input", () => changed(finder));
  on(form, "change", (event) => { if (event.target !== input) changed(finder); });
  on(form, "submit", (event) => {
    event.preventDefault();
    const [first] = links(finder);
    if (!first) return;
    keepAddress(finder);
    first.click();
  });
  on(list, "click", () => keepAddress(finder));
  on(root, "keydown", (event) => step(finder, event));
  on(one(form, "[data-clear]"), "click", () => {
    emptyChoices(form);
    changed(finder);
  });
  on(single, "change", () => setSingleKeys(single.checked));
  on(more, "click", () => showMore(finder));
  on(matchMedia("(min-width: 45em)"), "change", (/** @type {MediaQueryListEvent} */ event) => {
    finder.isRoomy = event.matches;
    show(finder);
  });
  on(window, "popstate", () => {
    readAddress(finder);
    show(finder);
  });
}

/**
 * Results are shown with the index alone; what is found behind it, and what stands below results, comes later.
 *
 * @param {Finder} finder
 */
async function fetchIndex(finder) {
  try {
    await load("finder-index.js");
    openLoaded(finder);
    show(finder);
    (window.requestIdleCallback || setTimeout)(() => rehearse(finder));
    await load("finder-texts.js");
    openLoaded(finder);
    show(finder);
    finder.root.dataset.ready = "";
    tellVain(finder);
  } catch {
    if (!isOpened()) finder.count.textContent = say("find.failed");
  }
}

/** @param {HTMLElement} root */
export function start(root) {
  const finder = finderOn(root);
  listen(finder);
  all(root, "[data-script]").forEach((part) => { part.hidden = false; });
  finder.single.checked = hasSingleKeys();
  readAddress(finder);
  if (!location.hash) finder.input.focus({ preventScroll: true });
  if (finder.input.value || chosenIn(finder.form).length) finder.count.textContent = say("find.loading");
  fetchIndex(finder);
  return {
    end() {
      clearTimeout(finder.soon);
      clearTimeout(finder.pause);
      finder.left.abort();
    },
  };
}
