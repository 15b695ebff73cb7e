"""The words of the interface, in one file per language: `site-config/words/CODE.yaml`.

The file is a tree of words; `say("pattern.before")` finds one by its steps. A word with a number
has the forms that its language has, such as `one` and `other`. What a language leaves out is said in English, and a company's
own file of a language goes before the one that came with donebook, word by word.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from donebook.defaults import default_file, default_folder
from donebook.problem import Problem
from donebook.source import Folder, Tree, read_document

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"
FOLDER = "site-config/words"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words by their steps, joined with dots: `pattern.before`."""

    code: str
    words: Mapping[str, str] = field(repr=False)

    def say(self, name: str, /, **values: object) -> str:
        """A word with `values` in the places of their names; the value `n` chooses the form.

        Raises KeyError where there is no such word, or a place has no value.
        """
        return "".join(map(str, self.parts(name, **values)))

    def parts(self, name: str, /, **values: object) -> tuple[object, ...]:
        """The same in pieces: texts and values by turns, for whoever has to escape them."""
        if "n" in values and f"{name}.other" in self.words:
            form = f"{name}.{self._form(values['n'])}"
            name = form if form in self.words else f"{name}.other"
        found: list[object] = list(_PLACE.split(self.words[name]))
        found[1::2] = (values[str(place)] for place in found[1::2])
        return tuple(found)

    def _form(self, n: object) -> str:
        return _locale(self.code).plural_form(n) if isinstance(n, int) else "other"

    def day(self, value: date) -> str:
        """A date as it is written in the language."""
        from babel.dates import format_date  # slow to import

        return format_date(value, "medium", _locale(self.code))

    @property
    def locale(self) -> str:
        """The language as browsers know it (BCP 47)."""
        return str(_locale(self.code)).replace("_", "-")

    def with_words(self, own: Mapping[str, str]) -> "Language":
        """With a company's own words for some."""
        return Language(self.code, {**self.words, **own}) if own else self

    def below(self, name: str) -> Mapping[str, str]:
        """All words below a step, by the rest of their names."""
        start = f"{name}."
        return {k.removeprefix(start): w for k, w in self.words.items() if k.startswith(start)}


@cache
def _locale(code: str) -> "Locale":
    """What Babel knows of a language, from Unicode's CLDR; of one it doesn't know, what English has."""
    from babel import Locale, UnknownLocaleError  # slow to import

    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(ENGLISH)


def words_path(code: str) -> str:
    """The file of a language, from the project root."""
    return f"{FOLDER}/{code}.yaml"


@cache
def english() -> Language:
    """The words that came with donebook, in English."""
    return Language(ENGLISH, _came_with(ENGLISH))


def languages(tree: Tree) -> frozenset[str]:
    """The languages that have a file of words, the company's or ours."""
    own = (path.rpartition("/")[2] for path in tree.paths(FOLDER))
    ours = (place.name for place in default_folder(FOLDER).glob("*.yaml"))
    return frozenset(name.removesuffix(".yaml") for name in (*own, *ours))


def places(word: str) -> frozenset[str]:
    """The names in braces that a word has."""
    return frozenset(_PLACE.findall(word))


def own_words(tree: Tree, code: str) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """A company's own words of a language by their steps, and why they can't be read."""
    path = words_path(code)
    if path not in tree.paths(FOLDER) or FOLDER in tree.links(FOLDER):
        return {}, ()
    document = read_document(tree, path)
    return dict(_flat(document.values or {})), document.problems


def read_language(tree: Tree, code: str) -> tuple[Language, tuple[Problem, ...]]:
    """A language with a company's own words, and what is wrong with their file."""
    own, problems = own_words(tree, code)
    known = english().words
    fitting = {n: w for n, w in own.items() if n in known and places(w) <= places(known[n])}
    return Language(code, {**known, **_came_with(code), **fitting}), problems


@cache
def _came_with(code: str) -> Mapping[str, str]:
    try:
        place = default_file(words_path(code))
    except FileNotFoundError:
        return {}
    document = read_document(Folder(place.parent), place.name)
    return dict(_flat(document.values or {}))


def _flat(tree: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, inside in tree.items():
        if isinstance(inside, Mapping):
            yield from _flat(inside, f"{before}{name}.")
        elif isinstance(inside, str):
            yield f"{before}{name}", inside
