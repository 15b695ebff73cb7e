"""Files that others may read while they are written."""

import errno
import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

# A file that is being written. One that is left over comes from a run that was killed.
UNFINISHED = ".donebook-*.tmp"
_PREFIX, _SUFFIX = UNFINISHED.split("*")


def write_whole(place: Path, content: bytes, *, is_synced: bool = False) -> None:
    """Write a file in one step: a reader finds all of it or none.

    Where it `is_synced`, it is also on the disk before it takes its place.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=_PREFIX, suffix=_SUFFIX)
    os.close(handle)
    made = Path(name)
    try:
        put(made, content, like=place, is_synced=is_synced)
        made.replace(place)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def put(made: Path, content: bytes, *, like: Path, is_synced: bool = False) -> None:
    """Write what will take a place later, to be read by those who may read what stands there."""
    with made.open("wb") as file:
        file.write(content)
        if is_synced:
            file.flush()
            os.fsync(file.fileno())
    made.chmod(like.stat().st_mode if like.exists() else 0o666 & ~_umask())


def write_changed(place: Path, content: bytes) -> None:
    """Write a file only where it doesn't hold this already, so that watchers stay calm."""
    if not (place.is_file() and place.read_bytes() == content):
        write_whole(place, content)


def is_read_only(error: OSError) -> bool:
    """Whether something could not be written because nothing may be written there."""
    return error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)


def keep(place: Path, content: bytes) -> None:
    """Keep what took long to make in a cache, for `kept` to find; runs may do so at the same time.

    Where it can't be written, nothing is kept: whatever asked for it is done all the same.
    """
    with suppress(OSError):
        write_whole(place, _digest(place, content) + content)


def kept(place: Path) -> bytes | None:
    """What was kept there; none where there is nothing, or something else than was written there."""
    try:
        found = place.read_bytes()
    except OSError:
        return None
    size = hashlib.sha256().digest_size
    digest, content = found[:size], found[size:]
    return content if _digest(place, content) == digest else None


def _digest(place: Path, content: bytes) -> bytes:
    """Of what is kept under a name: of a file that was copied to another name, it is another one."""
    return hashlib.sha256(place.name.encode() + b"\0" + content).digest()


def _umask() -> int:
    """What new files are not allowed here; it can only be asked for by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
