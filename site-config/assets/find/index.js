/* The index as it was sent, made ready to be searched. */
(function () {
  "use strict";

  var typed = window.donebookTyped;
  // As in generator/donebook/index/coded.py.
  var FIRST = 33, SHORT = 60, DIGITS = 92;
  // In which field a word stands, and how much that counts.
  var FIELDS = [["ask", 1], ["heard", 1], ["title", 0.9], ["also", 0.9], ["fears", 0.9], ["signs", 0.5]];

  /* The place of each printable character among the digits; a quote and a backslash are none. */
  var PLACE = new Uint8Array(128);
  for (var code = FIRST, place = 0; code < 127; code++) if (code !== 34 && code !== 92) PLACE[code] = place++;

  function lines(text) { return text.split("\n"); }

  /* The numbers of words that a text was written as, appended to `into`; a space is -1. */
  function decode(text, into) {
    for (var n = 0; n < text.length; n++) {
      if (text[n] === " ") { into.push(-1); continue; }
      var first = PLACE[text.charCodeAt(n)];
      if (first === 0) {
        into.push(SHORT + (DIGITS - 1 - SHORT) * DIGITS + (PLACE[text.charCodeAt(n + 1)] * DIGITS + PLACE[text.charCodeAt(n + 2)]) * DIGITS + PLACE[text.charCodeAt(n + 3)]);
        n += 3;
      } else if (first - 1 < SHORT) into.push(first - 1);
      else into.push(SHORT + (first - 1 - SHORT) * DIGITS + PLACE[text.charCodeAt(++n)]);
    }
  }

  /* One field of all entries: their numbers in one array, and where each entry's begin. */
  function column(text) {
    var numbers = [], starts = [0];
    lines(text).forEach(function (line) {
      decode(line, numbers);
      starts.push(numbers.length);
    });
    return { numbers: Int32Array.from(numbers), starts: starts };
  }

  function numbersOf(text) { return text ? text.split(" ").map(function (part) { return parseInt(part, 36); }) : []; }

  /* `known` is what is known of the language. */
  function open(sent, known) {
    var words = lines(sent.words), columns = {};
    FIELDS.forEach(function (field) { columns[field[0]] = column(sent[field[0]]); });

    // Words that differ in capitals and apostrophes only are one form; what is no word has none.
    var forms = [], formNumbers = new Map(), formOf = new Int32Array(words.length).fill(-1);
    words.forEach(function (word, n) {
      if (!typed.list(word).length) return;
      var plain = typed.plain(word);
      if (!formNumbers.has(plain)) { formNumbers.set(plain, forms.length); forms.push(plain); }
      formOf[n] = formNumbers.get(plain);
    });
    var stems = new Map();
    forms.forEach(function (form, n) {
      var stem = typed.stem(form);
      if (!stems.has(stem)) stems.set(stem, []);
      stems.get(stem).push(n);
    });

    // By form: the entries it stands in, each as entry * 8 + field, one after the other.
    var count = new Int32Array(forms.length + 1);
    var each = function (act) {
      FIELDS.forEach(function (field, f) {
        var found = columns[field[0]];
        for (var entry = 0; entry + 1 < found.starts.length; entry++) {
          for (var n = found.starts[entry]; n < found.starts[entry + 1]; n++) {
            var form = found.numbers[n] < 0 ? -1 : formOf[found.numbers[n]];
            if (form >= 0) act(form, entry * 8 + f);
          }
        }
      });
    };
    each(function (form) { count[form + 1]++; });
    for (var n = 1; n < count.length; n++) count[n] += count[n - 1];
    var at = count.slice(), places = new Int32Array(count[forms.length]);
    each(function (form, place) { places[at[form]++] = place; });

    // By group of what means much the same: how each of it is said, in stems, and the forms that it has here.
    var alike = lines(known.alike).map(function (line) {
      var said = line.split(",").map(function (one) { return typed.list(one).map(typed.stem); });
      var single = said.filter(function (one) { return one.length === 1; });
      return { said: said.map(function (one) { return one.join(" "); }), forms: single.flatMap(function (one) { return stems.get(one[0]) || []; }) };
    });
    var common = new Set(typed.list(known.common));

    var text = function (name) {
      var found = columns[name];
      return function (entry) {
        var texts = [], now = [];
        for (var n = found.starts[entry]; n < found.starts[entry + 1]; n++) {
          if (found.numbers[n] < 0) { texts.push(now); now = []; } else now.push(words[found.numbers[n]]);
        }
        return found.starts[entry] === found.starts[entry + 1] ? [] : texts.concat([now]).map(joined);
      };
    };
    var kinds = new Map(sent.known.map(function (kind, n) { return [kind[0], { name: kind[1], folder: kind[2], isFound: kind[3], place: n }]; }));
    var marks = lines(sent.marks), ids = lines(sent.ids);
    var facet = { stage: lines(sent.stage), role: lines(sent.role), test: lines(sent.test) };
    var element = lines(sent.element), near = lines(sent.near);
    return {
      size: ids.length, alike: alike, isCommon: function (word) { return common.has(word); }, forms: forms, formNumbers: formNumbers, stems: stems, starts: count, places: places,
      weights: FIELDS.map(function (field) { return field[1]; }),
      stages: sent.stages, kinds: sent.kinds, kind: function (entry) { return kinds.get(sent.kinds[entry]); }, ids: ids, marks: marks,
      isCore: function (entry) { return sent.core[entry] === "1"; },
      numbers: function (name, entry) { return Array.from(facet[name][entry], function (digit) { return parseInt(digit, 36); }); },
      elements: function (entry) { return numbersOf(element[entry]); },
      near: function (entry) { return numbersOf(near[entry]); },
      title: text("title"), ask: text("ask"), heard: text("heard"), also: text("also"), fears: text("fears"), signs: text("signs")
    };
  }

  /* Between two words stands a space; between a word and what else, nothing. */
  function joined(pieces) {
    var text = "", wasWord = false;
    pieces.forEach(function (piece) {
      var isWord = /^[\p{L}\p{N}]/u.test(piece);
      text += (isWord && wasWord ? " " : "") + piece;
      wasWord = isWord;
    });
    return text;
  }

  window.donebookOpenIndex = open;
})();
