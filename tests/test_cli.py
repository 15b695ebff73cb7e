"""The command line is the public interface: its exit codes, its JSON, its help."""

import errno
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from donebook import files, rules
from donebook.cli.main import VERBS, donebook
from donebook.rules import base
from projects import SHEET, make_project

pytestmark = pytest.mark.long

Project = Callable[..., Path]
COMMAND = Path(sys.executable).parent / "donebook"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_check_is_fine_with_a_correct_playbook(project: Project) -> None:
    done = run("check", cwd=project())
    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems in 6 entries.\n", "")


def test_check_finds_the_playbook_from_a_folder_inside_it(project: Project) -> None:
    assert run("check", cwd=project() / "content/questions").returncode == 0


def test_check_exits_with_1_on_errors_and_prints_them_as_json(project: Project) -> None:
    root = project({"questions/why-now.yaml": "titel: x\n"})
    done = run("check", "--format", "json", cwd=root)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert found["entries"] == 6
    unknown = next(p for p in found["problems"] if p["code"] == "M202")
    assert unknown == {
        "code": "M202",
        "severity": "error",
        "path": "content/questions/why-now.yaml",
        "line": 1,
        "column": 1,
        "end_column": 6,
        "entry": "why-now",
        "field": "titel",
        "message": '"titel" is not a field here.',
        "help": 'Did you mean "title"?',
        "suggestion": "title",
    }
    places = [(p["path"], p["line"], p["column"]) for p in found["problems"]]
    assert places == sorted(places)


def test_a_build_for_reps_waits_until_the_settings_say_since_when(project: Project) -> None:
    settings = base.CONFIG.replace("live_since: 2026-10-01\n", "")
    root = project({"../site-config/playbook.yaml": settings})
    done = run("build", "--live", "--today", "2026-11-27", cwd=root)
    assert done.returncode == 1
    assert "Nothing was published" in done.stderr
    assert "live_since: 2026-11-27" in done.stderr
    assert not (root / "site").exists()


def test_warnings_do_not_block(project: Project) -> None:
    from donebook.rules import CODES

    done = run("check", cwd=project(dict(CODES["C402"].bad)))
    assert done.returncode == 0
    assert "warning C402" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("chekc",), ("check", "--formta", "json"), ("explain", "X1"), ("check", "--format", "html")],
)
def test_wrong_usage_exits_with_2(project: Project, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=project())
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_outside_a_playbook_it_says_so(tmp_path: Path) -> None:
    done = run("--root", tmp_path, "check", cwd=tmp_path)
    assert done.returncode == 2
    assert "no playbook here" in done.stderr


FAULT = """
import sys
from donebook.cli import main, check
def broken(*given, **asked): raise ValueError("boom")
check.check = broken
main.main(sys.argv[1:])
"""


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_exits_with_3_and_keeps_its_traceback_for_debug(
    project: Project, debug: bool
) -> None:
    arguments = (["--debug"] if debug else []) + ["check"]
    done = subprocess.run(
        [sys.executable, "-c", FAULT, *arguments],
        cwd=project(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "boom" in done.stderr
    assert ("Traceback" in done.stderr) == debug


def test_sheets_are_printed_by_their_ids(project: Project, tmp_path: Path) -> None:
    sheet = "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: notes, title: Notes, key: notes, lines: 3}\n"
    root = project({"worksheets/one.yaml": sheet, "worksheets/other.yaml": sheet})
    out = tmp_path / "out"
    done = run("sheets", "one", "--paper", "a4", "--out", out, cwd=root)
    assert (done.returncode, done.stdout) == (
        0,
        f"{out / 'one-a4.pdf'}: 1 page. Print it on one side of A4.\n",
    )
    assert [place.name for place in out.iterdir()] == ["one-a4.pdf"]
    assert run("sheets", "--out", out, cwd=root).returncode == 0
    assert len(list(out.glob("*.pdf"))) == 4
    wrong = run("sheets", "othr", cwd=root)
    assert wrong.returncode == 2
    assert 'Did you mean "other"?' in wrong.stderr
    (root / "content/worksheets/one.yaml").write_text(sheet.replace("lines: 3", "lines: 40"))
    long = run("sheets", "--out", out, cwd=root)
    assert long.returncode == 0
    assert "content/worksheets/one.yaml: This takes 2 pages" in long.stderr


def test_what_the_machine_refuses_is_said_without_a_traceback(project: Project) -> None:
    root = project()
    shutil.rmtree(root / "build")
    (root / "build").write_text("a file where a folder belongs")
    done = run("build", cwd=root)
    assert done.returncode == 3
    assert str(root / "build") in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of ours" not in done.stderr


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:99999", "127.0.0.1:taken"])
def test_serve_says_what_is_wrong_with_an_address(project: Project, address: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = address.replace("taken", str(other.getsockname()[1]))
        done = run("serve", "--address", address, cwd=project())
    assert done.returncode == 2
    assert address in done.stderr
    assert "such as 127.0.0.1:80" in done.stderr


def test_explain_lists_all_codes_and_explains_one() -> None:
    runner = CliRunner()
    listed = runner.invoke(donebook, ["explain"]).output
    codes = re.findall(r"^([SMRC]\d{3})  ", listed, re.MULTILINE)
    assert len(codes) == len(set(codes)) > 50
    for code in codes:
        told = runner.invoke(donebook, ["explain", code.lower()]).output
        assert told.startswith(f"{code}: ")
        assert "What to do:" in told


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_an_example(verb: str) -> None:
    told = CliRunner().invoke(donebook, [verb, "--help"]).output
    assert f"Example: donebook {verb}" in " ".join(told.split())


def test_build_and_generate_refuse_content_with_errors(project: Project) -> None:
    root = project({"questions/why-now.yaml": "titel: x\n"})
    for verb in ("build", "generate"):
        done = run(verb, cwd=root)
        assert done.returncode == 1
        assert 'Did you mean "title"?' in done.stdout + done.stderr
    assert not (root / "site").exists()


def test_output_in_a_pipe_has_no_colour(project: Project) -> None:
    done = run("check", cwd=project({"questions/why-now.yaml": "titel: x\n"}))
    assert "\x1b" not in done.stdout + done.stderr


def test_it_runs_as_a_module_too() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "donebook", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("donebook, version ")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_checkout_that_can_only_be_read_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    write_whole = files.write_whole

    def refuses(place: Path, content: bytes) -> None:
        if place.is_relative_to(root):
            raise OSError(number, os.strerror(number), str(place))
        write_whole(place, content)

    monkeypatch.setattr(files, "write_whole", refuses)
    ran = CliRunner().invoke(donebook, ["--root", str(root), "check"])
    if number == errno.ENOSPC:
        assert isinstance(ran.exception, OSError), "a full disk is no checkout to read"
        return
    assert (ran.exit_code, "No problems in 7 entries." in ran.output) == (0, True)
    assert "build/schema can't be written" in ran.output


def test_what_going_live_makes_an_error_is_announced_and_can_be_seen_before(
    project: Project,
) -> None:
    from donebook.rules import CODES

    settings = base.CONFIG.replace("live_since: 2026-10-01\n", "")
    root = project({"../site-config/playbook.yaml": settings, **CODES["C405"].bad, **CODES["C404"].bad})  # fmt: skip
    told = "1 gap is an error once `live_since` is set: `donebook check --live` shows it."
    before = run("check", cwd=root)
    assert (before.returncode, told in before.stdout) == (0, True)
    assert {"warning C404", "warning C405"} <= set(re.findall(r"\w+ C40\d", before.stdout))
    built = run("build", cwd=root)
    assert (built.returncode, told in built.stderr) == (0, True)
    shown = run("check", "--live", cwd=root)
    assert shown.returncode == 1
    assert {"warning C404", "error C405"} == set(re.findall(r"\w+ C40[45](?=:)", shown.stdout))
    (root / "site-config/playbook.yaml").write_text(base.CONFIG)
    live = run("check", cwd=root)
    assert live.stdout == shown.stdout
    assert "`live_since`" not in live.stdout
    assert "(error, and a warning until `live_since` is set)" in run("explain", "C405", cwd=root).stdout  # fmt: skip
    assert "C404: A question that leads nowhere (warning)" in run("explain", "C404", cwd=root).stdout  # fmt: skip


def test_a_playbook_that_reps_have_is_judged_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[object] = []
    judge = rules.check

    def counted(*arguments: Any) -> Any:
        judged.append(arguments)
        return judge(*arguments)

    monkeypatch.setattr(rules, "check", counted)
    ran = CliRunner().invoke(donebook, ["--root", str(project()), "check"])
    assert (ran.exit_code, len(judged)) == (0, 1)
