"""What files of each kind look like, the same for every playbook.

Draft 7, because yaml-language-server, and so VS Code, understands it best.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from donebook.config import Config, Vocabulary
from donebook.model import FORMS, MODELS, Moved, Part, Retired
from donebook.model.marks import Completes, marked
from donebook.schema.described import described

Schema = dict[str, Any]

FOLDER = "site-config/schema"
COMPLETES = "x-completes"  # of a field that makes an entry good
WANTED = "An entry isn't complete without it."  # the same, as an editor shows it
# What is no entry and has a file of its own.
OTHERS: Mapping[str, type[BaseModel]] = {"vocabulary": Vocabulary, "playbook": Config}
_DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/{model}"


@cache
def shapes() -> Mapping[str, Schema]:
    """A schema for each kind, and for `vocabulary` and `playbook` (the settings).

    What names something is marked by `x-names`, so that choices can be put in.
    """
    definitions = _definitions()
    return {
        name: {
            "$schema": _DRAFT,
            **root,
            "definitions": {used: definitions[used] for used in sorted(_used(root, definitions))},
        }
        for name, root in _roots()
    }


def as_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _roots() -> Iterator[tuple[str, Schema]]:
    for model in MODELS:
        usual, *others = dict.fromkeys(model.forms().values())
        whole = _ref(usual)
        for form in others:
            names = [name for name, its in model.forms().items() if its is form]
            is_form = {"properties": {"form": {"enum": names}}, "required": ["form"]}
            whole = _either(is_form, _ref(form), whole)
        whole = _either({"required": ["retired"]}, _ref(Retired), whole)
        yield model.kind.name, _either({"required": ["moved_to"]}, _ref(Moved), whole)
    for name, other in OTHERS.items():
        yield name, _ref(other)


def _ref(model: type[BaseModel]) -> Schema:
    return {"$ref": _DEFINITIONS.format(model=model.__name__)}


def _either(condition: Schema, then: Schema, otherwise: Schema) -> Schema:
    return {"if": condition, "then": then, "else": otherwise}


def _definitions() -> Mapping[str, Schema]:
    """Every model's schema by its name, with what its fields are for."""
    whole: list[type[BaseModel]] = [*FORMS, Moved, Retired, *OTHERS.values()]
    _, found = models_json_schema(
        [(model, "validation") for model in whole], ref_template=_DEFINITIONS
    )
    return {
        model.__name__: _explained(_cleaned(found["$defs"][model.__name__]), model)
        # What is described itself comes last: a part of something else may have the same name.
        for model in (*_below(Part), *whole)
        if model.__name__ in found["$defs"]
    }


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for inner in model.__subclasses__():
        yield inner
        yield from _below(inner)


def _explained(schema: Schema, model: type[BaseModel]) -> Schema:
    """With a description for each field, and without `id`, which is the file's name."""
    texts = described(model)
    wanted = {model.model_fields[name].alias or name for name in marked(model, Completes)}
    properties = {
        name: {
            **inner,
            **({"description": texts[name]} if name in texts else {}),
            **(
                {COMPLETES: True, "description": f"{texts[name]} {WANTED}"}
                if name in wanted
                else {}
            ),
        }
        for name, inner in schema.get("properties", {}).items()
        if name != "id"
    }
    required = [name for name in schema.get("required", ()) if name != "id"]
    return {**schema, "properties": properties, **({"required": required} if required else {})}


def _cleaned(value: Any) -> Any:
    """A schema without what only pydantic means by it."""
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    clean = {
        key: _cleaned(inner)
        for key, inner in value.items()
        if key not in ("title", "properties") and not (key == "default" and _says_nothing(inner))
    }
    if "properties" in value:
        clean["properties"] = {name: _cleaned(inner) for name, inner in value["properties"].items()}
    return _as_typed(_without_null(clean))


def _says_nothing(default: Any) -> bool:
    """Whether a default is only the absence of a value, which nobody could write."""
    return default in (None, "") or isinstance(default, dict)


def _without_null(schema: Schema) -> Schema:
    """`anyOf: [text, null]` as the text alone: what is left empty is a mistake."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) != 1:
        return schema
    rest = {key: inner for key, inner in schema.items() if key not in ("anyOf", "default")}
    return {**rest, **choices[0]}


def _as_typed(schema: Schema) -> Schema:
    """`no` and `12:30` are texts here, whatever YAML makes of them."""
    if schema.get("type") == "string" and not {"format", "enum", "const"} & schema.keys():
        return {**schema, "type": ["string", "number", "boolean"]}
    return schema


def _used(schema: Any, definitions: Mapping[str, Schema]) -> set[str]:
    """The names of the definitions that a schema leads to."""
    found: set[str] = set()
    waiting = list(_refs(schema))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _refs(definitions[name])
    return found


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)
