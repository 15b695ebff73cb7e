/* Each question that is marked as asked is counted, and so is the call. */
import { tellCounter } from "../page/own.js";
import { hit } from "../page/parts.js";

/** @import { Call } from "./view.js" */

const ASKED = /^call\.([^.]+)\.asked$/;

/** @param {Call} call */
export function countAsked({ form, on }) {
  if (form.dataset.counted === undefined) return;
  on(form, "input", (event) => {
    /** @type {HTMLInputElement} */
    const box = hit(event);
    const found = ASKED.exec(box.name);
    if (found) tellCounter("donebook:asked", { question: found[1], isAsked: box.checked });
  });
}
