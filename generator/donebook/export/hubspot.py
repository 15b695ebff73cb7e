"""HubSpot: deal properties and the stages of a pipeline, as the bodies of requests to its API.

A request that changes a property takes the whole list of its options, so what an administrator has
read from there is kept, and ours are added to it. HubSpot knows no options that depend on another
property; the root of a loss is a property of its own.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from donebook.export.crm import DealField, Lists, Value
from donebook.export.crm_check import Wanted
from donebook.message import Message, message

LOSS_PROPERTY, ROOT_PROPERTY = "donebook_loss_reason", "donebook_loss_root"
_GROUP = "dealinformation"
# What HubSpot calls a property; of anything else no file's name is made.
_PROPERTY = re.compile(r"[a-z0-9_]{1,100}")
# HubSpot's own share of won deals for its first stages; of others it follows from their place.
DEFAULTS: Mapping[str, str] = {
    "appointmentscheduled": "0.2",
    "qualifiedtobuy": "0.4",
    "presentationscheduled": "0.6",
    "decisionmakerboughtin": "0.8",
    "contractsent": "0.9",
    "closedwon": "1.0",
    "closedlost": "0.0",
}


@dataclass(frozen=True, slots=True)
class Options:
    """A property with its options, or a pipeline with its stages, as HubSpot answered."""

    whole: dict[str, Any]
    key: str
    name: str
    values: Mapping[str, bool]
    labels: Mapping[str, str]

    @property
    def called(self) -> str:
        """The name of the property, as programs know it; empty where it has none."""
        return self.name if _PROPERTY.fullmatch(self.name) else ""

    @property
    def lost(self) -> frozenset[str]:
        """The stages in which deals have ended without being won."""
        return frozenset(str(e["id"]) for e in self.whole[self.key] if self.key == "stages" and _is_lost(e))  # fmt: skip


def read(content: bytes) -> Options | Message:
    """What HubSpot answered to a request for a property or for pipelines, or why it isn't that."""
    try:
        found = json.loads(content, parse_constant=_refuse)
        _text(found)  # half a character, or lists within lists, can be read and not be written
    except (ValueError, RecursionError):
        return message("This is no JSON.")
    whole = _one(found)
    for key, name in (("options", "value"), ("stages", "id")):
        entries = whole.get(key) if whole else None
        if (
            whole
            and isinstance(entries, list)
            and entries
            and all(_is_entry(e, name) for e in entries)
        ):
            hidden = ("hidden", "archived")
            return Options(
                whole,
                key,
                str(whole.get("name") or whole.get("label") or ""),
                {str(e[name]): not any(e.get(word) is True for word in hidden) for e in entries},
                {str(e[name]): str(e.get("label", "")) for e in entries},
            )
    return message("This is neither a property with options nor a pipeline with stages.")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _is_lost(stage: dict[str, Any]) -> bool:
    told = stage.get("metadata")
    if not isinstance(told, dict) or str(told.get("isClosed")).lower() != "true":
        return False
    return str(told.get("probability")) in ("0", "0.0")


def _one(found: object) -> dict[str, Any] | None:
    """The object that is meant: the answer itself, or the only pipeline, or the one called default."""
    if not isinstance(found, dict):
        return None
    results = found.get("results")
    if not isinstance(results, list):
        return found
    several = [one for one in results if isinstance(one, dict)]
    named = [one for one in several if one.get("id") == "default"]
    return (named or several)[0] if len(several) == 1 or named else None


def _is_entry(entry: object, name: str) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get(name), str) and bool(entry[name])


def merged(found: Options, lists: Lists) -> tuple[bytes, tuple[Message, ...]]:
    """What was read with our options added and the others as they are, and what to know of it."""
    wanted = wanted_of(found, lists).values
    ours = {value.value for value in wanted}
    name = "value" if found.key == "options" else "id"
    entries = [dict(entry) for entry in found.whole[found.key]]
    notes: list[Message] = []
    for entry in entries:
        if entry[name] in ours and entry.get("hidden") is True:
            entry["hidden"] = False
            notes.append(message("{value} was inactive and is active in the merged file.", value=entry[name]))  # fmt: skip
    added = [value for value in wanted if value.value not in found.values]
    total = len(wanted)
    for value in added:
        number = len(entries)
        place = wanted.index(value)
        entries.append(_option(value, number) if found.key == "options" else _stage(value, number, place, total))  # fmt: skip
    if added:
        notes.append(message("Added: {values}.", values=tuple(value.value for value in added)))
    return _text({**found.whole, found.key: entries}), tuple(notes)


def wanted_of(found: Options, lists: Lists) -> Wanted:
    """The values that a property or a pipeline is for."""
    if found.key == "stages" or found.name == "dealstage":
        return Wanted(lists.stages, "stage")
    for one in lists.deal:
        if one.choices and found.name == _called(one):
            return Wanted(one.choices, "other")
    roots = {value.value for value in lists.roots}
    if found.name == ROOT_PROPERTY or roots <= found.values.keys():
        return Wanted(lists.roots, "other")
    return Wanted(lists.losses, "loss-reason")


def files(lists: Lists, say: Callable[[str], str]) -> Mapping[str, bytes]:
    """The body of a request for each property, and the stages of a pipeline."""
    stages = [_stage(v, n, n, len(lists.stages)) for n, v in enumerate(lists.stages)]
    found: dict[str, object] = {"pipeline": {"label": lists.name, "displayOrder": 0, "stages": stages}}  # fmt: skip
    if lists.losses:
        found |= {
            LOSS_PROPERTY: _property(LOSS_PROPERTY, say("crm-field.reason"), say("crm-field.reason-told"), _options(lists.losses)),
            ROOT_PROPERTY: _property(ROOT_PROPERTY, say("crm-field.root"), say("crm-field.root-told"), _options(lists.roots)),
        }  # fmt: skip
    found |= {_called(one): _of_deal(one) for one in lists.deal}
    return {file_of(name): _text(body) for name, body in found.items()}


def file_of(name: str) -> str:
    """Where the body for a property or a pipeline is."""
    return f"hubspot/{name}.json"


def replaced_by(found: Options, lists: Lists) -> str:
    """The property of ours that one of the account's own makes needless, if any."""
    has_reasons = lists.losses and wanted_of(found, lists).of == "loss-reason"
    return LOSS_PROPERTY if has_reasons and found.name != LOSS_PROPERTY else ""


def _options(values: Iterable[Value]) -> Iterator[dict[str, Any]]:
    return (_option(value, number) for number, value in enumerate(values))


def _option(value: Value, number: int) -> dict[str, Any]:
    return {
        "label": value.label,
        "value": value.value,
        "displayOrder": number,
        "hidden": False,
        "description": value.told,
    }


def _stage(value: Value, number: int, place: int, total: int) -> dict[str, Any]:
    share = DEFAULTS.get(value.value, f"{round(0.9 * (place + 1) / total, 1)}")
    if value.ended:
        share = "1.0" if value.ended == "won" else "0.0"
    ends = bool(value.ended) or value.value in ("closedwon", "closedlost")
    return {
        "id": value.value,
        "label": value.label,
        "displayOrder": number,
        "metadata": {"isClosed": "true" if ends else "false", "probability": share},
    }


def _property(
    name: str, label: str, told: str, options: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "label": label, "description": told, "groupName": _GROUP}
    return {**made, "type": "enumeration", "fieldType": "select", "options": list(options)}


def _called(one: DealField) -> str:
    return f"donebook_{one.name.lower()}"


def _of_deal(one: DealField) -> dict[str, Any]:
    if one.type == "choice":
        return _property(_called(one), one.label, one.told, _options(one.choices))
    types = {"long": ("string", "textarea"), "line": ("string", "text"), "day": ("date", "date")}
    kind, shown = types[one.type]
    return {**_property(_called(one), one.label, one.told), "type": kind, "fieldType": shown, "options": []}  # fmt: skip


def _text(body: object) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()
