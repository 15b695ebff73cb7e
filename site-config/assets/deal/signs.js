/* A sign that was tapped is kept as its kind alone: strong, weak or flag. Its text is the playbook's, and
   nobody said it, so it never leaves the page; the key tells signs of one kind apart by a number made
   of the text. */
(function () {
  "use strict";

  var BEFORE = /^(call\..+\.)(strong|weak|flag)-\d+$/;

  /* FNV-1a over UTF-8, as in pages/call.py. */
  function number(text) {
    return Array.from(new TextEncoder().encode(text)).reduce(function (hash, byte) { return Math.imul(hash ^ byte, 0x01000193) >>> 0; }, 0x811c9dc5).toString(16).padStart(8, "0");
  }

  /* A field as it is kept today: [key, value]. Deals and deal files once held the sign's text. */
  function field(key, value) {
    var old = BEFORE.exec(key);
    return old && typeof value === "string" && value && value !== old[2] ? [old[1] + old[2] + "-" + number(value), old[2]] : [key, value];
  }

  /* The same for a deal's last review, which is kept as JSON with fields of its own. */
  function review(text) {
    try {
      var found = JSON.parse(text);
      found.fields = Object.fromEntries(Object.entries(found.fields).map(function (entry) { return field(entry[0], entry[1]); }));
      return JSON.stringify(found);
    } catch (broken) { return text; }
  }

  window.donebookSigns = { field: field, review: review };
})();
