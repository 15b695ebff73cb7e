/* The site as an app: which version it is, whether all of it is here, and a newer one once there is one. */
(function () {
  "use strict";

  var donebook = window.donebook, root = new URL("../../", donebook.here), AGAIN = 30 * 60 * 1000, LATER = "donebook.later";
  var work = location.protocol.startsWith("http") && navigator.serviceWorker;
  var newer = null, newerId = "", isHere = null, asked = Date.now();

  function say(name, values) { return donebook.say("app." + name, values); }

  /* What a worker answers. */
  function ask(worker, what) {
    return new Promise(function (done) {
      var line = new MessageChannel();
      line.port1.onmessage = function (event) { done(event.data); };
      worker.postMessage(what, [line.port2]);
    });
  }

  // ---- what is said at the foot

  /* A newer version is put off until tomorrow, or until the one after it. */
  function later() { return newerId + " " + new Date().toDateString(); }

  function isPutOff() {
    try { return localStorage.getItem(LATER) === later(); } catch (refused) { return false; }
  }

  function putOff() {
    try { localStorage.setItem(LATER, later()); } catch (refused) { /* then the next page says it again */ }
    document.querySelector("[data-newer]").hidden = true;
  }

  /* The page may be another one by now; what is known is said on each. */
  function tell() {
    var version = window.donebookVersion, foot = document.querySelector("[data-version]"), note = document.querySelector("[data-newer]");
    if (!version || !foot) return;
    var newest = new Date(version.day + "T12:00"), A_DAY = 24 * 60 * 60 * 1000;
    // A day that lies ahead is a slip of the editor's, and no day on which anything was reviewed.
    var day = newest < Date.now() + A_DAY && newest.toLocaleDateString(donebook.say("locale"), { day: "numeric", month: "short", year: "numeric" });
    var words = [say(day ? "version-of" : "version", { id: version.id, day: day })];
    if (isHere !== null) words.push(say(isHere ? "here" : "partly-here"));
    foot.textContent = words.join(" · ");
    note.hidden = !newer || isPutOff();
  }

  // ---- the worker

  /* Where only what hosts are told has changed, there is nothing to ask. */
  function waits(worker) {
    ask(worker, "version").then(function (id) {
      if (id === window.donebookVersion.id) return worker.postMessage("show");
      newer = worker;
      newerId = id;
      tell();
    });
  }

  function watch(registration) {
    if (registration.waiting && work.controller) waits(registration.waiting);
    registration.addEventListener("updatefound", function () {
      var coming = registration.installing;
      coming.addEventListener("statechange", function () {
        if (coming.state === "installed" && work.controller) waits(coming);
      });
    });
    document.addEventListener("visibilitychange", function () {
      if (document.hidden || Date.now() - asked < AGAIN) return;
      asked = Date.now();
      registration.update().catch(function () { /* without a network there is nothing newer */ });
    });
    work.ready.then(function (ready) { return ask(ready.active, "keep"); }).then(function (isAll) {
      isHere = isAll;
      tell();
    });
  }

  function start() {
    if (window.document$) window.document$.subscribe(tell);
    else tell();
    if (!work || !window.donebookVersion.isKept) return;
    work.register(new URL("sw.js", root), { scope: root.pathname, updateViaCache: "none" }).then(watch, function () { /* it works with a network all the same */ });
    // Only somebody's own click shows another version: nothing is loaded anew under their hands.
    document.addEventListener("click", function (event) {
      if (event.target.closest("[data-later]")) return putOff();
      if (!event.target.closest("[data-show-newer]") || !newer) return;
      // Somebody may have asked for it in another tab already.
      if (newer.state === "activated") return location.reload();
      work.addEventListener("controllerchange", function () { location.reload(); });
      newer.postMessage("show");
    });
  }

  donebook.load("version.js").then(start, function () { /* a site that is being edited has no version */ });
})();
