/** What tests need of modules that expect a site around them. */
import { readFileSync } from "node:fs";
import { ours } from "../../site-config/assets/ours.js";

/**
 * The cases that Python runs, too.
 *
 * @param {string} name
 */
export function cases(name) {
  return JSON.parse(readFileSync(new URL(`../cases/browser/${name}.json`, import.meta.url), "utf8"));
}

export { ours };

/** A word that is not among these is said as its name. */
ours.words = {
  locale: "en-US",
  "deal.place": "{title}, row {row}: {column}",
  "deal.in-call": "In a call: {question}",
  "done.sentence": "{person} calls it done when {state} in {system} by {date}. Today: {number}.",
  "done.message": "So I heard:\n\n{sentence}\n\nWhat is wrong with it?",
  "done.is-ours": "ours: {words}",
  "done.is-feature": "feature: {words}",
  "done.is-fuzzy": "fuzzy: {words}",
  "done.no-measure": "no measure",
  "done.no-figure": "no figure: {words}",
  "call.labels-strong": "strong: {labels}",
  "call.kind-strong": "{n} strong",
  "call.kind-flag": "{n} flags",
  "count.one": "{n} thing",
  "count.other": "{n} things of {owner}",
};

const ask = /** @type {[string, string][]} */ ([["What then?", "questions/what-then"]]);

ours.sheets = {
  playbook: "Ours",
  days: { confirm: 21, keep: 180 },
  stop: "stop",
  stages: { open: "Open", prove: "Prove", close: "Close", won: "Won" },
  calls: ["open", "prove"],
  closed: ["won"],
  segments: { motion: "Motion" },
  tests: { worth: "Worth it", done: "Done" },
  checks: {
    price: { text: "They know the price", test: "worth", stage: "open", weight: 2, blocker: false, ask },
    value: { text: "They know the value", test: "worth", stage: "prove", weight: 3, blocker: true, ask: [] },
    end: { text: "They say what done is", test: "done", stage: "open", weight: 1, blocker: true, ask },
    signed: { text: "They signed", test: "done", stage: "close", weight: 5, blocker: false, ask },
  },
  sheets: [
    {
      id: "canvas", title: "Canvas", buyer: false,
      parts: [
        { title: "The deal", fields: { account: "Account", start: "Start" } },
        { title: "Done", table: "done", columns: { statement: "Statement", owner: "Owner" } },
      ],
    },
    {
      id: "plan", title: "Plan", buyer: true,
      parts: [
        { title: "Again", fields: { account: "Account", "end-state": "End state" } },
        {
          title: "Steps", table: "steps", columns: { what: "What", day: "Day" },
          given: { "steps.1.what": "Kick-off", "steps.2.what": "Sign" },
        },
      ],
    },
  ],
  note: [["Account", "account", null], ["Pain", "end-state", 255]],
  done: {
    keys: {
      person: "end-state-owner", state: "end-state", system: "end-state-seen-in", date: "first-use-date", number: "their-number",
    },
    ask: {}, rules: null,
  },
  common: "the a is it our they we in for and was who what",
};
