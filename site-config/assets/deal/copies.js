/* Each field of the CRM note by itself: a CRM has a field for each, too. */
import { copy } from "../page/copy.js";
import { button, element } from "../page/parts.js";
import { say } from "../page/words.js";
import { noteLines } from "./out.js";

/** @import { Values } from "./gather.js" */

/**
 * @param {string} label
 * @param {string} value
 */
function copyable(label, value) {
  const pressed = button("db-button", say("copy"), () => copy(value, pressed));
  pressed.setAttribute("aria-label", say("copy-this", { text: label }));
  return element("li", "", element("span", "", element("b", "", label + ": "), value), pressed);
}

/** @param {Values} values */
export function noteFields(values) {
  const lines = noteLines(values);
  return lines.length ? [element("ul", "db-copies", ...lines.map(([label, value]) => copyable(label, value)))] : [];
}
