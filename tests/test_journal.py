"""Several files: all of them are written or none, whatever fails, and wherever the program is killed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest

import faults
from donebook.cli.main import project_root
from donebook.journal import JournalUnreadable, Phase, note, recovered, write_all
from faulty import JOBS, NEW
from projects import CHECKOUT, make_project
from trials import STEP, one_in

WANTED = {path: content for path, content in NEW.items() if content is not None}


def held(root: Path) -> dict[str, bytes]:
    found = (place for place in root.rglob("*") if place.is_file())
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    JOBS["files"].make(tmp_path / "root")
    return tmp_path / "root"


def test_all_of_them_are_written_and_nothing_is_left_beside(root: Path) -> None:
    (root / "a.pdf").chmod(0o640)
    write_all(root, NEW, new=("b.pdf",))
    assert held(root) == WANTED
    assert (root / "a.pdf").stat().st_mode & 0o777 == 0o640


def test_files_are_on_the_disk_before_they_take_their_places(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.add(os.fstat(handle).st_ino))
    write_all(root, NEW, new=("b.pdf",))
    assert {(root / path).stat().st_ino for path in WANTED} <= synced


def test_what_must_not_be_there_yet_is_refused_before_anything_is_written(root: Path) -> None:
    before = held(root)
    with pytest.raises(FileExistsError, match=r"a\.pdf"):
        write_all(root, NEW, new=("a.pdf",))
    assert held(root) == before


# In memory, where a system has such a folder: thousands of trials wait for no disk.
FAST = next((place for place in ("/dev/shm",) if os.access(place, os.W_OK)), None)


def tried(job: str, *kinds: str, step: int = 1) -> int:
    """How many trials there were; fails with those that ended neither as before nor as wanted."""
    with TemporaryDirectory(dir=FAST) as folder:
        ran = subprocess.run(
            [sys.executable, CHECKOUT / "tests/faults.py", job, folder, str(step), *kinds],
            capture_output=True,
            text=True,
            check=False,
            cwd=CHECKOUT / "tests",
        )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    return int(json.loads(ran.stderr.splitlines()[-1])["trials"])


@pytest.mark.long
def test_whatever_fails_at_whichever_operation_all_or_nothing_is_done() -> None:
    assert tried("files") > 150


@pytest.mark.slow
@pytest.mark.parametrize("job", one_in(9, [job for job in JOBS if job != "files"]))
def test_a_command_that_is_killed_or_finds_no_room_tears_nothing(job: str) -> None:
    assert tried(job, faults.KILL, "ENOSPC", step=5) >= 4


@pytest.mark.torture
@pytest.mark.parametrize("job", JOBS)
def test_no_fault_at_any_operation_of_any_command_tears_anything(job: str) -> None:
    assert tried(job, step=STEP) >= 60 / STEP / JOBS[job].step


def cut_off(root: Path, phase: Phase, told: str) -> None:
    note(root, phase).write_text(told)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "{}",
        "[1]",
        '[{"path": "a.pdf"}]',
        '[{"path": "../a.pdf", "made": ".donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": true}]',
        '[{"path": "/etc/passwd", "made": ".donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": true}]',
        '[{"path": ".git/config", "made": ".donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": true}]',
        '[{"path": "out/a.pdf", "made": ".donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": true}]',
        '[{"path": "b.pdf", "made": "a.pdf", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": false}]',
        '[{"path": "b.pdf", "made": "deep/.donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": false, "is_deleted": false}]',
    ],
)
def test_a_note_that_nobody_of_ours_wrote_moves_nothing(
    root: Path, tmp_path: Path, told: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"outside")
    (root / "out").symlink_to(tmp_path)
    cut_off(root, Phase.FORWARD, told)
    before = held(root)
    with pytest.raises(JournalUnreadable, match="then delete it"):
        recovered(root)
    assert held(root) == before
    assert (tmp_path / "a.pdf").read_bytes() == b"outside"


def test_a_command_says_what_it_did_about_one_that_was_cut_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_project(tmp_path / "project")
    (root / ".donebook-x.tmp").write_text("late")
    told = {"path": "README.md", "made": ".donebook-x.tmp", "before": ".donebook-y.tmp", "was_there": False, "is_deleted": False}  # fmt: skip
    cut_off(root, Phase.FORWARD, json.dumps([told]))
    asked = click.Context(click.Command("check"), obj=root / "content")
    assert project_root(asked) == root
    assert (root / "README.md").read_text() == "late"
    assert "Its files are as it wanted them now." in capsys.readouterr().err
    assert list(root.rglob(".donebook-*")) == []
    cut_off(root, Phase.BACK, "[")
    with pytest.raises(click.UsageError, match="then delete it"):
        project_root(asked)


def test_only_the_repository_itself_is_looked_through(tmp_path: Path) -> None:
    """A note further up may be anybody's, such as one in a folder for everybody."""
    root = make_project(tmp_path / "top" / "project")
    cut_off(tmp_path / "top", Phase.FORWARD, "[")
    asked = click.Context(click.Command("check"), obj=root)
    assert project_root(asked) == root
    (tmp_path / "top" / ".git").mkdir()
    with pytest.raises(click.UsageError, match="then delete it"):
        project_root(asked)
