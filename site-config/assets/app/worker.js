/*
 * The service worker. It keeps only what is the site's own, by the hash of each file. A version is
 * kept as a whole before any of it goes before the network, and the one before it stays until nobody
 * looks at it, so that a page never meets another version's script.
 */
import { decoded } from "../page/decoded.js";
import { files, isWhole, look, others, remove, scope, site, worker, FOLDER, LIST, WHOLE } from "./kept.js";
import { keepAnswer } from "./own.js";
import { hear, keepOn, keepOnce, letGoIfOver } from "./whole.js";

/** @import { Files } from "./kept.js" */

/** A whole version is replaced by a whole one only. */
async function install() {
  await hear();
  const isAll = await keepOnce();
  if (!await look(LIST)) throw new Error("the site is being published, or asks to sign in");
  if (isAll || !worker.registration.active) return;
  const before = await Promise.all((await others()).map((name) => look(WHOLE, name)));
  if (before.some(Boolean)) throw new Error("not all of the new version could be kept");
}

async function activate() {
  await remove(await others());
  await worker.clients.claim();
}

/**
 * Whatever an address asks of a page, the page is the same.
 *
 * @param {Request} request
 */
function pathOf(request) {
  const path = decoded(new URL(request.url).pathname.slice(FOLDER.length));
  return /(?:^|\/)$/.test(path) ? path + "index.html" : path;
}

/**
 * @param {Request} request
 * @param {string} path
 * @param {Files} all
 */
async function keptAnswer(request, path, all) {
  const kept = await look(path);
  const isFolder = !kept && request.mode === "navigate" && all[path + "/index.html"] && await look(path + "/index.html");
  return isFolder ? Response.redirect(scope + path + "/" + new URL(request.url).search) : kept;
}

/**
 * @param {Request} request
 * @param {string} path
 * @param {Files} all
 */
async function nothingHere(request, path, all) {
  const page = request.mode === "navigate" && !all[path] && await look("404.html");
  return page && new Response(await page.blob(), { status: 404, headers: page.headers });
}

/**
 * Until all of a version is kept, the network goes first: what it sends belongs together.
 *
 * @param {FetchEvent} event
 */
async function answer(event) {
  await letGoIfOver();
  const request = event.request;
  const path = pathOf(request);
  const all = await files();
  const kept = await isWhole() && await keptAnswer(request, path, all);
  if (kept) return kept;
  try {
    const found = await fetch(request, { cache: "no-cache" });
    if (all[path]) event.waitUntil(keepAnswer(path, all[path], found.clone()));
    return found;
  } catch (offline) {
    const rest = await keptAnswer(request, path, all) || await nothingHere(request, path, all);
    if (!rest) throw offline;
    return rest;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "show") worker.skipWaiting();
  if (event.data === "version") event.ports[0].postMessage(site.version);
  if (event.data === "keep") event.waitUntil(keepOn().then((isAll) => event.ports[0].postMessage(isAll)));
});
worker.addEventListener("fetch", (event) => {
  const request = event.request;
  const isOurs = request.method === "GET" && request.url.startsWith(scope) && !request.headers.has("range");
  if (isOurs && pathOf(request) !== "sw.js") event.respondWith(answer(event));
});
