"""What can stand in each file, field by field, made from the same models that read the files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from donebook.model import KINDS
from donebook.model.fields import REF
from donebook.schema import COMPLETES, WANTED, shapes
from donebook.text import Plain

Schema = Mapping[str, Any]

_LONGEST_LINE = 1000  # characters; what may be longer may have paragraphs


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it is for, what it takes, and where its own fields are told.

    An entry is complete once it has all that `completes` it.
    """

    name: Plain
    says: str
    takes: str
    is_needed: bool
    completes: bool
    groups: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The fields that stand together: those of the file, or those inside one of its fields."""

    name: Plain
    anchor: str
    fields: tuple[Field, ...]


def reference(name: str) -> tuple[FieldGroup, ...]:
    """The groups of fields in a file: a kind's, `vocabulary` or `playbook`. The file's own come first."""
    shape = shapes()[name]
    definitions = shape["definitions"]
    tops = [top for top in _tops(shape) if top not in ("Moved", "Retired")]
    order = list(dict.fromkeys(found for top in tops for found in _reached(top, definitions)))
    return tuple(
        FieldGroup(Plain(_words(group)), _anchor(group), tuple(_fields(definitions[group])))
        for group in order
    )


def is_ever_complete(groups: tuple[FieldGroup, ...]) -> bool:
    """Whether any of the fields makes an entry complete."""
    return any(field.completes for group in groups for field in group.fields)


def _tops(schema: Schema) -> Iterator[str]:
    """The models that a whole file may be."""
    if "$ref" in schema:
        yield _model(schema)
    for way in ("else", "then"):
        if way in schema:
            yield from _tops(schema[way])


def _reached(group: str, definitions: Schema, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    if group in seen:
        return
    yield group
    for inner in definitions[group]["properties"].values():
        for below in _models(inner):
            yield from _reached(below, definitions, seen | {group})


def _fields(schema: Schema) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, inner in schema["properties"].items():
        groups = tuple(Plain(_anchor(model)) for model in _models(inner))
        says = inner.get("description", "").removesuffix(f" {WANTED}")
        completes = COMPLETES in inner
        yield Field(Plain(name), says, _takes(inner), name in needed, completes, groups)


def _takes(schema: Schema) -> str:
    kind = schema.get("type")
    if REF in schema:
        target = str(schema[REF])
        return f"the id of a {KINDS[target].words}" if target in KINDS else f"one of the {target}s"
    if "enum" in schema or "const" in schema:
        choices = [str(choice) for choice in schema.get("enum", [schema.get("const")])]
        return choices[0] if len(choices) == 1 else f"one of: {', '.join(choices)}"
    if kind == "array":
        return f"a list; each item: {_takes(schema.get('items', {}))}"
    if kind == "integer":
        return f"a whole number from {schema.get('minimum', 0)} to {schema.get('maximum', 'any')}"
    if kind == "object" or "propertyNames" in schema:
        return f"names, each with a value: {_takes(schema.get('additionalProperties', {}))}"
    return _takes_text(schema, kind)


def _takes_text(schema: Schema, kind: Any) -> str:
    if "oneOf" in schema or "anyOf" in schema:
        choices = schema.get("oneOf") or schema["anyOf"]
        return " or ".join(dict.fromkeys(_takes(choice) for choice in choices))
    if "$ref" in schema or "allOf" in schema:
        return "its own fields"
    if kind == "boolean":
        return "true or false"
    if schema.get("format") == "date":
        return "a date, such as 2026-11-23"
    longest = schema.get("maxLength")
    if longest is None:
        return "text"
    form = (
        "one line of text"
        if longest < _LONGEST_LINE
        else "text with paragraphs, lists, bold and links"
    )
    return f"{form}, up to {longest:,} characters"


def _models(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield _model(schema)
        for key, inner in schema.items():
            if key != "description":
                yield from _models(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _models(inner)


def _model(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _words(model: str) -> str:
    """`SpokenQuestion` as "Spoken question"."""
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in model).strip()
    return _CALLED.get(model, spaced[:1].upper() + spaced[1:])


def _anchor(model: str) -> str:
    return _words(model).lower().replace(" ", "-").replace(":", "").replace(",", "")


_CALLED = {
    "SpokenQuestion": "A question to the buyer",
    "DealCheck": "A deal check",
    "Config": "The settings",
    "SheetField": "A blank",
    "Fields": "Section: fields",
    "Questions": "Section: questions",
    "Pick": "Conditions",
    "Checklist": "Section: checklist",
    "Table": "Section: table",
    "People": "Section: people",
    "Done": "Section: done",
    "DriftLog": "Section: drift log",
    "Plan": "Section: plan",
    "Autopsy": "Section: autopsy",
    "Reference": "Section: reference",
    "Review": "Section: review",
    "SignOff": "Section: sign-off",
    "Notes": "Section: notes",
    "Text": "Section: text",
}
