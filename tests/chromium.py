"""A Chromium for the tests: the one on this machine, or one that they get by themselves."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOAD = ((sys.executable, "-m", "playwright", "install", "chromium", "--no-shell"),)
PACKAGE = (
    ("apt-get", "update"),
    ("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
)
NONE = (
    "These tests need a Chromium, and none could be installed. On Debian run"
    " `sudo apt-get install chromium`; elsewhere install Chrome or name a browser:"
    " `DONEBOOK_BROWSER=/path/to/chrome make test`."
)
# A download on a slow line; a command that hangs must not hang the tests.
MOST_SECONDS = 900


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
    # Several test processes start at once; the first one installs, the others wait for it.
    with (Path(tempfile.gettempdir()) / f"donebook-browser-{os.geteuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for commands in ((), DOWNLOAD, _package()):
            if _run_all(commands) and (found := next(_found(), None)):
                return found
    raise NoBrowser(NONE)


def _package() -> Sequence[Sequence[str]]:
    return PACKAGE if os.geteuid() == 0 else (("false",),)


def _found() -> Iterator[str]:
    for path in _places():
        if path and Path(path).is_file() and _runs((path, "--version")):
            yield path


def _places() -> Iterator[str | None]:
    yield from map(shutil.which, NAMES)
    yield from MACOS
    yield _playwrights_own()


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _run_all(commands: Sequence[Sequence[str]]) -> bool:
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
