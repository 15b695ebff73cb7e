"""Deal files, as `site-config/assets/deal/out.js` and `deals/files.js` write them, checked value by value."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from donebook.collect.handed import (
    LONGEST_NAME,
    MOST_FIELDS,
    Handed,
    Reading,
    as_of_today,
    as_text,
    is_field,
    left_out,
    of_another,
)
from donebook.collect.usage import day_in, one_line
from donebook.ids import sign_number
from donebook.message import Message, message
from donebook.playbook import Playbook

FORM = 1
MOST_DEALS = 2_000
# Deals once held the text of a sign that was tapped.
_SIGN = re.compile(r"(call\..+\.)(strong|weak|flag)-\d+")


def read_deals(content: bytes, playbook: Playbook) -> Reading:
    """The deals of a file: one, or all of a browser's. What is wrong with one of them stops no other."""
    try:
        found: Any = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return _wrong(message("This file is neither a PDF nor a deal file."))
    if not isinstance(found, dict):
        return _wrong(message("This isn't a deal file."))
    if "usage" in found:
        return _wrong(message("These are numbers from My deals; read them with --usage."))
    several = found.get("deals")
    if not isinstance(several, list):
        return _read(found, playbook)
    readings = [_read(deal, playbook) for deal in several[:MOST_DEALS]]
    problems = [
        message("Deal {n:,}: {why}", n=n, why=why)
        for n, reading in enumerate(readings, 1)
        for why in reading.problems
    ]
    if len(several) > MOST_DEALS:
        problems.append(message("Only the first {most:,} deals are read.", most=MOST_DEALS))
    return Reading(tuple(row for r in readings for row in r.rows), tuple(problems))


def _read(found: object, playbook: Playbook) -> Reading:
    if not isinstance(found, dict) or not isinstance(found.get("fields"), dict):
        return _wrong(message("This isn't a deal file."))
    if type(found.get("donebook")) is not int or found["donebook"] != FORM:
        return _wrong(message("Another version of donebook wrote this file."))
    if "playbook" in found and (other := of_another(found["playbook"], playbook)):
        return _wrong(other)
    values, refused = _fields(found["fields"])
    stage = found.get("stage")
    row = Handed(
        "deal",
        one_line(found.get("name"), LONGEST_NAME) or values.get("account", ""),
        values,
        stage if isinstance(stage, str) and is_field(stage, stage) else "",
        saved=day_in(found.get("saved")),
        changed=day_in(found.get("changed")),
        archived=day_in(found.get("archived")),
    )
    return Reading((as_of_today(playbook, row),), left_out(refused))


def _fields(found: Mapping[str, object]) -> tuple[dict[str, str], int]:
    """The values that can be fields, and how many can't."""
    today = (_field_today(key, value) for key, value in found.items())
    good = {
        key: as_text(value)
        for key, value in today
        if isinstance(value, str) and is_field(key, value)
    }
    values = dict(list(good.items())[:MOST_FIELDS])
    return values, len(found) - len(values)


def _field_today(key: str, value: object) -> tuple[str, object]:
    """A field as it is kept today, as `site-config/assets/deal/signs.js` has it."""
    old = _SIGN.fullmatch(key)
    if not old or not isinstance(value, str) or value in ("", old[2]):
        return key, value
    return f"{old[1]}{old[2]}-{sign_number(value)}", old[2]


def _wrong(why: Message) -> Reading:
    return Reading(problems=(why,))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
