/* All deals with what there is to say of each, what is due first. */
import { deals } from "../deal/store.js";
import { today } from "../page/days.js";
import { byDue, factsOf } from "./facts.js";
import { seen } from "./kept.js";

/** @import { Facts } from "./facts.js" */

/** @returns {{ id: string, facts: Facts, isAside: boolean }[]} */
export function listed() {
  const on = today();
  return deals.list()
    .map(({ id, title }) => ({ id, facts: factsOf(seen(id, title), on), isAside: deals.isArchived(id) }))
    .sort((a, b) => byDue(a.facts, b.facts));
}
