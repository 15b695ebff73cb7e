/* Words as people type them and as entries hold them: what counts as the same word. */
(function () {
  "use strict";

  var WORD = /[\p{L}\p{N}]+(?:['’‘`][\p{L}\p{N}]+)*/gu;

  /* Whichever apostrophe, accent or capital: one form. */
  function plain(word) {
    return word.toLowerCase().replace(/['’‘`]/g, "").normalize("NFD").replace(/\p{M}/gu, "");
  }

  /* What forms of an English word share: price, prices, priced, pricing. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    var found = word;
    if (/ies$/.test(found) && found.length > 4) found = found.slice(0, -3) + "y";
    else if (/(?:ss|x|z|ch|sh)es$/.test(found)) found = found.slice(0, -2);
    else if (/[^su]s$/.test(found)) found = found.slice(0, -1);
    var ending = /(?:ing|edly|ed|ly|er|est)$/.exec(found);
    var rest = ending ? found.slice(0, ending.index) : "";
    var least = ending && /^(?:er|est)$/.test(ending[0]) ? 4 : 3; // an offer is not "of"
    if (rest.length >= least && /[aeiouy]/.test(rest)) found = rest.replace(/([bdfgmnprt])\1$/, "$1");
    return found.length > 3 ? found.replace(/e$/, "").replace(/([^aeiou])i$/, "$1y") : found;
  }

  /* How many letters have to change; more than `most` counts as one more than that. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    var before = [], last = [], row = [];
    for (var j = 0; j <= other.length; j++) last[j] = j;
    for (var i = 1; i <= one.length; i++) {
      row = [i];
      var least = i;
      for (j = 1; j <= other.length; j++) {
        var same = one[i - 1] === other[j - 1];
        var cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return row[other.length];
  }

  /* Words that begin alike, and differ in how they end: expense, expensive; acquired, acquisition. */
  function isKin(one, other) {
    var least = Math.max(5, Math.ceil(0.6 * Math.max(one.length, other.length) - 1));
    return one.length >= least && other.startsWith(one.slice(0, least));
  }

  /* How wrong a word may be typed. */
  function forgiven(word) { return word.length < 4 ? 0 : word.length < 8 ? 1 : 2; }

  window.donebookTyped = {
    WORD: WORD, distance: distance, forgiven: forgiven, isKin: isKin, plain: plain, stem: stem,
    list: function (text) { return (text.match(WORD) || []).map(plain); }
  };
})();
