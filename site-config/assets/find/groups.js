/* Words for what people look for, in groups: who says one of a group means the others, too. */
import { linesOf } from "./sent.js";
import { plainWords } from "./words.js";

/** @import { Known } from "./sent.js" */
/** @typedef {{ said: string[], kind: GroupKind, met: Map<number, number>, parts: Map<number, number> }} Group
 * how each of it is said, in stems; what it finds, and what finds it only together */
/** @typedef {keyof typeof QUALITY} GroupKind */

/** How well something is found by another word for it. */
const QUALITY = { same: 0.85, slang: 0.6, alike: 0.4 };
/** How much a word counts by itself that was said as part of a phrase of a group. */
export const IN_PHRASE = { same: 0.6, slang: 0.3, alike: 0.6 };

/**
 * What an acronym stands for is found by its words: each as its part of the whole, so that all of them count as one.
 *
 * @param {number[][]} phrases in stems
 * @param {Float32Array} worth
 * @param {number} quality
 */
function weighedParts(phrases, worth, quality) {
  /** @type {Map<number, number>} */
  const parts = new Map();
  phrases.forEach((stems) => {
    const length = Math.hypot(...stems.map((stem) => worth[stem]));
    stems.forEach((stem) => parts.set(stem, Math.max(parts.get(stem) || 0, (quality * worth[stem]) / length)));
  });
  return parts;
}

/**
 * @param {Known} known
 * @param {(word: string) => string} stem
 * @param {Map<string, number>} stems
 * @param {Float32Array} worth
 * @param {(word: string) => boolean} isCommon
 * @returns {{ groups: Group[] }}
 */
export function groupsOf(known, stem, stems, worth, isCommon) {
  /** @type {GroupKind[]} */
  const kinds = ["same", "slang", "alike"];
  const found = (/** @type {string[]} */ words) => words.flatMap((word) => stems.get(stem(word)) ?? []);
  return {
    groups: kinds.flatMap((kind) => linesOf(known[kind]).map((line) => {
      // Behind a colon stands what is looked for; without one, all that may be said is.
      const [said, about = said] = line.split(":").map((side) => side.split(",").map(plainWords).filter((words) => words.length));
      const phrases = kind === "same" ? about.filter((words) => words.length > 1) : [];
      return {
        said: said.map((words) => words.map(stem).join(" ")),
        kind,
        met: new Map(about.filter((words) => words.length === 1).flatMap(found).map((number) => [number, QUALITY[kind]])),
        parts: weighedParts(phrases.map((words) => found(words.filter((word) => !isCommon(word)))), worth, QUALITY[kind]),
      };
    })),
  };
}

/**
 * @param {string} line
 * @param {string} words
 */
function holds(line, words) {
  return ` ${line} `.includes(` ${words} `);
}

/**
 * What is typed, as the groups it belongs to. Of "other vendors", "vendors" is no group of its own.
 *
 * @param {Group[]} groups
 * @param {string} line in stems
 * @returns {Group[]}
 */
export function meantBy(groups, line) {
  const met = groups.map((group) => ({ ...group, said: group.said.filter((one) => holds(line, one)) }));
  const whole = met.flatMap((group) => group.said);
  const isWhole = (/** @type {string} */ one) => !whole.some((other) => other !== one && holds(other, one));
  return met.map((group) => ({ ...group, said: group.said.filter(isWhole) })).filter((group) => group.said.length);
}

/**
 * The groups in which a word is said, alone or in a phrase.
 *
 * @param {Group[]} groups
 * @param {string} stem
 */
export function groupsWith(groups, stem) {
  return groups.filter((group) => group.said.some((one) => holds(one, stem)));
}
