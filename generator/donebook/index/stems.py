"""The stems of words: what the forms of a word share.

They are Snowball's, in the language of the site, and made when it is built: browsers get no
stemmer. What is sent is how each word becomes its stem, one line a word. As most words only lose a
few letters at their end, that takes about half a byte a word, compressed.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from os.path import commonprefix

from donebook.language import Language

_APOSTROPHE = re.compile("['’‘`]")


def plain(word: str) -> str:
    """Whichever apostrophe, accent or capital: one form, as the finder's script makes it."""
    bare = unicodedata.normalize("NFD", _APOSTROPHE.sub("", word.lower()))
    return "".join(sign for sign in bare if not unicodedata.category(sign).startswith("M"))


def stemming(language: Language) -> tuple[str, frozenset[str]]:
    """What stems follow from in a language: its code, and the words that stay apart."""
    return language.code, frozenset(language.say("find.apart").split())


@cache
def stem(word: str, language: str) -> str:
    """The stem of a word in its plain form; the word itself where Snowball doesn't know the language."""
    return plain(_stemmer(language)(_APOSTROPHE.sub("'", word.lower())))


def changes(words: Iterable[str], language: str, apart: Collection[str] = ()) -> str:
    """How each word's plain form becomes its stem, one line a word.

    Words `apart`, in their plain form, are their own stems: Snowball joins "busy" and "business".

    A line is how many letters go at the end and what takes their place: `1` makes "prices"
    "price", `1i` makes "company" "compani". It is empty where nothing changes.
    """
    return "\n".join(_change(form, found) for form, found in stems_of(words, language, apart))


def stems_of(
    words: Iterable[str], language: str, apart: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """The plain form of each word, and its stem."""
    for word in words:
        form = plain(word)
        yield form, form if form in apart else stem(word, language)


def _change(form: str, found: str) -> str:
    kept = len(commonprefix((form, found)))  # noqa: RUF071 - these are no paths
    return f"{len(form) - kept or ''}{found[kept:]}"


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    """Snowball's algorithm for a language code; it goes by the language's name in English."""
    import snowballstemmer  # slow to import
    from babel import Locale

    name = Locale("en").languages.get(language.partition("-")[0], "")
    algorithm = name.lower().partition(" ")[0]  # of "Norwegian Bokmål"
    if algorithm not in snowballstemmer.algorithms():
        return str
    found: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    return found
