"""A new entry's file: what its author answered, and a comment for everything else.

It is a draft and holds no error. What is still to be written is marked by "…".
"""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from donebook.model import FORMS, Entry, Kind
from donebook.model.fields import Ref, part_in, parts_in
from donebook.model.marks import Asked, Completes, Starts, mark, marked
from donebook.model.worksheet import SECTIONS
from donebook.prose import BODY
from donebook.schema import described
from donebook.source import OneFile, read_document
from donebook.write.plain import of_fields

OPEN = "…"  # still to be written
Says = Callable[[type[BaseModel]], Mapping[str, str]]  # the comment of each field
PUBLISH_DRAFT = "Once it may be published, delete the line `status: draft`."
FINISH_DRAFT = "Once nothing here says … any more, delete the line `status: draft`."
_WIDTH = 92
_NOT_TEXTS = frozenset(
    {"null", "~", "true", "false", "yes", "no", "on", "off"}
)  # to other programs


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask an author for. `names` is what it must be one of, if anything.

    With `many`, several are taken. What stands `within` a group of fields may be left open, and so
    may what only `completes` an entry.
    """

    field: str
    asks: str
    names: str | tuple[str, ...] | None = None
    many: bool = False
    within: tuple[str, ...] = ()
    completes: bool = False

    @property
    def is_needed(self) -> bool:
        return not (self.within or self.completes)

    @property
    def option(self) -> str:
        return f"--{self.field.replace('_', '-')}"


_MODELS: Mapping[str, type[Entry]] = {model.shown_as().name: model for model in FORMS}
# What an entry needs to be found, and may say in one of several places.
_WITHIN: Mapping[str, tuple[Prompt, ...]] = {
    "question": (
        Prompt(
            "reveals",
            "Which definitions of done a strong answer gives away",
            "pattern",
            many=True,
            within=("listen_for", "strong"),
        ),
        Prompt(
            "warns_of",
            "Which losses a red flag warns of",
            "loss-reason",
            many=True,
            within=("listen_for", "red_flag"),
        ),
    )
}
_BEFORE_IT_GOES_LIVE: Mapping[str, str] = {
    "question": "An answer that says what it reveals or warns of leads reps on from here.",
    "pattern": "An answer to a question has to name it in `reveals`.",
    "loss-reason": "An answer to a question has to name it in `warns_of`.",
}
_LATER = object()  # a field that stands there as a comment
# What there can be a new one of: a kind, or a form of it that is listed by itself.
NEW = tuple(_MODELS)


def kind_of(what: str) -> Kind:
    """The kind of which it is an entry."""
    return _MODELS[what].kind


def prompts(what: str) -> tuple[Prompt, ...]:
    """What to ask an author for, in the order of the fields."""
    return (*_prompts(_MODELS[what]), *_WITHIN.get(what, ()))


def known_by(what: str) -> str:
    """The field that gives an entry its name: its title, or what it is called by without one."""
    return _MODELS[what].called_by


def before_it_goes_live(what: str) -> str:
    """What `check` asks for once it is no draft, besides what its file still says … for."""
    return _BEFORE_IT_GOES_LIVE.get(what, "")


def optional(what: str) -> frozenset[str]:
    """The fields that an entry can be published without, although they make it good."""
    return frozenset(marked(_MODELS[what], Completes))


def _prompts(model: type[BaseModel]) -> Iterator[Prompt]:
    for name, info in model.model_fields.items():
        yield from _prompts_of(name, info)


def _prompts_of(name: str, info: FieldInfo) -> Iterator[Prompt]:
    """What to ask for one field."""
    completes = mark(info, Completes) is not None
    asked = mark(info, Asked)
    if asked:
        is_many = get_origin(info.annotation) is tuple
        option = asked.option or name
        yield Prompt(option, asked.asks, _choices(info), is_many, completes=completes)
    elif _is_asked_for(info):
        for part in parts_in(info.annotation):
            for prompt in _prompts(part):
                yield replace(prompt, completes=completes or prompt.completes)


def _skipped(model: type[BaseModel], answers: Mapping[str, Any]) -> Iterator[str]:
    """The fields that were asked about and left open, and that an entry can do without."""
    for name, info in model.model_fields.items():
        asked = _prompts_of(name, info)
        if any(prompt.completes and prompt.field not in answers for prompt in asked):
            yield info.alias or name


def _is_asked_for(info: FieldInfo) -> bool:
    """Whether a new entry begins with a field: what it can't be without, and what makes it good."""
    return info.is_required() or mark(info, Completes) is not None


def _choices(info: FieldInfo) -> str | tuple[str, ...] | None:
    """What an answer must be one of: a kind's or a vocabulary's name, or these words."""
    inner: Any = info.annotation
    marks = list(info.metadata)
    if get_origin(inner) is tuple:
        inner = get_args(inner)[0]
        marks += getattr(inner, "__metadata__", ())
    if get_origin(inner) is Literal:
        return get_args(inner)
    return next((found.target for found in marks if isinstance(found, Ref)), None)


def scaffold(what: str, answers: Mapping[str, Any], today: date) -> str:
    """The file of a new entry: `answers` by field.

    `what` is a kind, or "check" for a question to ourselves.
    """
    values = begun(what, answers, today)
    for prompt in _WITHIN.get(what, ()):
        group: dict[str, Any] = values
        model: type[BaseModel] = _MODELS[what]
        for name in prompt.within:
            model = part_in(model.model_fields[name].annotation) or model
            group = group.setdefault(name, begun_part(model, answers))
        group[prompt.field] = answers.get(prompt.field) or _LATER
    if answers.get(BODY):
        values[BODY] = answers[BODY]
    return entry_file(what, values, [FINISH_DRAFT, before_it_goes_live(what)])


def begun(what: str, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What a new draft says, by field: the answers, and three dots for what else is to be written.

    What was asked about and left open stands among what it may also say.
    """
    model = _MODELS[what]
    skipped = set(_skipped(model, answers))
    asked = begun_part(model, {**answers, "today": today.isoformat()})
    return {
        **{name: answers[name] for name in ("title", "owner") if name in answers},
        "summary": OPEN,
        "reviewed": today.isoformat(),
        "status": "draft",
        **{name: value for name, value in asked.items() if name not in skipped},
    }


def least(what: str, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What an entry says at the least: the answers, and three dots for what it can't be without."""
    left_out = optional(what) - answers.keys()
    return {name: v for name, v in begun(what, answers, today).items() if name not in left_out}


def entry_file(what: str, values: Mapping[str, Any], head: Sequence[str]) -> str:
    """An entry's file: comments at its head, and one for every field."""
    model = _MODELS[what]
    kind = model.kind
    fields = {name: value for name, value in values.items() if not (kind.is_prose and name == BODY)}
    lines = [
        *_comment(" ".join(filter(None, head)), ""),
        *_fields(model, fields, ""),
        "",
        *_others(model, values),
    ]
    return of_fields(kind, "\n".join(lines) + "\n", f"\n{values.get(BODY)}\n")


def _fields(
    model: type[BaseModel], values: Mapping[str, Any], indent: str, says: Says = described
) -> Iterator[str]:
    texts = says(model)
    for name, info in model.model_fields.items():
        field = info.alias or name
        if field in values:
            if not indent:
                yield ""
            yield from _comment(texts.get(field, ""), indent)
            if values[field] is _LATER:
                yield f"{indent}# {field}: [id, another-id]"
            else:
                yield from _field(field, values[field], part_in(info.annotation), indent, says)


def _others(model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[str]:
    """What else may be said, for the author to choose from."""
    yield "# It may also say:"
    for field, text in described(model).items():
        if field not in values:
            yield "#"
            yield from _comment(f"{field}: {text}", "")


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# "
    )


def _field(
    name: str, value: Any, part: type[BaseModel] | None, indent: str, says: Says
) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{name}:"
        yield from _group(value, part, f"{indent}  ", says)
    elif isinstance(value, list | tuple):
        yield f"{indent}{name}:"
        explained: set[tuple[str, ...]] = set()
        for item in value:
            its = (str(item.get("type")), *item) if isinstance(item, Mapping) else ()
            yield from _item(item, part, f"{indent}  ", _nothing if its in explained else says)
            explained.add(its)
    elif "\n" in str(value):
        yield f"{indent}{name}: |-"
        yield from (f"{indent}  {line}".rstrip() for line in str(value).split("\n"))
    else:
        yield f"{indent}{name}: {written(str(value))}"


def _group(
    value: Mapping[str, Any], part: type[BaseModel] | None, indent: str, says: Says
) -> Iterator[str]:
    if part:
        yield from _fields(part, value, indent, says)
    else:
        yield from (f"{indent}{key}: {written(str(inner))}" for key, inner in value.items())


def _nothing(model: type[BaseModel]) -> Mapping[str, str]:
    """No comments, where the first item of a list has them."""
    del model
    return {}


def _item(item: Any, part: type[BaseModel] | None, indent: str, says: Says) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {written(str(item))}"
        return
    model = SECTIONS.get(str(item.get("type")), part)  # a section's fields follow from its type
    lines = list(_group(item, model, f"{indent}  ", says))
    first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from lines[:first]
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def written(text: str, *, inline: bool = False) -> str:
    """A text as it has to be written in YAML, with `inline` inside of { }: bare where that is read back as it is."""
    quoted = "'" + text.replace("'", "''") + "'"
    for form in (text, f'"{text}"', quoted):
        if form is text and text.lower() in _NOT_TEXTS:
            continue
        line = f"x: {{x: {form}}}\n" if inline else f"x: {form}\n"
        document = read_document(OneFile("x", line.encode()), "x")
        if not document.problems and document.values == {"x": {"x": text} if inline else text}:
            return form
    return quoted


def begun_part(model: type[BaseModel], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a new entry says: the answers, what its fields begin with, and what is needed besides."""
    found = {}
    for name, info in model.model_fields.items():
        asked, starts = mark(info, Asked), mark(info, Starts)
        if asked and (asked.option or name) in answers:
            found[info.alias or name] = answers[asked.option or name]
        elif starts and starts.value is not None:
            found[info.alias or name] = starts.value
        elif (starts or _is_asked_for(info)) and name not in Entry.model_fields:
            found[info.alias or name] = _open(info.annotation, answers)
    return found


def _open(annotation: Any, answers: Mapping[str, Any]) -> Any:
    """What is still to be written, in the shape of a field."""
    part = part_in(annotation)
    inner = begun_part(part, answers) if part else OPEN
    if get_origin(annotation) is Literal:
        inner = get_args(annotation)[0]
    elif _is_day(annotation):
        inner = answers["today"]
    return [inner] if get_origin(annotation) is tuple else inner


def _is_day(annotation: Any) -> bool:
    """Whether a field takes a day, if it takes anything."""
    return annotation is date or any(map(_is_day, get_args(annotation)))
