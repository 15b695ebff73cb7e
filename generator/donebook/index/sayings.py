"""Words for what people look for, in groups: who says one of a group means the others, too.

`site-config/assets/find/groups.js` does the same in the finder.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from donebook.index.coded import words
from donebook.index.stems import plain
from donebook.language import Language

GroupKind = Literal["same", "slang", "alike"]
Stem = Callable[[str], str]

# How well something is found by another word for it.
QUALITY: Mapping[GroupKind, float] = {"same": 0.85, "slang": 0.6, "alike": 0.4}
# How much a word counts by itself that was said as part of a phrase of a group.
IN_PHRASE: Mapping[GroupKind, float] = {"same": 0.6, "slang": 0.3, "alike": 0.6}


@dataclass(frozen=True, slots=True)
class Group:
    """How each of a group is said, in stems; the stems it finds, and those it finds only together."""

    said: tuple[str, ...]
    kind: GroupKind
    met: Mapping[int, float]
    parts: Mapping[int, float]

    @property
    def near(self) -> tuple[int, ...]:
        return (*self.met, *self.parts)


def sayings(language: Language) -> dict[str, str]:
    """The groups of a language as lines of words, by their kinds."""
    return {
        "same": f"{language.say('find.same').strip()}\n{language.say('find.own')}".strip(),
        "slang": language.say("find.slang").strip(),
        "alike": language.say("find.alike").strip(),
    }


def plain_words(text: str) -> list[str]:
    """The words of a text, each in its one form."""
    return [plain(word) for word in words(text)]


def groups_of(
    lines: Mapping[str, str],
    stem: Stem,
    stems: Mapping[str, int],
    worth: Sequence[float],
    common: Iterable[str],
) -> tuple[Group, ...]:
    """The groups of a language in the stems of an index."""
    tells_nothing = frozenset(common)

    def found(its: Iterable[str]) -> list[int]:
        return [stems[stem(word)] for word in its if stem(word) in stems]

    def group(kind: GroupKind, line: str) -> Group:
        # Behind a colon stands what is looked for; without one, all that may be said is.
        said, *rest = (
            [typed for part in side.split(",") if (typed := plain_words(part))]
            for side in line.split(":")
        )
        about = rest[0] if rest else said
        phrases = [its for its in about if len(its) > 1] if kind == "same" else []
        return Group(
            tuple(" ".join(map(stem, its)) for its in said),
            kind,
            {n: QUALITY[kind] for its in about if len(its) == 1 for n in found(its)},
            _parts(
                (found(word for word in its if word not in tells_nothing) for its in phrases),
                worth,
                QUALITY[kind],
            ),
        )

    return tuple(group(kind, line) for kind in QUALITY for line in lines[kind].split("\n"))


def _parts(
    phrases: Iterable[Sequence[int]], worth: Sequence[float], quality: float
) -> dict[int, float]:
    """What an acronym stands for is found by its words, all of which count as one."""
    parts: dict[int, float] = {}
    for stems in phrases:
        length = hypot(*(worth[stem] for stem in stems))
        for stem in stems:
            parts[stem] = max(parts.get(stem, 0), quality * worth[stem] / length)
    return parts


def meant_by(groups: Iterable[Group], line: str) -> tuple[Group, ...]:
    """The groups that a line of stems belongs to. Of "other vendors", "vendors" is no group of its own."""
    met = [(group, [one for one in group.said if _holds(line, one)]) for group in groups]
    whole = {one for _, said in met for one in said}

    def is_whole(one: str) -> bool:
        return not any(other != one and _holds(other, one) for other in whole)

    return tuple(
        replace(group, said=own)
        for group, said in met
        if (own := tuple(one for one in said if is_whole(one)))
    )


def groups_with(groups: Iterable[Group], stem: str) -> Iterator[Group]:
    """The groups in which a word is said, alone or in a phrase."""
    return (group for group in groups if any(_holds(one, stem) for one in group.said))


def _holds(line: str, its: str) -> bool:
    return f" {its} " in f" {line} "
