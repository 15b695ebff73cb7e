/* On file:// a browser starts no worker. The theme's search runs in a frame of its own instead, which
   is told and answers as a worker would. It stands in the head, before the theme's own script. */
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
