"""Texts as numbers of words, so that many of them travel in few bytes.

Every text is cut into words and what stands between them; a single space is left out. The words
are numbered, frequent ones first, and a number is written as one, two or four printable
characters. Compressed, that is about a third smaller than the texts themselves (measured on the
starter content), and whoever reads it has the words of each text without cutting it again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

# Printable ASCII that needs no escape in JSON; the first stands before a number of three digits.
DIGITS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\')
LONG, REST = DIGITS[0], DIGITS[1:]
SHORT = 60  # so many words have a number of one character
BASE = len(DIGITS)
# Words that occur no more often than this are sorted by their endings. Words that end alike become
# their stems in the same way, so both lists compress better. Shorter numbers would save less.
RARE = 12
# The finder's script cuts what is typed in the same way; both run tests/cases/browser/words.json.
_WORD = r"[^\W_]+(?:['’‘`][^\W_]+)*"
_PIECES = re.compile(rf"{_WORD}|(?:[^\w]|_)+")
_WORDS = re.compile(_WORD)


def pieces(text: str) -> list[str]:
    """A text's words and what stands between them, without single spaces."""
    return [piece for piece in _PIECES.findall(text) if piece != " "]


def words(text: str) -> list[str]:
    """A text's words in lower case."""
    return [word.lower() for word in _WORDS.findall(text)]


class Numbers:
    """The number of each word: frequent ones first, rare ones sorted by their endings."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        count: Counter[str] = Counter()
        for text in texts:
            count.update(text)
        self.words = tuple(
            sorted(count, key=lambda word: (-max(count[word], RARE), word[::-1].lower(), word))
        )
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def of(self, word: str) -> int:
        """A word's number."""
        return self._numbers[word]

    def write(self, text: Iterable[str]) -> str:
        """Words as characters."""
        return "".join(_code(self._numbers[word]) for word in text)


def _code(number: int) -> str:
    if number < SHORT:
        return REST[number]
    number -= SHORT
    first = len(REST) - SHORT
    if number < first * BASE:
        return REST[SHORT + number // BASE] + DIGITS[number % BASE]
    number -= first * BASE
    high, low = divmod(number, BASE)
    return LONG + DIGITS[high // BASE] + DIGITS[high % BASE] + DIGITS[low]
