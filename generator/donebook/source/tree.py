"""Where files come from: a folder on disk."""

import codecs
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

MOST_BYTES = 512 * 1024
_OF_FILES = (".yaml", ".yml", ".md", ".json")
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
        return sorted(path for path, _ in self._below(below))

    def links(self, below: str) -> list[str]:
        if (self.root / below).is_symlink():
            return [below]
        return sorted(path for path, is_link in self._below(below) if is_link)

    def read(self, path: str) -> bytes:
        place = f"{self.root}/{path}"  # ten thousand times, which a Path would take a second for
        if not stat.S_ISREG(os.lstat(place).st_mode):
            raise NotAFile(path)
        with open(place, "rb") as file:  # noqa: PTH123 - see above
            return file.read(MOST_BYTES + 1)

    def _below(self, folder: str) -> Iterator[tuple[str, bool]]:
        """What lies below a folder, each with whether it is a link, in no order.

        Of folders only those that are called as files are: somebody took them for one.
        """
        try:
            found = os.scandir(f"{self.root}/{folder}")
        except OSError:
            return
        with found:
            for one in found:
                path = f"{folder}/{one.name}"
                is_link = one.is_symlink()
                if is_link or not one.is_dir() or one.name.endswith(_OF_FILES):
                    yield path, is_link
                else:
                    yield from self._below(path)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree as it would be with other files: what lies in it, and these in their places."""

    below: Tree
    files: Mapping[str, bytes]

    @property
    def prefix(self) -> str:
        return self.below.prefix

    def paths(self, below: str) -> list[str]:
        own = (path for path in self.files if path.startswith(f"{below}/"))
        return sorted({*self.below.paths(below), *own})

    def links(self, below: str) -> list[str]:
        return [path for path in self.below.links(below) if path not in self.files]

    def read(self, path: str) -> bytes:
        return self.files[path][: MOST_BYTES + 1] if path in self.files else self.below.read(path)


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
    return _LINE_BREAK.split(text) if "\r" in text else text.split("\n")


def whole_lines(text: str) -> list[str]:
    """The same lines with their line ends, so that they make the text again."""
    ends = [found.end() for found in _LINE_BREAK.finditer(text)]
    return [text[a:b] for a, b in pairwise([0, *ends, len(text)])]


def show_lines(tree: Tree, path: str) -> list[str]:
    """A file's lines for showing to people, whatever bytes it holds; none where it is no text."""
    try:
        raw = tree.read(path)
    except (NotAFile, OSError):
        return []
    if b"\0" in raw and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return []  # a picture or a workbook
    return lines_of(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
