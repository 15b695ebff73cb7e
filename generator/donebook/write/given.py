"""A wheel of donebook that somebody hands over, read with distrust."""

import csv
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.version import InvalidVersion, Version

from donebook.write.wheel import PACKAGE, NoWheel, Wheel, digest, is_ours, packed

_MOST_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class Given:
    """A wheel as `own_wheel` would make it, and what it says it needs (PEP 508)."""

    wheel: Wheel
    needs: tuple[str, ...]


def read_wheel(place: Path) -> Given:
    """A wheel of donebook, each of its files as its own list says. Raises NoWheel and OSError."""
    try:
        files = _files(place)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise NoWheel(f"{place} is not a wheel.") from None
    abouts = {path.partition("/")[0] for path in files if path.endswith(".dist-info/METADATA")}
    about = abouts.pop() if len(abouts) == 1 else ""
    said = BytesHeaderParser().parsebytes(files.get(f"{about}/METADATA", b""))
    if said["Name"] != PACKAGE or f"{PACKAGE}/__init__.py" not in files:
        raise NoWheel(f"{place} is not a wheel of donebook.")
    its_version = about.removeprefix(f"{PACKAGE}-").removesuffix(".dist-info")
    if not _is_version(its_version) or not _is_whole(files, f"{about}/RECORD"):
        raise NoWheel(f"{place} is damaged, or somebody has changed it: get it again.")
    ours = {path: content for path, content in files.items() if is_ours(path)}
    needs = tuple(said.get_all("Requires-Dist") or ())
    python = said["Requires-Python"]
    return Given(
        Wheel(its_version, packed(ours, about)), (*needs, f"python{python}") if python else needs
    )


def _files(place: Path) -> Mapping[str, bytes]:
    """The files of an archive. Raises NoWheel where unpacking them would do harm."""
    with zipfile.ZipFile(BytesIO(place.read_bytes())) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        is_odd = any(
            ".." in PurePosixPath(entry.filename).parts or "\\" in entry.filename
            for entry in entries
        )
        if is_odd or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise NoWheel(f"{place} is not a wheel of donebook.")
        return {entry.filename: archive.read(entry) for entry in entries}


def _is_whole(files: Mapping[str, bytes], record: str) -> bool:
    """Whether the files are those of the wheel's list, each with its hash."""
    text = StringIO(files.get(record, b"").decode("utf-8", "replace"))
    listed = {row[0]: row[1] for row in csv.reader(text) if len(row) > 1 and row[0] != record}
    return listed == {
        path: f"sha256={digest(content)}" for path, content in files.items() if path != record
    }


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def is_older(one: str, other: str) -> bool:
    """Whether a version is of an earlier release than another one; a version that is none is older."""
    if not _is_version(other):
        return False
    return not _is_version(one) or Version(Version(one).public) < Version(Version(other).public)


def unmet(needs: Iterable[str]) -> list[str]:
    """Those of a wheel's needs that this Python doesn't meet, as they are written."""
    return [need for need in needs if not _is_met(Requirement(need))]


def _is_met(need: Requirement) -> bool:
    if need.marker and not need.marker.evaluate({"extra": ""}):
        return True
    if need.name == "python":
        return need.specifier.contains(".".join(map(str, sys.version_info[:3])))
    try:
        return need.specifier.contains(version(need.name), prereleases=True)
    except PackageNotFoundError:
        return False
