/* What is marked on a page: where the deal is, what is overdue, what is new. */
import { universalToday } from "./days.js";
import { all, one } from "./parts.js";
import { say } from "./words.js";

/** An entry is not in the navigation, so its stage is marked there. */
export function markStage() {
  const stage = /** @type {HTMLElement | null} */ (document.querySelector("[data-stage]"));
  if (!stage) return;
  const end = `stages/${stage.dataset.stage}/`;
  /** @type {HTMLAnchorElement[]} */
  const links = all(document, ".md-nav--primary a.md-nav__link");
  links.forEach((link) => {
    if (link.pathname.endsWith(end) || link.pathname.endsWith(end.slice(0, -1) + ".html")) link.dataset.here = "";
  });
}

export function markOverdue() {
  all(document, "[data-review-by]").forEach((part) => {
    const isDue = (part.dataset.reviewBy || "") < universalToday();
    all(part, ".db-overdue").forEach((note) => { note.hidden = !isDue; });
  });
  all(document, "[data-due]").forEach((owner) => {
    const late = all(owner, ".db-overdue:not([hidden])").length;
    if (!late) return;
    const count = one(owner, "[data-count]");
    count.textContent = say("overdue", { n: late });
    count.dataset.late = "";
  });
}

/**
 * What came after the day that this browser saw last is marked; then that day is today's newest.
 *
 * @param {HTMLElement} news
 */
export function mountNews(news) {
  const days = all(news, "[data-day]");
  const key = "donebook.news " + new URL(".", location.href).pathname;
  /** @type {string | null} */
  let seen = null;
  try {
    seen = localStorage.getItem(key);
    localStorage.setItem(key, days[0].dataset.day || "");
  } catch {
    return;
  }
  const before = seen;
  if (!before) return;
  days.filter((day) => (day.dataset.day || "") > before).forEach((day) => {
    day.dataset.isNew = "";
    one(day, ".db-new").hidden = false;
    all(document, "[data-seen]").forEach((note) => { note.hidden = false; });
  });
}
