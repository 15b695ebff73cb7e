"""Makes project folders for tests."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from donebook.rules import base

CHECKOUT = Path(__file__).resolve().parent.parent


def copy_checkout(root: Path) -> None:
    """Copy what git knows, or would take up, of the checkout into a folder; links stay links."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source = CHECKOUT / name
        if source.is_symlink() or source.is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, root / name, follow_symlinks=False)


def lay(root: Path, files: Mapping[str, str]) -> None:
    """Write files below `content/`; a path may climb out of it with `../`."""
    for path, text in files.items():
        place = (root / "content" / path).resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))


def make_project(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """The small playbook of the rules' cases, with files laid over it, as a project folder."""
    (root / "build" / "pages").mkdir(parents=True)
    (root / "site-config").mkdir()
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    lay(root, {"../site-config/playbook.yaml": base.CONFIG, **base.FILES, **(files or {})})
    return root


def with_few_entries(root: Path) -> None:
    """Replace a playbook's content by the small one."""
    shutil.rmtree(root / "content")
    lay(root, {"../site-config/playbook.yaml": base.CONFIG, **base.FILES})
