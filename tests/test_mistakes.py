"""Golden cases: what an editor does wrong, and the exact words that come back."""

from pathlib import Path

import pytest

from donebook.check import check
from donebook.language import Language
from donebook.report import ReportContext, as_text
from donebook.rules.base import TODAY
from donebook.source import Folder
from messages import untold_in
from projects import CHECKOUT, lay_case

CASES = sorted(p for p in (CHECKOUT / "tests" / "cases" / "mistakes").iterdir() if p.is_dir())


def problems_of(case: Path, root: Path) -> ReportContext:
    lay_case(case, root)
    tree = Folder(root)
    return ReportContext(check(tree, TODAY), tree)


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_an_editor_is_told(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest, german: Language
) -> None:
    found = problems_of(case, tmp_path / "project")
    told = f"{as_text(found)}\n"
    expected = case / "expected.txt"
    if request.config.getoption("--accept"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")
    assert untold_in(found.checked.problems, german) == []


def test_what_is_harmless_is_accepted_and_nothing_else_is() -> None:
    for case in CASES:
        told = (case / "expected.txt").read_text(encoding="utf-8")
        assert told.startswith("No problems") == case.name.startswith("fine-"), case.name


def test_there_are_mistakes_enough() -> None:
    assert len([case for case in CASES if not case.name.startswith("fine-")]) >= 140
