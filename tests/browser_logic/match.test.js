import assert from "node:assert/strict";
import test from "node:test";
import { isForm, matchesIn, sentencesOf } from "../../site-config/assets/call/match.js";

const COMMON = "the a an is it our they we in for and was who what of to you this that with have had has here on at by";
const ASKED = [
  { id: "number", text: "Think of the worst month you've had with this. What did it cost? Penalties for late invoices." },
  { id: "signer", text: "Who signs for a sum like this? Names the person who approves the budget." },
];
const OTHERS = ["invoices budget late", "budget invoices late", "late budget invoices"].map((text, n) => ({ id: `other-${n}`, text, isAsked: false }));
const found = (text, others = []) => matchesIn(text, [...ASKED.map((one) => ({ ...one, isAsked: true })), ...others], COMMON).map(({ id, sentences }) => [id, ...sentences]);

test("a transcript becomes sentences, without who said them and when", () => {
  const text = "[00:12:31] Ines Vahl: We lost nine days in March. It cost us 40,000 euros!\n\n- Kim (Nordhaven): Mr. Berg signs for it.\n12:40 Yes.\nOk";
  assert.deepEqual(sentencesOf(text), ["We lost nine days in March.", "It cost us 40,000 euros!", "Mr. Berg signs for it."]);
});

test("a German abbreviation or date ends no sentence", () => {
  const text = "Hr. Brandt prüft z. B. Rechnungen von Hand. Der Prüfer kommt am 3. März wieder zu uns. Fertig war es am 14. Danach kam niemand mehr vorbei.";
  assert.deepEqual(sentencesOf(text), [
    "Hr. Brandt prüft z. B. Rechnungen von Hand.",
    "Der Prüfer kommt am 3. März wieder zu uns.",
    "Fertig war es am 14.",
    "Danach kam niemand mehr vorbei.",
  ]);
});

test("forms of a word are the same", () => {
  assert.ok(isForm("invoice", "invoices") && isForm("approves", "approved") && isForm("sign", "signs"));
  assert.ok(!isForm("cost", "month") && !isForm("sum", "summary"));
});

test("a sentence stands next to the question that it shares most with", () => {
  const text = "Late invoices cost them 40,000 in the worst month. Henrik approved the budget of the last one. The weather was nice in Basel.";
  assert.deepEqual(found(text), [
    ["number", "Late invoices cost them 40,000 in the worst month."],
    ["signer", "Henrik approved the budget of the last one."],
  ]);
});

test("one shared word is not enough, and common words are none", () => {
  assert.deepEqual(found("The budget comes up again in spring."), []);
  assert.deepEqual(found("What is it that they have for you and who is it?"), []);
  assert.deepEqual(found(""), []);
});

test("each sentence comes once, the likeliest first, and four at most", () => {
  const some = ["Invoices were late again that week.", "The worst month had late invoices and penalties."];
  const many = Array.from({ length: 9 }, (_, n) => `Late invoices in month number ${n}.`);
  const [[, first, ...rest]] = found([...some, ...some, ...many].join(" "));
  assert.equal(first, some[1]);
  assert.equal(rest.length, 3);
  assert.equal(new Set([first, ...rest]).size, 4);
});

test("words that many questions have tell little, and a question that is not asked gets nothing", () => {
  assert.equal(found("The invoices were late once more.").length, 1);
  assert.deepEqual(found("The invoices were late once more.", OTHERS), []);
  assert.deepEqual(found("The penalties for late invoices came to nine.", OTHERS).map(([id]) => id), ["number"]);
});
