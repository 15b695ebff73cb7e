"""A session's running order: what happens when, from the minutes of its pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from donebook.model import Worksheet
from donebook.paper.rotation import Turn

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the running order: a sheet to fill in, or a part of a round."""

    minutes: int
    worksheet: Worksheet | None = None
    round: int = 0
    part: Literal["read", "play", "debrief"] = "read"
    shifts: tuple[int, ...] = ()
    """The minutes to call out while they play."""


def steps(worksheets: Sequence[Worksheet], groups: Sequence[tuple[Turn, ...]]) -> tuple[Step, ...]:
    """The sheets in their order, then round after round.

    Where groups play different role-plays at the same time, a part takes as long as the longest.
    """
    sheets = tuple(Step(worksheet.minutes, worksheet) for worksheet in worksheets)
    rounds = enumerate(zip(*groups, strict=True), start=1)
    return sheets + tuple(step for number, played in rounds for step in _round(number, played))


def clock(start: int, order: Sequence[Step]) -> tuple[str, ...]:
    """When each step begins and, last, when the session ends; `start` in minutes after midnight."""
    minutes = (step.minutes for step in order)
    return tuple(_clock(at) for at in accumulate(minutes, initial=start))


def _round(number: int, played: Sequence[Turn]) -> tuple[Step, ...]:
    minutes = [turn.exercise.minutes for turn in played]
    shifts = {turn.exercise.buyer_card.shift.minute for turn in played}
    return (
        Step(max(taken.read for taken in minutes), None, number, "read"),
        Step(max(taken.play for taken in minutes), None, number, "play", tuple(sorted(shifts))),
        Step(max(taken.debrief for taken in minutes), None, number, "debrief"),
    )


def _clock(at: int) -> str:
    return f"{at % DAY // 60:02}:{at % 60:02}"
