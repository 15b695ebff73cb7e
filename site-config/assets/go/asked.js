/*
 * What a link from a CRM asks for. All of it stands behind the #, which no browser sends to a server.
 * Values in, values out.
 */

/** @typedef {{ stage: string, loss: string, opp: string, account: string }} Asked */

const NAMES = /** @type {const} */ (["stage", "loss", "opp", "account"]);
/** More than a CRM's field takes, and little enough to be shown. */
const LONGEST = 255;
/** Salesforce writes the id of an opportunity with or without three more letters, which say the case of the others. */
const LONG_ID = /^(006[A-Za-z0-9]{12})[A-Za-z0-9]{3}$/;

/**
 * A value in one line.
 *
 * @param {string} value
 */
function clean(value) {
  return value.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim().slice(0, LONGEST);
}

/**
 * A space may be written as + or as %20.
 *
 * @param {string} hash with its # or without
 * @returns {Asked}
 */
export function askedFor(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const found = Object.fromEntries(NAMES.map((name) => [name, clean(given.get(name) || "")]));
  return { .../** @type {Asked} */ (found), opp: (found.opp || "").replace(LONG_ID, "$1") };
}

/**
 * Whether something of this stands behind the ?, where it doesn't belong.
 *
 * @param {string} search
 */
export function isInQuery(search) {
  const given = new URLSearchParams(search);
  return NAMES.some((name) => given.has(name));
}

/**
 * As two values are compared: a CRM and a playbook may differ in case, spaces and the form of quotes.
 *
 * @param {string} value
 */
function plain(value) {
  return value.normalize("NFKC").replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').replace(/\s+/g, " ").trim().toLowerCase();
}

/**
 * A value that was encoded twice, as it was meant; nothing where it wasn't.
 *
 * @param {string} value
 */
function decodedAgain(value) {
  try {
    return clean(decodeURIComponent(value.replace(/\+/g, " ")));
  } catch {
    return "";
  }
}

/**
 * Those that go by a value.
 *
 * @template {{ called: string[] }} T
 * @param {string} value
 * @param {T[]} all
 */
export function goingBy(value, all) {
  const by = (/** @type {string} */ wanted) => all.filter(({ called }) => wanted && called.some((name) => plain(name) === plain(wanted)));
  const found = by(value);
  return found.length ? found : by(decodedAgain(value));
}
