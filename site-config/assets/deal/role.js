/* Who a rep talks to in a deal: the buyer's role that was chosen last in one of its calls. */
import { deals } from "./store.js";

const MET = "role-met";

/** @param {string | null} id */
export function roleMet(id) {
  return (id && deals.get(id, MET)) || "";
}

/**
 * @param {string} id
 * @param {string} role
 */
export function setRoleMet(id, role) {
  deals.set(id, MET, role || null);
}
