"""Pages that lead on: home, and a list for every kind of entry."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from donebook.facts import PARTS
from donebook.model import SHOWN_KINDS, DealCheck, Entry, Kind, LossReason, Pattern, Worksheet
from donebook.pages import address
from donebook.pages.deals import any_sheet, ways
from donebook.pages.feedback import feedback_link
from donebook.pages.figured import lost_counts, root_figures
from donebook.pages.filled import is_filled
from donebook.pages.grouping import Group, by_stage, hub, in_stages, sheets_by_stage
from donebook.pages.places import term_anchor
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.sheet import parts, resolve
from donebook.text import Plain

E = TypeVar("E", bound=Entry)

ON_HOME = 6


def hub_pages(playbook: Playbook) -> Iterator[Planned]:
    """Home and the list of every kind."""
    yield address.HOME, partial(_home, playbook)
    yield address.START, partial(_start, playbook)
    yield address.FIND, partial(_finder, playbook)
    for kind in SHOWN_KINDS.values():
        own = _OWN.get(kind.name)
        yield kind.hub, partial(own, playbook) if own else partial(_list, playbook, kind)
    yield address.GLOSSARY, partial(_glossary, playbook)
    yield address.PRINTED, partial(_printed, playbook)


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
    said = _said(playbook)
    worried = tuple(reason for reason in playbook.loss_reasons if reason.worry)
    feared = _first(playbook, worried, config.start.loss_reasons)
    unsaid = () if said else _first(playbook, playbook.patterns, config.start.patterns)
    unfeared = () if feared else _first(playbook, playbook.loss_reasons, config.start.loss_reasons)
    return hub(
        address.HOME,
        "home",
        config.name,
        config.description or config.home.lead,
        stages=tuple((s, len(asked.get(s, ()))) for s in playbook.vocabulary.stages),
        patterns=said[:ON_HOME],
        feared=feared[:ON_HOME],
        unsaid=unsaid[:ON_HOME],
        unfeared=unfeared[:ON_HOME],
        sheets=_first(playbook, playbook.worksheets, config.start.sheets)[:ON_HOME],
        reasons=len(playbook.loss_reasons),
        ways=tuple(ways(playbook)),
        any_sheet=any_sheet(playbook),
        can_start=is_filled(playbook, address.START),
        is_empty=not playbook.entries,
    )


def _start(playbook: Playbook) -> Page:
    """One live deal in ten minutes, and then what to know first."""
    start = playbook.config.start
    in_order = sorted(playbook.spoken, key=lambda q: not q.core)
    first = {q.stage: q for q in reversed(in_order)}  # the earlier one takes the place of a later
    sheets = _named(playbook, Worksheet, start.sheets) or playbook.worksheets
    say = playbook.language.say
    return hub(
        address.START,
        "start",
        say("start.title"),
        say("start.description"),
        canvas=max(sheets, key=lambda w: _part_of_sentence(playbook, w), default=None),
        first=tuple(
            (stage, first[stage]) for stage in playbook.vocabulary.stages if stage in first
        ),
        patterns=_named(playbook, Pattern, start.patterns),
        losses=_named(playbook, LossReason, start.loss_reasons),
        sheets=_named(playbook, Worksheet, start.sheets),
        has_stances=any(pattern.stance for pattern in playbook.patterns),
    )


def _part_of_sentence(playbook: Playbook, worksheet: Worksheet) -> int:
    """How many parts of a deal's one sentence a worksheet has a field for."""
    keys = {blank.key for blank in resolve(playbook, worksheet).blanks}
    return len(keys & {*PARTS.values()})


def _named(playbook: Playbook, model: type[E], ids: Sequence[str]) -> tuple[E, ...]:
    """The entries of a model that the settings name, in their order; drafts may be left out."""
    found = {entry.id: entry for entry in playbook.of_model(model)}
    return tuple(found[entry_id] for entry_id in ids if entry_id in found)


def _first(playbook: Playbook, entries: Sequence[E], ids: Sequence[str]) -> tuple[E, ...]:
    """Entries, those of the start set first; the others by how much leads to them."""
    place = {entry_id: n for n, entry_id in enumerate(ids)}
    return tuple(
        sorted(entries, key=lambda e: (place.get(e.id, len(place)), -_weight(playbook, e)))
    )


def _said(playbook: Playbook) -> tuple[Pattern, ...]:
    """Definitions of done with words of buyers, those to know first in front."""
    heard = tuple(pattern for pattern in playbook.patterns if pattern.heard)
    return _first(playbook, heard, playbook.config.start.patterns)


def _finder(playbook: Playbook) -> Page:
    said = _said(playbook)
    say = playbook.language.say
    return hub(
        address.FIND,
        "find",
        say("find.title"),
        say("find.description"),
        kinds=tuple(k for k in SHOWN_KINDS.values() if is_filled(playbook, k.hub)),
        has_losses=bool(playbook.loss_reasons),
        patterns=said[:ON_HOME],
        instead=_instead(playbook),
        ways=tuple(ways(playbook)),
        any_sheet=any_sheet(playbook),
        feedback=feedback_link(playbook, address.FIND, "{query}"),
        to_tell=_to_tell(playbook),
        segment_numbers={name: n for n, name in enumerate(playbook.vocabulary.segment_names)},
    )


def _instead(playbook: Playbook) -> tuple[str, Plain]:
    """The list to look through where nothing is found, and what it is called."""
    say = playbook.language.say
    lists = (
        (address.PHRASES, say("find.phrases")),
        (address.of_kind("question"), say("theme.questions")),
        (address.STAGES, say("start.see-stages")),
    )
    path, name = next(one for one in lists if is_filled(playbook, one[0]))
    return path, Plain(name)


def _to_tell(playbook: Playbook) -> Plain:
    """Who is told what is missing: the contact of the settings, or the first owner who has one."""
    if playbook.config.contact:
        return playbook.config.contact
    owners = tuple(playbook.config.owners.values())
    owner = next((one for one in owners if one.contact), owners[0])
    return Plain(f"{owner.name} ({owner.contact})" if owner.contact else owner.name)


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
        has_checks=bool(playbook.checks),
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
        lost=lost_counts(playbook),
        shares=root_figures(playbook),
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
        packs=tuple(
            (name, pack, parts(is_played=bool(pack.exercises)))
            for name, pack in playbook.config.packs.items()
        ),
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
        terms=tuple((term, term_anchor(term)) for term in terms),
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
