/* Deals, kept in this browser: one key for each field, so that tabs never write over each other.
   Each key begins with its playbook, since several playbooks can share one origin.

   donebook PLAYBOOK deal.ID        the deal's name, as typed
   donebook PLAYBOOK stage.ID       the stage it is in
   donebook PLAYBOOK field.ID.KEY   a field of it
   donebook PLAYBOOK review.ID      what stood in it at the last review: {on, stage, fields}
   donebook PLAYBOOK current        the deal that was open last

   What the browser refuses to keep stays in memory, and `keep` says so. */
(function () {
  "use strict";

  var word = window.donebook.words("deal"), signs = window.donebookSigns;
  // A site is known by its address. A folder can lie anywhere, so there the playbook's name counts.
  var PLAYBOOK = location.protocol === "file:" ? window.donebookSheets.playbook : new URL("../../", window.donebook.here).pathname;
  var OURS = "donebook " + PLAYBOOK + " ", OLD = "donebook.", OF_OLD = /^donebook\.(?:current$|(?:deal|field|review)\.)/;
  var DEAL = OURS + "deal.", STAGE = OURS + "stage.", FIELD = OURS + "field.", REVIEW = OURS + "review.", CURRENT = OURS + "current";
  var inMemory = new Map(); // null stands for "removed"

  function storage() {
    try { return window.localStorage; } catch (refused) { return null; }
  }

  function read(key) {
    if (inMemory.has(key)) return inMemory.get(key);
    try { return storage().getItem(key); } catch (refused) { return null; }
  }

  function write(key, value) {
    try {
      if (value === null) storage().removeItem(key);
      else storage().setItem(key, value);
      inMemory.delete(key);
    } catch (refused) {
      inMemory.set(key, value);
    }
  }

  /* Whether nothing that somebody wrote waits for room. */
  function isKept() { return !Array.from(inMemory).some(function (entry) { return entry[1] !== null && entry[0] !== CURRENT; }); }

  /* What could not be kept before may fit now. */
  function keep() {
    Array.from(inMemory).forEach(function (entry) { write(entry[0], entry[1]); });
    return isKept();
  }

  function keys(prefix) {
    var found = new Set();
    try {
      var kept = storage();
      for (var n = 0; n < kept.length; n++) found.add(kept.key(n));
    } catch (refused) { /* nothing is kept here */ }
    inMemory.forEach(function (value, key) { found[value === null ? "delete" : "add"](key); });
    return Array.from(found).filter(function (key) { return key.startsWith(prefix); });
  }

  /* An old key and its value as they are kept today. */
  function today(key, value) {
    var rest = key.slice(OLD.length), field = /^(field\.[^.]+\.)(.*)$/s.exec(rest);
    if (field) {
      var now = signs.field(field[2], value);
      return [OURS + field[1] + now[0], now[1]];
    }
    return [OURS + rest, rest.startsWith("review.") ? signs.review(value) : value];
  }

  /* Deals from before playbooks were told apart move to the first playbook that is opened. The old key
     makes room for the new one, and comes back where that is still not enough. */
  function moveOver(key) {
    var kept = storage(), value = kept.getItem(key), now = today(key, value);
    kept.removeItem(key);
    if (kept.getItem(now[0]) === null) write(now[0], now[1]);
    if (inMemory.has(now[0])) kept.setItem(key, value);
  }

  function moveAllOver() {
    try { keys(OLD).filter(function (key) { return OF_OLD.test(key); }).forEach(moveOver); } catch (refused) { /* nothing is kept here */ }
  }

  /* Later ones sort behind earlier ones. */
  function newId() {
    var numbers = window.crypto.getRandomValues(new Uint32Array(2));
    return [Date.now()].concat(Array.from(numbers)).map(function (n) { return n.toString(36); }).join("");
  }

  function fields(id) {
    var start = FIELD + id + ".";
    var found = new Map();
    keys(start).sort().forEach(function (key) { found.set(key.slice(start.length), read(key)); });
    return found;
  }

  function get(id, key) { return read(FIELD + id + "." + key); }

  function set(id, key, value) { write(FIELD + id + "." + key, value); }

  function has(id) { return !!id && read(DEAL + id) !== null; }

  /* The stage's id, or "" where nobody has said it. */
  function stage(id) { return read(STAGE + id) || ""; }

  /* A deal without a name goes by its account. */
  function title(id) { return read(DEAL + id) || get(id, "account") || word("unnamed"); }

  function list() {
    return keys(DEAL).map(function (key) { return key.slice(DEAL.length); })
      .map(function (id) { return { id: id, title: title(id) }; })
      .sort(function (a, b) { return a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1); })
      .map(function (deal, n, all) {
        var same = all.filter(function (other, m) { return m <= n && other.title === deal.title; }).length;
        return same < 2 ? deal : { id: deal.id, title: deal.title + " (" + same + ")" };
      });
  }

  function free(name) {
    var taken = new Set(list().map(function (deal) { return deal.title; }));
    var found = name;
    for (var n = 2; name && taken.has(found); n++) found = name + " (" + n + ")";
    return found;
  }

  function review(id) {
    try {
      var found = JSON.parse(read(REVIEW + id));
      if (found && typeof found.on === "string" && typeof found.fields === "object" && found.fields) return { on: found.on, stage: typeof found.stage === "string" ? found.stage : undefined, fields: found.fields };
    } catch (broken) { /* written by something else: as if there had been no review */ }
    return null;
  }

  function setReview(id, value) { write(REVIEW + id, value && JSON.stringify(value)); }

  /* Everything about a deal, as plain values; `restore` is the way back. */
  function snapshot(id) {
    return { id: id, name: read(DEAL + id), stage: stage(id), fields: Array.from(fields(id)), review: review(id) };
  }

  /* The deal is there all the time, so that another tab that shows it stays with it. */
  function restore(deal) {
    var wanted = new Set(deal.fields.map(function (entry) { return entry[0]; }));
    write(DEAL + deal.id, deal.name);
    write(STAGE + deal.id, deal.stage || null);
    fields(deal.id).forEach(function (value, key) { if (!wanted.has(key)) set(deal.id, key, null); });
    deal.fields.forEach(function (entry) { set(deal.id, entry[0], entry[1]); });
    setReview(deal.id, deal.review || null);
    open(deal.id);
  }

  /* A new deal of {name, stage, fields, review}, each of which may be missing; fields are [key, value]. */
  function create(values) {
    var id = newId();
    restore({ id: id, name: free(values.name || ""), stage: values.stage, fields: Array.from(values.fields || []), review: values.review });
    return id;
  }

  function remove(id) {
    // What could not move over for want of room must not come back.
    keys(OLD + "field." + id + ".").concat(OLD + "review." + id, OLD + "deal." + id, keys(FIELD + id + "."), REVIEW + id, STAGE + id, DEAL + id).forEach(function (key) { write(key, null); });
  }

  /* The deal of this tab; a new tab starts with the one that was open last. */
  function current() {
    var own = null;
    try { own = window.sessionStorage.getItem(CURRENT); } catch (refused) { /* memory has it */ }
    return [own, read(CURRENT)].find(has) || null;
  }

  function open(id) {
    try { window.sessionStorage.setItem(CURRENT, id || ""); } catch (refused) { /* as above */ }
    write(CURRENT, id || null);
  }

  moveAllOver();
  // What the browser could not keep is gone with the page, so it asks first.
  window.addEventListener("beforeunload", function (event) { if (!keep()) { event.preventDefault(); event.returnValue = true; } });
  window.donebookDeals = {
    create: create, current: current, fields: fields, get: get, has: has, keep: keep, list: list, open: open, remove: remove,
    rename: function (id, name) { write(DEAL + id, name); }, restore: restore, review: review, set: set, setReview: setReview,
    setStage: function (id, value) { write(STAGE + id, value || null); }, stage: stage,
    snapshot: snapshot, title: title,
    /* What a change in another tab is about: {id, key} of a field, or {} of anything else of ours. */
    changed: function (key) {
      if (key === null) return {};
      if (!key.startsWith(OURS)) return null;
      var rest = key.startsWith(FIELD) ? key.slice(FIELD.length) : "";
      var dot = rest.indexOf(".");
      return dot > 0 ? { id: rest.slice(0, dot), key: rest.slice(dot + 1) } : {};
    }
  };
})();
