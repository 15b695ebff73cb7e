"""The bar of a long run: on a terminal only, over what is being done, and gone at the end."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from donebook import progress
from donebook.rules.base import TODAY
from donebook.site.build import End, build
from projects import SHEET, make_project
from serving import free_port

pytestmark = pytest.mark.slow

RUN = """
import sys, time
from donebook import progress
progress.PATIENCE = float(sys.argv[1])
with progress.shown():
    with progress.stage("Reading"):
        time.sleep(0.4)
    with progress.stage("Setting PDFs", 3) as step:
        for name in progress.each(step, "abc"):
            print(name, flush=True)
            time.sleep(0.4)
print("rich" in sys.modules)
"""
ERASED, CURSOR_BACK = b"\x1b[2K", b"\x1b[?25h"
_CONTROLS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


def on_terminal(
    command: list[str], until: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] = {}
) -> tuple[bytes, bytes]:
    """What a command writes to a pipe, and to the terminal that its standard error is.

    With `until` it is ended once that stands on the terminal.
    """
    ours, its = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
    running = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=its,
        env={**kept, "TERM": "xterm", "COLUMNS": "100", **env},
    )
    os.close(its)
    shown = b""
    try:
        while part := os.read(ours, 1 << 16):
            shown += part
            if until and until in shown:
                running.send_signal(signal.SIGINT)
                until = b""
    except OSError:
        pass  # what Linux says once nobody writes any more
    os.close(ours)
    return running.communicate(timeout=60)[0], shown


def words(shown: bytes) -> str:
    return _CONTROLS.sub(b"", shown).decode()


def test_it_says_what_is_done_and_how_much_and_is_gone_at_the_end() -> None:
    out, shown = on_terminal([sys.executable, "-c", RUN, "0.1"])
    assert out.split() == [b"a", b"b", b"c", b"True"]
    for said in ("Reading", "Setting PDFs", "1 of 3", "2 of 3", "3 of 3"):
        assert said in words(shown)
    last = shown[shown.rindex(ERASED) :]
    assert words(last).strip() == ""
    assert CURSOR_BACK in shown[shown.rindex(b"3 of 3") :]


def test_a_short_run_shows_and_loads_nothing() -> None:
    out, shown = on_terminal([sys.executable, "-c", RUN, "60"])
    assert (out.split()[-1], shown) == (b"False", b"")


def test_the_log_of_a_ci_gets_none() -> None:
    out, shown = on_terminal([sys.executable, "-c", RUN, "0"], env={"CI": "true"})
    assert (out.split()[-1], shown) == (b"False", b"")


def test_a_pipe_gets_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "0"], capture_output=True, check=True, text=True
    )
    assert (done.stdout.split()[-1], done.stderr) == ("False", "")


class _Noted:
    """In place of a bar: each stage that is begun, and how many steps each had."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int | None, int]] = {}
        self._now = progress.Stage("")

    @property
    def stage(self) -> progress.Stage:
        return self._now

    @stage.setter
    def stage(self, now: progress.Stage) -> None:
        self._now = now
        if now.name:
            self.seen[now.name] = (now.total, now.done)


@pytest.mark.torture
def test_a_build_tells_of_each_part(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    noted = _Noted()
    token = progress.BAR.set(noted)  # type: ignore[arg-type]
    try:
        assert build(root, TODAY, end=End.PACKED).site
    finally:
        progress.BAR.reset(token)
    pages = sum(place.name != "404.html" for place in (root / "site").rglob("*.html"))
    assert noted.seen == {
        "Reading the content": (None, 0),
        "Applying the rules": (None, 0),
        "Making the pages": (pages + 2, pages + 2),  # and what programs look up
        "Setting PDFs": (4, 4),
        "Building the site with mkdocs": (None, 0),
        "Finishing the site": (None, 0),
        "Packing the site": (None, 0),
    }


VERB = """
import sys
from donebook import progress
from donebook.cli.main import main
progress.PATIENCE = 0
main(sys.argv[1:])
"""


def test_sheets_are_named_on_their_way_while_the_bar_counts_them(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    out, shown = on_terminal([sys.executable, "-c", VERB, "sheets"], cwd=root)
    names = [line.partition(b":")[0] for line in out.splitlines()]
    assert names == [b"sheets/sheet-a4.pdf", b"sheets/sheet-letter.pdf"]
    assert CURSOR_BACK in shown


@pytest.mark.torture
def test_a_server_shows_it_until_it_serves(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-c", VERB, "serve", "--address", address]
    _, shown = on_terminal(command, until=b"Serving on", cwd=root)
    before, _, after = shown.partition(b"Serving on")
    assert CURSOR_BACK in before
    assert ERASED not in after
    assert not re.search("Building the site|Setting PDFs", words(after))
