"""Files that others may read while they are written."""

import hashlib
import os
import tempfile
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


def write_changed(place: Path, content: bytes) -> None:
    """Write a file only where it doesn't hold this already, so that watchers stay calm."""
    if not (place.is_file() and place.read_bytes() == content):
        write_whole(place, content)


def keep(place: Path, content: bytes) -> None:
    """Keep what took long to make in a cache, for `kept` to find; runs may do so at the same time."""
    write_whole(place, hashlib.sha256(content).digest() + content)


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
