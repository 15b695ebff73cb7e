/* What a deal knows for the blanks of a message. Values in, values out. */
import { shown } from "../deal/out.js";
import { partOf } from "../done/sentence.js";
import { isDay, readable } from "../page/days.js";

/** @import { Values } from "../deal/gather.js" */

/** A day that a message may name; the first that is known and still to come. */
const DAYS = ["decision-date", "next-step-date"];

/** A person's name with their title behind it: "Ines Vahl, CFO". What has no title may be one itself: "Finance Lead". */
const NAMED = /^(?!(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\b)(\p{Lu}\p{Ll}[\p{L}'’-]*)(?: \p{Lu}[\p{L}.'’-]*){1,3} ?[,(]/u;

/**
 * By blank, as `generator/donebook/model/send.py` lists them. A message goes to the person who calls it done.
 *
 * @param {Values} values
 * @param {string} on today
 * @returns {Record<string, string>}
 */
export function valuesFor(values, on) {
  const day = DAYS.map((key) => values.get(key) || "").find((date) => isDay(date) && date >= on);
  return {
    account: shown((values.get("account") || "").trim()),
    date: day ? readable(day) : "",
    "first name": (NAMED.exec(partOf(values, "person")) || [])[1] || "",
    "end state": partOf(values, "state"),
    number: partOf(values, "number"),
    "my name": shown((values.get("our-lead") || "").split(/[,;\n]/)[0].trim()),
  };
}
