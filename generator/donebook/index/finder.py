"""The finder's index, as scripts of data.

It is written in columns, one item per entry, which compress better than records. Entries are
separated by line breaks, and what belongs to one entry by spaces, which occur in no number of
`coded`.

What is shown at once is kept as it is written. Of signs, two fifths of all text that is searched,
only those words are kept that say something and that the entry says nowhere else. What is shown
below a result, follow-ups and tells, comes in a second script.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from donebook.facts import AT_ONCE, ask_next, remembered, window
from donebook.index.coded import Numbers, pieces, words
from donebook.index.stems import changes, stemming
from donebook.markup import as_script
from donebook.model import SHOWN_KINDS, Entry, Key, LossReason, Pattern, SpokenQuestion
from donebook.model.marks import Facet, Searched, values
from donebook.playbook import Playbook
from donebook.text import Plain, finished

# A sign's word that stands in more entries, and in more than one of 25, tells nothing.
OFTEN, ONE_OF = 16, 30
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the finder knows it; texts as authors wrote them, the rest by number.

    `heard` are a buyer's phrases, `then` what to ask after each of them, `signs` what to notice.
    `next` are the questions to ask next in each stage, the best first. `near` are definitions it is taken for, each with its tell. `mark` is a
    stance or a root.
    """

    kind: str
    key: Key
    title: str
    ask: str = ""
    heard: Sequence[str] = ()
    then: Sequence[str] = ()
    signs: Sequence[str] = ()
    aliases: Sequence[str] = ()
    fears: Sequence[str] = ()
    tells: Sequence[str] = ()
    stages: Sequence[str] = ()
    roles: Sequence[str] = ()
    tests: Sequence[str] = ()
    elements: Sequence[tuple[str, str]] = ()
    is_core: bool = False
    mark: str = ""
    next: Sequence[Sequence[Key]] = ()
    near: Sequence[Key] = ()


def finder_index(playbook: Playbook) -> str:
    """The index as a script of data."""
    return as_script("index", _columns(playbook, _rows(playbook)))


def finder_texts(playbook: Playbook) -> str:
    """What is shown below results, as a script of data: lists by entry."""
    rows = _rows(playbook)
    number = {row.key: n for n, row in enumerate(rows)}
    told = {
        "shown": AT_ONCE,
        "then": [row.then for row in rows],
        "tells": [row.tells for row in rows],
        "next": [_by_stage([[number[key] for key in keys] for keys in row.next]) for row in rows],
    }
    return as_script("texts", told)


def _by_stage(lists: Sequence[Sequence[int]]) -> str:
    """Numbers for each stage; where a stage has the same as the one before it, nothing."""
    written = [" ".join(map(_base36, numbers)) for numbers in lists]
    return ";".join(
        text if n == 0 or text != written[n - 1] else "" for n, text in enumerate(written)
    )


@remembered
def _rows(playbook: Playbook) -> tuple[Row, ...]:
    return tuple(_Rows(playbook).all())


def _columns(playbook: Playbook, rows: Sequence[Row]) -> dict[str, Any]:
    vocabulary = playbook.vocabulary
    number = {row.key: n for n, row in enumerate(rows)}
    texts: dict[str, list[list[list[str]]]] = {
        "title": [[pieces(row.title)] for row in rows],
        "ask": [[pieces(row.ask)] for row in rows],
        "heard": [[pieces(text) for text in row.heard] for row in rows],
        "also": [[pieces(text) for text in row.aliases] for row in rows],
        "fears": [[pieces(text) for text in row.fears] for row in rows],
        "signs": [[row_signs] for row_signs in _distinctive(rows)],
    }
    numbers = Numbers(text for column in texts.values() for row in column for text in row)
    # In order of their numbers they compress best, and of signs no order is needed.
    texts["signs"] = [[sorted(signs, key=numbers.of)] for (signs,) in texts["signs"]]
    elements = [
        (f, e) for f, framework in vocabulary.frameworks.items() for e in framework.elements
    ]
    return {
        "words": "\n".join(numbers.words),
        "stems": changes(numbers.words, *stemming(playbook.language)),
        "stages": [_name(playbook, stage.name) for stage in vocabulary.stages.values()],
        "known": [[k.letter, k.name, k.folder, k.is_found] for k in SHOWN_KINDS.values()],
        "kinds": "".join(row.kind for row in rows),
        "core": "".join("1" if row.is_core else "0" for row in rows),
        "ids": "\n".join(row.key.id for row in rows),
        "marks": "\n".join(row.mark for row in rows),
        "stage": _letters((row.stages for row in rows), list(vocabulary.stages)),
        "role": _letters((row.roles for row in rows), list(vocabulary.roles)),
        "test": _letters((row.tests for row in rows), list(vocabulary.tests)),
        "element": _lines([_base36(elements.index(e)) for e in row.elements] for row in rows),
        "near": _lines([_base36(number[key]) for key in row.near] for row in rows),
        **{
            name: _lines([numbers.write(text) for text in row] for row in column)
            for name, column in texts.items()
        },
    }


def _distinctive(rows: Sequence[Row]) -> list[list[str]]:
    """The words of each entry's signs that say something which stands nowhere else in it."""
    signs = [dict.fromkeys(word for sign in row.signs for word in words(sign)) for row in rows]
    count = Counter(word for found in signs for word in found)
    most = max(OFTEN, len(rows) // ONE_OF)
    told = (
        {
            w
            for text in (row.title, row.ask, *row.heard, *row.aliases, *row.fears)
            for w in words(text)
        }
        for row in rows
    )
    return [
        [word for word in found if count[word] <= most and word not in said]
        for found, said in zip(signs, told, strict=True)
    ]


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
            aliases=self._texts(entry.aliases),
            fears=texts["fears"],
            tells=self._texts(tell for _, tell in near),
            stages=self._stages(entry, facets["stage"]),
            roles=list(dict.fromkeys(facets["role"])),
            tests=facets["test"],
            elements=facets["element"],
            is_core=isinstance(entry, SpokenQuestion) and entry.core,
            mark="".join(facets["mark"]),
            next=self._next(entry) if isinstance(entry, Pattern | LossReason) else (),
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

    def _text(self, text: Plain) -> str:
        return finished(text, self._playbook.config.product)

    def _texts(self, texts: Iterable[Plain | None]) -> list[str]:
        return [self._text(text) for text in texts if text]


def _each(value: Any) -> list[Any]:
    """The values that a field holds: those of a list, the pairs of a mapping, or the one."""
    if isinstance(value, Mapping):
        return list(value.items())
    return list(value) if isinstance(value, tuple) else [value]
