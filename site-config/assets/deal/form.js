/* A sheet on screen: the fields of one deal, saved as they are typed. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var deals = window.donebookDeals, gather = window.donebookGather, out = window.donebookOut;
  var day = out.day, dialog = window.donebookDialog;
  var ask = dialog.ask, boxed = dialog.boxed, copied = dialog.copied, nothing = dialog.nothing, element = out.element;
  var KEPT = word("kept"), APART = word("kept-apart"), NOT_KEPT = word("not-kept");
  var MOST_ROWS = 600;

  function download(name, type, text) {
    var link = element("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = (name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "deal") + "-" + out.today() + (type === "application/json" ? ".json" : ".md");
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function start(form) {
    var bar = document.querySelector("[data-deal]");
    var pick = bar.querySelector("[data-pick]"), file = bar.querySelector("[data-file]"), stage = bar.querySelector("[data-pick-stage]");
    var undoButton = bar.querySelector("[data-do=undo]"), undo = null;
    var left = new AbortController();
    var chosen = null; // the stage of a deal that has not begun
    var id = deals.current(), pending = new Map(), isWaiting = false, soon = 0, listed = "";

    function on(target, type, act) { target.addEventListener(type, act, { signal: left.signal }); }

    // ---- one field

    function controls(key) { return form.querySelectorAll('[name="' + CSS.escape(key) + '"]'); }

    function given(control) { return control.tagName === "TEXTAREA" ? control.defaultValue : ""; }

    function fit(control) {
      var isDay = control.type === "date";
      if (isDay) control.toggleAttribute("data-empty", !control.value);
      if (isDay || control.tagName === "TEXTAREA") control.parentNode.dataset.value = isDay && control.value ? day(control.value) : control.value;
    }

    function put(key, value) {
      controls(key).forEach(function (control) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
        else control.value = value === null ? given(control) : value;
        fit(control);
      });
    }

    function valueOf(control) {
      if (control.type === "radio" || control.type === "checkbox") return control.checked ? control.value : "";
      return control.value;
    }

    function values() { return id ? deals.fields(id) : new Map(); }

    /* A deal begins in the stage of the page it begins on, unless the rep chose another one. */
    function begin() { return deals.create({ stage: stage.value }); }

    // ---- saving: what is typed waits in `pending` until the browser has a moment

    function later() {
      if (isWaiting) return;
      isWaiting = true;
      (window.requestIdleCallback || function (act) { return setTimeout(act, 120); })(flush, { timeout: 300 });
    }

    function flush() {
      isWaiting = false;
      if (!pending.size) return;
      if (!deals.has(id)) id = begin();
      pending.forEach(function (value, key) { deals.set(id, key, value); });
      pending.clear();
      sayKept();
      showSoon();
    }

    function sayKept() { say(location.protocol === "file:" ? APART : KEPT); }

    /* Says what was done, or that the browser has no room for it. */
    function say(words, takeBack) {
      var place = bar.querySelector("[data-said]"), isKept = deals.keep();
      out.tell(place, isKept ? words : NOT_KEPT);
      place.toggleAttribute("data-bad", !isKept);
      undo = takeBack || null;
      undoButton.hidden = !undo;
    }

    // ---- rows

    function addRow(rows) {
      var row = rows.lastElementChild.cloneNode(true), number = rows.children.length + 1;
      row.dataset.added = "";
      row.querySelectorAll("[name]").forEach(function (control) {
        control.name = control.name.replace(/\.\d+\./, "." + number + ".");
        control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+$/, number));
        if (control.tagName === "TEXTAREA") control.defaultValue = "";
        control.value = "";
        fit(control);
      });
      row.querySelectorAll(".db-drift").forEach(function (note) { note.remove(); });
      rows.appendChild(row);
      return row;
    }

    function fitRows(rows, known) {
      var start = rows.dataset.rows + ".";
      var wanted = 0;
      known.forEach(function (value, key) { if (key.startsWith(start)) wanted = Math.max(wanted, Number(key.split(".")[1]) || 0); });
      while (rows.children.length < Math.min(wanted, MOST_ROWS)) addRow(rows);
    }

    // ---- the page

    function show() {
      var known = values();
      form.querySelectorAll("[data-added]").forEach(function (row) { row.remove(); });
      form.querySelectorAll("[data-rows]").forEach(function (rows) { fitRows(rows, known); });
      new Set(Array.from(form.querySelectorAll("[name]"), function (control) { return control.name; })).forEach(function (key) {
        put(key, known.has(key) ? known.get(key) : null);
      });
      showDeals();
      showGathered();
      form.dispatchEvent(new CustomEvent("donebook:shown"));
    }

    /* What many writes change, in this tab or in another one, is shown once. */
    function showSoon() {
      if (soon) return;
      soon = setTimeout(function () { soon = 0; showDeals(); showGathered(); }, 60);
    }

    function showDeals() {
      var all = (id ? [] : [{ id: "", title: word("begin") }]).concat(deals.list());
      var now = JSON.stringify([id, all]);
      // A list that is open would close if it were written anew.
      if (now !== listed) pick.replaceChildren.apply(pick, all.map(function (deal) {
        return new Option(deal.title, deal.id, false, deal.id === (id || ""));
      }));
      listed = now;
      stage.value = id ? deals.stage(id) : chosen === null ? form.dataset.begins : chosen;
      if (stage.selectedIndex < 0) stage.value = ""; // a stage of another playbook
      bar.querySelectorAll("[data-do=rename], [data-do=duplicate], [data-do=delete], [data-do=file], [data-do=document], [data-do=note], [data-do=recap]").forEach(function (button) { button.disabled = !id; });
      out.tell(form.querySelector("[data-dealname]"), id ? " · " + deals.title(id) + " · " + day(out.today()) : "");
    }

    function use(other) {
      flush();
      id = other;
      chosen = null;
      deals.open(id);
      show();
    }

    // ---- what the deal adds up to

    function reviewed() {
      var before = deals.review(id);
      deals.setReview(id, { on: out.today(), stage: deals.stage(id), fields: Object.fromEntries(values()) });
      showGathered();
      say(word("reviewed"), function () { deals.setReview(id, before); });
    }

    function showGathered() {
      var known = values();
      var own = Array.from(form.querySelectorAll("[name^='check.']"), function (control) { return control.name.slice(6); });
      var review = id && deals.review(id);
      var at = id ? deals.stage(id) : stage.value;
      var score = gather.score(known, own.length ? Array.from(new Set(own)) : Object.keys(window.donebookSheets.checks), at);
      form.querySelectorAll("[data-check]").forEach(function (row) {
        var check = window.donebookSheets.checks[row.dataset.check];
        row.toggleAttribute("data-not-due", !!check && !gather.isDue(check, at));
      });
      form.querySelectorAll("[data-gather]").forEach(function (place) {
        var parts = id ? window.donebookShow.parts[place.dataset.gather](score, known, review, reviewed, at) : [];
        place.hidden = !parts.length;
        // A status is read aloud when it changes, so it stays as it is when it doesn't.
        var made = element("div", "", parts);
        if (made.textContent !== place.textContent || !place.childElementCount) place.replaceChildren.apply(place, parts);
      });
      form.querySelectorAll("[data-rows=drift-log]").forEach(function (rows) { window.donebookShow.drift(rows, known); });
    }

    /* Writes over some fields and the stage, until somebody wants them back. What else changed by then,
       in another tab for instance, stays. */
    function change(entries, at, words) {
      flush();
      if (!id) return;
      var deal = id, before = entries.map(function (entry) { return [entry[0], deals.get(deal, entry[0])]; }), wasAt = deals.stage(deal);
      var write = function (all, stage) {
        all.forEach(function (entry) { deals.set(deal, entry[0], entry[1]); });
        if (at !== wasAt) deals.setStage(deal, stage);
      };
      write(entries, at);
      show();
      say(words, function () { write(before, wasAt); });
    }

    var does = {
      new: function () { use(null); say(word("new-begins")); form.querySelector("[name]").focus(); },
      rename: function () {
        var field = element("input"), label = element("label", word("name") + " ", [field]);
        field.value = deals.title(id);
        field.maxLength = 120;
        var save = function () { deals.rename(id, field.value.trim()); showDeals(); sayKept(); };
        field.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); save(); document.querySelector("[data-dialog]").close(); } });
        ask(word("rename-title"), [label], [[word("rename"), save]]);
        field.select();
      },
      duplicate: function () {
        var deal = deals.snapshot(id);
        use(deals.create(Object.assign({}, deal, { name: deals.title(id) + " " + word("copied-name") })));
        say(word("is-copy"));
      },
      delete: function () {
        var deal = deals.snapshot(id), title = deals.title(id);
        deals.remove(id);
        use(null);
        say(word("deleted", { title: title }), function () { deals.restore(deal); id = deal.id; });
      },
      undo: function () {
        if (undo) undo();
        say(word("undone"));
        show();
        pick.focus();
      },
      file: function () { download(deals.title(id), "application/json", out.file(deals.snapshot(id), deals.title(id))); },
      document: function () {
        var told = out.whole(values()), title = deals.title(id);
        var shown = boxed(out.asElements(title, told)), text = out.asMarkdown(title, told);
        ask(word("whole"), [element("p", word("whole-note")), shown], [
          copied(shown, text),
          [word("markdown"), function () { download(title, "text/markdown", text); return true; }]
        ]);
      },
      note: function () {
        var text = out.note(values());
        if (!text) return nothing(word("note"), word("note-empty"));
        var shown = boxed(element("div", "", [element("pre", text)]));
        ask(word("note"), [shown], [copied(shown, text)]);
      },
      recap: function () {
        var told = out.recap(values());
        if (!told.length) return nothing(word("recap"), word("recap-empty"));
        var shown = boxed(out.asElements("", told));
        shown.prepend(element("p", out.asksBack));
        ask(word("recap"), [element("p", word("recap-note")), shown], [copied(shown, out.asksBack + "\n\n" + out.asText(told))]);
      },
      bring: function () { file.value = ""; file.click(); }
    };

    function bringIn(found) {
      var title = word("bring-title");
      if (found.problem) return nothing(title, found.problem);
      var unknown = Array.from(found.values.keys()).filter(function (key) { return gather.place(key).label === key; }).length;
      var told = [
        word(found.saved ? "found-saved" : "found", { title: found.name || word("unnamed"), day: found.saved && day(found.saved), fields: word("fields", { n: found.values.size }) }),
        found.refused ? word("refused", { n: found.refused }) : "",
        unknown ? word("unknown", { n: unknown }) : ""
      ].filter(Boolean).map(function (words) { return element("p", words); });
      var into = id && [word("put-into", { title: deals.title(id) }), function () { compare(found); return true; }];
      ask(title, told.concat(boxed(out.asElements("", out.whole(found.values)))), [[word("add-new"), function () {
        use(deals.create({ name: found.name, stage: found.stage, fields: found.values, review: found.review }));
        say(word("added"));
      }]].concat(into ? [into] : []));
    }

    function compare(found) {
      var own = values(), at = found.stage || deals.stage(id);
      var differs = Array.from(found.values).filter(function (entry) { return (own.get(entry[0]) || "") !== entry[1]; });
      var moved = gather.moved(deals.stage(id), at);
      var told = moved.concat(differs.map(function (entry) {
        return { label: gather.place(entry[0]).label, was: own.get(entry[0]), is: entry[1] };
      }));
      if (!told.length) return nothing(word("bring-title"), word("nothing-differs"));
      var table = element("table", "", [[word("field"), word("now"), word("in-file")]].concat(told.map(function (change) {
        return [change.label, change.was || "–", change.is || "–"];
      })).map(function (cells, n) { return element("tr", "", cells.map(function (text) { return element(n ? "td" : "th", text); })); }));
      ask(word("would-change", { title: deals.title(id) }), [boxed(element("div", "", [table]))], [[word("change", { n: told.length }), function () {
        change(differs, at, word("brought"));
      }]]);
    }

    // ---- events

    on(form, "input", function (event) {
      var control = event.target;
      if (!control.name) return;
      fit(control);
      var value = valueOf(control);
      pending.set(control.name, value === given(control) ? null : value);
      later();
    });
    /* A chosen radio is taken back by choosing it again. A click comes before its input event. */
    on(form, "click", function (event) {
      var control = event.target;
      var before = pending.has(control.name) ? pending.get(control.name) : id && deals.get(id, control.name);
      if (control.type !== "radio" || before !== control.value) return;
      control.checked = false;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    });
    on(form, "donebook:forget", function (event) { change(event.detail.names.map(function (name) { return [name, null]; }), id && deals.stage(id), event.detail.words); });
    on(form, "submit", function (event) { event.preventDefault(); });
    form.querySelectorAll("[data-add]").forEach(function (button) {
      button.hidden = false;
      on(button, "click", function () { addRow(form.querySelector('[data-rows="' + button.dataset.add + '"]')).querySelector("[name]").focus(); });
    });
    on(pick, "change", function () { use(pick.value || null); say(""); });
    on(stage, "change", function () {
      flush();
      if (deals.has(id)) {
        deals.setStage(id, stage.value);
        sayKept();
      } else chosen = stage.value;
      showGathered();
    });
    on(bar, "click", function (event) {
      var act = event.target.dataset.do;
      if (!act) return;
      flush();
      bar.querySelectorAll("details[open]").forEach(function (menu) { menu.open = false; });
      does[act]();
    });
    on(bar, "keydown", function (event) {
      var menu = event.key === "Escape" && event.target.closest("details[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    on(document, "click", function (event) {
      bar.querySelectorAll("details[open]").forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
    });
    on(file, "change", function () {
      if (file.files[0]) file.files[0].text().then(window.donebookIn.read).then(bringIn);
    });
    on(window, "storage", function (event) {
      var change = deals.changed(event.key);
      if (!change) return;
      if (change.key && change.id === id) {
        form.querySelectorAll("[data-rows]").forEach(function (rows) { fitRows(rows, new Map([[change.key, event.newValue]])); });
        if (!pending.has(change.key)) put(change.key, event.newValue);
      } else if (id && !deals.has(id)) { id = null; show(); }
      showSoon();
    });
    window.addEventListener("beforeunload", flush, { signal: left.signal, capture: true }); // before the store asks
    on(window, "pagehide", flush);
    on(window, "pageshow", function (event) { if (event.persisted) show(); });
    on(document, "visibilitychange", function () { if (document.hidden) flush(); });

    form.classList.add("is-live");
    bar.hidden = false;
    show();
    return { end: function () { flush(); clearTimeout(soon); left.abort(); } };
  }

  window.donebookForm = start;
})();
