/** A small index as it is sent. */
import { openIndex } from "../../site-config/assets/find/index.js";

const TEXTS = ["ask", "heard", "title", "also", "fears", "signs"];
const ENTRIES = [
  { kind: "q", id: "price", core: 1, stage: "0", role: "0", test: "0", ask: ["What does the price include?"], heard: ["It's too expensive", "Our budget is gone"], element: "0" },
  { kind: "q", id: "start", stage: "12", role: "1", test: "1", ask: ["When do you start?"], heard: ["Not this year"], element: "1 2" },
  { kind: "p", id: "cheapest", stage: "1", title: ["The cheapest vendor"], heard: ["Other vendors cost less"], also: ["Bargain"], near: "3", mark: "weak" },
  { kind: "p", id: "fair", stage: "0", title: ["A fair price"], heard: ["We compare prices"], mark: "strong" },
  { kind: "l", id: "late", stage: "01", title: ["Too late for the budget"], fears: ["The budget is spent"], mark: "outsold" },
  { kind: "q", id: "who", stage: "2", ask: ["Who signs the contract?"] },
  { kind: "q", id: "who-again", core: 1, stage: "2", ask: ["Who signs the order?"] },
  { kind: "w", id: "canvas", stage: "0", title: ["Price canvas"] },
  { kind: "c", id: "budget-known", stage: "0", test: "0", ask: ["The budget is known"], signs: ["figures"] },
];

/** @param {string} text */
function piecesOf(text) {
  return text.match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\p{L}\p{N}]+/gu).filter((piece) => piece !== " ");
}

const words = Array.from(new Set(ENTRIES.flatMap((entry) => TEXTS.flatMap((name) => (entry[name] || []).flatMap(piecesOf)))));
const DIGITS = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).filter((sign) => !'"\\'.includes(sign));

/** @param {string} text */
function write(text) {
  return piecesOf(text).map((piece) => DIGITS[words.indexOf(piece) + 1]).join("");
}

// The rest are their own stems.
const CHANGES = { compare: "1", prices: "1", figures: "1", signs: "1", vendors: "1" };

/** @param {string[]} of */
function changesOf(of) {
  return of.map((word) => CHANGES[word] || "").join("\n");
}

const line = (name, empty = "") => ENTRIES.map((entry) => entry[name] ?? empty).join("\n");

export const sent = {
  words: words.join("\n"),
  stems: changesOf(words),
  known: [
    ["q", "question", "questions", true],
    ["p", "pattern", "patterns", true],
    ["l", "loss-reason", "loss-reasons", true],
    ["w", "worksheet", "worksheets", true],
    ["c", "check", "questions", false],
  ],
  stages: ["Open", "Prove", "Close"],
  kinds: ENTRIES.map(({ kind }) => kind).join(""),
  core: ENTRIES.map(({ core }) => core || 0).join(""),
  ids: line("id"), marks: line("mark"), stage: line("stage"), role: line("role"), test: line("test"),
  element: line("element"), near: line("near"),
  ...Object.fromEntries(TEXTS.map((name) => [name, ENTRIES.map((entry) => (entry[name] || []).map(write).join(" ")).join("\n")])),
};

const alike = "price,cost\nother vendors,competition\nvendor,supplier";
const known = { common: "the a is it our", alike, stems: changesOf(alike.split(/[ ,\n]/)) };

export const index = openIndex(sent, known);
export const EVERY = () => true;

/** @param {number[]} entries */
export function idsOf(entries) {
  return entries.map((entry) => index.ids[entry]);
}
