/*
 * How a sentence is put. What is looked for comes from rules/phrasing/, as data; both run
 * tests/cases/browser/phrasing.json.
 */

/** @typedef {ReturnType<typeof rulesOf>} Rules */

/** @param {Record<string, string[]>} sent */
export function rulesOf(sent) {
  const compiled = (/** @type {string} */ name, /** @type {string} */ flags) => sent[name].map((pattern) => new RegExp(pattern, flags));
  return {
    ours: compiled("ours", "i"),
    feature: compiled("feature", ""),
    fuzzy: compiled("fuzzy", "i"),
    measure: compiled("measure", "i"),
    unknown: compiled("unknown", "i"),
  };
}

/**
 * The words that a pattern finds first: its first group that holds something, or all of it.
 *
 * @param {RegExp[]} looks
 * @param {string} text
 */
function firstIn(looks, text) {
  const found = looks.map((look) => look.exec(text)).find(Boolean);
  return found ? found.slice(1).find(Boolean) || found[0] : "";
}

/**
 * @param {Rules} rules
 * @param {string} text
 */
export function isMeasurable(rules, text) {
  return firstIn(rules.measure, text) !== "";
}

/**
 * Words that speak of the seller's work.
 *
 * @param {Rules} rules
 * @param {string} text
 */
export function sellerActIn(rules, text) {
  return firstIn(rules.ours, text);
}

/**
 * The product, or a part of one.
 *
 * @param {Rules} rules
 * @param {string} text
 */
export function featureIn(rules, text) {
  return firstIn(rules.feature, text);
}

/**
 * A word that everybody reads differently, where nothing can be measured.
 *
 * @param {Rules} rules
 * @param {string} text
 */
export function fuzzyIn(rules, text) {
  return isMeasurable(rules, text) ? "" : firstIn(rules.fuzzy, text);
}

/**
 * Whether a text says that there is no figure yet.
 *
 * @param {Rules} rules
 * @param {string} text
 */
export function isUnknown(rules, text) {
  return firstIn(rules.unknown, text) !== "";
}
