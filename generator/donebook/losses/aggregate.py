"""Deals as figures: sums of at least five, from which no smaller one follows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from donebook.facts import window
from donebook.figures import (
    FIGURES_FORM,
    LEAST,
    LOST,
    ROOTS,
    Figures,
    Group,
    Groups,
    Lost,
    Rival,
    Root,
    Sum,
    Undecided,
    Unmapped,
)
from donebook.losses.deals import Deal
from donebook.losses.pipeline import MOST_NAMED, IsPublic, pipeline
from donebook.losses.protected import Line
from donebook.losses.tables import Counted
from donebook.model import LossReason
from donebook.playbook import Playbook
from donebook.text import Plain

LATE, TIMELY = "late", "timely"
_MOST_QUARTERS = 12
_MOST_APART = 80
"""So many rivals, teams, values and quarters are looked at: what may be told takes the square of that."""


def group_of(deal: Deal) -> Group:
    return "won" if deal.outcome == "won" else deal.meant.group


def figures(
    playbook: Playbook,
    deals: Iterable[Deal],
    today: date,
    currency: str | None,
    is_public: IsPublic,
    *,
    has_definitions: bool,
) -> Figures | None:
    """What may be told of deals; none where there are too few of them.

    `is_public` says which names may be told. `has_definitions` says that there are fields for the
    buyer's definition of done.
    """
    given = _without_rare(deals)
    closed = _enough([deal for deal in given if deal.outcome in ("won", "lost")])
    if not any(deal.outcome == "lost" for deal in closed):
        return None
    lost = [deal for deal in closed if deal.outcome == "lost"]
    by_quarter = _Ended(closed, lambda deal: deal.quarter)
    by_rival = _Ended(closed, lambda deal: deal.rival)
    roots = [_Root(playbook, root, lost) for root in ROOTS]
    return Figures(
        losses=FIGURES_FORM,
        made=today,
        currency=currency,
        known=round(10 * sum(bool(deal.amount) for deal in lost) / len(lost)) * 10,
        all=by_quarter.groups(),
        quarters=dict([*sorted(by_quarter.parts())][-_MOST_QUARTERS:]),
        rivals=tuple(
            Rival(name=Plain(name), deals=groups)
            for name, groups in by_rival.parts()
            if is_public(name)
        )[:MOST_NAMED],
        stages={
            stage: groups
            for stage in playbook.vocabulary.stages
            if (groups := _told({root.root: root.stage(stage) for root in roots}))
        },
        late=_told({root.root: root.by_time(LATE) for root in roots}),
        timely=_told({root.root: root.by_time(TIMELY) for root in roots}),
        reasons={name: found for root in roots for name, found in root.reasons()},
        undecided=tuple(_undecided(lost, roots, is_public))[:MOST_NAMED],
        unmapped=tuple(
            Unmapped(value=Plain(value), all=found)
            for value, found in _values(lost, "unknown")
            if is_public(value)
        )[:MOST_NAMED],
        pipeline=pipeline(playbook, given, closed, is_public) if has_definitions else None,
    )


def _without_rare(deals: Iterable[Deal]) -> tuple[Deal, ...]:
    """Deals without the rarest names and the oldest quarters where there are too many.

    These deals count as if nobody had named anything. Of sums that take them together, nothing
    follows about one of the names.
    """
    given = tuple(deals)
    rivals = _rare(deal.rival for deal in given)
    teams = _rare(deal.team for deal in given)
    values = _rare(deal.value for deal in given if deal.meant.one is None)
    quarters = sorted({deal.quarter for deal in given if deal.quarter})[-_MOST_APART:]
    return tuple(
        replace(
            deal,
            quarter=deal.quarter if deal.quarter in quarters else None,
            rival="" if deal.rival in rivals else deal.rival,
            team="" if deal.team in teams else deal.team,
            value="" if deal.value in values else deal.value,
        )
        for deal in given
    )


def _rare(names: Iterable[str]) -> frozenset[str]:
    counts = Counter(name for name in names if name)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    return frozenset(ordered[_MOST_APART:])


def _enough(deals: Sequence[Deal]) -> list[Deal]:
    """Closed deals without those of a group that has fewer than five, so that every group is told.

    Amounts of a group in which fewer than five are known count as unknown.
    """
    counts = Counter(group_of(deal) for deal in deals)
    known = Counter(group_of(deal) for deal in deals if deal.amount)
    return [
        deal if known[group_of(deal)] >= LEAST else replace(deal, amount=None)
        for deal in deals
        if counts[group_of(deal)] >= LEAST
    ]


class _Ended:
    """Closed deals by how they ended and one thing more, such as their quarter."""

    def __init__(self, deals: Sequence[Deal], by: Callable[[Deal], str | None]) -> None:
        self._counted = counted = Counted.by(deals, lambda deal: (group_of(deal), by(deal)))
        self._names = counted.values(1)
        of = counted.of
        self._table = counted.table(
            Line(of(..., ...), (of("won", ...), of(LOST, ...))),
            Line(of(LOST, ...), tuple(of(group, ...) for group in LOST)),
            Line(of(..., ...), tuple(of(..., name) for name in self._names)),
            *(Line(of(..., name), (of("won", name), of(LOST, name))) for name in self._names),
            *(
                Line(of(LOST, name), tuple(of(group, name) for group in LOST))
                for name in self._names
            ),
            *(
                Line(of(group, ...), tuple(of(group, name) for name in self._names))
                for group in ("won", LOST, *LOST)
            ),
        )

    def groups(self, name: object = ...) -> Groups:
        wanted: dict[Group, object] = {"won": "won", "lost": LOST, **{g: g for g in LOST}}
        of = self._counted.of
        return _told({group: self._table.sum(of(want, name)) for group, want in wanted.items()})

    def parts(self) -> Iterable[tuple[str, Groups]]:
        return [(name, found) for name in self._names if (found := self.groups(name))]


class _Root:
    """Lost deals of one root, by reason or undecided value, stage, and whether that was late."""

    def __init__(self, playbook: Playbook, root: Root, lost: Sequence[Deal]) -> None:
        self.root = root
        self._playbook = playbook
        its = [deal for deal in lost if group_of(deal) == root]
        self._counted = counted = Counted.by(its, self._kind)
        self._leaves = counted.values(0)
        of, stages, times = counted.of, counted.values(1), (LATE, TIMELY)
        everything = of(..., ..., ...)
        self._table = counted.table(
            Line(everything, tuple(of(leaf, ..., ...) for leaf in self._leaves)),
            Line(everything, tuple(of(..., ..., time) for time in times)),
            Line(everything, tuple(of(..., stage, ...) for stage in stages)),
            *(
                Line(of(leaf, ..., ...), tuple(of(leaf, ..., time) for time in times))
                for leaf in self._leaves
            ),
            *(
                Line(of(leaf, ..., ...), tuple(of(leaf, stage, ...) for stage in stages))
                for leaf in self._leaves
            ),
            *(
                Line(of(..., stage, ...), tuple(of(leaf, stage, ...) for leaf in self._leaves))
                for stage in stages
            ),
            *(
                Line(of(..., ..., time), tuple(of(leaf, ..., time) for leaf in self._leaves))
                for time in times
            ),
        )

    def _kind(self, deal: Deal) -> tuple[str, str | None, str | None]:
        reason = deal.meant.one
        if reason is None:
            return f"?{deal.value}", deal.stage, None
        return reason.id, deal.stage, _when(self._playbook, reason, deal.stage)

    def stage(self, stage: str) -> Sum | None:
        return self._table.sum(self._counted.of(..., stage, ...))

    def by_time(self, time: str) -> Sum | None:
        return self._table.sum(self._counted.of(..., ..., time))

    def value(self, value: str) -> Sum | None:
        """The deals of a value that fits several reasons of this root."""
        return self._table.sum(self._counted.of(f"?{value}", ..., ...))

    def reasons(self) -> Iterable[tuple[str, Lost]]:
        of = self._counted.of
        for leaf in self._leaves:
            whole = self._table.sum(of(leaf, ..., ...))
            if whole is None or leaf.startswith("?"):
                continue
            stages = {
                stage: found
                for stage in self._playbook.vocabulary.stages
                if (found := self._table.sum(of(leaf, stage, ...)))
            }
            late, timely = (self._table.sum(of(leaf, ..., time)) for time in (LATE, TIMELY))
            yield leaf, Lost(all=whole, late=late, timely=timely, stages=stages)


def _when(playbook: Playbook, reason: LossReason, stage: str | None) -> str | None:
    """Whether a deal was lost after the stage from which the loss can be known."""
    if stage is None or not reason.knowable_from:
        return None
    is_late = playbook.vocabulary.stage_number(stage) > window(playbook, reason).start
    return LATE if is_late else TIMELY


def _values(lost: Sequence[Deal], group: Group) -> Iterable[tuple[str, Sum]]:
    """The values of a group, with their deals; that there is no value is one of them."""
    counted = Counted.by(
        [d for d in lost if group_of(d) == group], lambda deal: (deal.value or None,)
    )
    names = counted.values(0)
    table = counted.table(Line(counted.of(...), tuple(counted.of(name) for name in names)))
    return [(name, found) for name in names if (found := table.sum(counted.of(name)))]


def _undecided(
    lost: Sequence[Deal], roots: Sequence[_Root], is_public: IsPublic
) -> Iterable[Undecided]:
    """Values that fit several reasons, those of most deals first."""
    meant = {d.value: d.meant for d in lost if d.value and len(d.meant.reasons) > 1}
    found = dict(_values(lost, "undecided"))
    for root in roots:
        found |= {value: its for value in meant if (its := root.value(value))}
    for value, its in sorted(found.items(), key=lambda one: (-one[1].deals, one[0])):
        if is_public(value):
            reasons = tuple(reason.id for reason in meant[value].reasons)
            yield Undecided(value=Plain(value), reasons=reasons, all=its)


def _told(sums: Mapping[Group, Sum | None]) -> Groups:
    return {group: found for group, found in sums.items() if found}
