/* What scripts know of the sheets of a playbook. */
import { ours } from "../ours.js";

/**
 * `note` are the lines of the CRM note: what each is called, the key of its field, and how many characters the CRM takes. `days` say when
 * a definition of done is to be confirmed again, and for how long a deal that has ended is kept; `stop`
 * is the verdict that ends one.
 *
 * @typedef {object} Sheets
 * @property {string} playbook
 * @property {Sheet[]} sheets
 * @property {Record<string, string>} stages names by id, in their order
 * @property {string[]} calls stages with a call of their own
 * @property {string[]} closed stages in which deals have ended
 * @property {Record<string, string>} [former] what earlier ids of stages and segments are now
 * @property {Record<string, string>} segments names by id
 * @property {Record<string, string>} tests
 * @property {Record<string, Check>} checks
 * @property {{ confirm: number, keep: number }} days
 * @property {string} stop
 * @property {[label: string, key: string, length: number | null][]} note
 * @property {Done} done
 * @property {string} common words of the language that tell nothing
 */

/**
 * What is known of a deal's one sentence: `keys` are the facts that it is made of, by its parts; `ask` are questions by what they light up, what to say and the
 * page's path; `rules` are patterns of wording, in English alone.
 *
 * @typedef {object} Done
 * @property {Record<"person" | "state" | "system" | "date" | "number", string>} keys
 * @property {Record<string, [ask: string, path: string]>} ask
 * @property {Record<string, string[]> | null} rules
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

/**
 * What a stage or a segment is called now; deals from before may have an earlier id.
 *
 * @param {string} id
 */
export const idNow = (id) => known.former?.[id] || id;
