"""What assistants get: values that say which entry they come from, and whether it can be relied on."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from donebook.export.form import Entry as Exported
from donebook.export.made import address_of
from donebook.message import message
from donebook.model import Entry, Key, SpokenQuestion
from donebook.playbook import Playbook
from donebook.text import PRODUCT


class Unanswered(Exception):  # noqa: N818 - a verdict, with what to do instead
    """There is no answer to this; `said` says why, and what to ask instead."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Answer(_Value):
    """Any answer. `note` is what to know before using it."""

    note: str = ""


class Source(_Value):
    """An entry by name, address and review. `overdue` is a sentence once its review is overdue."""

    kind: str
    id: str
    title: str
    address: str
    reviewed: date | None
    review_by: date | None
    overdue: str


class Hit(Source):
    """An entry that was found: what it says in a sentence, and how it was found."""

    gist: str
    found: Literal["match", "name", "nearest"]


class Page(_Value):
    """A page that is no entry, such as that of a stage or a role."""

    what: str
    name: str
    address: str


class SearchAnswer(Answer):
    """Entries and pages, best first. `missing` are words that the playbook doesn't have."""

    entries: tuple[Hit, ...]
    pages: tuple[Page, ...]
    total: int
    missing: tuple[str, ...]


class EntryAnswer(Answer):
    """One entry: all that it says, what leads to it and from it, and its file as it is."""

    source: Source
    entry: Exported
    file: str


class FollowUp(_Value):
    heard: str
    ask: str


class ToAsk(Source):
    """A question to the buyer, with what to ask after it and when not to ask it."""

    ask: str
    stage: str
    roles: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]
    avoid_when: str


class Subject(Source):
    """A definition of done or a loss that is on the table, and what to ask then, the best first."""

    gist: str
    caution: str
    ask: tuple[ToAsk, ...]


class AskAnswer(Answer):
    """What to ask next: by subject, and questions that fit by themselves."""

    subjects: tuple[Subject, ...]
    ask: tuple[ToAsk, ...]


class TestShare(_Value):
    test: str
    name: str
    confirmed: int
    of: int


class DealCheckAnswer(Source):
    """A deal check that nobody knows yet, or that is missing and ends the deal."""

    ask: str


class Deal(_Value):
    """How one deal stands: its tests, the weakest, what nobody knows, and what stops it."""

    name: str
    stage: str
    has_ended: bool
    tests: tuple[TestShare, ...]
    weakest: str
    unknown: tuple[DealCheckAnswer, ...]
    stops: tuple[DealCheckAnswer, ...]
    definition: str


class DealsAnswer(Answer):
    """The deals of a file, and what of it can't be read."""

    deals: tuple[Deal, ...]
    problems: tuple[str, ...]


class Changed(_Value):
    """A change for people who use the playbook; of an entry that is still there with its source."""

    day: date | None
    effect: str
    title: str
    said: str
    before: str
    after: str
    source: Source | None


class ChangesAnswer(Answer):
    changes: tuple[Changed, ...]


class ProposalAnswer(Answer):
    """What a proposal would do: its problems and changes as `check` and `diff` say them, and a patch."""

    path: str
    source: Source | None
    has_errors: bool
    problems: tuple[dict[str, Any], ...]
    diff: str
    patch: str
    is_written: bool


def filled(playbook: Playbook, text: str | None) -> str:
    """A text with the product's name in it."""
    return (text or "").replace(PRODUCT, str(playbook.config.product))


def about(playbook: Playbook, entry: Entry, today: date) -> dict[str, Any]:
    """What each answer says of an entry that it takes something from."""
    review_by = playbook.review_by(entry)
    overdue = ""
    if review_by and review_by < today:
        said = message("Its review is overdue since {day}. Say so when you use it.", day=review_by)
        overdue = playbook.language.tell(said)
    return {
        "kind": entry.shown_as().name,
        "id": entry.id,
        "title": filled(playbook, entry.title),
        "address": address_of(playbook, entry.key),
        "reviewed": entry.reviewed,
        "review_by": review_by,
        "overdue": overdue,
    }


def to_ask(playbook: Playbook, question: SpokenQuestion, today: date) -> ToAsk:
    """A question as it is asked."""
    return ToAsk(
        **about(playbook, question, today),
        ask=filled(playbook, question.ask),
        stage=question.stage,
        roles=question.roles,
        follow_ups=tuple(
            FollowUp(heard=filled(playbook, one.heard), ask=filled(playbook, one.ask))
            for one in question.follow_ups
        ),
        avoid_when=filled(playbook, question.avoid_when),
    )


def entry_named(playbook: Playbook, key: Key) -> Entry | None:
    """An entry by its key, or the one that took its place."""
    found = playbook.entries.get(key)
    moved = None if found else playbook.forwarded(key)
    return found or (playbook.entries.get(moved) if moved else None)
