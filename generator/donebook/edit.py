"""Small changes to a text that leave everything around them as it was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from donebook.problem import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for what stands between a span's columns."""

    span: Span
    text: str


def edited(lines: Iterable[str], edits: Iterable[Edit]) -> str:
    """The text of lines (with their line ends) after edits that don't overlap.

    Raises ValueError where two edits overlap.
    """
    text = list(lines)
    untouched: dict[int, int] = {}
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        line, start, end = edit.span.line, edit.span.column - 1, edit.span.end_column - 1
        if end > untouched.get(line, end):
            raise ValueError(f"two edits of one place: {edit.span}")
        before = text[line - 1]
        text[line - 1] = before[:start] + edit.text + before[end:]
        untouched[line] = start
    return "".join(text)
