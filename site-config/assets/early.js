/* What has to be there before the theme's own script, which begins at once. */

/* The theme fetches its search index on every page, before anybody searches, and the index grows with
   the playbook. It is held back until somebody does. */
(function () {
  "use strict";

  var wanted = /[?&]q=/.test(location.search), waiting = [];
  var open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;

  XMLHttpRequest.prototype.open = function (method, address) {
    this.isIndex = /\/search_index\.json$/.test(address);
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.isIndex && !wanted) waiting.push(this);
    else send.call(this, body);
  };
  document.addEventListener("focusin", function (event) {
    if (wanted || !event.target.matches(".md-search__input")) return;
    wanted = true;
    waiting.forEach(function (request) { send.call(request); });
  });
})();

/* On file:// a browser starts no worker. The search runs in a frame of its own instead, which is told
   and answers as a worker would. */
(function () {
  "use strict";

  if (location.protocol !== "file:") return;

  window.Worker = function (address) {
    var thread = new EventTarget(), frame = document.createElement("iframe"), waiting = [];
    frame.hidden = true;
    thread.postMessage = function (data) { waiting.push(data); };
    thread.terminate = function () { frame.remove(); };
    (document.body || document.documentElement).append(frame);
    var inside = frame.contentWindow;

    function load(url) {
      return new Promise(function (done, failed) {
        var script = inside.document.createElement("script");
        script.src = url;
        script.addEventListener("load", done);
        script.addEventListener("error", failed);
        inside.document.documentElement.append(script);
      });
    }

    inside.postMessage = function (data) { thread.dispatchEvent(new MessageEvent("message", { data: data })); };
    inside.importScripts = function () { return Promise.all(Array.from(arguments, load)); };
    load(address).then(function () {
      thread.postMessage = function (data) { inside.dispatchEvent(new inside.MessageEvent("message", { data: data })); };
      waiting.forEach(thread.postMessage);
    });
    return thread;
  };
})();
