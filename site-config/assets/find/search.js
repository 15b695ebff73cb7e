/* What a buyer's words lead to, best first. Values in, values out; nothing here knows the page. */
(function () {
  "use strict";

  var typed = window.donebookTyped;
  var SAME = 1, FORM = 0.9, BEGUN = 0.7, KIN = 0.6, TYPO = 0.65;
  // What means much the same: as much as this, and more where several of it meet; a word that has such company is
  // one of the trade, and says more than one that has none.
  var ALIKE = 0.35, EACH = 0.08, MOST = 0.5, TRADE = 1.4;
  var CORE = 1.06, IN_A_ROW = 0.35, LOOKED_AT = 40, MADE_FOR_PRINT = 0.75;

  /* What is typed, as words to look for; of words that say nothing only where there is nothing else. */
  function terms(index, said) {
    var all = typed.list(said);
    var telling = all.filter(function (word) { return !index.isCommon(word); });
    return { all: all, sought: Array.from(new Set(telling.length ? telling : all)), isOpen: !/[\s.,;!?]$/.test(said), last: all[all.length - 1] };
  }

  function add(found, form, quality) { if ((found.get(form) || 0) < quality) found.set(form, quality); }

  /* The forms that a typed word may mean, each with how well it fits. One that is known is typed as it should be. */
  function meant(index, word, isBegun, isKnown, memory) {
    var key = word + (isBegun ? "*" : "") + (isKnown ? "=" : "");
    if (memory.has(key)) return memory.get(key);
    var found = new Map(), keep = function (all) { memory.set(key, all); return all; };
    (index.stems.get(typed.stem(word)) || []).forEach(function (form) { add(found, form, FORM); });
    if (index.formNumbers.has(word)) add(found, index.formNumbers.get(word), SAME);
    if (isBegun && word.length > 1) {
      var begun = [];
      index.forms.forEach(function (form, n) { if (form.startsWith(word)) begun.push(n); });
      var telling = begun.filter(function (n) { return !index.isCommon(index.forms[n]); });
      (telling.length ? telling : begun).forEach(function (n) { add(found, n, BEGUN * Math.max(0.4, word.length / index.forms[n].length)); });
    }
    if (found.size) return keep(found);
    index.forms.forEach(function (form, n) { if (typed.isKin(word, form)) add(found, n, KIN); });
    var most = isKnown ? 0 : typed.forgiven(word);
    if (most) {
      index.forms.forEach(function (form, n) {
        if (form.length < 4 || index.isCommon(form)) return;
        var wrong = typed.distance(word, form, most);
        // While a word is being typed, its beginning may be wrong already.
        if (wrong > most && isBegun && form.length > word.length) wrong = typed.distance(word, form.slice(0, word.length), 1) + 1;
        if (wrong <= most) add(found, n, TYPO / wrong);
      });
    }
    return keep(found);
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

  function holds(line, words) { return (" " + line + " ").includes(" " + words + " "); }

  /* What is typed, as the groups it belongs to of what means much the same: {said, forms}. Of "other vendors",
     "vendors" is no group of its own. */
  function meanings(index, stems) {
    var line = stems.join(" ");
    var met = index.alike.map(function (group) {
      return { said: group.said.filter(function (one) { return holds(line, one); }), forms: group.forms };
    });
    var whole = met.flatMap(function (group) { return group.said; });
    met.forEach(function (group) {
      group.said = group.said.filter(function (one) { return !whole.some(function (other) { return other !== one && holds(other, one); }); });
    });
    return met.filter(function (group) { return group.said.length; });
  }

  /* What is looked for, each with its own forms and those that mean much the same: phrases, then words. A word that
     stands nowhere, and nothing that means the same, is missing. */
  function concepts(index, wanted, stems, memory) {
    var groups = meanings(index, stems);
    var among = function (some, stem) { return some.some(function (group) { return group.said.some(function (one) { return holds(one, stem); }); }); };
    var told = groups.filter(function (group) { return group.forms.length; });
    var phrases = groups.filter(function (group) { return group.said.some(function (one) { return one.includes(" "); }); });
    return phrases.map(function (group) { return { own: new Map(), near: group.forms, missing: [] }; }).concat(wanted.sought.map(function (word) {
      var stem = typed.stem(word), isBegun = wanted.isOpen && word === wanted.last;
      var near = groups.flatMap(function (group) { return group.said.includes(stem) ? group.forms : []; });
      var own = meant(index, word, isBegun, among(groups, stem), memory);
      var isMissing = !own.size && !isBegun && !among(told, stem);
      return { own: own, near: near, missing: isMissing ? [word] : [] };
    }));
  }

  /* What a concept is worth in each entry that has it: {worths, rare}; the fewer these are, the more it says. */
  function weighed(index, concept) {
    var worths = new Map(), met = new Map();
    function reach(form, act) {
      for (var n = index.starts[form]; n < index.starts[form + 1]; n++) act(index.places[n] >> 3, index.weights[index.places[n] & 7]);
    }
    concept.own.forEach(function (quality, form) {
      reach(form, function (entry, weight) { add(worths, entry, quality * weight); });
    });
    var often = worths.size;
    new Set(concept.near).forEach(function (form) {
      var once = new Map();
      reach(form, function (entry, weight) { add(once, entry, weight); });
      once.forEach(function (weight, entry) { met.set(entry, met.has(entry) ? Math.min(MOST, met.get(entry) + EACH * weight) : ALIKE * weight); });
    });
    met.forEach(function (worth, entry) { add(worths, entry, worth); });
    return { worths: worths, rare: Math.log(1 + index.size / (1 + (often || worths.size))) * (concept.near.length ? TRADE : 1) };
  }

  function formsOf(index, numbers) { return new Set(numbers.map(function (form) { return index.forms[form]; })); }

  /* {entries, total, forms, alike, beside, missing}: numbers of entries, best first; how many there are; the forms
     that were looked for, and those that mean much the same; the words that count only beside one of them, and
     those that stand nowhere. */
  function search(index, said, fits, most, memory) {
    var wanted = terms(index, said), stems = wanted.all.map(typed.stem), sought = concepts(index, wanted, stems, memory);
    var scores = new Float64Array(index.size), matched = new Float64Array(index.size), touched = [], all = 0;
    sought.forEach(function (concept) {
      var found = weighed(index, concept);
      all += found.rare;
      found.worths.forEach(function (worth, entry) {
        if (!matched[entry]) touched.push(entry);
        matched[entry] += found.rare;
        scores[entry] += worth * found.rare;
      });
    });
    var found = touched.filter(fits);
    found.forEach(function (entry) {
      scores[entry] *= Math.pow(matched[entry] / all, 1.5) * (index.isCore(entry) ? CORE : 1) * (isPrinted(index.kinds[entry]) ? MADE_FOR_PRINT : 1);
    });
    var best = top(found, scores, Math.max(most, LOOKED_AT));
    if (stems.length > 1) best.slice(0, LOOKED_AT).forEach(function (entry) {
      var run = longestRun(stems, texts(index, entry));
      if (run > 1) scores[entry] *= 1 + IN_A_ROW * run;
    });
    return {
      entries: best.sort(by(scores)).slice(0, most), total: found.length, beside: new Set(wanted.all),
      forms: formsOf(index, sought.flatMap(function (concept) { return Array.from(concept.own.keys()); })),
      alike: formsOf(index, sought.flatMap(function (concept) { return concept.near; })),
      missing: sought.flatMap(function (concept) { return concept.missing; })
    };
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
    var order = function (entry) { return index.kind(entry).place * 100 + (index.numbers("stage", entry)[0] === stage ? 0 : 50) + (index.isCore(entry) ? 0 : 25) + (index.numbers("stage", entry)[0] || 0); };
    found.sort(function (one, other) { return order(one) - order(other) || one - other; });
    return { entries: found.slice(0, most), total: found.length, forms: new Set(), alike: new Set(), beside: new Set(), missing: [] };
  }

  window.donebookSearch = { browse: browse, search: search };
})();
