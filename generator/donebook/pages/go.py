"""The page at which links from a CRM arrive: it knows stages and losses by what CRMs call them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from donebook.facts import loss_called, stage_called
from donebook.model import LossReason
from donebook.pages import address
from donebook.pages.deals import any_sheet, ways
from donebook.pages.grouping import hub
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class Called:
    """A stage, and what links may call it."""

    id: Plain
    name: Plain
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A reason for a loss, and what links may call it."""

    reason: LossReason
    called: tuple[str, ...]


def go_pages(playbook: Playbook) -> Iterator[Planned]:
    """The page itself; nothing of a customer is in its address, as far as a server sees it."""
    yield address.GO, partial(_go, playbook)


def _go(playbook: Playbook) -> Page:
    say = playbook.language.say
    return hub(
        address.GO,
        "go",
        say("go.title"),
        say("go.description"),
        stages=tuple(
            Called(Plain(stage_id), stage.name, stage_called(playbook, stage_id))
            for stage_id, stage in playbook.vocabulary.stages.items()
        ),
        losses=tuple(
            Lost(reason, loss_called(playbook, reason))
            for reason in sorted(playbook.loss_reasons, key=lambda reason: reason.title)
        ),
        ended_lost=tuple(
            Plain(word.strip())
            for word in playbook.language.below("import")["ended.lost"].split(",")
        ),
        ways=tuple(ways(playbook)),
        any_sheet=any_sheet(playbook),
        site=Plain(playbook.config.address.rstrip("/")) if playbook.config.address else None,
    )
