"""A company's repository as it lies on disk: the playbook's folder, and what donebook wrote there."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from donebook.source import Folder
from donebook.write.hosts import GITLAB, Subfolder
from donebook.write.site import RECORD, Record, Unreadable, read_record
from donebook.write.starter import Starter


@dataclass(frozen=True)
class Place:
    """Where a playbook lies, and the repository around it."""

    root: Path

    @cached_property
    def subfolder(self) -> Subfolder | None:
        """The playbook as a folder of a larger repository; none where it has its own."""
        prefix = Folder(self.root).prefix
        return Subfolder(prefix.rstrip("/")) if prefix else None

    @property
    def top(self) -> Path:
        """The top folder of the repository."""
        return self.root.parents[self.subfolder.folder.count("/")] if self.subfolder else self.root

    def path(self, path: str) -> Path:
        """A path of the playbook, or with a slash before it of the repository, on disk."""
        return self.top / path[1:] if path.startswith("/") else self.root / path

    def shown(self, path: str) -> str:
        """A path as people are told it."""
        return str(self.path(path)) if path.startswith("/") else path

    def in_repository(self, path: str) -> str:
        """The same path from the top of the repository."""
        return self.path(path).relative_to(self.top).as_posix()

    def text(self, path: str) -> str:
        """A file's text; none where there is no such file."""
        file = self.path(path)
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""

    def read(self, files: Starter, record: Record) -> dict[str, bytes]:
        """Those of the files, and of what donebook has written before, that are there."""
        names = dict.fromkeys((*files.own, *files.managed, *files.wheel, *record.files))
        return {name: self.path(name).read_bytes() for name in names if self.path(name).is_file()}


def record_at(place: Place) -> Record | None:
    """What donebook wrote there before; none where it wrote nothing. Raises click.UsageError."""
    file = place.root / RECORD
    if not file.is_file():
        return None
    try:
        return read_record(file.read_bytes())
    except Unreadable:
        raise click.UsageError(
            f"{file} can't be read. Take it from an earlier commit, or delete the files in it"
            " that donebook shall write anew, and then the file itself."
        ) from None


def gitlab_of_others(place: Place, record: Record) -> str | None:
    """GitLab's file at the top of a larger repository, where it isn't ours."""
    text = place.text(f"/{GITLAB}") if place.subfolder else ""
    return None if not text or record.has(f"/{GITLAB}", text.encode()) else text
