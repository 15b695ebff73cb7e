"""What is typed, as what it may mean: words, each with the stems of the index that it finds.

`site-config/assets/find/terms.js` does the same in the finder.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot

from donebook.index.opened import Index
from donebook.index.sayings import IN_PHRASE, Group, groups_with, meant_by, plain_words
from donebook.index.typed import (
    distance,
    forgiven,
    grows_into,
    misspelled,
    shares_beginning,
    skeleton,
    swapped,
    swaps_two,
)

_BEGUN, _RELATED, _TYPO = 0.9, 0.6, 0.75
# What means much the same as a phrase, or as a word that stands nowhere, is most of what there is to go by.
_ALONE = 0.7
# Of words that tell nothing, three have to stand next to each other, if so many are typed.
_MOST_NEEDED = 2
# What a phrase means much the same as says less than a word that is typed.
_LOOSE = 0.6
# How well the words of a phrase of a group fit, all of them together.
_OWN_PHRASE = 0.8
# A word that stands nowhere may still be on its way to one that does.
_UNFINISHED = 0.5
_WHOLE = re.compile(r"[\s.,;!?]\Z")

Quality = Mapping[int, float]
"""How well each stem fits."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: what it is worth, and the stems that have it.

    `parts` are stems that count together, `near` those by what means much the same. It is strange
    where nothing here says or begins it.
    """

    weight: float
    met: Quality
    parts: Quality = field(default_factory=dict)
    near: tuple[int, ...] = ()
    is_telling: bool = True
    is_strange: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stem means of what is asked: which term, and how well."""

    term: int
    quality: float
    is_part: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: its terms, and which of them each stem means.

    `lit` are stems that are reason enough to look at a phrase, `pairs` those that stand next to each
    other. A phrase needs `least_pairs` of them: where no word tells anything, pairs do. One that says
    all that is typed has `in_row`.
    """

    terms: tuple[Term, ...]
    meanings: Mapping[int, Sequence[Meaning]]
    lit: frozenset[int]
    pairs: frozenset[tuple[int, int]]
    length: float
    least_pairs: int
    in_row: int


def asked_by(index: Index, said: str) -> Asked:
    """What somebody asks by typing something."""
    return _Reading(index, said).asked()


class _Reading:
    """Reads what is typed once; what each word means is worked out once, too."""

    def __init__(self, index: Index, said: str) -> None:
        self._index = index
        self._typed = plain_words(said)
        self._last = self._typed[-1] if self._typed else ""
        # Behind other words, an ordinary one is whole: "car" is no beginning of "carry" then.
        self._is_open = not _WHOLE.search(said) and not (
            len(self._typed) > 1 and index.is_ordinary(self._last)
        )
        self._memory: dict[tuple[str, bool, bool], dict[int, float]] = {}

    def asked(self) -> Asked:
        index = self._index
        line = " ".join(map(index.stem, self._typed))
        groups = meant_by(index.groups, line)
        all_words = [self._spelled_right(word, groups) for word in self._typed]
        stems = [index.stem(word) for word in all_words]
        if " ".join(stems) != line:
            groups = meant_by(index.groups, " ".join(stems))
        terms = (
            *(term for word in dict.fromkeys(all_words) for term in self._terms(word, groups)),
            *_terms_of_phrases(index, groups),
        )
        is_told = any(term.is_telling for term in terms)
        numbers = [index.words.stems.get(stem, -1) for stem in stems]
        return Asked(
            terms,
            _meanings(terms),
            frozenset(
                stem
                for term in terms
                if term.is_telling or not is_told
                for stem in (*term.met, *term.parts)
            ),
            frozenset(pair for pair in pairwise(numbers) if min(pair) >= 0),
            hypot(*(term.weight for term in terms)) or 1,
            0 if is_told else max(1, min(_MOST_NEEDED, len(stems) - 1)),
            len(stems) - 1,
        )

    def _terms(self, word: str, groups: Sequence[Group]) -> Iterator[Term]:
        index = self._index
        if word not in index.common:
            yield self._term(word, groups)
            return
        # A word that tells nothing beside others counts as part of a phrase.
        stem = index.words.stems.get(index.stem(word))
        if stem is not None:
            yield Term(index.worth[stem], {stem: 1}, is_telling=False)

    def _term(self, word: str, groups: Sequence[Group]) -> Term:
        index, is_begun = self._index, self._is_begun(word)
        stem = index.stem(word)
        its = list(groups_with(groups, stem))
        own = self._own(word, is_known=bool(its))
        met = dict(own)
        alone = [group for group in its if stem in group.said]
        for group in alone:
            for other, quality in group.met.items():
                _add_best(met, other, quality if own else max(quality, _ALONE))
        parts = {stem: quality for group in alone for stem, quality in group.parts.items()}
        may_grow = is_begun and len(word) < 4
        rare = (
            _most(index, own or met)
            or _most(index, parts)
            or index.rarest * (_UNFINISHED if may_grow else 1)
        )
        less = min([1, *(IN_PHRASE[group.kind] for group in its if group not in alone)])
        is_missing = not (met or parts or is_begun or its)
        return Term(
            rare * less,
            met,
            parts,
            tuple(stem for group in alone for stem in group.near),
            is_strange=not (met or parts or its or may_grow),
            missing=word if is_missing else "",
        )

    def _is_begun(self, word: str) -> bool:
        return self._is_open and word == self._last

    def _spelled_right(self, word: str, groups: Sequence[Group]) -> str:
        """A word as it was meant: it may be an ordinary one with a typing error."""
        index = self._index
        if index.is_ordinary(word) or any(groups_with(groups, index.stem(word))):
            return word
        if self._own(word, is_known=False):
            return word
        right = next(misspelled(word, index.skeletons.get(skeleton(word), ())), "")
        if not right and len(word) > 3:
            right = next(filter(index.is_ordinary, swapped(word)), "")
        return right or word

    def _own(self, word: str, *, is_known: bool) -> dict[int, float]:
        key = word, self._is_begun(word), is_known
        if key not in self._memory:
            self._memory[key] = self._found(*key)
        return self._memory[key]

    def _found(self, word: str, is_begun: bool, is_known: bool) -> dict[int, float]:  # noqa: FBT001
        """What a typed word may mean. One that is known is typed as it should be."""
        index, met = self._index, dict[int, float]()
        stem = index.words.stems.get(index.stem(word))
        if stem is not None:
            met[stem] = 1
        if is_begun and len(word) > 1:
            _add_begun(index, word, met)
        if met or is_known or index.is_ordinary(word):
            return met
        for number, form in _likely(index, word):
            is_grown = grows_into(word, form) or grows_into(form, word)
            if is_grown or shares_beginning(word, form):
                _add_best(met, index.words.stem_of[number], _RELATED)
        _add_mistyped(index, word, met, is_begun=is_begun)
        return met


def _add_best(met: dict[int, float], stem: int, quality: float) -> None:
    met[stem] = max(met.get(stem, 0), quality)


def _add_begun(index: Index, word: str, met: dict[int, float]) -> None:
    words = index.words
    for number in words.by_letter.get(word[0], ()):
        form = words.forms[number]
        if form.startswith(word) and form != word and form not in index.common:
            _add_best(met, words.stem_of[number], _BEGUN * max(0.5, len(word) / len(form)))


def _likely(index: Index, word: str) -> Iterator[tuple[int, str]]:
    """The forms that a word may be one of; ordinary ones are typed as they should be."""
    for number in index.words.by_letter.get(word[0], ()):
        if number not in index.ordinary_forms:
            yield number, index.words.forms[number]


def _add_mistyped(index: Index, word: str, met: dict[int, float], *, is_begun: bool) -> None:
    """A typing error leaves the first letter, and in a word of four letters it swaps two."""
    most = forgiven(word)
    for number, form in _likely(index, word) if most else ():
        if len(form) < 4:
            continue
        wrong = distance(word, form, most)
        # While a word is being typed, its beginning may be wrong already.
        if wrong > most and is_begun and 4 < len(word) < len(form):
            wrong = distance(word, form[: len(word)], 1) + 1
        if wrong <= most and (len(word) != 4 or swaps_two(word, form)):
            _add_best(met, index.words.stem_of[number], _TYPO / wrong)


def _most(index: Index, stems: Iterable[int]) -> float:
    return max((index.worth[stem] for stem in stems), default=0)


def _own_parts(index: Index, group: Group) -> dict[int, float]:
    """An entry that says the phrase itself needs none of what means the same. Of slang, words mean nothing."""
    said = () if group.kind == "slang" else group.said
    telling = (word for one in said for word in one.split(" ") if word not in index.common)
    stems = [index.words.stems[word] for word in telling if word in index.words.stems]
    length = hypot(*(index.worth[stem] for stem in stems))
    return {stem: _OWN_PHRASE * index.worth[stem] / length for stem in stems}


def _terms_of_phrases(index: Index, groups: Iterable[Group]) -> Iterator[Term]:
    for group in groups:
        if group.near and any(" " in one for one in group.said):
            yield Term(
                _most(index, group.near) * (_LOOSE if group.kind == "alike" else 1),
                {stem: max(quality, _ALONE) for stem, quality in group.met.items()},
                {**_own_parts(index, group), **group.parts},
                group.near,
            )


def _meanings(terms: Sequence[Term]) -> Mapping[int, Sequence[Meaning]]:
    found: defaultdict[int, list[Meaning]] = defaultdict(list)
    for number, term in enumerate(terms):
        for some, is_part in ((term.met, False), (term.parts, True)):
            for stem, quality in some.items():
                found[stem].append(Meaning(number, quality, is_part))
    return found
