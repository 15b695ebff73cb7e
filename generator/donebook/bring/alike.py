"""Texts that are equal but for how they are typed, and texts that say nearly the same."""

from dataclasses import dataclass, field

from donebook.bring.names import shape
from donebook.bring.rows import Spot

# How much of the words of the shorter text the longer one has, and how much of all words both have,
# in percent. The first finds what was said with more words, and alone also short questions in any
# long one. Of 4,950 pairs of different questions none is as close.
_SHARED, _WHOLE = 76, 60


@dataclass(slots=True)
class Known:
    """What is there already: texts with where they stand, in a file of content or in a row."""

    _places: dict[str, str | Spot] = field(default_factory=dict)

    def add(self, text: str, place: str | Spot) -> None:
        self._places.setdefault(shape(text), place)

    def same(self, text: str) -> str | Spot | None:
        """Where the text stands already."""
        return self._places.get(shape(text))

    def near(self, text: str) -> str | Spot | None:
        """Where a text stands that says nearly the same."""
        from rapidfuzz import fuzz, process  # slow to import

        said = shape(text)
        shared = process.extract(
            said,
            self._places.keys(),
            scorer=fuzz.token_set_ratio,
            score_cutoff=_SHARED,
            limit=None,
        )
        closest = process.extractOne(
            said, [found[0] for found in shared], scorer=fuzz.token_sort_ratio, score_cutoff=_WHOLE
        )
        return self._places[closest[0]] if closest else None
