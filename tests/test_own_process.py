"""Work in a process of its own: its result, its errors, and what happens where there is no process."""

import multiprocessing
import os
import signal
from functools import partial
from pathlib import Path

import pytest

from donebook.mcp.elsewhere import elsewhere


def killed_there(here: int) -> int:
    """As if the machine had no memory left for the other process."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def unreadable(path: Path) -> str:
    return path.read_text("utf-8")


def test_work_is_done_in_another_process() -> None:
    assert elsewhere(os.getpid).result(60) != os.getpid()


def test_where_that_process_ends_early_the_work_is_done_here() -> None:
    assert elsewhere(partial(killed_there, os.getpid())).result(60) == os.getpid()


def test_without_another_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refused)
    assert elsewhere(os.getpid).result(60) == os.getpid()


def test_an_error_is_raised_by_the_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FileNotFoundError):
        elsewhere(partial(unreadable, tmp_path / "missing")).result(60)
    assert capfd.readouterr() == ("", "")
