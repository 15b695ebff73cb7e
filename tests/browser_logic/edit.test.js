/* Files of content as the page of forms reads and writes them. */
import assert from "node:assert/strict";
import test from "node:test";
import { read, valueOf } from "../../site-config/assets/edit/read.js";
import { filed, shown, spread } from "../../site-config/assets/edit/shape.js";
import { isSame, rewritten } from "../../site-config/assets/edit/write.js";

const FILE = `# Ours.
title: "Who else: would notice"   # not before
stage: discover
roles: [champion, user-lead]  # in brackets
weight: 1.10
why: |-
  The first paragraph
  goes on.

  The second.
# What is heard.
signs:
  - label: Names a date  # of theirs
    # How it sounded.
    example: 'We said "March"'
  - Nobody knows
  -   label: Asks us
      example: folded
        over two lines
group: {a: 1, b: [x, "y, z"]}
`;
const TEXTS = ["a", "New text: with colon", "# hash", "two\nlines\n\nthree", "no", "1.10", "12:30", "“curly”", "it's", "\"q\"", "back\\slash", "a, b [c]", "- dash", "x #y", "ends:", "*star*", "ä ö → ß", "'a' \"b\"", "|", "?q", "!tag", "@at", "a\tb", "{x}", "%", "> y", "[", "null", "~", "=", "2026-11-23", "&a", "\u00a0x", "x\u00a0"];

const valuesOf = (text) => valueOf(read(text).root);
const comments = (text) => [...read(text).notes.values()].sort();

/** The same numbers in each run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

function changed(value, roll) {
  const text = () => TEXTS[roll(TEXTS.length)];
  if (Array.isArray(value)) {
    const list = structuredClone(value);
    const how = roll(5);
    if (how === 0 && list.length > 1) list.splice(roll(list.length), 1);
    else if (how === 1) list.splice(roll(list.length + 1), 0, structuredClone(list[0] ?? text()));
    else if (how === 2) list.reverse();
    else if (how === 3 && list.length) list[roll(list.length)] = changed(list[roll(list.length)], roll);
    else list.push(text());
    return list;
  }
  if (typeof value !== "object" || value === null) return text();
  const group = structuredClone(value);
  const keys = Object.keys(group);
  const key = keys[roll(keys.length)];
  const how = roll(5);
  if (how === 0 && keys.length > 1) delete group[key];
  else if (how === 1) group[`new-${roll(9)}`] = [text(), { more: text() }];
  else group[key] = changed(group[key], roll);
  return group;
}

test("a text is read as YAML has it", () => {
  assert.deepEqual(valuesOf(FILE), {
    title: "Who else: would notice",
    stage: "discover",
    roles: ["champion", "user-lead"],
    weight: "1.10",
    why: "The first paragraph\ngoes on.\n\nThe second.",
    signs: [{ label: "Names a date", example: 'We said "March"' }, "Nobody knows", { label: "Asks us", example: "folded over two lines" }],
    group: { a: "1", b: ["x", "y, z"] },
  });
  assert.deepEqual(comments(FILE), ["# How it sounded.", "# Ours.", "# What is heard.", "# in brackets", "# not before", "# of theirs"]);
});

test("what no playbook uses is refused with its line", () => {
  for (const text of ["a: 1\nb: &x 2", "a: *x", "a: !tag b", "a: 1\na: 2", "a: [1, 2", "a: \"b", "a: b: c", "- a", "a: {b: 1}}"]) {
    assert.throws(() => read(text), /^Error: Line \d+: /, text);
  }
});

test("the same values leave every line as it was", () => {
  assert.equal(rewritten(FILE, valuesOf(FILE), []), FILE);
});

test("a change takes its own lines alone, and keeps the comments at them", () => {
  const now = { ...valuesOf(FILE), title: "Another", roles: ["champion", "cfo"] };
  now.signs = [{ ...now.signs[0], label: "Names a day" }, ...now.signs.slice(1)];
  const expected = FILE.replace('"Who else: would notice"   # not before', "Another # not before")
    .replace("[champion, user-lead]  # in", "[champion, cfo] # in").replace("Names a date  # of", "Names a day # of");
  assert.equal(rewritten(FILE, now, []), expected);
});

test("a new field has its place in the order of the form, and an empty one goes", () => {
  const now = { ...valuesOf(FILE), summary: "Short.", why: "" };
  const text = rewritten(FILE, now, ["title", "summary", "stage"]);
  assert.equal(text, FILE.replace("stage: discover", "summary: Short.\nstage: discover").replace(/why:[^]*second\.\n/, ""));
});

test("whatever is changed is read back, and no comment of what stays is lost", () => {
  const roll = dice(7);
  for (let n = 0; n < 3000; n += 1) {
    const before = valuesOf(FILE);
    let now = before;
    for (let times = 1 + roll(3); times; times -= 1) now = changed(now, roll);
    const text = rewritten(FILE, now, Object.keys(before));
    assert.ok(isSame(valuesOf(text), now), `${JSON.stringify(now)}\n${text}`);
    assert.ok(comments(text).includes("# Ours."), text);
    assert.equal(rewritten(text, now, []), text, "and written again it stays");
  }
});

const FORM = {
  fields: [
    { name: "title", widget: "string" },
    { name: "ask", widget: "text" },
    { name: "core", widget: "boolean" },
    { name: "form", widget: "select" },
    { name: "signs", widget: "list", fields: [{ name: "label", widget: "string" }, { name: "example", widget: "text" }] },
    { name: "pick", widget: "object", fields: [{ name: "chosen", widget: "relation" }, { name: "stage", widget: "select" }] },
    { name: "reviewed", widget: "datetime" },
  ],
  usual: { core: false, form: "open", status: "active" },
  short: { signs: "example" },
  listed: { pick: "chosen" },
  calledBy: "ask",
};
const FORMAT = { isProse: false, forms: { question: FORM, check: FORM } };
const [IS, CALLED] = ["_is", "_called"];

test("a form shows what a file writes shorter or leaves out, and the file stays as it is", () => {
  const file = "ask: Why now?\nsigns: [Nobody knows]\npick: [a, b]\nallow: {W502: why}\nreviewed: 2026-11-23";
  const form = shown(file, FORMAT);
  assert.deepEqual(form.signs, [{ example: "Nobody knows" }]);
  assert.deepEqual(form.pick, { chosen: ["a", "b"] });
  assert.deepEqual([form.core, form.form, form[IS], form[CALLED]], [false, "open", "question", "Why now?"]);
  // What the editor adds by itself.
  const back = { ...form, signs: [{ label: "", example: "Nobody knows" }], pick: { ...form.pick, stage: "" }, title: "", aliases: [], send: null };
  assert.equal(filed(back, FORMAT), `${file}\n`);
  assert.match(filed({ ...form, core: true }, FORMAT), /\ncore: true\n/);
  assert.match(filed({ ...form, pick: { chosen: [], stage: "prove" } }, FORMAT), /\npick: *\n? +stage: prove\n|\npick:\n  stage: prove\n/);
});

test("of a list of texts, the editor is given what it would make of it", () => {
  const fields = [{ name: "aliases", widget: "list" }, { name: "rows", widget: "list", field: { name: "row" } }, { name: "group", widget: "object", fields: [{ name: "choices", widget: "list" }] }];
  const values = { aliases: ["a", "b"], rows: [["x"]], group: { choices: ["c"] } };
  const kept = { aliases: [], "aliases.0": "a", "aliases.1": "b", rows: [["x"]], group: { choices: [], "choices.0": "c" } };
  assert.deepEqual(spread(values, fields), kept);
});

test("what an id has left behind belongs to no list", () => {
  assert.equal(shown("moved_to: other", FORMAT)[IS], "gone");
  assert.equal(shown("retired: Nobody asks it.", FORMAT)[IS], "gone");
  assert.equal(shown("form: check\nask: Do we?", FORMAT)[IS], "check");
});

test("a file that is no page belongs to no list, and is known by its text", () => {
  const text = "title: “What” buyers call them 💬\nwhy: … Write it.\n";
  const asides = ["50-f6aa23c1"];
  assert.equal(shown(text, FORMAT, asides)[IS], "gone");
  assert.equal(shown(text.trim(), FORMAT, asides)[IS], "gone");
  assert.equal(shown(`${text}# More.\n`, FORMAT, asides)[IS], "question");
});

test("of a page, fields and text are written apart", () => {
  const prose = { isProse: true, forms: { page: { ...FORM, fields: [{ name: "title" }, { name: "body" }], calledBy: "title" } } };
  const file = "---\n# Ours.\ntitle: Prices\n---\n\n## Seats\n\n--- is no end\n";
  const form = shown(file.trim(), prose);
  assert.equal(form.body, "## Seats\n\n--- is no end");
  assert.equal(filed(form, prose).trim(), file.trim());
  assert.equal(filed({ ...form, body: "New." }, prose), "---\n# Ours.\ntitle: Prices\n---\n\nNew.\n");
  assert.equal(filed({ [IS]: "page", title: "New", body: "Text." }, prose), "---\ntitle: New\n---\n\nText.\n");
});
