"""Plain values become an entry, or findings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from donebook.codes import model as codes
from donebook.codes.source import INDENT
from donebook.linked import bad_links, links
from donebook.message import message
from donebook.model import MODELS, Entry, Kind, Moved, Retired, Tombstone
from donebook.model.references import Reference, references
from donebook.problem import Finding, Problem, Span
from donebook.source import Loc, Value
from donebook.spelling import Guess, guess
from donebook.text import Plain, Rich
from donebook.validation_messages import findings

M = TypeVar("M", bound=BaseModel)

_NOTES = ("moved_to", "retired")
_MODEL_OF_KIND = {model.kind.name: model for model in MODELS}


def parse_entry(
    kind: Kind, entry_id: str, values: Mapping[str, Value]
) -> tuple[Entry | Tombstone | None, tuple[Finding, ...]]:
    """An entry of a kind, or the note it left behind; none where something doesn't fit."""
    path = kind.path(entry_id)
    if "moved_to" in values:
        return parse_part(Moved, path, values)
    if "retired" in values:
        return parse_part(Retired, path, values)
    if other := other_kind(kind, values):
        return None, (_in_another_folder(kind, other, entry_id),)
    if len(values) == 1 and (meant := guess(next(iter(values)), _NOTES)).near:
        return None, (_misspelt_note(path, next(iter(values)), meant),)
    model = model_for(kind, values)
    if "id" in values:
        said = message('"id" is not a field: the file name is the id, here "{id}".', id=entry_id)
        return None, (
            Finding(codes.UNKNOWN, path, ("id",), said, message("Delete this line."), at_key=True),
        )
    parsed, findings = _parsed(model, path, {**values, "id": entry_id}, values)
    empty = () if findings or not _any_empty(values) else _left_empty(path, dict(values))
    unsafe = bad_links(path, values) if kind.is_prose else ()
    return parsed, (*findings, *empty, *unsafe, *_swallowed(model, path, values))


def _in_another_folder(kind: Kind, other: Kind, entry_id: str) -> Finding:
    said = message(
        "This is a {kind}, and {folder}/ holds entries of another kind.",
        kind=other.words,
        folder=kind.folder,
    )
    hint = message("Move the file to {path}.", path=other.path(entry_id))
    return Finding(codes.OTHER_KIND, kind.path(entry_id), (), said, hint)


def other_kind(kind: Kind, values: Mapping[str, object]) -> Kind | None:
    """The kind that an entry's fields are of, where it isn't the one of its folder."""
    known = model_for(kind, values).model_fields
    if all(name in known for name in values):
        return None
    likely = likely_kind(values)
    return None if likely == kind else likely


def likely_kind(values: Mapping[str, object]) -> Kind | None:
    """The kind that has more of these fields as its own than any other; none where none stands out."""
    names = {*values} - Entry.model_fields.keys()
    counts = sorted(
        ((len(names & _own_fields(model)), number) for number, model in enumerate(MODELS)),
        reverse=True,
    )
    (most, first), (second, _) = counts[0], counts[1]
    return MODELS[first].kind if most > max(second, len(names) // 2) else None


@cache
def _own_fields(model: type[Entry]) -> frozenset[str]:
    """The fields of a kind in all its forms, as they are written, without those of every entry."""
    forms = (info for form in model.forms().values() for info in form.model_fields.items())
    return frozenset(info.alias or name for name, info in forms) - Entry.model_fields.keys()


def _misspelt_note(path: str, name: str, meant: Guess) -> Finding:
    """A forwarding note is told by its one field, so that its name decides what the file is."""
    said = message('"{name}" is not a field here.', name=name)
    return Finding(codes.UNKNOWN, path, (name,), said, meant.question, meant.sure, at_key=True)


def mentions(kind: Kind, entry_id: str, values: Mapping[str, Value]) -> tuple[Reference, ...]:
    """What the values of an entry refer to, whether or not they make one."""
    if "moved_to" in values or "retired" in values:
        return ()
    written = links(kind.path(entry_id), values) if kind.is_prose else ()
    return (*references(model_for(kind, values), values), *written)


def model_for(kind: Kind, values: Mapping[str, object]) -> type[Entry]:
    """The model that an entry's values are meant for."""
    return _MODEL_OF_KIND[kind.name].model_for(values)


def as_one_text(model: type[BaseModel], lines: Sequence[str], problem: Problem) -> Problem:
    """The same problem; of a list with other signs than hyphens, as its field takes it.

    A fix makes a list of it, and a field of one text takes none but in that text.
    """
    above = problem.span.line - 2
    field = re.match(r"(\w+):(?= *(?:#.*)?$)", lines[above]) if above >= 0 else None
    info = model.model_fields.get(field[1]) if field else None
    if not field or not info or (problem.code, problem.suggestion) != (INDENT.id, "- "):
        return problem
    is_list = get_origin(info.annotation) is tuple
    types = () if is_list else (info.annotation, *get_args(info.annotation))
    if Rich in types:
        colon = Span(problem.span.path, above + 1, field.end(), field.end() + 1)
        hint = message(
            'This field takes one text: write |- behind its colon, and begin each item below it with "- ".'
        )
        return replace(problem, help=hint, more=(*problem.more, (colon, ": |-")))
    if any(isinstance(kind, type) and issubclass(kind, Plain) for kind in types):
        hint = message(
            "This field takes one text on one line: write the items as a sentence behind its colon."
        )
        return replace(problem, help=hint, suggestion=None, more=())
    return problem


def parse_part(
    model: type[M], path: str, values: Mapping[str, Value]
) -> tuple[M | None, tuple[Finding, ...]]:
    """A model made of a whole file, such as the vocabulary."""
    return _parsed(model, path, values, values)


def _any_empty(values: Mapping[str, Value]) -> bool:
    """Whether any value is empty. Few files have one, and only there its place is looked for."""
    waiting: list[Value] = list(values.values())
    for value in waiting:  # grows on the way
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
    return None in waiting


def _left_empty(path: str, value: Value, at: Loc = ()) -> Iterator[Finding]:
    """Fields that may be left out, and stand there with nothing behind them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "prefilled":  # a cell of a table may be empty
                yield from _left_empty(path, inner, (*at, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _left_empty(path, inner, (*at, index))
    elif value is None:
        name = next((step for step in reversed(at) if isinstance(step, str)), message("this"))
        yield Finding(
            codes.EMPTY, path, at, message('"{name}" is left empty.', name=name), at_key=True
        )


def _swallowed(model: type[Entry], path: str, values: Mapping[str, Value]) -> Iterator[Finding]:
    """Fields indented so far that they count as the end of the text above them."""
    for field, text in values.items():
        if isinstance(text, str) and len(text) > Plain.longest // 2 and ": " in text:
            for name in _field_in_text(model).findall(text):
                said = message(
                    '"{name}: " stands inside the text of "{field}" and is shown as part of it.',
                    name=name,
                    field=field,
                )
                yield Finding(codes.SWALLOWED, path, (field,), said)


@cache
def _field_in_text(model: type[Entry]) -> re.Pattern[str]:
    """Finds a field's name and colon; only names that no sentence holds, such as `avoid_when`."""
    names = (info.alias or name for name, info in model.model_fields.items())
    return re.compile(rf"(?:^|\s)({'|'.join(n for n in names if '_' in n)}): ", re.MULTILINE)


def _parsed(
    model: type[M], path: str, given: Mapping[str, Value], typed: Mapping[str, Value]
) -> tuple[M | None, tuple[Finding, ...]]:
    try:
        return model.model_validate(given), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, tuple(findings(model, path, typed, details))
