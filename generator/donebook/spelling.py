"""The word that was probably meant."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from donebook.message import message

SHORTEST_SURE = 4  # in shorter words one other letter makes another word


@dataclass(frozen=True, slots=True)
class Guess:
    """The choice nearest to a word; `sure` where a slip of one key lies between the two."""

    near: str | None = None
    sure: str | None = None

    @property
    def question(self) -> str:
        """Did they mean it? Empty where nothing is near."""
        return message('Did you mean "{near}"?', near=self.near) if self.near else ""


def guess(word: str, choices: Collection[str]) -> Guess:
    """What a word that is none of the choices was meant to be."""
    bare = word.removesuffix(".yaml")
    if bare != word and bare in choices:
        return Guess(bare, bare)
    near = closest(word, choices)
    if near is None:
        return Guess()
    slips = [choice for choice in choices if _is_a_slip(_shape(word), _shape(choice))]
    return Guess(near, slips[0] if len(slips) == 1 and len(word) >= SHORTEST_SURE else None)


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like a word, capitals and separators aside; none where nothing is near."""
    by_shape: dict[str, str] = {}
    for choice in choices:
        by_shape.setdefault(_shape(choice), choice)
    near = get_close_matches(_shape(word), by_shape, n=1, cutoff=0.7)
    return by_shape[near[0]] if near else None


def _shape(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip(" \"'“”‘’").lower())


def _is_a_slip(typed: str, meant: str) -> bool:
    """Whether two words differ by at most one letter too many, missing, wrong or swapped."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if start is None:
        return True
    one, other = typed[start:], meant[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
