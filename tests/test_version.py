"""What the foot of each page says: which version this is, and how new its content is."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from donebook.check import check
from donebook.load import load
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.site.version import Version, version_of
from donebook.source import Folder
from projects import lay, make_project

pytestmark = pytest.mark.slow

OLDEST = base.FILES[base.WHY_NOW]


def day_of(root: Path) -> str:
    playbook = load(Folder(root)).playbook
    assert playbook
    return version_of({}, playbook.without_drafts()).day


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def test_it_is_the_newest_review(root: Path) -> None:
    assert day_of(root) == "2026-10-01"
    lay(root, {base.WHY_NOW: OLDEST.replace("2026-10-01", "2026-10-20")})
    assert day_of(root) == "2026-10-20"


def test_it_is_not_said_of_entries_that_nobody_reviewed(root: Path) -> None:
    lay(root, {"questions/bare.yaml": "ask: Why at all?\nstage: open\n"})
    assert day_of(root) == ""


def test_what_is_not_on_the_site_does_not_count(root: Path) -> None:
    newer = base.question("Later", "real").replace("2026-10-01", "2026-11-20")
    lay(root, {"questions/later.yaml": f"{newer}status: draft\n", "questions/gone.yaml": "retired: Nobody asks it.\n"})  # fmt: skip
    assert day_of(root) == "2026-10-01"
    lay(root, {"questions/later.yaml": newer})
    assert day_of(root) == "2026-11-20"


def test_a_day_that_lies_ahead_is_a_problem_at_its_line(root: Path) -> None:
    lay(root, {base.WHY_NOW: OLDEST.replace("2026-10-01", "2062-10-01")})
    (problem,) = check(Folder(root), TODAY).problems
    assert (problem.code, problem.span.path) == ("F605", f"content/{base.WHY_NOW}")


@pytest.mark.torture
def test_the_day_of_the_build_plays_no_part(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for today in (TODAY, TODAY + timedelta(days=30), date(2026, 1, 1)):
        built = build(root, today)
        assert built.site
        script = (built.site / "assets/donebook/version.js").read_text()
        said.append(json.loads(script.partition(" = ")[2].rstrip(";\n")))
    assert {tuple(version) for version in said} == {("id", "day", "isKept")}
    assert {version["day"] for version in said} == {"2026-10-01"}


@pytest.mark.torture
def test_each_build_dates_its_files_by_its_own_content(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the second one of a process, such as a server's after an edit."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    settings = root / "site-config/playbook.yaml"
    settings.write_text(f"{settings.read_text()}address: https://playbook.example.org/\n")
    for day in ("2026-10-01", "2026-10-20"):
        lay(root, {base.WHY_NOW: OLDEST.replace("2026-10-01", day)})
        built = build(root, TODAY)
        assert built.site
        dates = set(
            re.findall("<lastmod>(.*?)</lastmod>", (built.site / "sitemap.xml").read_text())
        )
        assert dates == {day}


def test_a_playbook_without_entries_has_no_day(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {})
    playbook = load(Folder(root)).playbook
    assert playbook
    empty = type(playbook)(playbook.config, playbook.vocabulary, {}, ())
    assert isinstance(version_of({}, empty), Version)
    assert version_of({}, empty).day == ""
