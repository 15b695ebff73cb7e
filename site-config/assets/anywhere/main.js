/* The site as an app: which version it is, whether all of it is here, and a newer one once there is one. */
import { ours } from "../ours.js";
import { readable } from "../page/days.js";
import { remember, remembered } from "../page/kept.js";
import { here, load, onEachPage } from "../page/load.js";
import { hit, one } from "../page/parts.js";
import { wordsOf } from "../page/words.js";

const say = wordsOf("app");
const root = new URL("../../", here);
const AGAIN = 30 * 60 * 1000;
const A_DAY = 24 * 60 * 60 * 1000;
const LATER = "donebook.later";
const work = location.protocol.startsWith("http") ? navigator.serviceWorker : undefined;

/** @type {ServiceWorker | null} */
let newer = null;
let newerId = "";
/** @type {boolean | null} */
let isHere = null;
let asked = Date.now();

/**
 * What a worker answers.
 *
 * @param {ServiceWorker} worker
 * @param {string} what
 * @returns {Promise<any>}
 */
function ask(worker, what) {
  return new Promise((done) => {
    const line = new MessageChannel();
    line.port1.addEventListener("message", (event) => done(event.data));
    line.port1.start();
    worker.postMessage(what, [line.port2]);
  });
}

// ---- what is said at the foot

/** A newer version is put off until tomorrow, or until the one after it. */
function later() {
  return newerId + " " + new Date().toDateString();
}

function putOff() {
  remember(LATER, later());
  one(document, "[data-newer]").hidden = true;
}

/** The page may be another one by now; what is known is said on each. */
function tellVersion() {
  const version = ours.version;
  const foot = document.querySelector("[data-version]");
  if (!version || !foot) return;
  // A day that lies ahead is a slip of the editor's, and no day on which anything was reviewed.
  const isPast = new Date(version.day + "T12:00").getTime() < Date.now() + A_DAY;
  const day = isPast && readable(version.day);
  const words = [say(day ? "version-of" : "version", { id: version.id, day })];
  if (isHere !== null) words.push(say(isHere ? "here" : "partly-here"));
  foot.textContent = words.join(" · ");
  one(document, "[data-newer]").hidden = !newer || remembered(LATER) === later();
}

// ---- the worker

/**
 * Where only what hosts are told has changed, there is nothing to ask.
 *
 * @param {ServiceWorker} worker
 */
async function waits(worker) {
  const id = await ask(worker, "version");
  if (id === ours.version.id) {
    worker.postMessage("show");
    return;
  }
  newer = worker;
  newerId = id;
  tellVersion();
}

/**
 * @param {ServiceWorkerContainer} container
 * @param {ServiceWorkerRegistration} registration
 */
function watch(container, registration) {
  if (registration.waiting && container.controller) waits(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    if (coming) coming.addEventListener("statechange", () => {
      if (coming.state === "installed" && container.controller) waits(coming);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < AGAIN) return;
    asked = Date.now();
    registration.update().catch(() => { /* without a network there is nothing newer */ });
  });
  container.ready.then((ready) => ask(/** @type {ServiceWorker} */ (ready.active), "keep")).then((isAll) => {
    isHere = isAll;
    tellVersion();
  });
}

/**
 * Only somebody's own click shows another version: nothing is loaded anew under their hands.
 *
 * @param {ServiceWorkerContainer} container
 * @param {Event} event
 */
function answerClick(container, event) {
  if (hit(event).closest("[data-later]")) {
    putOff();
    return;
  }
  if (!hit(event).closest("[data-show-newer]") || !newer) return;
  if (newer.state === "activated") {
    // Somebody may have asked for it in another tab already.
    location.reload();
    return;
  }
  container.addEventListener("controllerchange", () => location.reload());
  newer.postMessage("show");
}

/** @param {ServiceWorkerContainer} container */
function register(container) {
  container.register(new URL("sw.js", root), { scope: root.pathname, updateViaCache: "none" })
    .then((registration) => watch(container, registration), () => { /* it works with a network all the same */ });
  document.addEventListener("click", (event) => answerClick(container, event));
}

function tellEverywhere() {
  onEachPage(tellVersion);
  if (work && ours.version?.isKept) register(work); // a site that is being edited has no version
}

load("version.js").then(tellEverywhere, () => { /* nothing is told of a version, and all else works */ });
