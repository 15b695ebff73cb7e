"""How definitions of done move while a deal runs, followed from one to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from donebook.facts.memory import remembered
from donebook.model import Pattern, Question
from donebook.model.pattern import Drift
from donebook.playbook import Playbook
from donebook.text import Plain

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Move:
    """One definition becomes another: when, how it shows, and the question to ask again.

    It moves after some weeks or `when` something happens. `elsewhere` is the week in which it does so
    in deals of other lengths, by their names. `others` counts the other ways in which the same
    definition may move.
    """

    start: Pattern
    weeks: int | None
    elsewhere: tuple[tuple[Plain, int], ...]
    when: Plain | None
    sign: Plain
    to: Pattern
    recheck: Question
    others: int


@dataclass(frozen=True, slots=True)
class Path:
    """A move with those that tend to follow; `comes_back` where the last leads into a circle."""

    moves: tuple[Move, ...]
    comes_back: bool


@remembered
def drift_paths(playbook: Playbook, pattern: Pattern) -> tuple[Path, ...]:
    """A path for each way in which a pattern moves, at most three steps long.

    Behind the first step goes on what its pattern's author named first.
    """
    return tuple(_path(playbook, _move(playbook, pattern, drift)) for drift in pattern.drift)


@remembered
def drifts_into(playbook: Playbook, pattern: Pattern) -> tuple[Move, ...]:
    """The single moves of other patterns into this one."""
    return tuple(
        _move(playbook, other, drift)
        for other in playbook.sources(pattern.key, Pattern, "drift.moves_to")
        for drift in other.drift
        if drift.moves_to == pattern.id
    )


def _path(playbook: Playbook, first: Move) -> Path:
    moves = [first]
    passed = {first.start.key}
    for move in _onward(playbook, first.to):
        if len(moves) == MOST_STEPS or move.start.key in passed:
            break
        passed.add(move.start.key)
        moves.append(move)
    return Path(tuple(moves), moves[-1].to.key in passed)


def _onward(playbook: Playbook, pattern: Pattern) -> Iterator[Move]:
    """Step after step by what is named first; without end where that goes round."""
    while pattern.drift:
        move = _move(playbook, pattern, pattern.drift[0])
        yield move
        pattern = move.to


def _move(playbook: Playbook, pattern: Pattern, drift: Drift) -> Move:
    return Move(
        pattern,
        drift.after_weeks,
        _elsewhere(playbook, drift.after_weeks) if drift.after_weeks else (),
        drift.when,
        drift.sign,
        playbook.entry(Pattern, drift.moves_to),
        playbook.entry(Question, drift.recheck),
        len(pattern.drift) - 1,
    )


def _elsewhere(playbook: Playbook, weeks: int) -> tuple[tuple[Plain, int], ...]:
    """The week that so many weeks become in deals of other lengths: as early or late a part of them."""
    for segment in playbook.vocabulary.segments.values():
        if segment.weeks and segment.written_for:
            whole = segment.weeks[segment.written_for]
            return tuple(
                (segment.values[name], max(1, round(weeks * length / whole)))
                for name, length in segment.weeks.items()
                if name != segment.written_for
            )
    return ()
