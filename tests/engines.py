"""The starter's site as an engine builds it, once in a run."""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from shared import Shared, copy_project

BIN = Path(sys.executable).parent
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True, slots=True)
class Built:
    """What one build makes: the site for a host, and the one for a folder, packed and unpacked."""

    site: Path
    archive: Path
    unpacked: Path


def run(*arguments: str | Path, cwd: Path) -> str:
    """What a program says; one that fails makes the test fail."""
    done = subprocess.run(
        arguments, cwd=cwd, env=QUIET, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def built_by(engine: str, starter: Path, shared: Shared) -> Built:
    """Both sites of the starter by an engine. Don't change them."""

    def make(folder: Path) -> None:
        root = copy_project(starter, folder / "playbook")
        run(BIN / "donebook", "build", "--engine", engine, "--offline", cwd=root)
        with zipfile.ZipFile(root / "site-offline.zip") as archive:
            archive.extractall(folder)

    folder = shared.once(engine, make)
    root = folder / "playbook"
    return Built(root / "site", root / "site-offline.zip", folder / "sales-playbook")
