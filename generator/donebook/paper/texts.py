"""Every text that is printed, with its place: what sheets, role-plays and packs show on paper."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.facts import picked
from donebook.language import words_path
from donebook.model import DealCheck, Entry, Exercise, Key, Pattern, Worksheet
from donebook.model.worksheet import Autopsy, Done, Questions, Reference, Section
from donebook.playbook import Playbook
from donebook.sheet import listed
from donebook.source import Loc
from donebook.text import Plain, Rich

# Below these steps stand the words of the interface that are printed.
WORDS = (
    *("paper.", "root.", "sheet.", "check.confirmed", "check.unknown", "check.missing"),
    *("script.done.sentence", "script.done.label-"),
)
_OF_A_SHEET = ("title", "purpose", "route", "sections")
_OF_A_SHEET_IN_A_PACK = ("in_a_room", "bring", "trainer_notes")
_OF_A_LIST = {"loss-reasons": ("deciding_question",), "patterns": ("confused_with",)}
_OF_A_ROLE_PLAY = (
    *("title", "summary", "scenario", "buyer_card", "rep_card"),
    *("watch_for", "debrief", "bring", "answer_key", "trainer_notes"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One text, and where it stands: the file, and the way to the value in it."""

    path: str
    loc: Loc
    text: Plain | Rich


def printed_texts(playbook: Playbook) -> Iterator[Typed]:
    """What a playbook without errors prints; what is printed several times comes once."""
    found = {(typed.path, typed.loc): typed for typed in _all(playbook)}
    return iter(found.values())


def _all(playbook: Playbook) -> Iterator[Typed]:
    config = playbook.config
    yield from _inside(config, CONFIG_PATH, ("name", "product"))
    for name, pack in config.packs.items():
        yield from _inside(pack, CONFIG_PATH, ("title", "summary", "case"), ("packs", name))
        sheets = [playbook.entry(Worksheet, sheet) for sheet in pack.sheets]
        for sheet in sheets:  # what is not in a pack is printed without notes
            yield from _of(sheet, *_OF_A_SHEET_IN_A_PACK)
        for number in terms_on(playbook, sheets):
            term = playbook.vocabulary.glossary[number]
            yield from _inside(term, VOCABULARY_PATH, ("term", "meaning"), ("glossary", number))
    for name, word in playbook.language.words.items():
        if name.startswith(WORDS):
            yield Typed(words_path(playbook.language.code), tuple(name.split(".")), Plain(word))
    for worksheet in playbook.worksheets:
        yield from _sheet(playbook, worksheet)
    for exercise in playbook.exercises:
        yield from _role_play(playbook, exercise)


def terms_on(playbook: Playbook, sheets: Iterable[Worksheet]) -> Iterator[int]:
    """The places of the glossary's terms that sheets use, by which a trainer explains them."""
    text = " ".join(str(typed.text) for sheet in sheets for typed in _sheet(playbook, sheet))
    for number, term in enumerate(playbook.vocabulary.glossary):
        if re.search(rf"\b{re.escape(term.term)}\b", text, re.IGNORECASE):
            yield number


def _sheet(playbook: Playbook, worksheet: Worksheet) -> Iterator[Typed]:
    yield from _of(worksheet, *_OF_A_SHEET)
    if worksheet.audience == "internal":
        yield _stage(playbook, worksheet.stage)
    for section in worksheet.sections:
        yield from _section(playbook, section)


def _section(playbook: Playbook, section: Section) -> Iterator[Typed]:
    """What a section prints that stands in other files."""
    if isinstance(section, Questions):
        for question in picked(playbook, section):
            yield from _of(question, "ask")
            if isinstance(question, DealCheck):
                yield _stage(playbook, question.stage)
    elif isinstance(section, Done) and section.from_:
        yield from _done(playbook, playbook.entry(Pattern, section.from_))
    elif isinstance(section, Reference):
        for entry in listed(playbook, section):
            yield from _of(entry, "title", *_OF_A_LIST[section.of])
    elif isinstance(section, Autopsy):
        for stage in playbook.vocabulary.stages:
            yield _stage(playbook, stage)


def _done(playbook: Playbook, pattern: Pattern) -> Iterator[Typed]:
    yield from _of(pattern, "done_when")
    for done in pattern.done_when:
        role = playbook.vocabulary.roles[done.accepted_by]
        yield Typed(VOCABULARY_PATH, ("roles", done.accepted_by, "name"), role.name)


def _stage(playbook: Playbook, stage: str) -> Typed:
    """A stage's name, which the settings may give."""
    name = playbook.vocabulary.stages[stage].name
    if stage in playbook.config.words.stages:
        return Typed(CONFIG_PATH, ("words", "stages", stage), name)
    return Typed(VOCABULARY_PATH, ("stages", stage, "name"), name)


def _role_play(playbook: Playbook, exercise: Exercise) -> Iterator[Typed]:
    yield from _of(exercise, *_OF_A_ROLE_PLAY)
    yield from _of(playbook.entry(Pattern, exercise.pattern), "title", "after")
    for question in exercise.must_ask:
        yield from _of(playbook.entries[Key("question", question)], "ask")
    for trap in exercise.traps:
        reason = playbook.entries[Key("loss-reason", trap)]
        yield from _of(reason, "title")
        yield from list(_of(reason, "signs"))[:1]  # the others are not printed


def _of(entry: Entry, *fields: str) -> Iterator[Typed]:
    return _inside(entry, entry.path, fields)


def _inside(part: BaseModel, path: str, fields: tuple[str, ...], at: Loc = ()) -> Iterator[Typed]:
    for field in fields:
        name = type(part).model_fields[field].alias or field
        yield from _walk(getattr(part, field), path, (*at, name))


def _walk(value: Any, path: str, loc: Loc) -> Iterator[Typed]:
    if isinstance(value, Plain | Rich):
        yield Typed(path, loc, value)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, path, (*loc, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, path, (*loc, key))
    elif isinstance(value, BaseModel):
        yield from _inside(value, path, tuple(type(value).model_fields), loc)
