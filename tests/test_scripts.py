"""The scripts of a page: their types, their shape, and what they work out without a page."""

import json
import re
from pathlib import Path

import pytest

from donebook.site.bundles import FOLDERS, SCRIPTS, bundles, forms_script, is_part, serving_script
from node import node, tool
from projects import CHECKOUT

ASSETS = CHECKOUT / "site-config/assets"
MODULES = sorted(p.relative_to(ASSETS).as_posix() for p in ASSETS.rglob("*.js"))
LOGIC = CHECKOUT / "tests/browser_logic"


@pytest.mark.parametrize("settings", ["tsconfig.json", "tsconfig.worker.json"])
def test_their_types_fit(settings: str) -> None:
    ran = tool("typescript/bin/tsc", "--project", settings)
    assert (ran.stdout + ran.stderr, ran.returncode) == ("", 0)


def test_the_linter_finds_nothing() -> None:
    ran = tool("oxlint/bin/oxlint", "--deny-warnings", ASSETS, LOGIC)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(re.findall(r"on (\d+) files", ran.stdout)[0]) >= len(MODULES)


@pytest.mark.parametrize(("lines", "code"), [(60, 0), (61, 1)])
def test_the_linter_refuses_a_function_of_more_than_sixty_lines(
    tmp_path: Path, lines: int, code: int
) -> None:
    place = tmp_path / "long.js"
    inside = "\n".join(["  // A comment counts, too.", "", *["  console.log(1);"] * (lines - 4)])
    place.write_text(f"export function long() {{\n{inside}\n}}\n")
    ran = tool("oxlint/bin/oxlint", "--config", ".oxlintrc.json", place)
    assert ran.returncode == code, ran.stdout
    assert ("max-lines-per-function" in ran.stdout) == bool(code)


def test_one_global_name_is_enough() -> None:
    found = {
        name
        for module in MODULES
        for name in re.findall(
            r"(?:window|globalThis|self)\.donebook\w*", (ASSETS / module).read_text("utf-8")
        )
    }
    assert len(found) <= 1, found


def test_the_lock_names_no_registry_and_a_hash_for_each_package() -> None:
    packages = json.loads((CHECKOUT / "package-lock.json").read_text("utf-8"))["packages"]
    del packages[""]
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def sent() -> dict[str, str]:
    parts = {p.relative_to(ASSETS).as_posix(): p for p in ASSETS.rglob("*.*")}
    texts = {path: p.read_text("utf-8") for path, p in parts.items() if is_part(path)}
    made = dict.fromkeys(("words.js", "finder-words.js", "deals-words.js", "brand.css"), "")
    own = {"serve.js": serving_script(texts), "edit.js": forms_script(texts)}
    return {**dict(bundles({**texts, **made})), **own}


def test_every_module_is_sent() -> None:
    assert [module for module in MODULES if not is_part(module)] == []
    text = "".join(sent().values())
    for module in MODULES:
        for name in re.findall(r"^export (?:async )?(?:function|const) (\w+)", (ASSETS / module).read_text("utf-8"), re.MULTILINE):  # fmt: skip
            assert re.search(rf"^(?:async )?(?:function|const) {name}\b", text, re.MULTILINE), name
    assert len(FOLDERS) == len(SCRIPTS) + 2, "and what a server adds, and the page of forms"


def test_a_page_loads_a_script_after_those_that_it_takes_names_from() -> None:
    text = (ASSETS / "page/own.js").read_text("utf-8")
    (done,) = re.findall(r"const DONE = \[(.*?)\];", text)
    text = text.replace("...DONE", done).replace("needs: DONE", f"needs: [{done}]")
    found = re.findall(r"\bneeds: \[(.*?)\]", text)
    assert len(found) > 10
    for needs in found:
        *before, file = re.findall(r'"(.*?)"', needs)
        assert f"{SCRIPTS[file].name}.js" == file, "the last one starts the part, by its name"
        assert {other for other in SCRIPTS[file].after if other != "donebook.js"} <= set(before)


def test_what_is_sent_is_a_script_and_no_module(tmp_path: Path) -> None:
    for name, text in sent().items():
        if not name.endswith(".js"):
            continue
        place = tmp_path / name.replace(".js", ".cjs")
        place.write_text(text, encoding="utf-8")
        ran = node("--check", place)
        assert ran.returncode == 0, f"{name}\n{ran.stderr}"
        assert "/**" not in text
        assert not re.search(r"^(?:import|export|\s)", text, re.MULTILINE)


def test_what_they_work_out_without_a_page() -> None:
    ran = node("--test", *sorted(LOGIC.glob("*.test.js")))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert int(re.findall(r"^\S+ pass (\d+)$", ran.stdout, re.MULTILINE)[0]) > 0
    assert re.search(r"^\S+ skipped 0$", ran.stdout, re.MULTILINE)
