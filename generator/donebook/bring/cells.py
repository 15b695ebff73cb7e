"""What stands in a cell, as a field takes it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from donebook.source import UNSEEN
from donebook.source.syntax_errors import NBSP
from donebook.text import unquoted

_NUMBERED = re.compile(r"^(?:[-*•–—▪●◦‣]+|\(?\d{1,3}[.)]|Q\d{0,3}[.:)]|\[[ xX]\])\s+")
_QUOTED_QUESTION = re.compile(r"[\"“„]([^\"“”„]+\?)[\"”“](?=\s|$)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_YES = frozenset({"true", "yes", "y", "x", "1", "ja", "✓", "✔", "☑"})
_NO = frozenset({"false", "no", "n", "0", "nein"})
_BLANK = re.compile(
    r"\[(?!\[)[^\[\]\n]{1,60}\](?!\()|\{\{[^{}\n]{1,60}\}\}|\{(?!product\})[^{}\n]{1,60}\}|<[a-z][\w /-]{0,40}>"
    r"|_{3,}|(?<!\w)X{2,}(?!\w)|(?<!\w)[Xx]%|\$X\b|\bTBD\b|\.{4,}",
    re.IGNORECASE,
)
# Dates as spreadsheets write them: year first, or with dots, the day first.
_DAYS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4}|\d\d)(?!\d)"),
)
_MONTHS = 12
# "Nobody; we'll see" is one thing that a buyer says.
_GOES_ON = re.compile(
    r"\s*(?:we|i|it|they|you|he|she|that|this|there|but|and|so|then|or|just|wir|ich|es|aber|und|dann|oder)\b",
    re.IGNORECASE,
)
Order = Literal["mdy", "dmy"]
_SLASHES = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)(?!\d)")
_CENTURY = "20"  # of a year that is written with two digits


def line(text: str) -> str:
    """A text as one line, without a bullet or a number before it and quotes around all of it."""
    return unquoted(quoted(text))


def quoted(text: str) -> str:
    """The same with its quotes, where it is the words of somebody."""
    flat = " ".join(_bare(text).split())
    while (short := _NUMBERED.sub("", flat, count=1)) != flat:
        flat = short
    return _BOLD.sub(r"\1", flat)


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


def quoted_lines(text: str) -> tuple[str, ...]:
    """The same with their quotes; a sentence that goes on behind a semicolon is one text."""
    parts: list[str] = []
    for each in text.split("\n"):
        first, *more = each.split(";")
        parts.append(first)
        for part in more:
            if _GOES_ON.match(part):
                parts[-1] += f";{part}"
            else:
                parts.append(part)
    return _each(parts, quoted)


def words(text: str) -> tuple[str, ...]:
    """The words in a cell that has several, whatever parts them; an id keeps its “-and-”."""
    return _each(re.split(r"[\n;,/|+&]|(?<!\S)(?:and|und)(?!\S)", text))


def flag(text: str) -> bool | None:
    """Whether a cell says yes or no; none where it says something else."""
    said = line(text).lower()
    return True if said in _YES else False if said in _NO else None


def order(texts: Iterable[str]) -> Order | None:
    """Which of month and day the dates of a column begin with; none where they don't tell, or differ."""
    dates = [found for text in texts if (found := _SLASHES.match(_bare(text).strip()))]
    months_first = any(int(date[2]) > _MONTHS for date in dates)
    days_first = any(int(date[1]) > _MONTHS for date in dates)
    if months_first == days_first:
        return None
    return "mdy" if months_first else "dmy"


def is_two_days(text: str) -> bool:
    """Whether a cell says a date whose month and day could change places."""
    found = _SLASHES.match(_bare(text).strip())
    return bool(found) and day(text) is None and day(text, "mdy") is not None


def day(text: str, known: Order | None = None) -> str | None:
    """The day that a cell says, as 2026-11-23; none where it says none, or could mean two.

    `known` is what dates with slashes begin with, if that is known.
    """
    said = _bare(text).strip()
    for form in _DAYS:
        if found := form.match(said):
            return _day(found["year"], found["month"], found["day"])
    found = _SLASHES.match(said)
    if found and known:
        month, day = found.groups()[:2] if known == "mdy" else found.groups()[1::-1]
        return _day(found[3], month, day)
    if found:  # countries differ in which of the two is the month
        ways = {
            _day(found[3], month, day) for month, day in (found.groups()[:2], found.groups()[1::-1])
        }
        days = [day for day in ways if day]
        return days[0] if len(days) == 1 else None
    return None


def _day(year: str, month: str, day: str) -> str | None:
    whole = year if len(year) > len(_CENTURY) else f"{_CENTURY}{year}"
    try:
        return date(int(whole), int(month), int(day)).isoformat()
    except ValueError:
        return None


def blank(text: str) -> str | None:
    """What is still to be filled in, where something is: [company], XX, ____."""
    found = _BLANK.search(text)
    return found[0] if found else None


def _bare(text: str) -> str:
    return UNSEEN.sub("", text.replace(NBSP, " "))


def _each(parts: list[str], read: Callable[[str], str] = line) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(read, parts))))
