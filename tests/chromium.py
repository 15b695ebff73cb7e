"""A Chromium for the tests: the one on this machine, or one that they get by themselves."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

# Chromium without windows: the same engine, which starts and opens pages in half the time.
SHELLS = ("chromium-headless-shell",)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOAD = ((sys.executable, "-m", "playwright", "install", "chromium", "--no-shell"),)
UPDATE = ("apt-get", "update")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
NONE = (
    "These tests need a Chromium, and none could be installed. On Debian run"
    " `sudo apt-get install chromium`; elsewhere install Chrome or name a browser:"
    " `DONEBOOK_BROWSER=/path/to/chrome make test`."
)
# A download on a slow line; a command that hangs must not hang the tests.
MOST_SECONDS = 900

Places = Callable[[], Iterable[str | None]]


class NoBrowser(Exception):  # noqa: N818 - a state of the machine
    """There is no Chromium and no way to get one; the message says what to do."""


@cache
def chromium() -> str:
    """The path of a Chromium that runs. Gets one first where the machine has none.

    Raises NoBrowser.
    """
    named = os.environ.get("DONEBOOK_BROWSER")
    if named:
        return named
    with one_at_a_time("browser"):
        for commands, places in _ways():
            if run_all(commands) and (found := next(_found(places()), None)):
                return found
    raise NoBrowser(NONE)


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Several test processes start at once; the first one installs, the others wait for it."""
    place = Path(tempfile.gettempdir()) / f"donebook-{what}-{os.geteuid()}.lock"
    with place.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ways() -> Iterator[tuple[Sequence[Sequence[str]], Places]]:
    """What to run, and where a browser may be then, the best way first."""
    yield (), _shells
    if os.geteuid() == 0:
        yield (UPDATE, (*INSTALL, *SHELLS)), _shells
    yield (), _all_places
    yield DOWNLOAD, _all_places
    if os.geteuid() == 0:
        yield (UPDATE, (*INSTALL, "chromium")), _all_places


def _found(places: Iterable[str | None]) -> Iterator[str]:
    for path in places:
        if path and Path(path).is_file() and _runs((path, "--version")):
            yield path


def _shells() -> Iterator[str | None]:
    return map(shutil.which, SHELLS)


def _all_places() -> Iterator[str | None]:
    yield from map(shutil.which, NAMES)
    yield from MACOS
    yield _playwrights_own()


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def run_all(commands: Sequence[Sequence[str]]) -> bool:
    """Whether all of these commands exist and succeed; the first that doesn't is the last to run."""
    return all(_runs(command) for command in commands)


def _runs(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
