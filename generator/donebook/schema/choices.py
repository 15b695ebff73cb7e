"""The same shapes for one playbook: what names something takes one of its names."""

from collections.abc import Mapping
from typing import Any

from donebook.model import KINDS
from donebook.model.fields import REF
from donebook.playbook import Playbook

Schema = dict[str, Any]


def with_choices(shape: Schema, playbook: Playbook) -> Schema:
    """A shape with this playbook's ids, stages, roles and other words as choices."""
    done: Schema = _chosen(shape, playbook)
    return done


def _chosen(value: Any, playbook: Playbook) -> Any:
    if isinstance(value, list):
        return [_chosen(inner, playbook) for inner in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get(REF), str):
        return _names(value, _named(playbook, value[REF]))
    chosen = {key: _chosen(inner, playbook) for key, inner in value.items()}
    if value.get("propertyNames", {}).get(REF) == "framework":
        chosen["properties"] = _elements(playbook)
    return chosen


def _names(schema: Schema, names: Mapping[str, str]) -> Schema:
    described = {"description": schema["description"]} if "description" in schema else {}
    return {
        "enum": list(names),
        "markdownEnumDescriptions": list(names.values()),  # VS Code shows them next to the choices
        **described,
    }


def _named(playbook: Playbook, target: str) -> Mapping[str, str]:
    """The names that a mention may take, each with what people call it."""
    if target in KINDS:
        known = {
            key.id: str(entry.title)
            for key, entry in playbook.entries.items()
            if key.kind == target
        }
        being_written = {key.id: key.id for key in playbook.broken if key.kind == target}
        return dict(sorted({**being_written, **known}.items()))
    return {word: str(name) for word, name in playbook.words(target).items()}


def _elements(playbook: Playbook) -> Mapping[str, Schema]:
    """For each framework the elements that a question may have a place in."""
    return {
        name: {
            "description": str(framework.summary),
            **_names({}, {e: str(element.name) for e, element in framework.elements.items()}),
        }
        for name, framework in playbook.vocabulary.frameworks.items()
    }
