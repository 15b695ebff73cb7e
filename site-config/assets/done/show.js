/* A deal's one sentence on its page: read at a glance, written where it stands, lit as far as it is known. */
import { readable, today } from "../page/days.js";
import { all, button, element, one, tell } from "../page/parts.js";
import { known } from "../deal/sheets.js";
import { pageOf } from "../deal/show.js";
import { CHANGE, confirmedOn, GAP, isBegun, lightsIn, partOf, PARTS, KEYS, RULES, sentenceOf, versionsIn, word, wordingOf } from "./sentence.js";

/** @import { Values } from "../deal/gather.js" */
/** @import { Rules } from "./phrasing.js" */
/** @import { Part } from "./sentence.js" */

const ANSWERS = ["no", "changed", "not-discussed"];

/**
 * The frame that stays: the sentence, its lights, what would light the others, and the fields to write it in.
 *
 * @param {HTMLElement} place
 */
export function frame(place) {
  place.replaceChildren(
    element("p", "db-done__sentence"),
    element("ul", "db-done__lights"),
    element("p", "db-done__wording"),
    element("ul", "db-done__asks"),
    element("div", "db-done__fields", ...PARTS.map(fieldFor)),
    element("div", "db-done__acts"),
    ...(place.dataset.done === "call" ? [element("div", "db-done__change")] : []),
  );
  one(place, ".db-done__wording").setAttribute("role", "status");
  one(place, ".db-done__fields").hidden = true;
}

/** @param {Part} part */
function fieldFor(part) {
  const field = element(part === "state" ? "textarea" : "input", "");
  if (field instanceof HTMLInputElement) field.type = part === "date" ? "date" : "text";
  else field.rows = 2;
  field.dataset.part = part;
  return element("label", `db-done__field db-done__field--${part}`, word("label-" + part), field);
}

/**
 * @param {HTMLElement} place
 * @param {Part} [part]
 * @returns {HTMLInputElement}
 */
export function fieldIn(place, part = "person") {
  return one(place, `[data-part=${part}]:is(input, textarea)`);
}

/**
 * @param {Values} values
 * @param {(part: Part) => void} edit
 */
function sentenceParts(values, edit) {
  return word("sentence").split(/\{(\w+)\}/).map((piece, n) => {
    if (n % 2 === 0) return piece;
    const part = /** @type {Part} */ (piece);
    const told = partOf(values, part);
    return button(told ? "db-done__part" : "db-done__part db-done__part--gap", told || word("gap-" + part), () => edit(part));
  });
}

/** @param {{ name: string, isLit: boolean }} light */
function toldOf({ name, isLit }) {
  return [element("span", "db-unseen", word(isLit ? "lit" : "unlit") + " "), word("light-" + name)];
}

/** @param {{ name: string, isLit: boolean }} light */
function lightItem(light) {
  return element("li", light.isLit ? "is-lit" : "", ...toldOf(light));
}

/**
 * The lights, and the questions that would light the others. A tap on one that is unlit picks its question; where
 * there is room for one only, it is the first until then.
 *
 * @param {HTMLElement} place that remembers what was tapped
 * @param {{ name: string, isLit: boolean }[]} lights
 * @param {[lights: HTMLElement, asks: HTMLElement]} lists
 */
export function fillLights(place, lights, [ofLights, ofAsks]) {
  const unlit = lights.filter(({ isLit }) => !isLit);
  const pick = () => {
    const now = unlit.find(({ name }) => name === place.dataset.asks) || unlit[0];
    Array.from(ofAsks.children).forEach((item, n) => item.classList.toggle("is-asked", unlit[n] === now));
    all(ofLights, "button").forEach((pressed, n) => pressed.setAttribute("aria-pressed", String(unlit[n] === now)));
  };
  ofAsks.replaceChildren(...unlit.map(askItem));
  keepFocus(ofLights, () => ofLights.replaceChildren(...lights.map((light) => {
    if (light.isLit) return lightItem(light);
    const tap = button("", "", () => {
      place.dataset.asks = light.name;
      pick();
    });
    tap.append(...toldOf(light));
    return element("li", "", tap);
  })));
  pick();
}

/**
 * The sentence with its lights where it is only read: on a card, in a list of deals.
 *
 * @param {Values} values
 * @param {ReturnType<typeof lightsIn>} lights
 */
export function glance(values, lights = lightsIn(values, RULES)) {
  return [
    element("p", "db-done__sentence", isBegun(values) ? sentenceOf(values, GAP) : word("no-sentence")),
    element("ul", "db-done__lights", ...lights.map(lightItem)),
  ];
}

/** @param {{ name: string }} light */
function askItem({ name }) {
  const [ask, path] = known.done.ask[name] || [word("ask-" + name), ""];
  if (!path) return element("li", "", element("b", "", word("light-" + name) + ": "), ask);
  const link = element("a", "", `“${ask}”`);
  link.href = pageOf(path);
  return element("li", "", element("b", "", word("light-" + name) + ": "), link);
}

/** @param {Values} values */
function versionParts(values) {
  const versions = versionsIn(values).sort((a, b) => b.n - a.n);
  if (!versions.length) return [];
  const items = versions.map(({ date, said }) => element("li", "", element("b", "", (date ? readable(date) : "") + " "), said));
  return [element("details", "db-done__versions", element("summary", "", word("versions", { n: versions.length })), element("ol", "", ...items))];
}

/**
 * @param {Values} values
 * @param {(answer: string) => void} choose
 */
function changeParts(values, choose) {
  const given = values.get(CHANGE) || "";
  const answer = given.startsWith(today() + " ") ? given.slice(today().length + 1) : "";
  const made = ANSWERS.map((name) => {
    const pressed = button("db-button", word("change-" + name), () => choose(name));
    pressed.setAttribute("aria-pressed", String(name === answer));
    return pressed;
  });
  const group = element("span", "db-done__answers", ...made);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", word("change"));
  return [element("span", "db-done__question", word("change")), group];
}

/**
 * What is shown of a sentence that belongs to the values.
 *
 * @param {HTMLElement} place
 * @param {Values} values
 * @param {Rules | null} rules
 * @param {{ edit: (part: Part) => void, choose: (answer: string) => void, hasDeal: boolean }} given
 */
export function showSentence(place, values, rules, { edit, choose, hasDeal }) {
  place.hidden = !hasDeal && !isBegun(values) && place.dataset.done !== "call";
  one(place, ".db-done__sentence").replaceChildren(...sentenceParts(values, edit));
  const lights = lightsIn(values, rules);
  const day = confirmedOn(values);
  fillLights(place, lights, [one(place, ".db-done__lights"), one(place, ".db-done__asks")]);
  one(place, ".db-done__lights").title = day ? word("confirmed-on", { day: readable(day) }) : "";
  const wording = rules ? wordingOf(values, rules) : "";
  tell(one(place, ".db-done__wording"), wording);
  one(place, ".db-done__wording").hidden = !wording;
  const change = place.querySelector(".db-done__change");
  if (change) keepFocus(change, () => change.replaceChildren(...changeParts(values, choose)));
}

/**
 * @param {HTMLElement} place
 * @param {Values} values
 */
export function showVersions(place, values) {
  all(place, ".db-done__versions").forEach((part) => part.remove());
  place.append(...versionParts(values));
}

/**
 * Puts a value into each field, but into none that somebody is typing in.
 *
 * @param {HTMLElement} place
 * @param {Values} values
 */
export function fillFields(place, values) {
  PARTS.forEach((part) => {
    const field = fieldIn(place, part);
    if (field !== document.activeElement) field.value = values.get(KEYS[part]) || "";
  });
}

/**
 * Buttons that are made anew keep the focus that one of them had.
 *
 * @param {Element} place
 * @param {() => void} change
 */
function keepFocus(place, change) {
  const before = Array.from(place.querySelectorAll("button")).findIndex((pressed) => pressed === document.activeElement);
  change();
  const pressed = place.querySelectorAll("button")[before];
  if (pressed) pressed.focus();
}
