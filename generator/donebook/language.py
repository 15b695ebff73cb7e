"""The words of the interface, in one file per language: `site-config/words/CODE.yaml`.

The file is a tree of words; `say("pattern.before")` finds one by its steps. A word with a number
has the forms that its language has, such as `one` and `other`. A company's own file of a language
goes before the one that came with donebook, word by word; behind both stands the language without
its country (`de` behind `de-ch`), and what all of them leave out is said in English.

Below `sentences` the file holds messages (`message.py`): each template as it is written in the
code, and the same in the language. A sentence with a number has its forms as a word has.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any

from donebook.defaults import default_file, default_folder
from donebook.message import Filling, Message, places_of
from donebook.problem import Problem
from donebook.source import Folder, Loc, Tree, Value, read_document

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"
FOLDER = "site-config/words"
SENTENCES = "sentences"
FORMS = ("zero", "one", "two", "few", "many", "other")  # of a number, as CLDR names them
_PLACE = re.compile(r"\{(\w+)\}")
_LONG, _CENTS = re.compile(r"\d{4}"), re.compile(r"\.0+")  # of an amount, and of how one is written


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

    def tell(self, text: str) -> str:
        """A message in the language, with the messages in it; any other text as it is.

        What the language has no sentence for is told in English.
        """
        if not isinstance(text, Message):
            return text
        name = f"{SENTENCES}.{text.template}"
        said = self.words.get(self._formed(name, text.values), self.words.get(text.template))
        return text if said is None else _Telling(self).vformat(said, (), text.values)

    def parts(self, name: str, /, **values: object) -> tuple[object, ...]:
        """The same in pieces: texts and values by turns, for whoever has to escape them."""
        found: list[object] = list(_PLACE.split(self.words[self._formed(name, values)]))
        found[1::2] = (values[str(place)] for place in found[1::2])
        return tuple(found)

    def _formed(self, name: str, values: Mapping[str, object]) -> str:
        """The name of a word, or of the form of it that goes with the number `n`."""
        if "n" not in values or f"{name}.other" not in self.words:
            return name
        form = f"{name}.{self._form(values['n'])}"
        return form if form in self.words else f"{name}.other"

    def _form(self, n: object) -> str:
        return locale_of(self.code).plural_form(n) if isinstance(n, int) else "other"

    def day(self, value: date) -> str:
        """A date as it is written in the language."""
        from babel.dates import format_date  # slow to import

        return format_date(value, "medium", locale_of(self.code))

    def time(self, minutes: int) -> str:
        """A time of day as it is written in the language; minutes after midnight."""
        from babel.dates import format_time  # slow to import

        at = time(minutes // 60 % 24, minutes % 60)
        return format_time(at, "short", locale=locale_of(self.code)).replace("\u202f", "\xa0")

    def number(self, value: int) -> str:
        """A whole number as it is written in the language, with thousands parted."""
        from babel.numbers import format_decimal  # slow to import

        return str(format_decimal(value, locale=locale_of(self.code)))

    def percent(self, share: float) -> str:
        """A share, from 0 to 1, in whole percent."""
        from babel.numbers import format_percent  # slow to import

        return str(format_percent(share, locale=locale_of(self.code)))

    def money(self, value: int, currency: str | None) -> str:
        """An amount in short, such as $1.2M, or 1.2M where nobody says which currency."""
        from babel.numbers import (  # slow to import
            format_compact_currency,
            format_compact_decimal,
            format_currency,
            format_decimal,
        )

        locale = locale_of(self.code)
        if currency:
            said = format_compact_currency(value, currency, locale=locale, fraction_digits=1)
        else:
            said = format_compact_decimal(value, locale=locale, fraction_digits=1)
        if not _LONG.search(said):
            return str(said)
        if not currency:  # the language has no short form of thousands
            return str(format_decimal(value, locale=locale))
        whole = _CENTS.sub("", locale.currency_formats["standard"].pattern)
        return str(format_currency(value, currency, whole, locale, currency_digits=False))

    @property
    def locale(self) -> str:
        """The language as browsers know it (BCP 47)."""
        return str(locale_of(self.code)).replace("_", "-")

    def with_words(self, own: Mapping[str, str]) -> "Language":
        """With a company's own words for some."""
        return Language(self.code, {**self.words, **own}) if own else self

    def below(self, name: str) -> Mapping[str, str]:
        """All words below a step, by the rest of their names."""
        start = f"{name}."
        return {k.removeprefix(start): w for k, w in self.words.items() if k.startswith(start)}


class _Telling(Filling):
    """Puts values in places as a language writes them: its numbers, its dates, its sentences."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, int):
            from babel.numbers import format_decimal  # slow to import

            locale = locale_of(self._language.code)
            return str(format_decimal(value, locale=locale, group_separator=format_spec == ","))
        if isinstance(value, date):
            return self._language.day(value)
        if isinstance(value, str):
            return self._language.tell(value)
        return super().format_field(value, format_spec)


def locale_of(code: str) -> "Locale":
    """What Babel knows of a language, from Unicode's CLDR; of one it doesn't know, what English has."""
    found: Locale = _known_locale(code) or _known_locale(ENGLISH)
    return found


def is_known(code: str) -> bool:
    """Whether Unicode's CLDR knows a language."""
    return _known_locale(code) is not None


@cache
def _known_locale(code: str) -> Any:
    from babel import Locale, UnknownLocaleError  # slow to import

    try:
        return Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@dataclass(frozen=True, eq=False)
class OwnWords:
    """A company's own words of a language, by their steps, as its file holds them.

    `is_whole` says whether all of the file can be read.
    """

    code: str
    words: Mapping[str, str]
    is_whole: bool


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


def template_of(name: str) -> str | None:
    """The template that a word's name is made of, where it is a sentence: `sentences.TEMPLATE`."""
    start, _, template = name.partition(".")
    if start != SENTENCES or not template:
        return None
    stem, _, form = template.rpartition(".")
    return stem if form in FORMS else template


def foreign_places(word: str, template: str) -> frozenset[str]:
    """The places of a sentence that its template doesn't have, or the braces that are none."""
    try:
        return frozenset(name for name, _ in places_of(word) - places_of(template))
    except ValueError:
        return frozenset({"…"})


def place_of(name: str) -> Loc:
    """Where a word stands in its file."""
    template = template_of(name)
    if template is None:
        return tuple(name.split("."))
    form = name.removeprefix(f"{SENTENCES}.{template}").removeprefix(".")
    return (SENTENCES, template, form) if form else (SENTENCES, template)


def english_word(name: str) -> str | None:
    """What a word of the interface is in English, whatever forms English has; none where it is none."""
    words = english().words
    stem, _, form = name.rpartition(".")
    is_counted = form in FORMS and f"{stem}.one" in words  # English has one and other
    return words.get(name, words.get(f"{stem}.other") if is_counted else None)


def has_own_words(tree: Tree, code: str) -> bool:
    """Whether a company has a file of words of a language."""
    return words_path(code) in tree.paths(FOLDER) and FOLDER not in tree.links(FOLDER)


def own_words(tree: Tree, code: str) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """A company's own words of a language by their steps, and why they can't be read."""
    if not has_own_words(tree, code):
        return {}, ()
    document = read_document(tree, words_path(code))
    return dict(_flat(document.values or {})), document.problems


def read_language(tree: Tree, code: str) -> tuple[Language, tuple[Problem, ...]]:
    """A language with a company's own words, and what is wrong with their file."""
    own, problems = own_words(tree, code)
    return with_own(code, own), problems


def with_own(code: str, own: Mapping[str, str]) -> Language:
    """A language with those of a company's own words that fit."""
    fitting = {name: word for name, word in own.items() if _fits(name, word)}
    return Language(code, {**english().words, **inherited(code), **fitting})


def _fits(name: str, word: str) -> bool:
    """Whether a company's own word is one that is asked for, with no place that nothing fills."""
    template = template_of(name)
    if template is not None:
        return not foreign_places(word, template)
    known = english_word(name)
    return known is not None and places(word) <= places(known)


def without_country(code: str) -> str:
    """A language without its country."""
    return code.partition("-")[0]


def inherited(code: str) -> Mapping[str, str]:
    """The words that came with donebook for a language, and for the one that it is a variety of."""
    return {**_came_with(without_country(code)), **_came_with(code)}


@cache
def _came_with(code: str) -> Mapping[str, str]:
    return dict(_flat(file_of(code)))


@cache
def file_of(code: str) -> Mapping[str, Value]:
    """The tree of the file of a language that came with donebook; empty where there is none."""
    try:
        place = default_file(words_path(code))
    except FileNotFoundError:
        return {}
    return read_document(Folder(place.parent), place.name).values or {}


def _flat(tree: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    return ((".".join(map(str, loc)), word) for loc, word in leaves(tree))


def leaves(tree: Mapping[str, Value], at: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """The texts of a tree with their places, in the order of the file."""
    for name, inside in tree.items():
        if isinstance(inside, Mapping):
            yield from leaves(inside, (*at, name))
        elif isinstance(inside, str):
            yield (*at, name), inside
