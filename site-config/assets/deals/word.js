/* The words of the pages of deals: they come with their script, as no other page says them. */
import { ours } from "../ours.js";
import { wordsOf } from "../page/words.js";

const named = Object.entries(ours.dealsWords).map(([name, word]) => [`deals.${name}`, word]);
Object.assign(ours.words, Object.fromEntries(named));

export const say = wordsOf("deals");
