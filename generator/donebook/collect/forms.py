"""Sheets that were filled in as PDF, by whatever program, read with distrust."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from donebook.collect.handed import (
    LONGEST_NAME,
    Handed,
    Reading,
    as_of_today,
    as_text,
    is_field,
    key_today,
    left_out,
    of_another,
)
from donebook.collect.usage import one_line
from donebook.message import Message, message, plural, together
from donebook.model import Key, Worksheet
from donebook.paper.form_field import ID, MARK, OFF, Edition, key_of, states_of
from donebook.playbook import Playbook
from donebook.sheet import Blank, resolve
from donebook.sheet.resolve import MARKS
from donebook.text import finished

HEAD = b"%PDF-"
_MOST_BOXES = 5_000
YES_IN_DEALS = "yes"
_RADIO = 1 << 15
# What a viewer's own tools leave on a page, next to its fields.
_WRITTEN_OVER = frozenset({"/FreeText", "/Ink", "/Stamp"})
_LOCKED = message("This PDF is protected, so it can't be read. Ask for one that isn't.")
_AGAIN = message("Ask for the file as it was saved after filling it in, not printed to PDF.")


@dataclass(frozen=True, slots=True)
class _Form:
    """What is of interest in a file: its fields by name, which of them are on a page, and who made it."""

    edition: Edition | None
    fields: Mapping[str, Any]
    shown: frozenset[str]
    is_written_over: bool


def is_pdf(content: bytes) -> bool:
    """Whether a file says that it is a PDF."""
    return HEAD in content[:1024]


def read_form(content: bytes, playbook: Playbook) -> Reading:
    """The sheet that a file is, or what is wrong with it and what to do."""
    try:
        form = _opened(content)
        if isinstance(form, Message):
            return Reading(problems=(form,))
        return _read(form, playbook)
    except Exception:  # noqa: BLE001 - pypdf meets broken files with errors of every kind
        return _wrong(message("This PDF is broken. {again}", again=_AGAIN))


def _opened(content: bytes) -> _Form | Message:
    from pypdf import PdfReader  # slow to import, and only PDFs need it
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told by us
    try:
        reader = PdfReader(BytesIO(content))
    except DependencyError:  # for how it is protected
        return _LOCKED
    if reader.is_encrypted:
        return _LOCKED
    root: Any = reader.root_object
    form = root.get("/AcroForm", {})
    fields = {str(field["/T"]): field for field in _each(form.get("/Fields", ())) if "/T" in field}
    shown, others = set(), set()
    for page in reader.pages:
        for note in _each(page.get("/Annots", ())):
            others.add(str(note.get("/Subtype")))
            if note.get("/Subtype") == "/Widget":
                owner = note if "/T" in note else note.get("/Parent", {})
                shown.add(str(owner.get("/T")))
    about: Any = reader.metadata or {}
    return _Form(
        _edition(fields.pop(MARK, {}), about),
        fields,
        frozenset(shown),
        bool(others & _WRITTEN_OVER),
    )


def _each(found: Any) -> Iterator[Any]:
    for number, reference in enumerate(found.get_object() if found else ()):
        if number == _MOST_BOXES:
            return
        yield reference.get_object()


def _edition(mark: Any, about: Any) -> Edition | None:
    """Which sheet a file says it is, in its field or where it describes itself."""
    said = str(mark.get("/V", "")).split(" ", 2)
    if len(said) < 3:
        names = ("/DonebookSheet", "/DonebookVersion", "/DonebookPlaybook")
        said = [str(about.get(name, "")) for name in names]
    sheet, version, name = (one_line(part, LONGEST_NAME) for part in said)
    is_known = is_field(sheet, sheet) and is_field(version, version)
    return Edition(name, sheet, version) if is_known else None


def _read(form: _Form, playbook: Playbook) -> Reading:
    edition = form.edition
    if not form.shown & form.fields.keys():
        return _wrong(_without_fields(form))
    if edition is None:
        why = message(
            "It doesn't say which sheet it is: another form, or one of an older donebook."
        )
        return _wrong(together(why, message("Print the sheet again with this one.")))
    if other := of_another(edition.playbook, playbook):
        return _wrong(other)
    row, refused = _row(form, edition, playbook)
    return Reading((row,), (*left_out(refused), *_lost(form)), tuple(_notes(row, playbook)))


def _row(form: _Form, edition: Edition, playbook: Playbook) -> tuple[Handed, int]:
    """The sheet as a row, and how many of its values can't be read."""
    moved = playbook.forwarded(Key("worksheet", edition.sheet))
    blanks = _blanks(playbook, moved.id if moved else edition.sheet)
    told = {
        key_of(name): _value(field, blanks.get(key_today(playbook, key_of(name))), playbook)
        for name, field in form.fields.items()
        if name in form.shown
    }
    values = {key: value for key, value in told.items() if value and is_field(key, value)}
    row = Handed("sheet", "", values, sheet=edition.sheet, version=edition.version)
    named = values.get("deal-name") or values.get("account", "")
    row = replace(row, name=one_line(named, LONGEST_NAME))
    return as_of_today(playbook, row), sum(1 for value in told.values() if value) - len(values)


def _blanks(playbook: Playbook, sheet: str) -> dict[str, Blank]:
    worksheet = playbook.entries.get(Key("worksheet", sheet))
    if not isinstance(worksheet, Worksheet):
        return {}
    return {blank.key: blank for blank in resolve(playbook, worksheet).blanks}


def _value(field: Any, blank: Blank | None, playbook: Playbook) -> str:
    """What somebody wrote or marked, as deals keep it; nothing of what the sheet itself prints."""
    found = str(field.get("/V", ""))
    if field.get("/FT") != "/Btn":
        return "" if found == str(field.get("/DV", "")) else as_text(found).strip()
    state = found.removeprefix("/")
    if state in ("", OFF):
        return ""
    if not int(field.get("/Ff", 0)) & _RADIO:
        return YES_IN_DEALS
    return _choice(field, state, blank, playbook)


def _choice(field: Any, state: str, blank: Blank | None, playbook: Playbook) -> str:
    """The choice that a file's state stands for: a word of the vocabulary by its id, or today's choice.

    Else it is the word that was printed with it.
    """
    box: Any = next(
        (kid for kid in _each(field.get("/Kids")) if f"/{state}" in kid["/AP"]["/N"]), {}
    )
    if ID in box:
        return as_text(str(box[ID]))
    states = states_of(blank) if blank else ()
    if blank and state in states:
        return finished(blank.choices[states.index(state)], playbook.config.product)
    label, told = f"{field.get('/TU', '')}: ", str(box.get("/TU", ""))
    if state in MARKS or not told.startswith(label):
        return state
    return as_text(told.removeprefix(label))


def _lost(form: _Form) -> Iterator[Message]:
    """What is on the pages and in no field."""
    gone = len(form.fields.keys() - form.shown)
    if gone:
        yield plural(
            "{n:,} of its fields is gone, so what it held isn't read. {again}",
            "{n:,} of its fields are gone, so what they held isn't read. {again}",
            n=gone,
            again=_AGAIN,
        )
    if form.is_written_over:
        yield message(
            "Something is written or drawn on it outside of its fields, which isn't read."
        )


def _notes(row: Handed, playbook: Playbook) -> Iterator[Message]:
    if not row.values:
        yield message("Nothing is filled in.")
    worksheet = playbook.entries.get(Key("worksheet", row.sheet))
    if not isinstance(worksheet, Worksheet):
        yield message(
            "The playbook has no sheet “{id}” any more; it is read as it is.", id=row.sheet
        )
        return
    now = resolve(playbook, worksheet).version
    if now != row.version:
        yield message(
            "It is version {was} of “{title}”; the playbook prints {now} now.",
            was=row.version,
            title=finished(worksheet.title, playbook.config.product),
            now=now,
        )


def _without_fields(form: _Form) -> Message:
    if form.edition or form.fields:
        return message(
            "It is flattened: what was filled in is only a picture now. {again}", again=_AGAIN
        )
    return message("There is no form in it. {again}", again=_AGAIN)


def _wrong(why: str) -> Reading:
    return Reading(problems=(why,))
