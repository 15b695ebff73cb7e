"""Real git repositories made in tests."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from projects import lay

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "An editor"), ("EMAIL", "editor@example.org"))
}


def git(root: Path, *arguments: str, day: str = "2026-11-20") -> str:
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    ran = subprocess.run(
        ["git", "-C", str(root), *arguments],
        env={**os.environ, **_WHO, **when, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def start(root: Path, day: str = "2026-11-20") -> Path:
    """A repository with all that lies in a folder."""
    git(root, "init", "-q", "-b", "main")
    commit(root, day=day)
    return root


def commit(
    root: Path, files: Mapping[str, str | None] | None = None, day: str = "2026-11-20"
) -> str:
    """Lay files below `content/` (or delete them) and commit everything; returns the commit."""
    lay(root, {path: text for path, text in (files or {}).items() if text is not None})
    for path, text in (files or {}).items():
        if text is None:
            (root / "content" / path).unlink()
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", f"Change on {day}", day=day)
    return git(root, "rev-parse", "HEAD")
