"""A new entry's file: what its author answered, and a comment for everything else.

It is a draft and holds no error. What is still to be written is marked by "…".
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from donebook.model import (
    DealCheck,
    Entry,
    Exercise,
    LossReason,
    Pattern,
    SpokenQuestion,
    Worksheet,
)
from donebook.model.fields import part_in
from donebook.model.worksheet import SECTIONS
from donebook.schema import described
from donebook.source import OneFile, read_document

OPEN = "…"  # still to be written
_WIDTH = 92
_NOT_TEXTS = frozenset(
    {"null", "~", "true", "false", "yes", "no", "on", "off"}
)  # to other programs


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask an author for. `names` is what it must be one of, if anything.

    With `many`, several are taken.
    """

    field: str
    asks: str
    names: str | tuple[str, ...] | None = None
    many: bool = False

    @property
    def option(self) -> str:
        return f"--{self.field.replace('_', '-')}"


PROMPTS: Mapping[str, tuple[Prompt, ...]] = {
    "question": (
        Prompt("ask", "The question as you would say it"),
        Prompt("stage", "In which stage", "stage"),
        Prompt("test", "Which test it serves", "test"),
        Prompt("roles", "Who can answer it", "role", many=True),
    ),
    "check": (
        Prompt("ask", "The check, as a question to ourselves"),
        Prompt("stage", "In which stage", "stage"),
        Prompt("test", "Which test it serves", "test"),
        Prompt("answered_by", "Which question to the buyer settles it", "question", many=True),
    ),
    "pattern": (
        Prompt("heard", "What the buyer says, in their words", many=True),
        Prompt("after", "The end state, in the buyer's world"),
        Prompt("accepted_by", "Who at the buyer says that it is done", "role"),
        Prompt("stance", "What we mostly do with it", ("adopt", "redefine")),
    ),
    "loss-reason": (
        Prompt("root", "Why it is lost", ("wrong-deal", "outsold")),
        Prompt("test", "Which test the deal failed", "test"),
        Prompt("deciding_question", "The question that settles whether this was the reason"),
        Prompt("knowable_from", "The earliest stage in which one can know", "stage"),
        Prompt("act_by", "The last stage in which it can be changed", "stage"),
    ),
    "worksheet": (
        Prompt("purpose", "What it is for"),
        Prompt("audience", "Who may see it", ("internal", "buyer")),
        Prompt("stage", "In which stage it is used first", "stage"),
    ),
    "exercise": (
        Prompt("pattern", "The buyer's hidden definition of done", "pattern"),
        Prompt("must_ask", "A question the rep must ask", "question", many=True),
    ),
}
_MODELS: Mapping[str, type[Entry]] = {
    "question": SpokenQuestion,
    "check": DealCheck,
    "pattern": Pattern,
    "loss-reason": LossReason,
    "worksheet": Worksheet,
    "exercise": Exercise,
}


def scaffold(what: str, answers: Mapping[str, Any], today: date) -> str:
    """The file of a new entry: `answers` by field, with `title` and `owner` among them.

    `what` is a kind, or "check" for a question to ourselves.
    """
    values = {
        "title": answers["title"],
        "summary": OPEN,
        "owner": answers["owner"],
        "reviewed": today.isoformat(),
        "status": "draft",
        **_SKELETONS[what](answers),
    }
    model = _MODELS[what]
    head = ["# Once nothing here says … any more, delete the line `status: draft`."]
    lines = [*head, *_fields(model, values, ""), "", *_others(model, values)]
    return "\n".join(lines) + "\n"


def _fields(model: type[BaseModel], values: Mapping[str, Any], indent: str) -> Iterator[str]:
    texts = described(model)
    for name, info in model.model_fields.items():
        field = info.alias or name
        if field in values:
            if not indent:
                yield ""
            yield from _comment(texts[field], indent)
            yield from _field(field, values[field], part_in(info.annotation), indent)


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


def _field(name: str, value: Any, part: type[BaseModel] | None, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{name}:"
        yield from _group(value, part, f"{indent}  ")
    elif isinstance(value, list | tuple):
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, part, f"{indent}  ")
    else:
        yield f"{indent}{name}: {written(str(value))}"


def _group(value: Mapping[str, Any], part: type[BaseModel] | None, indent: str) -> Iterator[str]:
    if part:
        yield from _fields(part, value, indent)
    else:
        yield from (f"{indent}{key}: {written(str(inner))}" for key, inner in value.items())


def _item(item: Any, part: type[BaseModel] | None, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {written(str(item))}"
        return
    model = SECTIONS.get(str(item.get("type")), part)  # a section's fields follow from its type
    lines = list(_group(item, model, f"{indent}  "))
    first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from lines[:first]
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def written(text: str) -> str:
    """A text as it has to be written in YAML: bare where that is read back as it is."""
    quoted = "'" + text.replace("'", "''") + "'"
    for form in (text, f'"{text}"', quoted):
        if form is text and text.lower() in _NOT_TEXTS:
            continue
        document = read_document(OneFile("x", f"x: {form}\n".encode()), "x")
        if not document.problems and document.values == {"x": text}:
            return form
    return quoted


def _question(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ask": answers["ask"],
        "stage": answers["stage"],
        "test": answers["test"],
        "why": OPEN,
        "roles": answers["roles"],
        "listen_for": {
            "strong": {"signs": [OPEN]},
            "weak": {"signs": [OPEN]},
            "red_flag": {"signs": [OPEN]},
        },
        "follow_ups": [{"heard": OPEN, "ask": OPEN}],
    }


def _check(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "form": "check",
        "ask": answers["ask"],
        "stage": answers["stage"],
        "test": answers["test"],
        "answers": {"confirmed": OPEN, "unknown": OPEN, "missing": OPEN},
        "evidence": OPEN,
        "answered_by": answers["answered_by"],
    }


def _pattern(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "heard": answers["heard"],
        "before": OPEN,
        "after": answers["after"],
        "done_when": [
            {"statement": OPEN, "evidence": OPEN, "accepted_by": answers["accepted_by"]},
        ],
        "stance": {
            "usual": answers["stance"],
            "adopt_when": OPEN,
            "redefine_when": OPEN,
            "walk_away_when": OPEN,
        },
    }


def _loss_reason(answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = ("root", "test", "deciding_question", "knowable_from", "act_by")
    given = {field: answers[field] for field in fields}
    return {**given, "definition": OPEN, "signs": [OPEN]}


def _worksheet(answers: Mapping[str, Any]) -> dict[str, Any]:
    given = {field: answers[field] for field in ("purpose", "audience", "stage")}
    notes = {"type": "notes", "title": "Notes", "key": "notes", "lines": "8"}
    return {**given, "pages": "1", "minutes": "10", "sections": [notes]}


def _exercise(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "scenario": OPEN,
        "pattern": answers["pattern"],
        "buyer_card": {
            "opening": OPEN,
            "if_asked": [{"asked": OPEN, "says": OPEN}],
            "shift": {"minute": "5", "says": OPEN},
        },
        "rep_card": OPEN,
        "must_ask": answers["must_ask"],
        "minutes": {"read": "4", "play": "8", "debrief": "5"},
        "debrief": OPEN,
        "answer_key": OPEN,
    }


_SKELETONS = {
    "question": _question,
    "check": _check,
    "pattern": _pattern,
    "loss-reason": _loss_reason,
    "worksheet": _worksheet,
    "exercise": _exercise,
}
