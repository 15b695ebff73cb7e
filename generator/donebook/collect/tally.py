"""Several files of numbers as one report about a playbook."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from donebook.collect.usage import Usage
from donebook.index.coded import words
from donebook.index.stems import plain, stem, stemming
from donebook.language import Language
from donebook.model import Key, SpokenQuestion
from donebook.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Times:
    """How often something happened, and in how many files."""

    times: int
    files: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Searches in vain with the same words: how they were typed most often, and how else."""

    words: str
    also: tuple[str, ...]
    times: Times


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What files of numbers say of a playbook.

    `first` and `last` are the days that they span, if there are any files. `asked` are the
    questions asked, most often first; `never` the core questions that nobody asked; `gone` what
    was asked and is no question of the playbook, by id.
    """

    files: int
    first: date | None
    last: date | None
    weeks: Mapping[date, int]
    asked: tuple[tuple[SpokenQuestion, Times], ...]
    never: tuple[SpokenQuestion, ...]
    gone: Mapping[str, Times]
    vain: tuple[Sought, ...]

    @property
    def calls(self) -> int:
        return sum(self.weeks.values())


def tally(playbook: Playbook, found: Sequence[Usage]) -> UsageReport:
    """Add up the numbers of several files. A question that has moved counts where it is now."""
    weeks = sum((Counter(usage.weeks) for usage in found), Counter[date]())
    counted = _added(_renamed(playbook, usage.asked) for usage in found)
    questions = {question.id: question for question in playbook.spoken}
    asked = [(questions[i], times) for i, times in counted.items() if i in questions]
    return UsageReport(
        len(found),
        min((usage.first for usage in found), default=None),
        max((usage.last for usage in found), default=None),
        dict(sorted(weeks.items())),
        tuple(sorted(asked, key=lambda one: (-one[1].times, one[0].id))),
        tuple(q for q in _in_order(playbook) if q.core and q.id not in counted),
        {i: counted[i] for i in sorted(counted.keys() - questions.keys())},
        tuple(_vain(playbook.language, found)),
    )


def _in_order(playbook: Playbook) -> list[SpokenQuestion]:
    number = playbook.vocabulary.stage_number
    return sorted(playbook.spoken, key=lambda question: (number(question.stage), question.id))


def _renamed(playbook: Playbook, asked: Mapping[str, int]) -> Counter[str]:
    now: Counter[str] = Counter()
    for name, times in asked.items():
        moved = playbook.forwarded(Key("question", name))
        now[moved.id if moved else name] += times
    return now


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, Times]:
    times, files = Counter[str](), Counter[str]()
    for count in counts:
        times.update(count)
        files.update(count.keys())
    return {name: Times(times[name], files[name]) for name in times}


def _vain(language: Language, found: Iterable[Usage]) -> list[Sought]:
    """Searches by their words, whatever their order and form, most often first."""
    ignored = frozenset(plain(word) for word in words(language.say("find.common")))
    typed: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    files: dict[frozenset[str], set[int]] = defaultdict(set)
    for number, usage in enumerate(found):
        for said, times in usage.vain:
            group = _told_by(said, language, ignored)
            typed[group][said.lower()] += times
            files[group].add(number)
    sought = [
        Sought(ways[0], tuple(ways[1:]), Times(count.total(), len(files[group])))
        for group, count in typed.items()
        for ways in [sorted(count, key=lambda way: (-count[way], way))]
    ]
    return sorted(sought, key=lambda one: (-one.times.times, -one.times.files, one.words))


def _told_by(said: str, language: Language, ignored: Collection[str]) -> frozenset[str]:
    """What a search is about: the stems of its words, without those that tell nothing."""
    code, apart = stemming(language)
    forms = [plain(word) for word in words(said)]
    stems = frozenset(w if w in apart else stem(w, code) for w in forms if w not in ignored)
    return stems or frozenset(forms) or frozenset({said})
