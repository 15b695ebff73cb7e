"""The call view: questions one at a time, what may be heard, and what it adds up to.

It is a sheet of the deal like any other: what is tapped and typed are fields of the deal. There is
one for each stage, and one for each worksheet that picks questions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from donebook.facts import AT_ONCE, ask_next, asked_on, printed_on
from donebook.ids import sign_number
from donebook.model import DealCheck, Key, Pattern, ProofPoint, Question, SpokenQuestion, Worksheet
from donebook.pages import address
from donebook.pages.grouping import by_stage, hub, sheets_by_stage
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.sheet.resolve import MARKS
from donebook.text import Plain, finished

# More than anybody asks in a call, and few enough for one page.
MOST = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that may be heard, and the field that notes it.

    What is tapped is a few words, the label. A sign without one shows its example, which goes
    nowhere else.
    """

    key: str
    strength: str
    text: Plain
    is_example: bool

    @property
    def word(self) -> str:
        """The interface's word for the strength."""
        return f"call.{self.strength}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a call. `is_first` are those to ask anybody in the room.

    `reveals` are the definitions that each strength of its signs speaks for.
    """

    question: SpokenQuestion
    signs: tuple[Sign, ...]
    reveals: tuple[tuple[str, tuple[str, ...]], ...]
    is_first: bool

    @property
    def answer(self) -> str:
        """The field for the buyer's words; worksheets that print the question have the same."""
        return f"answer.{self.question.id}"

    @property
    def asked(self) -> str:
        return f"call.{self.question.id}.asked"

    @property
    def grade(self) -> str:
        return f"call.{self.question.id}.grade"


@dataclass(frozen=True, slots=True)
class DetectedPattern:
    """A definition that a call may bring to light: what it is taken for, and what to ask then.

    `proof` are the customers who got there and may be named to anybody.
    """

    pattern: Pattern
    confusable_with: tuple[tuple[Pattern, Plain], ...]
    ask: tuple[SpokenQuestion, ...]
    proof: tuple[ProofPoint, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A deal check that the questions of a call can settle."""

    check: DealCheck
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a call belongs to: its name, the stage in which a deal begins there, its page's path.

    `caution` is what to keep to before asking anything.
    """

    name: Plain
    stage: str
    page: str
    caution: Plain | None = None


@dataclass(frozen=True, slots=True)
class _Call:
    """A call as it is planned: what it asks, with whether each comes first, and the sheets it fills."""

    subject: _Subject
    asks: Sequence[tuple[SpokenQuestion, bool]]
    sheets: tuple[Worksheet, ...]


def call_pages(playbook: Playbook) -> Iterator[Planned]:
    """The call view of every stage with questions, and of every worksheet that picks some."""
    for call in _calls(playbook):
        yield address.of_call(call.subject.page), partial(_page, playbook, call)


def asked_in_calls(playbook: Playbook) -> tuple[SpokenQuestion, ...]:
    """Every question that some call view asks, once."""
    return tuple({q.id: q for call in _calls(playbook) for q, _ in call.asks}.values())


def _calls(playbook: Playbook) -> Iterator[_Call]:
    asked, sheets = by_stage(playbook.spoken), sheets_by_stage(playbook)
    for stage_id, stage in playbook.vocabulary.stages.items():
        questions = asked.get(stage_id, ())
        core = tuple(q for q in questions if q.core and q.stage == stage_id)
        rest = tuple(q for q in questions if q not in core)
        if questions:
            subject = _Subject(stage.name, stage_id, address.of_stage(stage_id))
            asks = [*((q, True) for q in core), *((q, not core) for q in rest)][:MOST]
            yield _Call(subject, asks, tuple(sheets.get(stage_id, ())))
    for worksheet in playbook.worksheets:
        found = [q for q in asked_on(playbook, worksheet) if isinstance(q, SpokenQuestion)]
        if found:
            subject = _Subject(
                worksheet.title, worksheet.stage, address.of_entry(worksheet), worksheet.caution
            )
            yield _Call(subject, [(q, True) for q in found], (worksheet,))


def _page(playbook: Playbook, call: _Call) -> Page:
    subject, asked = call.subject, call.asks
    questions = [question for question, _ in asked]
    own = {sheet.key: sheet for sheet in call.sheets}
    own |= {sheet.key: sheet for q in questions for sheet in printed_on(playbook, q)}
    say = playbook.language.say
    return hub(
        address.of_call(subject.page),
        "call",
        say("call.title", name=subject.name),
        say("call.description", name=subject.name),
        name=subject.name,
        stage=subject.stage,
        back=subject.page,
        caution=subject.caution,
        turns=tuple(
            Turn(q, tuple(_signs(playbook, q)), tuple(_reveals(q)), is_first)
            for q, is_first in asked
        ),
        first=sum(is_first for _, is_first in asked),
        roles=_roles(playbook, questions),
        lights=tuple(_detected(playbook, questions, subject.stage)),
        settled=tuple(_settled(playbook, questions)),
        marks=MARKS,
        sheets=tuple(own.values()),
    )


def _short(strength: str) -> str:
    return "flag" if strength == "red_flag" else strength


def _reveals(question: SpokenQuestion) -> Iterator[tuple[str, tuple[str, ...]]]:
    for strength, answer in question.listen_for.graded:
        if answer.reveals:
            yield _short(strength), tuple(answer.reveals)


def _signs(playbook: Playbook, question: SpokenQuestion) -> Iterator[Sign]:
    for strength, answer in question.listen_for.graded:
        name = _short(strength)
        for sign in answer.signs:
            number = sign_number(finished(sign.text, playbook.config.product))
            key = f"call.{question.id}.{name}-{number}"
            yield Sign(key, name, sign.text, not sign.label)


def _roles(playbook: Playbook, questions: Iterable[Question]) -> tuple[Plain, ...]:
    """The roles that any of these questions is for, in the vocabulary's order."""
    wanted = {r for q in questions if isinstance(q, SpokenQuestion) for r in q.roles}
    return tuple(Plain(role) for role in playbook.vocabulary.roles if role in wanted)


def _detected(
    playbook: Playbook, questions: Iterable[SpokenQuestion], stage: str
) -> Iterator[DetectedPattern]:
    names = dict.fromkeys(
        name for q in questions for _, answer in q.listen_for.graded for name in answer.reveals
    )
    for name in names:
        pattern = playbook.entries[Key("pattern", name)]
        if isinstance(pattern, Pattern):
            asks = ask_next(playbook, pattern, stage)[:AT_ONCE]
            proof = playbook.sources(pattern.key, ProofPoint, "pattern")
            public = tuple(point for point in proof if point.permission == "public")
            yield DetectedPattern(pattern, playbook.confusable_with(pattern), asks, public)


def _settled(playbook: Playbook, questions: Sequence[Question]) -> Iterator[Settled]:
    asked = [question.id for question in questions]
    for check in playbook.checks:
        if by := tuple(name for name in check.answered_by if name in asked):
            yield Settled(check, by)
