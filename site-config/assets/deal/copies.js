/* Each field of the CRM note by itself: a CRM has a field for each, too. */
import { copy } from "../page/copy.js";
import { button, element } from "../page/parts.js";
import { say } from "../page/words.js";
import { noteLines, within } from "./out.js";

/** @import { Values } from "./gather.js" */

/** @param {ReturnType<typeof noteLines>[number]} line */
function copyable({ label, length, value }) {
  const text = within(value, length);
  const pressed = button("db-button", say("copy"), () => copy(text, pressed));
  pressed.setAttribute("aria-label", say("copy-this", { text: label }));
  const told = element("span", "", element("b", "", label + ": "), text);
  if (length && text !== value) told.append(" ", element("small", "", say("too-long", { n: value.length - length, most: length })));
  return element("li", "", told, pressed);
}

/** @param {Values} values */
export function noteFields(values) {
  const lines = noteLines(values);
  return lines.length ? [element("ul", "db-copies", ...lines.map(copyable))] : [];
}
