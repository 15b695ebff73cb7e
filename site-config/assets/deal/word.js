/* The words of sheets. */
import { wordsOf } from "../page/words.js";

export const word = wordsOf("deal");
