"""Finds the heading of a grid of cells: it may come after titles, and stand in two rows."""

from collections.abc import Iterator, Mapping, Sequence

from donebook.bring.rows import Fault, Grid, Hints, Row, Table, letter
from donebook.message import message

SECTION = "Section"
_LOOKED_AT = 15  # rows above a heading: a title, who made it, when
_LONGEST_HEADING = 60
_MOST_ASKED = 4  # words of a heading that is put as a question

_Rows = Sequence[tuple[int, tuple[str, ...]]]


def headed(grid: Grid, hints: Hints) -> tuple[Table, tuple[Fault, ...]]:
    """The grid's rows by the names of their columns, and those that don't fit below a heading."""
    rows = grid.rows
    top, heading = _heading(rows, hints)
    width = max((len(cells) for _, cells in rows[top:]), default=0)
    known = len(heading) if heading else width
    names = _names(heading, known)
    table = tuple(_table(rows[top:], names, grid, hints))
    too_wide = message("It has more cells than there are headings.")
    faults = tuple(
        Fault(grid.part, number, too_wide, unit=grid.unit)
        for number, cells in rows[top:]
        if any(cells[known:])
    )
    extra = [name for name in (*grid.above, SECTION) if any(name in row.cells for row in table)]
    filled = [n for n in names if heading or any(n in row.cells for row in table)]
    letters = {letter(n): name for n, name in enumerate(names)}
    return Table(grid.part, (*filled, *extra), table, grid.unit, letters), faults


def _heading(rows: _Rows, hints: Hints) -> tuple[int, tuple[str, ...]]:
    """Where the rows begin that hold something, and the heading above them; empty without one."""
    scores = [_score(cells, hints) for _, cells in rows[:_LOOKED_AT]]
    best = max(scores, default=0)
    at = scores.index(best) if best > 0 else _unknown_heading(rows, hints)
    if at is None:
        return 0, ()
    return _two_rows(rows, at, hints)


def _score(cells: Sequence[str], hints: Hints) -> int:
    """How many headings a row holds that are known; none in a row that holds something else."""
    if not _is_short(cells):
        return 0
    return sum(1 + hints.is_main(cell) for cell in cells if hints.knows(cell))


def _is_short(cells: Sequence[str]) -> bool:
    """Whether no cell is longer than a heading; "Why do we care?" may be one."""
    return not any(
        len(cell) > _LONGEST_HEADING or ("?" in cell and len(cell.split()) > _MOST_ASKED)
        for cell in cells
    )


def _unknown_heading(rows: _Rows, hints: Hints) -> int | None:
    """The first row that is as wide as most of the others and no question itself."""
    usual = max((sum(map(bool, cells)) for _, cells in rows), default=0)
    for at, (_, cells) in enumerate(rows[:_LOOKED_AT]):
        if any(hints.asks(cell) for cell in cells if cell):
            return None
        if usual > 1 and sum(map(bool, cells)) * 2 > usual and _is_short(cells):
            return at
    return None


def _two_rows(rows: _Rows, at: int, hints: Hints) -> tuple[int, tuple[str, ...]]:
    """The heading of a row, with what stands below its gaps where that is known as a heading."""
    heading = rows[at][1]
    below = rows[at + 1][1] if at + 1 < len(rows) else ()
    wide = max(len(heading), len(below))
    upper, lower = (tuple(c) + ("",) * (wide - len(c)) for c in (heading, below))
    fills = any(two and not one for one, two in zip(upper, lower, strict=True))
    if fills and _score(below, hints):
        return at + 2, tuple(two or one for one, two in zip(upper, lower, strict=True))
    # A line above that names groups of columns names those that have no name of their own.
    before = rows[at - 1][1] if at else ()
    if sum(map(bool, before)) > 1 and _is_short(before):
        above = tuple(before) + ("",) * (len(heading) - len(before))
        heading = tuple(own or group for own, group in zip(heading, above, strict=False))
    return at + 1, heading


def _names(heading: Sequence[str], width: int) -> list[str]:
    """A name for each column, each once; one without a heading has the letter it has on a sheet."""
    names: list[str] = []
    for number in range(width):
        given = " ".join(heading[number].split()) if number < len(heading) else ""
        name = given or letter(number)
        names.append(f"{name} ({letter(number)})" if name in names else name)
    return names


def _table(rows: _Rows, names: Sequence[str], grid: Grid, hints: Hints) -> Iterator[Row]:
    section: Mapping[str, str] = {}
    for number, cells in rows:
        filled = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        if any(cells[len(names) :]):
            continue
        alone = next(iter(filled)) if len(filled) == 1 and len(names) > 1 else ""
        if alone and not hints.asks(filled[alone]):
            is_field = hints.knows(alone) and not hints.is_main(alone)
            section = {alone if is_field else SECTION: " ".join(filled[alone].split())}
        elif filled:
            yield Row(number, {**grid.above, **section, **filled})
