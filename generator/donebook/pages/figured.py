"""What the figures of lost deals say, as pages tell it: numbers, shares, values of the CRM."""

from collections.abc import Mapping
from dataclasses import dataclass

from donebook.facts import Share, added, deals, lost_by_reason, share_of
from donebook.figures import ROOTS, Figures, Lost, Sum, Undecided
from donebook.model import LossReason
from donebook.pages.chart.shares import Plotted, plotted
from donebook.playbook import Playbook
from donebook.text import Plain


@dataclass(frozen=True, slots=True)
class Figure:
    """A share as it is told: in percent, with its interval and what it is of, and drawn.

    Only the upper end of the interval has its sign.
    """

    share: Plain
    low: Plain
    high: Plain
    part: Plain
    whole: Plain
    plot: Plotted


class Teller:
    """Writes numbers as the site's language does."""

    def __init__(self, playbook: Playbook, figures: Figures) -> None:
        self._language = playbook.language
        self._currency = figures.currency

    def number(self, n: int) -> Plain:
        return Plain(self._language.number(n))

    def deals(self, found: Sum | None) -> Plain | None:
        return self.number(found.deals) if found else None

    def money(self, amount: int) -> Plain:
        return Plain(self._language.money(amount, self._currency))

    def amount(self, found: Sum | None) -> Plain | None:
        return self.money(found.amount) if found and found.amount else None

    def percent(self, share: float) -> Plain:
        return Plain(self._language.percent(share))

    def figure(self, share: Share | None) -> Figure | None:
        if share is None:
            return None
        return Figure(
            self.percent(share.share),
            self.number(round(100 * share.low)),
            self.percent(share.high),
            self.number(share.part),
            self.number(share.whole),
            plotted(share),
        )


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of the CRM that stands for no one reason, with those that it may mean."""

    value: Plain
    lost: Plain
    reasons: tuple[LossReason, ...]


def undecided_rows(playbook: Playbook, tell: Teller, figures: Figures) -> tuple[ValueRow, ...]:
    """Values that stand for several reasons, with those that are still here."""
    return tuple(
        ValueRow(one.value, tell.number(one.all.deals), _still(playbook, one))
        for one in figures.undecided
    )


def _still(playbook: Playbook, one: Undecided) -> tuple[LossReason, ...]:
    by_id = {reason.id: reason for reason in playbook.loss_reasons}
    return tuple(by_id[name] for name in one.reasons if name in by_id)


def unmapped_rows(tell: Teller, figures: Figures) -> tuple[ValueRow, ...]:
    """Values that stand for no reason."""
    return tuple(ValueRow(one.value, tell.number(one.all.deals), ()) for one in figures.unmapped)


@dataclass(frozen=True, slots=True)
class LostHere:
    """What a loss reason's page says of the deals that were lost for it."""

    made: Plain
    lost: Plain
    share: Figure
    amount: Plain | None
    late: Figure | None
    stages: tuple[tuple[str, Plain], ...]


def lost_here(playbook: Playbook, reason: LossReason) -> LostHere | None:
    """The deals that were lost for a reason; none where there are no figures, or too few deals."""
    figures, lost = playbook.figures, lost_by_reason(playbook).get(reason.id)
    if figures is None or lost is None or lost.all is None:
        return None
    tell = Teller(playbook, figures)
    roots = added(figures.all[root] for root in ROOTS if root in figures.all)
    share = tell.figure(Share(lost.all.deals, max(deals(roots), lost.all.deals)))
    if share is None:
        return None
    return LostHere(
        Plain(playbook.language.day(figures.made)),
        tell.number(lost.all.deals),
        share,
        tell.amount(lost.all),
        tell.figure(_late_of(lost)),
        tuple((stage, tell.number(found.deals)) for stage, found in lost.stages.items()),
    )


def _late_of(lost: Lost) -> Share | None:
    return share_of(lost.late, lost.timely)


def lost_counts(playbook: Playbook) -> Mapping[str, Plain]:
    """How many deals were lost for each reason, by its id, as it is told in a list."""
    if playbook.figures is None:
        return {}
    tell = Teller(playbook, playbook.figures)
    found = lost_by_reason(playbook)
    return {name: tell.number(lost.all.deals) for name, lost in found.items() if lost.all}


def root_figures(playbook: Playbook) -> Mapping[str, Figure]:
    """The share of each root in the losses whose root is known."""
    if playbook.figures is None:
        return {}
    tell, groups = Teller(playbook, playbook.figures), playbook.figures.all
    one, other = ROOTS
    shares = {
        root: share_of(groups.get(root), groups.get(also))
        for root, also in ((one, other), (other, one))
    }
    return {root: found for root, share in shares.items() if (found := tell.figure(share))}
