"""Files that people hand over to a verb."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from donebook.message import Message, message


def content_of(path: Path, most: int) -> bytes | Message:
    """A file's bytes, one more than `most` if there are too many of them; or why it has none."""
    try:
        if path.is_dir():
            return message("This is a folder.")
        if path.exists() and not path.is_file():
            return message("This isn't a regular file.")
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as refused:
        return message("It can't be read: {why}.", why=refused.strerror or str(refused))


def contents_of(paths: Sequence[Path], most: int) -> Iterator[tuple[str, bytes | Message]]:
    """The names of files with their bytes, each read when it is asked for, or why it has none."""
    for path in paths:
        yield path.name, content_of(path, most)
