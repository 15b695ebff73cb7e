"""Exercises: role-plays for three, with a card each for rep and buyer."""

from typing import Annotated

from pydantic import Field

from donebook.model.entry import Entry, Kind
from donebook.model.fields import LossReasonRef, Minutes, Part, PatternRef, QuestionRef
from donebook.text import Plain, Rich


class CardText(Plain):
    """What a card says; a card is read at arm's length."""

    __slots__ = ()
    longest = 800


class IfAsked(Part):
    asked: Plain
    says: Plain


class Shift(Part):
    """What changes while they play: the minute, and what the buyer says then."""

    minute: Minutes
    says: Plain


# What a card says besides the author's words: "You open with", "If you are asked", "In minute 5
# you say".
FRAME_WORDS = 12


class BuyerCard(Part):
    opening: CardText
    if_asked: Annotated[tuple[IfAsked, ...], Field(min_length=1)]
    shift: Shift

    @property
    def words(self) -> int:
        """How many words are printed on the card."""
        said = (f"{fact.asked} {fact.says}" for fact in self.if_asked)
        return FRAME_WORDS + len(" ".join((self.opening, *said, self.shift.says)).split())


class Timing(Part):
    """Minutes to read, to play and to talk."""

    read: Minutes
    play: Minutes
    debrief: Minutes

    @property
    def total(self) -> int:
        return self.read + self.play + self.debrief


class Exercise(Entry):
    """A role-play. `pattern` stays hidden from the rep."""

    kind = Kind("exercise", "exercises")

    scenario: Rich
    pattern: PatternRef
    buyer_card: BuyerCard
    rep_card: CardText
    must_ask: Annotated[tuple[QuestionRef, ...], Field(min_length=1)]
    traps: tuple[LossReasonRef, ...] = ()
    minutes: Timing
    debrief: Rich
    answer_key: Rich
    trainer_notes: Rich | None = None

    @property
    def rep_words(self) -> int:
        """How many words are printed on the rep's card."""
        return len(self.rep_card.split())
