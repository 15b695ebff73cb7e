/* The service worker. It keeps only what is the site's own, by the hash of each file. A version is
   kept as a whole before any of it goes before the network, and the one before it stays until nobody
   looks at it, so that a page never meets another version's script. */
(function () {
  "use strict";

  var site = self.donebookSite, scope = self.registration.scope, AT_ONCE = 6, HOUR = 3600000, DAY = 24 * HOUR;
  var FOLDER = new URL(scope).pathname, OURS = "donebook " + FOLDER + " ", NAME = OURS + site.list;
  var LIST = "files.json", SAYS = "assets/donebook/version.js";
  // What is noted about the files that are kept: that these are all, and when the site last answered.
  var WHOLE = LIST + "/whole", HEARD = LIST + "/heard";
  var known = null, whole = false, keeping = null;

  // ---- what is kept

  function address(path) {
    var shown = path.replace(/(^|\/)index\.html$/, "$1");
    return new URL(encodeURI(shown).replace(/[?#]/g, encodeURIComponent), scope).href;
  }

  /* Where a browser keeps nothing any more, the network is all there is. */
  async function look(path, name) {
    try {
      return await caches.match(address(path), { cacheName: name || NAME });
    } catch (refused) { return undefined; }
  }

  /* Whether there was room for it. */
  async function put(path, answer) {
    try {
      await (await caches.open(NAME)).put(address(path), answer);
      return true;
    } catch (refused) { return false; }
  }

  /* The site's files, each with its hash; none where not even these are kept. */
  async function files() {
    if (!known) {
      var kept = await look(LIST);
      known = kept ? await kept.json() : null;
    }
    return known || {};
  }

  async function names() { return (await caches.keys()).filter(function (name) { return name.startsWith(OURS); }); }

  async function others() { return (await names()).filter(function (name) { return name !== NAME; }); }

  async function remove(some) { await Promise.all(some.map(function (name) { return caches.delete(name); })); }

  async function isWhole() {
    if (!whole) whole = Boolean(await look(WHOLE));
    return whole;
  }

  // ---- what is kept is the site's

  /* An answer whose bytes have this hash, whichever way it came; a login page, an error, or what a host has changed is none. */
  async function own(answer, hash) {
    var bytes = await answer.arrayBuffer();
    var digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    var hex = Array.from(digest, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    if (hex !== hash) return null;
    var headers = new Headers(answer.headers);
    // These are about how it was sent; by now it is decoded, and the same for every request.
    ["content-encoding", "content-length", "vary"].forEach(function (name) { headers.delete(name); });
    return new Response(bytes, { headers: headers });
  }

  async function keepAnswer(path, hash, answer) {
    var file = await own(answer, hash);
    return Boolean(file) && put(path, file);
  }

  async function keep(path, hash) {
    try {
      // A copy in the browser's HTTP cache would outlast what is kept for some days.
      return await keepAnswer(path, hash, await fetch(address(path), { cache: site.days ? "no-store" : "no-cache" }));
    } catch (offline) { return false; }
  }

  /* The same file as another version has it, so that a new one costs only what is new. */
  async function keepAsBefore(path, hash, before) {
    for (var version of before) {
      var kept = version.files[path] === hash && await look(path, version.name);
      if (kept) return put(path, kept);
    }
    return false;
  }

  async function versionsBefore() {
    return Promise.all((await others()).map(async function (name) {
      var list = await look(LIST, name);
      return { name: name, files: list ? await list.json() : {} };
    }));
  }

  /* Large playbooks are kept page by page, as they are opened. */
  function isLater(path) {
    return site.later.some(function (part) {
      return path === part || (part.endsWith("/") && path.startsWith(part)) || (part[0] === "." && path.endsWith(part));
    });
  }

  /* Keeps what is missing of this version, and says whether it is all here now. Where it has been
     tried before, the first that is not the site's ends it: a host that asks to sign in, or changes
     what it sends, would be asked for everything again and again. */
  async function keepRest() {
    if (await isWhole()) return true;
    var isAgain = Boolean(await look(LIST));
    if (!isAgain && !await keep(LIST, site.list)) return false;
    var all = await files(), before = await versionsBefore(), cache = await caches.open(NAME);
    var kept = new Set((await cache.keys()).map(function (request) { return request.url; })), failed = 0;
    var missing = Object.keys(all).filter(function (path) { return !isLater(path) && !kept.has(address(path)); });
    for (var n = 0; n < missing.length && !(isAgain && failed); n += AT_ONCE) {
      var done = await Promise.all(missing.slice(n, n + AT_ONCE).map(async function (path) {
        return await keepAsBefore(path, all[path], before) || keep(path, all[path]);
      }));
      failed += done.filter(function (isKept) { return !isKept; }).length;
    }
    return !failed && put(WHOLE, new Response(""));
  }

  function keepOnce() {
    if (!keeping) keeping = keepRest().finally(function () { keeping = null; });
    return keeping;
  }

  // ---- how long it is kept

  /* Asks the site for its version; whatever asks to sign in says none. */
  async function hear() {
    try {
      var answer = await fetch(address(SAYS), { cache: "no-store" });
      if (answer.ok && (await answer.text()).startsWith("window.donebookVersion = {")) await put(HEARD, new Response(String(Date.now())));
    } catch (offline) { /* then it was heard no later than before */ }
  }

  /* Milliseconds since the site last answered. */
  async function silence() {
    var heard = await look(HEARD);
    return heard ? Date.now() - Number(await heard.text()) : Infinity;
  }

  /* What is kept for some days goes when these are over; a clock that was set back ends them, too. */
  async function letGoIfOver() {
    if (!site.days || !await caches.has(NAME)) return;
    var age = await silence();
    if (age < site.days * DAY && age > -DAY) return;
    known = null;
    whole = false;
    await remove(await names());
  }

  // ---- events

  /* A whole version is replaced by a whole one only. */
  async function install() {
    await hear();
    var isAll = await keepOnce();
    if (!await look(LIST)) throw new Error("the site is being published, or asks to sign in");
    if (isAll || !self.registration.active) return;
    var before = await Promise.all((await others()).map(function (name) { return look(WHOLE, name); }));
    if (before.some(Boolean)) throw new Error("not all of the new version could be kept");
  }

  async function activate() {
    await remove(await others());
    await self.clients.claim();
  }

  async function keepOn() {
    await letGoIfOver();
    if (site.days && await silence() > HOUR) await hear();
    return keepOnce();
  }

  /* Whatever an address asks of a page, the page is the same. */
  function pathOf(request) {
    var path = decodeURIComponent(new URL(request.url).pathname.slice(FOLDER.length));
    return /(?:^|\/)$/.test(path) ? path + "index.html" : path;
  }

  async function keptAnswer(request, path, all) {
    var kept = await look(path);
    var isFolder = !kept && request.mode === "navigate" && all[path + "/index.html"] && await look(path + "/index.html");
    return isFolder ? Response.redirect(scope + path + "/" + new URL(request.url).search) : kept;
  }

  async function nothingHere(request, path, all) {
    var page = request.mode === "navigate" && !all[path] && await look("404.html");
    return page && new Response(await page.blob(), { status: 404, headers: page.headers });
  }

  /* Until all of a version is kept, the network goes first: what it sends belongs together. */
  async function answer(event) {
    await letGoIfOver();
    var request = event.request, path = pathOf(request), all = await files();
    var kept = await isWhole() && await keptAnswer(request, path, all);
    if (kept) return kept;
    try {
      var found = await fetch(request, site.days ? { cache: "no-cache" } : {});
      if (all[path]) event.waitUntil(keepAnswer(path, all[path], found.clone()));
      return found;
    } catch (offline) {
      var rest = await keptAnswer(request, path, all) || await nothingHere(request, path, all);
      if (!rest) throw offline;
      return rest;
    }
  }

  self.addEventListener("install", function (event) { event.waitUntil(install()); });
  self.addEventListener("activate", function (event) { event.waitUntil(activate()); });
  self.addEventListener("message", function (event) {
    if (event.data === "show") self.skipWaiting();
    if (event.data === "version") event.ports[0].postMessage(site.version);
    if (event.data === "keep") event.waitUntil(keepOn().then(function (isAll) { event.ports[0].postMessage(isAll); }));
  });
  self.addEventListener("fetch", function (event) {
    var request = event.request, isOurs = request.method === "GET" && request.url.startsWith(scope) && !request.headers.has("range");
    if (isOurs && pathOf(request) !== "sw.js") event.respondWith(answer(event));
  });
})();
