"""How many lines a title takes: the height of its box has to be known before a browser wraps it.

Which font a reader has is not known when a page is made, so widths are those of Inter, rounded
up: a box may have room to spare, and is never too small.
"""

from math import fsum

_NARROW, _SLIM, _WIDE = frozenset("ijl.,:;!|'’‘ I"), frozenset('frt()-/“”"'), frozenset("mwMW@%—")
_FIRST_FULL = "\u2e80"  # from here on, scripts whose signs are square


def line_count(text: str, width: float) -> int:
    """The lines of a text, each at most `width` ems wide; a word that is longer is cut."""
    count, used = 1, 0.0
    for word in text.split():
        length = fsum(map(_width, word))
        if used and used + _width(" ") + length > width:
            count, used = count + 1, 0.0
        used += length + (_width(" ") if used else 0)
        while used > width:
            count, used = count + 1, used - width + 1
    return count


def _width(sign: str) -> float:
    if sign in _NARROW:
        return 0.3
    if sign in _SLIM:
        return 0.43
    if sign in _WIDE or sign >= _FIRST_FULL:
        return 1.0
    return 0.7 if sign.isupper() or sign.isdigit() else 0.61
