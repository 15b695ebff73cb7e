/*
 * A screen that a buyer may see: nothing of how answers are graded, of other deals, of what the playbook
 * calls things. It stays like that, through a reload too, until somebody wants it back.
 */
import { one, tell } from "../page/parts.js";
import { say } from "./turns.js";

/** @import { Call } from "./view.js" */

const SAFE = "donebook.safe-to-share";

function wasSafe() {
  try {
    return sessionStorage.getItem(SAFE) === "yes";
  } catch {
    return false;
  }
}

/**
 * @param {Call} call
 * @param {boolean} isSafe
 */
function showSafe(call, isSafe) {
  call.isSafe = isSafe;
  document.body.toggleAttribute("data-safe", isSafe);
  document.title = isSafe ? say("safe-title") : call.title;
  tell(call.heading, isSafe ? say("safe-title") : call.headingWords);
  const pressed = one(call.form, "[data-safe]");
  pressed.setAttribute("aria-pressed", String(isSafe));
  tell(pressed, say(isSafe ? "safe-end" : "safe-begin"));
}

/** @param {Call} call */
export function toggleSafe(call) {
  showSafe(call, !call.isSafe);
  try {
    sessionStorage.setItem(SAFE, call.isSafe ? "yes" : "");
  } catch {
    // Then it lasts as long as the page.
  }
}

/** @param {Call} call */
export function beginSafe(call) {
  showSafe(call, wasSafe());
}

/** @param {Call} call */
export function leaveSafe(call) {
  if (!call.isSafe) return;
  document.body.removeAttribute("data-safe");
  if (document.title === say("safe-title")) document.title = call.title;
}
