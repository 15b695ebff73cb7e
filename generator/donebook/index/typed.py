"""Words as people type them: which of the known ones they may be.

`site-config/assets/find/words.js` does the same in the finder.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from os.path import commonprefix

_VOWELS = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1", re.DOTALL)
_CLOSEST = 4


def distance(one: str, other: str, most: int) -> int:
    """How many letters have to change; more than `most` counts as one more than that."""
    from rapidfuzz.distance import OSA  # slow to import

    return OSA.distance(one, other, score_cutoff=most)


def shares_beginning(one: str, other: str) -> bool:
    """Words that begin alike, and differ in how they end: expense, expensive."""
    least = max(5, ceil(0.6 * max(len(one), len(other))))
    return len(one) >= least and other.startswith(one[:least])


def grows_into(one: str, other: str) -> bool:
    """A word of at least four letters, and it with up to three more: fast, faster."""
    return len(one) > 3 and len(other) - len(one) <= 3 and other.startswith(one)


def swaps_two(one: str, other: str) -> bool:
    """Two letters next to each other have changed places."""
    at = len(commonprefix((one, other)))  # noqa: RUF071 - these are no paths
    if at + 1 >= len(one):
        return False
    return other == one[:at] + one[at + 1] + one[at] + one[at + 2 :]


def closest_to(word: str, others: Iterable[str]) -> list[str]:
    """The few words that begin most like one."""
    alike = [
        (len(commonprefix((word, other))) / (len(word) + len(other)), other)  # noqa: RUF071
        for other in others
        if word[0] == other[0]
    ]
    return [other for _, other in sorted(alike, key=lambda one: -one[0])[:_CLOSEST]]


def skeleton(word: str) -> str:
    """What is left of a word by which somebody spells it wrong: its first letter and its consonants."""
    return word[0] + _DOUBLED.sub(r"\1", _VOWELS.sub("", word[1:]))


def misspelled(word: str, alike: Sequence[str]) -> Iterator[str]:
    """Of words with one skeleton, those that a word is most likely meant to be.

    Only vowels are wrong, or doubled letters. In short words, one vowel makes another word.
    """
    most = forgiven(word)
    return (
        right
        for right in alike
        if most and not (len(word) == 4 and len(right) == 4) and distance(word, right, most) <= most
    )


def swapped(word: str) -> Iterator[str]:
    """A word with two neighbors swapped, in each place but the first."""
    return (word[: n + 1] + word[n + 2] + word[n + 1] + word[n + 3 :] for n in range(len(word) - 2))


def forgiven(word: str) -> int:
    """How many letters of a word may be wrong."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2
