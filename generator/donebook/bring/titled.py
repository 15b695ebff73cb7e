"""A page of titled things, such as loss reasons or terms: a section, an item or a line for each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from donebook.bring.blocks import Block, Rows
from donebook.bring.page import BELOW, LOWEST, OVER_ALL, TEXT, Page, Record, above, labelled
from donebook.bring.rows import Grid, Hints, Row

_TERM = re.compile(r"(?P<term>[^.?!:–—]{1,60}?)(?:\s+[–—-]\s+|:\s+)(?P<text>\S.*)")


@dataclass(slots=True)
class _Section:
    """A heading with the lines right below it, and the headings over it."""

    number: int
    depth: int
    title: str
    over: tuple[str, ...]
    lines: list[Block] = field(default_factory=list)
    has_others_below: bool = False


def titled(found: Sequence[Block | Rows], hints: Hints) -> Page:
    """The records of a page: whole sections, or the items and terms in one."""
    sections, grids = _sections(found, hints)
    rows: list[Row] = []
    prose = 0
    for section in sections:
        records, left = _records(section, hints)
        prose += left
        rows += (Row(r.number, {**r.cells, **above(section.over)}) for r in records)
    return Page(tuple(rows), tuple(grids), prose)


def _sections(found: Sequence[Block | Rows], hints: Hints) -> tuple[list[_Section], list[Grid]]:
    open_ = [_Section(1, 0, "", ())]
    sections, grids = list(open_), []
    for block in found:
        if isinstance(block, Rows):
            titles = [section.title for section in open_ if section.title]
            grids.append(replace(block.grid, above=above(titles)))
        elif _is_part(block, open_, hints):
            # A field as a heading: all that follows it is its text.
            label = Block("line", block.number, OVER_ALL, "", block.text)
            open_[-1].lines.append(label)
        elif block.kind == "heading" or _is_heading(block, hints):
            depth = block.depth if block.kind == "heading" else LOWEST
            open_ = [section for section in open_ if section.depth < depth]
            open_[-1].has_others_below = True
            over = tuple(section.title for section in open_ if section.title)
            section = _Section(block.number, depth, block.text, over)
            open_.append(section)
            sections.append(section)
        else:
            sections[-1].lines.append(block)
    return sections, grids


def _is_part(block: Block, open_: Sequence[_Section], hints: Hints) -> bool:
    """Whether a heading is a field of what the heading over it names."""
    is_below = bool(open_[-1].title) and block.depth > open_[-1].depth
    named = hints.shape != "term" and hints.knows(block.text) and not hints.is_main(block.text)
    return block.kind == "heading" and is_below and named


def _is_heading(block: Block, hints: Hints) -> bool:
    return block.is_bold and not block.label and not block.depth and hints.shape != "term"


def _records(section: _Section, hints: Hints) -> tuple[list[Record], int]:
    """The records of a section, and how many of its paragraphs belong to none."""
    paragraphs = [line for line in section.lines if not line.depth]
    if paragraphs and all(_as_term(line, hints) for line in paragraphs):
        return list(_items(section, hints)), 0
    has_fields = any(_is_field(line, hints) for line in section.lines)
    if section.title and not section.has_others_below and (paragraphs or has_fields):
        return [_whole(section, hints)], 0
    items = replace(section, lines=[line for line in section.lines if line.depth])
    if not section.title and has_fields:
        items = section
    return list(_items(items, hints)), len(section.lines) - len(items.lines)


def _as_term(line: Block, hints: Hints) -> re.Match[str] | bool | None:
    """Whether a paragraph is a term with its meaning."""
    if hints.shape != "term":
        return None
    return bool(line.label and line.text) or _TERM.fullmatch(line.text)


def _is_field(line: Block, hints: Hints) -> bool:
    label, _ = labelled(line, hints)
    return hints.shape != "term" and bool(label) and hints.knows(label)


def _whole(section: _Section, hints: Hints) -> Record:
    """A section as one record: its heading, what has a label, and the rest."""
    record = Record(section.number, 0, {TEXT: section.title})
    _fill(record, section.lines, hints)
    return record


def _fill(record: Record, lines: Sequence[Block], hints: Hints) -> None:
    column, depth = BELOW, -1
    for line in lines:
        label, text = labelled(line, hints)
        if label and _is_field(line, hints):
            column, depth = label, line.depth
        elif line.depth <= depth:
            column, depth = BELOW, -1
        is_other = label and column == BELOW
        record.add(column, f"{label}: {text}" if is_other else text)


def _items(section: _Section, hints: Hints) -> Iterator[Record]:
    """Each outermost line with what is nested in it; lines with labels belong to the one before."""
    top = min((line.depth for line in section.lines), default=0)
    top = max(top, 1) if hints.shape == "term" else top
    record: Record | None = None
    inner: list[Block] = []
    for line in section.lines:
        label, text = labelled(line, hints)
        is_field = _is_field(line, hints)
        is_main = is_field and hints.is_main(label)
        if record and (line.depth > top or (is_field and not is_main)):
            inner.append(line)
            continue
        if record:
            _fill(record, inner, hints)
            yield record
        record, inner = _begun(line, label, text, is_main=is_main), []
    if record:
        _fill(record, inner, hints)
        yield record


def _begun(line: Block, label: str, text: str, *, is_main: bool) -> Record:
    found = None if label else _TERM.fullmatch(text)
    title = text if is_main or not label else label
    below = "" if is_main or not label else text
    if found:
        title, below = found["term"], found["text"]
    return Record(line.number, line.depth, {TEXT: title, **({BELOW: below} if below else {})})
