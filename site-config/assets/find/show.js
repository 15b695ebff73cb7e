/* The finder on its page: what is typed and chosen, what was found, and the address that says both. */
(function () {
  "use strict";

  var typed = window.donebookTyped, search = window.donebookSearch, donebook = window.donebook, say = donebook.say;
  // The first results are shown before the next key, the others right after it.
  var FIRST = 2, AT_ONCE = 12, CHOICES = ["stage", "role", "test", "framework", "kind", "root"];
  var NOTHING = { forms: new Set(), alike: new Set(), beside: new Set() };
  var SHOWN = "donebook.shown", index = null, texts = null;

  function element(name, shape, inside) {
    var made = document.createElement(name);
    if (shape) made.className = shape;
    made.append.apply(made, [].concat(inside === undefined ? [] : inside));
    return made;
  }

  function sign(name) {
    var made = element("span", "db-sign db-sign--" + name);
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function badge(name, words) { return element("span", "db-badge db-badge--" + name, [sign(name), " " + words]); }

  /* A text with the words that were looked for marked, and common ones where they stand beside them; what means
     much the same is marked lighter. */
  function marked(text, sought) {
    var parts = [], at = 0, words = Array.from(text.matchAll(typed.WORD)), plain = words.map(function (word) { return typed.plain(word[0]); });
    var isMarked = plain.map(function (word) { return sought.forms.has(word); });
    var beside = function (n, step) { if (sought.beside.has(plain[n]) && isMarked[n - step]) isMarked[n] = true; };
    for (var n = 0; n < words.length; n++) beside(n, 1);
    for (n = words.length - 1; n >= 0; n--) beside(n, -1);
    words.forEach(function (word, n) {
      var isAlike = !isMarked[n] && sought.alike.has(plain[n]);
      if (!isMarked[n] && !isAlike) return;
      if (word.index > at) parts.push(text.slice(at, word.index));
      parts.push(element("mark", isAlike ? "db-alike" : "", word[0]));
      at = word.index + word[0].length;
    });
    return parts.concat(text.slice(at));
  }

  function start(root) {
    var form = root.querySelector("form"), input = form.said, list = root.querySelector("[data-found]");
    var count = root.querySelector("[data-count]"), more = root.querySelector("[data-more]");
    var filters = root.querySelector("[data-filters]"), single = root.querySelector("[data-single-keys]");
    var phrases = root.querySelector("[data-phrases]").href, isFile = /\.html$/.test(phrases);
    var base = phrases.replace(/phrases(?:\/|\/index\.html|\.html)$/, "");
    var left = new AbortController(), memory = new Map(), most = AT_ONCE, before = "", rest = 0;

    function on(target, type, act) { target.addEventListener(type, act, { signal: left.signal }); }

    function address(entry) { return base + index.kind(entry).folder + "/" + index.ids[entry] + (isFile ? ".html" : "/"); }

    // ---- what is asked for

    function choice(name) { return form[name] ? form[name].selectedOptions[0] : null; }

    function chosen() { return CHOICES.filter(function (name) { return form[name] && form[name].value; }); }

    function stage() { return form.stage.selectedIndex - 1; }

    /* A loss is feared at any stage: with words, the stage only says what to ask now. */
    function fits(without) {
      var wanted = chosen().filter(function (name) { return !without || !without.includes(name); });
      var has = function (name) { return wanted.includes(name); };
      var letter = has("kind") ? choice("kind").dataset.letter : "", isSaid = input.value.trim() !== "";
      var options = form.framework ? Array.from(form.framework.querySelectorAll("[data-element]")) : [];
      var group = has("framework") ? form.framework.value : "";
      var elements = new Set(options.map(function (option, n) { return option.value === group || option.value.startsWith(group + ".") ? n : -1; }));
      return function (entry) {
        var kind = index.kinds[entry];
        if (letter ? kind !== letter : !index.kind(entry).isFound) return false;
        if (has("stage") && !(kind === "l" && isSaid) && !index.numbers("stage", entry).includes(stage())) return false;
        if (has("role") && !index.numbers("role", entry).includes(form.role.selectedIndex - 1)) return false;
        if (has("test") && !index.numbers("test", entry).includes(form.test.selectedIndex - 1)) return false;
        if (has("root") && index.marks[entry] !== form.root.value) return false;
        return !has("framework") || index.elements(entry).some(function (n) { return elements.has(n); });
      };
    }

    function find(which, number) {
      var said = input.value.trim();
      return said ? search.search(index, input.value, which, number, memory) : search.browse(index, which, number, stage());
    }

    // ---- one result

    function link(entry, words, shape, sought) {
      var made = element("a", shape, marked(words, sought));
      made.href = address(entry);
      return made;
    }

    function copy(text) {
      var button = element("button", "db-copy", say("copy"));
      button.type = "button";
      button.setAttribute("aria-label", say("copy-this", { text: text }));
      button.addEventListener("click", function () { donebook.copy(text, button); });
      return button;
    }

    function quoted(entry, text, sought, shape) { return link(entry, "“" + text + "”", shape, sought); }

    function names(entry) { return index.numbers("stage", entry).map(function (n) { return index.stages[n]; }); }

    /* What to ask next in the chosen stage, best first; what the chosen role can answer goes before the rest. */
    function next(entry) {
      var lists = texts.next[entry].split(";"), at = stage() + 1, role = form.role.selectedIndex - 1;
      while (at && !lists[at]) at--; // a stage that asks what the one before it asks has no list of its own
      var asked = lists[at] ? lists[at].split(" ").map(function (number) { return parseInt(number, 36); }) : [];
      var isTheirs = function (question) { return role < 0 || index.numbers("role", question).includes(role); };
      return asked.filter(isTheirs).concat(asked.filter(function (question) { return !isTheirs(question); })).slice(0, texts.shown);
    }

    function askNext(entry, words) {
      return (texts ? next(entry) : []).map(function (asked, n) {
        var text = index.ask(asked)[0], why = (n ? say("find.or-ask") : words) + " (" + names(asked)[0] + "): ";
        return element("p", "db-result__then", [element("span", "db-result__why", why), quoted(asked, text, NOTHING, ""), " ", copy(text)]);
      });
    }

    /* The text in which most of the words stand that were looked for; common words decide between equals. */
    function fitting(found, sought) {
      var count = function (text, words) { return typed.list(text).filter(function (word) { return words.has(word); }).length; };
      return found.map(function (text, n) { return { text: text, n: n, hits: count(text, sought.forms) + count(text, sought.alike) / 2, beside: count(text, sought.beside) }; })
        .filter(function (one) { return one.hits; })
        .sort(function (one, other) { return other.hits - one.hits || other.beside - one.beside; })[0];
    }

    var parts = {
      q: function (entry, sought) {
        var text = index.ask(entry)[0], heard = fitting(index.heard(entry), sought);
        var then = heard && texts && texts.then[entry][heard.n];
        return [
          element("p", "db-result__ask", [quoted(entry, text, sought, "db-result__link"), " ", copy(text)]),
          then ? element("p", "db-result__then", [element("span", "db-result__why", [say("find.if-you-hear") + " “"].concat(marked(heard.text, sought), "”: ")), "“" + then + "” ", copy(then)]) : ""
        ];
      },
      c: function (entry, sought) { return [element("p", "db-result__title", link(entry, index.ask(entry)[0], "db-result__link", sought))]; },
      p: function (entry, sought) {
        var heard = fitting(index.heard(entry), sought), near = index.near(entry);
        var told = texts ? near.map(function (other, n) {
          return element("p", "db-result__near", [say("find.taken-for") + " ", link(other, index.title(other)[0], "", sought), ": " + texts.tells[entry][n]]);
        }) : [];
        return [
          element("p", "db-result__title", link(entry, index.title(entry)[0], "db-result__link", sought)),
          element("p", "db-result__heard", marked("“" + (heard ? heard.text : index.heard(entry)[0]) + "”", sought))
        ].concat(askNext(entry, say("find.ask-next")), told);
      },
      l: function (entry, sought) {
        var window = index.numbers("stage", entry), now = stage(), last = window[window.length - 1];
        var fears = index.fears(entry), known = index.stages[window[0]], end = index.stages[last];
        var late = now > last, words = late ? say("find.too-late", { stage: end }) : say("find.window", { from: known, until: end });
        return [
          element("p", "db-result__title", [link(entry, index.title(entry)[0], "db-result__link", sought)]),
          element("p", "db-result__near", marked(fears.map(function (text) { return "“" + text + "”"; }).join(" · "), sought).concat(fears.length ? " · " : "", words))
        ].concat(late ? [] : askNext(entry, say("find.ask-now")));
      }
    };

    function titled(entry, sought) { return [element("p", "db-result__title", link(entry, index.title(entry)[0], "db-result__link", sought))]; }

    function about(entry) {
      var kind = index.kinds[entry], told = [say("kind." + index.kind(entry).name + ".one")];
      if ("qcw".includes(kind)) told = told.concat(names(entry).slice(0, 1));
      if (index.isCore(entry)) told.push(say("find.core"));
      var made = [element("span", "", told.join(" · "))];
      if (kind === "p") made.push(badge(index.marks[entry], say("stance." + index.marks[entry])));
      if (kind === "l") made.push(badge(index.marks[entry], say("root." + index.marks[entry])));
      return element("p", "db-result__about", made);
    }

    /* Where none of what is shown has the words, an alias or a sign is why it is here. */
    function also(entry, sought, shown) {
      if (shown.some(function (part) { return part && part.querySelector("mark"); })) return [];
      var found = fitting(index.also(entry), sought), of = "find.also";
      if (!found) {
        of = "find.signs";
        // Of signs the index has only words, in no order.
        found = fitting(index.signs(entry).flatMap(function (words) { return words.split(" "); }), sought);
      }
      return found ? [element("p", "db-result__near", [say(of) + " "].concat(marked(found.text, sought)))] : [];
    }

    function result(entry, sought) {
      var shown = (parts[index.kinds[entry]] || titled)(entry, sought).filter(Boolean);
      var item = element("li", "db-result", [about(entry)].concat(shown, also(entry, sought, shown)));
      item.dataset.kind = index.kind(entry).name;
      return item;
    }

    // ---- what was found

    function nothing() {
      var all = find(fits(CHOICES), 1), tried = [];
      var wider = chosen().length && all.total;
      if (wider) {
        var button = element("button", "db-button", say("find.without-choices", { n: all.total }));
        button.type = "button";
        button.addEventListener("click", function () { clear(); input.focus(); });
        tried.push(element("p", "", button));
      }
      tried.unshift(element("p", "", wider ? say("find.nothing-chosen") : say("find.nothing-said")));
      var item = element("li", "db-result db-result--none", tried);
      return item;
    }

    function show() {
      var said = input.value.trim(), names = chosen(), isIdle = said.length < 2 && !names.length;
      cancelAnimationFrame(rest);
      root.querySelector("[data-start]").hidden = !isIdle;
      root.querySelector("[data-chosen]").textContent = names.length ? " (" + names.length + ")" : "";
      if (isIdle) {
        list.replaceChildren();
        count.textContent = "";
        more.hidden = true;
        return;
      }
      if (!index) return;
      var found = find(fits(), most);
      var make = function (entry) { return result(entry, found); };
      list.replaceChildren.apply(list, found.total ? found.entries.slice(0, FIRST).map(make) : [nothing()]);
      rest = requestAnimationFrame(function () { list.append.apply(list, found.entries.slice(FIRST).map(make)); });
      var told = [found.total ? say("find.found", { n: found.total }) : ""];
      if (found.total && found.missing.length) told.push(say("find.missing", { words: found.missing.map(function (word) { return "“" + word + "”"; }).join(", ") }));
      count.textContent = told.join(" ");
      more.hidden = found.total <= most;
    }

    /* Once before anybody types, and never painted: the first key is then as quick as the others. */
    function rehearse() {
      if (input.value || chosen().length) return;
      var found = search.search(index, input.placeholder, fits(), FIRST, memory);
      list.replaceChildren.apply(list, found.entries.map(function (entry) { return result(entry, found); }));
      list.getBoundingClientRect();
      list.replaceChildren();
    }

    /* The address says what is looked for, so that it can be sent to somebody. */
    function keepAddress() {
      var asked = new URLSearchParams();
      if (input.value.trim()) asked.set("said", input.value.trim());
      chosen().forEach(function (name) { asked.set(name, form[name].value); });
      var now = asked.toString();
      if (now === before) return;
      before = now;
      try { history.replaceState(history.state, "", now ? "?" + now : location.pathname); } catch (refused) { /* some browsers refuse it on file:// */ }
    }

    /* How many were shown, for the way back to this address; the theme keeps its own things in the history. */
    function keepMost() {
      try { sessionStorage.setItem(SHOWN, JSON.stringify([before, most])); } catch (refused) { /* then they are asked for again */ }
    }

    function keptMost() {
      try {
        var kept = JSON.parse(sessionStorage.getItem(SHOWN));
        return kept && kept[0] === before && kept[1] > AT_ONCE ? kept[1] : AT_ONCE;
      } catch (refused) { return AT_ONCE; }
    }

    function readAddress() {
      var asked = new URLSearchParams(location.search);
      input.value = (asked.get("said") || asked.get("q") || "").slice(0, input.maxLength);
      CHOICES.forEach(function (name) {
        var wanted = asked.get(name) || "";
        if (form[name]) form[name].value = Array.from(form[name].options).some(function (option) { return option.value === wanted; }) ? wanted : "";
      });
      if (chosen().length && matchMedia("(min-width: 45em)").matches) filters.open = true;
      before = location.search.slice(1);
      most = keptMost();
    }

    function changed() {
      most = AT_ONCE;
      show();
      clearTimeout(changed.soon);
      changed.soon = setTimeout(keepAddress, 250);
    }

    function clear() {
      CHOICES.forEach(function (name) { if (form[name]) form[name].value = ""; });
      changed();
    }

    // ---- keys: from the field to the results and through them

    function links() { return Array.from(list.querySelectorAll(".db-result__link")); }

    function step(event) {
      var all = links(), at = all.indexOf(document.activeElement);
      if (event.key === "Escape" && at >= 0) input.focus();
      else if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === input)) { if (all[at + 1]) all[at + 1].focus(); }
      else if (event.key === "ArrowUp" && at >= 0) (all[at - 1] || input).focus();
      else return;
      event.preventDefault();
    }

    /* Whoever types on after Copy, or with nothing in focus, means the field: it takes the key, in place of what stood there. */
    function typeOn(event) {
      var isSign = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      var isFree = event.target === document.body || (root.contains(event.target) && !donebook.isTyping(event.target));
      if (isSign && isFree && donebook.hasSingleKeys()) donebook.selectField();
    }

    on(document, "keydown", typeOn);
    on(input, "input", changed);
    on(form, "change", function (event) { if (event.target !== input) changed(); });
    on(form, "submit", function (event) {
      event.preventDefault();
      var first = links()[0];
      if (first) { keepAddress(); first.click(); }
    });
    on(list, "click", keepAddress);
    on(root, "keydown", step);
    on(form.querySelector("[data-clear]"), "click", clear);
    on(single, "change", function () { donebook.setSingleKeys(single.checked); });
    on(more, "click", function () {
      var seen = links().length;
      most += AT_ONCE * 2;
      show();
      keepAddress();
      keepMost();
      requestAnimationFrame(function () { if (links()[seen]) links()[seen].focus(); });
    });
    on(window, "popstate", function () { readAddress(); show(); });

    root.querySelectorAll("[data-script]").forEach(function (part) { part.hidden = false; });
    single.checked = donebook.hasSingleKeys();
    readAddress();
    if (!location.hash) input.focus({ preventScroll: true });
    if (input.value || chosen().length) count.textContent = say("find.loading");
    donebook.load("finder-index.js").then(function () {
      index = index || window.donebookOpenIndex(window.donebookIndex, window.donebookFinderWords);
      show();
      root.dataset.ready = "";
      (window.requestIdleCallback || setTimeout)(rehearse);
      return donebook.load("finder-texts.js");
    }).then(function () { texts = window.donebookTexts; show(); }, function () { if (!index) count.textContent = say("find.failed"); });
    return { end: function () { clearTimeout(changed.soon); left.abort(); } };
  }

  window.donebookFind = start;
})();
