"""A playbook with a payload in each text, and its twin, which has letters in place of all signs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from donebook.config import CONFIG_PATH, VOCABULARY_PATH, Config, Vocabulary
from donebook.model import KIND_OF_FOLDER
from donebook.parse import parse_entry, parse_part
from donebook.prose import BODY, Prose
from donebook.source import Loc, Tree, Value, read_document
from donebook.text import Plain, Rich
from payloads import PAYLOADS

# A text of these fields is told apart by its letters, is an address, or may hold blanks alone.
SPARED = re.compile(r"(^|\.)(was|crm|legacy|not_a_loss|send\.text)(\.|$)")
LINKED = re.compile(r"\]\(|\]: |^<[a-z]+:", re.IGNORECASE)
# Of these there are few, so each takes as many payloads as there is room for.
RARE = ("vocabulary", "playbook", "proof-points")
NO_HEADING = re.compile(r"^[#>|=\-*+~`:\d]|^ ")


@dataclass
class Given:
    """Which payload each field is given next, and those that it has had."""

    first: int = 0
    next: dict[str, int] = field(default_factory=dict)
    had: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def text(self, name: str, kind: type[str], typed: str) -> str:
        """Payloads that take about as much room as what was typed; at least one."""
        most = getattr(kind, "longest", 300)
        longest = most if name.startswith(RARE) else min(most, max(len(typed), 60))
        most_words = 7 if name.endswith("label") else 1_000
        parts: list[str] = []
        for _ in PAYLOADS:
            number = self.next.setdefault(name, self.first)
            payload = PAYLOADS[number % len(PAYLOADS)]
            together = " ".join((*parts, payload))
            is_short = len(together) <= longest and len(together.split()) <= most_words
            if parts and not is_short:
                break
            self.next[name] += 1
            self.had[name].add(payload)
            is_heading = kind is Prose and not parts and NO_HEADING.match(payload)
            if is_short and fits(kind, payload) and not is_heading:
                parts.append(payload)
        return " ".join(parts)


@cache
def fits(kind: type[str], payload: str) -> bool:
    """Whether a field may hold it, and it is no link that an author may set.

    A link that can't be followed is refused where links are read, on a company's own page each that leads to no entry.
    """
    try:
        made = TypeAdapter(kind).validate_python(payload)
    except ValidationError:
        return False
    may_lead = kind is Prose or (isinstance(made, Rich) and "evil" in payload)
    return not (may_lead and LINKED.search(payload))


def texts(
    model: Any, values: Any, at: Loc = (), name: str = ""
) -> Iterator[tuple[Loc, str, type[str]]]:
    """Where the values of a file are texts to read, the field's name, and which type of text it is."""
    if isinstance(model, BaseModel) and isinstance(values, dict):
        for field_name, info in type(model).model_fields.items():
            alias = info.alias or field_name
            if alias in values:
                inner = getattr(model, field_name)
                yield from texts(inner, values[alias], (*at, alias), f"{name}.{alias}")
    elif isinstance(model, Mapping) and isinstance(values, dict):
        for key, value in values.items():
            if key in model:
                yield from texts(model[key], value, (*at, key), name)
    elif isinstance(model, list | tuple) and isinstance(values, list):
        for number, (inner, value) in enumerate(zip(model, values, strict=False)):
            yield from texts(inner, value, (*at, number), name)
    elif isinstance(model, Plain | Rich) and isinstance(values, str):
        yield at, name.removeprefix("."), type(model)


def harmless(text: str) -> str:
    """As long, and with its letters, but without a sign that means anything."""
    return re.sub(r"[^\w ]|_", "x", text)


Files = Mapping[str, bytes]


def infected(tree: Tree, given: Given, *, rare: bool = False) -> tuple[Files, Files]:
    """The files of a playbook with a payload in each text, and those of its twin.

    With `rare`, only settings and vocabulary have payloads, of which there is one a playbook.
    """
    bad: dict[str, bytes] = {}
    good: dict[str, bytes] = {}
    rarely = (CONFIG_PATH, VOCABULARY_PATH)
    for path in rarely if rare else (*tree.paths("content"), CONFIG_PATH):
        values = read_document(tree, path).values
        parsed = _parsed(path, values) if values else None
        if parsed is None or values is None:
            continue
        _settle(path, values)
        twin = yaml.load(_as_yaml(values), yaml.CSafeLoader)
        kind = path.split("/")[1]
        for loc, name, text_type in list(texts(parsed, values)):
            if not SPARED.search(name):
                text = given.text(f"{kind} {name}", text_type, str(_get(values, loc)))
                _put(values, loc, text)
                _put(twin, loc, harmless(text))
        bad[path], good[path] = _as_file(path, values), _as_file(path, twin)
    return bad, good


def _parsed(path: str, values: Mapping[str, Value]) -> BaseModel | None:
    if path == CONFIG_PATH:
        return parse_part(Config, path, values)[0]
    if path == VOCABULARY_PATH:
        return parse_part(Vocabulary, path, values)[0]
    kind = KIND_OF_FOLDER.get(path.split("/")[1])
    if kind is None or {"moved_to", "retired"} & values.keys():
        return None
    return parse_entry(kind, Path(path).stem, values)[0]


def _settle(path: str, values: dict[str, Value]) -> None:
    """What is said of words and of completeness is no matter here."""
    values.pop("allow", None)
    values.pop("status", None)
    if path == CONFIG_PATH:
        values["severity"] = dict.fromkeys(("K", "W", "F", "C"), "off")
        values.pop("address", None)


def _get(values: Any, loc: Loc) -> Any:
    for step in loc:
        values = values[step]
    return values


def _put(values: Any, loc: Loc, text: str) -> None:
    _get(values, loc[:-1])[loc[-1]] = text


def _as_yaml(values: Mapping[str, Value]) -> str:
    return yaml.dump(
        dict(values), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def _as_file(path: str, values: Mapping[str, Value]) -> bytes:
    if not path.endswith(".md"):
        return _as_yaml(values).encode()
    fields = {name: value for name, value in values.items() if name != BODY}
    return f"---\n{_as_yaml(fields)}---\n{values[BODY]}\n".encode()
