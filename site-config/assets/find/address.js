/* The address says what is looked for, so that it can be sent to somebody. */
import { showAddress } from "../page/parts.js";
import { chooseAsked, chosenIn } from "./choices.js";
import { AT_ONCE } from "./finder.js";

/** @import { Finder } from "./finder.js" */

const SHOWN = "donebook.shown";

/** @param {Finder} finder */
export function keepAddress(finder) {
  const { form, input } = finder;
  const asked = new URLSearchParams();
  if (input.value.trim()) asked.set("said", input.value.trim());
  chosenIn(form).forEach((name) => asked.set(name, form[name].value));
  const now = asked.toString();
  if (now === finder.before) return;
  finder.before = now;
  showAddress(now ? "?" + now : location.pathname);
}

/**
 * How many were shown, for the way back to this address; the theme keeps its own things in the history.
 *
 * @param {Finder} finder
 */
export function keepMost({ before, most }) {
  try {
    sessionStorage.setItem(SHOWN, JSON.stringify([before, most]));
  } catch {
    // Then they are asked for again.
  }
}

/**
 * @param {string} before
 * @returns {number}
 */
function keptMost(before) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(SHOWN) || "null");
    return kept && kept[0] === before && kept[1] > AT_ONCE ? kept[1] : AT_ONCE;
  } catch {
    return AT_ONCE;
  }
}

/** @param {Finder} finder */
export function readAddress(finder) {
  const { form, input } = finder;
  const asked = new URLSearchParams(location.search);
  input.value = (asked.get("said") || asked.get("q") || "").slice(0, input.maxLength);
  chooseAsked(form, asked);
  if (chosenIn(form).length && matchMedia("(min-width: 45em)").matches) finder.filters.open = true;
  finder.before = location.search.slice(1);
  finder.most = keptMost(finder.before);
}
