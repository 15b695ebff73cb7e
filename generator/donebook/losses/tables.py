"""Deals counted by what they have in common, and the sums of them that may be told."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from donebook.figures import Sum
from donebook.losses.amounts import rounded
from donebook.losses.deals import Deal
from donebook.losses.protected import Cell, Line, tellable
from donebook.losses.protected import Sum as Cells


@dataclass(frozen=True)
class Table:
    """Deals by their kinds, and the lines of sums that are wanted, the most important first.

    Tables that are told of the same deals share only sums that are told anyway, so each is looked
    at by itself.
    """

    counts: Mapping[Cell, int]
    known: Mapping[Cell, int]
    amounts: Mapping[Cell, float]
    lines: tuple[Line, ...]

    @cached_property
    def _told(self) -> frozenset[Cells]:
        return tellable(self.counts, self.lines)

    @cached_property
    def _with_amount(self) -> frozenset[Cells]:
        """The sums whose amount may be told: those of five deals whose amount is known."""
        of = frozenset(self.known)
        lines = [
            Line(line.whole & of, tuple(part & of for part in line.parts)) for line in self.lines
        ]
        return tellable(self.known, lines, {told & of for told in self._told})

    def sum(self, cells: Cells) -> Sum | None:
        """A sum, if it may be told."""
        if cells not in self._told:
            return None
        known = cells & frozenset(self.known)
        total = fsum(self.amounts[cell] for cell in known)
        return Sum(
            deals=sum(self.counts[cell] for cell in cells),
            amount=rounded(total) if known in self._with_amount else None,
        )


@dataclass(frozen=True)
class Counted:
    """Deals by their kinds; `of` finds the cells that have something in common."""

    kinds: Sequence[tuple[Cell, Deal]]

    @classmethod
    def by(cls, deals: Iterable[Deal], kind: Callable[[Deal], Cell]) -> "Counted":
        return cls([(kind(deal), deal) for deal in deals])

    @cached_property
    def cells(self) -> Mapping[Cell, int]:
        return Counter(kind for kind, _ in self.kinds)

    def of(self, *wanted: object) -> Cells:
        """The cells of these values, by place; `...` takes any, a tuple each of its values."""
        return frozenset(
            cell
            for cell in self.cells
            if all(_fits(value, want) for value, want in zip(cell, wanted, strict=True))
        )

    def values(self, place: int) -> list[str]:
        """The values at a place, those of most deals first."""
        found: Counter[str] = Counter()
        for cell, n in self.cells.items():
            value = cell[place]
            if value:
                found[value] += n
        return sorted(found, key=lambda value: (-found[value], value))

    def table(self, *lines: Line) -> Table:
        known = [(kind, deal.amount) for kind, deal in self.kinds if deal.amount]
        amounts: defaultdict[Cell, float] = defaultdict(float)
        for kind, amount in known:
            amounts[kind] += amount
        return Table(self.cells, Counter(kind for kind, _ in known), amounts, lines)


def _fits(value: str | None, want: object) -> bool:
    if want is ...:
        return True
    return value in want if isinstance(want, tuple) else value == want
