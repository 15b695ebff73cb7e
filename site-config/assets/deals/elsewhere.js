/* What somebody does with deals in another tab shows in this one, too. */
import { deals } from "../deal/store.js";

/** @import { listener } from "../page/parts.js" */

/**
 * Shows deals anew when they change in another tab, and when a page comes back as it was left.
 *
 * @param {ReturnType<typeof listener>} on
 * @param {() => void} show
 * @param {() => void} soon for changes that may come in great numbers
 */
export function followOtherTabs(on, show, soon = show) {
  on(window, "storage", (event) => { if (deals.changed(event.key)) soon(); });
  on(window, "pageshow", (event) => { if (event.persisted) show(); });
}
