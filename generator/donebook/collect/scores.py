"""Points that observers gave reps, typed into a list, and who is certified by the rule of the settings."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from donebook.bring import Wrong, cell, listed
from donebook.config import Certified
from donebook.language import Language
from donebook.markup import for_cell, visible
from donebook.message import Message, message, plural
from donebook.sheet import BEHAVIORS, MOST_POINTS

MOST = MOST_POINTS * len(BEHAVIORS)


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one round as the rep."""

    rep: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A rep's rounds: the points of each, in the order of the files, and in how many they were enough."""

    rep: str
    points: tuple[int, ...]
    enough: int
    is_certified: bool


def read_scores(
    name: str, content: bytes, language: Language
) -> tuple[tuple[Score, ...], tuple[Wrong, ...]]:
    """The rounds that a file lists, a row each, and what of it can't be counted."""
    called = {
        "rep": language.say("scores.rep"),
        "points": language.say("scores.points"),
        **{behavior: f"{behavior}, {n}" for n, behavior in enumerate(BEHAVIORS, 1)},
    }
    found = listed(name, content, called, "rep")
    if isinstance(found, Message):
        return (), (Wrong(1, 1, found),)
    has_points = "points" in found.columns or all(b in found.columns for b in BEHAVIORS)
    if not has_points:
        said = message(
            "A row needs the rep’s name in a column Rep, and Points or the five behaviors: {behaviors}.",
            behaviors=", ".join(BEHAVIORS),
        )
        return (), (Wrong(found.rows[0][0] if found.rows else 1, 1, said),)
    read = [_score(found.columns, number, cells) for number, cells in found.rows]
    return (
        tuple(one for one in read if isinstance(one, Score)),
        tuple(one for one in read if isinstance(one, Wrong)),
    )


def _score(columns: Mapping[str, int], number: int, cells: Sequence[str]) -> Score | Wrong:
    rep = cell(cells, columns["rep"])
    if not rep:
        return Wrong(number, columns["rep"] + 1, message("This row names no rep."))
    parts = BEHAVIORS if all(b in columns for b in BEHAVIORS) else ("points",)
    most = MOST_POINTS if len(parts) > 1 else MOST
    points = 0
    for part in parts:
        told = cell(cells, columns[part])
        if not (told.isascii() and told.isdigit() and int(told) <= most):
            said = message("“{text}” isn’t a number from 0 to {most}.", text=told[:20], most=most)
            return Wrong(number, columns[part] + 1, said)
        points += int(told)
    return Score(rep, points)


def standings(rule: Certified, scores: Sequence[Score]) -> tuple[Standing, ...]:
    """Each rep once, certified ones first; a name counts as the same in any case."""
    rounds: defaultdict[str, list[Score]] = defaultdict(list)
    for score in scores:
        rounds[score.rep.casefold()].append(score)
    found = (_standing(rule, own) for own in rounds.values())
    return tuple(sorted(found, key=lambda s: (not s.is_certified, -s.enough, s.rep.casefold())))


def _standing(rule: Certified, own: Sequence[Score]) -> Standing:
    points = tuple(score.points for score in own)
    enough = sum(each >= rule.points for each in points)
    return Standing(own[0].rep, points, enough, enough >= rule.rounds)


def _text(rule: Certified, found: Sequence[Standing], language: Language) -> str:
    return "\n".join(visible(language.tell(line)) for line in _lines(rule, found))


def _lines(rule: Certified, found: Sequence[Standing]) -> Iterator[Message | str]:
    yield message(
        "The rule: at least {points} of {most} points in {rounds}.",
        points=rule.points,
        most=MOST,
        rounds=plural("{n:,} round", "{n:,} rounds", n=rule.rounds),
    )
    certified = [one for one in found if one.is_certified]
    others = [one for one in found if not one.is_certified]
    for heading, those in ((message("Certified"), certified), (message("Not yet"), others)):
        if those:
            yield ""
            yield heading
            for one in those:
                yield f"  {one.rep}: {', '.join(map(str, one.points))}"


def _csv(rule: Certified, found: Sequence[Standing], language: Language) -> str:
    del rule, language
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("rep", "certified", "rounds", "enough", "points"))
    for one in found:
        is_so = "yes" if one.is_certified else "no"
        table.writerow(
            (for_cell(one.rep), is_so, len(one.points), one.enough, " ".join(map(str, one.points)))
        )
    return written.getvalue().rstrip("\n")


def _json(rule: Certified, found: Sequence[Standing], language: Language) -> str:
    del language
    reps = [
        {
            "rep": one.rep,
            "certified": one.is_certified,
            "points": list(one.points),
            "enough": one.enough,
        }
        for one in found
    ]
    told = {"rule": {"rounds": rule.rounds, "points": rule.points}, "reps": reps}
    return json.dumps(told, ensure_ascii=False, indent=2)


SCORES_FORMATS: Mapping[str, Callable[[Certified, Sequence[Standing], Language], str]] = {
    "text": _text,
    "csv": _csv,
    "json": _json,
}
