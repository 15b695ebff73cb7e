/* Other scripts of ours: what only some pages need is loaded when one of them is opened. */

const current = /** @type {HTMLScriptElement} */ (document.currentScript);

/** Where this script came from; the others are in the same folder. */
export const here = current.src;
/** Whether the page is no part of the site, such as the one for lost addresses. */
export const isBare = "bare" in current.dataset;

/** @type {Record<string, Promise<unknown>>} */
const loading = {};

/**
 * Loads a script once.
 *
 * @param {string} name
 */
export function load(name) {
  loading[name] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(name, here).href;
    script.addEventListener("load", done);
    script.addEventListener("error", () => {
      delete loading[name];
      failed(new Error(name + " could not be loaded"));
    });
    document.head.appendChild(script);
  });
  return loading[name];
}

/**
 * Acts on each page that is shown: with instant navigation, this script outlasts its page.
 *
 * @param {() => void} act
 */
export function onEachPage(act) {
  const pages = /** @type {{ document$?: { subscribe(act: () => void): void } }} */ (window).document$;
  if (pages) pages.subscribe(act);
  else act();
}
