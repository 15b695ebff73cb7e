/* Parts of a page: found, made, changed. */

/**
 * The first part that a selector finds. Templates hold it, so it is there.
 *
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 */
export function one(root, selector) {
  return /** @type {T} */ (root.querySelector(selector));
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 */
export function all(root, selector) {
  return /** @type {T[]} */ (Array.from(root.querySelectorAll(selector)));
}

/**
 * What an event happened to.
 *
 * @template {Element} [T=HTMLElement]
 * @param {Event} event
 */
export function hit(event) {
  return /** @type {T} */ (event.target);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} shape its classes
 * @param {(Node | string)[]} inside
 */
export function element(name, shape, ...inside) {
  const made = document.createElement(name);
  if (shape) made.className = shape;
  made.append(...inside);
  return made;
}

/**
 * @param {string} shape
 * @param {string} words
 * @param {(event: MouseEvent) => void} act
 */
export function button(shape, words, act) {
  const made = element("button", shape, words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/**
 * Says something in its place. What stands there already stays: it is not read aloud, nor laid out, again.
 *
 * @param {Element} place
 * @param {string} text
 */
export function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * A way to listen until a page is left.
 *
 * @param {AbortController} left
 */
export function listener(left) {
  return (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
    target.addEventListener(type, act, { signal: left.signal });
}

/**
 * Shows another address of the same page. Some browsers refuse it on a page opened from a folder.
 *
 * @param {URL | string} address
 */
export function showAddress(address) {
  try {
    history.replaceState(history.state, "", address);
  } catch {
    // Then the address stays as it was.
  }
}

/**
 * What the address asks for once, by its name: it is taken out of the address. Nothing where it isn't fitting.
 *
 * @param {string} name
 * @param {(value: string) => boolean} isFitting
 */
export function takenFromAddress(name, isFitting) {
  const address = new URL(location.href);
  const value = address.searchParams.get(name);
  if (value === null || !isFitting(value)) return null;
  address.searchParams.delete(name);
  showAddress(address);
  return value;
}

/**
 * Escape leaves an open menu, and the focus stays with what opened it.
 *
 * @param {KeyboardEvent} event
 */
export function leaveMenu(event) {
  const menu = event.key === "Escape" ? hit(event).closest("details.db-menu[open]") : null;
  if (!menu) return;
  menu.removeAttribute("open");
  one(menu, "summary").focus();
}
