/* Days as they are kept, YYYY-MM-DD, and as people read them. */
import { say } from "./words.js";

/** Today where the reader is, or the day of another moment. */
export function today(now = new Date()) {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

/** Today by universal time: what reviews are compared with. */
export function universalToday() {
  return new Date().toISOString().slice(0, 10);
}

/** @param {string} iso */
export function readable(iso) {
  return new Date(iso + "T12:00").toLocaleDateString(say("locale"), { dateStyle: "medium" });
}

/** @param {unknown} value */
export function isDay(value) {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
}
