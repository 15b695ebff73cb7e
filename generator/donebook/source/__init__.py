"""Files as they lie there: a tree of paths, and one YAML file read into plain values.

Nothing here knows the schema. The YAML accepted is the subset that cannot surprise: mappings,
lists and scalars, without anchors, tags, merges or several documents.
"""

from donebook.source.bounded import MOST_PROBLEMS, bounded
from donebook.source.document import (
    Document,
    Positions,
    read_document,
    read_positions,
    read_text,
)
from donebook.source.kept import Kept
from donebook.source.parted import field_lines
from donebook.source.pasted import bullet_of, named
from donebook.source.reader import Loc, Value, Where
from donebook.source.revision import NoRevision, Revision, blob_name, git, revision
from donebook.source.syntax_errors import UNSEEN
from donebook.source.tree import (
    Folder,
    NotAFile,
    OneFile,
    Overlay,
    Tree,
    lines_of,
    whole_lines,
)

__all__ = [
    "MOST_PROBLEMS",
    "UNSEEN",
    "Document",
    "Folder",
    "Kept",
    "Loc",
    "NoRevision",
    "NotAFile",
    "OneFile",
    "Overlay",
    "Positions",
    "Revision",
    "Tree",
    "Value",
    "Where",
    "blob_name",
    "bounded",
    "bullet_of",
    "field_lines",
    "git",
    "lines_of",
    "named",
    "read_document",
    "read_positions",
    "read_text",
    "revision",
    "whole_lines",
]
