"""What a buyer's words lead to, best first, ranked as the finder does it.

`site-config/assets/find/search.js` and `phrases.js` are the finder's; both run
the sayings of `tests/cases/finder/` over the same playbook. Numbers are rounded as they are there, so
that equal matches stay in the same order.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from itertools import pairwise

from donebook.index.meant import Asked, Meaning, Term, asked_by
from donebook.index.opened import Field, Index, Phrase
from donebook.index.sayings import plain_words
from donebook.index.typed import closest_to

Fits = Callable[[int], bool]

# Each pair of words that stand next to each other in both adds this much, for so many pairs.
_PAIR, _PAIRS = 0.35, 2
# A phrase that holds all that is typed, in a row; one that is typed whole, among other words; and how
# much a word counts where only a long text has it.
_WHOLE, _PART, _IN_LONG = 0.9, 0.6, 0.97
# How much it counts that an entry has the words, wherever they stand, next to its best phrase.
_SHARE, _CORE, _MADE_FOR_PRINT = 0.6, 1.03, 0.75
# How well the best entry has to match: at all, with all that is typed, with a word that stands nowhere,
# and where much is typed.
_GOOD, _GOOD_IN_ALL, _GOOD_IN_PART = 0.65, 0.57, 0.78
_MUCH, _GOOD_IN_MUCH, _GOOD_IN_PART_OF_MUCH = 10, 0.58, 0.7
_ALL, _FAIR, _OF_THE_BEST, _NEAREST = 0.9, 0.4, 0.3, 2
# How well a name has to fit to be gone to. Of names that fit about as well, pages come first.
_NAMED, _NAMED_SHARE, _MOST_PLACES, _ABOUT_EQUAL = 0.65, 0.8, 4, 0.25
_PRINTED, _GONE_TO = "we", "cwe"


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of rows, best first, and how many entries there are.

    `nearest` are given where none is a good match, and `only_begun` says that they only have words
    that begin alike. `places` are gone to by their name: pages behind the entries, and entries.
    """

    entries: tuple[int, ...]
    total: int
    nearest: tuple[int, ...] = ()
    only_begun: bool = False
    places: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """What each row is worth by its best phrase, name or alias, and how much of what is asked it has."""

    phrase: Sequence[float]
    name: Sequence[float]
    alias: Sequence[float]
    share: Sequence[float]


def search(index: Index, said: str, is_fitting: Fits, most: int, is_gone_to: Fits) -> Found:
    """The rows that what is `said` leads to, at most so many of those that fit what is chosen."""
    asked = asked_by(index, said)
    fit = _fits(index, asked)
    scores = _scores(index, fit)
    both = (*_places(index, fit, is_gone_to), *_places_of_kind(index, said, is_gone_to))
    places = tuple(dict.fromkeys(both))[:_MOST_PLACES]
    found = [n for n in range(len(index.rows)) if scores[n] > 0 and is_fitting(n)]
    needed = _needed(asked.terms)
    is_good = any(scores[n] >= (_GOOD_IN_ALL if fit.share[n] >= _ALL else needed) for n in found)
    best = max((scores[n] for n in found), default=0)
    least = max(_FAIR, best * _OF_THE_BEST)
    good = [n for n in found if is_good and scores[n] >= least and n not in places]
    nearest, only_begun = (
        ((), False) if good or places else _nearest(index, said, found, scores, is_fitting)
    )
    return Found(
        _top(good, scores, most),
        len(good),
        nearest,
        only_begun,
        places,
        tuple(term.missing for term in asked.terms if term.missing),
    )


def is_gone_to(index: Index, row: int) -> bool:
    """Whether a row is gone to by its name, as pages, checks, sheets and role-plays are."""
    return row >= len(index.rows) or index.rows[row].kind in _GONE_TO


def _top(found: Iterable[int], scores: Sequence[float], most: int) -> tuple[int, ...]:
    return tuple(sorted(found, key=lambda n: (-scores[n], n))[:most])


def _places(index: Index, fit: _Fit, is_gone_to: Fits) -> Sequence[int]:
    """Rows that are gone to by their names, and what else goes by the same name."""
    size = len(index.rows)
    rows = [n for n, share in enumerate(fit.share) if share >= _NAMED_SHARE and is_gone_to(n)]
    named = [n for n in rows if fit.name[n] >= _NAMED]
    if not named:
        return ()
    also = [n for n in rows if fit.name[n] < _NAMED and fit.alias[n] >= _NAMED]

    def order(row: int) -> float:
        about = int(fit.name[row] / _ABOUT_EQUAL + 0.5)
        return about * -2 * size + (row + size if row < size else row - size)

    return (*sorted(named, key=order), *_top(also, fit.alias, _MOST_PLACES))[:_MOST_PLACES]


def _places_of_kind(index: Index, said: str, is_gone_to: Fits) -> Sequence[int]:
    """What is asked for by its kind and any of its names, such as "handover sheet"."""
    typed = plain_words(said)
    kind = next(
        (letter for letter, called in index.called.items() if {*called} <= {*typed}),
        None,
    )
    rest = [word for word in typed if kind and word not in index.called[kind]]
    if not rest:
        return ()
    fit = _fits(index, asked_by(index, " ".join(rest)))
    return [
        n
        for n, row in enumerate(index.rows)
        if row.kind == kind
        and is_gone_to(n)
        and max(fit.alias[n], fit.name[n]) >= _NAMED
        and fit.share[n] >= _NAMED_SHARE
    ]


def _scores(index: Index, fit: _Fit) -> Sequence[float]:
    return array(
        "f",
        (
            (fit.phrase[n] + _SHARE * fit.share[n])
            * (_CORE if row.is_core else 1)
            * (_MADE_FOR_PRINT if row.kind in _PRINTED else 1)
            for n, row in enumerate(index.rows)
        ),
    )


def _nearest(
    index: Index, said: str, matching: Sequence[int], scores: Sequence[float], is_fitting: Fits
) -> tuple[tuple[int, ...], bool]:
    """The entries that match at all, then those with the words that begin most like what is typed."""
    nearest = _top(matching, scores, _NEAREST)
    if len(nearest) == _NEAREST:
        return nearest, False
    known = [
        form
        for n, form in enumerate(index.words.forms)
        if len(form) > 2 and n not in index.ordinary_forms
    ]
    typed = plain_words(said)
    telling = [word for word in typed if word not in index.common]
    closest = [form for word in telling or typed for form in closest_to(word, known)]
    begun = _scores(index, _fits(index, asked_by(index, " ".join(closest) + " ")))
    others = [
        n for n in range(len(index.rows)) if begun[n] > 0 and is_fitting(n) and n not in nearest
    ]
    return (*nearest, *_top(others, begun, _NEAREST - len(nearest))), not nearest


def _needed(terms: Sequence[Term]) -> float:
    """How well the best entry has to match, unless it has all that is typed."""
    strange = sum(term.is_strange for term in terms)
    if len(terms) >= _MUCH and strange <= 2:
        return _GOOD_IN_PART_OF_MUCH if strange else _GOOD_IN_MUCH
    return _GOOD_IN_PART if strange else _GOOD


def _fits(index: Index, asked: Asked) -> _Fit:
    rows, terms = len(index.rows) + len(index.places), len(asked.terms)
    phrase, name, alias = (array("f", bytes(4 * rows)) for _ in range(3))
    has = array("f", bytes(4 * rows * terms))
    for field in index.fields:
        for number in _candidates(field, asked.lit):
            its = field.phrases[number]
            _note(its, asked, has, 1 if field.weight else _IN_LONG)
            if not field.weight:
                continue
            fitting = _fit(index, asked, its)
            phrase[its.row] = max(phrase[its.row], fitting * field.weight)
            if field.name in ("title", "ask"):
                name[its.row] = max(name[its.row], fitting)
            if field.name == "also":
                alias[its.row] = max(alias[its.row], fitting)
    return _Fit(phrase, name, alias, _shares(asked.terms, has, rows))


def _note(phrase: Phrase, asked: Asked, has: MutableSequence[float], less: float) -> None:
    """Note which terms a row has, and how well."""
    start = phrase.row * len(asked.terms)
    for stem in phrase.stems:
        if stem in asked.lit:
            for meaning in asked.meanings[stem]:
                at = start + meaning.term
                has[at] = max(has[at], meaning.quality * less)


def _candidates(field: Field, lit: Iterable[int]) -> Iterable[int]:
    """The phrases that have something of what is asked, and those of which no word tells anything."""
    found = dict.fromkeys(field.untold)
    for stem in lit:
        found.update(dict.fromkeys(field.places.get(stem, ())))
    return found


def _fit(index: Index, asked: Asked, phrase: Phrase) -> float:
    """How well a phrase fits: the cosine of both as vectors, more where words stand next to each other."""
    best = array("f", bytes(4 * len(asked.terms)))
    together = array("f", bytes(4 * len(asked.terms)))
    for stem in phrase.stems:
        for meaning in asked.meanings.get(stem, ()):
            _weigh(meaning, index.worth[stem], best, together)
    in_pairs = sum(pair in asked.pairs for pair in pairwise(phrase.stems))
    all_pairs = len(phrase.stems) - 1
    if in_pairs < asked.least_pairs:
        return 0
    if not phrase.tells and not asked.least_pairs and in_pairs < all_pairs:
        return 0
    weights = (term.weight for term in asked.terms)
    both = sum(max(pair) * weight for *pair, weight in zip(best, together, weights, strict=True))
    floor = 0.0
    if in_pairs:
        floor = _WHOLE if in_pairs >= asked.in_row else _PART if in_pairs == all_pairs else 0
    return max(floor, both / (phrase.length * asked.length)) * (1 + _PAIR * min(_PAIRS, in_pairs))


def _weigh(
    meaning: Meaning, worth: float, best: MutableSequence[float], together: MutableSequence[float]
) -> None:
    if meaning.is_part:
        together[meaning.term] += meaning.quality * worth
    else:
        best[meaning.term] = max(best[meaning.term], meaning.quality * worth)


def _shares(terms: Sequence[Term], has: Sequence[float], rows: int) -> Sequence[float]:
    """How much of what is asked each row has, by what it is worth."""
    telling: Mapping[int, float] = {n: t.weight for n, t in enumerate(terms) if t.is_telling}
    whole = sum(telling.values())
    if not whole:
        return array("f", bytes(4 * rows))
    return array(
        "f",
        (
            sum(has[row * len(terms) + n] * weight for n, weight in telling.items()) / whole
            for row in range(rows)
        ),
    )
