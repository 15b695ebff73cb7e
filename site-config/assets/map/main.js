/*
 * The map: a node lights what it is joined with, and what a filter leaves closes ranks.
 * Everything is drawn when the site is built; this comes only where there is a map.
 */
import { hit, one, showAddress } from "../page/parts.js";
import { chartOn, shownNodes } from "./chart.js";
import { choose, filter } from "./filter.js";
import { chosenIn, listenToPicture, pick } from "./light.js";

/** @import { Chart, Column } from "./chart.js" */

const EVERY = "every"; // in an address: all stages

/**
 * The map that was mounted last; with instant navigation, this script outlasts its page.
 *
 * @type {{ map: Chart | null }}
 */
const mounted = { map: null };

/**
 * The address says what is chosen.
 *
 * @param {Chart} map
 */
function keepChoice(map) {
  const here = new URL(location.href);
  const only = chosenIn(map);
  const told = { stage: map.stages ? map.stages.value || EVERY : "", only: only ? only.id : "" };
  Object.entries(told).forEach(([name, value]) => {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  });
  showAddress(here);
}

/** @param {Column} column */
function optionsOf(column) {
  const group = document.createElement("optgroup");
  group.label = column.name;
  group.append(...shownNodes(column).map((node) => node.option));
  return group;
}

/** @param {Chart} map */
function listenToChoices(map) {
  const { chart, entries, stages } = map;
  chart.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (entries.value !== "") {
      choose(map, "");
      keepChoice(map);
    }
    pick(map, null);
  });
  entries.addEventListener("change", () => {
    filter(map);
    keepChoice(map);
    if (map.picked) map.picked.part.scrollIntoView({ block: "nearest" });
  });
  if (stages) stages.addEventListener("change", () => {
    choose(map, "");
    keepChoice(map);
  });
}

/**
 * The stage that an address asks for. All of them at once are more than anybody takes in, so a map
 * that is asked for nothing begins with the stage of the deal at hand, or with the first.
 *
 * @param {URLSearchParams} asked
 * @param {HTMLSelectElement} stages
 * @param {string | undefined} begins the stage of the deal at hand
 */
function stageAsked(asked, stages, begins) {
  const named = asked.get("stage");
  const known = Array.from(stages.options, (option) => option.value);
  if (named !== null) return known.includes(named) ? named : "";
  if (asked.has("only")) return "";
  return (begins && known.includes(begins) && begins) || known.find(Boolean) || "";
}

/**
 * Shows what the address asks for.
 *
 * @param {Chart} map
 */
function showAsked(map) {
  const { chart, nodes, stages } = map;
  const asked = new URLSearchParams(location.search);
  if (stages) stages.value = stageAsked(asked, stages, chart.dataset.begins);
  filter(map);
  const only = nodes.findIndex((node) => node.id === asked.get("only") && !node.option.disabled);
  if (only < 0) return;
  choose(map, String(only));
  nodes[only].part.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} chart */
export function start(chart) {
  const map = chartOn(chart);
  mounted.map = map;
  map.entries.append(...map.columns.map(optionsOf));
  listenToPicture(map);
  listenToChoices(map);
  showAsked(map);
  one(chart, "[data-tools]").hidden = false;
}

document.addEventListener("pointerdown", (event) => {
  const target = hit(event);
  const isOurs = target && target.closest && target.closest(".db-node, [data-entries]");
  if (mounted.map && !isOurs) pick(mounted.map, chosenIn(mounted.map));
});
