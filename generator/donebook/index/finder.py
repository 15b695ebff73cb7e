"""The finder's index, as scripts of data.

It is written in columns, one item per row, which compress better than records. Rows are the
entries, and behind them the places: pages that are gone to by their name. Rows are separated by
line breaks, and what belongs to one row by spaces, which occur in no number of `coded`.

What is found and shown at once comes in a first script. A second one holds what is found behind
it: aliases that are sentences, signs with their examples, messages to send, and the words of texts that explain an entry; and
what is shown below results, follow-ups and tells; and ordinary words that are spelled right.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from donebook.facts import AT_ONCE, ask_next, remembered, window
from donebook.index.coded import Numbers, pieces, words
from donebook.index.stems import changes, stemming
from donebook.language import Language
from donebook.markup import as_script
from donebook.model import SHOWN_KINDS, Entry, Key, LossReason, Pattern, SpokenQuestion
from donebook.model.marks import Facet, Searched, values
from donebook.playbook import Playbook
from donebook.text import PRODUCT, Plain, Rich, finished

# A word of long texts that stands in more entries, and in more than one of 30, tells nothing.
OFTEN, ONE_OF = 16, 30
# An alias of more words is a sentence.
TERM = 3
_LINK_TARGET = re.compile(r"\]\([^)]*\)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Column = Sequence[Sequence[Sequence[str]]]
"""A field of all rows: of each row its texts, and of each text its pieces."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is gone to by its name: what it is, how it is called, and where it lies.

    `path` is that of the page without its ending, and where on it: `glossary#tell`. `others` are
    names that it is found by and not shown with. One that `repeats` is named after others, such as
    the call views after their stages: its words become no less rare by it.
    """

    label: str
    name: str
    path: str
    others: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the finder knows it; texts as authors wrote them, the rest by number.

    `heard` are a buyer's phrases, `then` what to ask after each of them, `signs` what to notice and
    `examples` how it sounded. `send` are messages, each after the text that says when to send it;
    `long` are texts that explain the entry.
    `next` are the questions to ask next in each stage, the best first, and `caution` what to keep to
    when asking. `near` are definitions it is taken for, each with its tell. `mark` is a stance or a
    root.
    """

    kind: str
    key: Key
    title: str
    ask: str = ""
    heard: Sequence[str] = ()
    then: Sequence[str] = ()
    signs: Sequence[str] = ()
    examples: Sequence[str] = ()
    aliases: Sequence[str] = ()
    fears: Sequence[str] = ()
    send: Sequence[str] = ()
    long: Sequence[str] = ()
    tells: Sequence[str] = ()
    stages: Sequence[str] = ()
    roles: Sequence[str] = ()
    tests: Sequence[str] = ()
    segments: Sequence[str] = ()
    elements: Sequence[tuple[str, str]] = ()
    is_core: bool = False
    mark: str = ""
    next: Sequence[Sequence[Key]] = ()
    caution: str = ""
    near: Sequence[Key] = ()


def finder_index(playbook: Playbook, places: Sequence[Place] = ()) -> str:
    """The index as a script of data."""
    return as_script("index", _columns(playbook, _rows(playbook), places))


def finder_texts(playbook: Playbook) -> str:
    """What is found behind the index and shown below results, as a script of data."""
    rows = _rows(playbook)
    number = {row.key: n for n, row in enumerate(rows)}
    told = {
        "shown": AT_ONCE,
        "then": [row.then for row in rows],
        "tells": [row.tells for row in rows],
        "next": [_by_stage([[number[key] for key in keys] for keys in row.next]) for row in rows],
        "cautions": {n: row.caution for n, row in enumerate(rows) if row.caution},
        **_everyday(playbook.language),
        **_coded(playbook, _behind(rows)),
    }
    return as_script("texts", told)


def finder_rows(playbook: Playbook) -> tuple[Row, ...]:
    """What the finder knows of each entry, in the order of kinds and ids."""
    return _rows(playbook)


def finder_columns(
    playbook: Playbook, places: Sequence[Place] = ()
) -> tuple[Mapping[str, Column], Mapping[str, Column]]:
    """The texts that are found at once, and those that are found behind them.

    Titles have a row for each place, too, in the order of `in_order`.
    """
    rows = _rows(playbook)
    return _at_once(rows, in_order(places)), _behind(rows)


def in_order(places: Iterable[Place]) -> list[Place]:
    """Places as rows of the index: those that repeat others come last."""
    return sorted(places, key=lambda place: place.repeats)


def _at_once(rows: Sequence[Row], places: Sequence[Place]) -> dict[str, Column]:
    return {
        "title": [
            *([pieces(row.title)] for row in rows),
            *([pieces(name) for name in (place.name, *place.others)] for place in places),
        ],
        "ask": [[pieces(row.ask)] for row in rows],
        "heard": [[pieces(text) for text in row.heard] for row in rows],
        "also": [[pieces(text) for text in row.aliases if not _is_long(text)] for row in rows],
        "fears": [[pieces(text) for text in row.fears] for row in rows],
    }


def _behind(rows: Sequence[Row]) -> dict[str, Column]:
    return {
        "said": [[pieces(text) for text in row.aliases if _is_long(text)] for row in rows],
        "signs": [[pieces(text) for text in row.signs] for row in rows],
        "examples": [[pieces(text) for text in row.examples] for row in rows],
        "send": [[pieces(text) for text in row.send] for row in rows],
        "long": [[row_words] for row_words in _distinctive(rows)],
    }


def _everyday(language: Language) -> dict[str, str]:
    """Ordinary words, in which no typing error is looked for, and how each becomes its stem."""
    everyday = language.say("find.everyday")
    stems = changes(words(everyday), *stemming(language))
    return {"everyday": everyday, "everydayStems": stems}


def _is_long(alias: str) -> bool:
    """Whether an alias is what somebody says rather than a term; those come with what is behind."""
    return len(alias.split()) > TERM


def _by_stage(lists: Sequence[Sequence[int]]) -> str:
    """Numbers for each stage; where a stage has the same as the one before it, nothing."""
    written = [" ".join(map(_base36, numbers)) for numbers in lists]
    return ";".join(
        text if n == 0 or text != written[n - 1] else "" for n, text in enumerate(written)
    )


@remembered
def _rows(playbook: Playbook) -> tuple[Row, ...]:
    return tuple(_Rows(playbook).all())


def _columns(playbook: Playbook, rows: Sequence[Row], places: Sequence[Place]) -> dict[str, Any]:
    vocabulary = playbook.vocabulary
    places = in_order(places)
    number = {row.key: n for n, row in enumerate(rows)}
    elements = [
        (f, e) for f, framework in vocabulary.frameworks.items() for e in framework.elements
    ]
    segments = list(vocabulary.segment_names)
    return {
        **_coded(playbook, _at_once(rows, places)),
        "stages": [_name(playbook, stage.name) for stage in vocabulary.stages.values()],
        "known": [
            [k.letter, k.name, k.folder, k.is_found, playbook.language.say(f"kind.{k.name}.one")]
            for k in SHOWN_KINDS.values()
        ],
        "places": [[place.label, place.path] for place in places],
        "repeated": sum(place.repeats for place in places),
        "kinds": "".join(row.kind for row in rows),
        "core": "".join("1" if row.is_core else "0" for row in rows),
        "ids": "\n".join(row.key.id for row in rows),
        "marks": "\n".join(row.mark for row in rows),
        "stage": _letters((row.stages for row in rows), list(vocabulary.stages)),
        "role": _letters((row.roles for row in rows), list(vocabulary.roles)),
        "test": _letters((row.tests for row in rows), list(vocabulary.tests)),
        "segment": _lines([_base36(segments.index(s)) for s in row.segments] for row in rows),
        "element": _lines([_base36(elements.index(e)) for e in row.elements] for row in rows),
        "near": _lines([_base36(number[key]) for key in row.near] for row in rows),
    }


def numbers_of(texts: Mapping[str, Column]) -> Numbers:
    """The number of each word of columns."""
    return Numbers(text for column in texts.values() for row in column for text in row)


def _coded(playbook: Playbook, texts: Mapping[str, Column]) -> dict[str, str]:
    """Columns of texts as numbers of words, with these words and their stems."""
    numbers = numbers_of(texts)
    return {
        "words": "\n".join(numbers.words),
        "stems": changes(numbers.words, *stemming(playbook.language)),
        **{
            name: _lines([numbers.write(text) for text in row] for row in column)
            for name, column in texts.items()
        },
    }


def _distinctive(rows: Sequence[Row]) -> list[list[str]]:
    """The words of each entry's long texts that say something which stands nowhere else in it."""
    found = [dict.fromkeys(word for text in row.long for word in words(text)) for row in rows]
    count = Counter(word for its in found for word in its)
    most = max(OFTEN, len(rows) // ONE_OF)
    told = ({word for text in _said(row) for word in words(text)} for row in rows)
    return [
        sorted(word for word in its if count[word] <= most and word not in said)
        for its, said in zip(found, told, strict=True)
    ]


def _said(row: Row) -> Iterator[str]:
    """All texts of an entry besides the long ones."""
    yield from (row.title, row.ask)
    for texts in (row.heard, row.aliases, row.fears, row.signs, row.examples, row.send):
        yield from texts


def _lines(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(" ".join(row) for row in rows)


def _letters(rows: Iterable[Iterable[str]], order: Sequence[str]) -> str:
    """One character for each name, one line for each entry."""
    return "\n".join("".join(_DIGITS[order.index(name)] for name in row) for row in rows)


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


def _name(playbook: Playbook, text: Plain) -> str:
    return finished(text, playbook.config.product)


class _Rows:
    """Makes the rows of one playbook, in the order of kinds and ids, by the marks of their fields."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook

    def all(self) -> Iterator[Row]:
        return (self._row(entry) for entry in self._playbook.entries.values())

    def _row(self, entry: Entry) -> Row:
        texts: defaultdict[str, list[str]] = defaultdict(list)
        for searched, value in values(entry, Searched):
            if searched.column == "then" and len(texts["then"]) == len(texts["heard"]):
                continue  # asked whatever the buyer says, so no phrase leads to it
            texts[searched.column] += self._texts(value if isinstance(value, tuple) else [value])
        facets: defaultdict[str, list[Any]] = defaultdict(list)
        for facet, value in values(entry, Facet):
            facets[facet.name] += _each(value)
        near = self._playbook.confusable_with(entry) if isinstance(entry, Pattern) else ()
        return Row(
            entry.shown_as().letter,
            entry.key,
            self._text(entry.title),
            ask=" ".join(texts["ask"]),
            heard=texts["heard"],
            then=texts["then"],
            signs=texts["signs"],
            examples=texts["examples"],
            aliases=self._texts(entry.aliases),
            fears=texts["fears"],
            send=texts["send"],
            long=texts["long"],
            tells=self._texts(tell for _, tell in near),
            stages=self._stages(entry, facets["stage"]),
            roles=list(dict.fromkeys(facets["role"])),
            tests=facets["test"],
            segments=facets["segment"],
            elements=facets["element"],
            is_core=isinstance(entry, SpokenQuestion) and entry.core,
            mark="".join(facets["mark"]),
            next=self._next(entry) if isinstance(entry, Pattern | LossReason) else (),
            caution=self._text(entry.caution)
            if isinstance(entry, Pattern) and entry.caution
            else "",
            near=[other.key for other, _ in near],
        )

    def _stages(self, entry: Entry, own: list[str]) -> list[str]:
        """The stages of an entry: its own, those it is asked about in, or those of its window."""
        stages = list(self._playbook.vocabulary.stages)
        if isinstance(entry, Pattern):
            revealing = self._playbook.sources(entry.key, SpokenQuestion, "reveals")
            asked = {stage for question in revealing for stage in question.stages}
            return [stage for stage in stages if stage in asked]
        if isinstance(entry, LossReason):
            return [stages[n] for n in window(self._playbook, entry)]
        return own

    def _next(self, entry: Pattern | LossReason) -> list[list[Key]]:
        """What to ask next: before anybody has said the stage, then for each stage."""
        stages = (None, *self._playbook.vocabulary.stages)
        asked = (ask_next(self._playbook, entry, stage) for stage in stages)
        return [[question.key for question in questions] for questions in asked]

    def _text(self, text: Plain | Rich) -> str:
        product = self._playbook.config.product
        if isinstance(text, Rich):  # only its words are sent, so its markup may stay
            return _LINK_TARGET.sub("]", text.replace(PRODUCT, product))
        return finished(text, product)

    def _texts(self, texts: Iterable[Plain | Rich | None]) -> list[str]:
        return [self._text(text) for text in texts if text]


def _each(value: Any) -> list[Any]:
    """The values that a field holds: those of a list, the pairs of a mapping, or the one, if any."""
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, tuple):
        return list(value)
    return [value] if value else []
