/* Deals, kept in this browser: one key for each field, so that tabs never write over each other.

   donebook.deal.ID        the deal's name, as typed
   donebook.field.ID.KEY   a field of it
   donebook.review.ID      what stood in it at the last review: {on, fields}
   donebook.current        the deal that was open last

   Whatever the browser refuses to keep stays in memory, and `isKept` says so. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var DEAL = "donebook.deal.", FIELD = "donebook.field.", REVIEW = "donebook.review.", CURRENT = "donebook.current";
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

  /* What could not be kept before may fit now. */
  function keep() {
    Array.from(inMemory).forEach(function (entry) { write(entry[0], entry[1]); });
    return inMemory.size === 0;
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
      if (found && typeof found.on === "string" && typeof found.fields === "object" && found.fields) return { on: found.on, fields: found.fields };
    } catch (broken) { /* written by something else: as if there had been no review */ }
    return null;
  }

  function setReview(id, value) { write(REVIEW + id, value && JSON.stringify(value)); }

  /* Everything about a deal, as plain values; `restore` is the way back. */
  function snapshot(id) {
    return { id: id, name: read(DEAL + id), fields: Array.from(fields(id)), review: review(id) };
  }

  function restore(deal) {
    remove(deal.id);
    write(DEAL + deal.id, deal.name);
    deal.fields.forEach(function (entry) { set(deal.id, entry[0], entry[1]); });
    if (deal.review) setReview(deal.id, deal.review);
    open(deal.id);
  }

  function create(name, values, reviewed) {
    var id = newId();
    restore({ id: id, name: free(name || ""), fields: Array.from(values || []), review: reviewed });
    return id;
  }

  function remove(id) {
    keys(FIELD + id + ".").concat(REVIEW + id, DEAL + id).forEach(function (key) { write(key, null); });
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

  window.donebookDeals = {
    create: create, current: current, fields: fields, get: get, has: has, keep: keep, list: list, open: open, remove: remove,
    rename: function (id, name) { write(DEAL + id, name); }, restore: restore, review: review, set: set, setReview: setReview,
    snapshot: snapshot, title: title,
    /* What a change in another tab is about: {id, key} of a field, or {} of anything else of ours. */
    changed: function (key) {
      if (key === null) return {};
      if (!key.startsWith("donebook.")) return null;
      var rest = key.startsWith(FIELD) ? key.slice(FIELD.length) : "";
      var dot = rest.indexOf(".");
      return dot > 0 ? { id: rest.slice(0, dot), key: rest.slice(dot + 1) } : {};
    }
  };
})();
