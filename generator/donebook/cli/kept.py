"""Files of ours that a company has changed: what is new in ours, and both put together."""

import difflib
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from donebook.cli.company import Place
from donebook.source import NoRevision, git
from donebook.write.site import Record


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that stays as it is: its path in the repository, why, and what is new in ours.

    `both` is theirs with our changes put into it; none where that isn't sure.
    """

    path: str
    why: str
    news: str = ""
    theirs: bytes = b""
    both: bytes | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing of ours is missing in theirs."""
        return self.both == self.theirs

    @property
    def patch(self) -> str:
        """What `git apply` puts into theirs; empty where nobody can say that for sure."""
        if self.both is None or self.is_done:
            return ""
        return _difference(self.theirs, self.both, f"a/{self.path}", f"b/{self.path}")


def kept_file(place: Place, path: str, record: Record, ours: bytes) -> Kept:
    """What to tell of a file that isn't renewed, because somebody has changed or deleted it."""
    file, shown = place.path(path), place.in_repository(path)
    if not file.is_file():
        return Kept(shown, "you deleted it")
    theirs = file.read_bytes().replace(b"\r\n", b"\n")
    why = "you changed it" if path in record.files else "it was there before ours"
    earlier = [text for text in (_written(place, path, record), _shown(path, record)) if text]
    if not earlier:
        return Kept(shown, why, _difference(theirs, ours, "yours", "ours"), theirs)
    before = min(earlier, key=lambda text: _difference(theirs, text, "", "", around=0).count("\n"))
    news = _difference(before, ours, "ours, before", "ours, now")
    return Kept(shown, why, news, theirs, _both(theirs, before, ours))


def _written(place: Place, path: str, record: Record) -> bytes | None:
    """The file as donebook wrote it last, from the repository's history; none where it isn't there."""
    name = place.in_repository(path)
    try:
        log = git(place.top, "--literal-pathspecs", "log", "--format=%H", "--", name)
    except NoRevision:
        return None
    for commit in log.decode().split():
        try:
            content = git(place.top, "show", f"{commit}:{name}")
        except NoRevision:  # the commit that deleted it
            continue
        if record.has(path, content):
            return content.replace(b"\r\n", b"\n")
    return None


def _shown(path: str, record: Record) -> bytes | None:
    """The file as the last upgrade would have written it; theirs is nearer to it once it is put in."""
    return record.ours[path].encode() if path in record.ours else None


def _both(theirs: bytes, before: bytes, ours: bytes) -> bytes | None:
    """Both changes of an earlier file in one; none where they meet."""
    with TemporaryDirectory() as folder:
        names = [Path(folder, name) for name in ("theirs", "before", "ours")]
        for name, content in zip(names, (theirs, before, ours), strict=True):
            name.write_bytes(content)
        ran = subprocess.run(  # noqa: S603 - git, with files of our own
            ["git", "merge-file", "-p", "-q", *map(str, names)],  # noqa: S607 - wherever it is
            capture_output=True,
            check=False,
        )
    return None if ran.returncode else ran.stdout


def _difference(old: bytes, new: bytes, before: str, after: str, around: int = 3) -> str:
    """Two texts compared line by line, as a unified diff with some lines around each change."""
    texts = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (old, new))
    lines = difflib.unified_diff(next(texts), next(texts), before, after, n=around)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
