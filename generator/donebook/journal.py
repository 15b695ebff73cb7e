"""Several files, all of them written or none, also where the program is killed between two of them."""

import errno
import fcntl
import json
import os
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from donebook.files import UNFINISHED, put


class Phase(StrEnum):
    """How far the files are, and so what the next command does with them.

    The note's name tells it: a name can be changed on a full disk, too.
    """

    NOTED = "noted"
    """The note is being written, and nothing else is there."""
    BEGUN = "begun"
    """They are being put next to their places: what is there is thrown away."""
    FORWARD = "forward"
    """All of them are there, and take their places: whatever is left is done, too."""
    BACK = "back"
    """One of them could not: those that did make room for what was there before."""


class JournalUnreadable(Exception):  # noqa: N818 - a state, with what to do
    """What a command that was cut off has left can't be understood; the message names the file."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done about a command that was cut off: how many files are now as it wanted, or as before."""

    files: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One file: where it belongs, below the root, and the names of what stands next to it meanwhile."""

    path: str
    made: str
    before: str
    was_there: bool
    is_deleted: bool


def write_all(root: Path, files: Mapping[str, bytes | None], *, new: Collection[str]) -> None:
    """Write files below a folder, or none of them where one can't be written.

    One without content is deleted. Those in `new` must not be there yet. A command that is killed
    leaves a note in the folder, and `recovered` brings its files to one end or the other.

    Raises FileExistsError where one of `new` is there, before any is written, OSError, which names
    the file that couldn't be written, and JournalUnreadable.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _recovered(root)
        for path in new:
            if (root / path).exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        _write(root, files)


def recovered(root: Path) -> Recovered | None:
    """Finish or undo what a command that was killed has left half done below a folder, if one has.

    Waits for one that is still at it. Raises OSError and JournalUnreadable.
    """
    if not any(note(root, phase).exists() for phase in Phase):
        return None
    with _alone(root):
        return _recovered(root)


def note(root: Path, phase: Phase) -> Path:
    """Where the note of a command lies that writes several files below a folder."""
    return root / UNFINISHED.replace("*", phase)


def _write(root: Path, files: Mapping[str, bytes | None]) -> None:
    steps = [_step(root, path, content) for path, content in files.items()]
    place = root
    phase = Phase.NOTED
    try:
        told = json.dumps([asdict(step) for step in steps])
        put(note(root, phase), told.encode(), like=note(root, phase), is_synced=True)
        phase = _turned(root, phase, Phase.BEGUN)
        for step, content in zip(steps, files.values(), strict=True):
            place = root / step.path
            if content is not None:
                place.parent.mkdir(parents=True, exist_ok=True)
                put(_at(place, step.made), content, like=place, is_synced=True)
        # And what stands there: a disk that is full says so before anything is changed.
        for step in steps:
            place = root / step.path
            if step.was_there:
                put(_at(place, step.before), place.read_bytes(), like=place)
        place = root
        phase = _turned(root, phase, Phase.FORWARD)
        for step in steps:
            place = root / step.path
            _swap(place, step)
    except BaseException as failed:
        _undo(root, phase, steps)
        if isinstance(failed, OSError):
            raise OSError(failed.errno, failed.strerror or str(failed), str(place)) from failed
        raise
    # All of it is there. What can't be tidied up now is by the next command.
    with suppress(OSError):
        _tidy(root, phase, steps)


def _step(root: Path, path: str, content: bytes | None) -> _Step:
    name = secrets.token_hex(8)
    return _Step(
        path=path,
        made=UNFINISHED.replace("*", f"{name}-new"),
        before=UNFINISHED.replace("*", f"{name}-old"),
        was_there=(root / path).exists(),
        is_deleted=content is None,
    )


def _at(place: Path, name: str) -> Path:
    return place.parent / name


def _turned(root: Path, old: Phase, new: Phase) -> Phase:
    """The new phase, once a note tells it, on the disk as well."""
    note(root, old).rename(note(root, new))
    with suppress(OSError):  # a file system that can't say so of a folder
        handle = os.open(root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return new


def _swap(place: Path, step: _Step) -> None:
    """One file takes its place, if it has not taken it yet."""
    if step.is_deleted:
        place.unlink(missing_ok=True)
    elif (made := _at(place, step.made)).exists():
        made.replace(place)


def _tidy(root: Path, phase: Phase, steps: Sequence[_Step]) -> None:
    for step in steps:
        for name in (step.made, step.before):
            _at(root / step.path, name).unlink(missing_ok=True)
    note(root, phase).unlink(missing_ok=True)


def _undo(root: Path, phase: Phase, steps: Sequence[_Step]) -> None:
    """Leave everything as it was: what was swapped or deleted already comes back."""
    if phase is Phase.FORWARD:
        phase = _turned(root, phase, Phase.BACK)
        _take_back(root, steps)
    _tidy(root, phase, steps)


def _take_back(root: Path, steps: Sequence[_Step]) -> None:
    for step in steps:
        place = root / step.path
        made, before = _at(place, step.made), _at(place, step.before)
        is_waiting = not step.is_deleted and made.exists()
        if is_waiting:
            made.unlink()
        elif not step.was_there:
            place.unlink(missing_ok=True)
        elif before.exists():
            before.replace(place)


def _recovered(root: Path) -> Recovered | None:
    for phase in Phase:
        if note(root, phase).exists():
            steps = () if phase is Phase.NOTED else _read(root, note(root, phase))
            if phase is Phase.FORWARD:
                for step in steps:
                    _swap(root / step.path, step)
            elif phase is Phase.BACK:
                _take_back(root, steps)
            _tidy(root, phase, steps)
            return Recovered(len(steps), is_done=phase is Phase.FORWARD) if steps else None
    return None  # whoever wrote it has come to its end meanwhile


def _read(root: Path, place: Path) -> Sequence[_Step]:
    """What a note says. A stranger's may name what is none of a playbook's: such a one is refused."""
    try:
        steps = [_Step(**step) for step in json.loads(place.read_bytes())]
        if steps and all(_is_ours(root, step) for step in steps):
            return steps
    except (ValueError, TypeError, AttributeError):
        pass
    raise JournalUnreadable(
        f"{place} is the note of a command that was cut off, and can't be read."
        " See with `git status` what it changed, then delete it."
    )


def _is_ours(root: Path, step: _Step) -> bool:
    way = PurePosixPath(step.path)
    names = [PurePosixPath(name) for name in (step.made, step.before)]
    return (
        not way.is_absolute()
        and not {"..", ".git"} & set(way.parts)
        and (root / way).parent.resolve().is_relative_to(root.resolve())
        and all(name.name == str(name) and name.match(UNFINISHED) for name in names)
    )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep other commands from writing several files into a folder meanwhile; wait for one that does."""
    handle = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
