"""All of a file of figures, looked at as equations by somebody who wants to know single deals.

This knows nothing of how sums are chosen: it reads the file, says which deals each sum is of, and tries
whether any small group of deals is a combination of them, across all tables.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import crm
from donebook.figures import LEAST, LOST, Figures, Groups, Sum
from donebook.language import english
from donebook.load import load
from donebook.losses import Wishes, summed
from donebook.losses.aggregate import group_of
from donebook.losses.amounts import rounded
from donebook.losses.deals import Deal
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import make_project

Is = Callable[[Deal], bool]
STATES = frozenset({"fresh", "stale", "none"})


@cache
def playbook() -> Playbook:
    with TemporaryDirectory() as folder:
        found = load(Folder(make_project(Path(folder) / "project", crm.FILES))).playbook
    assert found
    return found


def is_late(deal: Deal) -> bool:
    """Only “Outgunned” can't be known from the first stage on."""
    return deal.stage == "agree" and reason(deal) != "outgunned"


def reason(deal: Deal) -> str | None:
    return deal.meant.one.id if deal.meant.one else None


def ended(deal: Deal) -> str:
    return "open" if deal.outcome == "open" else group_of(deal)


def group(name: str) -> Is:
    return lambda deal: ended(deal) in (LOST if name == "lost" else (name,))


def both(*conditions: Is) -> Is:
    return lambda deal: all(condition(deal) for condition in conditions)


def has(**values: object) -> Is:
    """Deals with these values; a set takes any of its own."""

    def fits(deal: Deal) -> bool:
        pairs = ((getattr(deal, name), value) for name, value in values.items())
        return all(
            found in value if isinstance(value, frozenset) else found == value
            for found, value in pairs
        )

    return fits


def for_reason(name: str) -> Is:
    return lambda deal: deal.outcome == "lost" and reason(deal) == name


def lost_late(deal: Deal) -> bool:
    return reason(deal) is not None and deal.stage is not None and is_late(deal)


def lost_timely(deal: Deal) -> bool:
    return reason(deal) is not None and deal.stage is not None and not is_late(deal)


def told(figures: Figures) -> Iterator[tuple[Sum, Is]]:
    """Each sum of a file, with the deals that it says it is of."""

    def groups(found: Groups, more: Is) -> Iterator[tuple[Sum, Is]]:
        yield from ((its, both(group(name), more)) for name, its in found.items())

    yield from groups(figures.all, has())
    for quarter, its in figures.quarters.items():
        yield from groups(its, has(quarter=quarter))
    for rival in figures.rivals:
        yield from groups(rival.deals, has(rival=str(rival.name)))
    for stage, its in figures.stages.items():
        yield from groups(its, has(stage=stage))
    yield from groups(figures.late, lost_late)
    yield from groups(figures.timely, lost_timely)
    for name, lost in figures.reasons.items():
        parts = ((lost.all, has()), (lost.late, lost_late), (lost.timely, lost_timely))
        stages = ((found, has(stage=stage)) for stage, found in lost.stages.items())
        yield from (
            (found, both(for_reason(name), more)) for found, more in (*parts, *stages) if found
        )
    for value in figures.undecided:
        yield value.all, has(outcome="lost", value=str(value.value))
    for unmapped in figures.unmapped:
        yield unmapped.all, has(outcome="lost", value=str(unmapped.value))
    yield from of_pipeline(figures)


def of_pipeline(figures: Figures) -> Iterator[tuple[Sum, Is]]:
    its = figures.pipeline
    assert its
    tables = [
        (its.open, has()),
        *((row, has(stage=stage)) for stage, row in its.stages.items()),
        *((team.deals, has(team=str(team.name))) for team in its.teams),
    ]
    for states, more in tables:
        for state, found in states.items():
            wanted = STATES if state == "all" else frozenset({state})
            yield found, both(group("open"), more, has(confirmation=wanted))
    for ends, wanted in ((its.confirmed, STATES - {"none"}), (its.unconfirmed, STATES & {"none"})):
        for end, found in ends.items():
            yield found, both(group(end), has(confirmation=wanted))


def kinds(deals: Sequence[Deal]) -> list[tuple[Deal, int]]:
    """Every kind of deal that somebody has to reckon with, as one such deal, and how many there are.

    Of each table it is known which of its cells hold nothing. Which deals of one table are which of
    another isn't, so each may be.
    """
    counts = Counter(kind(deal) for deal in deals)
    found = {kind(deal): replace(deal, rival="") for deal in deals if deal.outcome == "open"}
    for name in {ended(deal) for deal in deals} - {"open"}:
        its = [deal for deal in deals if ended(deal) == name]
        leaves = {(deal.value, deal.stage): deal for deal in its}.values()
        same_end = [deal for deal in deals if deal.outcome == its[0].outcome]
        for leaf, quarter, rival, state in product(
            leaves,
            {deal.quarter for deal in its},
            {deal.rival for deal in its},
            {deal.confirmation for deal in same_end},
        ):
            one = replace(leaf, quarter=quarter, rival=rival, confirmation=state)
            found[kind(one)] = one
    return [(deal, counts[name]) for name, deal in found.items()]


def kind(deal: Deal) -> tuple[object, ...]:
    if deal.outcome == "open":
        return "open", deal.stage, deal.team, deal.confirmation
    is_confirmed = deal.confirmation != "none"
    return ended(deal), deal.value, deal.stage, deal.quarter, deal.rival, is_confirmed


def secrets(known: Sequence[tuple[Deal, int]]) -> Iterator[frozenset[int]]:
    """The kinds of one to four deals that have in common what a table of the page tells."""
    things: tuple[Callable[[Deal], object], ...] = (
        ended,
        lambda deal: deal.outcome,
        lambda deal: (deal.outcome, deal.value),
        lambda deal: (deal.outcome, deal.quarter),
        lambda deal: (ended(deal), deal.quarter),
        lambda deal: (deal.outcome, deal.rival),
        lambda deal: (ended(deal), deal.rival),
        lambda deal: (ended(deal), deal.stage),
        lambda deal: (ended(deal), deal.value, deal.stage),
        lambda deal: (deal.outcome, deal.confirmation == "none"),
        lambda deal: deal.outcome == "open" and deal.confirmation,
        lambda deal: deal.outcome == "open" and (deal.stage, deal.confirmation),
        lambda deal: deal.outcome == "open" and (deal.team, deal.confirmation),
    )
    for thing in things:
        for value in {thing(deal) for deal, _ in known} - {False}:
            cells = frozenset(n for n, (deal, _) in enumerate(known) if thing(deal) == value)
            if 0 < sum(known[n][1] for n in cells) < LEAST:
                yield cells


def of(known: Sequence[tuple[Deal, int]], those: Is) -> frozenset[int]:
    return frozenset(n for n, (deal, _) in enumerate(known) if those(deal))


class Equations:
    """What follows from sums by adding and subtracting them any number of times."""

    def __init__(self, sums: Sequence[frozenset[int]]) -> None:
        self._rows: list[tuple[int, dict[int, Fraction]]] = []
        for one in sums:
            left = self._left({n: Fraction(1) for n in one})
            if left:
                pivot = next(iter(left))
                self._rows.append((pivot, {n: v / left[pivot] for n, v in left.items()}))

    def follows(self, one: frozenset[int]) -> bool:
        return not self._left({n: Fraction(1) for n in one})

    def _left(self, row: dict[int, Fraction]) -> dict[int, Fraction]:
        for pivot, known in self._rows:
            if factor := row.get(pivot):
                row = {n: row.get(n, Fraction(0)) - factor * known.get(n, 0) for n in row | known}
                row = {n: value for n, value in row.items() if value}
        return row


def made(number: int, seed: int) -> tuple[Figures | None, tuple[Deal, ...]]:
    export = [("deals.csv", crm.salesforce(crm.deals(number, seed)))]
    done = summed(export, playbook(), (english(),), {}, Wishes(), TODAY)
    return done.figures, done.deals


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 110), st.integers(0, 10_000))
@pytest.mark.long
def test_no_small_group_of_deals_follows_from_a_whole_file(number: int, seed: int) -> None:
    figures, deals = made(number, seed)
    if figures is None:
        return
    # A group of fewer than five that a file leaves out is in none of its sums.
    shown = {*figures.all, "open"}
    known = kinds([deal for deal in deals if ended(deal) in shown])
    sums = []
    for found, those in told(figures):
        cells = of(known, those)
        assert sum(known[n][1] for n in cells) == found.deals
        sums.append(cells)
    equations = Equations(sums)
    assert [s for s in secrets(known) if equations.follows(s)] == []


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 110), st.integers(0, 10_000))
@example(70, 4097)  # amounts of two deals, which followed from those of others
@pytest.mark.long
def test_no_amount_of_a_small_group_follows_from_a_whole_file(number: int, seed: int) -> None:
    figures, deals = made(number, seed)
    if figures is None:
        return
    shown = {"open", *(name for name, found in figures.all.items() if found.amount)}
    priced = [deal for deal in deals if deal.amount and ended(deal) in shown]
    known = kinds(priced)
    sums = []
    for found, those in told(figures):
        if found.amount is not None:
            assert found.amount == rounded(sum(deal.amount or 0 for deal in priced if those(deal)))
            sums.append(of(known, those))
    equations = Equations(sums)
    assert [s for s in secrets(known) if equations.follows(s)] == []


def test_the_audit_finds_what_is_left_over() -> None:
    known = Equations([frozenset(range(12)), frozenset(range(8))])
    assert known.follows(frozenset({8, 9, 10, 11}))
    assert not known.follows(frozenset({8, 9}))
