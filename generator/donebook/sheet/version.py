"""The version of a sheet: it changes with anything that is printed, and with nothing else."""

import hashlib
import json

from donebook.config import Config
from donebook.model import Worksheet
from donebook.sheet.values import (
    Asked,
    Asks,
    Blank,
    Blanks,
    Grid,
    Option,
    Part,
    Prose,
    Ruled,
    Ticks,
)


def version(config: Config, worksheet: Worksheet, parts: tuple[Part, ...]) -> str:
    """Seven hexadecimal digits of a hash of what a sheet shows."""
    said = (config.name, config.product, worksheet.title, worksheet.purpose, worksheet.audience)
    told = json.dumps([said, _told(parts)])
    return hashlib.sha256(told.encode()).hexdigest()[:7]


def _told(value: object) -> object:
    """What a value shows, without what only programs see, such as keys."""
    told: object
    match value:
        case Part(title, intro, block, on_back):
            told = [title, intro, on_back, _told(block)]
        case Prose(text) | Asked(_, text, None):
            told = text
        case Asked(_, text, due_from, is_blocker):
            told = [text, due_from, is_blocker]
        case Blanks(found) | Asks(found) | Ticks(found) | Ruled(found):
            told = [value.kind, _told(found)]
        case Grid(columns, rows):
            told = [[(column.label, column.share) for column in columns], _told(rows)]
        case Blank(_, label, kind, lines, choices, hint, given):
            told = [label, kind, lines, choices, hint, given]
        case Option(_, choice):
            told = choice
        case tuple():
            told = [_told(item) for item in value]
        case _:
            raise TypeError(f"nothing is known of {type(value).__name__}")
    return told
