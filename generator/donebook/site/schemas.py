"""JSON Schemas with a playbook's own ids and words, for editors that complete while one types."""

import json
from pathlib import Path

from donebook.defaults import default_folder
from donebook.files import write_changed
from donebook.model import KINDS
from donebook.playbook import Playbook
from donebook.schema import FOLDER, OTHERS, Schema, as_text, shapes, with_choices

CHOICES = "build/schema"


def write_schemas(root: Path, playbook: Playbook) -> None:
    """Write `build/schema`; a file that is right already stays untouched."""
    for name in (*KINDS, *OTHERS):
        text = as_text(with_choices(_shape(name), playbook))
        write_changed(root / CHOICES / f"{name}.json", text.encode())


def _shape(name: str) -> Schema:
    """A shape as it is tracked, because making all of them takes a tenth of a second; else made."""
    tracked = default_folder(FOLDER) / f"{name}.json"
    if not tracked.is_file():
        return shapes()[name]
    found: Schema = json.loads(tracked.read_text(encoding="utf-8"))
    return found
