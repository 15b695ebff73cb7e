"""What a company writes on a page of its own, in Markdown: headings, lists, tables, links, pictures.

HTML is no part of it. Whatever an author types of that stays the text that was typed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any
from unicodedata import normalize

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from donebook.text import Rich, is_safe, with_known_token

BODY = "body"  # the field that is a page's text
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_APART = re.compile(r" {0,3}\[[^\]]+\]:\s*(?:<([^<>]*)>|([^\s<][^\s>]*)(?=[>\s]|$))")
_LETTERS = re.compile(r"[a-z0-9]+")
_KEPT = 1 << 10  # pages


@dataclass(frozen=True, slots=True)
class Linked:
    """A link or a picture: its address as it was typed, and where that stands.

    Lines and columns count from 0, in the text; a place that can't be told is that of its paragraph.
    """

    address: str
    line: int
    column: int | None
    is_picture: bool

    @property
    def is_outside(self) -> bool:
        """Whether it leads away from the playbook."""
        return bool(_OUTSIDE.match(self.address))

    @property
    def is_safe(self) -> bool:
        """Whether it may be shown: a link that can be followed, or a picture of the playbook's own."""
        return not self.is_outside or (not self.is_picture and is_safe(self.address))

    @property
    def path(self) -> str:
        """The file that it leads to; nothing for a heading of the same page."""
        return self.address.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.address.partition("#")[2]


class Prose(Rich):
    """Markdown as a page has it."""

    __slots__ = ()
    longest = 100_000

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda text: cls(with_known_token(text)),
            core_schema.str_schema(min_length=1, max_length=cls.longest),
        )


@cache
def parser() -> MarkdownIt:
    """Reads Markdown as wikis and code hosts do, without HTML and with addresses as they were typed."""
    reads = MarkdownIt("commonmark", {"html": False, "typographer": True})
    reads.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    reads.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return reads.enable(["table", "smartquotes"])


@lru_cache(maxsize=_KEPT)
def linked(text: str) -> tuple[Linked, ...]:
    """Every link and picture of a text, in their order."""
    places = _Places(text)
    return tuple(found for block in parser().parse(text) for found in _linked(block, places))


def _linked(block: Token, places: "_Places") -> Iterator[Linked]:
    first, end = block.map or (0, 0)
    line, column = first, 0
    for token in block.children or ():
        address = token.attrs.get("href", token.attrs.get("src"))
        if not isinstance(address, str) or not address:
            continue
        is_picture = token.type == "image"
        found = places.find(address, range(line, end), column)
        if found is None:
            yield Linked(address, line, None, is_picture)
            continue
        yield Linked(address, *found, is_picture)
        if first <= found[0] < end:
            line, column = found[0], found[1] + len(address)


class _Places:
    """Where addresses stand in a text, as lines and columns."""

    def __init__(self, text: str) -> None:
        self._text = text
        lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._apart: dict[str, tuple[int, int]] = {}
        for number, line in enumerate(lines):
            if found := _APART.match(line):
                form = 1 if found[1] is not None else 2
                self._apart.setdefault(found[form], (number, found.start(form)))

    def find(self, address: str, within: range, column: int) -> tuple[int, int] | None:
        """The place behind the words in brackets, or the one apart from them: `[name]: address`."""
        start, end = self._starts[within.start] + column, self._starts[within.stop]
        place = None
        for opens in ("](", "](<", "<"):
            at = self._text.find(f"{opens}{address}", start, end)
            if at >= 0:
                place, end = at + len(opens), at
        if place is None:
            return self._apart.get(address)
        number = bisect_right(self._starts, place) - 1
        return number, place - self._starts[number]


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading: how deep, its anchor on the page, and what it says."""

    level: int
    anchor: str
    name: str


TAKEN = ("title", "about")  # anchors that the page itself has


@lru_cache(maxsize=_KEPT)
def headings(text: str) -> tuple[Headed, ...]:
    """The headings of a text with their anchors. The highest are those of sections: level 2."""
    tokens = parser().parse(text)
    found = [
        (int(token.tag[1]), tokens[n + 1])
        for n, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    top = min((level for level, _ in found), default=2)
    taken = dict.fromkeys(TAKEN, 1)
    made = []
    for level, inline in found:
        name = "".join(_said(child) for child in inline.children or ())
        made.append(Headed(min(level - top + 2, 6), _anchor(name, taken), name))
    return tuple(made)


def _said(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _anchor(name: str, taken: dict[str, int]) -> str:
    """An address made of a heading's letters; of those without any in our alphabet, a number.

    It joins those that are taken, with the last number that was tried behind each.
    """
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(_LETTERS.findall(plain)) or "section"
    anchor = words
    while anchor in taken:
        taken[words] += 1
        anchor = f"{words}-{taken[words]}"
    taken[anchor] = 1
    return anchor
