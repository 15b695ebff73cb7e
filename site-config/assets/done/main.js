/* A deal's one sentence: its facts are those of the sheets, so what is written here stands there at once. */
import { deals } from "../deal/store.js";
import { today } from "../page/days.js";
import { all, button, listener, one } from "../page/parts.js";
import { offerMessage, valuesNow } from "./message.js";
import { CHANGE, CONFIRMED, isPart, KEYS, newVersion, PARTS, partOf, sentenceOf, word, RULES } from "./sentence.js";
import { fieldIn, fillFields, frame, showSentence, showVersions } from "./show.js";

/** @import { Values } from "../deal/gather.js" */
/** @import { Fact, Part } from "./sentence.js" */
/** @typedef {ReturnType<typeof sentenceOn>} Sentence */

/** @param {HTMLFormElement} form */
function sentenceOn(form) {
  const left = new AbortController();
  return {
    form,
    left,
    on: listener(left),
    places: all(document, "[data-done]"),
    rules: RULES,
    // As it was before somebody began to write.
    before: "",
    hasChanged: false,
    // The facts as they were shown last.
    shown: "",
  };
}

/**
 * @param {Sentence} sentence
 * @param {Fact[]} facts
 */
function keep({ form }, facts) {
  if (facts.length) form.dispatchEvent(new CustomEvent("donebook:write", { detail: facts }));
}

/**
 * Shows what has changed: most of what is typed on a sheet is no part of the sentence.
 *
 * @param {Sentence} sentence
 * @param {Values} [values]
 */
function show(sentence, values = valuesNow()) {
  const facts = JSON.stringify([deals.current(), today(), Array.from(values).filter(([key]) => isPart(key))]);
  if (facts === sentence.shown) return;
  sentence.shown = facts;
  sentence.places.forEach((place) => {
    showSentence(place, values, sentence.rules, {
      edit: (part) => open(sentence, place, part),
      choose: (answer) => choose(sentence, place, answer),
      hasDeal: deals.current() !== null,
    });
    showVersions(place, values);
    fillFields(place, values);
  });
}

/**
 * @param {HTMLElement} place
 * @param {boolean} isOpen
 */
function unfold(place, isOpen) {
  one(place, ".db-done__fields").hidden = !isOpen;
  one(place, "[data-edit]").textContent = word(isOpen ? "close" : "edit");
}

/**
 * The sentence, as it has become, is a version of it.
 *
 * @param {Sentence} sentence
 */
function keepVersion(sentence) {
  const facts = newVersion(valuesNow(), today(), sentence.before, sentence.hasChanged);
  keep(sentence, facts);
  if (facts.length) sentence.hasChanged = false;
  sentence.before = sentenceOf(valuesNow());
}

/**
 * Begins to write. What was never a version, as it was written on a sheet, becomes one first.
 *
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 * @param {Part} [part]
 */
function open(sentence, place, part) {
  if (one(place, ".db-done__fields").hidden) {
    const facts = newVersion(valuesNow(), today(), "", false);
    keep(sentence, facts);
    sentence.hasChanged ||= facts.length > 0;
    sentence.before = sentenceOf(valuesNow());
  }
  unfold(place, true);
  fieldIn(place, part).focus();
}

/**
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 */
function close(sentence, place) {
  unfold(place, false);
  keepVersion(sentence);
  show(sentence);
}

/**
 * The buyer has said that it is so.
 *
 * @param {Sentence} sentence
 */
function confirm(sentence) {
  const values = valuesNow();
  const version = newVersion(values, today(), sentence.before, false);
  if (partOf(values, "state")) keep(sentence, [...version, [CONFIRMED, today()]]);
}

/**
 * Did their done change? What it was stays a version, whatever it has become.
 *
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 * @param {string} answer
 */
function choose(sentence, place, answer) {
  keep(sentence, [[CHANGE, `${today()} ${answer}`]]);
  if (answer === "no") confirm(sentence);
  if (answer === "changed") {
    keep(sentence, [...newVersion(valuesNow(), today(), "", false), [CONFIRMED, null]]);
    sentence.hasChanged = true;
    open(sentence, place, "state");
  }
  show(sentence);
}

/**
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 */
function mount(sentence, place) {
  const { on } = sentence;
  frame(place);
  const edit = button("db-button", word("edit"), () => {
    if (one(place, ".db-done__fields").hidden) open(sentence, place);
    else close(sentence, place);
  });
  edit.dataset.edit = "";
  const confirmed = button("db-button", word("confirmed-today"), () => {
    confirm(sentence);
    show(sentence);
  });
  one(place, ".db-done__acts").append(edit, confirmed, button("db-button", word("copy-for-buyer"), offerMessage));
  PARTS.forEach((part) => on(fieldIn(place, part), "input", ({ target }) => {
    keep(sentence, [[KEYS[part], target.value || null]]);
    show(sentence);
  }));
  on(one(place, ".db-done__fields"), "change", () => {
    keepVersion(sentence);
    show(sentence);
  });
  on(place, "keydown", (event) => {
    const isEnd = event.key === "Escape" || (event.key === "Enter" && !(event.target instanceof HTMLTextAreaElement));
    if (!isEnd || !event.target.matches("[data-part]:is(input, textarea)")) return;
    event.preventDefault();
    close(sentence, place);
    one(place, "[data-edit]").focus();
  });
}

export function start() {
  const sentence = sentenceOn(/** @type {HTMLFormElement} */ (one(document, "form[data-sheet]")));
  const { form, left, on, places } = sentence;
  places.forEach((place) => mount(sentence, place));
  on(form, "donebook:shown", () => show(sentence));
  on(form, "donebook:changed", ({ detail }) => show(sentence, detail));
  show(sentence);
  return {
    end() {
      left.abort();
    },
  };
}
