"""Work in copies of this process, where the system can make them: of its threads, only one runs Python."""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from io import BufferedReader
from itertools import islice
from threading import Thread
from typing import Any, Generic, NoReturn, Self, TypeVar

from donebook.processors import thread_count

T = TypeVar("T")
LEAST = 100  # jobs; with fewer, to make a copy takes longer than it saves
BATCH = 8  # jobs that are taken at once
MOST_BATCHES = 1_000
_WIDTH_OF_NUMBER = 4  # bytes
_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


def can_copy() -> bool:
    """Whether copies can be made, and there are processors for them.

    macOS could copy a process, too, but its own libraries may fail in a copy.
    """
    return sys.platform == "linux" and thread_count() > 1


class Copy:
    """A copy of this process that does some work, and is ended where its context ends.

    Begin it before any thread that works: a copy has the locks that threads hold, but not the threads.
    What fails in it is silent: the caller makes what is missing itself, and finds out.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        parent = os.getpid()
        self._number = os.fork()
        if not self._number:
            _do(work, parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError, ChildProcessError):  # somebody has waited for it
            os.kill(self._number, signal.SIGKILL)
            os.waitpid(self._number, 0)


def _do(work: Callable[[], object], parent: int) -> NoReturn:
    """The work; a copy has its parent's files, and would keep its locks, so it dies with it."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a press of Ctrl-C is told once
            # The bar may hold them, and its thread isn't here to let them go.
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
            gc.disable()
            work()
    finally:
        os._exit(0)  # nothing of what the parent does at its end


class SharedOut(Generic[T]):
    """Jobs that copies of this process begin at once; what is made of a job can be pickled."""

    def __init__(self, jobs: Sequence[str], make: Callable[[str], T]) -> None:
        self._jobs = jobs
        self._make = make
        self._batch = max(BATCH, -(-len(jobs) // MOST_BATCHES))
        self._open, self._copies = ExitStack(), ExitStack()
        self._starts = self._queue()
        self._sent: list[BufferedReader] = []
        self._received: list[_Received] = []
        gc.freeze()  # to look through what is there would copy it, and all of it stays until the end
        self._open.callback(gc.unfreeze)
        with suppress(OSError):  # where there may be no more processes, we do the rest
            for _ in range(thread_count() - 1 if can_copy() and len(jobs) >= LEAST else 0):
                self._begin_copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._copies.close()
        for thread in self._received:  # it ends with its copy
            thread.join()
        self._open.close()

    def _begin_copy(self) -> None:
        here, there = os.pipe()
        sent = self._open.enter_context(os.fdopen(here, "rb"))
        try:
            self._copies.enter_context(Copy(partial(self._send, there)))
        finally:
            os.close(there)
        self._sent.append(sent)

    def _queue(self) -> int:
        """A pipe with the start of each batch: no lock, which a copy that is killed could hold."""
        starts, filled = os.pipe()
        self._open.callback(os.close, starts)
        for start in range(0, len(self._jobs), self._batch):
            os.write(filled, start.to_bytes(_WIDTH_OF_NUMBER, "big"))
        os.close(filled)
        return starts

    def finish(self, step: Callable[[], object] = lambda: None) -> Mapping[str, T]:
        """Do our share, and return all that was made, by its job; `step` is called once for each job.

        What failed is missing, as is what a copy that failed or was ended had not sent.
        """
        steps = (step() for _ in self._jobs)
        made: dict[str, T] = {}
        self._received += map(_Received, self._sent)
        done = 0
        for end, batch in self._batches():
            made |= batch
            for _ in islice(steps, end - done):  # copies have taken what lies between
                pass
            done = end
        for thread in self._received:
            thread.join()
            made |= thread.made
        for _ in steps:
            pass
        return made

    def _batches(self) -> Iterator[tuple[int, dict[str, T]]]:
        """What was made of one batch after another, until none is left or one fails, and where each ends."""
        with suppress(Exception):
            while taken := os.read(self._starts, _WIDTH_OF_NUMBER):
                start = int.from_bytes(taken, "big")
                end = min(start + self._batch, len(self._jobs))
                yield end, {job: self._make(job) for job in self._jobs[start:end]}

    def _send(self, there: int) -> None:
        with os.fdopen(there, "wb") as sent:
            for _, batch in self._batches():
                pickle.dump(batch, sent, pickle.HIGHEST_PROTOCOL)
                sent.flush()


class _Received(Thread):
    """Takes what a copy sends as it comes, or a copy would wait for us while we do a long job."""

    def __init__(self, sent: BufferedReader) -> None:
        super().__init__(daemon=True)
        self.made: dict[str, Any] = {}
        self._sent = sent
        self.start()

    def run(self) -> None:
        with suppress(Exception):  # it is done, or was ended, wherever it was
            while True:
                self.made |= pickle.load(self._sent)  # noqa: S301 - from a copy of ourselves
