"""What the templates print on every sheet by themselves, so that its version can follow it."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from donebook.defaults import default_file
from donebook.source import Tree

FOLDER = "templates/sheets"
# What `sheet.typ` sets and imports; the others set cards and packs.
_SHEETS = ("sheet.typ", "worksheet.typ", "common.typ")
_SAID = re.compile(r'\bsay\("([\w-]+)"')


@dataclass(frozen=True, slots=True)
class Imprint:
    """A fingerprint of the templates, and the words of the interface below `paper` that they say."""

    fingerprint: str = ""
    words: tuple[str, ...] = ()


def read_imprint(tree: Tree) -> Imprint:
    """The imprint of a tree's sheets: a template of its own goes before the one of its name."""
    own = set(tree.paths(FOLDER)) - set(tree.links(FOLDER))
    texts = [
        tree.read(path) if path in own else _came_with(path)
        for path in (f"{FOLDER}/{name}" for name in _SHEETS)
    ]
    said = sorted(
        {name for text in texts for name in _SAID.findall(text.decode("utf-8", "replace"))}
    )
    return Imprint(hashlib.sha256(b"\0".join(texts)).hexdigest(), tuple(said))


@cache
def _came_with(path: str) -> bytes:
    return default_file(path).read_bytes()
