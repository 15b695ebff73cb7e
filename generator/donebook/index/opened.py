"""The index made ready to be searched, as `site-config/assets/find/index.js` does it for browsers."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from os.path import commonprefix

from donebook.facts import remembered
from donebook.index.coded import words
from donebook.index.finder import (
    Column,
    Place,
    Row,
    finder_columns,
    finder_rows,
    in_order,
    numbers_of,
)
from donebook.index.sayings import Group, groups_of, plain_words, sayings
from donebook.index.stems import plain, stemming, stems_of
from donebook.index.typed import skeleton
from donebook.language import Language
from donebook.model import SHOWN_KINDS, Kind
from donebook.playbook import Playbook

# Each field, and how much it counts that a phrase stands in it. Of long texts there are only words.
FIELDS = dict[str, float](
    title=0.9,
    ask=0.8,
    heard=1,
    also=1,
    fears=1,
    said=1,
    signs=0.5,
    examples=0.5,
    send=0.5,
    long=0,
)
# How much a word counts that tells nothing, and an ordinary one next to a word of the trade.
_COMMON, _ORDINARY = 0.15, 0.7
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of a row, as numbers of stems; how long it is as a vector of what they are worth."""

    row: int
    stems: tuple[int, ...]
    length: float
    tells: bool


@dataclass(frozen=True)
class Field:
    """All phrases of one field, and in which of them each stem stands."""

    name: str
    weight: float
    phrases: tuple[Phrase, ...]

    @cached_property
    def places(self) -> Mapping[int, Sequence[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self.phrases):
            for stem in phrase.stems:
                found[stem].append(number)
        return found

    @cached_property
    def untold(self) -> Sequence[int]:
        """The phrases of which no word tells anything."""
        return [n for n, phrase in enumerate(self.phrases) if not phrase.tells]


class Stems:
    """The stem of any word, from the words that are known with theirs.

    One that is not known has that of a known word, if it ends as a form of it could.
    """

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        self._stems: dict[str, str] = {}
        self._endings: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for form, stem in known:
            if form in self._stems:
                continue
            kept = len(commonprefix((form, stem)))  # noqa: RUF071 - these are no paths
            self._stems[form] = stem
            self._endings[form[kept:]][stem[kept:]] = None
        self._all = frozenset(self._stems.values())

    def __call__(self, word: str) -> str:
        if word in self._stems:
            return self._stems[word]
        for kept in range(len(word), _SHORTEST - 1, -1):
            for put in self._endings.get(word[kept:], ()):
                if (found := word[:kept] + put) in self._all:
                    return found
        return word


class Words:
    """The forms of words by number, and the stems that they have in common."""

    def __init__(self, lists: Iterable[Iterable[str]], stem: Stems) -> None:
        self.forms: list[str] = []
        self.stem_of: list[int] = []
        self.stems: dict[str, int] = {}
        self.forms_of: list[list[int]] = []
        self.by_letter: defaultdict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, int] = {}
        for word in (word for some in lists for word in some):
            if words(word) and (form := plain(word)) not in self._numbers:
                self._add(form, stem(form))

    def _add(self, form: str, stem: str) -> None:
        number = self._numbers[form] = len(self.forms)
        self.forms.append(form)
        its = self.stems.setdefault(stem, len(self.forms_of))
        if its == len(self.forms_of):
            self.forms_of.append([])
        self.forms_of[its].append(number)
        self.stem_of.append(its)
        self.by_letter[form[0]].append(number)

    def in_stems(self, pieces: Iterable[str]) -> tuple[int, ...]:
        """A text as numbers of stems; what is no word has none."""
        forms = (self._numbers.get(plain(piece)) for piece in pieces)
        return tuple(self.stem_of[form] for form in forms if form is not None)


@dataclass(frozen=True)
class Index:
    """What is searched. Rows are the entries, and behind them the places."""

    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    kinds: Mapping[str, Kind]
    called: Mapping[str, Sequence[str]]
    words: Words
    stem: Stems
    fields: tuple[Field, ...]
    worth: Sequence[float]
    rarest: float
    groups: tuple[Group, ...]
    common: frozenset[str]
    everyday: frozenset[str]
    skeletons: Mapping[str, Sequence[str]]

    def is_ordinary(self, word: str) -> bool:
        return word in self.common or word in self.everyday or self.stem(word) in self.everyday

    @cached_property
    def ordinary_forms(self) -> frozenset[int]:
        return frozenset(n for n, form in enumerate(self.words.forms) if self.is_ordinary(form))


@remembered
def opened(playbook: Playbook, places: tuple[Place, ...] = ()) -> Index:
    """The index of a playbook, ready to be searched."""
    language = playbook.language
    parts = finder_columns(playbook, places)
    lists = [numbers_of(part).words for part in parts]
    everyday = words(language.say("find.everyday"))
    said = sayings(language)
    stem = Stems(_known(lists, words("\n".join(said.values())), everyday, language))
    vocabulary = Words(lists, stem)
    common = dict.fromkeys(plain_words(language.say("find.common")))
    spelled = [plain(word) for word in everyday]
    ordinary = frozenset(spelled) | frozenset(map(stem, spelled))
    ordered = tuple(in_order(places))
    rows = finder_rows(playbook)
    counted = len(rows) + sum(not place.repeats for place in ordered)
    columns = {
        name: tuple(_texts(column, vocabulary)) for part in parts for name, column in part.items()
    }
    is_common = [any(vocabulary.forms[n] in common for n in its) for its in vocabulary.forms_of]

    def is_ordinary(word: str) -> bool:
        return word in common or word in ordinary or stem(word) in ordinary

    rare = _rarity(columns.values(), counted, len(is_common))
    worth = array("f", rare)
    for number, its in enumerate(vocabulary.forms_of):
        if is_common[number]:
            worth[number] *= _COMMON
        elif any(is_ordinary(vocabulary.forms[n]) for n in its):
            worth[number] *= _ORDINARY
    right = [*common, *spelled, *(form for form in vocabulary.forms if is_ordinary(form))]
    return Index(
        rows,
        ordered,
        {kind.letter: kind for kind in SHOWN_KINDS.values()},
        {
            kind.letter: plain_words(language.say(f"kind.{kind.name}.one"))
            for kind in SHOWN_KINDS.values()
        },
        vocabulary,
        stem,
        tuple(
            Field(name, weight, tuple(_phrases(columns[name], worth, is_common)))
            for name, weight in FIELDS.items()
        ),
        worth,
        log(1 + counted),
        groups_of(said, stem, vocabulary.stems, worth, common),
        frozenset(common),
        ordinary,
        _by_skeleton(right),
    )


def _known(
    lists: Iterable[Iterable[str]], said: Iterable[str], everyday: Iterable[str], language: Language
) -> Iterator[tuple[str, str]]:
    """The forms of all known words with their stems, in the order in which browsers read them."""
    for some in (*lists, said, everyday):
        yield from stems_of(some, *stemming(language))


def _texts(column: Column, vocabulary: Words) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The texts of a field, each with its row."""
    for row, texts in enumerate(column):
        for text in texts:
            if text:
                yield row, vocabulary.in_stems(text)


def _rarity(
    columns: Iterable[Iterable[tuple[int, tuple[int, ...]]]], rows: int, stems: int
) -> Iterator[float]:
    """In how few rows each stem stands, as what that is worth."""
    found: list[set[int]] = [set() for _ in range(stems)]
    for row, its in (text for column in columns for text in column):
        if row < rows:
            for stem in its:
                found[stem].add(row)
    return (log(1 + rows / (1 + len(its))) for its in found)


def _phrases(
    texts: Iterable[tuple[int, tuple[int, ...]]], worth: Sequence[float], is_common: Sequence[bool]
) -> Iterator[Phrase]:
    for row, stems in texts:
        tells = len(stems) < 2 or not all(is_common[stem] for stem in stems)
        yield Phrase(row, stems, sqrt(sum(worth[stem] ** 2 for stem in stems)), tells)


def _by_skeleton(right: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in right:
        found[skeleton(word)].append(word)
    return found
