"""The graph of the map: which questions lead to which definitions of done and loss reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from donebook.facts import is_in_time
from donebook.model import Entry, Key, LossReason, Pattern, SpokenQuestion
from donebook.playbook import Playbook
from donebook.text import Plain

MISREAD = "misread"
ROOTS = ("wrong-deal", "outsold")


@dataclass(frozen=True, slots=True)
class Edge:
    """One entry leads to another; `how` is the strength of the answer, or `misread`.

    An edge that `is_late` names a loss that nobody can change any more: it explains, and doesn't warn.
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
class Graph:
    """Three columns (questions, definitions of done, loss reasons) and the edges between them."""

    columns: tuple[Column, Column, Column]
    edges: tuple[Edge, ...]


def whole(playbook: Playbook) -> Graph:
    """Every spoken question, every definition of done and every loss reason."""
    return _graph(playbook, playbook.spoken, playbook.patterns, playbook.loss_reasons)


def has_lines(playbook: Playbook) -> bool:
    """Whether anything leads anywhere, so that there is something to draw."""
    return any(edge for q in playbook.spoken for edge in _told(playbook, q)) or any(
        pattern.misread_leads_to for pattern in playbook.patterns
    )


def of_questions(playbook: Playbook, questions: Sequence[SpokenQuestion]) -> Graph:
    """Some questions, with the definitions of done and the loss reasons that they lead to."""
    told = {edge.target for question in questions for edge in _told(playbook, question)}
    patterns = [p for p in playbook.patterns if p.key in told]
    told |= {edge.target for pattern in patterns for edge in _misread(pattern)}
    reasons = [r for r in playbook.loss_reasons if r.key in told]
    return _graph(playbook, questions, patterns, reasons)


def _graph(
    playbook: Playbook,
    questions: Sequence[SpokenQuestion],
    patterns: Sequence[Pattern],
    reasons: Sequence[LossReason],
) -> Graph:
    stages = playbook.vocabulary.stages
    say = playbook.language.say
    edges = [edge for question in questions for edge in _told(playbook, question)]
    edges += [edge for pattern in patterns for edge in _misread(pattern)]
    return Graph(
        (
            _clusters((s.name, [q for q in questions if q.stage == i]) for i, s in stages.items()),
            _clusters([(None, patterns)]),
            _clusters(
                (Plain(say(f"root.{root}")), [r for r in reasons if r.root == root])
                for root in ROOTS
            ),
        ),
        tuple(edges),
    )


def _clusters(found: Iterable[tuple[Plain | None, Sequence[Entry]]]) -> Column:
    return tuple(Cluster(name, tuple(entries)) for name, entries in found if entries)


def _told(playbook: Playbook, question: SpokenQuestion) -> Iterator[Edge]:
    for strength, answer in question.listen_for.graded:
        for pattern in answer.reveals:
            yield Edge(question.key, Key(Pattern.kind.name, pattern), strength)
        for name in answer.warns_of:
            reason = playbook.entries[Key(LossReason.kind.name, name)]
            if isinstance(reason, LossReason):
                is_late = not is_in_time(playbook, question, reason)
                yield Edge(question.key, reason.key, strength, is_late)


def _misread(pattern: Pattern) -> Iterator[Edge]:
    for reason in pattern.misread_leads_to:
        yield Edge(pattern.key, Key(LossReason.kind.name, reason), MISREAD)
