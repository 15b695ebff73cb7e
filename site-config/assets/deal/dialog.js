/* The one dialog of a sheet: a question, a preview, and what can be done with it. */
(function () {
  "use strict";

  var word = window.donebook.words("deal");
  var element = window.donebookOut.element;

  function copy(shown, text) {
    var byHand = function () { // on file:// and plain http
      getSelection().selectAllChildren(shown);
      return document.execCommand("copy") ? undefined : Promise.reject(new Error("refused"));
    };
    if (!window.ClipboardItem || !navigator.clipboard) return Promise.resolve().then(byHand);
    var item = new ClipboardItem({
      "text/html": new Blob([shown.innerHTML], { type: "text/html" }),
      "text/plain": new Blob([text], { type: "text/plain" })
    });
    return navigator.clipboard.write([item]).catch(byHand);
  }

  /* Buttons are [words, act]; the dialog stays open where `act` returns true. */
  function ask(title, inside, buttons) {
    var dialog = document.querySelector("[data-dialog]");
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("[data-inside]").replaceChildren.apply(dialog.querySelector("[data-inside]"), inside);
    var made = buttons.concat([[word("close"), function () {}]]).map(function (button, n) {
      var shown = element("button", button[0]);
      shown.type = "button";
      shown.className = "db-button" + (n === 0 && buttons.length ? " db-button--main" : "");
      shown.addEventListener("click", function () { if (button[1](shown) !== true) dialog.close(); });
      return shown;
    });
    dialog.querySelector("[data-buttons]").replaceChildren.apply(dialog.querySelector("[data-buttons]"), made);
    if (!dialog.open) dialog.showModal();
  }

  function copied(shown, text) {
    return [window.donebook.say("copy"), function (button) {
      copy(shown, text).then(function () { button.textContent = window.donebook.say("copied"); }, function () { button.textContent = word("copy-by-hand"); });
      return true;
    }];
  }

  function boxed(shown) {
    shown.className = "db-preview";
    shown.tabIndex = 0;
    return shown;
  }

  function nothing(title, words) { ask(title, [element("p", words)], []); }

  window.donebookDialog = { ask: ask, boxed: boxed, copied: copied, nothing: nothing };
})();
