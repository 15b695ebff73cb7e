"""The deal's scripts as one file, without what only their readers need.

They are written as several, one subject each, and sent as one. No minifier is used: those on PyPI
that know today's JavaScript have no wheels for every platform that donebook runs on.
"""

import re
from collections.abc import Mapping
from json import dumps
from pathlib import Path

from donebook.language import Language

FOLDER = "deal/"
NAME = "deal.js"
# Each uses only what stands before it.
PARTS = ("store", "gather", "out", "in", "show", "dialog", "form")

# Whole lines only: whatever stands behind code on its line stays.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def joined(assets: Mapping[str, Path]) -> str:
    """The scripts of `assets/deal/` in one, without comments and indentation."""
    texts = (assets[f"{FOLDER}{part}.js"].read_text(encoding="utf-8") for part in PARTS)
    return "".join(_INDENT.sub("", _COMMENT.sub("", text)) for text in texts)


def words(language: Language) -> str:
    """The words that scripts say, as a script that sets `donebookWords`."""
    told = dumps(language.below("script"), ensure_ascii=True, separators=(",", ":"))
    return f"window.donebookWords = {told};\n"
