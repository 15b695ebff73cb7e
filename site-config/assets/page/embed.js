/* In a frame of a CRM: `?embed` leaves the search, the navigation and the page, and nothing around them. */
const EMBED = "donebook.embed";
let isAsked = new URLSearchParams(location.search).has("embed");

/** Whether this tab or frame was asked to, once: links in it say nothing of it. */
function isEmbedded() {
  try {
    if (isAsked) sessionStorage.setItem(EMBED, "yes");
    return isAsked || sessionStorage.getItem(EMBED) !== null;
  } catch {
    isAsked ||= window.top !== window; // a frame that may keep nothing is embedded on each page
    return isAsked;
  }
}

/** The way out leads to the same page with everything around it, in a tab that was asked nothing. */
export function mountEmbed() {
  if (!isEmbedded()) return;
  document.documentElement.dataset.embed = "yes";
  /** @type {HTMLAnchorElement | null} */
  const whole = document.querySelector("[data-whole]");
  if (!whole) return; // the page for lost addresses
  const here = new URL(location.href);
  here.searchParams.delete("embed");
  whole.href = here.href;
  whole.hidden = false;
}
