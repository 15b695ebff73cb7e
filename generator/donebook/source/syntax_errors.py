"""Where libyaml stopped reading, what the editor did there, and the text as it should stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from donebook.message import message
from donebook.problem import Code

NBSP = "\u00a0"
# C0 and C1 controls, soft hyphen, zero-width and bidirectional characters, line and paragraph
# separators (libyaml counts those as line breaks), a byte order mark inside the text.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Quoted:
    """The last scalar taken in, where it stood in quotes; its ends count from 0."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where libyaml stopped: its message, the place, and the last scalar it took in before."""

    lines: Sequence[str]
    said: str
    line: int
    column: int
    context_line: int
    context_column: int
    last: "Quoted | None"

    @property
    def text(self) -> str:
        """The line it stopped at."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def at(self) -> str:
        """From where it stopped to the end of the line."""
        return self.text[self.column :]

    def quoted_rest(self, line: int, column: int) -> str | None:
        """What stands from a column to the end of a line, in quotes.

        None where the quotes may have to go elsewhere: inside a list in brackets, before a
        comment, or around several lines.
        """
        text, below = self.line_at(line), self.line_at(line + 1)
        is_whole = re.fullmatch(r" *(?:- +)*(?:[\w-]+: +)?", text[:column])
        goes_on = below.strip() and len(indent_of(below)) > len(indent_of(text))
        if not is_whole or goes_on or " #" in text[column:]:
            return None
        return in_quotes(text[column:].rstrip())

    def line_at(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What the editor did, at a line and column that count from 0.

    A suggestion replaces all of what is marked.
    """

    code: Code
    line: int
    column: int
    width: int
    message: str
    suggestion: str | None = None
    hint: str = ""

    @property
    def help(self) -> str:
        fix = self.hint or self.code.help
        if self.suggestion and self.suggestion.strip() and len(self.suggestion) <= LONGEST_SHOWN:
            return message("{fix} Write: {text}", fix=fix, text=self.suggestion)
        return fix


def indent_of(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" "))]


def in_quotes(text: str) -> str | None:
    """The text in quotes, where one pair of quotes is sure to be right."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else None
