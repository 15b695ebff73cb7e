/* The sentence goes to the buyer, to be corrected. */
import { ask, boxedText, copied } from "../deal/dialog.js";
import { deals } from "../deal/store.js";
import { messageFor, word } from "./sentence.js";

/** The facts of the deal that is open. */
export function valuesNow() {
  const id = deals.current();
  return id ? deals.fields(id) : new Map();
}

/** Shows the message, behind one tap. */
export function offerMessage() {
  const text = messageFor(valuesNow());
  const shown = boxedText(text);
  ask(word("message-title"), [shown], [copied(shown, text)]);
}
