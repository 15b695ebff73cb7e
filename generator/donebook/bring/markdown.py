"""Markdown: headings, lists, tables and labelled lines, as wikis and note apps export them."""

import re
from dataclasses import replace

from donebook.bring.asked import Asked
from donebook.bring.blocks import blocks
from donebook.bring.encoded import decoded
from donebook.bring.page import Page
from donebook.bring.rows import Hints, Reading
from donebook.bring.titled import titled
from donebook.message import Message, plural

_FRONT_MATTER = re.compile(r"---\r?\n.*?\n---[ \t]*(?=\r?\n)", re.DOTALL)


def read_markdown(content: bytes, hints: Hints) -> Reading | Message:
    """The records and tables of a page, or why they can't be read."""
    text = decoded(content)
    if isinstance(text, Message):
        return text
    body, notes = text
    found = list(blocks(_without_front_matter(body)))
    page = titled(found, hints) if hints.shape != "question" else Asked(hints).page(found)
    return _reading(page, notes)


def _reading(page: Page, notes: tuple[Message, ...]) -> Reading:
    left_out = plural(
        "{n:,} paragraph of running text is left out.",
        "{n:,} paragraphs of running text are left out.",
        n=page.prose,
    )
    records = page.table
    grids = tuple(replace(grid, part="") for grid in page.grids)
    parts = ((records,) if records.rows else ()) + grids
    return Reading(parts, (*notes, *((left_out,) if page.prose else ())))


def _without_front_matter(text: str) -> str:
    """The text with empty lines for settings at its top, so that lines keep their numbers."""
    found = _FRONT_MATTER.match(text)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text
