/* Entries that hold for some segments of deals only: what does not fit the chosen ones is left out, and counted. */
import { remember, remembered } from "./kept.js";
import { all, one, tell } from "./parts.js";
import { say } from "./words.js";

/** @typedef {{ value: string, values: string[] }} Segment the value that is chosen, and all it could be */

const KEPT = "donebook.segments";

/**
 * @param {ParentNode} bar
 * @returns {HTMLSelectElement[]}
 */
export function segmentFields(bar) {
  return all(bar, "[data-segment]");
}

/**
 * What is chosen in a bar; nothing while everything is to be shown.
 *
 * @param {HTMLElement} bar
 * @returns {Segment[]}
 */
export function segmentsIn(bar) {
  if (one(bar, "[data-everything]").getAttribute("aria-pressed") === "true") return [];
  return segmentFields(bar).filter(({ value }) => value)
    .map(({ options, value }) => ({ value, values: Array.from(options, (option) => option.value) }));
}

/**
 * Whether what names some values holds for what is chosen: it names such a value, or none of its segment.
 *
 * @template T
 * @param {T[]} named
 * @param {{ value: T, values: T[] }[]} chosen
 */
export function fitsSegments(named, chosen) {
  return chosen.every(({ value, values }) => {
    const own = named.filter((name) => values.includes(name));
    return !own.length || own.includes(value);
  });
}

/**
 * @param {HTMLElement} part with the values that its entry names
 * @param {Segment[]} chosen
 */
export function holdsFor({ dataset }, chosen) {
  return fitsSegments((dataset.applies || "").split(" ").filter(Boolean), chosen);
}

/** The values that this browser chose last. */
export function keptSegments() {
  return (remembered(KEPT) || "").split(" ");
}

/** @param {HTMLElement} bar */
export function keepSegments(bar) {
  remember(KEPT, segmentFields(bar).map(({ value }) => value).filter(Boolean).join(" "));
}

/**
 * @param {HTMLElement} bar
 * @param {string[]} values
 */
export function putSegments(bar, values) {
  segmentFields(bar).forEach((field) => {
    field.value = Array.from(field.options, ({ value }) => value).find((value) => value && values.includes(value)) || "";
  });
}

/**
 * Says how many are left out. Where nothing is, there is nothing more to show either.
 *
 * @param {HTMLElement} bar
 * @param {number} count
 */
export function tellLeftOut(bar, count) {
  const everything = one(bar, "[data-everything]");
  tell(one(bar, "[data-left-out]"), count ? say("left-out", { n: count }) : "");
  everything.hidden = !count && everything.getAttribute("aria-pressed") !== "true";
}

/**
 * @param {HTMLElement} bar
 * @param {{ chosen(): void, shown(): void }} act what follows a choice, and what follows each change of the bar
 * @param {(target: EventTarget, type: string, act: () => void) => void} on
 */
export function listenToSegments(bar, { chosen, shown }, on) {
  const everything = one(bar, "[data-everything]");
  const press = (/** @type {boolean} */ isAll) => everything.setAttribute("aria-pressed", String(isAll));
  // Its form, if it stands in one, shows itself anew on the same event, after this.
  on(bar, "input", () => {
    press(false);
    chosen();
    shown();
  });
  on(everything, "click", () => {
    press(everything.getAttribute("aria-pressed") !== "true");
    shown();
  });
}

/**
 * The bar of a page with lists. Where no entry names a segment, it stays away, unless it is for all lists.
 *
 * @param {HTMLElement} bar
 */
export function mountSegments(bar) {
  const listed = all(document, "li[data-applies]");
  const isForAll = "forAll" in bar.dataset;
  if (!listed.length && !isForAll) return;
  const show = () => {
    const chosen = segmentsIn(bar);
    listed.forEach((part) => { part.hidden = !holdsFor(part, chosen); });
    const out = listed.filter(({ hidden }) => hidden).length;
    tellLeftOut(bar, out);
    if (isForAll && chosen.length && !out) tell(one(bar, "[data-left-out]"), say("for-all-lists"));
  };
  putSegments(bar, keptSegments());
  listenToSegments(bar, { chosen: () => keepSegments(bar), shown: show }, (target, type, act) => target.addEventListener(type, act));
  bar.hidden = false;
  show();
}
