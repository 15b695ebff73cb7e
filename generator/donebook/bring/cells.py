"""What stands in a cell, as a field takes it."""

import re

from donebook.source import UNSEEN
from donebook.source.syntax_errors import NBSP

_NUMBERED = re.compile(r"^(?:[-*•–—▪●◦‣]+|\(?\d{1,3}[.)]|Q\d{0,3}[.:)]|\[[ xX]\])\s+")
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("'", "'"))
_QUOTED_QUESTION = re.compile(r"[\"“„]([^\"“”„]+\?)[\"”“](?=\s|$)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_YES = frozenset({"true", "yes", "y", "x", "1", "ja", "✓", "✔", "☑"})
_NO = frozenset({"false", "no", "n", "0", "nein"})
_BLANK = re.compile(
    r"\[(?!\[)[^\[\]\n]{1,60}\](?!\()|\{\{[^{}\n]{1,60}\}\}|\{(?!product\})[^{}\n]{1,60}\}|<[a-z][\w /-]{0,40}>"
    r"|_{3,}|(?<!\w)X{2,}(?!\w)|(?<!\w)[Xx]%|\$X\b|\bTBD\b|\.{4,}",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def line(text: str) -> str:
    """A text as one line, without a bullet or a number before it and quotes around all of it."""
    flat = " ".join(_bare(text).split())
    while (short := _NUMBERED.sub("", flat, count=1)) != flat:
        flat = short
    return _unquoted(_BOLD.sub(r"\1", flat))


def question(text: str) -> str:
    """A question as one line; of one in quotes with an aside behind it, only what is quoted."""
    found = _QUOTED_QUESTION.match(flat := line(text))
    return found[1] if found else flat


def paragraphs(text: str) -> str:
    """A text over several lines, each without spaces around it."""
    lines = (" ".join(part.split()) for part in _bare(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def lines(text: str) -> tuple[str, ...]:
    """The texts in a cell that has one on each line, or one behind each semicolon."""
    return _each(re.split(r"[\n;]", text))


def words(text: str) -> tuple[str, ...]:
    """The words in a cell that has several, whatever parts them."""
    return _each(re.split(r"[\n;,/|+&]|\band\b|\bund\b", text))


def flag(text: str) -> bool | None:
    """Whether a cell says yes or no; none where it says something else."""
    said = line(text).lower()
    return True if said in _YES else False if said in _NO else None


def day(text: str) -> str | None:
    found = _DAY.match(line(text))
    return found[0] if found else None


def blank(text: str) -> str | None:
    """What is still to be filled in, where something is: [company], XX, ____."""
    found = _BLANK.search(text)
    return found[0] if found else None


def _bare(text: str) -> str:
    return UNSEEN.sub("", text.replace(NBSP, " "))


def _each(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(line, parts))))


def _unquoted(text: str) -> str:
    for opens, closes in _QUOTES:
        inside = text[1:-1]
        if len(text) > 2 and text[0] == opens and text[-1] == closes and opens not in inside:
            return inside.strip()
    return text
