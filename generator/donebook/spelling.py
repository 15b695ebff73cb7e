"""The word that was probably meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like a word, capitals and separators aside; none where nothing is near."""
    by_shape: dict[str, str] = {}
    for choice in choices:
        by_shape.setdefault(_shape(choice), choice)
    near = get_close_matches(_shape(word), by_shape, n=1, cutoff=0.7)
    return by_shape[near[0]] if near else None


def _shape(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip(" \"'“”‘’").lower())
