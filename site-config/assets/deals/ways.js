/* Where a deal is opened, by the links that its page has for that. */
import { all } from "../page/parts.js";

/**
 * "" where no page can.
 *
 * @typedef {{ call: string, sheet: string }} Ways
 */

/**
 * Links to the pages on which a deal is opened: the call view of its stage, and a sheet.
 *
 * @param {HTMLElement} part
 * @param {string} id
 * @param {string} stage
 * @returns {Ways}
 */
export function waysTo(part, id, stage) {
  const where = (/** @type {string[]} */ ...selectors) => {
    const link = selectors.flatMap((selector) => /** @type {HTMLAnchorElement[]} */ (all(part, selector)))[0];
    if (!link) return "";
    const address = new URL(link.href);
    address.searchParams.set("deal", id);
    return address.href;
  };
  const own = CSS.escape(stage);
  return {
    call: where(`[data-call-of="${own}"]`, ...(stage ? [] : ["[data-call-of]"])),
    sheet: where(`[data-sheet-of="${own}"]`, "[data-any-sheet]"),
  };
}
