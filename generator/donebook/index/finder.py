"""The finder's index, as scripts of data.

It is written in columns, one item per entry, which compress better than records. Entries are
separated by line breaks, and what belongs to one entry by spaces, which occur in no number of
`coded`.

What is shown at once is kept as it is written. Of signs, two fifths of all text that is searched,
only those words are kept that say something and that the entry says nowhere else. What is shown
below a result, follow-ups and tells, comes in a second script.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

from donebook.facts import SHOWN, ask_next, remembered, window
from donebook.index.coded import Numbers, pieces, words
from donebook.markup import as_script
from donebook.model import (
    DealCheck,
    Entry,
    Exercise,
    Key,
    LossReason,
    Pattern,
    Question,
    SpokenQuestion,
    Worksheet,
)
from donebook.playbook import Playbook
from donebook.text import Plain, plain_words

# A sign's word that stands in more entries, and in more than one of 25, tells nothing.
OFTEN, ONE_OF = 16, 30
# What a kind is called in the index.
LETTERS = {
    "question": "q",
    "pattern": "p",
    "loss-reason": "l",
    "worksheet": "w",
    "exercise": "e",
    "check": "c",
}
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
    """The index as a script that sets `donebookIndex`."""
    return as_script("donebookIndex", _columns(playbook, _rows(playbook)))


def finder_texts(playbook: Playbook) -> str:
    """What is shown below results, as a script that sets `donebookTexts`: lists by entry."""
    rows = _rows(playbook)
    number = {row.key: n for n, row in enumerate(rows)}
    told = {
        "shown": SHOWN,
        "then": [row.then for row in rows],
        "tells": [row.tells for row in rows],
        "next": [_by_stage([[number[key] for key in keys] for keys in row.next]) for row in rows],
    }
    return as_script("donebookTexts", told)


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
        "signs": [[row_signs] for row_signs in _telling(rows)],
    }
    numbers = Numbers(text for column in texts.values() for row in column for text in row)
    # In order of their numbers they compress best, and of signs no order is needed.
    texts["signs"] = [[sorted(signs, key=numbers.of)] for (signs,) in texts["signs"]]
    elements = [
        (f, e) for f, framework in vocabulary.frameworks.items() for e in framework.elements
    ]
    return {
        "words": "\n".join(numbers.words),
        "stages": [_name(playbook, stage.name) for stage in vocabulary.stages.values()],
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


def _telling(rows: Sequence[Row]) -> list[list[str]]:
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
    return plain_words(text, playbook.config.product).text


class _Rows:
    """Makes the rows of one playbook, in the order of kinds and ids."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook

    def all(self) -> Iterator[Row]:
        return (self._row(entry) for entry in self._playbook.entries.values())

    @singledispatchmethod
    def _row(self, entry: Entry) -> Row:
        raise TypeError(f"the finder knows nothing of {type(entry).__name__}")

    @_row.register
    def _spoken(self, question: SpokenQuestion) -> Row:
        return Row(
            LETTERS["question"],
            **self._common(question),
            **self._asked(question),
            heard=self._texts(follow.heard for follow in question.follow_ups),
            then=self._texts(follow.ask for follow in question.follow_ups),
            signs=self._texts(s for _, answer in question.listen_for.graded for s in answer.signs),
            roles=question.roles,
            is_core=question.core,
        )

    @_row.register
    def _check(self, check: DealCheck) -> Row:
        return Row(LETTERS["check"], **self._common(check), **self._asked(check))

    @_row.register
    def _pattern(self, pattern: Pattern) -> Row:
        revealing = self._playbook.sources(pattern.key, SpokenQuestion, "reveals")
        stages = {stage for question in revealing for stage in question.stages}
        near = self._playbook.taken_for(pattern)
        return Row(
            LETTERS["pattern"],
            **self._common(pattern),
            heard=self._texts(pattern.heard),
            tells=self._texts(tell for _, tell in near),
            near=[other.key for other, _ in near],
            stages=[s for s in self._playbook.vocabulary.stages if s in stages],
            roles=list(
                dict.fromkeys([*(d.accepted_by for d in pattern.done_when), *pattern.stakeholders])
            ),
            mark=pattern.stance.usual,
            next=self._next(pattern),
        )

    @_row.register
    def _loss_reason(self, reason: LossReason) -> Row:
        stages = list(self._playbook.vocabulary.stages)
        return Row(
            LETTERS["loss-reason"],
            **self._common(reason),
            signs=self._texts(reason.signs),
            fears=self._texts(text for text in (reason.worry, reason.excuse) if text),
            stages=[stages[n] for n in window(self._playbook, reason)],
            tests=[reason.test],
            mark=reason.root,
            next=self._next(reason),
        )

    @_row.register
    def _worksheet(self, worksheet: Worksheet) -> Row:
        return Row(LETTERS["worksheet"], **self._common(worksheet), stages=[worksheet.stage])

    @_row.register
    def _exercise(self, exercise: Exercise) -> Row:
        return Row(LETTERS["exercise"], **self._common(exercise))

    def _common(self, entry: Entry) -> dict[str, Any]:
        title, aliases = self._text(entry.title), self._texts(entry.aliases)
        return {"key": entry.key, "title": title, "aliases": aliases}

    def _asked(self, question: Question) -> dict[str, Any]:
        return {
            "ask": self._text(question.ask),
            "stages": question.stages,
            "tests": [question.test],
            "elements": list(question.frameworks.items()),
        }

    def _next(self, entry: Pattern | LossReason) -> list[list[Key]]:
        """What to ask next: before anybody has said the stage, then for each stage."""
        stages = (None, *self._playbook.vocabulary.stages)
        asked = (ask_next(self._playbook, entry, stage) for stage in stages)
        return [[question.key for question in questions] for questions in asked]

    def _text(self, text: Plain) -> str:
        return plain_words(text, self._playbook.config.product).text

    def _texts(self, texts: Iterable[Plain]) -> list[str]:
        return [self._text(text) for text in texts]
