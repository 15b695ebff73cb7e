"""Markdown as a sequence of what stands in it: headings, lines of text and of lists, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from donebook.bring.html import html_lines, html_rows
from donebook.bring.rows import Grid

_TICK_BOX = re.compile(r"^\[[ xX]\]\s+")
_PROPERTY = re.compile(r"[^\s:?][^:?\n]{0,30}:\s+\S")
_LABEL_ENDS = re.compile(r"\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page. `depth` is a heading's level, or how deep in lists a line stands.

    `label` are bold words in front of a colon; `is_bold` says that all of the line is bold.
    """

    kind: Literal["heading", "line"]
    number: int
    depth: int
    text: str
    label: str = ""
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table, with the line that each row stands in."""

    grid: Grid


def blocks(source: str) -> Iterator[Block | Rows]:
    """What stands in a page, in its order."""
    depth = 0
    tokens = _parser().parse(source)
    for at, token in enumerate(tokens):
        line = (token.map[0] if token.map else 0) + 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "heading_open":
            text = " ".join(_flat(tokens[at + 1].children or []).split())
            yield Block("heading", line, int(token.tag[1]), text)
        elif token.type == "paragraph_open":
            yield from _lines(tokens[at + 1].children or [], line, depth)
        elif token.type == "table_open":
            yield Rows(Grid("", tuple(_table(tokens[at:])), "line"))
        elif token.type == "html_block" and "<table" in token.content:
            rows = ((line + n - 1, cells) for n, cells in html_rows(token.content))
            yield Rows(Grid("", tuple(rows), "line"))
        elif token.type == "html_block":
            for n, text in html_lines(token.content):
                yield Block("line", line + n - 1, 0, text)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _lines(children: Sequence[Token], number: int, depth: int) -> Iterator[Block]:
    """A paragraph by its lines: each with a label is one, and so is each question of several.

    Others go on with the one before.
    """
    parts = list(_parted(children))
    stand_alone = all(_PROPERTY.match(_flat(part)) for part in parts) or all(
        _flat(part).rstrip().endswith("?") for part in parts
    )
    waiting: Block | None = None
    for offset, part in enumerate(parts):
        label, text = _labelled(part)
        text = _TICK_BOX.sub("", text, count=1)
        if waiting and not (label or waiting.is_bold or stand_alone):
            joined = f"{waiting.text} {text}".strip()
            waiting = Block("line", waiting.number, depth, joined, waiting.label)
            continue
        if waiting:
            yield waiting
        waiting = Block("line", number + offset, depth, text, label, _is_bold(part))
    if waiting and (waiting.text or waiting.label):
        yield waiting


def _parted(children: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        else:
            line.append(token)
    yield line


def _labelled(line: Sequence[Token]) -> tuple[str, str]:
    """The bold words before a colon, or none, and the rest of the line."""
    start = next((n for n, token in enumerate(line) if token.type != "text" or token.content), 0)
    kind = line[start].type.removesuffix("_open") if start < len(line) else ""
    if kind not in ("strong", "em"):
        return "", " ".join(_flat(line).split())
    end = next((n for n in range(start, len(line)) if line[n].type == f"{kind}_close"), len(line))
    bold, rest = _flat(line[start:end]).strip(), _flat(line[end:]).strip()
    if _LABEL_ENDS.search(bold[-1:]):
        return bold[:-1].strip(), " ".join(rest.split())
    if _LABEL_ENDS.match(rest):
        return bold, " ".join(_LABEL_ENDS.sub("", rest, count=1).split())
    return "", " ".join(_flat(line).split())


def _is_bold(line: Sequence[Token]) -> bool:
    shown = [token for token in line if token.type != "text" or token.content.strip()]
    opened = [n for n, token in enumerate(shown) if token.type == "strong_open"]
    return opened == [0] and shown[-1].type == "strong_close"


def _table(tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[str, ...]]]:
    cells: list[str] = []
    number = 0
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            cells, number = [], (token.map[0] if token.map else 0) + 1
        elif token.type == "inline":
            cells.append(_flat(token.children or []).strip())
        elif token.type == "tr_close" and any(cells):
            yield number, tuple(cells)


def _flat(children: Sequence[Token]) -> str:
    """A line's words without markup; of pictures nothing."""
    return "".join(_said(token) for token in children)


def _said(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    return token.content if token.type in ("text", "text_special", "code_inline") else ""
