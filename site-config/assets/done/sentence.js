/*
 * A deal's definition of done in one sentence: what it holds, which of its lights are lit, its versions.
 * Values in, values out; show.js shows what is found here.
 */
import { shown } from "../deal/out.js";
import { known } from "../deal/sheets.js";
import { wordsOf } from "../page/words.js";
import { featureIn, fuzzyIn, isMeasurable, isUnknown, rulesOf, sellerActIn } from "./phrasing.js";

/** @import { Values } from "../deal/gather.js" */
/** @import { Rules } from "./phrasing.js" */
/** @typedef {keyof typeof KEYS} Part */
/** @typedef {{ n: number, date: string, said: string }} Version */
/** @typedef {[key: string, value: string | null]} Fact */

export const word = wordsOf("done");

/** The rules of wording, where the language has them. */
export const RULES = known.done.rules && rulesOf(known.done.rules);
/** By part of the sentence: the fact of the deal that it is. Sheets have the same. */
export const KEYS = known.done.keys;
export const PARTS = /** @type {Part[]} */ (Object.keys(KEYS));
/** The day on which the buyer last confirmed the sentence. */
export const CONFIRMED = "done-confirmed";
/** What the buyer confirmed on that day, in words; empty once they said that it has changed. */
export const CONFIRMED_SAID = "done-said";
/** What was said at the end of the last call: its day, and whether their done had changed. */
export const CHANGE = "call.done-change";
const LOG = "drift-log";
const MOST_WORDS = 120;
/** What stands for a part that is missing, where somebody could write it in. */
export const GAP = "___";

/**
 * Whether a field says something of the sentence, its versions or what the buyer says of it.
 *
 * @param {string} key
 */
export function isPart(key) {
  return Object.values(KEYS).includes(key) || [CONFIRMED, CONFIRMED_SAID, CHANGE].includes(key) || key.startsWith(LOG + ".");
}

/**
 * A part as it stands in the sentence: in one line, without its full stop.
 *
 * @param {Values} values
 * @param {Part} part
 */
export function partOf(values, part) {
  return shown((values.get(KEYS[part]) || "").replace(/\s+/g, " ").trim().replace(/\.$/, ""));
}

/**
 * The sentence, with what stands in the place of each part that is missing.
 *
 * @param {Values} values
 * @param {string} [gap]
 */
export function sentenceOf(values, gap = "…") {
  return word("sentence", Object.fromEntries(PARTS.map((part) => [part, partOf(values, part) || gap])));
}

/** @param {Values} values */
export function isBegun(values) {
  return PARTS.some((part) => partOf(values, part));
}

/**
 * Whether no part is missing: only then can a buyer have confirmed it by not changing it.
 *
 * @param {Values} values
 */
export function isWhole(values) {
  return PARTS.every((part) => partOf(values, part));
}

/**
 * The dated versions, the oldest first: they stand in the drift log.
 *
 * @param {Values} values
 * @returns {Version[]}
 */
export function versionsIn(values) {
  const numbers = Array.from(values.keys()).filter((key) => key.startsWith(LOG + ".")).map((key) => Number(key.split(".")[1]));
  return Array.from(new Set(numbers)).sort((a, b) => a - b).map((n) => ({
    n,
    date: values.get(`${LOG}.${n}.date`) || "",
    said: values.get(`${LOG}.${n}.said`) || "",
  })).filter(({ date, said }) => date || said);
}

/**
 * The facts of one version.
 *
 * @param {number} n
 * @param {Values} values
 * @param {string} day
 * @returns {Fact[]}
 */
function versionFacts(n, values, day) {
  const start = `${LOG}.${n}.`;
  return [[start + "date", day], [start + "said", sentenceOf(values)], [start + "who", partOf(values, "person") || null]];
}

/**
 * What has to be written so that the sentence, as it is now, is the last version. One that was begun in this
 * sitting goes on as long as it stands as it was left and nobody has confirmed it; where its words are again
 * those of the version before, it goes away.
 *
 * @param {Values} values
 * @param {string} day
 * @param {Version | null} own the version of this sitting
 * @returns {Fact[]}
 */
export function newVersion(values, day, own) {
  const said = sentenceOf(values);
  const [last, before] = versionsIn(values).sort((a, b) => b.n - a.n);
  if (!partOf(values, "state") || (last && last.said === said)) return [];
  const isOwn = last && own && last.n === own.n && last.said === own.said && last.date === day;
  if (!isOwn || last.said === confirmedIn(values)) return versionFacts(last ? last.n + 1 : 1, values, day);
  if (!before || before.said !== said) return versionFacts(last.n, values, day);
  return ["date", "said", "who"].map((name) => [`${LOG}.${last.n}.${name}`, null]);
}

/**
 * What has to be written before the sentence is worded anew, so that nothing of what it was gets lost: a version
 * of it, if it was never one, and what the buyer confirmed. Nobody knows the day of a first one.
 *
 * @param {Values} values
 * @param {string} day
 * @returns {Fact[]}
 */
export function keptBefore(values, day) {
  /** @type {Fact[]} */
  const confirmed = values.has(CONFIRMED) && !values.has(CONFIRMED_SAID) ? [[CONFIRMED_SAID, confirmedIn(values)]] : [];
  return [...confirmed, ...newVersion(values, versionsIn(values).length ? day : "", null)];
}

/**
 * What has to be written once the buyer says that it is so.
 *
 * @param {Values} values
 * @param {string} day
 * @returns {Fact[]}
 */
export function confirmation(values, day) {
  if (!partOf(values, "state")) return [];
  return [...newVersion(values, day, null), [CONFIRMED, day], [CONFIRMED_SAID, sentenceOf(values)]];
}

/**
 * What the buyer confirmed last, in words. Where only the day was kept, it is the last version, unless that
 * came later.
 *
 * @param {Values} values
 */
function confirmedIn(values) {
  const said = values.get(CONFIRMED_SAID);
  if (said !== undefined) return said;
  const last = versionsIn(values).pop();
  return last && last.date <= (values.get(CONFIRMED) || "") ? last.said : "";
}

/**
 * The day on which the buyer confirmed the sentence as it stands. One that was worded anew since then is
 * confirmed by nobody.
 *
 * @param {Values} values
 */
export function confirmedOn(values) {
  const last = versionsIn(values).pop();
  const said = sentenceOf(values);
  return last && last.said === said && confirmedIn(values) === said ? values.get(CONFIRMED) || "" : "";
}

/**
 * The five lights, in their order.
 *
 * @param {Values} values
 * @param {Rules | null} rules
 */
export function lightsIn(values, rules) {
  const number = partOf(values, "number");
  return [
    { name: "person", isLit: partOf(values, "person") !== "" },
    { name: "evidence", isLit: partOf(values, "state") !== "" && partOf(values, "system") !== "" },
    { name: "number", isLit: number !== "" && (!rules || isMeasurable(rules, number)) },
    { name: "date", isLit: partOf(values, "date") !== "" },
    { name: "confirmed", isLit: confirmedOn(values) !== "" },
  ];
}

/**
 * What is wrong with the wording, in one line, or nothing.
 *
 * @param {Values} values
 * @param {Rules} rules
 */
export function wordingOf(values, rules) {
  const state = partOf(values, "state");
  const number = partOf(values, "number");
  const ours = sellerActIn(rules, state);
  if (ours) return word("is-ours", { words: ours });
  const feature = featureIn(rules, state);
  if (feature) return word("is-feature", { words: feature });
  const hasMeasure = isMeasurable(rules, state) || partOf(values, "system") || partOf(values, "date") || isMeasurable(rules, number);
  if (state && !hasMeasure) {
    const fuzzy = fuzzyIn(rules, state);
    return fuzzy ? word("is-fuzzy", { words: fuzzy }) : word("no-measure");
  }
  const isFigure = isMeasurable(rules, number) || isUnknown(rules, number);
  return number && !isFigure ? word("no-figure", { words: number }) : "";
}

/** @param {string} text */
function wordsIn(text) {
  return text.split(/\s+/).filter(Boolean);
}

/**
 * A message that repeats the sentence to the buyer, and asks what is wrong with it. Nobody reads a long one:
 * where it would be, the end state is cut.
 *
 * @param {Values} values
 */
export function messageFor(values) {
  const whole = word("message", { sentence: sentenceOf(values, GAP) });
  const over = wordsIn(whole).length - MOST_WORDS;
  if (over <= 0) return whole;
  const longest = PARTS.reduce((one, other) => (wordsIn(partOf(values, other)).length > wordsIn(partOf(values, one)).length ? other : one));
  const kept = wordsIn(partOf(values, longest));
  const cut = kept.slice(0, Math.max(1, kept.length - over - 1)).join(" ") + " …";
  return messageFor(new Map(values).set(KEYS[longest], cut));
}
