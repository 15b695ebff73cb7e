"""Families `reference` (R) and `coverage` (C): what worksheets ask, and who answers."""

from collections.abc import Iterator, Sequence

from donebook.config import CONFIG_PATH
from donebook.facts import picked
from donebook.message import message
from donebook.model import KINDS, Key, Worksheet
from donebook.model.worksheet import (
    Autopsy,
    Checklist,
    Fields,
    Notes,
    Questions,
    Reference,
    Review,
    Table,
)
from donebook.playbook import Playbook, called
from donebook.problem import Code, Finding, Severity
from donebook.rules.base import CONFIG
from donebook.rules.rule import Rule, needing, rule
from donebook.sheet import MOST_PICKED, MOST_ROWS, blanks_of, is_too_large
from donebook.source import Loc
from donebook.spelling import Guess, guess

_SHEET = "worksheets/sheet.yaml"
_HEAD = "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\nstage: open\npages: 1\nminutes: 5\n"
_INTERNAL, _BUYER = "audience: internal\n", "audience: buyer\n"
_AUTOPSY = "sections:\n  - {type: autopsy, title: Why}\n"
_NOTES = "{type: notes, title: Notes, key: notes, lines: 3}"
OURS = {
    "autopsy": message("an autopsy names our loss reasons"),
    "reference": message("a list names our loss reasons or definitions"),
    "review": message("a review shows what we think of the deal"),
}
_NARROWER = message(
    "Narrow it with one more of stage, test, role, framework, form or `core: true`, or name the questions."
)
_FIELD = "{{type: fields, title: F, fields: [{{key: {0}, label: Day, kind: {1}}}]}}"


@rule(
    "R312",
    "Something of ours on a buyer's sheet",
    why="The buyer would read what we think of the deal: our checks, or why we may lose it.",
    fix="Take the section off the sheet, or make the sheet's audience internal.",
    bad={_SHEET: _HEAD + _BUYER + _AUTOPSY},
    good={_SHEET: _HEAD + _INTERNAL + _AUTOPSY},
)
def _internal(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for sheet in playbook.worksheets:
        if sheet.audience == "internal":
            continue
        for number, section in enumerate(sheet.sections):
            loc = ("sections", number)
            if isinstance(section, Autopsy | Reference | Review):
                said = message("This sheet may go to the buyer, and {why}.", why=OURS[section.type])
                yield Finding(code, sheet.path, (*loc, "type"), said)
            elif isinstance(section, Questions):
                checks = [q.id for q in picked(playbook, section) if q.is_check]
                if checks:
                    said = message(
                        'This prints deal checks such as "{id}" for the buyer.', id=checks[0]
                    )
                    yield Finding(code, sheet.path, (*loc, "pick"), said)


@rule(
    "R313",
    "One key for two blanks of a sheet",
    why="A key is a fact of the deal, so what is typed into one blank would appear in the other.",
    fix="Give each blank of a sheet a key of its own.",
    bad={_SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n  - {_NOTES}\n"},
    good={_SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n"},
)
def _same_key(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for sheet in playbook.worksheets:
        seen: set[str] = set()
        for key, _, loc in _blanks(sheet):
            if key in seen:
                yield Finding(
                    code, sheet.path, loc, message('This sheet has another blank "{key}".', key=key)
                )
            seen.add(key)


@rule(
    "R314",
    "One key for two kinds of fact",
    why="Sheets of one deal share what has the same key; a date can't fill a blank for a name.",
    fix="Give the two facts keys of their own, or both the same kind.",
    bad={
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_FIELD.format('day', 'date')}\n",
        "worksheets/other.yaml": _HEAD
        + _INTERNAL
        + f"sections:\n  - {_FIELD.format('day', 'person')}\n",
    },
    good={
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_FIELD.format('day', 'date')}\n",
        "worksheets/other.yaml": _HEAD
        + _INTERNAL
        + f"sections:\n  - {_FIELD.format('day', 'date')}\n",
    },
)
def _two_kinds(code: Code, playbook: Playbook) -> Iterator[Finding]:
    first: dict[str, tuple[str, str]] = {}
    for sheet in playbook.worksheets:
        for key, kind, loc in _blanks(sheet):
            before, where = first.setdefault(key, (kind, sheet.id))
            if before != kind:
                said = message(
                    '"{key}" is of kind {kind} here, and of kind {before} on "{where}".',
                    key=key,
                    kind=kind,
                    before=before,
                    where=where,
                )
                yield Finding(code, sheet.path, loc, said)


@rule(
    "R316",
    "A line of the CRM note without a field",
    why="The line would stay empty in every note, and nobody would know why.",
    fix="Name the key of a field that one of the sheets has.",
    bad={"../site-config/playbook.yaml": CONFIG + "crm_note: [{label: Step, key: next-stop}]\n"},
    good={
        "../site-config/playbook.yaml": CONFIG + "crm_note: [{label: Step, key: next-step}]\n",
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_FIELD.format('next-step', 'line')}\n",
    },
)
def _note(code: Code, playbook: Playbook) -> Iterator[Finding]:
    if any(is_too_large(playbook, w) for w in playbook.worksheets):
        return  # a field may stand where they are cut off
    known: dict[str, None] = {}
    sought = {line.key for line in playbook.config.crm_note}
    for key in _keys(playbook):
        known[key] = None
        sought.discard(key)
        if not sought:
            return
    for number, line in enumerate(playbook.config.crm_note):
        if line.key in sought:
            meant = guess(line.key, tuple(known))
            said = message('No sheet has a field "{key}".', key=line.key)
            loc = ("crm_note", number, "key")
            yield Finding(code, CONFIG_PATH, loc, said, meant.question, meant.sure)


def _keys(playbook: Playbook) -> Iterator[str]:
    """The key of each blank, those first that are known without filling in thousands of cells."""
    for sheet in playbook.worksheets:
        yield from (key for key, kind, _ in _blanks(sheet) if kind != "table")
    sections = [(sheet, section) for sheet in playbook.worksheets for section in sheet.sections]
    for sheet, section in sorted(sections, key=lambda one: not isinstance(one[1], Autopsy)):
        yield from (blank.key for blank in blanks_of(playbook, sheet, section))


@rule(
    "R317",
    "A pack that holds what isn't there",
    why="The trainer would find out in front of a full room.",
    fix="Name a worksheet or an exercise of this playbook that is no draft.",
    bad={"../site-config/playbook.yaml": CONFIG + "packs: {day: {title: Day, sheets: [shet]}}\n"},
    good={
        "../site-config/playbook.yaml": CONFIG + "packs: {day: {title: Day, sheets: [sheet]}}\n",
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n",
    },
)
def _packed(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for name, pack in playbook.config.packs.items():
        at = ("packs", name)
        yield from _not_there(code, playbook, "worksheet", (*at, "sheets"), pack.sheets)
        yield from _not_there(code, playbook, "exercise", (*at, "exercises"), pack.exercises)


@rule(
    "R326",
    "A start set that names what isn't there",
    why="A new rep would miss it on the first day, and nobody would know why.",
    fix="Name an entry of this playbook that is no draft.",
    bad={"../site-config/playbook.yaml": CONFIG + "start: {patterns: [hours-bak]}\n"},
    good={"../site-config/playbook.yaml": CONFIG + "start: {patterns: [hours-back]}\n"},
)
def _started(code: Code, playbook: Playbook) -> Iterator[Finding]:
    start = playbook.config.start
    for field, kind, ids in (
        ("patterns", "pattern", start.patterns),
        ("loss_reasons", "loss-reason", start.loss_reasons),
        ("sheets", "worksheet", start.sheets),
    ):
        yield from _not_there(code, playbook, kind, ("start", field), ids)


def _not_there(
    code: Code, playbook: Playbook, kind: str, at: Loc, ids: Sequence[str]
) -> Iterator[Finding]:
    """Ids in a list of the settings that are no entry of a kind, or only a draft."""
    known = [key.id for key in playbook.without_drafts().entries if key.kind == kind]
    for number, entry_id in enumerate(ids):
        if entry_id in known or Key(kind, entry_id) in playbook.broken:
            continue
        after = playbook.forwarded(Key(kind, entry_id))
        moved = after.id if after and after.id in known else None
        meant = Guess(moved, moved) if moved else guess(entry_id, known)
        said = message('There is no {kind} "{id}".', kind=called(kind), id=entry_id)
        if Key(kind, entry_id) in playbook.entries:
            said = message(
                'There is no {kind} "{id}" but as a draft.', kind=called(kind), id=entry_id
            )
        yield Finding(code, CONFIG_PATH, (*at, number), said, meant.question, meant.sure)


def _rows(number: int) -> str:
    sections = "".join(
        f"  - {{type: notes, title: N, key: notes-{n}, lines: 40}}\n" for n in range(number)
    )
    return _HEAD + _INTERNAL + f"sections:\n{sections}"


@rule(
    "R325",
    "A sheet too large to print",
    why="Nobody fills in hundreds of rows for one deal, and setting thousands takes gigabytes of memory.",
    fix="Take rows or sections out of it, or make two sheets of it.",
    bad={_SHEET: _rows(10)},
    good={_SHEET: _rows(2)},
)
def _too_large(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for sheet in playbook.worksheets:
        found = tuple(_long_lists(code, playbook, sheet))
        yield from found
        if not found and is_too_large(playbook, sheet):
            said = message("This takes more than {most} lines on paper.", most=MOST_ROWS)
            yield Finding(code, sheet.path, ("sections",), said, at_key=True)


def _long_lists(code: Code, playbook: Playbook, sheet: Worksheet) -> Iterator[Finding]:
    for number, section in enumerate(sheet.sections):
        many = len(picked(playbook, section)) if isinstance(section, Questions) else 0
        if many > MOST_PICKED:
            said = message(
                "This picks {many:,} questions, and a section may hold {most}.",
                many=many,
                most=MOST_PICKED,
            )
            loc = ("sections", number, "pick")
            yield Finding(code, sheet.path, loc, said, _NARROWER, at_key=True)


_STEPS = "in_a_room:\n  - {{minutes: {minutes}, who: alone, do: Fill it in.}}\n"


@rule(
    "R334",
    "Steps that don't add up",
    why="The clock of a session goes by the sheet's minutes, and its steps would run past them.",
    fix="Change `minutes` of the sheet, or of its steps.",
    bad={
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n" + _STEPS.format(minutes=4),
    },
    good={
        _SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n" + _STEPS.format(minutes=5),
    },
)
def _steps(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for sheet in playbook.worksheets:
        steps = sum(step.minutes for step in sheet.in_a_room)
        if sheet.in_a_room and steps != sheet.minutes:
            said = message(
                "The steps come to {steps} minutes, and the sheet takes {minutes}.",
                steps=steps,
                minutes=sheet.minutes,
            )
            yield Finding(code, sheet.path, ("in_a_room",), said, at_key=True)


@rule(
    "C410",
    "A section that prints no question",
    why="The sheet would show a heading with nothing below it.",
    fix="Ask for less at once: each condition of `pick` leaves fewer questions.",
    bad={
        _SHEET: _HEAD
        + _INTERNAL
        + "sections:\n  - {type: questions, title: Ask, pick: {stage: agree, test: real}, answer: lines}\n"
    },
    good={
        _SHEET: _HEAD
        + _INTERNAL
        + "sections:\n  - {type: questions, title: Ask, pick: {stage: open, test: real}, answer: lines}\n"
    },
)
def _nothing_picked(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for sheet in playbook.worksheets:
        for number, section in enumerate(sheet.sections):
            if isinstance(section, Questions) and not picked(playbook, section):
                loc = ("sections", number, "pick")
                yield Finding(
                    code, sheet.path, loc, message("No question meets all of these conditions.")
                )


TOO_LONG = Code(
    "C411",
    "A sheet that takes more pages than it promises",
    why="Who prints it for a room gets a second page with three lines, or half a form on the back.",
    fix="Take lines, rows or a section out of it, or let it promise more `pages`.",
    bad={
        _SHEET: _HEAD
        + _INTERNAL
        + f"sections:\n  - {_NOTES}\n  - {{type: notes, title: More, key: more, lines: 40}}\n"
    },
    good={_SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n"},
    # A warning, because it can come from elsewhere: a new check that a scorecard picks.
    severity=Severity.WARNING,
)


UNPRINTABLE = Code(
    "W510",
    "A character that can't be printed",
    why="On paper a □ stands in its place, and whoever reads the sheet has to guess.",
    fix="Write it in words or leave it out. Latin, Greek and Cyrillic letters can be printed, and signs such as ★ ☐ ✓.",
    bad={_SHEET: _HEAD.replace("Sheet", "Sheet 👍") + _INTERNAL + f"sections:\n  - {_NOTES}\n"},
    good={_SHEET: _HEAD + _INTERNAL + f"sections:\n  - {_NOTES}\n"},
    severity=Severity.WARNING,
)
ON_PAPER = (TOO_LONG, UNPRINTABLE)  # what only a printer can see


def _blanks(sheet: Worksheet) -> Iterator[tuple[str, str, Loc]]:
    """Key, kind and place of each blank that the author named."""
    for number, section in enumerate(sheet.sections):
        loc: Loc = ("sections", number)
        if isinstance(section, Fields):
            for n, field in enumerate(section.fields_):
                yield field.key, _kind(field.kind), (*loc, "fields", n, "key")
        elif isinstance(section, Checklist):
            for n, item in enumerate(section.items):
                yield item.key, "tick", (*loc, "items", n, "key")
        elif isinstance(section, Table) and not section.is_only_read:
            yield section.key, "table", (*loc, "key")
        elif isinstance(section, Notes):
            yield section.key, "text", (*loc, "key")


def _kind(kind: str) -> str:
    """One line or several hold the same kind of fact."""
    return "text" if kind in ("line", "lines") else kind


RULES: tuple[Rule, ...] = (_internal, _same_key, _two_kinds, _packed, _started, _steps)
# A sheet shows what other entries say.
OF_PUBLISHED: tuple[Rule, ...] = needing(KINDS, _nothing_picked, _note, _too_large)
