"""JSON Schemas with a playbook's own ids and words, for editors that complete while one types."""

import json
from pathlib import Path

from donebook.defaults import default_folder
from donebook.files import write_changed
from donebook.playbook import Playbook
from donebook.schema import FOLDER, as_text, with_choices

CHOICES = "build/schema"


def write_schemas(root: Path, playbook: Playbook) -> None:
    """Write `build/schema`; a file that is right already stays untouched."""
    for place in sorted(default_folder(FOLDER).glob("*.json")):
        shape = json.loads(place.read_text(encoding="utf-8"))
        text = as_text(with_choices(shape, playbook))
        write_changed(root / CHOICES / place.name, text.encode())
