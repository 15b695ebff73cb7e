"""What is made once in a run: pytest-xdist's workers share it instead of making it again."""

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from projects import CACHE, CHECKOUT, COMPILED, lend_compiled

# What is named by a hash of all that it depends on, so that any number of builds can share it.
SHARED_CACHES = ("icons", "sheets")


@dataclass(frozen=True, slots=True)
class Shared:
    """Folders that all workers of a run see. Nobody changes what lies in them after it is made."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], object]) -> Path:
        """The folder of this name. The first worker that asks makes it; the others wait.

        Each name has a lock of its own, so that different things are made at the same time.
        """
        place = self.folder / name
        done = self.folder / f"{name}.done"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(place, ignore_errors=True)  # of a worker that failed halfway
                place.mkdir()
                make(place)
                done.touch()
        return place

    @property
    def cache(self) -> Path:
        """Icons and PDFs, begun with what the checkout has kept."""
        return self.once("cache", _begin_cache)

    @property
    def compiled(self) -> Path:
        """Templates as Jinja keeps them: by their path, and only as long as their text is the same."""
        return self.once(COMPILED, lambda _: None)

    def lend_cache(self, root: Path) -> None:
        """Let the builds of a project folder use what the run has compiled and printed, and add to it."""
        (root / CACHE).mkdir(parents=True, exist_ok=True)
        for name in SHARED_CACHES:
            (root / CACHE / name).symlink_to(self.cache / name)
        lend_compiled(root, self.compiled)


def _begin_cache(cache: Path) -> None:
    for name in SHARED_CACHES:
        kept = CHECKOUT / CACHE / name
        if kept.is_dir():
            shutil.copytree(kept, cache / name)
        else:
            (cache / name).mkdir()


def copy_project(project: Path, root: Path) -> Path:
    """A copy to change and build in, without what was built; the run's cache stays shared."""
    root.mkdir(parents=True)
    for place in project.iterdir():
        if place.name == "build":
            shutil.copytree(place / "cache", root / CACHE, symlinks=True)
        elif place.is_dir():
            shutil.copytree(place, root / place.name)
        else:
            shutil.copy(place, root)
    (root / "build" / "pages").mkdir()
    return root
