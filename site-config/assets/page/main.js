/* What a page does beyond being read: copy, print, show where the deal is. Everything else works without it. */
import { copy } from "./copy.js";
import { decoded } from "./decoded.js";
import { mountEmbed } from "./embed.js";
import { followWords, listenForKeys, nameKeys } from "./keys.js";
import { isBare, load, onEachPage } from "./load.js";
import { markOverdue, markStage, mountNews } from "./marks.js";
import { mountOwn, offered, stageAtHand } from "./own.js";
import { all, hit, one } from "./parts.js";
import { mountPrinted } from "./printed.js";
import { mountSegments } from "./segments.js";

/** @param {HTMLElement} button */
function mountCopy(button) {
  button.hidden = false;
  button.addEventListener("click", () => copy((one(document, button.dataset.copy || "").textContent || "").trim(), button));
}

/** @param {HTMLElement} button */
function mountPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/**
 * One cell of the map is open at a time, and Escape closes it.
 *
 * @param {HTMLElement} map
 */
function mountMap(map) {
  map.addEventListener("toggle", (event) => {
    /** @type {HTMLDetailsElement} */
    const cell = hit(event);
    /** @type {HTMLDetailsElement[]} */
    const open = cell.open ? all(map, "details[open]") : [];
    open.forEach((other) => { if (other !== cell) other.open = false; });
  }, true);
  map.addEventListener("keydown", (event) => {
    /** @type {HTMLDetailsElement | null} */
    const open = event.key === "Escape" ? map.querySelector("details[open]") : null;
    if (!open) return;
    open.open = false;
    one(open, "summary").focus();
  });
}

/** A link to a part of the page that is folded opens it. */
function openWhatIsLinked() {
  const linked = location.hash.length > 1 && document.getElementById(decoded(location.hash.slice(1)));
  for (let fold = linked && linked.closest("details"); fold; fold = fold.parentElement && fold.parentElement.closest("details")) fold.open = true;
}

/** @param {HTMLElement} chart */
async function mountChart(chart) {
  const [stage] = await Promise.all([stageAtHand(), load("map.js")]);
  chart.dataset.begins = stage;
  offered("map").start(chart);
}

/**
 * @param {string} selector
 * @param {(part: HTMLElement) => void} mount
 */
function mountOnce(selector, mount) {
  all(document, selector).filter((part) => !part.dataset.mounted).forEach((part) => {
    part.dataset.mounted = "yes";
    mount(part);
  });
}

function mountPage() {
  mountEmbed();
  followWords();
  nameKeys();
  mountOwn();
  markStage();
  markOverdue();
  mountOnce("[data-copy]", mountCopy);
  mountOnce("[data-print]", mountPrint);
  mountOnce("[data-news]", mountNews);
  mountOnce("[data-printed]", mountPrinted);
  mountOnce("[data-segments]:not(form *)", mountSegments);
  mountOnce("[data-chart]", mountChart);
  mountOnce(".db-map", mountMap);
  openWhatIsLinked();
}

listenForKeys();
window.addEventListener("hashchange", openWhatIsLinked);
// A page that is no part of the site has no version to tell.
if (!isBare) window.addEventListener("load", () => load("anywhere.js"));
onEachPage(mountPage);
