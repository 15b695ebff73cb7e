"""What an administrator exported from a CRM next to what the playbook says: what has drifted apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from donebook.export.crm import Value
from donebook.message import Message, message
from donebook.playbook import Playbook
from donebook.spelling import closest


@dataclass(frozen=True, slots=True)
class Held:
    """The values that a CRM holds, each with whether people can choose it, and what each is called.

    In a stage of `lost`, deals have ended without being won: of these, reasons say more.
    """

    values: Mapping[str, bool]
    labels: Mapping[str, str]
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values that the playbook has for a list, and what of it they stand for."""

    values: tuple[Value, ...]
    of: Literal["stage", "loss-reason", "other"]


def drift(playbook: Playbook, wanted: Wanted, held: Held) -> Iterator[Message]:
    """Each value that is on one side alone, can't be chosen any more, or is called otherwise there."""
    ours = {value.value: value for value in wanted.values}
    # What isn't a loss is no drift, and neither is a value of before that a stage or a reason still answers to.
    known = {*map(str, playbook.config.not_a_loss), *_earlier(playbook), *held.lost}
    strange = [value for value in held.values if value not in ours and value not in known]
    for value, its in ours.items():
        if value not in held.values:
            near = closest(value, strange)
            if near:
                yield message("Missing in the CRM: {value} ({name}). Is it {near} there?", value=value, name=its.label, near=near)  # fmt: skip
            else:
                yield message("Missing in the CRM: {value} ({name}).", value=value, name=its.label)
        elif not held.values[value]:
            yield message("Inactive in the CRM: {value} ({name}).", value=value, name=its.label)
        elif its.is_id and held.labels.get(value) not in (None, "", its.label):
            yield message("Called otherwise in the CRM: {value} is {label} there, and {name} here.", value=value, label=held.labels[value], name=its.label)  # fmt: skip
    for value in strange:
        if held.values[value]:
            yield _alone(value, wanted)


def _alone(value: str, wanted: Wanted) -> Message:
    if wanted.of == "stage":
        return message("In the CRM alone: {value}. No link with it leads to a page. Add it to `legacy` of a stage in content/vocabulary.yaml.", value=value)  # fmt: skip
    if wanted.of == "loss-reason":
        return message("In the CRM alone: {value}. No link with it leads to a page. Add it to `legacy` of a loss reason, or to `not_a_loss` in the settings.", value=value)  # fmt: skip
    return message("In the CRM alone: {value}.", value=value)


def _earlier(playbook: Playbook) -> Iterator[str]:
    for stage in playbook.vocabulary.stages.values():
        yield from map(str, stage.legacy)
    for reason in playbook.loss_reasons:
        yield from map(str, reason.legacy)
