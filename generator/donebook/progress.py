"""What a long run is doing, as a bar on a terminal; gone when it is done."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TypeVar

PATIENCE = 2.0  # seconds without a bar
LOOK = 0.1  # seconds between two looks at what is being done

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    total: int | None = None
    done: int = 0

    @property
    def count(self) -> str:
        return f"{self.done} of {self.total}" if self.total else ""


class Bar:
    """Shows the stage of a run from a thread of its own, so that a stage without steps moves, too."""

    def __init__(self) -> None:
        self.stage = Stage("Starting")
        self._over = Event()
        self._thread = Thread(target=self._show, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _show(self) -> None:
        if self._over.wait(PATIENCE):
            return
        # Slow to import, and most runs are over by now.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        words = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[count]}")
        with Progress(
            *(SpinnerColumn(), words[0], BarColumn(), words[1], TimeElapsedColumn()),
            console=Console(stderr=True),
            transient=True,
            # What is printed goes above the bar where both are on one terminal.
            redirect_stdout=sys.stdout.isatty(),
        ) as shown:
            before, task = self.stage, None
            while not self._over.is_set():
                now = self.stage
                if task is None or (now.name, now.total) != (before.name, before.total):
                    for ended in shown.task_ids:
                        shown.remove_task(ended)
                    before, task = now, shown.add_task(now.name, total=now.total, count="")
                shown.update(task, completed=now.done, count=now.count)
                self._over.wait(LOOK)


BAR: ContextVar[Bar | None] = ContextVar("bar", default=None)


@contextmanager
def shown() -> Iterator[None]:
    """Show what is done within, where somebody looks on: not in a pipe, not in the log of a CI."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield
        return
    bar = Bar()
    token = BAR.set(bar)
    try:
        yield
    finally:
        BAR.reset(token)
        bar.close()


def over() -> None:
    """Nothing has to be waited for any more, although `shown` has not ended yet."""
    bar = BAR.get()
    if bar:
        bar.close()


@contextmanager
def stage(name: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Say what is done within, and how much of it: what it yields is called after each step."""
    bar = BAR.get()
    if bar is None:
        yield lambda: None
        return
    before = bar.stage
    bar.stage = Stage(name, total)

    def step() -> None:
        bar.stage = replace(bar.stage, done=bar.stage.done + 1)

    try:
        yield step
    finally:
        bar.stage = before


def each(step: Callable[[], None], things: Iterable[T]) -> Iterator[T]:
    """The same things, each counted as a step once it is there."""
    for thing in things:
        step()
        yield thing


class Stderr:
    """Standard error as it is at the moment: a bar puts itself in its place, and leaves it again."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()
