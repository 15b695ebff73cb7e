/* Whether a deal goes on. Values in, values out. */
import { known } from "./sheets.js";

/** @import { Values } from "./gather.js" */

/**
 * Whether a deal has ended: lost for a reason, stopped by its verdict, or in a stage that is closed.
 *
 * @param {Values} fields
 * @param {string} stage
 */
export function hasEnded(fields, stage) {
  const isStopped = known.stop !== "" && fields.get("verdict") === known.stop;
  return !!(fields.get("loss-reason") || "").trim() || isStopped || known.closed.includes(stage);
}
