/** A small index as it is sent. */
import { openIndex } from "../../site-config/assets/find/index.js";

const TEXTS = ["ask", "heard", "title", "also", "fears"];
const BEHIND = ["said", "signs", "examples", "send", "long"];
const ENTRIES = [
  { kind: "q", id: "price", core: 1, stage: "0", role: "0", test: "0", ask: ["What does the price include?"], heard: ["It's too expensive", "Our budget is gone"], element: "0", segment: "1" },
  { kind: "q", id: "start", stage: "12", role: "1", test: "1", ask: ["When do you start?"], heard: ["Not this year", "Is it for you"], element: "1 2", send: ["They went quiet", "Shall I close the file on the crane project?"], segment: "0 3" },
  { kind: "p", id: "cheapest", stage: "1", title: ["The cheapest vendor"], heard: ["Other vendors cost less"], also: ["Bargain"], near: "3", mark: "weak", long: ["tender"] },
  { kind: "p", id: "fair", stage: "0", title: ["A fair price"], heard: ["We compare prices"], mark: "strong" },
  { kind: "l", id: "late", stage: "01", title: ["Too late for the budget"], fears: ["The budget is spent"], mark: "outsold", examples: ["Ask me again in the autumn"] },
  { kind: "q", id: "who", stage: "2", ask: ["Who signs the contract?"] },
  { kind: "q", id: "who-again", core: 1, stage: "2", ask: ["Who signs the order?"] },
  { kind: "w", id: "canvas", stage: "0", title: ["Price canvas"], also: ["Map"] },
  { kind: "c", id: "budget-known", stage: "0", test: "0", ask: ["The budget is known"], title: ["A known budget"], also: ["money holder", "purse"], signs: ["Shows figures"] },
];
const PLACES = [["Stage", "stages/open", "Discover"], ["Role", "roles/holder", "Money holder"], ["Page", "index", "The map"]];

/** @param {string} text */
function piecesOf(text) {
  return text.match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\p{L}\p{N}]+/gu).filter((piece) => piece !== " ");
}

const DIGITS = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).filter((sign) => !'"\\'.includes(sign));
// The rest are their own stems.
const CHANGES = { compare: "1", prices: "1", figures: "1", signs: "1", vendors: "1", cheapest: "3" };

/** @param {string[]} of */
function changesOf(of) {
  return of.map((word) => CHANGES[word] || "").join("\n");
}

/**
 * Columns of texts as numbers of words, with these words and their stems.
 *
 * @param {string[]} names
 * @param {object[]} rows
 */
function coded(names, rows) {
  const words = Array.from(new Set(rows.flatMap((row) => names.flatMap((name) => (row[name] || []).flatMap(piecesOf)))));
  const number = (piece) => {
    const n = words.indexOf(piece);
    return n < 60 ? DIGITS[n + 1] : DIGITS[61 + Math.floor((n - 60) / 92)] + DIGITS[(n - 60) % 92];
  };
  const write = (text) => piecesOf(text).map(number).join("");
  const columns = names.map((name) => [name, rows.map((row) => (row[name] || []).map(write).join(" ")).join("\n")]);
  return { words: words.join("\n"), stems: changesOf(words), ...Object.fromEntries(columns) };
}

const line = (name, empty = "") => ENTRIES.map((entry) => entry[name] ?? empty).join("\n");

export const sent = {
  ...coded(TEXTS, [...ENTRIES, ...PLACES.map(([, , name]) => ({ title: [name] }))]),
  known: [
    ["q", "question", "questions", true, "Question"],
    ["p", "pattern", "patterns", true, "Definition"],
    ["l", "loss-reason", "loss-reasons", true, "Loss reason"],
    ["w", "worksheet", "worksheets", true, "Sheet"],
    ["c", "check", "questions", false, "Deal check"],
  ],
  stages: ["Open", "Prove", "Close"],
  places: PLACES.map(([label, path]) => [label, path]),
  repeated: 0,
  kinds: ENTRIES.map(({ kind }) => kind).join(""),
  core: ENTRIES.map(({ core }) => core || 0).join(""),
  ids: line("id"), marks: line("mark"), stage: line("stage"), role: line("role"), test: line("test"),
  element: line("element"), near: line("near"), segment: line("segment"),
};

const everyday = "came tire time gone";
export const texts = { ...coded(BEHIND, ENTRIES), shown: 2, tells: [], next: [], cautions: {}, everyday, everydayStems: changesOf(everyday.split(" ")) };

const groups = {
  same: "tco,total price\nhandover,contract",
  slang: "circle back, budget talk: late",
  alike: "price,cost\nother vendors,competition\nvendor,supplier",
};
export const known = {
  common: "the a is it our for of too this not do you who",
  ...groups,
  stems: changesOf(Object.values(groups).join("\n").split(/[ ,\n]/)),
};

export const index = openIndex(sent, texts, known);
export const EVERY = () => true;

/** @param {number[]} entries */
export function idsOf(entries) {
  return entries.map((entry) => index.ids[entry]);
}
