"""Pages that show the whole at a glance: the coverage map, and phrases from A to Z."""

from collections import defaultdict
from dataclasses import dataclass

from donebook.facts import window
from donebook.model import LossReason, Pattern, SpokenQuestion
from donebook.pages import address
from donebook.pages.figured import lost_here
from donebook.pages.grouping import hub
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.text import Plain

DARKEST = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One loss reason in one stage: the questions that would tell, and what the stage means.

    `is_gap` marks the stage in which it can first be known, where nobody has asked by then. What is
    asked in a stage that `is_late` explains the loss and doesn't warn of it.
    """

    stage: Plain
    questions: tuple[SpokenQuestion, ...]
    is_open: bool
    is_gap: bool
    is_late: bool
    lost: Plain | None
    """How many deals were last in this stage when they were lost for it, where that is told."""

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def shade(self) -> int:
        """From 0 for none, or for what only explains, to 4 for many."""
        return 0 if self.is_late else min(self.count, DARKEST)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    reason: LossReason
    cells: tuple[Cell, ...]


def coverage_page(playbook: Playbook) -> Page:
    """Loss reasons by stages, wrong deals first."""
    reasons = sorted(playbook.loss_reasons, key=lambda r: (r.root != "wrong-deal", r.title))
    rows = tuple(CoverageRow(reason, _cells(playbook, reason)) for reason in reasons)
    gaps = sum(cell.is_gap for row in rows for cell in row.cells)
    return hub(
        address.COVERAGE,
        "coverage",
        playbook.language.say("coverage.title"),
        playbook.language.say("coverage.description"),
        rows=rows,
        gaps=gaps,
        has_lost=any(cell.lost for row in rows for cell in row.cells),
    )


def _cells(playbook: Playbook, reason: LossReason) -> tuple[Cell, ...]:
    stages = playbook.vocabulary.stages
    open_stages = window(playbook, reason)
    first = open_stages.start
    warned: defaultdict[str, list[SpokenQuestion]] = defaultdict(list)
    for question in playbook.sources(reason.key, SpokenQuestion, "warns_of"):
        for stage in question.stages:
            warned[stage].append(question)
    here = lost_here(playbook, reason)
    lost = dict(here.stages) if here else {}
    asked_by_then = any(warned[stage] for n, stage in enumerate(stages) if n <= first)
    return tuple(
        Cell(
            stages[stage].name,
            tuple(warned[stage]),
            n in open_stages,
            n == first and not asked_by_then,
            n >= open_stages.stop,
            lost.get(stage),
        )
        for n, stage in enumerate(stages)
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something a buyer says, with the entry it leads to; `ask` is what to ask then, if anything."""

    words: Plain
    pattern: Pattern | None = None
    question: SpokenQuestion | None = None
    ask: Plain | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    letter: Plain
    phrases: tuple[Phrase, ...]


def phrases_page(playbook: Playbook) -> Page:
    """What buyers say, by first letter."""
    letters: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in _phrases(playbook):
        letters[_letter(phrase.words)].append(phrase)
    return hub(
        address.PHRASES,
        "phrases",
        playbook.language.say("phrases.what-buyers-say"),
        playbook.language.say("phrases.description"),
        letters=tuple(
            Letter(Plain(letter), tuple(sorted(found, key=_alphabetical)))
            for letter, found in sorted(letters.items())
        ),
    )


def has_phrases(playbook: Playbook) -> bool:
    """Whether the playbook says what buyers say."""
    return bool(_phrases(playbook))


def _phrases(playbook: Playbook) -> list[Phrase]:
    heard = [Phrase(words, pattern=p) for p in playbook.patterns for words in p.heard]
    answered = [
        Phrase(follow.heard, question=q, ask=follow.ask)
        for q in playbook.spoken
        for follow in q.follow_ups
        if follow.heard
    ]
    return heard + answered


def _letter(words: str) -> str:
    first = _first_letters(words)[:1].upper()
    return first if first.isascii() and first.isalpha() else "0"


def _first_letters(words: str) -> str:
    return words.lstrip("\"'“‘… ")


def _alphabetical(phrase: Phrase) -> str:
    return _first_letters(phrase.words).casefold()
