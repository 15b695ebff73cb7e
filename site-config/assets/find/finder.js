/* The finder on its page: what was found for what is typed and chosen. */
import { ours } from "../ours.js";
import { button, element, listener, one } from "../page/parts.js";
import { say } from "../page/words.js";
import { chosenIn, emptyChoices, fitsIn, placeOf } from "./choices.js";
import { openIndex } from "./index.js";
import { resultOf } from "./result.js";
import { browse, search } from "./search.js";

/** @import { Index } from "./index.js" */
/** @import { Found } from "./search.js" */
/** @import { Showing } from "./result.js" */

/** The first results are shown before the next key, the others right after it. */
const FIRST_SHOWN = 2;
/** How many results are shown at once, before somebody asks for more. */
export const AT_ONCE = 12;

/**
 * The index, once it is there, outlasts its page.
 *
 * @type {{ index: Index | null }}
 */
const opened = { index: null };

/** @typedef {ReturnType<typeof finderOn>} Finder */

/** @param {HTMLElement} root */
export function finderOn(root) {
  /** @type {HTMLFormElement} */
  const form = one(root, "form");
  const left = new AbortController();
  /** @type {HTMLAnchorElement} */
  const phrases = one(root, "[data-phrases]");
  return {
    root,
    form,
    left,
    on: listener(left),
    input: /** @type {HTMLInputElement} */ (form.said),
    list: one(root, "[data-found]"),
    count: one(root, "[data-count]"),
    more: one(root, "[data-more]"),
    filters: /** @type {HTMLDetailsElement} */ (one(root, "[data-filters]")),
    single: /** @type {HTMLInputElement} */ (one(root, "[data-single-keys]")),
    // Where the folders of entries lie, and whether their pages are files.
    base: phrases.href.replace(/phrases(?:\/|\/index\.html|\.html)$/, ""),
    isFile: phrases.href.endsWith(".html"),
    memory: new Map(),
    // How many are shown; the words of the address as they were written last; what waits to be done.
    most: AT_ONCE,
    before: "",
    painting: 0,
    soon: 0,
  };
}

/**
 * Opens the index, the first time.
 *
 * @returns {void}
 */
export function openOnce() {
  opened.index ??= openIndex(ours.index, ours.finderWords);
}

export function isOpened() {
  return opened.index !== null;
}

/**
 * @param {Finder} finder
 * @param {Index} index
 * @param {string[]} names of the choices that count
 * @param {number} most
 */
function find({ form, input, memory }, index, names, most) {
  const fits = fitsIn(index, form, names);
  const said = input.value;
  return said.trim() ? search(index, said, fits, most, memory) : browse(index, fits, most, placeOf(form, "stage"));
}

/**
 * @param {Finder} finder
 * @param {Index} index
 * @param {Found} found
 * @returns {(entry: number) => HTMLElement}
 */
function resultsFor({ form, base, isFile }, index, found) {
  /** @type {Showing} */
  const showing = {
    index,
    texts: ours.texts || null,
    address: (entry) => base + index.kind(entry).folder + "/" + index.ids[entry] + (isFile ? ".html" : "/"),
    stage: placeOf(form, "stage"),
    role: placeOf(form, "role"),
    sought: found,
  };
  return (entry) => resultOf(showing, entry);
}

/**
 * What is said where nothing was found, and what to try.
 *
 * @param {Finder} finder
 * @param {Index} index
 */
function nothing(finder, index) {
  const { form, input } = finder;
  const all = find(finder, index, [], 1);
  const isChosen = chosenIn(form).length > 0 && all.total > 0;
  const item = element("li", "db-result db-result--none", element("p", "", say(isChosen ? "find.nothing-chosen" : "find.nothing-said")));
  if (isChosen) item.append(element("p", "", button("db-button", say("find.without-choices", { n: all.total }), () => {
    emptyChoices(form);
    form.dispatchEvent(new Event("change"));
    input.focus();
  })));
  return item;
}

/**
 * How many were found, and what stands nowhere.
 *
 * @param {Found} found
 */
function told(found) {
  if (!found.total) return "";
  const all = say("find.found", { n: found.total });
  const missing = found.missing.map((word) => `“${word}”`).join(", ");
  return missing ? `${all} ${say("find.missing", { words: missing })}` : all;
}

/** @param {Finder} finder */
export function show(finder) {
  const { root, form, input, list, count, more } = finder;
  const names = chosenIn(form);
  const isIdle = input.value.trim().length < 2 && !names.length;
  cancelAnimationFrame(finder.painting);
  one(root, "[data-start]").hidden = !isIdle;
  one(root, "[data-chosen]").textContent = names.length ? ` (${names.length})` : "";
  if (isIdle) {
    list.replaceChildren();
    count.textContent = "";
    more.hidden = true;
    return;
  }
  const index = opened.index;
  if (!index) return;
  const found = find(finder, index, names, finder.most);
  const make = resultsFor(finder, index, found);
  list.replaceChildren(...(found.total ? found.entries.slice(0, FIRST_SHOWN).map(make) : [nothing(finder, index)]));
  finder.painting = requestAnimationFrame(() => list.append(...found.entries.slice(FIRST_SHOWN).map(make)));
  count.textContent = told(found);
  more.hidden = found.total <= finder.most;
}

/**
 * Once before anybody types, and never painted: the first key is then as quick as the others.
 *
 * @param {Finder} finder
 */
export function rehearse(finder) {
  const { form, input, list, memory } = finder;
  const index = opened.index;
  if (input.value || chosenIn(form).length || !index) return;
  const found = search(index, input.placeholder, fitsIn(index, form, []), FIRST_SHOWN, memory);
  list.replaceChildren(...found.entries.map(resultsFor(finder, index, found)));
  list.getBoundingClientRect();
  list.replaceChildren();
}
