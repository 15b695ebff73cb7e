"""What leads where: questions to definitions of done and loss reasons, and these to those."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from donebook.facts import is_in_time
from donebook.model import Entry, Key, LossReason, Pattern, SpokenQuestion
from donebook.playbook import Playbook
from donebook.text import Plain

MISREAD = "misread"
ROOTS = ("wrong-deal", "outsold")


@dataclass(frozen=True, slots=True)
class Lead:
    """One entry leads to another; `how` is the strength of the answer, or `misread`.

    A lead that `is_late` names a loss that nobody can change any more: it explains, and doesn't warn.
    """

    source: Key
    target: Key
    how: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Entries that stay together in their column, with what stands above them."""

    name: Plain | None
    entries: tuple[Entry, ...]


Column = tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class Web:
    """Three columns (questions, definitions of done, loss reasons) and what leads where."""

    columns: tuple[Column, Column, Column]
    leads: tuple[Lead, ...]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return sum(len(c.entries) for column in self.columns for c in column)


def whole(playbook: Playbook) -> Web:
    """Every spoken question, every definition of done and every loss reason."""
    return _web(playbook, playbook.spoken, playbook.patterns, playbook.loss_reasons)


def of_questions(playbook: Playbook, questions: Sequence[SpokenQuestion]) -> Web:
    """Some questions, with the definitions of done and the loss reasons that they lead to."""
    told = {lead.target for question in questions for lead in _told(playbook, question)}
    patterns = [p for p in playbook.patterns if p.key in told]
    told |= {lead.target for pattern in patterns for lead in _misread(pattern)}
    reasons = [r for r in playbook.loss_reasons if r.key in told]
    return _web(playbook, questions, patterns, reasons)


def _web(
    playbook: Playbook,
    questions: Sequence[SpokenQuestion],
    patterns: Sequence[Pattern],
    reasons: Sequence[LossReason],
) -> Web:
    stages = playbook.vocabulary.stages
    say = playbook.language.say
    leads = [lead for question in questions for lead in _told(playbook, question)]
    leads += [lead for pattern in patterns for lead in _misread(pattern)]
    return Web(
        (
            _clusters((s.name, [q for q in questions if q.stage == i]) for i, s in stages.items()),
            _clusters([(None, patterns)]),
            _clusters(
                (Plain(say(f"root.{root}")), [r for r in reasons if r.root == root])
                for root in ROOTS
            ),
        ),
        tuple(leads),
    )


def _clusters(found: Iterable[tuple[Plain | None, Sequence[Entry]]]) -> Column:
    return tuple(Cluster(name, tuple(entries)) for name, entries in found if entries)


def _told(playbook: Playbook, question: SpokenQuestion) -> Iterator[Lead]:
    for strength, answer in question.listen_for.graded:
        for pattern in answer.reveals:
            yield Lead(question.key, Key(Pattern.kind.name, pattern), strength)
        for name in answer.warns_of:
            reason = playbook.entries[Key(LossReason.kind.name, name)]
            if isinstance(reason, LossReason):
                is_late = not is_in_time(playbook, question, reason)
                yield Lead(question.key, reason.key, strength, is_late)


def _misread(pattern: Pattern) -> Iterator[Lead]:
    for reason in pattern.misread_leads_to:
        yield Lead(pattern.key, Key(LossReason.kind.name, reason), MISREAD)
