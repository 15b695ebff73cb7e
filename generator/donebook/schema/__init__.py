"""JSON Schema of every file an editor writes, made from the models, for editors that complete."""

from donebook.schema.choices import with_choices
from donebook.schema.described import described
from donebook.schema.shapes import FOLDER, as_text, shapes

__all__ = ["FOLDER", "as_text", "described", "shapes", "with_choices"]
