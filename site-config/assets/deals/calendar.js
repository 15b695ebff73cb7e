/* A deal's next step as an event for a calendar, by RFC 5545. */

/**
 * Commas, semicolons and backslashes are marks of the format, and a line must not end.
 *
 * @param {string} text
 */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n]/g, "\\n").replace(/(?!\t)\p{Cc}/gu, "");
}

/**
 * A line of at most 75 bytes, and what is left of it on lines that begin with a space. No character is cut.
 *
 * @param {string} line
 */
export function folded(line) {
  const coder = new TextEncoder();
  let [made, size] = ["", 0];
  for (const sign of line) {
    const bytes = coder.encode(sign).length;
    if (size + bytes > 75) {
      made += "\r\n ";
      size = 1;
    }
    made += sign;
    size += bytes;
  }
  return made;
}

/**
 * @param {object} step
 * @param {string} step.id of the deal; a later file with the same one moves the event
 * @param {string} step.day
 * @param {string} step.summary
 * @param {string} step.about
 * @param {string} step.link
 * @param {Date} now
 */
export function calendarFile({ about, day, id, link, summary }, now) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//donebook//My deals//EN",
    "BEGIN:VEVENT",
    `UID:${id}.next-step@donebook`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day.replace(/-/g, "")}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(`${about}\n${link}`)}`,
    `URL:${link}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map(folded).join("\r\n") + "\r\n";
}
