/*
 * Which sentences of a text may answer which question: those that share words with it, with what is
 * asked further, and with what answers sound like. Values in, values out; nothing is kept.
 */
import { growsInto, plainWords, sharesBeginning } from "../find/words.js";

/** @typedef {{ id: string, text: string, isAsked: boolean }} Asked a question, with all that is said about it */
/** @typedef {{ id: string, sentences: string[] }} Match */

const MOST_SENTENCES = 2000;
const MOST_EACH = 4;
const FEWEST_WORDS = 4;
const FEWEST_SHARED = 2;
// Two words that three questions have, or one that no other has and any second one.
const LEAST = 0.6;
// "[00:12:31]", "12:31 Ines Vahl:", "Ines Vahl (Nordhaven):", "- " begin a line and belong to no sentence.
const LEAD = /^(?:[-*•>\s]+|\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\)?\]?\s*(?:-->\s*[\d:.]+)?|\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3}(?: \([^)]{1,40}\))?:\s)+/u;
// No sentence ends in "z. B." or before the month of "3. März".
const END = /(?<=[.!?…]["”“’)]*)(?<!\b(?:Mr|Mrs|Ms|Dr|Prof|Hr|Fr|No|Nr|z|z\.\s?B|bzw|ca)\.)\s+(?=["“„(]?[\p{Lu}\d])(?!(?<=\b\d\d?\.\s+)(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))/u;

/**
 * A text as sentences, without who said them and when.
 *
 * @param {string} text
 */
export function sentencesOf(text) {
  return text.split(/\n+/)
    .flatMap((line) => line.replace(LEAD, "").split(END))
    .map((sentence) => sentence.trim())
    .filter((sentence) => plainWords(sentence).length >= FEWEST_WORDS)
    .slice(0, MOST_SENTENCES);
}

/**
 * Whether two words are forms of one, as the finder sees it where it knows neither.
 *
 * @param {string} one
 * @param {string} other
 */
export function isForm(one, other) {
  return one === other || growsInto(one, other) || growsInto(other, one) || (sharesBeginning(one, other) && sharesBeginning(other, one));
}

/**
 * The words that tell something, each once.
 *
 * @param {string} text
 * @param {Set<string>} common
 */
function tellingWords(text, common) {
  return Array.from(new Set(plainWords(text).filter((word) => word.length > 2 && !common.has(word))));
}

/**
 * How much a sentence shares with a question: words of few questions tell more than those of many.
 *
 * @param {string[]} words of the sentence
 * @param {string[]} own words of the question
 * @param {string[][]} all words of each question
 */
function sharedBy(words, own, all) {
  const shared = words.filter((word) => own.some((other) => isForm(word, other)));
  if (shared.length < FEWEST_SHARED) return 0;
  const weight = shared.reduce((sum, word) => {
    const among = all.filter((others) => others.some((other) => isForm(word, other))).length;
    return sum + 1 / among;
  }, 0);
  return weight < LEAST ? 0 : weight;
}

/**
 * By question that is asked, in their order: the sentences that may answer it, the likeliest first. Each stands
 * next to one question alone. The others say only how common a word is.
 *
 * @param {string} text
 * @param {Asked[]} questions
 * @param {string} common words that tell nothing
 * @returns {Match[]}
 */
export function matchesIn(text, questions, common) {
  const left = new Set(plainWords(common));
  const own = questions.map((question) => tellingWords(question.text, left));
  const found = sentencesOf(text).map((sentence) => {
    const words = tellingWords(sentence, left);
    const shared = own.map((one, n) => (questions[n].isAsked ? sharedBy(words, one, own) : 0));
    const best = Math.max(0, ...shared);
    return { sentence, best, at: best ? shared.indexOf(best) : -1 };
  });
  return questions.map(({ id }, n) => {
    const fitting = found.filter(({ at }) => at === n).sort((a, b) => b.best - a.best);
    return { id, sentences: Array.from(new Set(fitting.map(({ sentence }) => sentence))).slice(0, MOST_EACH) };
  }).filter(({ sentences }) => sentences.length);
}
