"""From files to a playbook: what is missing, what is counted, and what is remembered."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from donebook.check import check
from donebook.config import CONFIG_PATH
from donebook.load import Memory, load
from donebook.model import Key
from donebook.problem import Span
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import make_project

GONE = {"questions/why-us.yaml": "moved_to: why-now\n", "patterns/old.yaml": "retired: Not said.\n"}


@pytest.mark.parametrize("path", ["content/vocabulary.yaml", "site-config/playbook.yaml"])
def test_a_part_that_is_missing_is_told_by_its_path(path: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / path).unlink()
    found = load(Folder(root))
    assert found.playbook is None
    assert [(p.code, p.span, p.message) for p in found.problems] == [
        ("S122", Span(path), f"{path} is missing.")
    ]


@pytest.mark.parametrize(
    ("files", "number"), [({}, 6), (GONE, 5), ({"patterns/broken.yaml": "title: [\n"}, 7)]
)
def test_entries_are_counted_without_forwarding_notes(
    files: Mapping[str, str], number: int, tmp_path: Path
) -> None:
    found = load(Folder(make_project(tmp_path / "project", files)))
    assert found.found == number
    assert found.playbook
    assert len(found.playbook.entries) + len(found.playbook.broken) == number


def test_with_a_memory_the_same_is_found_and_no_file_is_parsed_twice(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", GONE)
    memory: Memory = {}
    first = load(Folder(root), memory)
    assert first == load(Folder(root))
    remembered = dict(memory)
    assert {path for path, _ in remembered} == {
        CONFIG_PATH,
        *(f"content/{path}" for path in {*base.FILES, *GONE}),
    }
    assert load(Folder(root), memory) == first
    assert all(memory[known] is read for known, read in remembered.items())
    (root / "content" / base.WHY_NOW).write_text(base.question("Why today", "real"))
    again = load(Folder(root), memory)
    assert again == load(Folder(root))
    assert again.playbook
    assert again.playbook.entries[Key("question", "why-now")].title == "Why today"
    assert len(memory) == len(remembered) + 1


def test_a_link_is_no_file_with_a_memory_either(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "content/patterns/link.yaml").symlink_to("hours-back.yaml")
    assert load(Folder(root), {}) == load(Folder(root))


@pytest.mark.parametrize(
    "written", ["T00:00:00.000Z", "T22:30:00+02:00", " 12:00", " 12:00:00 +0200", "t09:15:00z", ""]
)
def test_a_time_of_a_day_is_that_day(written: str, tmp_path: Path) -> None:
    said = base.question("Why now", "real").replace("2026-10-01", f"2026-09-30{written}")
    playbook = load(Folder(make_project(tmp_path / "project", {base.WHY_NOW: said}))).playbook
    assert playbook
    assert playbook.entries[Key("question", "why-now")].reviewed == date(2026, 9, 30)


@pytest.mark.parametrize("name", ["index", "con", "lpt9"])
def test_a_name_that_a_system_keeps_for_itself_is_no_id(name: str, tmp_path: Path) -> None:
    found = load(
        Folder(make_project(tmp_path / "project", {f"patterns/{name}.yaml": "title: A\n"}))
    )
    assert [(p.code, p.span.path) for p in found.problems] == [
        ("S120", f"content/patterns/{name}.yaml")
    ]


def test_names_that_only_look_like_those_are_ids(tmp_path: Path) -> None:
    names = ("console", "com10", "nul-result")
    found = load(
        Folder(
            make_project(
                tmp_path / "project", {f"patterns/{n}.yaml": "retired: Gone.\n" for n in names}
            )
        )
    )
    assert not found.problems


def test_a_setting_that_only_colors_or_links_hides_no_other_problem(tmp_path: Path) -> None:
    settings = base.CONFIG + "brand: {light: '#ffd24d'}\nlogo: Our Logo.gif\n"
    root = make_project(
        tmp_path / "project",
        {
            "../site-config/playbook.yaml": settings,
            base.WHY_NOW: base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne"),
            "questions/bare.yaml": "ask: Why at all?\nstage: open\n",
        },
    )
    found = check(Folder(root), TODAY)
    assert {p.code for p in found.problems} == {"M217", "R307", "K901"}
    assert not found.is_whole, "so that nothing is built with it"
    pale = next(p for p in found.problems if p.field == "brand.light")
    shade = re.search(r"such as (#\w{6})\.", pale.help)
    assert shade
    for color, is_fine in ((shade[1], True), ("#957b2d", False)):
        (root / "site-config/playbook.yaml").write_text(base.CONFIG + f"brand: {{light: '{color}'}}\n")  # fmt: skip
        assert ("M217" not in {p.code for p in check(Folder(root), TODAY).problems}) == is_fine
