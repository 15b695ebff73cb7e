/* Where a rep has picked a folder, deals are saved there, too, from every page that changes them. */
import { listener } from "../page/parts.js";
import { hasFolder } from "./handle.js";
import { saveSoon, saveToFolder } from "./save.js";

export function start() {
  const left = new AbortController();
  const on = listener(left);
  // What the page before this one could not finish.
  if (hasFolder()) saveToFolder();
  ["input", "change", "click"].forEach((type) => on(document, type, saveSoon));
  on(document, "visibilitychange", () => { if (document.hidden && hasFolder()) saveToFolder(); });
  return {
    end() {
      left.abort();
    },
  };
}
