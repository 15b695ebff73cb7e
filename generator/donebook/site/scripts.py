"""Scripts of one subject as one file each, without what only their readers need.

They are written as several, one subject each, and sent as one. No minifier is used: those on PyPI
that know today's JavaScript have no wheels for every platform that donebook runs on.
"""

import re
from collections.abc import Iterator, Mapping
from json import dumps
from pathlib import Path

from donebook.language import Language

# By folder of the assets; each part uses only what stands before it.
PARTS = {
    "deal": ("store", "gather", "out", "in", "show", "dialog", "form"),
    "app": ("worker",),
    "call": ("call",),
    "find": ("words", "index", "search", "show"),
}

# Whole lines only: whatever stands behind code on its line stays.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def is_part(path: str) -> bool:
    """Whether an asset goes into one of the joined scripts."""
    return path.partition("/")[0] in PARTS


def joined(assets: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Each folder's scripts in one, without comments and indentation: the file's name and text."""
    for folder, parts in PARTS.items():
        texts = (assets[f"{folder}/{part}.js"].read_text(encoding="utf-8") for part in parts)
        yield f"{folder}.js", "".join(_INDENT.sub("", _COMMENT.sub("", text)) for text in texts)


def words(language: Language) -> str:
    """The words that scripts say, as a script that sets `donebookWords`."""
    told = dumps(language.below("script"), ensure_ascii=True, separators=(",", ":"))
    return f"window.donebookWords = {told};\n"
