"""A page of Markdown is two texts: fields between two lines of ---, and what stands below them."""

import re
from dataclasses import dataclass
from itertools import islice

from donebook.codes import source as codes
from donebook.message import message
from donebook.problem import Problem, Severity, Span
from donebook.prose import BODY
from donebook.source.tree import lines_of

MOST_SIGNS = 10_000

_FENCE = re.compile(r"---[ \t]*")
_TITLE = re.compile(r"(?:title|summary|owner|reviewed|nav|status|aliases):(?= |$)")
_SIGN = re.compile(r"[\n\[\]!*_`<>\"'|&\\~#]")  # what a reader of Markdown stops at
_BODY_FIELD = re.compile(rf"{BODY}[ \t]*:")


@dataclass(frozen=True, slots=True)
class Parted:
    """A file's fields as YAML, with its lines where they were, and its text from line `first` on.

    Lines count from 0. A file that is YAML as a whole has no text.
    """

    fields: str
    body: str = ""
    first: int = 0


def parted(path: str, text: str) -> Parted | Problem:
    """The two texts of a file, or why it can't be parted."""
    if not path.endswith(".md"):
        return Parted(text)
    lines = lines_of(text)
    if not _FENCE.fullmatch(lines[0]):
        if begun := _TITLE.match(lines[0]):
            said = message("The fields of a page stand between two lines of ---.")
            fix = message("Put a line --- above the first field, and one below the last.")
            span = Span(path, 1, 1, begun.end() + 1)
            return Problem(codes.NO_END.id, Severity.ERROR, span, said, fix)
        return _dense(path, text, 0) or Parted("", text if text.strip() else "", 0)
    end = next((n for n, line in enumerate(lines) if n and _FENCE.fullmatch(line)), None)
    if end is None:
        span = Span(path, 1, 1, len(lines[0].rstrip()) + 1)
        said = message("The fields that begin here don't end.")
        return Problem(codes.NO_END.id, Severity.ERROR, span, said, codes.NO_END.help)
    for number, line in enumerate(lines[1:end], 2):
        if _BODY_FIELD.match(line):
            span = Span(path, number, 1, len(BODY) + 1)
            said = message('"{name}" is no field: the text stands below the fields.', name=BODY)
            fix = message("Write the text below the second line of ---.")
            return Problem(codes.DUPLICATE.id, Severity.ERROR, span, said, fix)
    body = "\n".join(lines[end + 1 :])
    fields = "\n".join(["", *lines[1:end], ""])
    return _dense(path, body, end + 1) or Parted(fields, body if body.strip() else "", end + 1)


def _dense(path: str, body: str, first: int) -> Problem | None:
    """A text with more signs than anybody writes, which would take a reader of Markdown seconds."""
    sign = next(islice(_SIGN.finditer(body), MOST_SIGNS, None), None)
    if sign is None:
        return None
    above = body.count("\n", 0, sign.start())
    column = sign.start() - body.rfind("\n", 0, sign.start())
    said = message(
        "Up to here this text has {most:,} lines and signs of Markdown, and a page may have no more.",
        most=MOST_SIGNS,
    )
    fix = message("Make several pages of it.")
    span = Span(path, first + above + 1, column, column + 1)
    return Problem(codes.TOO_MUCH.id, Severity.ERROR, span, said, fix)


def field_lines(path: str, lines: list[str]) -> list[str]:
    """The lines of a file that hold fields, with their numbers."""
    found = parted(path, "\n".join(lines))
    return lines_of(found.fields) if isinstance(found, Parted) else lines
