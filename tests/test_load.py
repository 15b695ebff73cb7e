"""From files to a playbook: what is missing, what is counted, and what is remembered."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from donebook.load import Memory, load
from donebook.model import Key
from donebook.problem import Span
from donebook.rules import base
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
        f"content/{path}" for path in {*base.FILES, *GONE} - {"vocabulary.yaml"}
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
