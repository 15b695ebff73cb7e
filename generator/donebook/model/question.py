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
    """What you hear or see when the answer is of this kind; quote the buyer where you can."""
    reveals: tuple[PatternRef, ...] = ()
    """Patterns that this answer gives away."""
    warns_of: tuple[LossReasonRef, ...] = ()
    """Loss reasons that this answer warns of."""


class ListenFor(Part):
    strong: Answer
    """The answer that moves the deal on."""
    weak: Answer | None = None
    """An answer that leaves it open."""
    red_flag: Answer
    """The answer that should stop you."""

    @property
    def graded(self) -> tuple[tuple[str, Answer], ...]:
        """The answers with their strength, strongest first."""
        found = (("strong", self.strong), ("weak", self.weak), ("red_flag", self.red_flag))
        return tuple((strength, answer) for strength, answer in found if answer)


class FollowUp(Part):
    heard: Plain
    """What the buyer says."""
    ask: Ask
    """What you ask then; sayable, at most 30 words."""


class Question(Entry):
    """What open questions, commitments and deal checks have in common."""

    kind = Kind("question", "questions")

    ask: Ask
    """The question as it is said aloud: one idea, at most 30 words."""
    stage: StageRef
    """The stage in which it is asked first."""
    test: TestRef
    """Which of the four tests it serves: real, compete, win or worth."""
    ask_again: tuple[StageRef, ...] = ()
    """Later stages in which it is worth asking again."""
    frameworks: dict[FrameworkRef, str] = Field(default_factory=dict)
    """Where it belongs in a framework: the framework, then its element."""
    weight: Weight = 1
    """How much it counts on a scorecard, from 1 to 3."""

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
    """open: answered in sentences. commitment: may be answered with yes or no. check: asked of ourselves."""
    why: Rich
    """Why it is worth the buyer's minute, and what to do with the answer."""
    roles: Annotated[tuple[RoleRef, ...], Field(min_length=1)]
    """Who at the buyer can answer it."""
    listen_for: ListenFor
    """What strong and weak answers sound like, and what they tell."""
    follow_ups: Annotated[tuple[FollowUp, ...], Field(min_length=1)]
    """What to ask next, by what the buyer says."""
    core: Flag = False
    """One of the four questions with which the stage's call list opens."""
    misreading: Plain | None = None
    """How the answer is usually misunderstood."""
    avoid_when: Plain | None = None
    """When it does harm."""


class CheckAnswers(Part):
    confirmed: Plain
    """What it looks like when we know that it is so."""
    unknown: Plain
    """What it looks like when we only believe it."""
    missing: Plain
    """What it looks like when it is not so."""


class DealCheck(Question):
    """Asked of ourselves about the deal, never of the buyer."""

    form: Literal["check"]
    """check: asked of ourselves about the deal, never of the buyer."""
    answers: CheckAnswers
    """What each of the three answers looks like."""
    evidence: Plain
    """What to write down as proof: a date, a name, a sentence of the buyer's."""
    answered_by: Annotated[tuple[QuestionRef, ...], Field(min_length=1)]
    """Questions to the buyer that settle it."""
    blocker: Flag = False
    """Without it there is no deal, however good the rest looks."""
