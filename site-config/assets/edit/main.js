/*
 * The page of forms: it tells Sveltia CMS of the playbook's files, and how they are read and written. It asks
 * nobody but the code host.
 */
import { ours } from "../ours.js";
import { fieldsOf, filed, shown, spread } from "./shape.js";

/** @import { Fields } from "./write.js" */
/** @import { Settings } from "./shape.js" */

/**
 * @typedef {object} Editor
 * @property {(name: string, extension: string, way: { fromFile: (text: string) => object, toFile: (values: Fields) => string }) => void} registerCustomFormat
 * @property {(options: { config: object }) => void} init
 */

const PREFERRED = "sveltia-cms.prefs";

/**
 * A request that the page's policy would stop, such as whether the code host is well, isn't even made.
 *
 * @param {string[]} origins
 */
function askOnly(origins) {
  const ask = window.fetch.bind(window);
  window.fetch = (asked, options) => {
    const { origin, protocol } = new URL(asked instanceof Request ? asked.url : String(asked), location.href);
    const isKnown = origin === location.origin || origins.includes(origin) || protocol === "blob:" || protocol === "data:";
    return isKnown ? ask(asked, options) : Promise.reject(new TypeError("not asked"));
  };
}

/**
 * The editor speaks the site's language, unless somebody has chosen another one there.
 *
 * @param {string} locale
 */
function speak(locale) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFERRED) || "{}");
    if (!kept.locale) localStorage.setItem(PREFERRED, JSON.stringify({ ...kept, locale }));
  } catch {
    // Where nothing can be kept, it speaks the browser's language.
  }
}

/**
 * @param {Editor} editor
 * @param {Settings} settings
 */
function start(editor, { config, formats, asides }) {
  Object.entries(formats).forEach(([name, format]) => editor.registerCustomFormat(name, format.isProse ? "md" : "yaml", {
    fromFile: (text) => {
      const values = shown(text, format, asides);
      return spread(values, fieldsOf(values, format));
    },
    toFile: (values) => filed(values, format),
  }));
  editor.init({ config });
}

function begin() {
  /** @type {{ CMS?: Editor }} */
  const { CMS } = /** @type {any} */ (window);
  const waits = document.querySelector("[data-waits]");
  if (!CMS) {
    if (waits instanceof HTMLElement) waits.textContent = waits.dataset.waits || "";
    return;
  }
  if (waits) waits.remove();
  start(CMS, ours.forms);
}

// Before the editor is there: it decides on its language, and may ask somebody, as it is loaded.
askOnly(ours.forms.origins);
speak(ours.forms.locale);
document.addEventListener("DOMContentLoaded", begin);
