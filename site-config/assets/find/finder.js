/* The finder on its page: what was found for what is typed and chosen. */
import { ours } from "../ours.js";
import { all, button, element, listener, one } from "../page/parts.js";
import { say } from "../page/words.js";
import { chosenIn, emptyChoices, fitsIn, placeOf, placesFor } from "./choices.js";
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
 * The index, once it is there, outlasts its page; it is whole with what comes behind it.
 *
 * @type {{ index: Index | null, isWhole: boolean }}
 */
const opened = { index: null, isWhole: false };

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
    places: one(root, "[data-places]"),
    count: one(root, "[data-count]"),
    more: one(root, "[data-more]"),
    filters: /** @type {HTMLDetailsElement} */ (one(root, "[data-filters]")),
    single: /** @type {HTMLInputElement} */ (one(root, "[data-single-keys]")),
    // Where the folders of entries lie, and whether their pages are files.
    base: phrases.href.replace(/phrases(?:\/|\/index\.html|\.html)$/, ""),
    isFile: phrases.href.endsWith(".html"),
    // Asked once, as to ask makes a browser lay out the page.
    isRoomy: matchMedia("(min-width: 45em)").matches,
    memory: new Map(),
    // How many are shown; the words of the address as they were written last; what waits to be done.
    most: AT_ONCE,
    before: "",
    painting: 0,
    soon: 0,
    // What is looked for without a choice, where nothing good was found; what waits for a pause in typing.
    inVain: "",
    pause: 0,
  };
}

/**
 * Opens what has been loaded, unless that was done before. What words meant in a part of the index is forgotten.
 *
 * @param {Finder} finder
 */
export function openLoaded({ memory }) {
  if (opened.isWhole || (opened.index && !ours.texts)) return;
  opened.index = openIndex(ours.index, ours.texts || null, ours.finderWords);
  opened.isWhole = Boolean(ours.texts);
  memory.clear();
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
function find(finder, index, names, most) {
  const { form, input, memory } = finder;
  const fits = fitsIn(index, form, names, (finder.root.dataset.atSegments || "").split(" "));
  const said = input.value;
  return said.trim() ? search(index, said, fits, most, memory, placesFor(index, names), favorsFor(finder, index)) : browse(index, fits, most, placeOf(form, "stage"));
}

/**
 * The places of the stage and the role that are chosen; else those of the deal at hand, or -1.
 *
 * @param {Finder} finder
 */
function placesAtHand({ form, root }) {
  const { atStage, atRole } = root.dataset;
  const placeOr = (/** @type {"stage" | "role"} */ name, /** @type {string | undefined} */ own) => {
    const chosen = placeOf(form, name);
    return chosen < 0 && own ? Number(own) : chosen;
  };
  return { stage: placeOr("stage", atStage), role: placeOr("role", atRole) };
}

/**
 * What goes before equally good matches: what is asked or feared in the stage of the deal at hand, and what the
 * person in its calls can answer.
 *
 * @param {Finder} finder
 * @param {Index} index
 */
function favorsFor(finder, index) {
  const { stage, role } = placesAtHand(finder);
  const isIn = (/** @type {"stage" | "role"} */ name, /** @type {number} */ place, /** @type {number} */ entry) =>
    place >= 0 && index.numbers(name, entry).includes(place);
  return (/** @type {number} */ entry) => Number(isIn("stage", stage, entry)) + Number(isIn("role", role, entry));
}

/**
 * @param {Finder} finder
 * @param {string} path of a page, and where on it
 */
function pageAt({ base, isFile }, path) {
  const [page, anchor] = path.split("#");
  const there = isFile ? page + ".html" : page.replace(/(^|\/)index$/, "$1").replace(/[^/]$/, "$&/");
  return base + there + (anchor ? "#" + anchor : "");
}

/**
 * @param {Finder} finder
 * @param {Index} index
 * @param {Found} found
 * @returns {(entry: number) => HTMLElement}
 */
function resultsFor(finder, index, found) {
  /** @type {Showing} */
  const showing = {
    index,
    texts: ours.texts || null,
    address: (entry) => pageAt(finder, `${index.kind(entry).folder}/${index.ids[entry]}`),
    ...placesAtHand(finder),
    sought: found,
    first: found.entries[0],
    blanks: JSON.parse(finder.root.dataset.blanks || "null"),
    isRoomy: finder.isRoomy,
  };
  return (entry) => resultOf(showing, entry);
}

/**
 * Pages that are gone to by their name, checks, sheets and role-plays among them.
 *
 * @param {Finder} finder
 * @param {Index} index
 * @param {number[]} rows
 */
function showPlaces(finder, index, rows) {
  finder.places.hidden = !rows.length;
  one(finder.places, "ul").replaceChildren(...rows.map((row) => {
    const isEntry = row < index.size;
    const [label, path] = isEntry
      ? [say(`kind.${index.kind(row).name}.one`), `${index.kind(row).folder}/${index.ids[row]}`]
      : index.places[row - index.size];
    const link = element("a", "db-result__link", element("small", "", label), " ", index.texts("title", row)[0]);
    link.href = pageAt(finder, path);
    return element("li", "", link);
  }));
}

/**
 * The way to say that something is missing, with what was looked for, if the settings have one.
 *
 * @param {Finder} finder
 */
function feedbackFor({ input, root }) {
  const link = /** @type {HTMLAnchorElement | null} */ (root.querySelector("a[data-feedback]"));
  if (!link) return [];
  const own = element("a", "", link.textContent || "");
  // Half a character has no code.
  const query = encodeURIComponent(input.value.replace(/\p{Cs}/gu, "").trim());
  own.href = (link.dataset.feedback || "").replaceAll("{query}", query);
  own.rel = link.rel;
  return [element("p", "", own)];
}

/**
 * What is said where nothing was found, or nothing that is a good match, and what to try.
 *
 * @param {Finder} finder
 * @param {Index} index
 * @param {Found} found
 */
function nothing(finder, index, found) {
  const { form, input, root } = finder;
  const without = chosenIn(form).length ? find(finder, index, [], 1).total : 0;
  const isChosen = without > 0;
  const isNear = found.nearest.length > 0;
  const near = say(found.isOnlyBegun ? "find.begun-alike" : "find.nearest");
  const words = isNear ? `${say("find.no-match")} ${near}` : say(isChosen ? "find.nothing-chosen" : "find.nothing-said");
  const item = element("li", "db-result db-result--none", element("p", "", words));
  const tell = root.querySelector("[data-tell]");
  if (!isNear && !isChosen) {
    /** @type {HTMLAnchorElement} */
    const phrases = one(root, "[data-phrases]");
    const link = element("a", "", phrases.textContent || "");
    link.href = phrases.href;
    item.append(element("p", "", link));
  }
  if (tell && !isChosen) item.append(element("p", "", tell.textContent || ""));
  if (isChosen) item.append(element("p", "", button("db-button", say("find.without-choices", { n: without }), () => {
    emptyChoices(form);
    form.dispatchEvent(new Event("change"));
    input.focus();
  })));
  item.append(...feedbackFor(finder));
  return item;
}

/**
 * How many were found, and what stands nowhere.
 *
 * @param {Found} found
 */
function told(found) {
  const some = found.total ? say("find.found", { n: found.total }) : "";
  const missing = found.missing.map((word) => `“${word}”`).join(", ");
  const none = missing && (found.total || found.nearest.length) ? say("find.missing", { words: missing }) : "";
  return [some, none].filter(Boolean).join(" · ");
}

/**
 * What is found is shown anew, once more than when somebody types; who stands on a link goes on from there.
 *
 * @param {Finder} finder
 */
export function show(finder) {
  const { root } = finder;
  const on = /** @type {HTMLAnchorElement | null} */ (document.activeElement);
  const where = on && root.contains(on) ? on.href : "";
  showFound(finder);
  if (where && !on?.isConnected) all(root, "a").find((link) => /** @type {HTMLAnchorElement} */ (link).href === where)?.focus();
}

/** @param {Finder} finder */
function showFound(finder) {
  const { root, form, input, list, count, more } = finder;
  const names = chosenIn(form);
  const isIdle = input.value.trim().length < 2 && !names.length;
  cancelAnimationFrame(finder.painting);
  finder.inVain = "";
  one(root, "[data-start]").hidden = !isIdle;
  one(root, "[data-chosen]").textContent = names.length ? ` (${names.length})` : "";
  if (isIdle) {
    list.replaceChildren();
    finder.places.hidden = true;
    count.textContent = "";
    more.hidden = true;
    return;
  }
  const index = opened.index;
  if (!index) return;
  const found = find(finder, index, names, finder.most);
  const make = resultsFor(finder, index, found);
  const isFound = found.total > 0 || found.places.length > 0;
  finder.inVain = isFound || names.length ? "" : input.value;
  const entries = isFound ? found.entries : found.nearest;
  showPlaces(finder, index, found.places);
  list.replaceChildren(...(isFound ? [] : [nothing(finder, index, found)]), ...entries.slice(0, FIRST_SHOWN).map(make));
  finder.painting = requestAnimationFrame(() => list.append(...entries.slice(FIRST_SHOWN).map(make)));
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
  const found = search(index, input.placeholder, fitsIn(index, form, [], []), FIRST_SHOWN, memory, placesFor(index, []), favorsFor(finder, index));
  list.replaceChildren(...found.entries.map(resultsFor(finder, index, found)));
  list.getBoundingClientRect();
  list.replaceChildren();
}
