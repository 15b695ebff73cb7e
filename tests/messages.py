"""Every template of a message, collected from where messages are made, and what isn't told in a language."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import UnionType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from donebook.check import check
from donebook.cms import form_settings
from donebook.config import Cms
from donebook.language import SENTENCES, Language, english
from donebook.message import Message, as_it_stands
from donebook.model import FORMS, Entry
from donebook.model.fields import Ref
from donebook.model.marks import Acted, Called, Flagged, Placed, Told, mark, marked, relations
from donebook.problem import Problem
from donebook.rules import CODES
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT

PACKAGE = CHECKOUT / "generator" / "donebook"
# The argument that is the template.
MAKERS = {"message": 0, "plural": 1}


def templates() -> set[str]:
    """The templates of all messages, in English."""
    return {*_in_source(), *_of_models(), *_of_codes(), *_of_forms()}


def calls() -> Iterator[tuple[Path, ast.Call, ast.expr]]:
    """Each place where a message is made, with its template as it stands there."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = MAKERS.get(node.func.id)
                if at is not None:
                    yield path, node, node.args[at]


def text_of(node: ast.expr) -> str | None:
    """The text that an expression is, where it is one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _in_source() -> Iterator[str]:
    found = (text_of(template) for _, _, template in calls())
    yield from (text for text in found if text is not None)


def _of_models() -> Iterator[str]:
    """What a diff says of fields: their marks, their names, and the few words that some take."""
    for model in FORMS:
        for told in marked(model, Told).values():
            yield f"{told.message}."
        yield from _acted(model)
        for flag in marked(model, Flagged).values():
            yield from (f"{flag.gained}.", f"{flag.lost}.")
        yield from relations(model).values()
        for name, info in model.model_fields.items():
            called = mark(info, Called)
            if name != "id" and not mark(info, Acted):
                yield called.words if called else name.rstrip("_").replace("_", " ")
            takes_words = mark(info, Ref) is None and get_origin(info.annotation) is Literal
            if mark(info, Placed) and takes_words:
                words = get_args(info.annotation)
                yield from (w for w in words if f"{name}.{w}" not in english().words)


def _acted(model: type[Entry]) -> Iterator[str]:
    for name, acted in marked(model, Acted).items():
        yield acted.message
        group = model.model_fields[name].annotation
        choices = get_args(group) if get_origin(group) is UnionType else (group,)
        for one in (c for c in choices if isinstance(c, type) and issubclass(c, BaseModel)):
            for part, info in one.model_fields.items():
                own = mark(info, Acted)
                yield own.message if own else part.replace("_", " ")


def _of_codes() -> Iterator[str]:
    for code in CODES.values():
        for text in (code.title, code.why, code.fix):
            yield as_it_stands(text).template


def _of_forms() -> Iterator[str]:
    """What the forms for editors say of fields, and of the few words that some take."""
    playbook = check(Folder(CHECKOUT), TODAY).playbook
    assert playbook
    heard = _Heard()
    config = playbook.config.model_copy(update={"cms": Cms(repo="acme/playbook")})
    form_settings(replace(playbook, config=config, language=heard))
    yield from heard.templates


@dataclass(frozen=True)
class _Heard(Language):
    """English that remembers each message it is asked to tell."""

    code: str = "en"
    words: Mapping[str, str] = field(default_factory=lambda: english().words)
    templates: set[str] = field(default_factory=set)

    def tell(self, text: str) -> str:
        if isinstance(text, Message):
            self.templates.add(text.template)
        return super().tell(text)


def untold_in(problems: Iterable[Problem], language: Language) -> list[str]:
    """What of problems, and of what to do about them, a language has no sentence for."""
    return [
        template
        for problem in problems
        for text in (problem.message, problem.help)
        for template in untold(text, language)
    ]


def untold(text: str, language: Language) -> Iterator[str]:
    """The templates in a text that a language has no sentence for; a text that is no message."""
    if isinstance(text, Message):
        yield from _untold(text, language)
    else:
        yield f"no message: {text}"


def _untold(value: object, language: Language) -> Iterator[str]:
    if isinstance(value, tuple):
        for one in value:
            yield from _untold(one, language)
    elif isinstance(value, Message):
        name = f"{SENTENCES}.{value.template}"
        if not {name, f"{name}.other", value.template} & set(language.words):
            yield value.template
        for inner in value.values.values():
            yield from _untold(inner, language)
