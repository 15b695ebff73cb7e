"""`donebook`, with a clock on its stages: python -P tests/bench/stages.py FILE VERB ...

The stages' functions are wrapped where they are called, so nothing of the program changes. A moment
belongs to the innermost stage that is running. What other threads and processes do takes place at
the same time, so it is told apart, as seconds of processors.
"""

import importlib
import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Where a stage is called: module, name, stage. `print_all` returns what waits for the printing.
CALLS = (
    ("donebook.site.build", "check", "check"),
    ("donebook.site.build", "news_of", "news"),
    ("donebook.site.build", "make_site", "pages"),
    ("donebook.site.make", "print_all", "sheets"),
    ("donebook.site.make", "write", "write"),
    ("donebook.site.make", "lay", "write"),
    ("donebook.site.engine", "_build", "shell and engine"),
    ("donebook.site.themed", "Themed.html", "shell and engine"),
    ("donebook.site.make", "Ruler.rule", "finish"),
    ("donebook.site.build", "finish", "finish"),
    ("donebook.site.build", "gate", "finish"),
    ("donebook.site.build", "publish", "publish"),
    ("donebook.site.publish", "clean_up", "publish"),
)
START, REST = "start", "rest"
IN_ORDER = (START, *dict.fromkeys(stage for _, _, stage in CALLS), REST)
APART = "other threads"
TOLD = "stages.json"


class Clock:
    """Seconds of the main thread by stage; each moment counts once."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._now = now
        self._running: list[str] = []
        self._since = now()

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same function; its time, and that of a function which it returns, is the stage's."""

        def run(*arguments: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                return call(*arguments, **named)
            self.turn(stage)
            try:
                made = call(*arguments, **named)
            finally:
                self.turn(None)
            return self.timed(stage, made) if callable(made) else made

        return run

    def turn(self, stage: str | None) -> None:
        """Count the time until now, and go on with a stage, or with the one around the last."""
        now = self._now()
        self.seconds[self._running[-1] if self._running else REST] += now - self._since
        self._since = now
        if stage is None:
            self._running.pop()
        else:
            self._running.append(stage)


def wrap(clock: Clock) -> None:
    """Put the clock on each stage. Raises AttributeError where the program has no such function."""
    for module, path, stage in CALLS:
        owner, name = found(module, path)
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))


def found(module: str, path: str) -> tuple[Any, str]:
    """What holds a function, a module or a class, and the name that it has there."""
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    return owner, name


def apart() -> float:
    """Seconds of processors that other threads than this one, and processes that ended, had."""
    children = os.times()
    processes = children.children_user + children.children_system
    return time.process_time() - time.thread_time() + processes


def main() -> None:
    clock = Clock()
    clock.turn(START)
    wrap(clock)
    from donebook.cli.main import main as donebook

    importlib.import_module(f"donebook.cli.{sys.argv[2]}")
    clock.turn(None)
    try:
        donebook(sys.argv[2:])
    finally:
        clock.turn(REST)
        told = {**clock.seconds, APART: apart()}
        Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
