"""Modules joined into classic scripts, and what is refused because it can't be joined."""

import re
from collections.abc import Mapping

import pytest

from donebook.site.bundles import STYLES, bundles
from donebook.site.modules import Script, ScriptRefused, joined, read_module
from node import node
from projects import CHECKOUT

SCRIPTS = {
    "one.js": Script("one", "one/main.js", given=("words.js",)),
    "two.js": Script("two", "two/main.js", after=("one.js",)),
}
MODULES = {
    "words.js": "(globalThis.donebook ??= {}).words = {};\n",
    "base.js": "export const ONE = 1;\nexport const UNUSED = 2;\n",
    "one/add.js": 'import { ONE } from "../base.js";\n\nexport function add(n) {\n  return n + ONE;\n}\n',
    "one/main.js": 'import { add } from "./add.js";\n\nexport function start() {\n  return add(1);\n}\n',
    "two/main.js": 'import { start } from "../one/main.js";\nimport { add } from "../one/add.js";\n\nexport const sum = add(start());\n',
}


def join(files: Mapping[str, str] | None = None) -> dict[str, str]:
    return dict(joined(SCRIPTS, {**MODULES, **(files or {})}))


def refused(text: str, path: str = "one/main.js") -> str:
    with pytest.raises(ScriptRefused) as found:
        join({path: text})
    return str(found.value)


def test_a_module_comes_after_what_it_imports_and_only_once() -> None:
    more = 'import { ONE } from "../base.js";\nimport { add } from "./add.js";\nexport const all = add(ONE);\n'
    assert join({"one/main.js": more, "two/main.js": ""})["one.js"] == (
        MODULES["words.js"]
        + '(function () {\n"use strict";\n'
        + "const ONE = 1;\nconst UNUSED = 2;\n"
        + "function add(n) {\nreturn n + ONE;\n}\n"
        + "const all = add(ONE);\n"
        + "(globalThis.donebook ??= {}).one = { all };\n})();\n"
    )


def test_a_module_is_read_once_for_all_scripts_and_anew_once_it_changes() -> None:
    read_module.cache_clear()
    join()
    join()
    assert read_module.cache_info().misses == len(MODULES) - 1  # words are no module
    assert "return n - ONE;" in join({"one/add.js": MODULES["one/add.js"].replace("+", "-")})["one.js"]  # fmt: skip
    assert read_module.cache_info().misses == len(MODULES)


def test_a_script_takes_what_an_earlier_one_has() -> None:
    found = join()
    assert "const { add, start } = (globalThis.donebook ??= {}).one;\n" in found["two.js"]
    assert "function add" not in found["two.js"]
    assert "(globalThis.donebook ??= {}).one = { add, start };\n" in found["one.js"]


def test_the_joined_scripts_run_one_after_another() -> None:
    found = join()
    ran = node("--eval", found["one.js"] + found["two.js"] + "console.log(donebook.two.sum);")
    assert (ran.stdout, ran.stderr) == ("3\n", "")


def test_a_script_that_offers_nothing_has_no_name() -> None:
    assert ".two = " not in join({"two/main.js": "console.log(1);\n"})["two.js"]


def test_no_style_knows_left_from_right() -> None:
    """Where a language is read from the right, everything stands the other way round."""
    middle = "left: 50%; transform: translateX(-50%)"
    sided = re.compile(r"(?<!-)\b(?:left|right)\b(?!-)|-(?:left|right)\b")
    found = [
        f"{place.name}: {line.strip()[:80]}"
        for place in sorted((CHECKOUT / "site-config/assets").glob("*.css"))
        for line in place.read_text(encoding="utf-8").replace(middle, "").splitlines()
        if sided.search(line)
    ]
    assert found == []


def test_comments_and_indentation_are_not_sent() -> None:
    text = (
        "/*\n * What it is for.\n */\n// More.\n/** @typedef {{ a: number }} Thing */\n\n"
        "/**\n * @param {Thing} a\n */\nexport function start(a) {\n  // Why.\n"
        '  const far = /** @type {number} */ (a.a); // stays\n\n  return "// no comment /* */" + far;\n}\n'
    )
    joined_text = join({"one/main.js": text, "two/main.js": ""})["one.js"]
    assert joined_text.partition('"use strict";\n')[2] == (
        'function start(a) {\nconst far = (a.a); // stays\nreturn "// no comment /* */" + far;\n}\n'
        "(globalThis.donebook ??= {}).one = { start };\n})();\n"
    )


def test_lines_that_only_look_like_several_names_pass() -> None:
    text = 'const A = [1, 2];\nconst B = { a: 1,\n  b: f(2, "x, y") };\nlet c = (a, b) => a, d;\n'
    assert "declares one name" in refused(text)
    ok = 'const A = [1, 2];\nconst B = { a: 1,\n  b: 2 };\nconst C = f(", ", g(1, [2, `a, b`]));\nlet d;\n'
    assert "const C" in join({"one/main.js": ok, "two/main.js": ""})["one.js"]


def test_a_name_may_begin_like_a_keyword() -> None:
    text = "imported();\nexported = 1;\nconstant(1, 2);\nletter = f(1), 2;\n"
    assert text in join({"one/main.js": text, "two/main.js": ""})["one.js"]


# The line that is refused is the last one.
REFUSED = {
    'import add from "./add.js";\n': "an import is one line",
    'import * as add from "./add.js";\n': "an import is one line",
    'import "./add.js";\n': "an import is one line",
    'import { add as plus } from "./add.js";\n': "an import is one line",
    'import { add } from "./add.js"\n': "an import is one line",
    'import { add } from "add";\n': "an import is one line",
    "\nimport {\n": "an import is one line",
    '\n\n  import { add } from "./add.js";\n': "imports and exports begin their lines",
    "export default function start() {}\n": "an export is `export function name`",
    "const a = 1;\nexport { a };\n": "an export is `export function name`",
    'export { add } from "./add.js";\n': "an export is `export function name`",
    "export let a = 1;\n": "an export is `export function name`",
    "export class A {}\n": "an export is `export function name`",
    "export const { a } = b;\n": "an export is `export function name`",
    "const { a } = b;\n": "each with one name",
    "var a = 1;\n": "each with one name",
    "class A {}\n": "each with one name",
    "const a = 1, b = 2;\n": "declares one name",
    "const a = [\n  1,\n], b = 2;\n": "declares one name",
    "const a = [1];\nlet b = (2), c;\n": "declares one name",
    "export const a = 1, b = 2;\n": "declares one name",
    'const load = () => import("./add.js");\n': "neither import() nor import.meta",
    "const here = import.meta.url;\n": "neither import() nor import.meta",
    "const a = `one\n": "a template string has to end on its line",
    'const a = "one \\\n': "a template string has to end on its line",
    "const a = 1;\nfunction a() {}\n": "the name `a` is declared in line 1 already",
    'import { add } from "./none.js";\n': "there is no module site-config/assets/one/none.js",
    '\nimport { add, sub } from "./add.js";\n': "site-config/assets/one/add.js exports no `sub`",
}


@pytest.mark.parametrize(("text", "why"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_joined_is_refused_at_its_line(text: str, why: str) -> None:
    said = refused(text)
    assert said.startswith(f"site-config/assets/one/main.js:{text.count(chr(10))}: ")
    assert why in said


def test_a_line_is_counted_with_the_comments_before_it() -> None:
    said = refused("/*\n * One.\n */\n// Two.\nexport default 1;\n")
    assert said.startswith("site-config/assets/one/main.js:5: ")


def test_a_name_stands_for_one_thing_in_a_script() -> None:
    said = refused(f"{MODULES['one/main.js']}\nconst ONE = 2;\n")
    assert said == (
        "site-config/assets/one/main.js:7: the name `ONE` is declared in"
        " site-config/assets/base.js:1 already"
    )
    said = refused(f"{MODULES['two/main.js']}function add() {{}}\n", "two/main.js")
    assert said == "site-config/assets/two/main.js:5: the name `add` is taken from one already"


def test_a_circle_is_refused() -> None:
    said = refused('import { start } from "./main.js";\nexport function add() {}\n', "one/add.js")
    assert said == (
        "site-config/assets/one/add.js:1: the imports run in a circle:"
        " one/main.js -> one/add.js -> one/main.js"
    )


def test_a_module_that_two_scripts_need_is_sent_with_each() -> None:
    apart = {"one.js": SCRIPTS["one.js"], "two.js": Script("two", "two/main.js")}
    text = 'import { ONE } from "../base.js";\nexport const sum = ONE;\n'
    found = dict(joined(apart, {**MODULES, "two/main.js": text}))
    assert all("const ONE = 1;" in script for script in found.values())


def test_styles_are_sent_without_comments_and_spaces_that_say_nothing() -> None:
    texts = dict.fromkeys(STYLES["donebook.css"], "")
    texts["page.css"] = (
        "/* Why. */\na > b, a:is(i, q) {\n  color: red; /* and this */\n  margin: 0 auto;\n}\n"
        "q::before { content: '{ ; }'; background: url(\"data:,a ; b, c\"); }\n"
    )
    name, text = next(iter(bundles(texts)))
    assert name == "donebook.css"
    assert text == (
        "a>b,a:is(i,q){color:red;margin:0 auto}"
        "q::before{content:'{ ; }';background:url(\"data:,a ; b, c\")}"
    )
