/* The call view on its page. What is tapped and typed are fields of the deal, which form.js keeps;
   here is only what is shown when, and what it adds up to. */
(function () {
  "use strict";

  var donebook = window.donebook, out = window.donebookOut, deals = window.donebookDeals, dialog = window.donebookDialog;
  var element = out.element, VIEW = "donebook.call-view";

  function say(name, values) { return donebook.say("call." + name, values); }

  function remembered() {
    try { return localStorage.getItem(VIEW); } catch (refused) { return null; }
  }

  function all(root, selector) { return Array.from(root.querySelectorAll(selector)); }

  function start(form) {
    var turns = all(form, "[data-turn]"), role = form.querySelector("[data-role]");
    var progress = form.querySelector("[data-progress]"), thumb = form.querySelector("[data-thumb]");
    var lights = form.querySelector("[data-lights]"), summary = form.querySelector("[data-summary]");
    var next = form.querySelector("[data-next]"), left = new AbortController(), at = 0, mode = "one", deal = null, wasNoted = false;
    var askedNext = next.textContent;

    function on(target, type, act) { target.addEventListener(type, act, { signal: left.signal }); }

    // ---- one question

    function part(turn, name) { return turn.querySelector('[name="call.' + turn.dataset.turn + "." + name + '"]'); }

    function askOf(turn) { return turn.querySelector(".db-turn__ask").textContent.trim().replace(/^“|”$/g, ""); }

    function wordsOf(turn) { return turn.querySelector("textarea").value.trim(); }

    function signsOf(turn) { return all(turn, ".db-tap input:checked"); }

    function gradeOf(turn) {
      var chosen = turn.querySelector(".db-turn__grade input:checked");
      return chosen ? chosen.value : "";
    }

    /* How many signs of each kind were tapped: [[kind, number], …], strongest first. */
    function kindsOf(turn) {
      var tapped = signsOf(turn).map(function (sign) { return sign.value; });
      return ["strong", "weak", "flag"].map(function (kind) { return [kind, tapped.filter(function (one) { return one === kind; }).length]; })
        .filter(function (kind) { return kind[1]; });
    }

    /* What the taps speak for: one red flag outweighs everything, and of strong and weak the one tapped more
       often. Where both are as many, the answer was not strong. */
    function suggestedOf(turn) {
      var count = Object.fromEntries(kindsOf(turn));
      if (count.flag) return "flag";
      return (count.strong || 0) > (count.weak || 0) ? "strong" : count.weak ? "weak" : "";
    }

    function showSuggested(turn) {
      var grade = gradeOf(turn) ? "" : suggestedOf(turn), place = turn.querySelector("[data-suggested]");
      place.hidden = !grade;
      if (grade) out.tell(place.querySelector("span"), say("suggested", { grade: say(grade) }));
    }

    function isNoted(turn) { return part(turn, "asked").checked || wordsOf(turn) !== "" || signsOf(turn).length > 0 || gradeOf(turn) !== ""; }

    function tick(control, isOn) {
      if (control.checked === isOn) return;
      control.checked = isOn;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }

    // ---- which of them, and how

    function wanted() {
      var who = role ? role.value : "*";
      return turns.filter(function (turn) { return who === "*" || "first" in turn.dataset || (who && turn.dataset.roles.split(" ").includes(who)); });
    }

    function firstOpen() { return Math.max(0, wanted().findIndex(function (turn) { return !part(turn, "asked").checked; })); }

    function isAllAsked() { return wanted().every(function (turn) { return part(turn, "asked").checked; }); }

    function show() {
      var chosen = wanted(), here = chosen[Math.min(at, chosen.length - 1)];
      deal = deals.current();
      wasNoted = turns.some(isNoted);
      form.dataset.mode = mode;
      turns.forEach(function (turn) {
        turn.hidden = mode === "one" ? turn !== here : mode === "list" ? !chosen.includes(turn) : !isNoted(turn);
        turn.toggleAttribute("data-wanted", chosen.includes(turn));
        turn.toggleAttribute("data-done", part(turn, "asked").checked);
        showSuggested(turn);
      });
      all(form, "[data-view]").forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.view === mode)); });
      form.querySelector("[data-more]").hidden = mode !== "list" || chosen.length === turns.length;
      summary.hidden = mode !== "summary";
      thumb.hidden = mode !== "one";
      form.querySelector("[data-back]").disabled = at === 0;
      next.textContent = at >= chosen.length - 1 ? say("to-summary") : askedNext;
      progress.hidden = mode === "summary";
      progress.replaceChildren.apply(progress, chosen.map(function (turn) {
        var step = element("i");
        step.className = (part(turn, "asked").checked ? "is-done " : "") + (mode === "one" && turn === here ? "is-here" : "");
        return step;
      }));
      showLights();
      if (mode === "summary") showSummary();
    }

    /* A definition lights up with the first sign that speaks for it; the most signs come first. */
    function showLights() {
      var count = {};
      turns.forEach(function (turn) {
        signsOf(turn).forEach(function (sign) {
          sign.dataset.reveals.split(" ").filter(Boolean).forEach(function (id) { count[id] = (count[id] || 0) + 1; });
        });
      });
      var order = all(lights, "[data-light]").sort(function (one, other) { return (count[other.dataset.light] || 0) - (count[one.dataset.light] || 0); });
      order.forEach(function (light) {
        var heard = count[light.dataset.light] || 0, told = light.querySelector("[data-heard]");
        light.hidden = !heard;
        if (heard) out.tell(told, say("heard", { n: heard }));
      });
      if (order.some(function (light, n) { return all(lights, "[data-light]")[n] !== light; })) lights.append.apply(lights, order);
      lights.hidden = !Object.keys(count).length;
      form.classList.toggle("is-lit", !lights.hidden);
      out.tell(form.querySelector("[data-lit]"), lit().map(function (light) { return light.title + " (" + light.heard + ")"; }).join(" · "));
    }

    /* The definitions that are lit: [{title, heard}], those heard most often first. */
    function lit() {
      return all(lights, "[data-light]:not([hidden])").map(function (light) {
        return { title: light.querySelector("a").textContent, heard: light.querySelector("[data-heard]").textContent };
      });
    }

    function showSummary() {
      var noted = turns.filter(isNoted).map(function (turn) { return turn.dataset.turn; }), checks = form.querySelector("[data-checks]"), some = false;
      summary.querySelector("[data-none]").hidden = noted.length > 0;
      summary.querySelector("[data-some]").hidden = !noted.length;
      all(form, "[data-by]").forEach(function (check) {
        check.hidden = !check.dataset.by.split(" ").some(function (id) { return noted.includes(id); });
        some = some || !check.hidden;
      });
      if (checks) checks.hidden = !some;
    }

    function view(name) {
      mode = name;
      if (name !== "summary") try { localStorage.setItem(VIEW, name); } catch (refused) { /* then it is chosen again */ }
      show();
    }

    function go(number) {
      var chosen = wanted();
      if (number >= chosen.length) { view("summary"); form.querySelector("[data-view=summary]").focus(); return; }
      at = Math.max(0, number);
      show();
      chosen[at].focus({ preventScroll: true });
      form.scrollIntoView({ block: "start" });
    }

    function asked() {
      tick(part(wanted()[at], "asked"), true);
      go(at + 1);
    }

    // ---- what it adds up to

    function noteText() {
      var told = turns.filter(isNoted).map(function (turn) {
        var grade = gradeOf(turn), words = wordsOf(turn).replace(/\s*\n\s*/g, " ");
        var signs = kindsOf(turn).map(function (kind) { return say("kind-" + kind[0], { n: kind[1] }); });
        var lines = [say("asked", { ask: askOf(turn) })];
        if (grade || words) lines.push(grade ? say("graded", { grade: say(grade), words: words }).replace(/:\s*$/, "") : words);
        if (signs.length) lines.push(say(grade ? "noted" : "noted-ungraded", { signs: signs.join(", "), title: turn.dataset.title }));
        return lines.join("\n  ");
      });
      if (!told.length) return "";
      var id = deals.current(), fields = id ? out.note(deals.fields(id)) : "";
      return [[form.dataset.name, out.day(out.today())].concat(id ? [deals.title(id)] : []).join(" · ")].concat(told, lit().map(function (light) { return say("definition", light); }), fields ? [fields] : []).join("\n");
    }

    function offer(title, text, before, without) {
      if (!text) return dialog.nothing(title, without);
      var shown = dialog.boxed(element("div", "", [element("pre", text)]));
      dialog.ask(title, before.concat(shown), [dialog.copied(shown, text)]);
    }

    function recapText() {
      var told = turns.filter(wordsOf).map(function (turn) { return askOf(turn) + "\n" + wordsOf(turn); });
      var id = deals.current(), sheets = id ? out.asText(out.recap(deals.fields(id))) : "";
      var proof = all(lights, "[data-light]:not([hidden]) [data-proof]").map(function (point) { return point.textContent.trim(); });
      return told.length || sheets ? [out.asksBack].concat(told, sheets ? [sheets] : [], proof).join("\n\n") : "";
    }

    /* Only what was noted here: facts of the deal that stand on its other sheets stay. */
    function clear() {
      var names = new Set(all(form, "[data-turns] [name]").map(function (control) { return control.name; }));
      form.dispatchEvent(new CustomEvent("donebook:forget", { detail: { names: Array.from(names), words: say("cleared") } }));
    }

    // ---- events

    turns.forEach(function (turn) {
      on(turn.querySelector("[data-confirm]"), "click", function () {
        var radio = turn.querySelector('.db-turn__grade input[value="' + suggestedOf(turn) + '"]');
        tick(radio, true);
        radio.focus();
      });
    });
    on(form, "input", show);
    on(form, "donebook:shown", function () {
      var isOther = deals.current() !== deal && deal, isEmptied = wasNoted && !turns.some(isNoted);
      if (isOther || isEmptied) at = firstOpen();
      show();
    });
    if (role) on(role, "change", function () {
      at = 0;
      var address = new URL(location.href);
      if (role.value) address.searchParams.set("role", role.value);
      else address.searchParams.delete("role");
      try { history.replaceState(history.state, "", address); } catch (refused) { /* some browsers refuse it on file:// */ }
      show();
    });
    all(form, "[data-view]").forEach(function (button) { on(button, "click", function () { view(button.dataset.view); }); });
    on(form.querySelector("[data-back]"), "click", function () { go(at - 1); });
    on(form.querySelector("[data-skip]"), "click", function () { go(at + 1); });
    on(next, "click", asked);
    on(form.querySelector("[data-copy-note]"), "click", function () { offer(say("note-title"), noteText(), [], say("nothing")); });
    on(form.querySelector("[data-copy-recap]"), "click", function () { offer(say("recap-title"), recapText(), [element("p", say("recap-check"))], say("nothing-recap")); });
    on(form.querySelector("[data-clear]"), "click", clear);
    on(document, "keydown", function (event) {
      if (mode !== "one" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      var target = event.target, isFree = target === document.body || target.matches("[data-turn]");
      if (!isFree && !target.matches(".db-tap input, .db-call__thumb button")) return;
      var sign = /^[1-9]$/.test(event.key) && all(wanted()[at], ".db-tap input")[Number(event.key) - 1];
      if (event.key === "ArrowRight") go(at + 1);
      else if (event.key === "ArrowLeft") go(at - 1);
      else if (event.key === "Enter" && !target.matches("button")) asked();
      else if (sign) tick(sign, !sign.checked);
      else return;
      event.preventDefault();
    });

    all(form, "[data-script]").forEach(function (shown) { shown.hidden = false; });
    if (role) {
      var who = new URLSearchParams(location.search).get("role");
      if (Array.from(role.options).some(function (option) { return option.value === who; })) role.value = who;
    }
    mode = wanted().length && isAllAsked() ? "summary" : remembered() === "list" ? "list" : "one";
    at = firstOpen();
    show();
    form.dataset.ready = "";
    return { end: function () { left.abort(); } };
  }

  window.donebookCall = start;
})();
