"""Proof points: customers whose definition of done was reached, or was not."""

from typing import Annotated, Literal

from pydantic import Field

from donebook.model.entry import Entry, Kind, Phrases, Title
from donebook.model.fields import Day, LossReasonRef, Part, PatternRef, Weeks
from donebook.model.marks import (
    Asked,
    Back,
    Called,
    Completes,
    Leads,
    Placed,
    Searched,
    Starts,
    Told,
)
from donebook.text import Plain, Said


class Figure(Part):
    """A number that moved."""

    name: Plain
    """What was counted."""
    from_: Annotated[Plain, Field(alias="from")]
    """The figure before."""
    to: Plain
    """The figure after."""
    after_weeks: Annotated[Weeks, Starts("12")]
    """After how many weeks it was so."""


class ProofPoint(Entry):
    """One customer, what done meant to them, and what became of it."""

    kind = Kind("proof-point", "proof-points", 35, "f", ("look-by", 35), 180)
    called_by = "customer"

    title: Annotated[Title, Told("Has a new title"), Completes()] = Title()
    """What people call it; short enough for a list. Without it, the customer is."""
    customer: Annotated[Plain, Searched("ask"), Asked("The customer, as they may be called")]
    """The customer's name, or how they may be called."""
    pattern: Annotated[
        PatternRef,
        Leads("Shows that others reached"),
        Back("proof-points.who-got-there"),
        Asked("The definition of done it is about"),
    ]
    """The definition of done it is about."""
    before: Annotated[Plain, Called("the state before"), Completes()] = Plain()
    """Their world before, in their words where you can."""
    after: Annotated[Plain, Told("The result has a new wording"), Completes()] = Plain()
    """Their world since, as they would tell it themselves."""
    numbers: Annotated[tuple[Figure, ...], Field(min_length=1), Completes()] = ()
    """Figures that moved, each with how long it took."""
    permission: Annotated[
        Literal["public", "on-request", "internal"],
        Placed(),
        Asked("Who may hear of it"),
        Completes(),
    ] = "internal"
    """public: anybody may hear of it. on-request: ask the customer first. internal, which is usual: never outside."""
    until: Annotated[Day | None, Completes()] = None
    """The day after which the customer is asked again: 2027-06-30."""
    quote: Annotated[Said | None, Searched("examples")] = None
    """A sentence of theirs, word for word."""
    quote_by: Annotated[Plain | None, Called("who said it")] = None
    """Who said it: a name, or a job title."""
    went_wrong: Annotated[Plain | None, Called("what went wrong")] = None
    """What did not go as planned; a reference without it is not believed."""
    counters: Annotated[
        tuple[LossReasonRef, ...], Leads("Counters"), Back("proof-points.show-them")
    ] = ()
    """Loss reasons that it helps against."""
    links: Phrases = ()
    """Where more is to be read: a case study, a recording."""

    def has(self, field: str) -> bool:
        if field == "permission":
            return field in self.model_fields_set
        return super().has(field)
