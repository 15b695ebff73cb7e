/* A deal file comes in: read as text, checked value by value, never run and never trusted. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var KEY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
  // More than anybody types, and little enough not to stop the page.
  var MOST = { bytes: 5000000, fields: 5000, key: 200, text: 200000, name: 200 };

  function isDay(value) { return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !isNaN(Date.parse(value)); }

  function isRecord(value) { return typeof value === "object" && value !== null && !Array.isArray(value); }

  /* The values that can be fields, and how many can't. */
  function fieldsOf(found) {
    var values = new Map(), keys = Object.keys(found);
    keys.forEach(function (name) {
      var now = window.donebookSigns.field(name, found[name]), key = now[0], value = now[1];
      var fits = KEY.test(key) && key.length <= MOST.key && typeof value === "string" && value.length <= MOST.text;
      if (fits && values.size < MOST.fields) values.set(key, value);
    });
    return { values: values, refused: keys.length - values.size };
  }

  /* A deal file's text as {name, stage, saved, values, review, refused}, or {problem}. */
  function read(text) {
    if (text.length > MOST.bytes) return { problem: word("too-large") };
    var found;
    try { found = JSON.parse(text); } catch (broken) { return { problem: word("no-json") }; }
    if (!isRecord(found) || !isRecord(found.fields) || typeof found.donebook !== "number") return { problem: word("no-deal") };
    if (found.donebook !== 1) return { problem: word("later-version") };
    var own = fieldsOf(found.fields);
    if (!own.values.size && own.refused) return { problem: word("none-readable") };
    var stage = function (named) { return typeof named === "string" && KEY.test(named) ? named.slice(0, MOST.name) : ""; };
    var review = isRecord(found.review) && isRecord(found.review.fields) && isDay(found.review.on) ? found.review : null;
    return {
      name: typeof found.name === "string" ? found.name.slice(0, MOST.name) : "",
      stage: stage(found.stage),
      saved: isDay(found.saved) ? found.saved : "",
      values: own.values,
      review: review && { on: review.on, stage: review.stage === undefined ? undefined : stage(review.stage), fields: Object.fromEntries(fieldsOf(review.fields).values) },
      refused: own.refused
    };
  }

  window.donebookIn = { read: read };
})();
