/* The one deal of a CRM's record in this browser. */
import { deals } from "../deal/store.js";

/** @import { Asked } from "./asked.js" */

/** The field that holds the record's id: it goes along in files, and comes back with them. */
const RECORD = "crm-record";

/**
 * The deal of a record: of several, such as a copy, the one that is open, then one that isn't put aside.
 *
 * @param {string} record
 */
export function dealOf(record) {
  const found = record ? deals.list().map(({ id }) => id).filter((id) => deals.get(id, RECORD) === record) : [];
  const current = deals.current();
  return found.find((id) => id === current) || found.find((id) => !deals.isArchived(id)) || found[0] || null;
}

/**
 * Opens the deal of a record, or starts it. The CRM says its stage; what else is known of it stays.
 *
 * @param {Asked} asked
 * @param {string} stage "" where the link says none
 */
export function openDealOf({ account, opp }, stage) {
  const known = dealOf(opp);
  if (!known) {
    const fields = /** @type {[string, string][]} */ ([["account", account], [RECORD, opp]]).filter(([, value]) => value);
    return deals.create({ name: "", stage, fields });
  }
  if (stage && deals.stage(known) !== stage) deals.setStage(known, stage);
  if (account && !deals.get(known, "account")) deals.set(known, "account", account);
  deals.open(known);
  return known;
}
