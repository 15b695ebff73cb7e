"""donebook itself as a wheel, so that a company's repository can bring its own copy.

The same files give the same bytes, whatever machine packs them: a wheel made from a checkout and
one made again from its installation don't differ. Nothing is compressed, because compressors
differ, and because git stores the next version of an uncompressed file as a small difference.
"""

import csv
import hashlib
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from donebook.defaults import checkout

PACKAGE = "donebook"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the oldest day that a zip file can hold
# What a wheel says about itself. Installers add files of their own to these.
_ABOUT = ("METADATA", "WHEEL", "entry_points.txt")
_LICENSES = "licenses/"


class NoWheel(Exception):  # noqa: N818 - a verdict about an installation
    """No wheel can be made of this installation; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel of donebook: its version and its bytes."""

    version: str
    content: bytes

    @property
    def name(self) -> str:
        """The file's name; installers read the version from it."""
        return f"{PACKAGE}-{self.version}-py3-none-any.whl"

    @property
    def sha256(self) -> str:
        """The hash that a list of requirements pins, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def own_wheel() -> Wheel:
    """The donebook that is running, as a wheel. Raises NoWheel."""
    folder = checkout()
    files = dict(_installed() if folder is None else _built(folder))
    about = next(path for path in files if path.endswith(".dist-info/METADATA"))
    version = about.partition("/")[0].removeprefix(f"{PACKAGE}-").removesuffix(".dist-info")
    return Wheel(version, packed(files, about.partition("/")[0]))


def _built(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel that is built from a checkout."""
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ModuleNotFoundError:
        raise NoWheel(
            "A new playbook brings its own copy of donebook, and hatchling, which builds it from a"
            f" checkout, is not installed. Run `make tools` in {folder} first."
        ) from None
    with TemporaryDirectory() as out:
        (made,) = WheelBuilder(str(folder)).build(directory=out, versions=["standard"])
        with zipfile.ZipFile(made) as archive:
            for path in archive.namelist():
                if is_ours(path):
                    yield path, archive.read(path)


def _installed() -> Iterator[tuple[str, bytes]]:
    """The files of the wheel that donebook was installed from."""
    for file in _distribution().files or ():
        path = file.as_posix()
        if is_ours(path):
            content = Path(str(file.locate())).read_bytes()
            _refuse_other(file, content)
            yield path, content


def _distribution() -> Distribution:
    """The record of the installation that is running. Raises NoWheel."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        raise NoWheel(_NO_RECORD) from None
    listed = {file.as_posix() for file in found.files or ()}
    code = Path(str(found.locate_file(f"{PACKAGE}/__init__.py"))).resolve()
    if (
        f"{PACKAGE}/__init__.py" not in listed
        or code.parent != Path(__file__).resolve().parent.parent
    ):
        raise NoWheel(_NO_RECORD)
    return found


_NO_RECORD = (
    "A new playbook brings its own copy of donebook, and none can be made of this installation: it"
    " has no list of its files. Install donebook with pip, from a wheel or a checkout."
)


def _refuse_other(file: PackagePath, content: bytes) -> None:
    """Raises NoWheel where a file was changed after it was installed."""
    if file.hash is None or file.hash.value != digest(content):
        raise NoWheel(
            f"{file.locate()} is not as it was installed, so no copy of donebook can be made for the"
            " playbook. Install donebook again."
        )


def is_ours(path: str) -> bool:
    """Whether a wheel's file is one that packing again keeps: installers add others."""
    top, _, inside = path.partition("/")
    if top.endswith(".dist-info"):
        return inside in _ABOUT or inside.startswith(_LICENSES)
    return top == PACKAGE and "__pycache__/" not in path


def packed(files: Mapping[str, bytes], about: str) -> bytes:
    """A wheel of these files; `about` is its folder with the suffix .dist-info."""
    packed = BytesIO()
    record = f"{about}/RECORD"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path, content in (*sorted(files.items()), (record, _record(files, record))):
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # Unix, on every system
            archive.writestr(entry, content)
    return packed.getvalue()


def _record(files: Mapping[str, bytes], record: str) -> bytes:
    """The list of a wheel's files (Python packaging, "Recording installed projects")."""
    rows: Iterable[tuple[str, str, str]] = (
        (path, f"sha256={digest(content)}", str(len(content)))
        for path, content in sorted(files.items())
    )
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows((*rows, (record, "", "")))
    return text.getvalue().encode()


def digest(content: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
