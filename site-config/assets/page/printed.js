/* A printed sheet's code leads to a page with ?sheet=ID&v=VERSION. Whatever stands there is only compared. */
import { universalToday } from "./days.js";
import { all, one } from "./parts.js";
import { say } from "./words.js";

/**
 * The row of a table that has this value.
 *
 * @param {string} name
 * @param {string | undefined} value
 */
function rowWith(name, value) {
  return all(document, `[data-${name}]`).find((part) => part.dataset[name] === value);
}

/**
 * @param {HTMLElement | undefined} row of the sheet as it was printed
 * @param {HTMLElement | undefined} after its row today
 * @param {string | null} version
 */
function stateOf(row, after, version) {
  if (row) return row.dataset.version === version ? "current" : "changed";
  return after ? "moved" : "gone";
}

/** @param {HTMLElement} verdict */
export function mountPrinted(verdict) {
  const asked = new URLSearchParams(location.search);
  const id = asked.get("sheet");
  const version = asked.get("v");
  if (!id) return;
  const row = rowWith("sheet", id);
  const old = rowWith("moved", id);
  const after = row || (old && rowWith("sheet", old.dataset.to));
  const fill = (/** @type {string} */ name, /** @type {(place: HTMLElement) => void} */ act) =>
    all(verdict, `[data-said=${name}]`).forEach(act);
  fill("title", (place) => { place.textContent = after ? one(after, "th").textContent : ""; });
  fill("printed", (place) => { place.textContent = version || say("no-number"); });
  fill("version", (place) => { place.textContent = (after && after.dataset.version) || ""; });
  fill("links", (place) => {
    if (after && after.lastElementChild) place.append(...after.lastElementChild.cloneNode(true).childNodes);
  });
  const isDue = row && (row.dataset.reviewBy || "") < universalToday();
  all(verdict, "[data-when=due]").forEach((note) => { note.hidden = !isDue; });
  one(verdict, `[data-when=${stateOf(row, after, version)}]`).hidden = false;
  verdict.hidden = false;
  if (after) after.dataset.here = "";
}
