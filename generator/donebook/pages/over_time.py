"""Losses quarter by quarter: as columns by their root, and whether the last quarter is another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from donebook.facts import added, deals, is_more, wrong_deals
from donebook.figures import ROOTS, Groups, Sum
from donebook.pages.chart.shares import PITCH, Column, columns
from donebook.pages.figured import Figure, Teller
from donebook.text import Plain

Quarters = Sequence[tuple[str, Groups]]
_FEWEST = 2  # quarters that are time


@dataclass(frozen=True, slots=True)
class OverTime:
    """Losses over time as columns, by their root: how many of them, or what they come to."""

    columns: tuple[tuple[Column, Plain | None, Plain, Plain], ...]
    """Each with its number, where there is room, its quarter and, at the first of a year, the year."""
    width: int


def called(quarter: str) -> str:
    """A quarter as it is told: Q3 2026."""
    year, _, number = quarter.partition("-")
    return f"{number} {year}"


def deals_over_time(tell: Teller, quarters: Quarters) -> OverTime | None:
    """How many deals were lost in each quarter; none where there are no two quarters."""
    return _drawn(quarters, deals, lambda totals: [tell.number(total) for total in totals])


def amounts_over_time(tell: Teller, quarters: Quarters) -> OverTime | None:
    """What they come to. An amount is wider than a column, so only the highest is told."""

    def shown(totals: Sequence[int]) -> list[Plain | None]:
        highest = totals.index(max(totals))
        return [tell.money(total) if n == highest else None for n, total in enumerate(totals)]

    return _drawn(quarters, lambda found: (found.amount or 0) if found else 0, shown)


def _drawn(
    quarters: Quarters,
    size: Callable[[Sum | None], int],
    shown: Callable[[Sequence[int]], Sequence[Plain | None]],
) -> OverTime | None:
    rows = [(name, row) for name, groups in quarters if (row := tuple(_blocks(groups, size)))]
    if len(rows) < _FEWEST:
        return None
    names = [name.partition("-") for name, _ in rows]
    years = [
        "" if number and names[number - 1][0] == year else year
        for number, (year, _, _) in enumerate(names)
    ]
    labels = shown([sum(n for _, n in row) for _, row in rows])
    drawn = columns([row for _, row in rows])
    return OverTime(
        tuple(
            (column, label, Plain(quarter), Plain(year))
            for column, label, (_, _, quarter), year in zip(
                drawn, labels, names, years, strict=True
            )
        ),
        len(rows) * PITCH,
    )


def _blocks(groups: Groups, size: Callable[[Sum | None], int]) -> Iterator[tuple[str, int]]:
    """The parts of a column: both roots, and what has none that is known."""
    roots = [(root, size(groups.get(root))) for root in ROOTS]
    rest = size(groups.get("lost")) - sum(n for _, n in roots)
    yield from ((kind, n) for kind, n in (*roots, ("unclear", rest)) if n > 0)


@dataclass(frozen=True, slots=True)
class Trend:
    """Whether the share of wrong deals in the last quarter is another than before."""

    way: str
    quarter: Plain
    last: Figure
    before: Figure


def trend_of(tell: Teller, quarters: Quarters) -> Trend | None:
    known = [(name, groups) for name, groups in quarters if wrong_deals(groups)]
    if len(known) < _FEWEST:
        return None
    name, last = known[-1]
    earlier: Groups = {
        root: found for root in ROOTS if (found := added(groups[root] for _, groups in known[:-1]))
    }
    now, before = wrong_deals(last), wrong_deals(earlier)
    shown_now, shown_before = tell.figure(now), tell.figure(before)
    if now is None or before is None or shown_now is None or shown_before is None:
        return None
    way = {True: "more", False: "less", None: "same"}[is_more(now, before)]
    return Trend(way, Plain(called(name)), shown_now, shown_before)
