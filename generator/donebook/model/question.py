"""Questions: what is asked of the buyer, and the checks we ask of ourselves."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.functional_validators import AfterValidator
from pydantic_core import PydanticCustomError

from donebook.model.entry import Entry, Kind, SomePhrases
from donebook.model.fields import (
    Flag,
    FrameworkRef,
    LossReasonRef,
    Part,
    PatternRef,
    QuestionRef,
    RoleRef,
    StageRef,
    TestRef,
    Weight,
)
from donebook.spelling import closest
from donebook.text import Plain, Rich

LONGEST_ASK = 30
FORMS = ("open", "commitment", "check")


def _sayable(ask: Plain) -> Plain:
    words = len(ask.split())
    if words > LONGEST_ASK:
        raise PydanticCustomError(
            "ask_too_long",
            "this has {words} words; nobody says more than {most} in one breath",
            {"words": words, "most": LONGEST_ASK},
        )
    return ask


Ask = Annotated[Plain, AfterValidator(_sayable)]


class Answer(Part):
    """What one strength of answer looks like, and what it tells."""

    signs: SomePhrases
    reveals: tuple[PatternRef, ...] = ()
    warns_of: tuple[LossReasonRef, ...] = ()


class ListenFor(Part):
    strong: Answer
    weak: Answer | None = None
    red_flag: Answer

    @property
    def graded(self) -> tuple[tuple[str, Answer], ...]:
        """The answers with their strength, strongest first."""
        found = (("strong", self.strong), ("weak", self.weak), ("red_flag", self.red_flag))
        return tuple((strength, answer) for strength, answer in found if answer)


class FollowUp(Part):
    heard: Plain
    ask: Ask


class Question(Entry):
    """What open questions, commitments and deal checks have in common."""

    kind = Kind("question", "questions")

    ask: Ask
    stage: StageRef
    test: TestRef
    ask_again: tuple[StageRef, ...] = ()
    frameworks: dict[FrameworkRef, str] = Field(default_factory=dict)
    weight: Weight = 1

    @classmethod
    def model_for(cls, values: Mapping[str, Any]) -> "type[Question]":
        return (
            DealCheck if closest(str(values.get("form", "")), FORMS) == "check" else SpokenQuestion
        )

    @property
    def is_check(self) -> bool:
        return isinstance(self, DealCheck)

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage in which it is asked, its own first."""
        return (self.stage, *self.ask_again)


class SpokenQuestion(Question):
    """Said to the buyer: open, or a commitment that may be answered yes or no."""

    form: Literal["open", "commitment"] = "open"
    why: Rich
    roles: Annotated[tuple[RoleRef, ...], Field(min_length=1)]
    listen_for: ListenFor
    follow_ups: Annotated[tuple[FollowUp, ...], Field(min_length=1)]
    core: Flag = False
    misreading: Plain | None = None
    avoid_when: Plain | None = None


class CheckAnswers(Part):
    confirmed: Plain
    unknown: Plain
    missing: Plain


class DealCheck(Question):
    """Asked of ourselves about the deal, never of the buyer."""

    form: Literal["check"]
    answers: CheckAnswers
    evidence: Plain
    answered_by: Annotated[tuple[QuestionRef, ...], Field(min_length=1)]
    blocker: Flag = False
