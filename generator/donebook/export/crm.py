"""What a playbook gives a CRM: the values of its picklists, and the fields of a deal that are worth having there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from donebook.facts import losses_in, stages_in
from donebook.playbook import Playbook
from donebook.text import finished

ROOTS = ("wrong-deal", "outsold")
Ended = Literal["won", "lost"] | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a picklist as the CRM knows it and as people read it.

    `under` is the value of another picklist that it belongs to, and `ended` whether deals end there.
    One that `is_id` is a word of ours, so people read its label instead.
    """

    value: str
    label: str
    told: str = ""
    under: str = ""
    ended: Ended = None
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class DealField:
    """A field of a deal: its name to programs and to people, what it holds, and of which type."""

    name: str
    label: str
    told: str
    type: Literal["long", "line", "day", "choice"]
    choices: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The picklists of one CRM and the fields of a deal; `missing` are the reasons without a value for it."""

    system: str
    name: str
    stages: tuple[Value, ...]
    losses: tuple[Value, ...]
    roots: tuple[Value, ...]
    deal: tuple[DealField, ...]
    missing: tuple[str, ...]


def lists_of(playbook: Playbook, system: str) -> Lists:
    """The picklists of a CRM that the settings name."""
    known = losses_in(playbook, system)
    has_value = {reason.id for reasons in known.values() for reason in reasons}
    return Lists(
        system,
        _text(playbook)(playbook.config.crm[system]),
        tuple(_stages(playbook, system)),
        tuple(_losses(playbook, system)),
        roots_of(playbook),
        deal_fields(playbook),
        tuple(reason.id for reason in playbook.loss_reasons if reason.id not in has_value),
    )


def _text(playbook: Playbook) -> Callable[[str], str]:
    return lambda text: finished(text, playbook.config.product)


def _stages(playbook: Playbook, system: str) -> Iterator[Value]:
    text = _text(playbook)
    for value, ids in stages_in(playbook, system).items():
        stages = [playbook.vocabulary.stages[i] for i in ids]
        name = " / ".join(text(stage.name) for stage in stages)
        ended = next((stage.closed for stage in stages if stage.closed), None)
        yield Value(value, name, text(stages[0].purpose), ended=ended)


def _losses(playbook: Playbook, system: str) -> Iterator[Value]:
    text = _text(playbook)
    for value, reasons in losses_in(playbook, system).items():
        first = reasons[0]
        name = " / ".join(text(reason.title) for reason in reasons)
        yield Value(value, name, text(first.deciding_question or first.gist), under=first.root)


def roots_of(playbook: Playbook) -> tuple[Value, ...]:
    """The two roots of a loss, by their names here."""
    say = playbook.language.say
    return tuple(Value(root, say(f"root.{root}"), is_id=True) for root in ROOTS)


def deal_fields(playbook: Playbook) -> tuple[DealField, ...]:
    """What of a deal is worth a field of the CRM: what reps confirm, and what a manager looks at."""
    say, text = playbook.language.say, _text(playbook)
    tests = tuple(
        Value(test_id, text(test.name), text(test.meaning), is_id=True)
        for test_id, test in playbook.vocabulary.tests.items()
    )

    return (
        DealField("Definition_of_Done", say("crm-field.done"), say("crm-field.done-told"), "long"),
        DealField("Done_Confirmed_By", say("crm-field.by"), say("crm-field.by-told"), "line"),
        DealField("Done_Confirmed_On", say("crm-field.on"), say("crm-field.on-told"), "day"),
        DealField(
            "Weakest_Test", say("crm-field.weakest"), say("crm-field.weakest-told"), "choice", tests
        ),
    )
