/* The site as an app: which version it is, whether all of it is here, and a newer one once there is one. */
(function () {
  "use strict";

  var donebook = window.donebook, root = new URL("../../", donebook.here), AGAIN = 30 * 60 * 1000;
  var work = location.protocol.startsWith("http") && navigator.serviceWorker;
  var newer = null, isHere = false, asked = Date.now();

  function say(name, values) { return donebook.say("app." + name, values); }

  /* The page may be another one by now; what is known is said on each. */
  function tell() {
    var version = window.donebookVersion, foot = document.querySelector("[data-version]"), note = document.querySelector("[data-newer]");
    if (!version || !foot) return;
    var day = version.day && new Date(version.day + "T12:00").toLocaleDateString(donebook.say("locale"), { day: "numeric", month: "short", year: "numeric" });
    foot.textContent = say(day ? "version-of" : "version", { id: version.id, day: day }) + (isHere ? " · " + say("here") : "");
    note.hidden = !newer;
  }

  function waits(worker) {
    newer = worker;
    tell();
  }

  function watch(registration) {
    if (registration.waiting && navigator.serviceWorker.controller) waits(registration.waiting);
    registration.addEventListener("updatefound", function () {
      var coming = registration.installing;
      coming.addEventListener("statechange", function () {
        if (coming.state === "installed" && navigator.serviceWorker.controller) waits(coming);
      });
    });
    document.addEventListener("visibilitychange", function () {
      if (document.hidden || Date.now() - asked < AGAIN) return;
      asked = Date.now();
      registration.update().catch(function () { /* without a network there is nothing newer */ });
    });
    navigator.serviceWorker.ready.then(function () { isHere = true; tell(); });
  }

  function start() {
    if (window.document$) window.document$.subscribe(tell);
    else tell();
    if (!work) return;
    work.register(new URL("sw.js", root), { scope: root.pathname, updateViaCache: "none" }).then(watch, function () { /* it works with a network all the same */ });
    // Only somebody's own click shows another version: nothing is loaded anew under their hands.
    document.addEventListener("click", function (event) {
      if (!event.target.closest("[data-show-newer]") || !newer) return;
      // Somebody may have asked for it in another tab already.
      if (newer.state === "activated") return location.reload();
      work.addEventListener("controllerchange", function () { location.reload(); });
      newer.postMessage("show");
    });
  }

  donebook.load("version.js").then(start, function () { /* a site that is being edited has no version */ });
})();
