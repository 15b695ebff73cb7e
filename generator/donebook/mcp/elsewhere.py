"""Long work in a process of its own, which leaves this one free to answer."""

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_SPAWN = multiprocessing.get_context("spawn")  # a copy of this process would hold its locks, too


def elsewhere(work: Callable[[], T]) -> Future[T]:
    """Begin work that can be pickled, as its result can be. The process ends with this one.

    Where no process can be had, or it ends early, the work is done here; what it raises is raised by
    the result.
    """
    found: Future[T] = Future()
    Thread(target=_wait, args=(work, found), daemon=True).start()
    return found


def _wait(work: Callable[[], T], found: Future[T]) -> None:
    try:
        found.set_result(_sent(work))
    except (OSError, EOFError):
        try:
            found.set_result(work())
        except Exception as why:  # noqa: BLE001 - raised again where the result is asked for
            found.set_exception(why)


def _sent(work: Callable[[], Any]) -> Any:
    """What the process sends. Raises OSError without one, and EOFError where it sends nothing."""
    here, there = _SPAWN.Pipe(duplex=False)
    with here:
        with there:
            _SPAWN.Process(target=_send, args=(there, work), daemon=True).start()
        return here.recv()


def _send(there: Connection, work: Callable[[], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a press of Ctrl-C is told once
    with suppress(Exception):  # nothing sent says so; the error comes up where the work is repeated
        there.send(work())
