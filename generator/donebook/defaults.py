"""Where the templates, the theme and the assets that come with donebook lie.

A wheel carries them inside the package. An editable install doesn't: there the checkout's own
folders serve.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def default_folder(name: str) -> Path:
    """The folder that came with donebook, such as `templates` or `site-config/theme`.

    Raises FileNotFoundError where the installation is incomplete.
    """
    return _default(name)


def default_file(name: str) -> Path:
    """One file that came with donebook. Raises FileNotFoundError as above."""
    return _default(name)


def default_files(name: str) -> Iterator[tuple[str, bytes]]:
    """A file that came with donebook, or all files of a folder: path and bytes."""
    start = _default(name)
    for place in sorted(start.rglob("*")) if start.is_dir() else [start]:
        if place.is_file():
            inner = place.relative_to(start).as_posix()
            yield (name if place == start else f"{name}/{inner}"), place.read_bytes()


@cache
def default_paths(name: str) -> frozenset[str]:
    """The paths of all files of a folder that came with donebook."""
    return frozenset(path for path, _ in default_files(name))


def checkout() -> Path | None:
    """The checkout that donebook runs from; none where it was installed from a wheel."""
    return None if (_PACKAGE / "defaults").is_dir() else _CHECKOUT


def _default(name: str) -> Path:
    for base in (_PACKAGE / "defaults", _CHECKOUT):
        if (base / name).exists():
            return base / name
    raise FileNotFoundError(f"donebook is not installed completely: {name} is missing")


def layered(root: Path, name: str) -> tuple[Path, ...]:
    """A company's own folder of this name, if it has one, then the default: the first file wins."""
    own, default = root / name, default_folder(name)
    return (own, default) if own.is_dir() and own != default else (default,)


def layered_files(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Every file of the layers by its path below them, each once."""
    seen: set[str] = set()
    for folder in layered(root, name):
        for place in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            path = place.relative_to(folder).as_posix()
            if path not in seen:
                seen.add(path)
                yield path, place
