/**
 * A part of an address as it was meant. Anybody may write one that means nothing: it stays as it is.
 *
 * @param {string} part
 */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
