/* Words of the interface. */
import { ours } from "../ours.js";

/** @typedef {Record<string, string | number | false | null | undefined>} Values */

/**
 * A word with values in its places; `n` chooses between the forms that the language has.
 *
 * @param {string} name
 * @param {Values} [values]
 */
export function say(name, values) {
  const number = values && typeof values.n === "number" ? values.n : null;
  const form = number === null ? "" : `.${new Intl.PluralRules(ours.words.locale).select(number)}`;
  const word = ours.words[name + form] || ours.words[`${name}.other`] || ours.words[name] || name;
  return word.replace(/\{(\w+)\}/g, (place, key) => (values && key in values ? String(values[key]) : place));
}

/**
 * The words of one section, by their names in it.
 *
 * @param {string} section
 */
export function wordsOf(section) {
  return (/** @type {string} */ name, /** @type {Values} */ values = {}) => say(`${section}.${name}`, values);
}
