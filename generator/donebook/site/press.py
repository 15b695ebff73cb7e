"""What prints the sheets of a playbook's folder. Apart from the pages, which take long to import."""

import atexit
import hashlib
import shutil
import tempfile
from pathlib import Path

from donebook.defaults import layered_files
from donebook.files import is_read_only, write_changed
from donebook.paper import Printer
from donebook.playbook import Playbook

SHEET_CACHE = "build/cache/sheets"
SHEET_TEMPLATES = "build/cache/templates"


def printer(root: Path, playbook: Playbook) -> Printer:
    """What prints the sheets of a playbook, with the cache and the templates of its folder."""
    return Printer(playbook, _sheet_templates(root), root / SHEET_CACHE)


def _sheet_templates(root: Path) -> Path:
    """The folder of what prints sheets, named by what is in it, so that no run changes another's."""
    files = [(p, f.read_bytes()) for p, f in layered_files(root, "templates/sheets")]
    folder = root / SHEET_TEMPLATES / hashlib.sha256(repr(files).encode()).hexdigest()[:16]
    try:
        _lay(files, folder)
    except OSError as error:
        if not is_read_only(error):
            raise
        folder = Path(tempfile.mkdtemp(prefix="donebook-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _lay(files, folder)
    return folder


def _lay(files: list[tuple[str, bytes]], folder: Path) -> None:
    for path, content in files:
        write_changed(folder / path, content)
