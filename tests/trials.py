"""How often a trial is repeated: neither `make test` nor continuous integration has time for all."""

import os
from collections.abc import Iterable

import pytest
from _pytest.mark.structures import ParameterSet

SHARE = float(os.environ.get("DONEBOOK_TRIALS", "1"))
# Of cases that are counted instead of drawn, each so-many-th is tried.
STEP = round(1 / SHARE)


def trials(number: int) -> int:
    """How many of so many trials are made: all, or the share that DONEBOOK_TRIALS names (0 to 1)."""
    return max(1, round(number * SHARE))


def one_in(number: int, cases: Iterable[object]) -> list[ParameterSet]:
    """Cases that ask the same of many pages or entries, for `parametrize`.

    `make test` tries the first and each so many-th after it, `make torture` the others.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            marks=pytest.mark.torture if place % number else (),
        )
        for place, case in enumerate(cases)
    ]
