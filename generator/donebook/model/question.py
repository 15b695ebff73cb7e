"""Questions: what is asked of the buyer, and the checks we ask of ourselves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from pydantic.functional_validators import AfterValidator

from donebook.message import Message, message
from donebook.model.entry import Entry, Kind, Title
from donebook.model.fields import (
    Flag,
    FrameworkRef,
    LossReasonRef,
    OrText,
    Part,
    PatternRef,
    QuestionRef,
    RoleRef,
    StageRef,
    TestRef,
    Weight,
    refused,
)
from donebook.model.marks import (
    Acted,
    Asked,
    Called,
    Completes,
    Facet,
    Flagged,
    Leads,
    Placed,
    Searched,
    Starts,
    Told,
)
from donebook.model.send import Messages
from donebook.text import Plain, Rich, Said

LONGEST_ASK = 30
MOST_WORDS = 7  # of a label


def _at_most(most: int, said: Callable[[int], Message]) -> AfterValidator:
    """A validator for texts of at most so many words; `said` makes the sentence about too many."""

    def check(text: Plain) -> Plain:
        words = len(text.split())
        if words > most:
            raise refused("too_many_words", said(words))
        return text

    return AfterValidator(check)


Ask = Annotated[
    Said,
    _at_most(
        LONGEST_ASK,
        lambda n: message(
            "This has {n} words; nobody says more than {most} in one breath.", n=n, most=LONGEST_ASK
        ),
    ),
]


class Label(Plain):
    __slots__ = ()
    longest = 38


LabelAtAGlance = Annotated[
    Label,
    _at_most(
        MOST_WORDS,
        lambda n: message(
            "This has {n} words; a label is read while listening, and {most} is the most.",
            n=n,
            most=MOST_WORDS,
        ),
    ),
]


class Sign(Part):
    """Something to notice in an answer: what kind of thing it is, and how it sounded once."""

    label: Annotated[LabelAtAGlance | None, Searched("signs"), Starts()] = None
    """What kind of thing you hear, verb first: "Names a date"; at most seven words and 38 characters."""
    example: Annotated[Plain | None, Searched("examples"), Starts()] = None
    """How it sounded once; quote the buyer where you can. It never leaves its page."""

    @property
    def text(self) -> Plain:
        """What is shown where there is room for one: the label, or the example without one."""
        return self.label or self.example or Plain()


class Answer(Part):
    """What one strength of answer looks like, and what it tells."""

    signs: Annotated[
        tuple[Annotated[Sign, OrText("example", needs="label")], ...], Field(min_length=1)
    ]
    """What tells you it's this kind of answer."""
    reveals: Annotated[tuple[PatternRef, ...], Leads("reveals")] = ()
    """Patterns this answer reveals."""
    warns_of: Annotated[tuple[LossReasonRef, ...], Leads("warns of")] = ()
    """Loss reasons this answer warns of."""


class ListenFor(Part):
    strong: Annotated[Answer | None, Leads("A strong answer"), Completes()] = None
    """The answer that moves the deal forward."""
    weak: Annotated[Answer | None, Leads("A weak answer"), Starts()] = None
    """An answer that leaves it open."""
    red_flag: Annotated[Answer | None, Leads("A red flag"), Completes()] = None
    """The answer that should stop you."""

    @property
    def graded(self) -> tuple[tuple[str, Answer], ...]:
        """The answers with their strength, strongest first."""
        found = (("strong", self.strong), ("weak", self.weak), ("red_flag", self.red_flag))
        return tuple((strength, answer) for strength, answer in found if answer)


class FollowUp(Part):
    heard: Annotated[Said | None, Searched("heard"), Starts()] = None
    """What the buyer says. Leave it out where you ask the same whatever they say."""
    ask: Annotated[Ask, Searched("then")]
    """What you ask then, in words you'd say; at most 30."""


class Question(Entry):
    """What open questions, commitments and deal checks have in common."""

    kind = Kind("question", "questions", 10, "q", ("look-by", 40), 180)
    called_by = "ask"

    title: Annotated[Title, Told("Has a new title"), Completes()] = Title()
    """What people call it; short enough for a list. Without it, lists show the question."""
    ask: Annotated[
        Ask, Searched("ask"), Acted("Has a new wording"), Asked("The question as you would say it")
    ]
    """The question as you'd say it: one idea, at most 30 words."""
    stage: Annotated[StageRef, Facet("stage"), Placed(), Asked("In which stage")]
    """The stage it's first asked in."""
    test: Annotated[TestRef, Facet("test"), Placed(), Asked("Which test it serves")]
    """Which of the deal tests it serves."""
    ask_again: Annotated[tuple[StageRef, ...], Facet("stage"), Leads("Is asked again in")] = ()
    """Later stages where it's worth asking again."""
    frameworks: Annotated[
        dict[FrameworkRef, str], Facet("element"), Called("its place in frameworks")
    ] = Field(default_factory=dict)
    """Where it belongs in a framework: the framework, then its element."""
    weight: Weight = 1
    """How much it counts on a scorecard, from 1 to 3."""

    @classmethod
    def forms(cls) -> Mapping[str, type[Entry]]:
        return {"open": SpokenQuestion, "commitment": SpokenQuestion, "check": DealCheck}

    @property
    def gist(self) -> Plain:
        return self.summary or self.ask

    @property
    def is_check(self) -> bool:
        return isinstance(self, DealCheck)

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage in which it is asked, its own first."""
        return (self.stage, *self.ask_again)


class SpokenQuestion(Question):
    """Said to the buyer: open, or a commitment that may be answered yes or no."""

    form: Annotated[Literal["open", "commitment"], Placed()] = "open"
    """open: answered in sentences. commitment: may be answered with yes or no. check: asked of ourselves."""
    test: Annotated[
        TestRef, Facet("test"), Placed(), Asked("Which test it serves"), Completes()
    ] = ""
    """Which of the deal tests it serves."""
    why: Annotated[Rich, Searched("long"), Called("why it is asked"), Completes()] = Rich()
    """Why it's worth the buyer's time, and what to do with the answer."""
    roles: Annotated[
        tuple[RoleRef, ...],
        Field(min_length=1),
        Facet("role"),
        Leads("Is asked of"),
        Asked("Who can answer it"),
        Completes(),
    ] = ()
    """Who on the buyer's side can answer it."""
    listen_for: Annotated[ListenFor, Called("what to listen for"), Completes()] = ListenFor()
    """What strong and weak answers sound like, and what they tell you."""
    follow_ups: Annotated[
        tuple[FollowUp, ...],
        Field(min_length=1),
        Acted("Is followed up differently"),
        Completes(),
    ] = ()
    """What to ask next, by what the buyer says."""
    send: Messages = ()
    """Messages that can go out as they are, each with when to send it."""
    core: Annotated[
        Flag, Flagged("Is now a core question of its stage", "Is no longer a core question")
    ] = False
    """One of the four questions that open the stage's call list."""
    opens: Annotated[
        Flag, Flagged("Now opens a meeting", "Can now be asked at any point of a meeting")
    ] = False
    """It can only be said at the start of a meeting, so it's never suggested as what to ask next."""
    misreading: Annotated[Plain | None, Searched("long"), Called("how it is misread")] = None
    """How the answer is usually misunderstood."""
    avoid_when: Annotated[Plain | None, Called("when not to ask it")] = None
    """When asking it does harm."""

    def has(self, field: str) -> bool:
        if field == "listen_for":
            return all((self.listen_for.strong, self.listen_for.red_flag))
        return super().has(field)


class CheckAnswers(Part):
    confirmed: Plain
    """What it looks like when we know it's true."""
    unknown: Plain
    """What it looks like when we only believe it."""
    missing: Plain
    """What it looks like when it isn't true."""


class DealCheck(Question):
    """Asked of ourselves about the deal, never of the buyer."""

    ask: Annotated[
        Ask,
        Searched("ask"),
        Acted("Has a new wording"),
        Asked("The check, as a question to ourselves"),
    ]
    """The check as a question to ourselves: one idea, at most 30 words."""
    form: Annotated[Literal["check"], Placed()]
    """check: asked of ourselves about the deal, never of the buyer."""
    answers: Annotated[CheckAnswers | None, Completes()] = None
    """What each of the three answers looks like."""
    evidence: Annotated[Plain, Completes()] = Plain()
    """What to write down as proof: a date, a name, a sentence the buyer said."""
    why: Annotated[Rich | None, Searched("long"), Called("why it is asked")] = None
    """Why it's worth settling, and how to work it out on our side."""
    answered_by: Annotated[
        tuple[QuestionRef, ...],
        Field(min_length=1),
        Leads("Is settled by"),
        Asked("Which question to the buyer settles it"),
        Completes(),
    ] = ()
    """Questions to the buyer that settle it."""
    blocker: Annotated[
        Flag, Flagged("Now stops a deal if it is missing", "No longer stops a deal")
    ] = False
    """Without it there's no deal, no matter how good the rest looks."""

    @classmethod
    def shown_as(cls) -> Kind:
        return _CHECK


_CHECK = replace(
    Question.kind,
    name="check",
    place=60,
    letter="c",
    nav=("look-by", 70),
    is_found=False,
    listed="checks.md",
)
