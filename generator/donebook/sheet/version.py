"""The version of a sheet: it changes with anything that is printed, and with nothing else."""

import hashlib
import json

from donebook.model import Worksheet
from donebook.playbook import Playbook
from donebook.sheet.values import (
    Asked,
    Asks,
    Blank,
    Blanks,
    Grid,
    Option,
    Prose,
    Ruled,
    SheetSection,
    Ticks,
    ToRead,
)
from donebook.text import PRODUCT


def version(playbook: Playbook, worksheet: Worksheet, parts: tuple[SheetSection, ...]) -> str:
    """Seven hexadecimal digits of a hash of what a sheet shows.

    Its dates play no part: a sheet that was read again and found true is still the same.
    """
    config, language, imprint = playbook.config, playbook.language, playbook.imprint
    # A company's template may ask for a word that there isn't; that is reported when it prints.
    words = [language.words.get(f"paper.{name}") for name in imprint.words]
    said = (config.name, worksheet.title, worksheet.purpose, worksheet.minutes, worksheet.route)
    # The address and the stage stand on sheets that stay inside; the pages set how far apart their lines are.
    stage = playbook.vocabulary.stages[worksheet.stage].name
    where = (config.address, stage) if worksheet.audience == "internal" else None
    looks = (language.code, imprint.fingerprint, words, where, worksheet.pages)
    told = json.dumps([said, looks, _told(parts)]).replace(PRODUCT, config.product)
    return hashlib.sha256(told.encode()).hexdigest()[:7]


def _told(value: object) -> object:
    """What a value shows, without what only programs see, such as keys."""
    told: object
    match value:
        case SheetSection(title, intro, block, on_back):
            told = [title, intro, on_back, _told(block)]
        case Prose(text) | ToRead(text) | Asked(_, text, None, _, ()):
            told = text
        case Asked(_, text, due_from, is_blocker, ()):
            told = [text, due_from, is_blocker]
        case Asked(_, text, due_from, is_blocker, segments):
            told = [text, due_from, is_blocker, segments]
        case Blanks(found) | Asks(found) | Ticks(found) | Ruled(found):
            told = [value.kind, _told(found)]
        case Grid(columns, rows, _, example):
            told = [[(column.label, column.share) for column in columns], _told(rows), *example]
        case Blank(_, label, kind, lines, _, hint, given):
            told = [label, kind, lines, [word for _, word in value.options], hint, given]
        case Option(_, _, word):
            told = word
        case tuple():
            told = [_told(item) for item in value]
        case _:
            raise TypeError(f"nothing is known of {type(value).__name__}")
    return told
