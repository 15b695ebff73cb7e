"""A room of people at role-plays: groups of three, who plays what in which round, and who sits where."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

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

    @property
    def scribe(self) -> str:
        """Who gets the observer's page: in a group of two it lies with the buyer, for both."""
        return self.observer or self.buyer

    def role_of(self, seat: str) -> str:
        """What somebody is in this round: rep, buyer or observer."""
        return {self.rep: "rep", self.buyer: "buyer"}.get(seat, "observer")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the room, numbered from 1 in seating order; the group's number, and who is in it."""

    number: int
    group: int
    members: tuple[int, ...]
    seat: str
    turns: tuple[Turn, ...]

    @property
    def watched(self) -> tuple[Exercise, ...]:
        """For which rounds they get the observer's page, by what is played."""
        return tuple(turn.exercise for turn in self.turns if turn.scribe == self.seat)


def group_sizes(people: int) -> tuple[int, ...]:
    """How many sit in each group: threes, and twos where it doesn't come out even."""
    groups = -(-people // 3)
    return tuple(people // groups + (n < people % groups) for n in range(groups))


def turns(
    exercises: tuple[Exercise, ...], people: int, seed: int | None
) -> tuple[tuple[Turn, ...], ...]:
    """For each group its rounds. Every group plays every exercise, and the seats rotate.

    There are at least as many rounds as seats, so that everybody is the rep once: where there are
    fewer exercises, they are played again. A seed deals each group an order of its own, the same
    on every machine; without one, all play in the order given.
    """
    sizes = group_sizes(people)
    rounds = max(len(exercises), *sizes) if exercises else 0
    return tuple(
        _group(_dealt(exercises, group, seed), size, rounds) for group, size in enumerate(sizes)
    )


def seated(groups: Sequence[tuple[Turn, ...]], people: int) -> tuple[Person, ...]:
    """Everybody in seating order: group by group, and in each by seat."""
    sizes = group_sizes(people)
    starts = accumulate(sizes, initial=1)
    return tuple(
        Person(first + place, number, tuple(range(first, first + size)), SEATS[place], played)
        for number, (size, first, played) in enumerate(zip(sizes, starts, groups, strict=False), 1)
        for place in range(size)
    )


def _group(exercises: tuple[Exercise, ...], size: int, rounds: int) -> tuple[Turn, ...]:
    seats = SEATS[:size]
    return tuple(
        Turn(
            exercises[number % len(exercises)],
            seats[number % size],
            seats[(number + 1) % size],
            seats[(number + 2) % size] if size > 2 else None,
        )
        for number in range(rounds)
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
