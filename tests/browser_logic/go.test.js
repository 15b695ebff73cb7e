import assert from "node:assert/strict";
import test from "node:test";
import { askedFor, goingBy, isInQuery } from "../../site-config/assets/go/asked.js";

const STAGES = [
  { id: "agree", called: ["agree", "closing", "Negotiation/Review", "contractsent"] },
  { id: "hand-over", called: ["hand-over", "Closed Won", "It's theirs"] },
  { id: "live", called: ["live", "Closed Won"] },
];
const ids = (value) => goingBy(value, STAGES).map(({ id }) => id);

test("a space is read as it is written, with a plus or with its code", () => {
  const wanted = { stage: "Closed Won", loss: "", opp: "42", account: "Smith & Co + Sons" };
  assert.deepEqual(askedFor("#stage=Closed+Won&opp=42&account=Smith+%26+Co+%2B+Sons"), wanted);
  assert.deepEqual(askedFor("stage=Closed%20Won&opp=42&account=Smith%20%26%20Co%20%2B%20Sons"), wanted);
});

test("what is left out is empty, and what is odd does no harm", () => {
  const nothing = { stage: "", loss: "", opp: "", account: "" };
  for (const hash of ["", "#", "#ask-next", "#stage", "#stage=&opp="]) assert.deepEqual(askedFor(hash), nothing);
  assert.equal(askedFor("#stage=%E0%A4%A").stage.length > 0, true);
  assert.equal(askedFor("#account=a%00b%0A%E2%80%AEc").account, "a b c");
  assert.equal(askedFor(`#account=${"x".repeat(5000)}`).account.length, 255);
});

test("both forms of a Salesforce id are one record, and other ids stay as they are", () => {
  assert.equal(askedFor("#opp=0061t00000AbCdEAAV").opp, "0061t00000AbCdE");
  assert.equal(askedFor("#opp=0061t00000AbCdE").opp, "0061t00000AbCdE");
  assert.equal(askedFor("#opp=123456789012345678").opp, "123456789012345678");
});

test("a customer behind the question mark is noticed", () => {
  assert.deepEqual(["?stage=x", "?a=1&opp=", "?account"].map(isInQuery), [true, true, true]);
  assert.deepEqual(["", "?embed", "?stages=x"].map(isInQuery), [false, false, false]);
});

test("case, spaces and the form of quotes make no other value", () => {
  assert.deepEqual(ids("negotiation/review"), ["agree"]);
  assert.deepEqual(ids("  CLOSING "), ["agree"]);
  assert.deepEqual(ids("It’s  theirs"), ["hand-over"]);
  assert.deepEqual(ids("Negotiation%2FReview"), ["agree"], "encoded twice");
  assert.deepEqual(ids("Closed Won"), ["hand-over", "live"]);
  assert.deepEqual([ids("Closed"), ids(""), ids("%")], [[], [], []]);
});
