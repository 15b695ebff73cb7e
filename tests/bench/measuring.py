"""One command, measured: its time, its processor time, its memory, and what else the machine did."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil

MEGABYTE = 1024 * 1024
# Looking at memory takes time from what is measured: at most this share of one processor.
SHARE, SHORTEST = 1 / 20, 0.01
SAID = 2000  # characters of what a failed command said


class CommandFailed(Exception):  # noqa: N818 - the command's own words
    """A command that was measured ended with an error; the message holds the end of its output."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of a command took.

    `cpu` is in seconds, over all its processes. `megabytes` is the most that all of them had at one
    time. `others` is how many processors were busy with something else.
    """

    seconds: float
    cpu: float
    megabytes: float
    others: float


def measured(
    command: Sequence[str | Path], cwd: Path, env: Mapping[str, str] | None = None
) -> Outcome:
    """Run a command to its end and measure it. Raises CommandFailed."""
    busy, ours = _busy(), time.process_time()
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
        try:
            with _Watch(process.pid) as watch:
                _, status, usage = os.wait4(process.pid, 0)
                seconds = time.perf_counter() - start
        except BaseException:  # Ctrl-C doesn't reach what runs in a session of its own
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise CommandFailed(said.read().decode(errors="replace")[-SAID:].strip())
    cpu = usage.ru_utime + usage.ru_stime
    elsewhere = _busy() - busy - cpu - (time.process_time() - ours)
    return Outcome(seconds, cpu, watch.most / MEGABYTE, max(0.0, elsewhere) / seconds)


class _Watch:
    """Looks at the memory of a session again and again, in a thread; `most` is the peak in bytes."""

    def __init__(self, session: int) -> None:
        self.most = 0
        self._session = session
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            start = time.perf_counter()
            self.most = max(self.most, memory_of(in_session(self._session)))
            took = time.perf_counter() - start
            if self._ended.wait(max(SHORTEST, took / SHARE)):
                return


def in_session(session: int) -> list[psutil.Process]:
    """The processes of a session: a command that was started in one of its own, and its children."""
    found = []
    for pid in psutil.pids():
        with suppress(OSError, psutil.Error):  # it ended just now, or is somebody else's
            if os.getsid(pid) == session:
                found.append(psutil.Process(pid))
    return found


def memory_of(processes: Sequence[psutil.Process]) -> int:
    """Bytes that processes have together; what several share counts once where the system can tell.

    The system takes milliseconds to tell, so a process alone is asked the quick way.
    """
    return sum(_memory(process, alone=len(processes) == 1) for process in processes)


def _memory(process: psutil.Process, *, alone: bool) -> int:
    with suppress(OSError, psutil.Error):
        if not alone:
            return int(getattr(process.memory_full_info(), "pss", 0)) or process.memory_info().rss
        return process.memory_info().rss
    return 0


def _busy() -> float:
    """Seconds that all processors together have worked since the machine started.

    Linux counts the time of guests in `user` and `nice`, too.
    """
    times = psutil.cpu_times()._asdict()
    idle = ("idle", "iowait", "guest", "guest_nice")
    return float(sum(seconds for name, seconds in times.items() if name not in idle))
