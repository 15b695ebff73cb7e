"""A bare repository, changed as a code host changes one: without a folder of files."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Eve Editor"), ("EMAIL", "eve@example.org"))
}


class File(NamedTuple):
    path: str
    blob: str
    size: int


class Commit(NamedTuple):
    name: str
    day: str
    message: str
    paths: set[str]


class Repository:
    """A repository in a folder. Branches are named without `refs/heads/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, list[Commit]] = {}

    def git(self, *arguments: str, given: bytes = b"", index: str = "") -> str:
        environment = {**os.environ, **_WHO, "GIT_CONFIG_GLOBAL": os.devnull}
        ran = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            input=given,
            env=environment | ({"GIT_INDEX_FILE": index} if index else {}),
            capture_output=True,
            check=True,
        )
        return ran.stdout.decode()

    def head(self, branch: str) -> str | None:
        name = branch.removeprefix("refs/heads/")
        found = self.git("for-each-ref", "--format=%(objectname)", f"refs/heads/{name}").strip()
        return found or None

    @property
    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads").split()

    def point(self, branch: str, commit: str) -> None:
        self.git("update-ref", f"refs/heads/{branch}", commit)

    def delete(self, branch: str) -> None:
        self.git("update-ref", "-d", f"refs/heads/{branch}")

    def files(self, commit: str) -> Iterator[File]:
        for line in self.git("ls-tree", "-r", "-l", "-z", commit).split("\0"):
            if line:
                about, path = line.split("\t", 1)
                _, _, blob, size = about.split()
                yield File(path, blob, int(size))

    def text(self, name: str) -> str | None:
        """A file by its blob or as `branch:path`."""
        try:
            return self.git("cat-file", "blob", name)
        except subprocess.CalledProcessError:
            return None

    def blob(self, name: str) -> str | None:
        try:
            return self.git("rev-parse", "--verify", "--quiet", name).strip()
        except subprocess.CalledProcessError:
            return None

    def last(self, commit: str, path: str = "", most: int = 1) -> list[Commit]:
        """The last commits, of a path or of all."""
        found = [one for one in self._history(commit) if not path or path in one.paths]
        return found[:most]

    def _history(self, commit: str) -> list[Commit]:
        """All commits up to one, which never change: a page of forms asks for those of each file."""
        if commit not in self._known:
            told = self.git("log", "-m", "--first-parent", "--name-only", "--format=%x1e%H%x1f%cI%x1f%s%x1f", commit)  # fmt: skip
            parts = (one.split("\x1f") for one in told.split("\x1e")[1:])
            self._known[commit] = [
                Commit(n, day, said, {*paths.split()}) for n, day, said, paths in parts
            ]
        return self._known[commit]

    def commit(self, onto: str, message: str, put: Mapping[str, bytes], gone: list[str]) -> str:
        """A new commit on another one; no branch names it yet."""
        with tempfile.TemporaryDirectory() as folder:
            index = f"{folder}/index"
            self.git("read-tree", onto, index=index)
            for path in gone:
                self.git("update-index", "--force-remove", path, index=index)
            for path, content in put.items():
                blob = self.git("hash-object", "-w", "--stdin", given=content).strip()
                self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=index)  # fmt: skip
            tree = self.git("write-tree", index=index).strip()
        return self.git("commit-tree", tree, "-p", onto, "-m", message).strip()

    def merge(self, branch: str, into: str, message: str) -> str:
        ours, theirs = self.git("rev-parse", into).strip(), self.git("rev-parse", branch).strip()
        tree = self.git("merge-tree", "--write-tree", ours, theirs).split()[0]
        merged = self.git("commit-tree", tree, "-p", ours, "-p", theirs, "-m", message).strip()
        self.point(into, merged)
        return merged

    def changed(self, before: str, after: str) -> dict[str, str]:
        """The paths that differ from where a branch began, each with git's letter for how."""
        told = self.git("diff", "--name-status", "--no-renames", f"{before}...{after}").splitlines()
        return {path: how for how, path in (line.split("\t") for line in told)}

    def lines(self, before: str, after: str) -> list[str]:
        """The lines that went and came."""
        told = self.git("diff", "-U0", f"{before}...{after}").splitlines()
        return [one for one in told if one[:1] in "+-" and not one.startswith(("+++", "---"))]
