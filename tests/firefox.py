"""A Firefox for the tests, which prints pages: the one on this machine, or one that they get by themselves.

It is driven by Marionette, the protocol that Firefox itself speaks, so no driver has to be installed.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from chromium import INSTALL, UPDATE, one_at_a_time, run_all
from serving import free_port

NAMES = ("firefox", "firefox-esr")
MACOS = "/Applications/Firefox.app/Contents/MacOS/firefox"
MOST_SECONDS = 60
# Millimeters. Browsers offer their own margins; the site asks for these in its styles.
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
ACROSS, ALONG = 15.0, 12.0


@cache
def firefox() -> str | None:
    """The path of a Firefox; gets one first where that is possible, and is None where it isn't."""
    if named := os.environ.get("DONEBOOK_FIREFOX"):
        return named
    with one_at_a_time("firefox"):
        if os.geteuid() == 0 and not _found():
            run_all((UPDATE, (*INSTALL, "firefox-esr")))
    return _found()


def _found() -> str | None:
    places = (*map(shutil.which, NAMES), MACOS)
    return next((place for place in places if place and Path(place).is_file()), None)


class Firefox:
    """One window. Each command waits until it is carried out."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sent = 0
        self._received()  # it begins by saying what it is
        self._ask("WebDriver:NewSession", {})

    def open(self, address: str) -> None:
        """Open a page, and wait until it has loaded."""
        self._ask("WebDriver:Navigate", {"url": address})

    def wait_for(self, promise: str) -> Any:
        """What a script's value, or what it promises, comes to."""
        script = (
            f"const done = arguments[arguments.length - 1]; Promise.resolve({promise}).then(done)"
        )
        return self._ask("WebDriver:ExecuteAsyncScript", {"script": script, "args": []})["value"]

    def pdf(self, paper: str) -> bytes:
        """The page as its print dialog gives it, on "a4" or "letter"."""
        width, height = (millimeters / 10 for millimeters in PAPERS[paper])
        across, along = ACROSS / 10, ALONG / 10
        margin = {"left": across, "right": across, "top": along, "bottom": along}
        size = {"width": width, "height": height}
        asked = {"page": size, "margin": margin, "background": True}
        told = self._ask("WebDriver:Print", asked)
        return base64.b64decode(told["value"])

    def _ask(self, command: str, parameters: Mapping[str, object]) -> Any:
        self._sent += 1
        text = json.dumps([0, self._sent, command, parameters])
        self._connection.sendall(f"{len(text)}:{text}".encode())
        _, _, failed, result = self._received()
        assert not failed, failed
        return result

    def _received(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._part(1)
        text = b""
        while len(text) < int(length[:-1]):
            text += self._part(int(length[:-1]) - len(text))
        return json.loads(text)

    def _part(self, most: int) -> bytes:
        part = self._connection.recv(most)
        assert part, "Firefox has ended"
        return part


@contextmanager
def running(path: str) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, which ends with the block."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = {"marionette.port": port, "browser.shell.checkDefaultBrowser": False}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in settings.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = (path, "--marionette", "--headless", "--no-remote", "--profile", profile)
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            try:
                _wait_for_marionette(process)
                with socket.create_connection(("127.0.0.1", port), MOST_SECONDS) as connection:
                    yield Firefox(connection)
            finally:
                process.terminate()


def _wait_for_marionette(process: subprocess.Popen[str]) -> None:
    """Firefox says on which port it listens once it does."""
    assert process.stdout
    for line in process.stdout:
        if "Listening on port" in line:
            return
    raise AssertionError("Firefox ended before it listened")
