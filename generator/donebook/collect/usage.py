"""One file of numbers, as `site-config/assets/usage/counts.js` writes it, checked value by value."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NoReturn

from donebook.message import Message, message
from donebook.model.fields import ID_PATTERN, LONGEST_ID

FORM = 1
# More than a browser ever writes.
MOST_BYTES = 1 << 20
MOST_ITEMS = 5_000
MOST_TIMES = 99_999
MOST_SEARCHES = 200
LONGEST_SEARCH = 80
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Usage:
    """What one browser counted from its `first` day to its `last`.

    `weeks` are calls by the first day of their week, `asked` how often each question was asked, by
    its id, and `vain` searches with how often they found nothing good. `refused` is how many of
    the file's values can't be counted.
    """

    first: date
    last: date
    weeks: Mapping[date, int]
    asked: Mapping[str, int]
    vain: tuple[tuple[str, int], ...]
    refused: int = 0


def read_usage(content: bytes, playbook: str) -> Usage | Message:
    """The numbers in a file, or what is wrong with it; `playbook` is the name it has to have."""
    found = _parsed(content)
    if isinstance(found, Message):
        return found
    name = one_line(found.get("playbook"), LONGEST_NAME)
    if name != one_line(playbook, LONGEST_NAME):
        return message("It belongs to another playbook, “{name}”.", name=name)
    first, last = day_in(found.get("from")), day_in(found.get("to"))
    if first is None or last is None or first > last:
        return message("It doesn't say from which day to which it counts.")
    return _usage(found, first, last)


def _parsed(content: bytes) -> dict[str, Any] | Message:
    """The fields of a file of numbers in the form of today, or what is wrong with it."""
    if len(content) > MOST_BYTES:
        return message("This file is too large; at most {most:,} bytes are read.", most=MOST_BYTES)
    try:
        found: Any = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return message("This file isn't JSON.")
    if not isinstance(found, dict) or type(found.get("usage")) is not int:
        return message("This isn't a file of numbers from My deals.")
    if found["usage"] != FORM:
        return message("Another version of donebook wrote this file.")
    return found


def _usage(found: Mapping[str, Any], first: date, last: date) -> Usage:
    weeks, no_weeks = _counts(found.get("weeks"), lambda key: day_in(key) is not None)
    asked, no_questions = _counts(found.get("asked"), _is_id)
    vain, no_searches = _searches(found.get("vain"))
    return Usage(
        first,
        last,
        {date.fromisoformat(week): n for week, n in weeks.items()},
        asked,
        vain,
        no_weeks + no_questions + no_searches,
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def day_in(found: object) -> date | None:
    """A day as files write it."""
    if not isinstance(found, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        return None


def _is_id(key: str) -> bool:
    return len(key) <= LONGEST_ID and bool(ID_PATTERN.fullmatch(key))


def _is_count(found: object) -> bool:
    return type(found) is int and 0 < found <= MOST_TIMES


def _counts(found: object, is_key: Callable[[str], bool]) -> tuple[dict[str, int], int]:
    """The counts of a mapping, and how many of its values are none."""
    if not isinstance(found, dict):
        return {}, int(found is not None)
    some = islice(found.items(), MOST_ITEMS)
    good = {key: n for key, n in some if is_key(key) and _is_count(n)}
    return good, len(found) - len(good)


def _searches(found: object) -> tuple[tuple[tuple[str, int], ...], int]:
    """Searches with how often they were made, and how many of the list are none."""
    if not isinstance(found, list):
        return (), int(found is not None)
    some = (item for item in found[:MOST_SEARCHES] if isinstance(item, dict))
    good = tuple(
        (words, item["times"])
        for item in some
        if (words := one_line(item.get("words"), LONGEST_SEARCH)) and _is_count(item.get("times"))
    )
    return good, len(found) - len(good)


def one_line(found: object, longest: int) -> str:
    """A text as one line of at most so many characters; nothing of it can steer a terminal."""
    if not isinstance(found, str):
        return ""
    seen = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in found)
    return " ".join(seen.split())[:longest].strip()
