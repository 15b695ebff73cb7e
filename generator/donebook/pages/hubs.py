"""Pages that lead on: home, and a list for every kind of entry."""

from collections import defaultdict
from collections.abc import Iterator

from donebook.model import SHOWN_KINDS, DealCheck, Entry, Kind, LossReason, Worksheet
from donebook.pages import address
from donebook.pages.grouping import Group, by_stage, hub, in_stages, sheets_by_stage
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.sheet import resolve
from donebook.text import Plain

ON_HOME = 6


def hub_pages(playbook: Playbook) -> Iterator[Page]:
    """Home and the list of every kind."""
    yield _home(playbook)
    yield _finder(playbook)
    for kind in SHOWN_KINDS.values():
        yield _OWN[kind.name](playbook) if kind.name in _OWN else _list(playbook, kind)
    yield _glossary(playbook)
    yield _printed(playbook)


def _list(playbook: Playbook, kind: Kind) -> Page:
    """The list of a kind that needs nothing but a card for each entry."""
    say = playbook.language.say
    return hub(
        kind.hub,
        "list",
        say(f"kind.{kind.name}.many"),
        say(f"list.{kind.name}"),
        kind=kind,
        entries=playbook.shown_as(kind),
    )


def _home(playbook: Playbook) -> Page:
    asked = by_stage(playbook.spoken)
    config = playbook.config
    said = sorted(playbook.patterns, key=lambda p: -_weight(playbook, p))
    feared = sorted(
        (r for r in playbook.loss_reasons if r.worry), key=lambda r: -_weight(playbook, r)
    )
    return hub(
        address.HOME,
        "home",
        config.name,
        config.description or config.home.lead,
        stages=tuple((s, len(asked.get(s, ()))) for s in playbook.vocabulary.stages),
        patterns=tuple(said[:ON_HOME]),
        feared=tuple(feared[:ON_HOME]),
        sheets=playbook.worksheets,
        reasons=len(playbook.loss_reasons),
    )


def _finder(playbook: Playbook) -> Page:
    said = sorted(playbook.patterns, key=lambda p: -_weight(playbook, p))
    say = playbook.language.say
    return hub(
        address.FIND,
        "find",
        say("find.title"),
        say("find.description"),
        kinds=tuple(SHOWN_KINDS.values()),
        patterns=tuple(said[:ON_HOME]),
    )


def _weight(playbook: Playbook, entry: Entry) -> int:
    """How many answers, worksheets and exercises lead to an entry."""
    return len(playbook.into.get(entry.key, ()))


def _checks(playbook: Playbook) -> Page:
    found: defaultdict[str, list[DealCheck]] = defaultdict(list)
    for check in playbook.checks:
        found[check.test].append(check)
    groups = tuple(
        Group(Plain(test_id), test.name, address.of_test(test_id), tuple(found[test_id]))
        for test_id, test in playbook.vocabulary.tests.items()
        if test_id in found
    )
    return hub(
        address.CHECKS,
        "checks",
        playbook.language.say("kind.check.many"),
        playbook.language.say("checks.description"),
        groups=groups,
    )


def _questions(playbook: Playbook) -> Page:
    return hub(
        address.of_kind("question"),
        "questions",
        playbook.language.say("kind.question.many"),
        playbook.language.say("questions.description"),
        groups=in_stages(playbook, playbook.spoken),
    )


def _patterns(playbook: Playbook) -> Page:
    return hub(
        address.of_kind("pattern"),
        "patterns",
        playbook.language.say("kind.pattern.many"),
        playbook.language.say("patterns.description"),
        patterns=playbook.patterns,
    )


def _loss_reasons(playbook: Playbook) -> Page:
    roots: defaultdict[str, list[LossReason]] = defaultdict(list)
    for reason in playbook.loss_reasons:
        roots[reason.root].append(reason)
    return hub(
        address.of_kind("loss-reason"),
        "loss-reasons",
        playbook.language.say("kind.loss-reason.many"),
        playbook.language.say("loss-reasons.description"),
        wrong_deal=tuple(roots["wrong-deal"]),
        outsold=tuple(roots["outsold"]),
    )


def _sheets(playbook: Playbook) -> Page:
    sheets = sheets_by_stage(playbook)
    groups = tuple(
        Group(Plain(stage_id), stage.name, address.of_stage(stage_id), sheets[stage_id])
        for stage_id, stage in playbook.vocabulary.stages.items()
        if stage_id in sheets
    )
    return hub(
        address.of_kind("worksheet"),
        "worksheets",
        playbook.language.say("kind.worksheet.many"),
        playbook.language.say("worksheets.what-to-take-into"),
        groups=groups,
    )


def _exercises(playbook: Playbook) -> Page:
    return hub(
        address.of_kind("exercise"),
        "exercises",
        playbook.language.say("kind.exercise.many"),
        playbook.language.say("exercises.description"),
        exercises=playbook.exercises,
        packs=tuple(playbook.config.packs.items()),
    )


def _printed(playbook: Playbook) -> Page:
    gone = (key for key in playbook.tombstones if key.kind == Worksheet.kind.name)
    moved = ((Plain(key.id), playbook.forwarded(key)) for key in gone)
    return hub(
        address.PRINTED,
        "printed",
        playbook.language.say("printed.is-your-printout-current"),
        playbook.language.say("printed.description"),
        sheets=tuple(resolve(playbook, worksheet) for worksheet in playbook.worksheets),
        moved=tuple((old, Plain(to.id)) for old, to in moved if to),
    )


def _glossary(playbook: Playbook) -> Page:
    terms = sorted(playbook.vocabulary.glossary, key=lambda t: t.term.casefold())
    say = playbook.language.say
    return hub(
        address.GLOSSARY,
        "glossary",
        say("glossary.title"),
        say("glossary.description"),
        terms=terms,
    )


# The lists that show more than a card for each entry, or in another order.
_OWN = {
    "question": _questions,
    "check": _checks,
    "pattern": _patterns,
    "loss-reason": _loss_reasons,
    "worksheet": _sheets,
    "exercise": _exercises,
}
