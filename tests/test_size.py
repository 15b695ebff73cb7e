"""A sheet that would take thousands of rows is a problem, and nothing of it is set."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from donebook.check import check
from donebook.cli.main import main
from donebook.paper.typesetter import Typesetter
from donebook.playbook import Playbook
from donebook.rules.base import CONFIG, TODAY, question
from donebook.sheet import MOST_PICKED, MOST_ROWS, is_too_large, resolve
from donebook.sheet.size import rows
from donebook.sheet.values import Asks, Blanks, Block, Grid, Prose, Ruled, Ticks
from donebook.source import Folder
from projects import make_project
from test_paper import CHECK, EVERY_SECTION

HEAD = "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-05\npurpose: To ask.\naudience: internal\nstage: open\npages: 8\nminutes: 5\nsections:\n"
ALL_OPEN = HEAD + "  - {type: questions, title: Ask, pick: {stage: open}, answer: evidence}\n"
NOTE = "crm_note: [{label: Notes, key: last-notes}]\n"


def many(number: int) -> dict[str, str]:
    return {
        f"questions/made-{n}.yaml": question(f"Made {n}", "real").replace("for real?", f"real {n}?")
        for n in range(number)
    }


@pytest.fixture
def was_set(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is sent to the press."""
    sent: list[object] = []
    pdf = Typesetter.pdf

    def counted(press: Typesetter, *arguments: Any) -> tuple[bytes, int]:
        sent.append(arguments)
        return pdf(press, *arguments)

    monkeypatch.setattr(Typesetter, "pdf", counted)
    return sent


def checked(root: Path) -> tuple[int, list[dict[str, Any]]]:
    said = io.StringIO()
    with pytest.raises(SystemExit) as end, contextlib.redirect_stdout(said):
        main(["--root", str(root), "check", "--today", f"{TODAY}", "--format", "json"])
    problems: list[dict[str, Any]] = json.loads(said.getvalue())["problems"]
    return int(end.value.code or 0), problems


def of(problems: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    return [problem for problem in problems if problem["code"] == code]


@pytest.mark.long
def test_a_section_that_picks_thousands_is_a_problem_and_is_not_set(
    tmp_path: Path, was_set: list[object]
) -> None:
    closed = question("Closed", "real").replace("What makes this a question for", "Is this")
    files = {**many(2_000), "worksheets/sheet.yaml": ALL_OPEN, "questions/closed.yaml": closed}
    code, problems = checked(make_project(tmp_path / "project", files))
    assert code == 1
    (found,) = of(problems, "R325")
    assert (found["path"], found["line"]) == ("content/worksheets/sheet.yaml", 11)
    assert "picks 2,004 questions" in found["message"]
    assert f"may hold {MOST_PICKED}" in found["message"]
    assert "core: true" in found["help"]
    assert of(problems, "W502"), "what else is wrong is told in the same run"
    assert was_set == []


@pytest.mark.long
@pytest.mark.parametrize(("number", "problems"), [(MOST_PICKED, 0), (MOST_PICKED + 1, 1)])
def test_the_limit_holds_for_conditions_and_for_names(
    tmp_path: Path, number: int, problems: int
) -> None:
    named = ", ".join(f"made-{n}" for n in range(number))
    by_name = HEAD + f"  - {{type: questions, title: Ask, pick: [{named}], answer: rivals}}\n"
    by_condition = ALL_OPEN.replace("{stage: open}", "{stage: agree}")
    made = {
        path: text.replace("stage: open", "stage: agree") for path, text in many(number - 1).items()
    }
    for name, sheet, files in (
        ("names", by_name, many(number)),
        ("conditions", by_condition, made),  # and the small playbook's own
    ):
        root = make_project(tmp_path / name, {**files, "worksheets/sheet.yaml": sheet})
        found = [p for p in check(Folder(root), TODAY).problems if p.code == "R325"]
        assert len(found) == problems, name
        for problem in found:
            assert (problem.span.line, problem.field) == (11, "sections.0.pick")
            assert problem.message == (
                f"This picks {number} questions, and a section may hold {MOST_PICKED}."
            )
            assert problem.help == (
                "Narrow it with one more of stage, test, role, framework, form or `core: true`, "
                "or name the questions."
            )


@pytest.mark.long
@pytest.mark.parametrize(
    "section",
    [
        "{{type: notes, title: N, key: n-{0}, lines: 40}}",
        "{{type: people, title: P, rows: 40}}",
        "{{type: questions, title: Q, pick: {{stage: open}}, answer: lines, lines: 40}}",
        "{{type: table, title: T, key: t-{0}, rows: 40, columns: [{{key: a, label: A}}]}}",
    ],
)
def test_a_sheet_of_too_many_sections_is_a_problem_and_is_not_set(
    tmp_path: Path, was_set: list[object], section: str
) -> None:
    sections = "".join(f"  - {section.format(n)}\n" for n in range(1_500))
    files = {
        "worksheets/sheet.yaml": HEAD + sections,
        "../site-config/playbook.yaml": CONFIG + NOTE,
    }
    code, problems = checked(make_project(tmp_path / "project", files))
    assert code == 1
    (found,) = of(problems, "R325")
    assert (found["line"], found["column"]) == (10, 1)
    assert f"{MOST_ROWS} lines" in found["message"]
    assert not of(problems, "R316"), "a key may stand where the sheet was cut off"
    assert was_set == []


@pytest.mark.long
def test_a_sheet_too_large_is_resolved_up_to_its_limit(tmp_path: Path) -> None:
    """Comparing revisions resolves sheets without looking for problems."""
    sections = "".join("  - {type: people, title: P, rows: 40}\n" for _ in range(3_000))
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": HEAD + sections})
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    (sheet,) = playbook.worksheets
    assert is_too_large(playbook, sheet)
    assert len(resolve(playbook, sheet).parts) == MOST_ROWS // 41


def test_no_sheet_of_the_starter_comes_near_the_limits(playbook: Playbook) -> None:
    for sheet in playbook.worksheets:
        assert sum(rows(playbook, section) for section in sheet.sections) < MOST_ROWS / 2


def rows_of(block: Block) -> int:
    """How many rows or lines a resolved block has."""
    match block:
        case Grid():
            return len(block.rows)
        case Ticks():
            return len(block.ticks)
        case Blanks():
            return sum(blank.lines for blank in block.blanks)
        case Asks():
            return sum(1 + answer.lines for _, answer in block.asks)
        case Ruled():
            return block.blank.lines
        case Prose():
            return 0


def test_what_is_reckoned_is_about_what_a_sheet_has(playbook: Playbook, tmp_path: Path) -> None:
    files = {"worksheets/sheet.yaml": EVERY_SECTION, "questions/met.yaml": CHECK}
    every = check(Folder(make_project(tmp_path / "project", files)), TODAY).playbook
    assert every
    for book in (playbook, every):
        for sheet in book.worksheets:
            parts = resolve(book, sheet).parts
            for section, part in zip(sheet.sections, parts, strict=True):
                if section.type == "text":
                    continue  # it has lines only once it is set
                has = rows_of(part.block)
                assert has < rows(book, section) <= has + 8, (sheet.id, section.type)


def test_a_pack_holds_no_more_than_a_day(tmp_path: Path) -> None:
    names = ", ".join(f"play-{n}" for n in range(21))
    config = CONFIG + f"packs: {{day: {{title: Day, exercises: [{names}]}}}}\n"
    root = make_project(tmp_path / "project", {"../site-config/playbook.yaml": config})
    problems = check(Folder(root), TODAY).problems
    assert any("20" in p.message and p.field == "packs.day.exercises" for p in problems), problems
