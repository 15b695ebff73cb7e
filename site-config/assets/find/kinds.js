/* The kinds of entries, by their letters in the index. */

/** @type {Record<string, string>} */
export const FOLDERS = { q: "questions", c: "questions", p: "patterns", l: "loss-reasons", w: "worksheets", e: "exercises" };

/** @type {Record<string, string>} */
export const KINDS = { q: "question", c: "check", p: "pattern", l: "loss-reason", w: "worksheet", e: "exercise" };
