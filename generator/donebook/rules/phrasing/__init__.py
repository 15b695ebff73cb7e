"""How sentences are put, by language. Content in a language without a phrasing isn't judged by it."""

from donebook.language import without_country
from donebook.rules.phrasing.phrasing import Phrasing, is_marked


def phrasing_of(code: str) -> Phrasing | None:
    """What is known of how a language puts sentences, such as of `en-gb`; of most, nothing.

    Only the language that is asked for is imported: its patterns take long to compile.
    """
    match without_country(code):
        case "en":
            from donebook.rules.phrasing.english import ENGLISH

            return ENGLISH
        case "de":
            from donebook.rules.phrasing.german import GERMAN

            return GERMAN
    return None


def asks(text: str, phrasing: Phrasing | None) -> bool:
    """Whether a text is something to ask. Without a phrasing, its question mark alone says so."""
    return phrasing.asks(text) if phrasing else is_marked(text)


__all__ = ["Phrasing", "asks", "phrasing_of"]
