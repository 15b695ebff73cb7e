/**
 * What all scripts of a site share: the data that they were built with, and what those that are sent
 * apart offer each other. It is the only global name.
 *
 * @import { Settings } from "./edit/shape.js"
 * @import { Known, Sent, Texts } from "./find/sent.js"
 * @import { Sheets } from "./deal/sheets.js"
 */

/**
 * @typedef {object} Ours
 * @property {Site} site in the worker alone
 * @property {Record<string, string>} words of the interface, by name
 * @property {Settings} forms on the page of forms alone
 * @property {Version} version
 * @property {Sheets} sheets
 * @property {Record<string, string>} dealsWords of the pages of deals
 * @property {Sent} index what the finder searches
 * @property {Texts} texts what it shows below results
 * @property {Known} finderWords what it knows of the language
 */

/**
 * The version of the site that a worker keeps. `later` are paths that are kept only once they have
 * been opened; `days` say how long what is kept outlasts the last answer of the site, if not for ever.
 *
 * @typedef {object} Site
 * @property {string} version
 * @property {string} list
 * @property {string[]} later
 * @property {number | null} days
 */

/** @typedef {{ id: string, day: string, isKept: boolean }} Version */

const everywhere = /** @type {{ donebook?: Ours }} */ (globalThis);

/** @type {Ours} */
export const ours = (everywhere.donebook ??= /** @type {Ours} */ ({}));
