"""Packages that this Python has, put into another virtual environment without installing them anew."""

import os
import re
import shutil
import sys
import sysconfig
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

LISTED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def lend_packages(listed: Path, venv: Path) -> list[str]:
    """Put the packages of a locked list into a virtual environment; returns their names.

    Only those that this Python has at the listed version: it got them by such a list itself, and
    pip installs the others. None where the environment is of another Python. They are hard links
    where that is possible, so nobody may write into them.
    """
    target = venv / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    if not target.is_dir():
        return []
    lent = []
    for name, version in LISTED.findall(listed.read_text(encoding="utf-8")):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        if package.version == version:
            _lend(package, target, venv)
            lent.append(name)
    return lent


def _lend(package: Distribution, target: Path, venv: Path) -> None:
    for path in package.files or ():
        source, place = Path(str(package.locate_file(path))), target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if not source.exists() or place.exists():
            continue
        if Path(path).parts[0] == "..":
            _copy_script(source, place, venv)
        else:
            _link(source, place)


def _copy_script(source: Path, place: Path, venv: Path) -> None:
    """A program beside the packages; the first line of most names the Python that runs it."""
    content = source.read_bytes()
    place.write_bytes(content.replace(f"{sys.prefix}/".encode(), f"{venv}/".encode(), 1))
    shutil.copymode(source, place)


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # on another file system
        shutil.copy2(source, place)
