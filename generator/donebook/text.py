"""The two types of text and the small tree they become; writers turn the tree into a format.

Markup in content is limited to paragraphs, bold, emphasis, lists and links. Whatever else an
author types, HTML and template code included, stays the text that was typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from donebook.spelling import closest

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PRODUCT = "{product}"
MOST_KEPT = 1 << 17  # texts of ten thousand entries, which are asked for by pages, paper and finder


class Plain(str):
    """One line of text without markup."""

    __slots__ = ()
    longest = 300

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda text: cls(with_known_token(text)),
            core_schema.str_schema(
                min_length=1,
                max_length=cls.longest,
                strip_whitespace=True,
                pattern=r"^[^\n]*$",
            ),
        )


class Said(Plain):
    """What somebody says: pages and sheets put the quotes around it, so those that were typed go."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        plain = super().__get_pydantic_core_schema__(source, handler)
        return core_schema.no_info_after_validator_function(lambda text: cls(unquoted(text)), plain)


# Pairs of quotes that people type around a sentence.
_QUOTES = frozenset(('""', "“”", "„“", "„”", "«»", "»«", "''", "‘’", "‚‘"))


def unquoted(text: str) -> str:
    """A text without the quotes around all of it."""
    inside = text[1:-1]
    is_one = text[:1] + text[-1:] in _QUOTES and text[0] not in inside and text[-1] not in inside
    return inside.strip() if is_one and inside.strip() else text


class Rich(str):
    """Text with paragraphs, bold, emphasis, lists and links, written in Markdown."""

    __slots__ = ()
    longest = 4000

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _with_safe_links,
            core_schema.str_schema(min_length=1, max_length=cls.longest, strip_whitespace=True),
        )


# A text that is cut doesn't end in one of these. German ones are no English words, and the other way
# round nothing is lost, so a title needs no language.
_GOES_ON = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "if", "in", "is", "of", "on", "or", "that", "the", "this", "to", "with", "your", "auf", "aus", "bei", "dass", "dem", "den", "der", "das", "ein", "eine", "einen", "einem", "einer", "für", "ihr", "ihre", "im", "ist", "mit", "ob", "oder", "sie", "und", "von", "wenn", "wie", "zu", "zum", "zur"]
)  # fmt: skip


def cut_at_word(text: str, longest: int) -> str:
    """A sentence as a title: without the mark at its end, cut between two words where it is longer.

    Three dots say where it was cut.
    """
    said = " ".join(text.split()).rstrip("?!. ")
    if len(said) <= longest:
        return said
    words = said[:longest].split(" ")[:-1] or [said[: longest - 1]]
    while len(words) > 3 and words[-1].lower().strip(",;:") in _GOES_ON:
        words.pop()
    return f"{' '.join(words).rstrip(',;:–— ')}…"


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    inside: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` lists count from 1."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool


Inline = Words | Strong | Emphasis | Link
Block = Paragraph | Items


# A quote opens behind a space or a bracket and before a word; before a digit it is an apostrophe.
_OPENING = re.compile(r"""(?<![^\s(\[{/“‘"'])("|'(?!\d))(?=\S)(?!["']*[\s,.;:!?)]|["']*$)""")


def typeset(text: str) -> str:
    """Straight quotes as typographic ones: authors type what the keyboard has."""
    opened = _OPENING.sub(lambda found: "“" if found[1] == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’")


@lru_cache(maxsize=MOST_KEPT)
def finished(text: str, product: str) -> str:
    """A line as it is read, wherever that is: typeset, with the product's name filled in."""
    return typeset(text.replace(PRODUCT, product))


@lru_cache(maxsize=MOST_KEPT)
def rich_blocks(text: Rich, product: str) -> tuple[Block, ...]:
    """The blocks of a Rich field with the product's name filled in."""
    tokens = _parser().parse(text.replace(PRODUCT, product))
    return tuple(_blocks(iter(tokens), ""))


def rich_words(text: Rich) -> str:
    """Everything a Rich field says, without its markup and with its entities read."""
    blocks = (block.children or () for block in _parser().parse(text))
    return " ".join("".join(_text_of(token) for token in block) for block in blocks)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False})
    # Every link is one, so that what can't be followed is reported instead of shown as markup.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser.enable(["list", "emphasis", "link", "newline", "escape", "entity"])


def _blocks(tokens: Iterator[Token], until: str) -> Iterator[Block]:
    for token in tokens:
        match token.type:
            case "paragraph_open":
                yield Paragraph(tuple(_inline(next(tokens).children or [])))
            case "bullet_list_open":
                yield Items(tuple(_items(tokens, "bullet_list_close")), ordered=False)
            case "ordered_list_open":
                yield Items(tuple(_items(tokens, "ordered_list_close")), ordered=True)
            case kind if kind == until:
                return


def _items(tokens: Iterator[Token], until: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == until:
            return
        yield tuple(_blocks(tokens, "list_item_close"))


def _inline(children: Sequence[Token]) -> tuple[Inline, ...]:
    """Typesets the line as one, because a quote's neighbour may stand inside the bold word."""
    texts = [_text_of(token) for token in children]
    line = typeset("".join(texts))
    shown = [line[sum(map(len, texts[:i])) :][: len(text)] for i, text in enumerate(texts)]
    return tuple(_spans(iter(zip(children, shown, strict=True)), ""))


def _text_of(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "text_special") else ""


def _spans(tokens: Iterator[tuple[Token, str]], until: str) -> Iterator[Inline]:
    words = ""  # a line break parts no words, so neighbours are one
    for token, text in tokens:
        words += text
        if text:
            continue
        if words:
            yield Words(words)
            words = ""
        if token.type == "strong_open":
            yield Strong(tuple(_spans(tokens, "strong_close")))
        elif token.type == "em_open":
            yield Emphasis(tuple(_spans(tokens, "em_close")))
        elif token.type == "link_open":
            inside = tuple(_spans(tokens, "link_close"))
            address = str(token.attrs.get("href", ""))
            if is_safe(address):
                yield Link(address, inside)
            else:
                yield from inside
        elif token.type == until:
            return
    if words:
        yield Words(words)


def is_safe(address: str) -> bool:
    """Whether an address may be followed: a known scheme and, for the web, a host."""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that can't be
        return False
    return parts.scheme in SAFE_SCHEMES and (is_whole or parts.scheme in {"mailto", "tel"})


def with_known_token(text: str) -> str:
    """The text. Raises PydanticCustomError where it has braces that seem to be meant for {product}."""
    if "{" in text:
        for word in re.findall(r"\{\s*\w+\s*\}", text):
            if word != PRODUCT and closest(word.strip("{ }").lower(), ["product"]):
                raise PydanticCustomError("token", "this is not filled in", {"token": word})
    return text


def _with_safe_links(text: str) -> Rich:
    with_known_token(text)
    if "](" in text or "]:" in text:
        for block in _parser().parse(text):
            for token in block.children or []:
                address = str(token.attrs.get("href", ""))
                if token.type == "link_open" and not is_safe(address):
                    raise PydanticCustomError(
                        "link", "this link leads nowhere", {"address": address}
                    )
    return Rich(text)
