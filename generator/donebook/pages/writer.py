"""The one way from an author's text to HTML.

An author's text reaches a page only as escaped words, or as the few blocks that `text` knows, so
no text can start markup.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import LiteralString

from markupsafe import Markup, escape

from donebook.text import (
    MOST_KEPT,
    Block,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    Plain,
    Rich,
    Strong,
    Words,
    finished,
    rich_blocks,
)


def html(*parts: Markup | LiteralString) -> Markup:
    """Parts of HTML as one: tags that stand in our source, and what is escaped already.

    Markup's own `format` and `join` look at each part again, which takes ten times as long.
    """
    return str.__new__(Markup, "".join(parts))


def write_words(text: str) -> Markup:
    """A text as HTML for use inside a line or an attribute, with its tabs kept from Markdown."""
    escaped = escape(text)
    if "\t" not in text:
        return escaped
    return Markup("&#9;").join(escaped.split("\t"))


@lru_cache(maxsize=MOST_KEPT)
def write_plain(text: Plain, product: str) -> Markup:
    """A Plain field as HTML for use inside a line or an attribute."""
    return write_words(finished(text, product))


def write_rich(text: Rich, product: str) -> Markup:
    """A Rich field as HTML blocks."""
    return _joined(_block(block) for block in rich_blocks(text, product))


def _block(block: Block) -> Markup:
    if isinstance(block, Paragraph):
        return html("<p>", _line(block.inside), "</p>")
    items = _joined(html("<li>", _item(item), "</li>") for item in block.items)
    return html("<ol>", items, "</ol>") if block.ordered else html("<ul>", items, "</ul>")


def _item(blocks: Sequence[Block]) -> Markup:
    """What is in an item; a single paragraph is written without tags of its own."""
    match blocks:
        case [Paragraph() as line]:
            return _line(line.inside)
    return _joined(_block(block) for block in blocks)


def _line(inside: Sequence[Inline]) -> Markup:
    return _joined(_inline(part) for part in inside)


def _inline(part: Inline) -> Markup:
    match part:
        case Words():
            return write_words(part.text)
        case Strong():
            return html("<strong>", _line(part.inside), "</strong>")
        case Emphasis():
            return html("<em>", _line(part.inside), "</em>")
        case Link():
            return html('<a href="', escape(part.address), '">', _line(part.inside), "</a>")


def _joined(parts: Iterable[Markup]) -> Markup:
    return html(*parts)
