"""How sentences are put, by language. Content in a language without a phrasing isn't judged by it."""

from collections.abc import Mapping

from donebook.rules.phrasing.english import ENGLISH
from donebook.rules.phrasing.german import GERMAN
from donebook.rules.phrasing.phrasing import Phrasing, is_marked

_KNOWN: Mapping[str, Phrasing] = {"en": ENGLISH, "de": GERMAN}


def phrasing_of(code: str) -> Phrasing | None:
    """What is known of how a language puts sentences, such as of `en-gb`; of most, nothing."""
    return _KNOWN.get(code.partition("-")[0])


def asks(text: str, phrasing: Phrasing | None) -> bool:
    """Whether a text is something to ask. Without a phrasing, its question mark alone says so."""
    return phrasing.asks(text) if phrasing else is_marked(text)


__all__ = ["ENGLISH", "GERMAN", "Phrasing", "asks", "phrasing_of"]
