"""Which sums of a table can be told without a small count that could be worked out from them.

A count of one to four deals is nearly a deal, so it isn't told, and neither is a larger one from
which it would follow: what is left of a row once its other cells are taken off its total, or what
any other adding and subtracting of told sums comes to. That there is no deal at all is no secret.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

LEAST = 5

Cell = tuple[str | None, ...]
"""What deals are counted by, such as their group and their quarter."""
Sum = frozenset[Cell]
_Vector = Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Line:
    """A sum that readers know, or may be told, and the parts that add up to it, or to less."""

    whole: Sum
    parts: tuple[Sum, ...]


def tellable(
    counts: Mapping[Cell, int], lines: Sequence[Line], among: Collection[Sum] | None = None
) -> frozenset[Sum]:
    """The sums among wholes and parts that can be told, those of earlier lines first.

    With `among`, only these are told; a small count of any other is kept all the same.

    `counts` are those of the cells that hold anything. Of what isn't told, nothing follows: no cell,
    no sum of a line and no rest of a line is from 1 to 4 and a combination of told sums. Readers are
    taken to know which cells hold nothing.
    """
    numbers = {cell: n for n, cell in enumerate(counts)}
    sizes = {
        s: sum(counts[cell] for cell in s) for line in lines for s in (line.whole, *line.parts)
    }
    kept = _Kept([_vector(secret, numbers) for secret in _secrets(counts, lines, sizes)])
    wanted = dict.fromkeys(s for line in lines for s in (line.whole, *line.parts))
    large = (s for s in wanted if sizes[s] >= LEAST and (among is None or s in among))
    return frozenset(s for s in large if kept.tell(_vector(s, numbers)))


def _secrets(
    counts: Mapping[Cell, int], lines: Sequence[Line], sizes: Mapping[Sum, int]
) -> Iterator[Sum]:
    """All that is small: cells, sums, and the small parts of a line together."""
    small = (frozenset({cell}) for cell, n in counts.items() if n < LEAST)
    rests = (_rest(line, sizes) for line in lines)
    yield from dict.fromkeys(
        s for s in (*small, *sizes, *rests) if s and sum(counts[cell] for cell in s) < LEAST
    )


def _rest(line: Line, sizes: Mapping[Sum, int]) -> Sum:
    """What is left of a line where every part of it is told that is large enough."""
    told = [part for part in line.parts if sizes[part] >= LEAST]
    return line.whole.difference(*told)


def _vector(cells: Sum, numbers: Mapping[Cell, int]) -> _Vector:
    return {numbers[cell]: Fraction(1) for cell in cells}


class _Kept:
    """Secrets, as what is left of each once all that is told is taken off it.

    A secret follows from what is told where nothing is left of it. So the next sum is told unless
    what is left of it is, but for a factor, what is left of a secret.
    """

    def __init__(self, secrets: Sequence[_Vector]) -> None:
        self._secrets = list(secrets)
        self._told: list[tuple[int, _Vector]] = []

    def tell(self, told: _Vector) -> bool:
        """Whether a sum can be told; from then on it is."""
        for pivot, known in self._told:
            told = _without(told, known, pivot)
        if not told:
            return True  # it follows from what is told
        told = _scaled(told)
        if any(_scaled(secret) == told for secret in self._secrets):
            return False
        pivot = min(told)
        self._told.append((pivot, told))
        self._secrets = [_without(secret, told, pivot) for secret in self._secrets]
        return True


def _scaled(vector: _Vector) -> _Vector:
    first = vector[min(vector)]
    return vector if first == 1 else {n: value / first for n, value in vector.items()}


def _without(vector: _Vector, known: _Vector, pivot: int) -> _Vector:
    """A vector from which so much of a known one is taken that nothing is left at the pivot."""
    factor = vector.get(pivot)
    if not factor:
        return vector
    left = {n: vector.get(n, Fraction(0)) - factor * known.get(n, 0) for n in {*vector, *known}}
    return {n: value for n, value in left.items() if value}
