"""How often a trial is repeated: neither `make test` nor continuous integration has time for all."""

import os
from collections.abc import Iterable, Sequence

import pytest
from _pytest.mark.structures import ParameterSet

SHARE = float(os.environ.get("DONEBOOK_TRIALS", "1"))
# Of cases that are counted instead of drawn, a share is the first and each so many-th after it.
STEP = round(1 / SHARE)


def trials(number: int) -> int:
    """How many of so many trials are made: all, or the share that DONEBOOK_TRIALS names (0 to 1)."""
    return max(1, round(number * SHARE))


def one_in(number: int, cases: Iterable[object]) -> list[ParameterSet]:
    """Cases that ask the same of many pages or entries, for `parametrize`.

    `make test` tries the first and each so many-th after it, `make torture` the others.
    """
    return [
        _case(case, _tortured(place - place // number - 1) if place % number else ())
        for place, case in enumerate(cases)
    ]


def in_torture(cases: Iterable[object]) -> list[ParameterSet]:
    """Such cases of which each takes too long for `make test`."""
    return [_case(case, _tortured(place)) for place, case in enumerate(cases)]


def _case(case: object, marks: Sequence[pytest.MarkDecorator]) -> ParameterSet:
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=marks)


def _tortured(place: int) -> tuple[pytest.MarkDecorator, ...]:
    """What marks a case of `make torture`; those beyond the share are deselected."""
    return (pytest.mark.torture, *((pytest.mark.beyond,) if place % STEP else ()))
