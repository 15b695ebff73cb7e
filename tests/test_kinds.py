"""A kind is declared once: its model, its words and its template bring it everywhere else."""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import history
from donebook.model import FORMS, KINDS, MODELS, SHOWN_KINDS, Pattern, ProofPoint
from donebook.pages import pages
from donebook.playbook import Playbook
from projects import CHECKOUT, make_project

MODEL = '''
"""Rivals: who else is in the deal, and what to ask because of them."""

from typing import Annotated

from donebook.model.entry import Entry, Kind
from donebook.model.fields import PatternRef
from donebook.model.marks import Asked, Back, Leads, Searched, Told
from donebook.text import Plain


class Rival(Entry):
    """One competitor."""

    kind = Kind("rival", "rivals", 70, "r", ("look-by", 41), 90)

    claim: Annotated[Plain, Searched("heard"), Told("Claims something else"), Asked("What they claim")]
    """What they claim."""
    strong_on: Annotated[
        tuple[PatternRef, ...], Leads("Is strong on"), Back("rivals.strong-here"), Asked("Where they are strong")
    ] = ()
    """Definitions of done on which they are hard to beat."""
'''
WORDS = """
rivals: {strong-here: Strong here}
"""
TEMPLATE = """{% import "_parts.html.j2" as parts with context %}
{{ h1(entry.title) }}

<p>{{ entry.claim }}</p>

{{ parts.cards(named["strong_on"]) }}

{{ parts.about_entry(entry, about) }}
"""
ENTRY = """title: The big one
summary: Wins by being there already.
owner: team
reviewed: 2026-10-01
claim: Nobody was ever fired for buying us
strong_on: [hours-back]
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one more kind: a model, its words, a template."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("generator", "templates", "site-config", "content", ".vscode", ".github"):
        shutil.copytree(CHECKOUT / name, root / name)
    for name in (
        "mkdocs.yml",
        "pyproject.toml",
        ".gitlab-ci.yml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
    ):
        shutil.copy(CHECKOUT / name, root)
    shutil.copytree(CHECKOUT / "requirements", root / "requirements")
    (root / "build/pages").mkdir(parents=True)
    shutil.copy(CHECKOUT / "build/pages/.gitignore", root / "build/pages")
    (root / "generator/donebook/model/rival.py").write_text(MODEL.lstrip(), encoding="utf-8")
    words = root / "site-config/words/en.yaml"
    text = words.read_text(encoding="utf-8")
    text = text.replace("kind:\n", "kind:\n  rival: {one: Rival, many: Rivals}\n", 1)
    text = text.replace("list:\n", "list:\n  rival: Who else is in the deal.\n", 1)
    words.write_text(text + WORDS, encoding="utf-8")
    (root / "templates/pages/rival.html.j2").write_text(TEMPLATE, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def company(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A playbook that uses the kind, with a first commit from before."""
    root = make_project(tmp_path_factory.mktemp("company") / "playbook")
    (root / ".gitignore").write_text("/build/*\n/site/\n/.site-*/\n", encoding="utf-8")
    history.start(root, day="2026-11-02")
    place = root / "content/rivals/the-big-one.yaml"
    place.parent.mkdir()
    place.write_text(ENTRY, encoding="utf-8")
    history.commit(root, day="2026-11-20")
    ran = donebook(copy, root, "build", "--today", "2026-11-23")
    assert ran.returncode == 0, ran.stderr
    return root


def donebook(copy: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the copy's own donebook on a playbook."""
    code = "from donebook.cli.main import main; main()"
    env = {**os.environ, "PYTHONPATH": str(copy / "generator")}
    command = [sys.executable, "-c", code, "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def read(site: Path, path: str) -> str:
    return unescape((site / path).read_text(encoding="utf-8"))


@pytest.mark.slow
def test_every_page_knows_it(company: Path) -> None:
    site = company / "site"
    assert "Nobody was ever fired" in read(site, "rivals/the-big-one/index.html")
    assert "The big one" in read(site, "rivals/index.html")
    assert "Who else is in the deal." in read(site, "rivals/index.html")
    pattern = read(site, "patterns/hours-back/index.html")
    assert '<h2 id="strong-here">Strong here' in pattern
    assert "The big one" in pattern
    home = read(site, "index.html")
    assert re.search(r'href="rivals/"[^>]*>\s*(?:<span[^>]*>)?\s*Rivals', home)
    assert "· Rivals" in home, "the field in the header says that it finds them"
    assert ">Rivals</option>" in read(site, "find/index.html")
    assert "What they claim." in read(site, "editing/rival/index.html")
    assert "1 rival<" in read(site, "editing/health/index.html")
    assert "The big one" in read(site, "whats-new/index.html")
    script = read(site, "assets/donebook/finder-index.js")
    index = json.loads(script.partition("index = ")[2].rstrip(";\n"))
    assert ["r", "rival", "rivals", True] in [kind[:4] for kind in index["known"]]
    assert "fired" in index["words"].split("\n")
    assert index["kinds"].count("r") == 1


@pytest.mark.torture
def test_every_command_knows_it(copy: Path, company: Path) -> None:
    given = (
        "--title",
        "The other",
        "--owner",
        "team",
        "--claim",
        "Cheap",
        "--strong-on",
        "hours-back",
    )
    ran = donebook(copy, company, "new", "rival", *given)
    assert ran.returncode == 0, ran.stderr
    assert "status: draft" in (company / "content/rivals/the-other.yaml").read_text()
    assert donebook(copy, company, "check", "--today", "2026-11-23").returncode == 0
    shape = json.loads((company / "build/schema/rival.json").read_text(encoding="utf-8"))
    assert "hours-back" in json.dumps(shape)
    ran = donebook(copy, company, "diff", "HEAD~1")
    assert "The big one" in ran.stdout, ran.stderr
    place = company / "content/rivals/the-big-one.yaml"
    place.write_text(ENTRY.replace("Nobody", "No one").replace("[hours-back]", "[]"))
    ran = donebook(copy, company, "diff", "HEAD")
    assert "Claims something else" in ran.stdout
    assert "No longer: is strong on" in ran.stdout
    place.write_text(ENTRY.replace("hours-back", "hours-bakc"))
    ran = donebook(copy, company, "check", "--today", "2026-11-23")
    assert ran.returncode == 1
    assert 'Did you mean "hours-back"?' in ran.stdout
    place.write_text(ENTRY)
    assert donebook(copy, company, "rename", "rival", "the-big-one", "the-giant").returncode == 0
    assert "moved_to: the-giant" in place.read_text()
    giant = company / "content/rivals/the-giant.yaml"
    assert donebook(copy, company, "reviewed", "the-giant", "--today", "2026-11-24").returncode == 0
    assert "reviewed: 2026-11-24" in giant.read_text()
    settings = company / "site-config/playbook.yaml"
    settings.write_text(
        settings.read_text()
        + "review_every: {rival: 10}\nwords: {kinds: {rival: {one: Competitor, many: Competitors}}}\n"
    )
    ran = donebook(copy, company, "check", "--today", "2026-12-20", "--format", "json")
    overdue = {p["path"] for p in json.loads(ran.stdout)["problems"] if p["code"] == "F601"}
    assert "content/rivals/the-giant.yaml" in overdue
    started = donebook(copy, company, "new", "site", str(company.parent / "acme"))
    assert started.returncode == 0, started.stderr
    wired = json.loads((company.parent / "acme/.vscode/settings.json").read_text(encoding="utf-8"))
    assert wired["yaml.schemas"]["./build/schema/rival.json"] == "content/rivals/*.yaml"


def test_kinds_are_told_apart_by_everything_that_names_them() -> None:
    for field in ("name", "folder", "letter", "place"):
        values = [getattr(model.kind, field) for model in MODELS]
        assert len(set(values)) == len(values), field
    for field in ("name", "letter", "place", "hub", "nav"):
        values = [getattr(kind, field) for kind in SHOWN_KINDS.values()]
        assert len(set(values)) == len(values), field
    assert set(KINDS) == {form.kind.name for form in FORMS}


@pytest.mark.long
def test_a_definition_and_a_loss_show_the_proof_that_names_them(playbook: Playbook) -> None:
    shown = {path: make().shows for path, make in pages(playbook).items()}
    for point in playbook.of_model(ProofPoint):
        (got_there,) = [
            entries
            for word, entries in shown[f"patterns/{point.pattern}.md"]["backs"]
            if word == "proof-points.who-got-there"
        ]
        assert point in got_there
        for reason in point.counters:
            backs = dict(shown[f"loss-reasons/{reason}.md"]["backs"])
            assert point in backs["proof-points.show-them"]
    named = {point.pattern for point in playbook.of_model(ProofPoint)}
    for pattern in playbook.of_model(Pattern):
        assert bool(shown[f"patterns/{pattern.id}.md"]["backs"]) == (pattern.id in named)
