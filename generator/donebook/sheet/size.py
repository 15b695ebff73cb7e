"""How much a worksheet prints, known before anything is set: setting thousands of rows takes gigabytes."""

from collections.abc import Iterator

from donebook.facts import picked
from donebook.model import Key, Pattern, Worksheet
from donebook.model.worksheet import (
    Autopsy,
    Checklist,
    Done,
    DriftLog,
    Fields,
    Notes,
    People,
    Plan,
    Questions,
    Reference,
    Review,
    Section,
    SignOff,
    Table,
    Text,
)
from donebook.playbook import Playbook

# Nobody asks a hundred questions from one list; the longest list of the starter has nineteen.
MOST_PICKED = 100
# Eight pages, the most that a sheet may promise, have room for about 300 lines to write on.
MOST_ROWS = 400
CHARACTERS_A_LINE = 100
OF_AN_AUTOPSY, OF_A_REVIEW = 8, 4  # lines; blanks


def rows(playbook: Playbook, section: Section) -> int:
    """About how many lines a section takes on paper, its heading included."""
    return 1 + _inside(playbook, section)


def _inside(playbook: Playbook, section: Section) -> int:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match section:
        case Text():
            return len(section.text) // CHARACTERS_A_LINE
        case Fields():
            return sum(field.lines or 1 for field in section.fields_)
        case Questions():
            lines = section.lines if section.answer == "lines" else 0
            return len(picked(playbook, section)) * (1 + lines)
        case Checklist():
            return len(section.items)
        case Table():
            return section.rows + len(section.prefilled) + bool(section.example)
        case Plan():
            return section.rows + len(section.milestones) + bool(section.example)
        case Done():
            pattern = playbook.entries.get(Key("pattern", section.from_ or ""))
            filled = len(pattern.done_when) if isinstance(pattern, Pattern) else 0
            return section.rows + filled + bool(section.example)
        case People() | DriftLog():
            return section.rows + bool(section.example)
        case Autopsy():
            return OF_AN_AUTOPSY
        case Reference():
            if section.of == "loss-reasons":
                return len(playbook.loss_reasons)
            return sum(len(pattern.confused_with) for pattern in playbook.patterns)
        case Review():
            return OF_A_REVIEW * section.lines
        case SignOff():
            return len(section.parties)
        case Notes():
            return section.lines


def sections_that_fit(playbook: Playbook, worksheet: Worksheet) -> Iterator[Section]:
    """The sections of a worksheet, as far as they keep within the most rows of a sheet."""
    total = 0
    for section in worksheet.sections:
        total += rows(playbook, section)
        if total > MOST_ROWS:
            return
        yield section


def is_too_large(playbook: Playbook, worksheet: Worksheet) -> bool:
    """Whether a worksheet goes on behind the most rows that are set."""
    return len(tuple(sections_that_fit(playbook, worksheet))) < len(worksheet.sections)
