"""Which questions warn of a loss while it can still be changed, and which only explain it later."""

from dataclasses import dataclass

from donebook.facts.memory import remembered
from donebook.model import LossReason, SpokenQuestion
from donebook.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Warnings:
    """The questions with an answer that warns of a loss reason.

    `afterwards` are first asked after the loss's `act_by`: they explain it, and warn of nothing.
    """

    in_time: tuple[SpokenQuestion, ...]
    afterwards: tuple[SpokenQuestion, ...]


def is_in_time(playbook: Playbook, question: SpokenQuestion, reason: LossReason) -> bool:
    """Whether a question is first asked no later than a loss can still be changed.

    All their stages have to be in the vocabulary.
    """
    return playbook.vocabulary.stage_number(question.stage) < window(playbook, reason).stop


@remembered
def warnings_of(playbook: Playbook, reason: LossReason) -> Warnings:
    """The questions that warn of a loss reason. Those with an unknown stage are left out."""
    stages = playbook.vocabulary.stages
    asked = playbook.sources(reason.key, SpokenQuestion, "warns_of")
    named = {stage for stage in (reason.knowable_from, reason.act_by) if stage}
    known = tuple(q for q in asked if q.stage in stages and named <= {*stages})
    return Warnings(
        tuple(q for q in known if is_in_time(playbook, q, reason)),
        tuple(q for q in known if not is_in_time(playbook, q, reason)),
    )


def window(playbook: Playbook, reason: LossReason) -> range:
    """The numbers of the stages from which a loss can be known until it can no longer be changed.

    Where a reason doesn't say, it is from the first stage, or to the last one. Those that it names
    have to be in the vocabulary.
    """
    stages = tuple(playbook.vocabulary.stages)
    first = stages.index(reason.knowable_from or stages[0])
    return range(first, stages.index(reason.act_by or stages[-1]) + 1)


@remembered
def warning_stages(playbook: Playbook, reason: LossReason) -> tuple[int, ...]:
    """The numbers of the stages in which a question warns of a loss in time, in order."""
    stages = tuple(playbook.vocabulary.stages)
    asked = {stage for q in warnings_of(playbook, reason).in_time for stage in q.stages}
    if not asked:
        return ()
    last = window(playbook, reason).stop
    return tuple(n for n, stage in enumerate(stages) if stage in asked and n < last)


def first_warning(playbook: Playbook, reason: LossReason) -> int | None:
    """The number of the first stage in which a question warns of a loss in time, if one does."""
    return next(iter(warning_stages(playbook, reason)), None)
