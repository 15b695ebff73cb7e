"""Patterns: the definitions of done that buyers carry, and what to do about each."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from donebook.message import message
from donebook.model.entry import Entry, Kind, Phrases, SomeSaid
from donebook.model.fields import (
    LossReasonRef,
    Part,
    PatternRef,
    QuestionRef,
    RoleRef,
    Weeks,
    refused,
)
from donebook.model.marks import Acted, Asked, Called, Completes, Facet, Leads, Searched, Told
from donebook.model.send import Messages
from donebook.text import Plain, Rich


class DoneWhen(Part):
    """One statement that the buyer can check without us, and who accepts it."""

    statement: Plain
    """Something that's true in the buyer's world when they're done; they can check it without us."""
    evidence: Plain
    """Where the buyer sees it: a list, a date, a log."""
    accepted_by: Annotated[
        RoleRef,
        Facet("role"),
        Leads("Is accepted by"),
        Asked("Who at the buyer says that it is done"),
    ]
    """The role on the buyer's side that says it's done."""
    title: Plain | None = None
    """That person's job title, if it helps."""


class Metric(Part):
    name: Plain
    """What is counted."""
    from_: Plain = Field(alias="from")
    """The figure today; an example."""
    to: Plain
    """The figure the buyer wants; an example."""
    measured_by: Plain
    """Who counts, and where."""
    by: Plain
    """By when."""


class Stance(Part):
    usual: Annotated[
        Literal["adopt", "redefine"],
        Facet("mark"),
        Acted("The usual stance has changed", values="script.stance"),
        Asked("What we mostly do with it", option="stance"),
    ]
    """What we usually do with it: adopt it as the buyer sees it, or redefine it into a better one."""
    adopt_when: Annotated[Plain, Completes()] = Plain()
    """When to take it as the buyer sees it."""
    redefine_when: Annotated[Plain, Completes()] = Plain()
    """When to lead the buyer to a better one."""
    walk_away_when: Annotated[Plain, Completes()] = Plain()
    """When to leave the deal."""


class Redefine(Part):
    """The better definition to educate the buyer into, and how."""

    to: Annotated[PatternRef, Leads("Is reframed as")]
    """The better definition."""
    insight: Annotated[Rich, Searched("long")]
    """What the buyer doesn't see yet, in words you can say."""
    proof: Rich
    """What makes them believe it: an example, a figure of their own."""
    ask: Annotated[tuple[QuestionRef, ...], Field(min_length=1), Leads("Is reframed by asking")]
    """Questions that let the buyer get there themselves."""


class Drift(Part):
    """How the definition moves while the deal runs."""

    when: Plain | None = None
    """What makes it move: an event. Give this or after_weeks."""
    after_weeks: Weeks | None = None
    """After how many weeks it tends to move. Give this or when."""
    sign: Plain
    """How you notice."""
    moves_to: Annotated[PatternRef, Leads("Drifts to")]
    """The pattern it becomes."""
    recheck: Annotated[QuestionRef, Leads("Its drift is noticed by")]
    """The question with which you find out."""

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.when is None) == (self.after_weeks is None):
            raise refused(
                "one_of",
                message("Give either {first} or {second}.", first="when", second="after_weeks"),
            )
        return self


class ConfusedPattern(Part):
    pattern: Annotated[PatternRef, Leads("Is confused with")]
    """The pattern it's confused with."""
    tell: Plain
    """How to tell the two apart."""


class Pattern(Entry):
    """A recurring Definition of Done."""

    kind = Kind("pattern", "patterns", 20, "p", ("look-by", 20), 270)

    heard: Annotated[
        SomeSaid,
        Searched("heard"),
        Called("what the buyer says"),
        Asked("What the buyer says, in their words"),
        Completes(),
    ] = ()
    """What buyers say when this is their definition, in their own words."""
    before: Annotated[Plain, Searched("long"), Called("the state before"), Completes()] = Plain()
    """Their world today."""
    after: Annotated[
        Plain,
        Searched("long"),
        Told("The end state has a new wording"),
        Asked("The end state, in the buyer's world"),
    ]
    """The end state, in the buyer's world; no product, no feature."""
    done_when: Annotated[
        tuple[DoneWhen, ...],
        Field(min_length=1),
        Acted("Done when has changed"),
        Completes(),
    ] = ()
    """Statements the buyer can check without us."""
    stance: Annotated[Stance | None, Acted("The stance has changed"), Completes()] = None
    """Adopt it, redefine it or walk away, and when."""
    cost_of_staying: Annotated[Plain | None, Searched("long"), Called("the cost of staying")] = None
    """What it costs the buyer to leave things as they are."""
    metrics: Annotated[tuple[Metric, ...], Called("numbers to look for")] = ()
    """Figures that move; the numbers are examples and shown as such."""
    redefine: Redefine | None = None
    """The better definition, and how to lead there."""
    come_back_when: Annotated[Plain | None, Called("when to come back")] = None
    """When a deal you left is worth another call."""
    caution: Annotated[Plain | None, Called("what to keep to when asking")] = None
    """A rule to keep to before asking anything; shown above what to ask, and in a call."""
    drift: Annotated[tuple[Drift, ...], Called("how it shifts")] = ()
    """How it shifts during the deal."""
    regret_signs: Annotated[Phrases, Searched("long"), Called("signs of regret")] = ()
    """What the customer says in the first weeks if it was the wrong one."""
    confused_with: Annotated[tuple[ConfusedPattern, ...], Called("what tells it from others")] = ()
    """Patterns it's often confused with."""
    misread_leads_to: Annotated[tuple[LossReasonRef, ...], Leads("If misread, it leads to")] = ()
    """Loss reasons that often begin with misreading it."""
    send: Messages = ()
    """Messages that can go out as they are, each with when to send it."""
    stakeholders: Annotated[tuple[RoleRef, ...], Facet("role"), Leads("Concerns")] = ()
    """Roles on the buyer's side that have a stake in it."""
    proof_links: Annotated[Phrases, Called("proof")] = ()
    """Where to find proof."""

    def has(self, field: str) -> bool:
        stance = self.stance
        if field == "stance" and stance:
            return all((stance.adopt_when, stance.redefine_when, stance.walk_away_when))
        return super().has(field)
