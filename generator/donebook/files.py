"""Files that others may read while they are written."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

# A file that is being written. One that is left over comes from a run that was killed.
UNFINISHED = ".donebook-*.tmp"
_PREFIX, _SUFFIX = UNFINISHED.split("*")


def write_whole(place: Path, content: bytes) -> None:
    """Write a file in one step: a reader finds all of it or none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=place.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(made).chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
        Path(made).replace(place)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def write_all(root: Path, files: Mapping[str, bytes | None], *, new: Collection[str]) -> None:
    """Write files below a folder, or none of them where one can't be written.

    One without content is deleted. Those in `new` must not be there yet. Raises FileExistsError where one is, before any is
    written, and OSError.
    """
    for path in new:
        if (root / path).exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    before = {path: (root / path).read_bytes() for path in files if (root / path).exists()}
    done: list[str] = []
    try:
        for path, content in files.items():
            done.append(path)
            if content is None:
                (root / path).unlink()
            else:
                write_whole(root / path, content)
    except BaseException:
        for path in done:
            if path in before:
                write_whole(root / path, before[path])
            else:
                (root / path).unlink(missing_ok=True)
        raise


def write_changed(place: Path, content: bytes) -> None:
    """Write a file only where it doesn't hold this already, so that watchers stay calm."""
    if not (place.is_file() and place.read_bytes() == content):
        write_whole(place, content)


def is_read_only(error: OSError) -> bool:
    """Whether something could not be written because nothing may be written there."""
    return error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)


def keep(place: Path, content: bytes) -> None:
    """Keep what took long to make in a cache, for `kept` to find; runs may do so at the same time.

    Where nothing may be written, nothing is kept.
    """
    try:
        write_whole(place, hashlib.sha256(content).digest() + content)
    except OSError as error:
        if not is_read_only(error):
            raise


def kept(place: Path) -> bytes | None:
    """What was kept there; none where there is nothing, or something else than was written."""
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        return None
    size = hashlib.sha256().digest_size
    digest, content = found[:size], found[size:]
    return content if hashlib.sha256(content).digest() == digest else None


def _umask() -> int:
    """What new files are not allowed here; it can only be asked for by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
