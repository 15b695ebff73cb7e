"""A room of people at role-plays: groups of three, and who plays what in which round."""

import hashlib
from dataclasses import dataclass

from donebook.model import Exercise

SEATS = "ABC"


@dataclass(frozen=True, slots=True)
class Turn:
    """One group's round: the exercise, and the seats of rep, buyer and observer.

    In a group of two nobody observes.
    """

    exercise: Exercise
    rep: str
    buyer: str
    observer: str | None


def group_sizes(people: int) -> tuple[int, ...]:
    """How many sit in each group: threes, and twos where it doesn't come out even."""
    groups = -(-people // 3)
    return tuple(people // groups + (n < people % groups) for n in range(groups))


def turns(
    exercises: tuple[Exercise, ...], people: int, seed: int | None
) -> tuple[tuple[Turn, ...], ...]:
    """For each group its rounds. Every group plays every exercise, and the seats rotate.

    A seed deals each group an order of its own, the same on every machine; without one, all play
    in the order given.
    """
    return tuple(
        _group(_dealt(exercises, group, seed), size)
        for group, size in enumerate(group_sizes(people))
    )


def _group(exercises: tuple[Exercise, ...], size: int) -> tuple[Turn, ...]:
    seats = SEATS[:size]
    return tuple(
        Turn(
            exercise,
            seats[number % size],
            seats[(number + 1) % size],
            seats[(number + 2) % size] if size > 2 else None,
        )
        for number, exercise in enumerate(exercises)
    )


def _dealt(exercises: tuple[Exercise, ...], group: int, seed: int | None) -> tuple[Exercise, ...]:
    if seed is None:
        return exercises
    return tuple(
        sorted(
            exercises,
            key=lambda e: hashlib.sha256(f"{seed} {group} {e.id}".encode()).digest(),
        )
    )
