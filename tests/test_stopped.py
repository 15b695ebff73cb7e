"""Whatever stops a run, a program that reads its result gets its format, and the exit code is right."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from donebook.cli import check as check_verb
from donebook.cli import diff as diff_verb
from donebook.cli.main import main
from donebook.paper import Printer, TypesettingFailed
from donebook.report import CHANGE_FORMATS, FORMATS
from donebook.rules.base import CONFIG
from history import start
from projects import make_project
from schemas import SARIF, mistakes
from trials import one_in

pytestmark = pytest.mark.slow

SHEET = """\
title: Sheet
summary: For a call.
owner: team
reviewed: 2026-10-05
purpose: To ask.
audience: internal
stage: open
pages: 1
minutes: 5
sections:
  - {type: notes, title: Notes, key: notes, lines: 60}
"""
WARNED = SHEET.replace("lines: 60", "lines: 40").replace("title: Sheet", "title: Sheet 👍")
STOPS: tuple[tuple[Exception, str, int], ...] = (
    (RuntimeError("out of\nwords: 100%"), "X803", 3),
    (RecursionError("too deep"), "X803", 3),
    (MemoryError(), "X803", 3),
    (PermissionError(13, "Permission denied", "build/cache"), "X802", 3),
    (OSError(28, "No space left on device"), "X802", 3),
)


def ended(*arguments: str) -> tuple[int, str, str]:
    """Exit code, result and progress of a command."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.raises(SystemExit) as end,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        main(list(arguments))
    return int(end.value.code or 0), out.getvalue(), err.getvalue()


def stopping(stop: Exception) -> Callable[..., Any]:
    def raises(*arguments: object, **options: object) -> object:
        raise stop

    return raises


def problems_in(form: str, said: str) -> list[str]:
    """The codes that a result names, read as its readers read it."""
    if form == "json":
        found = json.loads(said)
        assert set(found) == {"entries", "problems"}
        return [problem["code"] for problem in found["problems"]]
    if form == "sarif":
        log = json.loads(said)
        assert mistakes(log, SARIF) == []
        return [result["ruleId"] for result in log["runs"][0]["results"]]
    if form == "github":
        lines = said.strip().splitlines()
        assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
        return [line.partition("title=")[2][:4] for line in lines]
    lines = [line for line in said.splitlines() if line.startswith("- **")]
    return [line.removeprefix("- **").split("**")[0].split()[1] for line in lines]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
@pytest.mark.parametrize(("stop", "code", "exit_code"), STOPS, ids=lambda value: str(value)[:20])
def test_a_check_that_is_stopped_says_so_in_its_format(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    stop: Exception,
    code: str,
    exit_code: int,
) -> None:
    root = make_project(tmp_path / "project")
    monkeypatch.setattr(check_verb, "check", stopping(stop))
    ended_with, said, told = ended("--root", str(root), "check", "--format", form)
    assert ended_with == exit_code
    assert problems_in(form, said) == [code]
    assert told.startswith("donebook: ")


@pytest.mark.parametrize("form", [form for form in CHANGE_FORMATS if form != "text"])
@pytest.mark.parametrize(("stop", "code", "exit_code"), STOPS, ids=lambda value: str(value)[:20])
def test_a_comparison_that_is_stopped_says_so_in_its_format(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    stop: Exception,
    code: str,
    exit_code: int,
) -> None:
    root = make_project(tmp_path / "project")
    start(root)
    monkeypatch.setattr(diff_verb, "compare", stopping(stop))
    ended_with, said, _ = ended("--root", str(root), "diff", "HEAD", "--format", form)
    assert ended_with == exit_code
    assert code in said
    if form == "json":
        found = json.loads(said)
        assert found["comparable"] is False
        assert [problem["code"] for problem in found["introduced"]] == [code]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_wrong_use_is_told_in_the_format_too(tmp_path: Path, form: str) -> None:
    root = start(make_project(tmp_path / "project"))
    options = ("--format", form, "--base", "no-such-branch")
    ended_with, said, told = ended("--root", str(root), "check", *options)
    assert ended_with == 2
    assert problems_in(form, said) == ["X801"]
    assert "no-such-branch" in told


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_a_template_that_fails_is_a_problem_among_others(tmp_path: Path, form: str) -> None:
    broken = {
        "../templates/sheets/sheet.typ": "// ours\n#nope\n",
        "worksheets/sheet.yaml": WARNED,
    }
    root = make_project(tmp_path / "project", broken)
    ended_with, said, _ = ended("--root", str(root), "check", "--format", form)
    assert ended_with == 1
    assert sorted(problems_in(form, said)) == ["W510", "X804"]
    assert "unknown variable: nope" in said
    assert "templates/sheets/sheet.typ" in said.replace("&#46;", ".").replace("&#47;", "/")


def test_people_are_told_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_project(tmp_path / "project")
    monkeypatch.setattr(check_verb, "check", stopping(RuntimeError("out of words")))
    ended_with, said, told = ended("--root", str(root), "check")
    assert (ended_with, said) == (3, "")
    assert "a fault of ours: RuntimeError: out of words" in told


def test_a_press_that_fails_in_the_middle_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": WARNED})
    failed = TypesettingFailed("templates/sheets/sheet.typ", "no more paper")

    def lengths(*arguments: object) -> object:
        yield from ()
        raise failed

    monkeypatch.setattr(Printer, "lengths", lengths)
    ended_with, said, _ = ended("--root", str(root), "check", "--format", "json")
    assert ended_with == 1
    assert problems_in("json", said) == ["W510", "X804"]


@pytest.mark.parametrize("encoding", one_in(2, ["ascii", "utf-8"]))
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_neither_a_file_name_nor_a_terminal_breaks_the_format(
    tmp_path: Path, form: str, encoding: str
) -> None:
    """A name may hold bytes that are no text, and a terminal may know no letters but ASCII."""
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": WARNED})
    name = os.fsencode(root / "content/questions") + b"/caf\xe9-\xf0\x9f\x91\x8d.yaml"
    Path(os.fsdecode(name)).write_text("title: x\n")
    config = CONFIG.replace("Example playbook", "Ex\u2019ample")
    (root / "site-config/playbook.yaml").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).parent / "donebook", "check", "--format", form],
        cwd=root,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 1, done.stderr
    assert "S12" in "".join(problems_in(form, done.stdout.decode("utf-8")))
