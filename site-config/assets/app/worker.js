/* The service worker. A version is kept as a whole before any of it is shown, and the one before it
   stays until nobody looks at it, so that a page never meets another version's script. */
(function () {
  "use strict";

  var site = self.donebookSite, scope = self.registration.scope, AT_ONCE = 6;
  var OURS = "donebook " + new URL(scope).pathname + " ", NAME = OURS + site.version;
  var SAYS = new URL("assets/donebook/version.js", scope);

  /* While a site is being published, its files may be of two versions; then this one is kept later. */
  async function mustBeOne() {
    var said = await fetch(SAYS, { cache: "no-store" });
    if (!said.ok || !(await said.text()).includes('"' + site.version + '"')) throw new Error("the site is being published");
  }

  /* A browser shows no page that was led elsewhere, so what is kept has no trace of it. */
  async function plain(answer) {
    return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
  }

  async function keep(cache, path) {
    var url = new URL(path, scope);
    if (await cache.match(url)) return;
    var answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(url + " can't be fetched");
    await cache.put(url, await plain(answer));
  }

  async function keepEach() {
    var cache = await caches.open(NAME);
    for (var n = 0; n < site.files.length; n += AT_ONCE) {
      await Promise.all(site.files.slice(n, n + AT_ONCE).map(function (path) { return keep(cache, path); }));
    }
    await mustBeOne();
  }

  /* What was kept of a version that changed meanwhile may be the next one's; a version that is in use
     stays, even where it is fetched once more. */
  async function keepAll() {
    await mustBeOne();
    var isNew = !await caches.has(NAME);
    try {
      await keepEach();
    } catch (failed) {
      if (isNew) await caches.delete(NAME);
      throw failed;
    }
  }

  async function letGo() {
    var names = await caches.keys();
    await Promise.all(names.filter(function (name) { return name.startsWith(OURS) && name !== NAME; }).map(function (name) { return caches.delete(name); }));
    await self.clients.claim();
  }

  /* Whatever an address asks of a page, the page is the same. */
  function bare(address) {
    var url = new URL(address);
    url.search = url.hash = "";
    url.pathname = url.pathname.replace(/\/index\.html$/, "/");
    return url;
  }

  /* Without room, or where a browser keeps nothing any more, the network is all there is. */
  async function look(url) {
    try {
      return await (await caches.open(NAME)).match(url);
    } catch (refused) { return undefined; }
  }

  async function store(url, found) {
    try {
      await (await caches.open(NAME)).put(url, found);
    } catch (refused) { /* it is shown all the same */ }
  }

  async function answer(event) {
    var request = event.request, url = bare(request.url), isPage = request.mode === "navigate";
    var kept = await look(url);
    if (kept) return kept;
    if (isPage && !/\.\w+$|\/$/.test(url.pathname) && await look(url + "/")) return Response.redirect(url + "/" + new URL(request.url).search);
    try {
      var found = await fetch(request);
      if (found.status === 200 && !found.redirected) event.waitUntil(store(url, found.clone()));
      return found;
    } catch (offline) {
      var nothing = isPage && await look(new URL("404.html", scope));
      if (!nothing) throw offline;
      return new Response(await nothing.blob(), { status: 404, headers: nothing.headers });
    }
  }

  self.addEventListener("install", function (event) { event.waitUntil(keepAll()); });
  self.addEventListener("activate", function (event) { event.waitUntil(letGo()); });
  self.addEventListener("message", function (event) { if (event.data === "show") self.skipWaiting(); });
  self.addEventListener("fetch", function (event) {
    var isOurs = event.request.method === "GET" && event.request.url.startsWith(scope) && !event.request.headers.has("range");
    if (isOurs && bare(event.request.url).pathname !== new URL("sw.js", scope).pathname) event.respondWith(answer(event));
  });
})();
