"""What to ask next, once a definition of done or a loss is on the table."""

from collections.abc import Sequence

from donebook.facts.memory import remembered
from donebook.facts.warnings import warnings_of
from donebook.model import Key, LossReason, Pattern, SpokenQuestion
from donebook.playbook import Playbook

# Enough to leave the rep a choice, and how many of them are shown at once.
MOST, AT_ONCE = 6, 2


@remembered
def ask_next(
    playbook: Playbook,
    subject: Pattern | LossReason,
    stage: str | None = None,
    role: str | None = None,
) -> tuple[SpokenQuestion, ...]:
    """The questions that lead on from a definition or a loss, at most six, the best one first.

    For a definition these are the questions that redefine it, in its author's order, then those
    with an answer that reveals it; for a loss, those that warn of it in time. None of them opens a
    meeting, for the meeting is under way. What is for other deals than the definition or the loss
    comes last. With a stage, what is asked by then comes before what is asked later, and the
    nearest stage first. With a role, those of the six that this role can answer come first; the
    browser does this step by itself, for the role that is chosen there.
    """
    found = _ranked(playbook, subject, stage)[:MOST]
    return tuple(
        sorted(found, key=lambda question: role is not None and role not in question.roles)
    )


def _ranked(
    playbook: Playbook, subject: Pattern | LossReason, stage: str | None
) -> Sequence[SpokenQuestion]:
    first, then = _candidates(playbook, subject)
    stages = playbook.vocabulary.stages
    known = {q.key: q for q in (*first, *then) if q.stage in stages and not q.opens}
    if stage is None:
        return sorted(known.values(), key=lambda question: _is_for_others(question, subject))
    better = {question.key for question in first}

    def rank(question: SpokenQuestion) -> tuple[bool, bool, bool, int]:
        is_later, distance = _distance(playbook, question, stage)
        is_for_others = _is_for_others(question, subject)
        return is_for_others, is_later, question.key not in better, distance

    return sorted(known.values(), key=rank)


def _is_for_others(question: SpokenQuestion, subject: Pattern | LossReason) -> bool:
    """Whether a question is for some segments of deals, and the subject names none of them."""
    return bool(question.applies_to) and not {*question.applies_to} & {*subject.applies_to}


def _candidates(
    playbook: Playbook, subject: Pattern | LossReason
) -> tuple[Sequence[SpokenQuestion], Sequence[SpokenQuestion]]:
    """The questions to ask first and the others, each by stage where no author ordered them."""
    if isinstance(subject, LossReason):
        return (), _by_stage(playbook, warnings_of(playbook, subject).in_time)
    names = subject.redefine.ask if subject.redefine else ()
    named = (playbook.entries.get(Key("question", name)) for name in names)
    redefining = [question for question in named if isinstance(question, SpokenQuestion)]
    return redefining, _by_stage(playbook, playbook.sources(subject.key, SpokenQuestion, "reveals"))


def _by_stage(playbook: Playbook, questions: Sequence[SpokenQuestion]) -> Sequence[SpokenQuestion]:
    stages = list(playbook.vocabulary.stages)
    known = (question for question in questions if question.stage in stages)
    return sorted(known, key=lambda q: (stages.index(q.stage), not q.core, q.id))


def _distance(playbook: Playbook, question: SpokenQuestion, stage: str) -> tuple[bool, int]:
    """Whether a question is asked only after a stage, and how many stages lie between."""
    stages = list(playbook.vocabulary.stages)
    here = stages.index(stage)
    asked = [stages.index(name) for name in question.stages if name in stages]
    return min((at > here, abs(here - at)) for at in asked)
