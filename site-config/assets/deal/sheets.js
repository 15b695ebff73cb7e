/* What scripts know of the sheets of a playbook. */
import { ours } from "../ours.js";

/**
 * `note` are the lines of the CRM note: what each is called, and the key of its field.
 *
 * @typedef {object} Sheets
 * @property {string} playbook
 * @property {Sheet[]} sheets
 * @property {Record<string, string>} stages names by id, in their order
 * @property {Record<string, string>} tests
 * @property {Record<string, Check>} checks
 * @property {[label: string, key: string][]} note
 */

/** @typedef {{ id: string, title: string, buyer: boolean, parts: Part[] }} Sheet */

/**
 * A part with fields by key, or a table with columns. `given` is what a table prints in its cells.
 *
 * @typedef {object} Part
 * @property {string} title
 * @property {Record<string, string>} [fields]
 * @property {string} [table]
 * @property {Record<string, string>} [columns]
 * @property {Record<string, string>} [given]
 */

/**
 * `ask` are questions that answer it: what to say, and the page's path.
 *
 * @typedef {object} Check
 * @property {string} text
 * @property {string} test
 * @property {string} stage
 * @property {number} weight
 * @property {boolean} blocker
 * @property {[ask: string, path: string][]} ask
 */

/** They come in a script of their own, before this one. */
export const known = ours.sheets;
