"""The pages of deals: a rep's own, and those that a manager looks through.

What they show is in the reader's browser or in files of theirs, so here is only what is around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from donebook.model import Worksheet
from donebook.pages import address
from donebook.pages.call import asked_in_calls
from donebook.pages.grouping import by_stage, hub
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.sheet import opened_on
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class Way:
    """Where a deal of a stage is opened: the call view's path, and that of a sheet."""

    stage: Plain
    call: str | None
    sheet: str | None


def deal_pages(playbook: Playbook) -> Iterator[Planned]:
    """My deals, and the review of other people's."""
    yield address.DEALS, partial(_deals, playbook)
    yield address.REVIEW, partial(_review, playbook)


def _deals(playbook: Playbook) -> Page:
    say = playbook.language.say
    return hub(
        address.DEALS,
        "deals",
        say("deals.title"),
        say("deals.description"),
        ways=tuple(ways(playbook)),
        questions=asked_in_calls(playbook) if playbook.config.usage else (),
        any_sheet=any_sheet(playbook),
        has_calls=bool(playbook.spoken),
    )


def _review(playbook: Playbook) -> Page:
    say = playbook.language.say
    return hub(address.REVIEW, "review-deals", say("review.title"), say("review.description"))


def any_sheet(playbook: Playbook) -> str | None:
    """Where a deal is opened that is in no stage yet, if the playbook has sheets."""
    return _sheet(opened_on(playbook))


def ways(playbook: Playbook) -> Iterator[Way]:
    """Where a deal is opened, by its stage.

    Without any sheet, a stage in which nothing is asked has the call view of one nearby, so that each
    deal has a place for what it is about.
    """
    stages = tuple(playbook.vocabulary.stages)
    asked = by_stage(playbook.spoken)
    for number, stage in enumerate(stages):
        sheet = _sheet(opened_on(playbook, stage))
        nearby = (*reversed(stages[:number]), *stages[number:])
        found = (stage,) if stage in asked or any_sheet(playbook) else nearby
        call = next((address.of_call(address.of_stage(s)) for s in found if s in asked), None)
        yield Way(Plain(stage), call, sheet)


def _sheet(worksheet: Worksheet | None) -> str | None:
    return address.of_entry(worksheet) if worksheet else None
