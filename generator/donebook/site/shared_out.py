"""Work in copies of this process, where the system can make them: beside threads, only one of which runs Python."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Generic, Self, TypeVar

from donebook.paper import thread_count

T = TypeVar("T")
LEAST = 100  # jobs; with fewer, to make a copy takes longer than it saves
BATCH = 8  # jobs that are taken at once
# macOS could copy a process, too, but its own libraries may fail in a copy.
_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)
_COPYING: Any = multiprocessing.get_context("fork") if sys.platform == "linux" else None


def can_copy() -> bool:
    """Whether copies can be made, and there are processors for them."""
    return _COPYING is not None and thread_count() > 1


class Copy:
    """A copy of this process that does some work, and is ended where its context ends.

    Begin it before any thread: a copy has the locks that threads hold, but not the threads. What
    fails in it is silent: whoever needs what it should have made has to make it, and finds out.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._parent = os.getpid()
        self._process = _COPYING.Process(target=self._run, daemon=True)
        self._process.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def _run(self) -> None:
        """The work; a copy has its parent's files, and would keep its locks, so it dies with it."""
        ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != self._parent:
            return
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a press of Ctrl-C is told once
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.disable()
        with suppress(Exception):
            self._work()


class SharedOut(Generic[T]):
    """Jobs that copies of this process begin at once; what is made of a job can be pickled."""

    def __init__(self, jobs: Sequence[str], make: Callable[[str], T]) -> None:
        self._jobs = jobs
        self._make = make
        self._begun = 0
        self._next: Any = None
        self._copies: list[tuple[Copy, Connection]] = []
        if can_copy() and len(jobs) >= LEAST:
            self._next = _COPYING.Value("L", 0)
            for _ in range(thread_count() - 1):
                here, there = _COPYING.Pipe(duplex=False)
                self._copies.append((Copy(partial(self._send, there)), here))
                there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for copy, here in self._copies:
            here.close()
            copy.__exit__()

    def finish(self, step: Callable[[], None] = lambda: None) -> Mapping[str, T]:
        """Do our share, and return all that was made, by its job; `step` is called for each job.

        What failed is missing, as is the share of a copy that failed or was ended.
        """
        made = self._share(step)
        for _, here in self._copies:
            with suppress(EOFError, OSError):
                made |= here.recv()
        return made

    def _share(self, step: Callable[[], None]) -> dict[str, T]:
        """One batch of jobs after another, until none is left or one fails."""
        made: dict[str, T] = {}
        done = 0
        with suppress(Exception):
            while (start := self._taken()) < len(self._jobs):
                for job in self._jobs[start : start + BATCH]:
                    made[job] = self._make(job)
                end = min(start + BATCH, len(self._jobs))
                for _ in range(done, end):  # copies have taken what lies between
                    step()
                done = end
        return made

    def _taken(self) -> int:
        """Where the next batch begins that nobody else has taken."""
        if self._next is None:
            self._begun += BATCH
            return self._begun - BATCH
        with self._next.get_lock():
            start = int(self._next.value)
            self._next.value = start + BATCH
        return start

    def _send(self, there: Connection) -> None:
        there.send(self._share(lambda: None))
