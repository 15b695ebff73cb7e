/* What a page does beyond being read: copy, print, show where the deal is. Everything else works without it. */
(function () {
  "use strict";

  var here = document.currentScript.src, isBare = "bare" in document.currentScript.dataset, loading = {}, SINGLE_KEYS = "donebook.single-keys";

  /* A word of the interface with values in its places; `n` chooses between one and many. */
  function say(name, values) {
    var many = values && values.n !== undefined && (values.n === 1 ? ".one" : ".other");
    var word = window.donebookWords[name + (many || "")] || window.donebookWords[name] || name;
    return word.replace(/\{(\w+)\}/g, function (place, key) { return values && key in values ? values[key] : place; });
  }

  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // On file:// and plain http there is no clipboard object; the old way still works there.
    var field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copying was refused"));
  }

  function answer(button, words) {
    var before = button.dataset.label || button.textContent;
    button.dataset.label = before;
    button.textContent = words;
    button.setAttribute("aria-live", "polite");
    window.setTimeout(function () { button.textContent = before; }, 1800);
  }

  /* Copies a text, and the button says how it went. */
  function copy(text, button) {
    copyText(text).then(
      function () { answer(button, say("copied")); },
      function () { answer(button, say("copy-by-hand")); }
    );
  }

  function mountCopy(button) {
    button.hidden = false;
    button.addEventListener("click", function () { copy(document.querySelector(button.dataset.copy).textContent.trim(), button); });
  }

  /* Another script of ours, once: what only some pages need is loaded when one of them is opened. */
  function load(name) {
    if (!loading[name]) loading[name] = new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = new URL(name, here);
      script.addEventListener("load", done);
      script.addEventListener("error", function () {
        delete loading[name];
        failed(new Error(name + " could not be loaded"));
      });
      document.head.appendChild(script);
    });
    return loading[name];
  }

  /* What a page needs that is more than read: its scripts, and what starts each. Each ends with the page. */
  var OWN = [
    ["[data-find]", ["find.js"], "donebookFind"],
    ["form[data-sheet]", ["sheets.js", "deal.js"], "donebookForm"],
    ["[data-call]", ["sheets.js", "deal.js", "call.js"], "donebookCall"]
  ];
  var open = [];

  function inOrder(names) { return names.reduce(function (before, name) { return before.then(function () { return load(name); }); }, Promise.resolve()); }

  function mountOwn() {
    open.forEach(function (own) { own.end(); });
    open = [];
    var before = Promise.resolve();
    OWN.forEach(function (own) {
      var part = document.querySelector(own[0]);
      if (part) before = before.then(function () { return inOrder(own[1]); }).then(function () {
        if (part.isConnected) open.push(window[own[2]](part));
      });
    });
  }

  // ---- the ways to the finder

  function isTyping(target) {
    return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])");
  }

  /* Whether keys without a modifier may lead to the finder. People who use speech input need to switch them off (WCAG 2.1.4). */
  function hasSingleKeys() {
    try { return localStorage.getItem(SINGLE_KEYS) !== "off"; } catch (refused) { return true; }
  }

  function setSingleKeys(isOn) {
    try { localStorage.setItem(SINGLE_KEYS, isOn ? "on" : "off"); } catch (refused) { /* then they are on again on the next page */ }
    nameKeys();
  }

  /* The keys that work are named where they lead. */
  function nameKeys() {
    var link = document.querySelector(".db-find");
    if (!link) return; // a company's own frame may do without
    link.querySelector("kbd").hidden = !hasSingleKeys();
    link.setAttribute("aria-keyshortcuts", (hasSingleKeys() ? "/ " : "") + "Control+K Meta+K");
  }

  function selectField() {
    var field = document.getElementById("db-said");
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || document.querySelector("dialog[open]")) return;
    var hasModifier = event.ctrlKey || event.metaKey;
    var isChord = hasModifier && !event.shiftKey && event.key.toLowerCase() === "k";
    var isSlash = event.key === "/" && !hasModifier && !isTyping(event.target) && hasSingleKeys();
    if (!isChord && !isSlash) return;
    event.preventDefault();
    event.stopPropagation();
    var link = document.querySelector(".db-find");
    if (!selectField() && link) link.click();
  }, true);

  /* On the finder's own page its link leads to the field, and what stands there stays. */
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".db-find") || event.ctrlKey || event.metaKey || event.shiftKey || !selectField()) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* The theme listens at the window and turns pages at p, n, comma and full stop: nothing but Enter,
     which opens a label for it, gets that far. */
  document.addEventListener("keydown", function (event) { if (event.key !== "Enter") event.stopPropagation(); });

  /* An address with words to look for, of a bookmark or another tool, leads to the finder; on its page, it reads them itself. */
  function followWords() {
    var words = new URLSearchParams(location.search).get("q"), link = document.querySelector(".db-find");
    if (!words || !link || document.querySelector("[data-find]")) return;
    var there = new URL(link.href);
    there.searchParams.set("said", words);
    location.replace(there);
  }

  function mountPrint(button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  }

  /* An entry is not in the navigation, so its stage is marked there. */
  function markStage() {
    var here = document.querySelector("[data-stage]");
    if (!here) return;
    var end = "stages/" + here.dataset.stage + "/";
    document.querySelectorAll(".md-nav--primary a.md-nav__link").forEach(function (link) {
      if (link.pathname.endsWith(end) || link.pathname.endsWith(end.slice(0, -1) + ".html")) link.dataset.here = "";
    });
  }

  function markOverdue() {
    document.querySelectorAll("[data-review-by]").forEach(function (part) {
      var today = new Date().toISOString().slice(0, 10);
      part.querySelectorAll(".db-overdue").forEach(function (note) { note.hidden = part.dataset.reviewBy >= today; });
    });
    document.querySelectorAll("[data-due]").forEach(function (owner) {
      var late = owner.querySelectorAll(".db-overdue:not([hidden])").length;
      if (!late) return;
      var count = owner.querySelector("[data-count]");
      count.textContent = say("overdue", { n: late });
      count.dataset.late = "";
    });
  }

  /* What came after the day that this browser saw last is marked; then that day is today's newest. */
  function mountNews(news) {
    var days = Array.from(news.querySelectorAll("[data-day]"));
    var key = "donebook.news " + new URL(".", location.href).pathname;
    var seen = null;
    try {
      seen = localStorage.getItem(key);
      localStorage.setItem(key, days[0].dataset.day);
    } catch (refused) { return; }
    if (!seen) return;
    days.forEach(function (day) {
      if (day.dataset.day <= seen) return;
      day.dataset.isNew = "";
      day.querySelector(".db-new").hidden = false;
      document.querySelectorAll("[data-seen]").forEach(function (note) { note.hidden = false; });
    });
  }

  /* One cell of the map is open at a time, and Escape closes it. */
  function mountMap(map) {
    map.addEventListener("toggle", function (event) {
      if (!event.target.open) return;
      map.querySelectorAll("details[open]").forEach(function (other) { if (other !== event.target) other.open = false; });
    }, true);
    map.addEventListener("keydown", function (event) {
      var open = event.key === "Escape" && map.querySelector("details[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
  }

  function mountChart(chart) { load("map.js").then(function () { window.donebookMap(chart); }); }

  /* A printed sheet's code leads here with ?sheet=ID&v=VERSION. Whatever stands there is only compared. */
  function mountPrinted(verdict) {
    var asked = new URLSearchParams(location.search);
    var id = asked.get("sheet"), version = asked.get("v");
    if (!id) return;
    var find = function (name, value) {
      return Array.from(document.querySelectorAll("[data-" + name + "]")).find(function (part) { return part.dataset[name] === value; });
    };
    var row = find("sheet", id), old = find("moved", id);
    var after = row || (old && find("sheet", old.dataset.to));
    var state = row ? (row.dataset.version === version ? "current" : "changed") : after ? "moved" : "gone";
    var part = verdict.querySelector("[data-when=" + state + "]");
    var said = function (name, fill) { verdict.querySelectorAll("[data-said=" + name + "]").forEach(fill); };
    said("title", function (place) { place.textContent = after ? after.querySelector("th").textContent : ""; });
    said("printed", function (place) { place.textContent = version || say("no-number"); });
    said("version", function (place) { place.textContent = after ? after.dataset.version : ""; });
    said("links", function (place) { if (after) place.append.apply(place, Array.from(after.lastElementChild.cloneNode(true).childNodes)); });
    verdict.querySelectorAll("[data-when=due]").forEach(function (note) { note.hidden = !row || row.dataset.reviewBy >= new Date().toISOString().slice(0, 10); });
    part.hidden = false;
    verdict.hidden = false;
    if (after) after.dataset.here = "";
  }

  function once(part, mount) {
    if (part.dataset.mounted) return;
    part.dataset.mounted = "yes";
    mount(part);
  }

  function mountPage() {
    followWords();
    nameKeys();
    mountOwn();
    markStage();
    markOverdue();
    document.querySelectorAll("[data-copy]").forEach(function (part) { once(part, mountCopy); });
    document.querySelectorAll("[data-print]").forEach(function (part) { once(part, mountPrint); });
    document.querySelectorAll("[data-news]").forEach(function (part) { once(part, mountNews); });
    document.querySelectorAll("[data-printed]").forEach(function (part) { once(part, mountPrinted); });
    document.querySelectorAll("[data-chart]").forEach(function (part) { once(part, mountChart); });
    document.querySelectorAll(".db-map").forEach(function (part) { once(part, mountMap); });
  }

  window.donebook = {
    copy: copy, here: here, load: load, say: say,
    hasSingleKeys: hasSingleKeys, isTyping: isTyping, selectField: selectField, setSingleKeys: setSingleKeys,
    words: function (section) { return function (name, values) { return say(section + "." + name, values); }; }
  };
  // A page that is no part of the site, such as the one for lost addresses, has no version to tell.
  if (!isBare) window.addEventListener("load", function () { load("anywhere.js"); });

  if (window.document$) window.document$.subscribe(mountPage);
  else mountPage();
})();
