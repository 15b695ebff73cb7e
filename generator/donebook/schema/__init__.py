"""JSON Schema of every file an editor writes, made from the models, for editors that complete."""

from donebook.schema.choices import with_choices
from donebook.schema.described import described
from donebook.schema.shapes import COMPLETES, FOLDER, OTHERS, WANTED, Schema, as_text, shapes
from donebook.schema.wiring import wiring

__all__ = [
    "COMPLETES",
    "FOLDER",
    "OTHERS",
    "WANTED",
    "Schema",
    "as_text",
    "described",
    "shapes",
    "wiring",
    "with_choices",
]
