"""One site takes the place of another in one step; a build that dies leaves the old one."""

import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SITE = "site"
RUN = ".site-building"
RETIRED = ".site-before"
LOCK = "build/.lock"

# The Linux and macOS calls that swap two names at once, and the flag that asks for it.
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h
_MACOS_SWAP = 2  # RENAME_SWAP, sys/stdio.h
_AT_FDCWD = -100
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


class InTheWay(Exception):  # noqa: N818 - a state, not a fault
    """Something that is no folder stands where the site belongs."""


@contextmanager
def only_one(root: Path, wait: Callable[[], object]) -> Iterator[None]:
    """Keep other builds of this playbook out; where one is running, `wait` is told before we do."""
    place = root / LOCK
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def run_folder(root: Path) -> Iterator[Path]:
    """A folder of a run's own next to the site, so that runs never see each other's files.

    What is left in it at the end is removed. Raises InTheWay where the finished site could not take
    its place.
    """
    clean_up(root)
    site = root / SITE
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise InTheWay(
            f"{site} is a file or a link, and the site's folder belongs there;"
            " move it away and build again"
        )
    place = root / RUN
    place.mkdir()
    try:
        yield place
    finally:
        # What can't be removed is in nobody's way, and the site may be published already: the next
        # build tries it again.
        with suppress(OSError):
            clean_up(root)


def clean_up(root: Path) -> None:
    """Remove what a killed build left behind; bring the site back if it died between two names."""
    before, site = root / RETIRED, root / SITE
    if before.exists() and not site.exists():
        before.rename(site)
    for leftover in (root / RUN, before):
        if leftover.is_symlink() or leftover.is_file():
            leftover.unlink()
        elif leftover.exists():
            shutil.rmtree(leftover)


def publish(built: Path, root: Path) -> None:
    """Let a built site take the place of the old one, which afterwards lies in `built`.

    Both are on one file system, and all of it is on the disk before. Every file can be read by everybody, as a web server that runs
    under another name has to, whatever the umask keeps new files from.
    """
    for place in (built, *built.rglob("*")):
        _allow(place)
    _to_disk(built)
    site = root / SITE
    if not site.exists():
        built.rename(site)
        return
    if not _exchange(built, site):
        # Without the system's help there is an instant without a site; `clean_up` fixes it.
        site.rename(root / RETIRED)
        built.rename(site)


def _to_disk(folder: Path) -> None:
    """Have the system write all that it still holds in memory: of the folder's disk, or else of all."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        libc.syncfs(handle)
    finally:
        os.close(handle)


def _allow(place: Path) -> None:
    mode = place.stat().st_mode
    wanted = mode | (0o755 if stat.S_ISDIR(mode) else 0o644)
    if mode != wanted:
        place.chmod(wanted)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system or the file system can't."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*names, _MACOS_SWAP)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _LINUX_EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _UNSUPPORTED:
        raise OSError(ctypes.get_errno(), f"can't publish {one} as {other}")
    return not failed
