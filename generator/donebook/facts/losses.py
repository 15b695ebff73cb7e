"""What the figures of lost deals say of the reasons, questions and definitions that are here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from donebook.facts.memory import remembered
from donebook.facts.shares import Share
from donebook.facts.warnings import warnings_of
from donebook.figures import ROOTS, Groups, Lost, Sum
from donebook.model import Key, LossReason, Pattern, SpokenQuestion
from donebook.playbook import Playbook


@remembered
def lost_by_reason(playbook: Playbook) -> Mapping[str, Lost]:
    """What is known of the losses for each reason, by its id now; most deals first.

    Where two reasons have become one, their sums are one.
    """
    figures = playbook.figures
    found: dict[str, Lost] = {}
    for name, lost in figures.reasons.items() if figures else ():
        now = _now(playbook, name)
        if now:
            stages = _stages(playbook, lost.stages)
            its = lost.model_copy(update={"stages": stages})
            found[now] = _joined(found[now], its) if now in found else its
    return dict(sorted(found.items(), key=lambda one: (-deals(one[1].all), one[0])))


def _now(playbook: Playbook, name: str) -> str | None:
    """The id that a loss reason has now; none where it is gone."""
    key = Key(LossReason.kind.name, name)
    if key in playbook.entries:
        return name
    after = playbook.forwarded(key)
    return after.id if after in playbook.entries and after else None


def now_called(playbook: Playbook, stage: str) -> str | None:
    """The id that a stage has now; none where it is gone."""
    now = playbook.former("stage").get(stage, stage)
    return now if now in playbook.vocabulary.stages else None


def _stages(playbook: Playbook, sums: Mapping[str, Sum]) -> dict[str, Sum]:
    return {now: found for name, found in sums.items() if (now := now_called(playbook, name))}


def _joined(one: Lost, other: Lost) -> Lost:
    stages = {
        stage: added([found.stages[stage] for found in (one, other) if stage in found.stages])
        for stage in {**one.stages, **other.stages}
    }
    return Lost(
        all=added([s for s in (one.all, other.all) if s]),
        late=added([s for s in (one.late, other.late) if s]),
        timely=added([s for s in (one.timely, other.timely) if s]),
        stages={stage: found for stage, found in stages.items() if found},
    )


def added(sums: Iterable[Sum]) -> Sum | None:
    """Several sums as one; its amount is what is known of theirs. None where there are none."""
    some = tuple(sums)
    amounts = [one.amount for one in some if one.amount is not None]
    if not some:
        return None
    return Sum(deals=sum(one.deals for one in some), amount=sum(amounts) if amounts else None)


def deals(found: Sum | None) -> int:
    """How many deals a sum has; 0 where nothing is told."""
    return found.deals if found else 0


def share_of(part: Sum | None, *others: Sum | None) -> Share | None:
    """The share of a part in itself and the others; none where one of them isn't told."""
    if part is None or None in others:
        return None
    return Share(part.deals, part.deals + sum(deals(other) for other in others))


def wrong_deals(groups: Groups) -> Share | None:
    """How many of the losses whose root is known should not have been there."""
    return share_of(*(groups.get(root) for root in ROOTS))


def wins(groups: Groups) -> Share | None:
    """How many of the closed deals were won."""
    return share_of(groups.get("won"), groups.get("lost"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry with the deals lost for reasons that it leads to, and these reasons."""

    entry: SpokenQuestion | Pattern
    deals: int
    late: int
    reasons: tuple[LossReason, ...]


@remembered
def warnings_by_losses(playbook: Playbook) -> tuple[Weighed, ...]:
    """The questions that warn in time of losses that happened, those of most deals first.

    Deals that were lost late count first: in these a warning would have come before the work.
    """
    found: defaultdict[Key, list[LossReason]] = defaultdict(list)
    for name in lost_by_reason(playbook):
        reason = playbook.entry(LossReason, name)
        for question in warnings_of(playbook, reason).in_time:
            found[question.key].append(reason)
    return _weighed(playbook, SpokenQuestion, found)


@remembered
def misread_by_losses(playbook: Playbook) -> tuple[Weighed, ...]:
    """The definitions of done that lead to losses that happened when they are misread."""
    found: defaultdict[Key, list[LossReason]] = defaultdict(list)
    for name in lost_by_reason(playbook):
        reason = playbook.entry(LossReason, name)
        for pattern in playbook.sources(reason.key, Pattern, "misread_leads_to"):
            found[pattern.key].append(reason)
    return _weighed(playbook, Pattern, found)


def _weighed(
    playbook: Playbook,
    model: type[SpokenQuestion] | type[Pattern],
    found: Mapping[Key, list[LossReason]],
) -> tuple[Weighed, ...]:
    lost = lost_by_reason(playbook)
    weighed = (
        Weighed(
            playbook.entry(model, key.id),
            sum(deals(lost[reason.id].all) for reason in reasons),
            sum(deals(lost[reason.id].late) for reason in reasons),
            tuple(reasons),
        )
        for key, reasons in found.items()
    )
    return tuple(
        sorted((w for w in weighed if w.deals), key=lambda w: (-w.late, -w.deals, w.entry.id))
    )
