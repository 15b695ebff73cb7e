"""The version of what is built from this checkout; hatchling asks here, and no wheel carries it.

A release has a number. Behind it stands a digest of all that goes into a wheel, so that two wheels
that differ never share a version, whether somebody remembered to raise the number or not.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

RELEASE = "0.2.0"
_ROOT = Path(__file__).resolve().parent.parent
# What a wheel says about itself is made of these.
_ABOUT = ("pyproject.toml", "README.md", "LICENSE")


def version() -> str:
    """The release with the digest as a local version (PEP 440), such as 0.2.0+3f2a9c1b7d4e."""
    digest = hashlib.sha256()
    for path in sorted(set(_files())):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    # Installers read a part of digits alone as a number, and drop the zeros before it.
    return f"{RELEASE}+g{digest.hexdigest()[:12]}"


def _files() -> Iterator[Path]:
    wheel = tomllib.loads((_ROOT / _ABOUT[0]).read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    target = wheel["targets"]["wheel"]
    for name in (*_ABOUT, *target["packages"], *target["force-include"]):
        place = _ROOT / name
        for path in place.rglob("*") if place.is_dir() else (place,):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
