/* What a buyer's words lead to, best first. Values in, values out; nothing here knows the page. */
(function () {
  "use strict";

  var typed = window.donebookTyped;
  var SAME = 1, FORM = 0.9, BEGUN = 0.7, KIN = 0.6, TYPO = 0.5;
  var CORE = 1.06, IN_A_ROW = 0.35, LOOKED_AT = 40, MADE_FOR_PRINT = 0.75;

  /* What is typed, as words to look for; of words that say nothing only where there is nothing else. */
  function terms(said) {
    var all = typed.list(said);
    var telling = all.filter(function (word) { return !typed.isCommon(word); });
    return { all: all, sought: Array.from(new Set(telling.length ? telling : all)), isOpen: !/[\s.,;!?]$/.test(said), last: all[all.length - 1] };
  }

  function add(found, form, quality) { if ((found.get(form) || 0) < quality) found.set(form, quality); }

  /* The forms that a typed word may mean, each with how well it fits. */
  function meant(index, word, isBegun, memory) {
    var key = word + (isBegun ? "*" : "");
    if (memory.has(key)) return memory.get(key);
    var found = new Map();
    (index.stems.get(typed.stem(word)) || []).forEach(function (form) { add(found, form, FORM); });
    if (index.formNumbers.has(word)) add(found, index.formNumbers.get(word), SAME);
    if (isBegun && word.length > 1) {
      index.forms.forEach(function (form, n) { if (form.startsWith(word)) add(found, n, BEGUN * Math.max(0.4, word.length / form.length)); });
    }
    if (!found.size) {
      index.forms.forEach(function (form, n) { if (typed.isKin(word, form)) add(found, n, KIN); });
    }
    var most = typed.forgiven(word);
    if (!found.size && most) {
      index.forms.forEach(function (form, n) {
        if (form.length < 4 || typed.isCommon(form)) return;
        var wrong = typed.distance(word, form, most);
        // While a word is being typed, its beginning may be wrong already.
        if (wrong > most && isBegun && form.length > word.length) wrong = typed.distance(word, form.slice(0, word.length), 1) + 1;
        if (wrong <= most) add(found, n, TYPO / wrong);
      });
    }
    memory.set(key, found);
    return found;
  }

  /* How many of the typed words stand one after the other in a text, at most. */
  function longestRun(words, texts) {
    var best = 0;
    texts.forEach(function (text) {
      var stems = typed.list(text).map(typed.stem);
      for (var s = 0; s < stems.length; s++) {
        for (var w = 0; w < words.length; w++) {
          for (var n = 0; w + n < words.length && s + n < stems.length && words[w + n] === stems[s + n]; n++) { /* on */ }
          if (n > best) best = n;
        }
      }
    });
    return best;
  }

  function texts(index, entry) {
    return index.ask(entry).concat(index.heard(entry), index.title(entry), index.also(entry), index.fears(entry));
  }

  function isPrinted(kind) { return kind === "w" || kind === "e"; }

  /* {entries, total, forms, beside, missing}: numbers of entries, best first; how many there are; the forms that
     were looked for, the words that count only beside one of them, and those that stand nowhere. */
  function search(index, said, fits, most, memory) {
    var wanted = terms(said), scores = new Float64Array(index.size), matched = new Float64Array(index.size), touched = [];
    var forms = new Set(), missing = [], all = 0;
    wanted.sought.forEach(function (word) {
      var best = new Map(), isBegun = wanted.isOpen && word === wanted.last, found = meant(index, word, isBegun, memory);
      if (!found.size && !isBegun) missing.push(word);
      found.forEach(function (quality, form) {
        forms.add(index.forms[form]);
        for (var n = index.starts[form]; n < index.starts[form + 1]; n++) {
          var entry = index.places[n] >> 3, worth = quality * index.weights[index.places[n] & 7];
          if ((best.get(entry) || 0) < worth) best.set(entry, worth);
        }
      });
      var rare = Math.log(1 + index.size / (1 + best.size));
      all += rare;
      best.forEach(function (worth, entry) {
        if (!matched[entry]) touched.push(entry);
        matched[entry] += rare;
        scores[entry] += worth * rare;
      });
    });
    var found = touched.filter(fits);
    found.forEach(function (entry) {
      scores[entry] *= Math.pow(matched[entry] / all, 1.5) * (index.isCore(entry) ? CORE : 1) * (isPrinted(index.kinds[entry]) ? MADE_FOR_PRINT : 1);
    });
    var best = top(found, scores, Math.max(most, LOOKED_AT));
    var stems = wanted.all.map(typed.stem);
    if (stems.length > 1) best.slice(0, LOOKED_AT).forEach(function (entry) {
      var run = longestRun(stems, texts(index, entry));
      if (run > 1) scores[entry] *= 1 + IN_A_ROW * run;
    });
    return { entries: best.sort(by(scores)).slice(0, most), total: found.length, forms: forms, beside: new Set(wanted.all), missing: missing };
  }

  function by(scores) { return function (one, other) { return scores[other] - scores[one] || one - other; }; }

  /* The best of many without sorting all. */
  function top(found, scores, most) {
    if (found.length <= most) return found.slice().sort(by(scores));
    var worth = Float64Array.from(found, function (entry) { return scores[entry]; }).sort();
    var least = worth[worth.length - most];
    return found.filter(function (entry) { return scores[entry] >= least; }).sort(by(scores));
  }

  /* Without words: what fits, that of the chosen stage before what is only asked there again, core questions first. */
  function browse(index, fits, most, stage) {
    var found = [];
    for (var entry = 0; entry < index.size; entry++) if (fits(entry)) found.push(entry);
    var order = function (entry) { return "qplwec".indexOf(index.kinds[entry]) * 100 + (index.numbers("stage", entry)[0] === stage ? 0 : 50) + (index.isCore(entry) ? 0 : 25) + (index.numbers("stage", entry)[0] || 0); };
    found.sort(function (one, other) { return order(one) - order(other) || one - other; });
    return { entries: found.slice(0, most), total: found.length, forms: new Set(), beside: new Set(), missing: [] };
  }

  window.donebookSearch = { browse: browse, search: search };
})();
