"""A session's running order: what happens when, from the minutes of its pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from donebook.model import Worksheet
from donebook.paper.rotation import Turn

DAY = 24 * 60
# Minutes of what belongs to no piece: to sit down, to say what it is about, to come together after
# the rounds, and for a pause after so much of everything else.
WELCOME, INTRO, TOGETHER, OWN_DEAL, BREAK = 5, 5, 10, 10, 10
BREAK_AFTER = 75
_TOO_SOON = 30

Part = Literal[
    "welcome", "intro", "sheet", "read", "play", "debrief", "break", "together", "own-deal"
]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the running order: a sheet to fill in, a part of a round, or what surrounds them."""

    part: Part
    minutes: int
    worksheet: Worksheet | None = None
    round: int = 0
    shifts: tuple[int, ...] = ()
    """The minutes to call out while they play."""


def steps(worksheets: Sequence[Worksheet], groups: Sequence[tuple[Turn, ...]]) -> tuple[Step, ...]:
    """The rounds of role-plays played alone, or of a pack: its sheets in their order come first.

    Where groups play different role-plays at the same time, a part takes as long as the longest.
    """
    rounds = (_round(number, played) for number, played in enumerate(zip(*groups, strict=True), 1))
    sheets = ((Step("sheet", worksheet.minutes, worksheet),) for worksheet in worksheets)
    return tuple(_with_breaks((*sheets, *rounds)))


def session(order: Sequence[Step]) -> tuple[Step, ...]:
    """The same as a session: people hear first what it is about, and turn to their own deals at the end."""
    is_played = any(step.part == "play" for step in order)
    together = (Step("together", TOGETHER),) if is_played else ()
    begin = (Step("welcome", WELCOME), Step("intro", INTRO))
    return (*begin, *order, *together, Step("own-deal", OWN_DEAL))


def clock(start: int, order: Sequence[Step]) -> tuple[int, ...]:
    """When each step begins and, last, when the session ends; all in minutes after midnight."""
    minutes = (step.minutes for step in order)
    return tuple(at % DAY for at in accumulate(minutes, initial=start))


def _with_breaks(pieces: Sequence[tuple[Step, ...]]) -> Iterator[Step]:
    """All pieces, with a pause before one that would end too long after the last."""
    since = 0
    for piece in pieces:
        minutes = sum(step.minutes for step in piece)
        if since >= _TOO_SOON and since + minutes > BREAK_AFTER:
            yield Step("break", BREAK)
            since = 0
        yield from piece
        since += minutes


def _round(number: int, played: Sequence[Turn]) -> tuple[Step, ...]:
    minutes = [turn.exercise.minutes for turn in played]
    shifts = sorted({turn.exercise.buyer_card.shift.minute for turn in played})
    return (
        Step("read", max(taken.read for taken in minutes), round=number),
        Step("play", max(taken.play for taken in minutes), round=number, shifts=tuple(shifts)),
        Step("debrief", max(taken.debrief for taken in minutes), round=number),
    )
