"""Exercises: role-plays for three, with a card each for rep and buyer."""

from typing import Annotated

from pydantic import Field

from donebook.model.entry import Entry, Kind, Phrases
from donebook.model.fields import Day, LossReasonRef, Minutes, Part, PatternRef, QuestionRef
from donebook.model.marks import Asked, Called, Care, Leads, Starts
from donebook.text import Plain, Rich, Said


class CardText(Said):
    """What somebody says on a card; a card is read at arm's length."""

    __slots__ = ()
    longest = 800


class IfAsked(Part):
    asked: Plain
    """What the rep may ask about."""
    says: Said
    """What the buyer answers then."""


class Shift(Part):
    """What changes while they play: the minute, and what the buyer says then."""

    minute: Annotated[Minutes, Starts("5")]
    """The minute in which it happens."""
    says: Said
    """What the buyer says then."""


# What a card says besides the author's words: "You open with", "If you are asked", "In minute 5
# you say".
FRAME_WORDS = 12
# The same of what a card may leave out: "You want", "You are", "Unasked".
FRAME_OF = {"wants": 2, "mood": 2, "unasked": 1}


class BuyerCard(Part):
    who: Plain | None = None
    """Who the buyer is: name, title, company, and what their day is like."""
    wants: Plain | None = None
    """What the buyer wants out of this talk."""
    mood: Plain | None = None
    """How the buyer is at the start, in a few words."""
    opening: CardText
    """How the buyer opens."""
    unasked: CardText | None = None
    """What the buyer says without being asked."""
    if_asked: Annotated[tuple[IfAsked, ...], Field(min_length=1)]
    """Facts that come out only when asked for."""
    shift: Shift
    """What changes while they play."""

    @property
    def words(self) -> int:
        """How many words are printed on the card."""
        told = (self.who, self.wants, self.mood, self.opening, self.unasked, self.shift.says)
        said = (f"{fact.asked} {fact.says}" for fact in self.if_asked)
        frame = sum(words for part, words in FRAME_OF.items() if getattr(self, part))
        return FRAME_WORDS + frame + len(" ".join((*filter(None, told), *said)).split())


class Timing(Part):
    """Minutes to read, to play and to talk; where nothing is said, as long as a round usually takes."""

    read: Annotated[Minutes, Starts("3")] = 3
    """Minutes to read the cards."""
    play: Annotated[Minutes, Starts("7")] = 7
    """Minutes to play."""
    debrief: Annotated[Minutes, Starts("5")] = 5
    """Minutes to talk about it."""

    @property
    def total(self) -> int:
        return self.read + self.play + self.debrief


class Exercise(Entry):
    """A role-play. `pattern` stays hidden from the rep."""

    kind = Kind("exercise", "exercises", 50, "e", ("print", 20), 365, hides_leads=True)

    reviewed: Annotated[Day, Care()]
    """The day somebody last read it and confirmed it's still true, which is printed on it: 2026-11-23."""
    scenario: Rich
    """What both know before they start."""
    pattern: Annotated[PatternRef, Leads("Plays"), Asked("The buyer's hidden definition of done")]
    """The buyer's definition of done; the rep doesn't know it."""
    buyer_card: Annotated[BuyerCard, Called("the buyer's card")]
    """The buyer's card, at most 120 words."""
    rep_card: Annotated[CardText, Called("the rep's card")]
    """The rep's card, at most 120 words; it never names the pattern."""
    must_ask: Annotated[
        tuple[QuestionRef, ...],
        Field(min_length=1),
        Called("what must be asked"),
        Leads("Has the rep ask"),
        Asked("A question the rep must ask"),
    ]
    """Questions without which the rep can't find out."""
    traps: Annotated[tuple[LossReasonRef, ...], Leads("Sets the trap")] = ()
    """Loss reasons the rep may walk into."""
    minutes: Annotated[Timing, Called("how long it takes")] = Timing()
    """How long each part takes: 3 minutes to read, 7 to play and 5 to talk, where nothing else is said."""
    watch_for: Annotated[Phrases, Field(max_length=4), Called("what the observer watches for")] = ()
    """What the observer writes down while they play, in a few words each; it stands on the front of the observer's page."""
    debrief: Rich
    """How to talk about it afterward."""
    answer_key: Annotated[Rich, Called("the answer key")]
    """What a good round finds out."""
    bring: Annotated[Phrases, Called("what to bring")] = ()
    """What the trainer brings besides what is printed."""
    trainer_notes: Annotated[Rich | None, Called("notes for the trainer")] = None
    """What helps whoever runs it."""

    @property
    def rep_words(self) -> int:
        """How many words are printed on the rep's card."""
        return len(self.rep_card.split())
