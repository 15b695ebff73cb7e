"""Work in copies of this process: the same as without them, whatever becomes of a copy."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from donebook.shared_out import BATCH, LEAST, Copy, SharedOut, can_copy

JOBS = tuple(f"job-{number}" for number in range(3 * LEAST))
IS_HERE = sys.platform == "linux"
COPIES = pytest.mark.skipif(not IS_HERE, reason="no copies here")


def lengthened(job: str) -> str:
    time.sleep(0.001)  # or one of them would have done all before another is there
    return f"{job} in {os.getpid()}"


@pytest.fixture(autouse=True)
def processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONEBOOK_THREADS", "3")


@COPIES
def test_each_job_is_done_once_and_by_all() -> None:
    steps: list[int] = []
    with SharedOut(JOBS, lengthened) as shared:
        made = shared.finish(lambda: steps.append(1))
    assert sorted(made) == sorted(JOBS)
    assert all(text.startswith(f"{job} in ") for job, text in made.items())
    assert len({text.rpartition(" ")[2] for text in made.values()}) == 3
    assert len(steps) == len(JOBS)


@pytest.mark.parametrize(("jobs", "threads"), [(JOBS, "1"), (JOBS[: LEAST - 1], "3"), ((), "3")])
def test_few_jobs_and_a_single_processor_need_no_copy(
    monkeypatch: pytest.MonkeyPatch, jobs: tuple[str, ...], threads: str
) -> None:
    monkeypatch.setenv("DONEBOOK_THREADS", threads)
    steps: list[int] = []
    with SharedOut(jobs, lengthened) as shared:
        made = shared.finish(lambda: steps.append(1))
    assert made == {job: f"{job} in {os.getpid()}" for job in jobs}
    assert len(steps) == len(jobs)
    assert can_copy() is (threads != "1" and IS_HERE)


def test_a_job_that_fails_is_missing() -> None:
    def picky(job: str) -> str:
        if job == "job-150":
            raise ValueError(job)
        return lengthened(job)

    with SharedOut(JOBS, picky) as shared:
        made = shared.finish()
    assert "job-150" not in made
    assert len(made) > LEAST


@COPIES
def test_the_share_of_a_copy_that_is_killed_is_missing() -> None:
    here = os.getpid()
    steps: list[int] = []

    def deadly(job: str) -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return lengthened(job)

    with SharedOut(JOBS, deadly) as shared:
        time.sleep(0.3)  # until both are dead
        made = shared.finish(lambda: steps.append(1))
    assert len(JOBS) - 2 * BATCH <= len(made) < len(JOBS)
    assert len(steps) == len(JOBS)


@COPIES
def test_where_no_more_processes_may_be_made_we_do_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork = os.fork
    made: list[int] = []

    def refused() -> int:
        if made:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        made.append(fork())
        return made[0]

    monkeypatch.setattr(os, "fork", refused)
    with SharedOut(JOBS, lengthened) as shared:
        done = shared.finish()
    assert sorted(done) == sorted(JOBS)
    assert len({text.rpartition(" ")[2] for text in done.values()}) == 2


@COPIES
@pytest.mark.filterwarnings("error")
def test_after_a_stop_nothing_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    threads = threading.active_count()
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt), SharedOut(JOBS, lengthened) as shared:
            shared.finish(stopped)
        assert threading.active_count() == threads
    assert capfd.readouterr() == ("", "")


@COPIES
def test_a_copy_ends_with_its_context(tmp_path: Path) -> None:
    place = tmp_path / "pid"

    def work() -> None:
        place.write_text(str(os.getpid()))
        time.sleep(60)

    with Copy(work):
        while not place.is_file() or not place.read_text():
            time.sleep(0.01)
        copy = int(place.read_text())
        os.kill(copy, 0)  # it is there
    with pytest.raises(ProcessLookupError):
        os.kill(copy, 0)


@COPIES
def test_what_fails_in_a_copy_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise OSError

    with Copy(work) as copy:
        ended = os.waitid(os.P_PID, copy._number, os.WEXITED | os.WNOWAIT)  # noqa: SLF001
        assert ended
        assert (ended.si_code, ended.si_status) == (os.CLD_EXITED, 0)
    assert capfd.readouterr() == ("", "")


KILLED = """
import os, pathlib, sys, time
from donebook.shared_out import Copy

def work():
    pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
    time.sleep(60)

with Copy(work):
    time.sleep(60)
"""


@COPIES
def test_a_copy_dies_with_a_process_that_is_killed(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", KILLED, place]) as process:
        while not place.is_file() or not place.read_text():
            time.sleep(0.01)
        copy = psutil.Process(int(place.read_text()))
        process.kill()
    _, alive = psutil.wait_procs([copy], timeout=30)
    assert not alive
