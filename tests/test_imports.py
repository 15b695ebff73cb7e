"""Imports run downwards only, as the layers below say, and never in a circle."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from donebook.cli.main import VERBS
from projects import CHECKOUT

PACKAGE = CHECKOUT / "generator" / "donebook"
LAYERS = (
    {
        "problem",
        "progress",
        "message",
        "text",
        "prose",
        "markup",
        "spelling",
        "edit",
        "change",
        "files",
        "journal",
        "defaults",
        "hosting",
        "processors",
    },
    {"codes", "shared_out"},
    {"source", "model"},
    {"linked"},
    {"config", "figures", "language", "imprint", "ids"},
    {"translation"},
    {"playbook"},
    {"facts"},
    {"codeowners"},
    {"validation_messages"},
    {"parse"},
    {"entry_files"},
    {"load", "rules", "sheet", "fix", "schema"},
    {"check", "write"},
    {"diff", "cms"},
    {"news"},
    {"index", "paper", "report"},
    {"pages"},
    {"export"},
    {"bring"},
    {"losses", "collect"},
    {"site"},
    {"mcp"},
    {"cli"},
    {"__main__"},
)
# What only pages, sites, fillable sheets or imports need.
ABSENT = frozenset(
    {
        *("donebook.pages", "donebook.index", "donebook.site.generate", "donebook.bring"),
        "donebook.losses",
        *("fontTools", "jinja2", "markdown", "mkdocs", "openpyxl", "pypdf", "rapidfuzz"),
        *("snowballstemmer", "donebook.rules.phrasing.german"),
    }
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    found |= {
        f"{m}.{a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and (m := n.module)
        for a in n.names
    }
    return {name for name in found if name.startswith("donebook.")}


def room(module: str) -> str:
    return module.split(".")[1]


def modules() -> dict[str, Path]:
    return {
        ".".join(("donebook", *p.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): p
        for p in PACKAGE.rglob("*.py")
    }


def test_every_room_has_a_level() -> None:
    rooms = {room(name) for name in modules() if "." in name}
    assert rooms == set(LEVEL)


def test_no_room_imports_from_a_higher_one() -> None:
    upward = [
        f"{name} imports {other}"
        for name, path in modules().items()
        if "." in name
        for other in imports(path)
        if LEVEL[room(other)] > LEVEL[room(name)]
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    files = modules()
    edges = {
        name: {o for o in imports(path) if o in files and o != name} for name, path in files.items()
    }
    # A package's face hands on the names of its own modules; that is no circle.
    edges = {n: {o for o in others if not n.startswith(f"{o}.")} for n, others in edges.items()}
    while leaves := [name for name, others in edges.items() if not others]:
        for leaf in leaves:
            del edges[leaf]
        edges = {name: others - set(leaves) for name, others in edges.items()}
    assert edges == {}


def test_only_reading_and_publishing_touch_the_disk() -> None:
    """The model, the rules and the pages are functions from values to values."""
    pure = {
        "problem",
        "text",
        "spelling",
        "codes",
        "model",
        "config",
        "figures",
        "playbook",
        "parse",
        "load",
        "rules",
        "sheet",
        "check",
        "pages",
        "report",
    }
    touching = ("open(", ".read_text(", ".write_text(", ".read_bytes(", ".write_bytes(")
    found = [
        name
        for name, path in modules().items()
        if "." in name and room(name) in pure and any(t in path.read_text() for t in touching)
    ]
    assert found == []


def test_help_is_shown_without_importing_any_verb() -> None:
    """What takes long to start is pydantic and the models, which only a verb needs."""
    code = (
        "import contextlib, sys\n"
        "from donebook.cli.main import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "print(*sorted(name for name in sys.modules if name.startswith(('donebook', 'pydantic'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "donebook donebook.cli donebook.cli.main"
    for verb, summary in VERBS.items():
        assert re.search(rf"^  {verb} +{re.escape(summary)}$", done.stdout, re.MULTILINE)


@pytest.mark.long
def test_a_check_imports_nothing_that_makes_pages(tmp_path: Path) -> None:
    """Pages, the finder and what they need take longer to import than a small playbook to check."""
    shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    shutil.copytree(CHECKOUT / "site-config", tmp_path / "site-config")
    code = (
        "import contextlib, sys\n"
        "from donebook.cli.main import main\n"
        "with contextlib.suppress(SystemExit): main(['check', '--today', '2026-11-24'])\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    *said, imported = done.stdout.splitlines()
    assert any(line.startswith("No problems in ") for line in said)
    assert ABSENT.isdisjoint(imported.split())
    assert "donebook.rules" in imported.split()
