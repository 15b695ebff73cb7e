"""A folder that is looked at again and again, each file read only once it has changed."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from donebook.source.tree import Folder, NotAFile

# Two edits within one tick of a file system's clock leave the same times. The coarsest still in use
# counts in steps of two seconds.
_TICK = 2_000_000_000  # nanoseconds


class _Seen(NamedTuple):
    """A file at a look: what the system says of it, and its bytes, unless it is a link or can't be read.

    `is_fresh` says that it may have changed again within the same tick.
    """

    about: tuple[int, ...]
    raw: bytes | None
    is_fresh: bool


@dataclass
class Kept:
    """Some folders and files below a folder, as they were at the last look.

    As a tree it is the whole folder; what is looked for elsewhere in it is read where it lies.
    """

    folder: Folder
    folders: tuple[str, ...]
    files: tuple[str, ...] = ()
    _seen: Mapping[str, _Seen] = field(default_factory=dict, repr=False)
    _links: Mapping[str, list[str]] = field(default_factory=dict, repr=False)

    def look(self) -> bool:
        """Read what has changed since the last look, and say whether anything has."""
        seen, before = dict(self._files()), self._seen
        links = {folder: self.folder.links(folder) for folder in self.folders}
        has_changed = links != self._links or (
            {path: (s.about, s.raw) for path, s in seen.items()}
            != {path: (s.about, s.raw) for path, s in before.items()}
        )
        self._seen, self._links = seen, links
        return has_changed

    def _files(self) -> Iterator[tuple[str, _Seen]]:
        now = time.time_ns()
        listed = (path for folder in self.folders for path in self.folder.paths(folder))
        for path in (*listed, *self.files):
            known = self._seen.get(path)
            try:
                found = os.lstat(f"{self.folder.root}/{path}")
            except OSError:  # it isn't there
                continue
            about = (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)  # fmt: skip
            if known and known.about == about and not known.is_fresh:
                yield path, known
                continue
            raw = self._read(path)
            if known and known.raw == raw:
                raw = known.raw  # once in memory
            yield path, _Seen(about, raw, now - max(about[-2:]) < _TICK)

    def _read(self, path: str) -> bytes | None:
        try:
            return self.folder.read(path)
        except (OSError, NotAFile):
            return None

    def contents(self) -> Iterator[bytes]:
        """The bytes of each file."""
        return (seen.raw for seen in self._seen.values() if seen.raw is not None)

    @property
    def prefix(self) -> str:
        return self.folder.prefix

    def paths(self, below: str) -> list[str]:
        if not self._holds(below):
            return self.folder.paths(below)
        return sorted(path for path in self._seen if path.startswith(f"{below}/"))

    def links(self, below: str) -> list[str]:
        return self._links[below] if below in self._links else self.folder.links(below)

    def read(self, path: str) -> bytes:
        raw = self._seen[path].raw if path in self._seen else None
        return self.folder.read(path) if raw is None else raw

    def _holds(self, below: str) -> bool:
        """Whether all below a folder was looked at, which isn't so behind a link."""
        top = below.partition("/")[0]
        return top in self._links and (below == top or below not in self._links[top])
