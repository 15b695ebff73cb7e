/*
 * A sign that was tapped is kept as its kind alone: strong, weak or flag. Its text is the playbook's, and
 * nobody said it, so it never leaves the page; the key tells signs of one kind apart by a number made
 * of the text.
 */

const BEFORE = /^(call\..+\.)(strong|weak|flag)-\d+$/;

/**
 * FNV-1a over UTF-8, as in pages/call.py; both run tests/cases/browser/signs.json.
 *
 * @param {string} text
 */
export function textNumber(text) {
  const hash = new TextEncoder().encode(text).reduce((found, byte) => Math.imul(found ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return hash.toString(16).padStart(8, "0");
}

/**
 * A field as it is kept today. Deals and deal files once held the sign's text.
 *
 * @template T
 * @param {string} key
 * @param {T} value
 * @returns {[string, T | string]}
 */
export function fieldToday(key, value) {
  const old = BEFORE.exec(key);
  if (!old || typeof value !== "string" || !value || value === old[2]) return [key, value];
  return [`${old[1]}${old[2]}-${textNumber(value)}`, old[2]];
}

/**
 * The same for a deal's last review, which is kept as JSON with fields of its own.
 *
 * @param {string} text
 */
export function reviewToday(text) {
  try {
    const found = JSON.parse(text);
    found.fields = Object.fromEntries(Object.entries(found.fields).map(([key, value]) => fieldToday(key, value)));
    return JSON.stringify(found);
  } catch {
    return text;
  }
}
