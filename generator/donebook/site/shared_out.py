"""Work in copies of this process, where the system can make them: of its threads, only one runs Python."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Generic, Self, TypeVar

from donebook.paper import thread_count

T = TypeVar("T")
LEAST = 100  # jobs; with fewer, to make a copy takes longer than it saves
BATCH = 8  # jobs that are taken at once
MOST_BATCHES = 1_000
_WIDTH = 4  # bytes of a number
_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)
# macOS could copy a process, too, but its own libraries may fail in a copy.
_COPYING: Any = multiprocessing.get_context("fork") if sys.platform == "linux" else None


def can_copy() -> bool:
    """Whether copies can be made, and there are processors for them."""
    return _COPYING is not None and thread_count() > 1


class Copy:
    """A copy of this process that does some work, and is ended where its context ends.

    Begin it before any thread: a copy has the locks that threads hold, but not the threads. What
    fails in it is silent: the caller makes what is missing itself, and finds out.
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
        self._batch = max(BATCH, -(-len(jobs) // MOST_BATCHES))
        self._open = ExitStack()
        self._starts = self._queue()
        self._sent: list[Connection] = []
        for _ in range(thread_count() - 1 if can_copy() and len(jobs) >= LEAST else 0):
            here, there = _COPYING.Pipe(duplex=False)
            with there:
                self._open.enter_context(Copy(partial(self._send, there)))
            self._sent.append(self._open.enter_context(here))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _queue(self) -> int:
        """A pipe with the start of each batch: no lock, which a copy that is killed could hold."""
        starts, filled = os.pipe()
        self._open.callback(os.close, starts)
        for start in range(0, len(self._jobs), self._batch):
            os.write(filled, start.to_bytes(_WIDTH, "big"))
        os.close(filled)
        return starts

    def finish(self, step: Callable[[], None] = lambda: None) -> Mapping[str, T]:
        """Do our share, and return all that was made, by its job; `step` is called once for each job.

        What failed is missing, as is the share of a copy that failed or was ended.
        """
        steps = (step() for _ in self._jobs)
        made = self._share(steps)
        for here in self._sent:
            with suppress(EOFError, OSError):
                made |= here.recv()
        for _ in steps:
            pass
        return made

    def _share(self, steps: Iterator[None]) -> dict[str, T]:
        """One batch of jobs after another, until none is left or one fails."""
        made: dict[str, T] = {}
        done = 0
        with suppress(Exception):
            while taken := os.read(self._starts, _WIDTH):
                start = int.from_bytes(taken, "big")
                end = min(start + self._batch, len(self._jobs))
                for job in self._jobs[start:end]:
                    made[job] = self._make(job)
                for _ in islice(steps, end - done):  # copies have taken what lies between
                    pass
                done = end
        return made

    def _send(self, there: Connection) -> None:
        there.send(self._share(iter(())))
