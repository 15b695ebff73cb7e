/** Rules that both Python and the scripts know; the other half is tests/test_shared_cases.py. */
import assert from "node:assert/strict";
import test from "node:test";
import { cases } from "./assets.js";
import { score } from "../../site-config/assets/deal/gather.js";
import { textNumber } from "../../site-config/assets/deal/signs.js";
import { featureIn, fuzzyIn, isMeasurable, isUnknown, rulesOf, sellerActIn } from "../../site-config/assets/done/phrasing.js";
import { joinedPieces } from "../../site-config/assets/find/index.js";
import { decode } from "../../site-config/assets/find/sent.js";
import { changesOf, stemmerOf } from "../../site-config/assets/find/stems.js";
import { plain, WORD } from "../../site-config/assets/find/words.js";
import { GROUP, natural, pathOf, PORTS, stacked } from "../../site-config/assets/map/layout.js";

const map = cases("map");

for (const { text, pieces, words } of cases("words")) {
  test(`“${text}” is cut into words`, () => {
    assert.deepEqual(text.match(WORD) || [], words);
    assert.equal(joinedPieces(pieces), text);
  });
}

test("numbers are read from few characters", () => {
  const all = cases("numbers");
  for (const { code, number } of all) {
    const into = [];
    decode(code, into);
    assert.deepEqual(into, [number], code);
  }
  const into = [];
  decode(all.map(({ code }) => code).join("") + " " + all[0].code, into);
  assert.deepEqual(into, [...all.map(({ number }) => number), -1, all[0].number]);
});

for (const { language, words, changes, stems } of cases("stems")) {
  test(`words of ${language} become stems`, () => {
    const stem = stemmerOf(changesOf(words, changes.join("\n")));
    assert.deepEqual(words.map(plain).map(stem), stems);
  });
}

for (const { text, number } of cases("signs")) {
  test(`the sign “${text}” has a number`, () => assert.equal(textNumber(text), number));
}

for (const { stage, marks, shares, weakest, stops, open } of cases("standing")) {
  test(`a deal in “${stage}” with ${JSON.stringify(marks)} stands like this`, () => {
    const values = new Map(Object.entries(marks).map(([id, mark]) => [`check.${id}`, mark]));
    const found = score(values, ["price", "value", "end", "signed"], stage);
    assert.deepEqual(Object.fromEntries(found.tests.map((one) => [one.id, [one.confirmed, one.all]])), shares);
    assert.equal(found.weakest.id, weakest);
    assert.deepEqual(found.stops.map(({ id }) => id).sort(), stops);
    assert.deepEqual(found.open.map(({ id }) => id).sort(), open);
  });
}

for (const [code, found] of Object.entries(cases("phrasing").cases)) {
  const rules = rulesOf(cases("phrasing-rules")[code]);
  for (const { text, ours: act, feature, fuzzy, measurable, unknown } of found) {
    test(`“${text}” is put like this`, () => {
      assert.equal(sellerActIn(rules, text), act || "");
      assert.equal(featureIn(rules, text), feature || "");
      assert.equal(fuzzyIn(rules, text), fuzzy || "");
      assert.equal(isMeasurable(rules, text), measurable);
      assert.equal(isUnknown(rules, text), unknown);
    });
  }
}

test("a map has its measures", () => {
  assert.equal(GROUP, map.group);
  assert.deepEqual(PORTS, map.ports);
});

for (const { heights, height } of map.natural) {
  test(`a column of ${heights} has a least height`, () => assert.equal(natural(heights.map((one) => ({ height: one }))), height));
}

for (const { parts, height, tops } of map.stacked) {
  test(`${parts.length} parts are stacked in ${height}`, () => assert.deepEqual(stacked(parts, height), tops));
}

for (const { from, to, how, middle, path } of map.paths) {
  test(`a line is ${path}`, () => assert.equal(pathOf(from, to, PORTS[how], middle), path));
}
