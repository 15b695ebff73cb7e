/* What is wrong with the content, shown over the last good page while it is being edited. */

/**
 * @typedef {{ place: string, editor: string, message: string, help: string }} Told
 * @typedef {{ heading: string, note: string, hide: string, errors: Told[], warnings: string }} Problems
 */

const STYLE = [
  ":host { all: initial; }",
  "aside { position: fixed; z-index: 100; right: 1rem; bottom: 1rem; left: 1rem; box-sizing: border-box; max-width: 44rem; max-height: 60vh; margin-inline: auto; padding: 1rem 1.25rem; overflow: auto; border: 2px solid #a3241c; border-radius: .6rem; background: #fff; color: #17202a; font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .3); }",
  "aside[data-mild] { border-color: #8a5a00; }",
  "h2 { margin: 0 4rem 0 0; font-size: 18px; }",
  "p { margin: .25rem 0 0; }",
  "ul { margin: .75rem 0 0; padding: 0; list-style: none; }",
  "li { padding: .5rem 0; border-top: 1px solid #ccc; overflow-wrap: anywhere; }",
  "code { font: .9em ui-monospace, monospace; }",
  "a { color: #1f5fd6; font-family: ui-monospace, monospace; font-size: 14px; }",
  "button { position: absolute; top: .75rem; right: .75rem; min-width: 44px; min-height: 32px; border: 1px solid currentColor; border-radius: .4rem; background: none; color: inherit; font: inherit; font-size: 14px; cursor: pointer; }",
  ":is(a, button):focus-visible { outline: 3px solid #1f5fd6; outline-offset: 2px; }",
  "@media (prefers-color-scheme: dark) { aside { background: #17202a; color: #eceae4; border-color: #ff8a80; } aside[data-mild] { border-color: #e0a53d; } a { color: #8ab4ff; } li { border-color: #3a4653; } }",
  "@media print { aside { display: none; } }",
].join("\n");

/**
 * @param {string} name
 * @param {string} [text]
 */
function element(name, text) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  return made;
}

/**
 * A sentence, with what stands in backticks (\x60) as code.
 * @param {string} text
 */
function sentence(text) {
  const made = element("p");
  made.append(...text.split("\x60").map((part, at) => (at % 2 ? element("code", part) : part)));
  return made;
}

/** @param {Told} told */
function item(told) {
  const made = element("li");
  if (told.place) {
    const link = element("a", told.place);
    link.setAttribute("href", told.editor);
    made.append(link);
  }
  made.append(sentence(told.message));
  if (told.help) made.append(sentence(told.help));
  return made;
}

/** @param {Problems} problems */
function show(problems) {
  const host = element("div"), inside = host.attachShadow({ mode: "open" });
  const box = element("aside"), list = element("ul"), hide = element("button", problems.hide);
  box.setAttribute("role", "alert");
  if (!problems.errors.length) box.dataset.mild = "";
  hide.addEventListener("click", () => host.remove());
  list.append(...problems.errors.map(item));
  box.append(element("h2", problems.heading), element("p", problems.note), list);
  if (problems.warnings) box.append(sentence(problems.warnings));
  box.append(hide);
  inside.append(element("style", STYLE), box);
  document.body.append(host);
}

async function look() {
  const answer = await fetch("/__donebook/problems.json");
  const problems = await answer.json();
  if (problems.errors.length || problems.warnings) show(problems);
}

look();
