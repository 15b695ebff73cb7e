"""Where files come from: a folder on disk."""

import re
import stat
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

MOST_BYTES = 256 * 1024
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Tree(Protocol):
    """A set of files: a folder on disk, or a revision of one."""

    @property
    def prefix(self) -> str:
        """The path of the tree in its repository, with a slash at its end; empty at the top."""

    def paths(self, below: str) -> list[str]:
        """The files below a folder, in order; none where there is no such folder."""

    def links(self, below: str) -> list[str]:
        """A folder, or what lies below it, where these are symbolic links, in order."""

    def read(self, path: str) -> bytes:
        """One file's bytes, at most one more than a content file may have.

        Raises FileNotFoundError, and NotAFile for whatever is no regular file.
        """


class NotAFile(Exception):  # noqa: N818 - what a path is, not a fault
    """The path is a symbolic link, a device or the like."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The tree of files below a folder on disk."""

    root: Path

    @property
    def prefix(self) -> str:
        root = self.root.resolve()
        for top in (root, *root.parents):
            if (top / ".git").exists():
                return f"{root.relative_to(top).as_posix()}/".removeprefix("./")
        return ""

    def paths(self, below: str) -> list[str]:
        start = self.root / below
        found = (p for p in start.rglob("*") if p.is_symlink() or not p.is_dir())
        return sorted(p.relative_to(self.root).as_posix() for p in found)

    def links(self, below: str) -> list[str]:
        start = self.root / below
        found = [start] if start.is_symlink() else (p for p in start.rglob("*") if p.is_symlink())
        return sorted(p.relative_to(self.root).as_posix() for p in found)

    def read(self, path: str) -> bytes:
        place = self.root / path
        if not stat.S_ISREG(place.lstat().st_mode):
            raise NotAFile(path)
        with place.open("rb") as file:
            return file.read(MOST_BYTES + 1)


@dataclass(frozen=True, slots=True)
class OneFile:
    """A tree of one file that lies nowhere."""

    path: str
    content: bytes
    prefix: str = ""

    def paths(self, below: str) -> list[str]:
        return [self.path] if self.path.startswith(below) else []

    def links(self, below: str) -> list[str]:
        del below
        return []

    def read(self, path: str) -> bytes:
        if path != self.path:
            raise FileNotFoundError(path)
        return self.content[: MOST_BYTES + 1]


def lines_of(text: str) -> list[str]:
    """The lines of a text, broken where libyaml breaks them."""
    return _LINE_BREAK.split(text)


def whole_lines(text: str) -> list[str]:
    """The same lines with their line ends, so that they make the text again."""
    ends = [found.end() for found in _LINE_BREAK.finditer(text)]
    return [text[a:b] for a, b in pairwise([0, *ends, len(text)])]


def show_lines(tree: Tree, path: str) -> list[str]:
    """A file's lines for showing to people, whatever bytes it holds; none where it can't be read."""
    try:
        raw = tree.read(path)
    except (NotAFile, OSError):
        return []
    return lines_of(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
