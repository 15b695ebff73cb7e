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
    made = put_next_to(place, content)
    try:
        made.replace(place)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def write_all(root: Path, files: Mapping[str, bytes | None], *, new: Collection[str]) -> None:
    """Write files below a folder, or none of them where one can't be written.

    One without content is deleted. Those in `new` must not be there yet. Raises FileExistsError
    where one is, before any is written, and OSError, which names the file that couldn't be written.
    """
    for path in new:
        if (root / path).exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    made: dict[Path, Path | None] = {}
    before: dict[Path, Path | None] = {}
    place = root
    try:
        # All of them next to their places first, with what stands there: a disk that is full says
        # so before anything is changed, and whatever is taken back only has to be renamed.
        for place, content in ((root / path, content) for path, content in files.items()):
            made[place] = None if content is None else put_next_to(place, content)
        for place in made:
            before[place] = put_next_to(place, place.read_bytes()) if place.exists() else None
        for place, written in made.items():
            _swap(written, place)
    except BaseException as failed:
        _take_back(made, before)
        if isinstance(failed, OSError):
            raise OSError(failed.errno, failed.strerror or str(failed), str(place)) from failed
        raise
    for earlier in before.values():
        if earlier:
            earlier.unlink(missing_ok=True)


def _swap(written: Path | None, place: Path) -> None:
    if written:
        written.replace(place)
    else:
        place.unlink()


def _take_back(made: Mapping[Path, Path | None], before: Mapping[Path, Path | None]) -> None:
    """Leave everything as it was: what was swapped or deleted already comes back."""
    for place, written in made.items():
        earlier = before.get(place)
        is_done = not (written.exists() if written else place.exists())
        if not is_done:
            for leftover in filter(None, (written, earlier)):
                leftover.unlink()
        elif earlier:
            earlier.replace(place)
        else:
            place.unlink(missing_ok=True)


def put_next_to(place: Path, content: bytes) -> Path:
    """A file next to a place, with what it will hold and who may read it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=place.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(made).chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    return Path(made)


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
