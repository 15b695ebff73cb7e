/* On the page of an entry with messages to send: their blanks, filled in from the deal at hand. */
import { deals } from "../deal/store.js";
import { followOtherTabs } from "../deals/elsewhere.js";
import { idAtHand } from "../deals/hand.js";
import { blanksIn, filled } from "../page/blanks.js";
import { today } from "../page/days.js";
import { all, element, listener, one } from "../page/parts.js";
import { say } from "../page/words.js";
import { valuesFor } from "./values.js";

/**
 * @param {HTMLElement} quote
 * @returns {{ place: HTMLElement, note: HTMLElement, text: string }}
 */
function messageIn(quote) {
  const place = one(quote, "p");
  const note = element("p", "db-note db-noprint");
  quote.after(note);
  return { place, note, text: place.textContent || "" };
}

/** @param {ReturnType<typeof messageIn>[]} messages */
function fillIn(messages) {
  const id = idAtHand();
  const values = id ? valuesFor(deals.fields(id), today()) : {};
  messages.forEach(({ note, place, text }) => {
    const told = filled(text, values);
    const blanks = blanksIn(told).join(", ");
    const words = [id && told !== text ? say("send.from", { deal: deals.title(id) }) : "", blanks && say("send.left", { blanks })];
    place.textContent = told;
    note.textContent = id ? words.filter(Boolean).join(" ") : "";
    note.hidden = !note.textContent;
  });
}

/** @param {HTMLElement} part */
export function start(part) {
  const left = new AbortController();
  const on = listener(left);
  const messages = all(part, "blockquote").map(messageIn);
  followOtherTabs(on, () => fillIn(messages));
  fillIn(messages);
  part.dataset.filled = "";
  return {
    end() {
      left.abort();
    },
  };
}
