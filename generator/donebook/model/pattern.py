"""Patterns: the definitions of done that buyers carry, and what to do about each."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from donebook.model.entry import Entry, Kind, Phrases, SomePhrases
from donebook.model.fields import LossReasonRef, Part, PatternRef, QuestionRef, RoleRef, Weeks
from donebook.text import Plain, Rich


class DoneWhen(Part):
    """One statement that the buyer can check without us, and who accepts it."""

    statement: Plain
    evidence: Plain
    accepted_by: RoleRef
    title: Plain | None = None


class Metric(Part):
    name: Plain
    from_: Plain = Field(alias="from")
    to: Plain
    measured_by: Plain
    by: Plain


class Stance(Part):
    usual: Literal["adopt", "redefine"]
    adopt_when: Plain
    redefine_when: Plain
    walk_away_when: Plain


class Redefine(Part):
    """The better definition to educate the buyer into, and how."""

    to: PatternRef
    insight: Rich
    proof: Rich
    ask: Annotated[tuple[QuestionRef, ...], Field(min_length=1)]


class Drift(Part):
    """How the definition moves while the deal runs."""

    when: Plain | None = None
    after_weeks: Weeks | None = None
    sign: Plain
    moves_to: PatternRef
    recheck: QuestionRef

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.when is None) == (self.after_weeks is None):
            raise PydanticCustomError(
                "one_of",
                "give either {first} or {second}",
                {"first": "when", "second": "after_weeks"},
            )
        return self


class ConfusedPattern(Part):
    pattern: PatternRef
    tell: Plain


class Pattern(Entry):
    """A recurring Definition of Done."""

    kind = Kind("pattern", "patterns")

    heard: SomePhrases
    before: Plain
    after: Plain
    done_when: Annotated[tuple[DoneWhen, ...], Field(min_length=1)]
    stance: Stance
    cost_of_staying: Plain | None = None
    metrics: tuple[Metric, ...] = ()
    redefine: Redefine | None = None
    come_back_when: Plain | None = None
    drift: tuple[Drift, ...] = ()
    regret_signs: Phrases = ()
    confused_with: tuple[ConfusedPattern, ...] = ()
    misread_leads_to: tuple[LossReasonRef, ...] = ()
    stakeholders: tuple[RoleRef, ...] = ()
    proof_links: Phrases = ()
