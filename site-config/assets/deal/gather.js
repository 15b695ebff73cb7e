/* What a deal adds up to: the verdict of its checks, what changed, what is unknown, what to ask next.
   Functions of values only; show.js shows what they find. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var MARKED = "check.";

  /* Whether a check is due in a stage; before anybody has said the deal's stage, all of them are. */
  function isDue(check, stage) {
    var order = Object.keys(window.donebookSheets.stages);
    return !order.includes(stage) || order.indexOf(check.stage) <= order.indexOf(stage);
  }

  /* Each test's share of confirmed weight. Unknown counts nothing, and so does a check nobody has marked.
     Checks of later stages are not due yet: they count nowhere, and nothing is asked because of them. */
  function score(values, checkIds, stage) {
    var known = window.donebookSheets;
    var all = checkIds.filter(function (id) { return known.checks[id]; }).map(function (id) {
      return { id: id, check: known.checks[id], mark: values.get(MARKED + id) || "" };
    });
    var marks = all.filter(function (m) { return isDue(m.check, stage); });
    var tests = Object.keys(known.tests).map(function (id) {
      var own = marks.filter(function (m) { return m.check.test === id; });
      var sum = function (some) { return some.reduce(function (n, m) { return n + m.check.weight; }, 0); };
      var confirmed = sum(own.filter(function (m) { return m.mark === "Confirmed"; }));
      var due = sum(own);
      return { id: id, name: known.tests[id], confirmed: confirmed, all: due, share: due ? confirmed / due : 1 };
    });
    var order = tests.filter(function (test) { return test.all; }).sort(function (a, b) { return a.share - b.share; }).map(function (test) { return test.id; });
    var rank = function (m) { return [order.indexOf(m.check.test), m.check.blocker ? 0 : 1, -m.check.weight]; };
    var open = marks.filter(function (m) { return m.mark !== "Confirmed" && m.mark !== "Missing"; }).sort(function (a, b) {
      var one = rank(a), other = rank(b);
      return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
    });
    return {
      isBegun: all.some(function (m) { return m.mark; }),
      later: all.length - marks.length,
      hasStage: Object.hasOwn(known.stages, stage),
      tests: tests.filter(function (test) { return all.some(function (m) { return m.check.test === test.id; }); }),
      weakest: tests.find(function (test) { return test.id === order[0]; }),
      stops: marks.filter(function (m) { return m.mark === "Missing" && m.check.blocker; }),
      open: open
    };
  }

  /* Where a key stands on the sheets: {part, label}; of a row that was added, too. */
  function place(key) {
    var steps = key.split(".");
    var sheets = window.donebookSheets.sheets;
    for (var s = 0; s < sheets.length; s++) {
      for (var p = 0; p < sheets[s].parts.length; p++) {
        var part = sheets[s].parts[p];
        if (part.fields && Object.hasOwn(part.fields, key)) return { part: part.title, label: part.fields[key] };
        if (part.table === steps[0] && steps.length === 3 && Object.hasOwn(part.columns, steps[2])) {
          return { part: part.title, label: word("place", { title: part.title, row: steps[1], column: part.columns[steps[2]] }) };
        }
      }
    }
    return steps[0] === "call" ? { part: "", label: word("in-call", { question: steps[1] }) } : { part: "", label: key };
  }

  /* A deal's stage as it changed: nothing, or one change like those of fields. */
  function moved(before, now) {
    var named = function (stage) { return window.donebookSheets.stages[stage] || stage; };
    return before === now ? [] : [{ label: word("stage"), was: named(before), is: named(now) }];
  }

  /* What differs between the last review and now, in the order of the sheets' keys. */
  function changes(before, now) {
    var keys = new Set(Object.keys(before).concat(Array.from(now.keys())));
    return Array.from(keys).filter(function (key) { return !/^(?:review-|call\.)/.test(key); }).map(function (key) {
      return { label: place(key).label, was: String(before[key] || ""), is: now.get(key) || "" };
    }).filter(function (change) { return change.was !== change.is; });
  }

  /* Word by word, by the longest common subsequence: [[sign, words], …] with sign "", "-" or "+". */
  function difference(before, after) {
    var a = before.split(/\s+/).filter(Boolean).slice(0, 400), b = after.split(/\s+/).filter(Boolean).slice(0, 400);
    var same = function (one, other) { return one.toLowerCase() === other.toLowerCase(); };
    var longest = Array.from({ length: a.length + 1 }, function () { return new Uint16Array(b.length + 1); });
    for (var i = a.length - 1; i >= 0; i--) {
      for (var j = b.length - 1; j >= 0; j--) {
        longest[i][j] = same(a[i], b[j]) ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    var found = [];
    var add = function (sign, word) {
      var last = found[found.length - 1];
      if (last && last[0] === sign) last[1] += " " + word;
      else found.push([sign, word]);
    };
    var x = 0, y = 0;
    while (x < a.length || y < b.length) {
      if (x < a.length && y < b.length && same(a[x], b[y])) { add("", b[y]); x++; y++; }
      else if (y >= b.length || (x < a.length && longest[x + 1][y] >= longest[x][y + 1])) add("-", a[x++]);
      else add("+", b[y++]);
    }
    return found;
  }

  window.donebookGather = { changes: changes, moved: moved, difference: difference, isDue: isDue, place: place, score: score };
})();
