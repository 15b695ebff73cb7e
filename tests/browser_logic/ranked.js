/** What the finder finds of sayings, for tests/test_ranking.py: reads a file's index and sayings, and prints the rows. */
import { readFileSync } from "node:fs";
import { placesFor } from "../../site-config/assets/find/choices.js";
import { openIndex } from "../../site-config/assets/find/index.js";
import { search } from "../../site-config/assets/find/search.js";

const { sent, texts, known, sayings } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const index = openIndex(sent, texts, known);
const isFound = (entry) => index.kind(entry).isFound;
const found = sayings.map((said) => {
  const { entries, total, nearest, isOnlyBegun, places, missing } = search(index, said, isFound, 20, new Map(), placesFor(index, []), () => 0);
  return { said, entries, total, nearest, isOnlyBegun, places, missing };
});
process.stdout.write(JSON.stringify(found));
