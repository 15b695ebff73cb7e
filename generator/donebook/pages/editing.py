"""Pages for those who keep the playbook: the guide, the fields, the codes, and its health."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from donebook.hosting import cloudfront_function, headers, nginx
from donebook.message import as_it_stands
from donebook.model import KINDS, Entry, LossReason, Pattern, SpokenQuestion
from donebook.pages import address
from donebook.pages.entries import About, about
from donebook.pages.figured import Teller, ValueRow, undecided_rows, unmapped_rows
from donebook.pages.grouping import hub
from donebook.pages.reference import is_ever_complete, reference
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.problem import COMPLETE, FAMILIES, Code, Problem, Severity
from donebook.rules import CODES
from donebook.rules.complete import FIELDS
from donebook.rules.example import examples
from donebook.text import Plain

_AT_ONCE = 20  # entries to complete; in a week nobody does more
_FILES = {"vocabulary": "Vocabulary", "playbook": "Settings"}


def editing_pages(playbook: Playbook, problems: Sequence[Problem]) -> Iterator[Planned]:
    """Every page for editors. `problems` are the warnings that a check found."""
    yield address.GUIDE, partial(_guide, playbook)
    for name in (*KINDS, *_FILES):
        yield address.of_fields(name), partial(_fields, name)
    yield address.CODES, partial(_codes, playbook)
    for code in CODES.values():
        yield address.of_code(code.id), partial(_code, code)
    yield address.HEALTH, partial(_health, playbook, problems)
    yield address.FOR_IT, partial(_for_it, playbook)


def _guide(playbook: Playbook) -> Page:
    return hub(
        address.GUIDE,
        "editing",
        "Editing this playbook",
        "Change an entry in the browser, step by step, without having seen YAML before.",
        edits=playbook.config.edit_url is not None,
        example=_an_example(playbook),
        files=_FILES,
        kinds=KINDS,
    )


def _for_it(playbook: Playbook) -> Page:
    config = playbook.config
    feedback = config.feedback or ""
    both = {"page": "the page’s address", "query": "what was looked for"}
    return hub(
        address.FOR_IT,
        "for-it",
        "For IT",
        "What this site keeps and where, what leaves it on which click, and how to host it behind a login.",
        feedback_goes_to=re.split(r"[?#]", feedback)[0],
        feedback_holds=Plain(
            " and ".join(t for n, t in both.items() if f"{{{n}}}" in feedback) or "nothing"
        ),
        headers=headers(config.embed_in),
        nginx=tuple(nginx(config.embed_in)),
        function=tuple(cloudfront_function()),
    )


def _an_example(playbook: Playbook) -> About | None:
    """An entry's file to point at."""
    entries: Sequence[Entry] = playbook.spoken or tuple(playbook.entries.values())
    return about(playbook, entries[0]) if entries else None


def _fields(name: str) -> Page:
    words = f"a {KINDS[name].words}" if name in KINDS else f"the {_FILES[name].lower()}"
    words = words.replace("a exercise", "a role-play")
    title = f"Fields of {words}"
    groups = reference(name)
    return hub(
        address.of_fields(name),
        "fields",
        title,
        f"What can stand in the file of {words}, field by field.",
        title=Plain(title),
        groups=groups,
        has_complete=is_ever_complete(groups),
        file=Plain(KINDS[name].path("…") if name in KINDS else _PATHS[name]),
    )


_PATHS = {"vocabulary": "content/vocabulary.yaml", "playbook": "site-config/playbook.yaml"}


def _codes(playbook: Playbook) -> Page:
    families: defaultdict[str, list[Code]] = defaultdict(list)
    for code in CODES.values():
        families[code.id[0]].append(code)
    return hub(
        address.CODES,
        "codes",
        "What each code means",
        "Every problem that a check can find: why it matters to a rep, and how to fix it.",
        families=[
            (Plain(letter), FAMILIES[letter].title, found) for letter, found in families.items()
        ],
        changed=playbook.config.severity,
    )


def _code(code: Code) -> Page:
    return hub(
        address.of_code(code.id),
        "code",
        f"{code.id}: {code.title}",
        code.why,
        code=code,
        examples=examples(code),
        is_error=code.severity is Severity.ERROR,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """One entry and the day by which it is to be looked at again; none where nobody ever did."""

    entry: Entry
    by: date | None
    about: About


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, with what leads to the line it is about."""

    code: Plain
    message: Plain
    place: Plain
    edit: Plain | None
    title: Plain | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An entry that lacks something: how much of what makes it good it has, and what comes next."""

    entry: Entry
    has: int
    wanted: int
    warned: Warned
    why: Plain


@dataclass(frozen=True, slots=True)
class Shelf:
    """How many open questions a stage has for each test, and how many of them are core."""

    stage: str
    core: int
    counts: tuple[int, ...]


def _health(playbook: Playbook, problems: Sequence[Problem]) -> Page:
    due: defaultdict[str, list[Due]] = defaultdict(list)
    for entry in playbook.entries.values():
        by = playbook.review_by(entry)
        due[playbook.owner_of(entry)].append(Due(entry, by, about(playbook, entry)))
    owners = [
        (name, owner, sorted(due[name], key=lambda d: (d.by or date.max, d.entry.path)))
        for name, owner in playbook.config.owners.items()
        if name in due
    ]
    warnings = [problem for problem in problems if not problem.is_error]
    unfinished = _unfinished(playbook, [p for p in warnings if p.code[0] == COMPLETE])
    return hub(
        address.HEALTH,
        "health",
        "Health of this playbook",
        "What is due, what is thin, and what is worded badly; each with the file to fix.",
        owners=owners,
        unfinished=unfinished[:_AT_ONCE],
        more=len(unfinished[_AT_ONCE:]),
        warnings=[_warned(playbook, p) for p in warnings if p.code[0] != COMPLETE],
        asked=bool(playbook.spoken),
        patterns=bool(playbook.patterns),
        losses=bool(playbook.loss_reasons),
        shelves=tuple(_shelves(playbook)),
        orphans=tuple(_orphans(playbook)),
        crm=_crm(playbook),
        counts=Counter(entry.kind.name for entry in playbook.entries.values()),
        kinds=KINDS,
    )


@dataclass(frozen=True, slots=True)
class CrmValues:
    """What the last figures of losses could not map."""

    made: date
    undecided: tuple[ValueRow, ...]
    unmapped: tuple[ValueRow, ...]


def _crm(playbook: Playbook) -> CrmValues | None:
    figures = playbook.figures
    if figures is None:
        return None
    tell = Teller(playbook, figures)
    undecided = undecided_rows(playbook, tell, figures)
    return CrmValues(figures.made, undecided, unmapped_rows(tell, figures))


def _unfinished(playbook: Playbook, problems: Sequence[Problem]) -> list[Unfinished]:
    """What to complete, most valuable first: core questions, then what most others lead to.

    Of two alike, that which lacks the part that counts more.
    """
    by_path = {entry.path: entry for entry in playbook.entries.values()}
    order = tuple(FIELDS)
    found = [(by_path[p.span.path], p) for p in problems if p.span.path in by_path]

    def value(one: tuple[Entry, Problem]) -> tuple[bool, int, int, str]:
        entry, problem = one
        is_core = isinstance(entry, SpokenQuestion) and entry.core
        leads = len(playbook.into.get(entry.key, ()))
        return not is_core, -leads, order.index(problem.code), entry.path

    return [
        Unfinished(
            entry,
            len(entry.wanted) - len(entry.lacking),
            len(entry.wanted),
            _warned(playbook, problem),
            Plain(playbook.language.tell(as_it_stands(CODES[problem.code].why))),
        )
        for entry, problem in sorted(found, key=value)
    ]


def _warned(playbook: Playbook, problem: Problem) -> Warned:
    span = problem.span
    pattern = playbook.config.edit_url
    found = (e for e in playbook.entries.values() if e.path == span.path)
    entry = next(found, None)
    return Warned(
        Plain(problem.code),
        Plain(playbook.language.tell(problem.message)),
        Plain(f"{span.path}:{span.line}"),
        Plain(pattern.replace("{path}", span.path)) if pattern else None,
        entry.title if entry else None,
    )


def _shelves(playbook: Playbook) -> Iterator[Shelf]:
    for stage in playbook.vocabulary.stages:
        asked = [question for question in playbook.spoken if stage in question.stages]
        counts = Counter(question.test for question in asked)
        core = sum(question.core and question.stage == stage for question in asked)
        yield Shelf(stage, core, tuple(counts[test] for test in playbook.vocabulary.tests))


def _orphans(playbook: Playbook) -> Iterator[Entry]:
    """Patterns and loss reasons to which one answer or none leads."""
    for entry in (*playbook.patterns, *playbook.loss_reasons):
        if isinstance(entry, Pattern | LossReason):
            sources = {edge.source for edge in playbook.into.get(entry.key, ())}
            if len(sources) < _FEWEST_SOURCES:
                yield entry


_FEWEST_SOURCES = 2
