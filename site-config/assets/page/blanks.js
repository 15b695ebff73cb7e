/* Blanks of a message that is to be sent, such as {first name}: filled in, and those that are left. */

const BLANK = /\{([^{}]+)\}/g;

/**
 * A message with what is known in its blanks; the others stay in sight.
 *
 * @param {string} text
 * @param {Record<string, string>} values by blank
 */
export function filled(text, values) {
  return text.replace(BLANK, (blank, name) => values[name] || blank);
}

/**
 * What somebody still has to write, each once.
 *
 * @param {string} text
 */
export function blanksIn(text) {
  return Array.from(new Set(text.match(BLANK) || []));
}
