"""A playbook for other programs: each entry resolved once, with what leads to it and from it."""

from donebook.export.form import FORM, Export
from donebook.export.made import exported, schema_text, text_of

__all__ = ["FORM", "Export", "exported", "schema_text", "text_of"]
