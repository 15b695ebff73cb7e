/* What a deal adds up to, as elements of the page: donebookGather finds it, form.js places it. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var gather = window.donebookGather, out = window.donebookOut, element = out.element, day = out.day;
  var MOST_CHANGES = 6, MOST_UNKNOWNS = 5, TO_ASK = 3, MOST_SHOWN = 120;
  // With instant navigation the page's address changes and this script stays, so it is read once.
  var base = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/*$/, "/"), location.href);
  var ending = /\.html$/.test(location.pathname) ? ".html" : "/";

  function short(text) {
    var shown = out.shown(text);
    return shown.length > MOST_SHOWN ? shown.slice(0, MOST_SHOWN) + " …" : shown;
  }

  function question(mark) {
    var item = element("li"), ask = mark.check.ask[0];
    if (ask) {
      var link = element("a", "“" + ask[0] + "”");
      link.href = new URL(ask[1] + ending, base);
      item.append(link, " ");
    }
    item.append(element("small", mark.check.text));
    return item;
  }

  function points(test) { return test.all ? word("points", { n: test.confirmed, all: test.all }) : word("not-due"); }

  /* What the verdict leaves out, or counts because nobody has said the stage. */
  function note(score) {
    var words = !score.hasStage ? word("no-stage") : score.later ? word("later", { n: score.later }) : "";
    if (!words) return [];
    var told = element("p", "", [element("small", words)]);
    told.className = "db-score__note";
    return [told];
  }

  function weakest(score) {
    if (!score.weakest) return [element("p", word("none-due"))];
    if (score.stops.length) return [element("p", "", [element("strong", word("stop"))]), element("ul", "", score.stops.map(question))];
    if (score.weakest.share === 1) return [element("p", "", [element("strong", word(score.later ? "due-confirmed" : "all-confirmed"))])];
    return [element("p", "", [element("strong", word("weakest", { test: score.weakest.name })), document.createTextNode(" " + word("confirmed", { points: points(score.weakest) }))])];
  }

  function some(items, most, make) {
    var shown = items.slice(0, most).map(make);
    if (items.length > most) shown.push(element("li", word("more", { n: items.length - most })));
    return element("ul", "", shown);
  }

  /* By what a place gathers: functions of the score, the fields, the last review, what ends one, and the stage. */
  var shows = {
    score: function (score) {
      if (!score.isBegun) return [];
      var tests = element("ul", "", score.tests.map(function (test) { return element("li", test.name + " " + points(test)); }));
      tests.className = "db-score__tests";
      var asked = score.open.filter(function (mark) { return mark.check.ask.length; }).slice(0, TO_ASK);
      return weakest(score).concat(tests, note(score), asked.length ? [element("h3", word("ask-next")), element("ol", "", asked.map(question))] : []);
    },
    changes: function (score, known, before, reviewed, stage) {
      var found = before ? gather.moved(before.stage === undefined ? stage : before.stage, stage).concat(gather.changes(before.fields, known)) : [];
      var told = before ? word(found.length ? "changed" : "unchanged", { day: day(before.on) }) : word("no-review");
      var button = element("button", word("reviewed-today"));
      button.type = "button";
      button.className = "db-button db-noprint";
      button.addEventListener("click", reviewed);
      var list = some(found, MOST_CHANGES, function (change) {
        var item = element("li", change.label + ": ");
        if (change.was) item.append(element("del", short(change.was)), " ");
        if (change.is) item.append(element("ins", short(change.is)));
        return item;
      });
      return [element("p", told)].concat(found.length ? [list] : [], [button]);
    },
    weakest: function (score) { return score.isBegun ? weakest(score).concat(note(score)) : [element("p", word("no-check"))]; },
    unknowns: function (score) {
      if (!score.open.length) return [];
      return [some(score.open, MOST_UNKNOWNS, function (mark) { return element("li", mark.check.text); })];
    },
    next: function (score) {
      var asked = score.open.filter(function (mark) { return mark.check.ask.length; }).slice(0, 1);
      return asked.length ? [element("ul", "", asked.map(question))] : [];
    }
  };

  /* Each dated version beside the one before it. */
  function drift(rows, known) {
    var versions = Array.from(rows.children, function (row, n) {
      var start = "drift-log." + (n + 1) + ".";
      return { row: row, said: known.get(start + "said") || "", on: known.get(start + "date") || "" };
    });
    var before = null;
    rows.querySelectorAll(".db-drift").forEach(function (note) { note.remove(); });
    versions.filter(function (v) { return v.said; }).sort(function (a, b) { return a.on < b.on ? -1 : a.on > b.on ? 1 : 0; }).forEach(function (version) {
      if (before) {
        var parts = gather.difference(before.said, version.said);
        var note = element("p", word("since", { day: before.on ? day(before.on) : word("version-before") }) + " ");
        note.className = "db-drift";
        if (parts.every(function (part) { return !part[0]; })) note.append(word("same"));
        else parts.forEach(function (part) {
          if (!part[0]) return note.append(part[1] + " ");
          var mark = element(part[0] === "+" ? "ins" : "del", "", [element("span", word(part[0] === "+" ? "added-words" : "removed-words") + " ")]);
          mark.firstChild.className = "db-unseen";
          mark.append(part[1]);
          note.append(mark, " ");
        });
        version.row.querySelector("[name$='.said']").closest("td").appendChild(note);
      }
      before = version;
    });
  }

  window.donebookShow = { drift: drift, parts: shows };
})();
