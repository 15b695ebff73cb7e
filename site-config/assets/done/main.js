/* A deal's one sentence: its facts are those of the sheets, so what is written here stands there at once. */
import { deals } from "../deal/store.js";
import { today } from "../page/days.js";
import { all, button, listener, one } from "../page/parts.js";
import { offerMessage, valuesNow } from "./message.js";
import { CHANGE, CONFIRMED, CONFIRMED_SAID, confirmation, isPart, isWhole, KEYS, keptBefore, newVersion, PARTS, RULES, versionsIn, word } from "./sentence.js";
import { fieldIn, fillFields, frame, showSentence, showVersions } from "./show.js";

/** @import { Values } from "../deal/gather.js" */
/** @import { Fact, Part, Version } from "./sentence.js" */
/** @typedef {ReturnType<typeof sentenceOn>} Sentence */
/** @typedef {{ id: string, place: HTMLElement | null, own: Version }} Sitting */

/** @param {HTMLFormElement} form */
function sentenceOn(form) {
  const left = new AbortController();
  return {
    form,
    left,
    on: listener(left),
    places: all(document, "[data-done]"),
    rules: RULES,
    // Where it is written just now, if not in the fields of the sheet.
    writtenIn: /** @type {HTMLElement | null} */ (null),
    // What is written in one place belongs to one version.
    sitting: /** @type {Sitting | null} */ (null),
    // What was confirmed before the buyer said, in this call, that it hasn't changed.
    confirmedBefore: /** @type {Fact[]} */ ([]),
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
 * Whatever is kept of the sentence, wherever it was written, becomes a version of it.
 *
 * @param {Sentence} sentence
 * @param {{ id: string, facts: Map<string, string | null>, isTyped: boolean }} kept the versions are added to its facts
 */
function keepVersions(sentence, { id, facts, isTyped }) {
  if (!Object.values(KEYS).some((key) => facts.has(key))) return;
  const { sitting, writtenIn } = sentence;
  const values = deals.fields(id);
  const before = keptBefore(values, today());
  [...before, ...facts].forEach(([key, value]) => {
    if (value === null) values.delete(key);
    else values.set(key, value);
  });
  const own = isTyped && sitting && sitting.id === id && sitting.place === writtenIn ? sitting.own : null;
  const version = newVersion(values, today(), own);
  [...before, ...version].forEach(([key, value]) => {
    if (!facts.has(key)) facts.set(key, value);
    if (value !== null) values.set(key, value);
  });
  const last = versionsIn(values).pop();
  if (version.length) sentence.sitting = version[0][1] && last ? { id, place: writtenIn, own: last } : null;
}

/**
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 * @param {Part} [part]
 */
function open(sentence, place, part) {
  unfold(place, true);
  fieldIn(place, part).focus();
}

/**
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 */
function close(sentence, place) {
  unfold(place, false);
  show(sentence);
}

/**
 * The buyer has said that it is so: what is written from now on is another version.
 *
 * @param {Sentence} sentence
 */
function confirm(sentence) {
  keep(sentence, confirmation(valuesNow(), today()));
  sentence.sitting = null;
}

/**
 * Did their done change? What it was stays a version, whatever it has become. Another answer in the same call
 * takes a confirmation back.
 *
 * @param {Sentence} sentence
 * @param {HTMLElement} place
 * @param {string} answer
 */
function choose(sentence, place, answer) {
  keep(sentence, [...sentence.confirmedBefore, [CHANGE, `${today()} ${answer}`]]);
  sentence.confirmedBefore = [];
  const values = valuesNow();
  if (answer === "no" && isWhole(values)) {
    sentence.confirmedBefore = [CONFIRMED, CONFIRMED_SAID].map((key) => [key, values.get(key) ?? null]);
    confirm(sentence);
  }
  if (answer === "changed") {
    keep(sentence, [...keptBefore(valuesNow(), today()), [CONFIRMED_SAID, ""]]);
    sentence.sitting = null;
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
    sentence.writtenIn = place;
    keep(sentence, [[KEYS[part], target.value || null]]);
    sentence.writtenIn = null;
    show(sentence);
  }));
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
  on(form, "donebook:keeps", ({ detail }) => keepVersions(sentence, detail));
  on(form, "donebook:shown", () => {
    sentence.sitting = null;
    sentence.confirmedBefore = [];
    show(sentence);
  });
  on(form, "donebook:changed", ({ detail }) => show(sentence, detail));
  show(sentence);
  return {
    end() {
      left.abort();
    },
  };
}
