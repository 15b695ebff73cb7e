/* A deal leaves the browser only by its owner's hand: as a file, a document, a note, a recap. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var ASKS_BACK = word("asks-back");

  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (n) { return String(n).padStart(2, "0"); }).join("-");
  }

  function day(iso) {
    return new Date(iso + "T12:00").toLocaleDateString(window.donebook.say("locale"), { day: "numeric", month: "short", year: "numeric" });
  }

  /* A value as people read it. */
  function shown(text) { return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text; }

  /* The filled parts of the sheets: [{title, parts: [{title, facts: [[label, value]], columns, rows}]}].
     A fact stands on the first sheet that has it. */
  function outline(values, sheets) {
    var told = new Set();
    var take = function (key) {
      if (told.has(key)) return "";
      told.add(key);
      return shown(values.get(key) || "");
    };
    var ofTable = function (part) {
      var columns = Object.keys(part.columns);
      var start = part.table + ".";
      var numbers = Array.from(values.keys()).filter(function (key) { return key.startsWith(start); }).map(function (key) { return Number(key.split(".")[1]); });
      var rows = Array.from(new Set(numbers)).sort(function (a, b) { return a - b; }).map(function (n) {
        return columns.map(function (name) { return take(start + n + "." + name); });
      }).filter(function (row) { return row.some(Boolean); });
      return { title: part.title, facts: [], columns: columns.map(function (name) { return part.columns[name]; }), rows: rows };
    };
    var ofFields = function (part) {
      var facts = Object.keys(part.fields).map(function (key) { return [part.fields[key], take(key)]; });
      return { title: part.title, facts: facts.filter(function (fact) { return fact[1]; }), rows: [] };
    };
    return sheets.map(function (sheet) {
      var parts = sheet.parts.map(function (part) { return part.table ? ofTable(part) : ofFields(part); });
      return { title: sheet.title, parts: parts.filter(function (part) { return part.facts.length || part.rows.length; }) };
    }).filter(function (sheet) { return sheet.parts.length; });
  }

  /* What stands in a deal, and what a sheet prints in a row unless the rep wrote over it, such as a
     plan's milestone. A row that nobody touched says nothing of this deal, so it stays behind. */
  function withGiven(values, sheets) {
    var all = new Map(values), rowOf = function (key) { return key.split(".").slice(0, 2).join("."); };
    var touched = new Set(Array.from(values).filter(function (entry) { return entry[1]; }).map(function (entry) { return rowOf(entry[0]); }));
    sheets.forEach(function (sheet) {
      sheet.parts.forEach(function (part) {
        Object.keys(part.given || {}).forEach(function (key) { if (!all.has(key) && touched.has(rowOf(key))) all.set(key, part.given[key]); });
      });
    });
    return all;
  }

  /* For the buyer it is one list: which of our sheets a fact stands on says nothing to them. */
  function untitled(sheet) {
    return { title: "", parts: sheet.parts.map(function (part) { return part.rows.length ? part : Object.assign({}, part, { title: "" }); }) };
  }

  function buyerSheets() { return window.donebookSheets.sheets.filter(function (sheet) { return sheet.buyer; }); }

  function asMarkdown(title, told) {
    var safe = function (text) { return text.replace(/([\\`*_{}\[\]<>#|~])/g, "\\$1"); };
    var cell = function (text) { return safe(text).replace(/\s*\n\s*/g, "<br>"); };
    var lines = ["# " + safe(title)];
    told.forEach(function (sheet) {
      lines.push("", "## " + safe(sheet.title));
      sheet.parts.forEach(function (part) {
        if (part.title) lines.push("", "### " + safe(part.title));
        lines.push("");
        part.facts.forEach(function (fact) { lines.push("- **" + safe(fact[0]) + ":** " + safe(fact[1]).replace(/\n/g, "\n  ")); });
        if (part.rows.length) {
          lines.push("| " + part.columns.map(cell).join(" | ") + " |", "|" + part.columns.map(function () { return " --- |"; }).join(""));
          part.rows.forEach(function (row) { lines.push("| " + row.map(cell).join(" | ") + " |"); });
        }
      });
    });
    return lines.join("\n") + "\n";
  }

  function element(name, text, inside) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    (inside || []).forEach(function (part) { made.appendChild(part); });
    return made;
  }

  /* Says something in its place. What stands there already stays: it is not read aloud, nor laid out, again. */
  function tell(place, text) { if (place.textContent !== text) place.textContent = text; }

  /* The same as elements, for a preview and for pasting into a document. */
  function asElements(title, told) {
    var root = element("div", "", title ? [element("h3", title)] : []);
    told.forEach(function (sheet) {
      if (sheet.title) root.appendChild(element("h4", sheet.title));
      sheet.parts.forEach(function (part) {
        if (part.title) root.appendChild(element("p", "", [element("b", part.title)]));
        if (part.facts.length) {
          root.appendChild(element("ul", "", part.facts.map(function (fact) {
            var item = element("li", "", [element("b", fact[0] + ": ")]);
            fact[1].split("\n").forEach(function (line, n) { item.append(n ? document.createElement("br") : "", line); });
            return item;
          })));
        }
        if (part.rows.length) {
          var row = function (cells, name) { return element("tr", "", cells.map(function (text) { return element(name, text); })); };
          var table = element("table", "", [row(part.columns, "th")].concat(part.rows.map(function (cells) { return row(cells, "td"); })));
          table.border = 1;
          root.appendChild(table);
        }
      });
    });
    return root;
  }

  function asText(told) {
    return told.map(function (sheet) {
      return sheet.parts.map(function (part) {
        var facts = part.facts.map(function (fact) { return fact[0] + ": " + fact[1]; });
        var rows = part.rows.map(function (row) { return "- " + row.filter(Boolean).join(" · "); });
        return (rows.length ? [part.title + ":"] : []).concat(facts, rows).join("\n");
      }).join("\n\n");
    }).join("\n\n");
  }

  window.donebookOut = {
    asksBack: ASKS_BACK, today: today, day: day, shown: shown,
    file: function (deal, title) {
      var fields = {};
      deal.fields.forEach(function (entry) { fields[entry[0]] = entry[1]; });
      var whole = { donebook: 1, playbook: window.donebookSheets.playbook, name: title, saved: today(), fields: fields };
      if (deal.stage) whole.stage = deal.stage;
      if (deal.review) whole.review = deal.review;
      return JSON.stringify(whole, null, 1) + "\n";
    },
    whole: function (values) { var sheets = window.donebookSheets.sheets; return outline(withGiven(values, sheets), sheets); },
    recap: function (values) { var sheets = buyerSheets(); return outline(withGiven(values, sheets), sheets).map(untitled); },
    note: function (values) {
      return window.donebookSheets.note.map(function (line) { return [line[0], values.get(line[1]) || ""]; })
        .filter(function (line) { return line[1]; })
        .map(function (line) { return line[0] + ": " + line[1].replace(/\s*\n\s*/g, " "); }).join("\n");
    },
    asMarkdown: asMarkdown, asElements: asElements, asText: asText, element: element, tell: tell
  };
})();
