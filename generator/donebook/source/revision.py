"""A revision of the files in a git repository, read with git itself."""

import hashlib
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from donebook.message import Message, message
from donebook.source.tree import MOST_BYTES, NotAFile

_MOST_BRANCHES = 8
_FILE, _LINK = "100", "120"  # how the mode of a regular file and of a link begins


class NoRevision(Exception):  # noqa: N818 - a verdict in git's or our words
    """There is no such revision, no repository, or no git; `said` says which."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Revision:
    """The files below a folder as they were in a commit.

    `prefix` is the folder's path in the repository, with a slash at its end.
    """

    root: Path
    commit: str
    prefix: str
    blobs: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def paths(self, below: str) -> list[str]:
        return sorted(path for path in self._files if path.startswith(f"{below}/"))

    def links(self, below: str) -> list[str]:
        return [path for path in self.paths(below) if self._files[path][0].startswith(_LINK)]

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise FileNotFoundError(path)
        mode, blob = self._files[path]
        if not mode.startswith(_FILE):
            raise NotAFile(path)
        if blob not in self.blobs:
            self._fetch()
        return self.blobs[blob][: MOST_BYTES + 1]

    @cached_property
    def _files(self) -> Mapping[str, tuple[str, str]]:
        """Mode and blob of each file, by path from the folder."""
        listed = git(self.root, "ls-tree", "-r", "-z", self.commit, "--", "content", "site-config")
        found = {}
        for line in listed.decode("utf-8", "surrogateescape").split("\0"):
            if line:
                about, path = line.split("\t", 1)
                mode, _, blob = about.split(" ")
                found[path] = (mode, blob)
        return found

    def _fetch(self) -> None:
        """Read every file that isn't known yet, in one go."""
        missing = {blob for mode, blob in self._files.values() if mode.startswith(_FILE)}
        self.blobs.update(_read_all(self.root, sorted(missing - self.blobs.keys())))


def revision(root: Path, name: str, blobs: dict[str, bytes] | None = None) -> Revision:
    """The revision that git knows by a name: a commit, a branch, a tag, `HEAD~3`.

    Revisions that are given the same `blobs` read what they share only once. Raises NoRevision.
    """
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    try:
        found = git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
    except NoRevision:
        raise NoRevision(_none_called(root, name)) from None
    return Revision(root, found.decode().strip(), prefix, {} if blobs is None else blobs)


def _none_called(root: Path, name: str) -> Message:
    """What to say of a revision that isn't there, with what there is."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return message(
            'There is no revision "{name}" here. This clone holds only a part of the history: git fetch --unshallow',
            name=name,
        )
    listed = git(root, "for-each-ref", f"--count={_MOST_BRANCHES}", "--format=%(refname:short)", "refs/heads", "refs/remotes")  # fmt: skip
    branches = listed.decode("utf-8", "replace").split()
    if not branches:
        return message('There is no revision "{name}" here, because nothing is committed yet.', name=name)  # fmt: skip
    return message('There is no revision "{name}" here. Branches: {branches}.', name=name, branches=tuple(branches))  # fmt: skip


def blob_name(raw: bytes) -> str:
    """What git calls a file of these bytes, in a repository that names by SHA-1."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints. Raises NoRevision with what git says where it fails."""
    try:
        ran = subprocess.run(  # noqa: S603 - git, with arguments of our own
            ["git", "-C", str(root), *arguments],  # noqa: S607 - wherever it is installed
            input=given,
            env={**os.environ, "LC_ALL": "C"},  # what it says is shown with words of ours
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        said = message("git is not installed, so earlier revisions can't be read.")
        raise NoRevision(said) from None
    if ran.returncode:
        reason = ran.stderr.decode("utf-8", "replace").strip()
        raise NoRevision(reason or message("git {verb} failed", verb=arguments[0]))
    return ran.stdout


def _read_all(root: Path, blobs: list[str]) -> list[tuple[str, bytes]]:
    """Each blob's bytes, in git's format for batches: a line with its size, then its bytes."""
    answer = git(root, "cat-file", "--batch", given="".join(f"{b}\n" for b in blobs).encode())
    found = []
    at = 0
    for blob in blobs:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found.append((blob, answer[end + 1 : end + 1 + size]))
        at = end + 1 + size + 1
    return found
