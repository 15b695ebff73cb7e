/* My deals: what each is about, what is due, and what can be done with it. */
import { askToKeep } from "../deal/memory.js";
import { deals } from "../deal/store.js";
import { pickedFolder } from "../folder/handle.js";
import { saveToFolder } from "../folder/save.js";
import { all, hit, leaveMenu, one, takenFromAddress } from "../page/parts.js";
import { bringAll, doings } from "./acts.js";
import { followOtherTabs } from "./elsewhere.js";
import { readFiles } from "./files.js";
import { bringUpToDate } from "./kept.js";
import { showAll, showAllSoon, showBackup, tellAll, viewOfAll } from "./view.js";
import { say } from "./word.js";

/** @import { FolderState } from "../folder/save.js" */
/** @import { AllDeals } from "./view.js" */

/**
 * @param {HTMLElement} part
 * @param {EventTarget | null} but
 */
function closeMenus(part, but) {
  /** @type {HTMLDetailsElement[]} */
  const open = all(part, ".db-menu[open]");
  open.filter((menu) => !menu.contains(/** @type {Node | null} */ (but))).forEach((menu) => { menu.open = false; });
}

/**
 * @param {AllDeals} view
 * @param {Event} event
 */
function press(view, event) {
  const pressed = /** @type {HTMLElement | null} */ (hit(event).closest("[data-do]"));
  if (!pressed) return;
  const row = /** @type {HTMLElement | null} */ (pressed.closest("[data-id]"));
  const menu = pressed.closest("details.db-menu");
  if (menu) {
    menu.removeAttribute("open");
    one(menu, "summary").focus();
  }
  doings[pressed.dataset.do || ""](view, (row && row.dataset.id) || "");
}

/**
 * @param {AllDeals} view
 * @param {Event} event
 */
function chooseStageOf(view, event) {
  /** @type {HTMLSelectElement} */
  const pick = hit(event);
  const row = /** @type {HTMLElement | null} */ (pick.closest("[data-id]"));
  if (!row || pick.dataset.pickStage === undefined) return;
  const id = row.dataset.id || "";
  deals.setStage(id, pick.value);
  showAll(view);
  tellAll(view, say("moved", { title: deals.title(id), stage: pick.selectedOptions[0].text }));
}

/**
 * How it stands with the folder.
 *
 * @param {AllDeals} view
 * @param {FolderState} state
 */
async function follow(view, state) {
  const picked = await pickedFolder();
  view.folder = state;
  view.folderName = picked ? picked.folder.name : "";
  showBackup(view);
}

/** @param {AllDeals} view */
function listenToAll(view) {
  const { files, filter, on, part } = view;
  on(part, "click", (event) => press(view, event));
  on(part, "change", (event) => chooseStageOf(view, event));
  on(part, "keydown", leaveMenu);
  on(filter, "input", () => showAll(view));
  on(document, "click", (event) => closeMenus(part, event.target));
  on(files, "change", async () => bringAll(view, await readFiles(Array.from(files.files || []))));
  on(document, "donebook:folder", ({ detail }) => follow(view, detail));
  followOtherTabs(on, () => showAll(view), () => showAllSoon(view));
}

/** @param {HTMLElement} part */
export function start(part) {
  const view = viewOfAll(part);
  part.hidden = false;
  if (bringUpToDate()) {
    listenToAll(view);
    showAll(view);
    saveToFolder();
    // Deals may be older than the day that browsers were asked.
    if (deals.list().length) askToKeep();
    if (takenFromAddress("do", (value) => value === "new")) doings.new(view, "");
  } else tellAll(view, say("later-store"));
  part.dataset.ready = "";
  return {
    end() {
      clearTimeout(view.soon);
      view.left.abort();
    },
  };
}
