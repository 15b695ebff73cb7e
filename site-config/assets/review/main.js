/* Other people's deals, looked through by their manager. They are in this page and nowhere else. */
import { askToBring } from "../deals/dialogs.js";
import { readFiles } from "../deals/files.js";
import { say } from "../deals/word.js";
import { today } from "../page/days.js";
import { element, hit, listener, one, tell } from "../page/parts.js";
import { dealFilesIn, filesDropped } from "./dropped.js";
import { byNeed, reviewed } from "./order.js";
import { reviewRow } from "./row.js";

/** @import { Read } from "../deals/files.js" */

/** Up to as many deals are printed as they are shown; of more, each takes half a line's width and a few lines. */
const FEW = 6;
/** As many of these are printed on a page: deals.css begins another one behind them. */
const ON_A_PAGE = 26;

/** @typedef {{ part: HTMLElement, left: AbortController, on: ReturnType<typeof listener>, read: Read }} Review */

/** @param {Review} review */
function showReview({ part, read }) {
  const all = read.deals.map((found) => reviewed(found, found.name || found.values.get("account") || say("unnamed"), today()));
  one(part, "[data-list]").replaceChildren(...all.sort(byNeed).map(reviewRow));
  one(part, "[data-problems]").replaceChildren(...read.problems.map((words) => element("li", "", words)));
  one(part, "[data-some]").hidden = !all.length;
  one(part, "[data-list]").toggleAttribute("data-dense", all.length > FEW);
  const pages = Math.ceil(all.length / ON_A_PAGE);
  tell(one(part, "[data-pages]"), pages > 1 ? say("pages", { n: pages }) : "");
  tell(one(part, ":scope > [data-said]"), all.length || read.problems.length ? say("opened", { n: all.length }) : "");
}

/**
 * @param {Review} review
 * @param {Promise<File[]> | File[]} files
 */
async function openAll(review, files) {
  const { deals, problems } = await readFiles(await files);
  review.read = { deals: [...review.read.deals, ...deals], problems: [...review.read.problems, ...problems] };
  showReview(review);
}

/** @param {Review} review */
function closeAll(review) {
  review.read = { deals: [], problems: [] };
  showReview(review);
}

/** @param {Review} review */
function keepAsMine({ part, read }) {
  askToBring({ deals: read.deals, problems: [] }, (ids) => tell(one(part, ":scope > [data-said]"), say("brought", { n: ids.length })));
}

/** @param {Review} review */
function listenToReview(review) {
  const { on, part } = review;
  const pick = (/** @type {string} */ act, /** @type {string} */ field, /** @type {(files: File[]) => File[]} */ of) => {
    /** @type {HTMLInputElement} */
    const input = one(part, field);
    on(one(part, act), "click", () => input.click());
    on(input, "change", () => {
      const chosen = of(Array.from(input.files || []));
      input.value = "";
      openAll(review, chosen);
    });
  };
  pick("[data-do=open]", "[data-files]", (files) => files);
  pick("[data-do=folder]", "[data-folder]", dealFilesIn);
  on(one(part, "[data-do=close]"), "click", () => closeAll(review));
  on(one(part, "[data-do=keep]"), "click", () => keepAsMine(review));
  on(document, "dragover", (event) => event.preventDefault());
  on(document, "drop", (event) => {
    if (hit(event).closest("dialog") || !event.dataTransfer) return;
    event.preventDefault();
    openAll(review, filesDropped(event.dataTransfer));
  });
}

/** @param {HTMLElement} part */
export function start(part) {
  const left = new AbortController();
  const review = { part, left, on: listener(left), read: { deals: [], problems: [] } };
  listenToReview(review);
  part.hidden = false;
  part.dataset.ready = "";
  return {
    end() {
      left.abort();
    },
  };
}
