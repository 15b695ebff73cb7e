/* One result, by the kind of its entry. */
import { blanksIn, filled } from "../page/blanks.js";
import { copy } from "../page/copy.js";
import { button, element } from "../page/parts.js";
import { say } from "../page/words.js";
import { badge, marked, NOTHING } from "./marked.js";
import { plainWords } from "./words.js";

/** @import { Index } from "./index.js" */
/** @import { Sought } from "./marked.js" */
/** @import { Texts } from "./sent.js" */

/** A result's title, and what was heard or feared, or what a question leads to; of the first one, what to ask then, too. */
const KEPT_LINES = 2;
/** How many letters stand before a word that was looked for, where a line is cut. */
const BEFORE = 18;

/**
 * What results are made of. `texts` come later than the index.
 *
 * @typedef {object} Showing
 * @property {Index} index
 * @property {Texts | null} texts
 * @property {(entry: number) => string} address
 * @property {number} stage that is chosen, or -1
 * @property {number} role
 * @property {number} first entry that is shown
 * @property {Record<string, string> | null} blanks what the deal at hand has for those of a message
 * @property {boolean} isRoomy whether there is room for all of a result
 * @property {Sought} sought
 */

/**
 * @param {Showing} showing
 * @param {number} entry
 * @param {string} words
 * @param {string} shape
 */
function link({ address, sought }, entry, words, shape) {
  const made = element("a", shape, ...marked(words, sought));
  made.href = address(entry);
  return made;
}

/**
 * @param {string} text
 * @param {string} words
 */
function copyButton(text, words = say("copy")) {
  const made = button("db-copy", words, () => copy(text, made));
  made.setAttribute("aria-label", say("copy-this", { text }));
  return made;
}

/**
 * @param {Index} index
 * @param {number} entry
 */
function stageNames(index, entry) {
  return index.numbers("stage", entry).map((n) => index.stages[n]);
}

/**
 * What to ask next in the chosen stage, best first; what the chosen role can answer goes before the rest.
 *
 * @param {Showing} showing
 * @param {Texts} texts
 * @param {number} entry
 */
function nextOf({ index, stage, role }, texts, entry) {
  const lists = texts.next[entry].split(";");
  let at = stage + 1;
  // A stage that asks what the one before it asks has no list of its own.
  while (at && !lists[at]) at--;
  const asked = lists[at] ? lists[at].split(" ").map((number) => Number.parseInt(number, 36)) : [];
  const isTheirs = (/** @type {number} */ question) => role < 0 || index.numbers("role", question).includes(role);
  return [...asked.filter(isTheirs), ...asked.filter((question) => !isTheirs(question))].slice(0, texts.shown);
}

/**
 * @param {Showing} showing
 * @param {number} entry
 * @param {string} words that lead to the first
 */
function askNext(showing, entry, words) {
  const { index, texts } = showing;
  if (!texts) return [];
  const caution = texts.cautions[entry];
  const first = caution ? [element("p", "db-result__near", element("strong", "", say("find.caution")), ` ${caution}`)] : [];
  const asks = nextOf(showing, texts, entry).map((asked, n) => {
    const text = index.texts("ask", asked)[0];
    const why = `${n ? say("find.or-ask") : words} (${stageNames(index, asked)[0]}): `;
    const question = link({ ...showing, sought: NOTHING }, asked, `“${text}”`, "");
    return element("p", "db-result__then", element("span", "db-result__why", why), question, " ", copyButton(text));
  });
  return asks.length ? [...first, ...asks] : [];
}

/**
 * The text in which most of the words stand that were looked for; common words decide between equals.
 *
 * @param {string[]} found
 * @param {Sought} sought
 */
export function fitting(found, sought) {
  return found
    .map((text, n) => {
      const words = plainWords(text);
      const count = (/** @type {Set<string>} */ looked) => words.filter((word) => looked.has(word)).length;
      const asked = count(sought.forms);
      return { text, n, asked, hits: asked + count(sought.alike) / 2, common: count(sought.common) };
    })
    .filter((one) => one.hits)
    .sort((one, other) => other.hits - one.hits || other.common - one.common)[0];
}

/**
 * The words around the first that was looked for.
 *
 * @param {Element} mark
 */
function around(mark) {
  const before = mark.previousSibling?.textContent || "";
  const led = before.length > BEFORE ? "…" + before.slice(-BEFORE) : before;
  return element("span", "db-result__hint", led, mark.cloneNode(true), mark.nextSibling?.textContent || "");
}

/**
 * Where there is little room, what a result has besides its first lines is folded; the line that opens it says what
 * was looked for, if nothing in sight does.
 *
 * @param {HTMLElement[]} lines
 * @param {number} kept how many stay in sight
 */
function folded(lines, kept) {
  const rest = lines.slice(kept);
  if (!rest.length) return [];
  const marks = [lines.slice(0, kept), rest].map((some) => some.flatMap((line) => Array.from(line.querySelectorAll("mark"))));
  const hint = marks[0].length || !marks[1].length ? [] : [around(marks[1][0])];
  return [element("details", "db-result__rest", element("summary", "", ...hint, element("span", "", say("find.rest", { n: rest.length }))), ...rest)];
}

/**
 * @param {Showing} showing
 * @param {number} entry
 */
function ofQuestion(showing, entry) {
  const { index, sought, texts } = showing;
  const text = index.texts("ask", entry)[0];
  const shown = [element("p", "db-result__ask", link(showing, entry, `“${text}”`, "db-result__link"), " ", copyButton(text))];
  const heard = fitting(index.texts("heard", entry), sought);
  const then = heard && texts && texts.then[entry][heard.n];
  if (then) {
    const why = element("span", "db-result__why", say("find.if-you-hear") + " “", ...marked(heard.text, sought), "”: ");
    shown.push(element("p", "db-result__then", why, `“${then}” `, copyButton(then)));
  }
  return shown;
}

/**
 * @param {Showing} showing
 * @param {number} entry
 * @param {string} words
 */
function titled(showing, entry, words) {
  return element("p", "db-result__title", link(showing, entry, words, "db-result__link"));
}

/**
 * @param {Showing} showing
 * @param {number} entry
 */
function ofPattern(showing, entry) {
  const { index, sought, texts } = showing;
  const heard = fitting(index.texts("heard", entry), sought);
  const next = askNext(showing, entry, say("find.ask-next"));
  const told = (texts ? index.near(entry) : []).map((other, n) =>
    element("p", "db-result__near", say("find.taken-for") + " ", link(showing, other, index.texts("title", other)[0], ""), `: ${texts ? texts.tells[entry][n] : ""}`));
  return [
    titled(showing, entry, index.texts("title", entry)[0]),
    element("p", "db-result__heard", ...marked(`“${heard ? heard.text : index.texts("heard", entry)[0]}”`, sought)),
    ...next,
    ...told,
  ];
}

/**
 * @param {Showing} showing
 * @param {number} entry
 */
function ofLoss(showing, entry) {
  const { index, sought, stage } = showing;
  const known = index.numbers("stage", entry);
  const last = known[known.length - 1];
  const fears = index.texts("fears", entry);
  const [from, until] = [index.stages[known[0]], index.stages[last]];
  const isLate = stage > last;
  const seen = from === until ? say("find.window-one", { from }) : say("find.window", { from, until });
  const words = isLate ? say("find.too-late", { stage: until }) : seen;
  const next = isLate ? [] : askNext(showing, entry, say("find.ask-now"));
  const feared = marked(fears.map((text) => `“${text}”`).join(" · "), sought);
  return [
    titled(showing, entry, index.texts("title", entry)[0]),
    element("p", "db-result__near", ...feared, fears.length ? " · " : "", words),
    ...next,
  ];
}

/**
 * @param {Showing} showing
 * @param {number} entry
 */
function partsOf(showing, entry) {
  const { index } = showing;
  if (index.kinds[entry] === "q") return ofQuestion(showing, entry);
  if (index.kinds[entry] === "p") return ofPattern(showing, entry);
  if (index.kinds[entry] === "l") return ofLoss(showing, entry);
  // Of a check nothing is known but what is asked.
  return [titled(showing, entry, index.texts(index.kinds[entry] === "c" ? "ask" : "title", entry)[0])];
}

/**
 * @param {Index} index
 * @param {number} entry
 */
function about(index, entry) {
  const kind = index.kinds[entry];
  const told = [say(`kind.${index.kind(entry).name}.one`)];
  if ("qcw".includes(kind)) told.push(...stageNames(index, entry).slice(0, 1));
  if (index.isCore(entry)) told.push(say("find.core"));
  const made = [element("span", "", told.join(" · "))];
  if (kind === "p" && index.marks[entry]) made.push(badge(index.marks[entry], say("stance." + index.marks[entry])));
  if (kind === "l") made.push(badge(index.marks[entry], say("root." + index.marks[entry])));
  return element("p", "db-result__about", ...made);
}

/**
 * A message to send that has as many of the words as anything else that is shown.
 *
 * @param {Showing} showing
 * @param {number} entry
 * @param {HTMLElement[]} shown
 */
function message({ blanks, index, sought }, entry, shown) {
  // Each text stands behind the one that says when to send it.
  const found = index.texts("send", entry);
  const both = found.flatMap((when, n) => (n % 2 ? [] : [`${when} ${found[n + 1]}`]));
  const best = fitting(both, sought);
  const marks = shown.map((part) => part.querySelectorAll("mark").length);
  if (!best || best.hits < Math.max(0, ...marks)) return [];
  const [when, sent] = found.slice(best.n * 2, best.n * 2 + 2);
  const text = filled(sent, blanks || {});
  const open = blanks ? blanksIn(text).join(", ") : "";
  const why = element("span", "db-result__why", say("find.send") + " (", ...marked(when, sought), "): ");
  const words = element("span", "db-result__message", "“", ...marked(text, sought), "”");
  return [element("p", "db-result__then", why, words, " ", copyButton(text, say("find.copy-message")), ...(open ? [" ", element("small", "", say("send.left", { blanks: open }))] : []))];
}

/**
 * Where none of what is shown has the words, an alias or a sign is why it is here: whichever has most of them.
 *
 * @param {Showing} showing
 * @param {number} entry
 * @param {HTMLElement[]} shown
 */
function also({ index, sought }, entry, shown) {
  if (shown.some((part) => part.querySelector("mark:not(.db-alike)"))) return [];
  const alias = fitting([...index.texts("also", entry), ...index.texts("said", entry)], sought);
  const label = fitting(index.texts("signs", entry), sought);
  const example = fitting(index.texts("examples", entry), sought);
  const most = Math.max(0, ...[alias, label, example].map((one) => (one ? one.hits : 0)));
  const found = [alias, label, example].find((one) => one && one.hits === most);
  const isSaidBetter = found && (found.asked || !shown.some((part) => part.querySelector("mark")));
  if (!found || !isSaidBetter) return [];
  // An example may stand in quotes already.
  const isBare = found === example && !/^[“„«"]/.test(found.text);
  const words = marked(isBare ? `“${found.text}”` : found.text, sought);
  const before = say(found === alias ? "find.also" : "find.signs") + (found === example ? ` ${say("find.for-example")}` : "");
  return [element("p", "db-result__near", before + " ", ...words)];
}

/**
 * @param {Showing} showing
 * @param {number} entry
 */
export function resultOf(showing, entry) {
  const shown = partsOf(showing, entry);
  const lines = [...shown, ...message(showing, entry, shown)];
  const why = also(showing, entry, lines);
  const item = element("li", "db-result", about(showing.index, entry), ...lines, ...why);
  const asksThen = entry === showing.first && showing.index.kinds[entry] !== "q";
  if (!showing.isRoomy) item.append(...folded(lines, KEPT_LINES + (asksThen ? 1 : 0) - why.length));
  item.dataset.kind = showing.index.kind(entry).name;
  return item;
}
