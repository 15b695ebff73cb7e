"""What people hand over: deals as My deals writes them, and sheets that were filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from donebook.collect.usage import one_line
from donebook.markup import encodable
from donebook.message import Message, message, plural
from donebook.model import Key
from donebook.playbook import Playbook
from donebook.sheet import sheets_of_deals
from donebook.text import finished

KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
LONGEST_KEY, LONGEST_TEXT, LONGEST_NAME = 200, 200_000, 200
MOST_FIELDS = 5_000
MOST_BYTES = 50_000_000
# The second part of such a key, or the third, names a question.
_OF_A_QUESTION = {"answer": 1, "check": 1, "evidence": 1, "call": 1, "rating": 2}
_SIGNATURE, _SEGMENT, _CALL_OF_STAGE = "signature", "segment", "day"


@dataclass(frozen=True, slots=True)
class Handed:
    """A deal, or one sheet: a row of the table.

    `values` are by the keys of blanks, as deals keep them. Days are none where the file doesn't say.
    Of a sheet, `sheet` is its id and `version` that of its print.
    """

    kind: Literal["deal", "sheet"]
    name: str
    values: Mapping[str, str]
    stage: str = ""
    sheet: str = ""
    version: str = ""
    saved: date | None = None
    changed: date | None = None
    archived: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: rows, what can't be read of it, and what else to know of it."""

    rows: tuple[Handed, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def as_text(found: str) -> str:
    """A value as it is kept: in characters that UTF-8 has, with one sign for the end of a line."""
    return encodable(found.replace("\r\n", "\n").replace("\r", "\n"))


def left_out(refused: int) -> tuple[Message, ...]:
    """What to say of values that can't be read, if there are any."""
    if not refused:
        return ()
    return (
        plural(
            "{n:,} value in it can't be read; the others are.",
            "{n:,} values in it can't be read; the others are.",
            n=refused,
        ),
    )


def of_another(name: object, playbook: Playbook) -> Message | None:
    """What to say of a file that belongs to another playbook than this one."""
    ours = finished(playbook.config.name, playbook.config.product)
    theirs = one_line(name, LONGEST_NAME)
    if theirs == one_line(ours, LONGEST_NAME):
        return None
    return message("It belongs to another playbook, “{name}”.", name=theirs)


def is_field(key: str, value: object) -> bool:
    """Whether something can be a field of a deal."""
    return (
        len(key) <= LONGEST_KEY
        and bool(KEY.fullmatch(key))
        and isinstance(value, str)
        and len(value) <= LONGEST_TEXT
    )


def as_of_today(playbook: Playbook, row: Handed) -> Handed:
    """The same row with the ids that its questions, sheets, stages and segments have now."""
    names = {key: key_today(playbook, key) for key in row.values}
    # What is kept under today's id is newer than what an earlier id has.
    ordered = sorted(row.values, key=lambda key: names[key] == key)
    values = {names[key]: _value_today(playbook, names[key], row.values[key]) for key in ordered}
    stages, sheet = playbook.former("stage"), Key("worksheet", row.sheet)
    moved = playbook.forwarded(sheet)
    return replace(
        row,
        values={names[key]: values[names[key]] for key in row.values},
        stage=stages.get(row.stage, row.stage),
        sheet=moved.id if moved else row.sheet,
    )


def key_today(playbook: Playbook, key: str) -> str:
    """A field's key with the ids that its question, sheet or stage has now."""
    parts = key.split(".")
    if parts[0] == "call" and parts[1:2] == [_CALL_OF_STAGE] and len(parts) > 2:
        parts[2] = playbook.former("stage").get(parts[2], parts[2])
        return ".".join(parts)
    kind = "worksheet" if parts[0] == _SIGNATURE else "question"
    place = 1 if parts[0] == _SIGNATURE else _OF_A_QUESTION.get(parts[0], len(parts))
    if place < len(parts) and (moved := playbook.forwarded(Key(kind, parts[place]))):
        parts[place] = moved.id
    return ".".join(parts)


def _value_today(playbook: Playbook, key: str, value: str) -> str:
    if key.startswith(f"{_SEGMENT}."):
        return playbook.former("segment").get(value, value)
    return _stages_of(playbook).get(value, value) if key in _naming_stages(playbook) else value


def _naming_stages(playbook: Playbook) -> frozenset[str]:
    """The keys of blanks whose choices are stages."""
    return frozenset(b.key for s in sheets_of_deals(playbook) for b in s.blanks if b.ids)


def _stages_of(playbook: Playbook) -> Mapping[str, str]:
    """The ids of stages by what deals keep, which is a name, and by earlier ids."""
    stages, product = playbook.vocabulary.stages, playbook.config.product
    named = {finished(stage.name, product): name for name, stage in stages.items()}
    return {**named, **playbook.former("stage")}
