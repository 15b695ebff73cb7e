"""What a language's file of words has to hold, and what it lacks.

Nothing is needed of English and its varieties: their words are the ones that everything else falls
back to.
"""

from collections.abc import Mapping, Set

from donebook.language import (
    ENGLISH,
    FORMS,
    SENTENCES,
    english_word,
    file_of,
    inherited,
    leaves,
    locale_of,
    place_of,
    places,
    template_of,
    without_country,
)
from donebook.message import places_of
from donebook.source import Loc

_MAY_LEAVE_THE_NUMBER_OUT = ("zero", "one", "two")  # "Ein Feld"


def needed(code: str) -> Mapping[Loc, str]:
    """What a language has to have of its own, by its place in the file, with what it is in English.

    Nothing where the language is English.
    """
    if without_country(code) == ENGLISH:
        return {}
    words, groups = _words(), counted()
    found: dict[Loc, str] = {}
    for loc, word in words.items():
        if loc[:-1] in groups:
            usual = words[(*loc[:-1], "other")]
            found |= {(*loc[:-1], f): words.get((*loc[:-1], f), usual) for f in forms(code)}
        elif word:
            found[loc] = word
    return found


def counted() -> Set[Loc]:
    """The words and sentences that have forms for numbers, by their places."""
    words = _words()
    return {loc[:-1] for loc in words if loc[-1] == "one" and (*loc[:-1], "other") in words}


def _words() -> Mapping[Loc, str]:
    """All that a language says, in English. Only German tells which sentences there are."""
    sentences = (loc for loc, _ in leaves(file_of("de")) if loc[0] == SENTENCES)
    return {**dict(leaves(file_of(ENGLISH))), **{loc: str(loc[1]) for loc in sentences}}


def lacking(code: str, own: Mapping[str, str]) -> Mapping[Loc, str]:
    """What of that is neither among a company's own words nor in the file that came with donebook.

    A sentence that is written once is meant for every number.
    """
    there = {*own, *inherited(code)}
    once = {loc[:2] for loc in map(place_of, there) if loc[0] == SENTENCES and len(loc) == 2}
    return {
        loc: word
        for loc, word in needed(code).items()
        if ".".join(map(str, loc)) not in there and loc[:2] not in once
    }


def left_out(name: str, word: str) -> frozenset[str]:
    """The places that a word or a sentence has in English and leaves out in its language."""
    template = template_of(name)
    try:
        there = {place for place, _ in places_of(word)} if template else places(word)
    except ValueError:
        return frozenset()
    known = {p for p, _ in places_of(template)} if template else places(english_word(name) or "")
    if not there <= known:
        return frozenset()  # that is told by itself
    may = {"n"} if name.rpartition(".")[2] in _MAY_LEAVE_THE_NUMBER_OUT else set()
    return frozenset(known - there - may)


def forms(code: str) -> tuple[str, ...]:
    """The forms that a word with a whole number has in a language; `other` is always one."""
    used = {locale_of(code).plural_form(n) for n in range(200)}
    return tuple(form for form in FORMS if form in used or form == "other")
