"""No small count can be worked out from the sums that are told, by any adding and subtracting."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donebook.losses.protected import LEAST, Cell, Line, Sum, tellable

Table = Mapping[Cell, int]


def of(table: Table, row: str | None = None, column: str | None = None) -> Sum:
    return frozenset(cell for cell in table if row in (None, cell[0]) and column in (None, cell[1]))


def lines_of(table: Table) -> list[Line]:
    """The total by rows and by columns, each of these by its cells, and two rows as a group."""
    rows, columns = (sorted({cell[n] or "" for cell in table}) for n in (0, 1))
    group = rows[:2]
    both = of(table, group[0]) | of(table, group[-1])
    return [
        Line(of(table), tuple(of(table, row) for row in rows)),
        Line(of(table), tuple(of(table, None, column) for column in columns)),
        Line(both, tuple(of(table, row) for row in group)),
        *(Line(of(table, row), tuple(of(table, row, c) for c in columns)) for row in rows),
        *(Line(of(table, None, c), tuple(of(table, row, c) for row in rows)) for c in columns),
        *(
            Line(
                both & of(table, None, column),
                tuple(of(table, row, column) for row in group),
            )
            for column in columns
        ),
    ]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    counts = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 9))
    drawn = {
        (f"row {r}", f"column {c}"): draw(counts) for r, c in product(range(rows), range(columns))
    }
    return {cell: n for cell, n in drawn.items() if n} or {("row 0", "column 0"): 7}


def total(table: Table, cells: Sum) -> int:
    return sum(table[cell] for cell in cells)


def explanations(table: Table, told: Sequence[Sum]) -> Iterator[dict[Cell, int]]:
    """Every table of whole numbers that has the same told sums; only what holds nothing is known."""
    cells = sorted(table)
    most = max((total(table, s) for s in told), default=LEAST)

    def filled(so_far: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        for s in told:
            found = sum(so_far[cell] for cell in s if cell in so_far)
            wanted = total(table, s)
            if found > wanted or (found < wanted and all(cell in so_far for cell in s)):
                return
        if len(so_far) == len(cells):
            yield so_far
            return
        cell = cells[len(so_far)]
        for n in range(most + 1):
            yield from filled({**so_far, cell: n})

    yield from filled({})


def certain(table: Table, told: Sequence[Sum], wanted: Sequence[Sum]) -> list[Sum]:
    """The wanted sums that are the same in every table that explains what is told."""
    left = [*wanted]
    for other in explanations(table, told):
        left = [s for s in left if total(other, s) == total(table, s)]
        if not left:
            break
    return left


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(tables())
def test_nobody_can_work_out_a_small_count(table: Table) -> None:
    told = [*tellable(table, lines_of(table))]
    assert all(total(table, s) >= LEAST for s in told)
    cells = [frozenset({cell}) for cell in table]
    sums = [s for line in lines_of(table) for s in (line.whole, *line.parts)]
    small = [s for s in {*cells, *sums} if s and total(table, s) < LEAST]
    assert certain(table, told, small) == []


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(tables())
def test_what_is_left_of_a_line_is_no_small_count(table: Table) -> None:
    lines = lines_of(table)
    told = tellable(table, lines)
    for line in lines:
        if line.whole in told:
            rest = line.whole.difference(*(part for part in line.parts if part in told))
            assert total(table, rest) not in range(1, LEAST)


@pytest.mark.long
@settings(max_examples=80, deadline=None)
@given(tables())
def test_no_more_is_kept_than_has_to_be(table: Table) -> None:
    """What is refused would tell a small count, together with what is told."""
    lines = lines_of(table)
    told = tellable(table, lines)
    for s in {s for line in lines for s in line.parts} - told:
        if total(table, s) < LEAST:
            continue
        again = tellable(table, [Line(one, ()) for one in told] + [Line(s, ())] + lines)
        assert s not in again or told - again


def test_a_single_small_cell_takes_a_second_one_with_it() -> None:
    table: Table = {("a", "x"): 3, ("a", "y"): 7, ("b", "x"): 8, ("b", "y"): 9}
    told = tellable(table, lines_of(table))
    hidden = [cell for cell in table if frozenset({cell}) not in told]
    assert of(table) in told
    assert ("a", "x") in hidden
    assert len(hidden) == 4  # of two rows and two columns, each needs a second one


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((5, 5), 3),
        ((4, 9), 1),  # the total less the nine would be four
        ((2, 2, 9), 1),  # and so would the two small ones together
        ((3, 3, 9), 2),  # these are six, and nobody knows which is what
        ((4,), 0),
    ],
)
def test_a_line_tells_as_much_as_it_can(counts: tuple[int, ...], told: int) -> None:
    table: Table = {(f"{n}",): count for n, count in enumerate(counts)}
    parts = tuple(frozenset({cell}) for cell in table)
    assert len(tellable(table, [Line(frozenset(table), parts)])) == told


def test_a_cell_that_no_line_asks_for_is_kept_too() -> None:
    """Two sums that overlap, less the total, are what both have."""
    a, b, c = (("a",), ("b",), ("c",))
    whole = frozenset({a, b, c})
    lines = [Line(whole, (frozenset({a, b}),)), Line(whole, (frozenset({b, c}),))]
    assert len(tellable({a: 5, b: 5, c: 6}, lines)) == 3
    assert len(tellable({a: 5, b: 4, c: 6}, lines)) == 2
