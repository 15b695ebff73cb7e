"""A page of the site as a browser prints it, read back: its lines, their size, and what stands below headings.

Firefox draws whatever isn't of a typeface's usual weight as outlines, so a heading can't be found by
its words. `MARKED` gives headings a ground of a color of their own, which is found in any file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

_MUPDF: Any = pymupdf  # which says little of its types
MARKED = """article :is(h1, h2, h3, h4) { background: rgb(1, 255, 2) !important }
article :is(h2, h3)::after { background: rgb(2, 1, 255) !important }"""
_HEADING, _ALONG = (1 / 255, 1.0, 2 / 255), (2 / 255, 1 / 255, 1.0)
# An outline of so many strokes is a text, and no line or box.
_STROKES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: on which sheet, how far down its top is, in points.

    `size` is that of its smallest letters, in points; none where they are outlines.
    """

    sheet: int
    y: float
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """Its box on a sheet, in points from the top."""

    sheet: int
    top: float
    bottom: float


def lines_of(pdf: bytes) -> tuple[Line, ...]:
    """The lines of a file from top to bottom; what stands side by side is one line."""
    return tuple(line for n, page in enumerate(_MUPDF.open(stream=pdf)) for line in _lines(page, n))


def _lines(page: Any, number: int) -> Iterator[Line]:
    rows: list[tuple[float, list[float]]] = []
    for y, size in sorted(_texts(page)):
        if not rows or y - rows[-1][0] > 4:
            rows.append((y, []))
        rows[-1][1].extend([size] if size else [])
    for y, sizes in rows:
        yield Line(number, y, min(sizes, default=None))


def _texts(page: Any) -> Iterator[tuple[float, float]]:
    """Where the top of each text is, and its size; 0 of an outline."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["text"].strip():
                    yield span["bbox"][1], span["size"]
    for drawing in page.get_drawings():
        if len(drawing["items"]) >= _STROKES:
            yield drawing["rect"].y0, 0.0


def headings_of(pdf: bytes) -> tuple[Heading, ...]:
    """The headings of a page that was printed `MARKED`, from top to bottom.

    What a heading takes along below it, so that it isn't left alone, is no part of it.
    """
    found = []
    for number, page in enumerate(_MUPDF.open(stream=pdf)):
        along = [box.y0 for box in _painted(page, _ALONG)]
        for box in _painted(page, _HEADING):
            ends = [y for y in along if box.y0 < y < box.y1]
            found.append(Heading(number, box.y0, min(ends, default=box.y1)))
    return tuple(sorted(found, key=lambda h: (h.sheet, h.top)))


def _painted(page: Any, color: Sequence[float]) -> Iterator[Any]:
    for drawing in page.get_drawings():
        fill = drawing.get("fill")
        if fill and all(abs(a - b) < 0.01 for a, b in zip(fill, color, strict=True)):
            yield drawing["rect"]


def left_alone(pdf: bytes) -> list[Heading]:
    """Headings with less on their sheet than two lines of what they head, where there are two."""
    lines, headings = lines_of(pdf), headings_of(pdf)
    return [h for n, h in enumerate(headings) if _is_alone(h, headings[n + 1 :], lines)]


def _is_alone(heading: Heading, others: Sequence[Heading], lines: Sequence[Line]) -> bool:
    end = next(((o.sheet, o.top) for o in others if _is_below(o, heading)), (len(lines), 0.0))
    start = (heading.sheet, heading.bottom - 2)
    headed = [line for line in lines if start < (line.sheet, line.y) < end]
    here = [line for line in headed if line.sheet == heading.sheet]
    if not headed:  # the next one heads the same
        return end[0] == heading.sheet + 1
    return len(here) < min(2, len(headed))


def _is_below(other: Heading, heading: Heading) -> bool:
    return (other.sheet, other.top) >= (heading.sheet, heading.bottom - 2)
