/* The deal at hand: whose facts the finder and messages go by. */
import { hasEnded } from "../deal/ended.js";
import { deals } from "../deal/store.js";

/** The one that was opened last, unless it has ended or lies aside. */
export function idAtHand() {
  const id = deals.current();
  return id && !deals.isArchived(id) && !hasEnded(deals.fields(id), deals.stage(id)) ? id : null;
}
