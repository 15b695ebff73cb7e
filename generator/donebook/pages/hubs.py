"""Pages that lead on: home, stages, tests, roles, frameworks, and a list for every kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from donebook.config import Element, Framework
from donebook.model import (
    KINDS,
    DealCheck,
    Entry,
    Key,
    LossReason,
    Pattern,
    Question,
    SpokenQuestion,
    Worksheet,
)
from donebook.pages import address
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.text import Plain

HUB_BOOST = 0.5
ON_HOME = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading. `anchor` is stable, the heading is the vocabulary's word."""

    anchor: Plain
    name: Plain
    path: str | None
    entries: tuple[Entry, ...]


def hub_pages(playbook: Playbook) -> Iterator[Page]:
    """Every hub of a playbook."""
    yield _home(playbook)
    yield from _stages(playbook)
    yield from _tests(playbook)
    yield from _roles(playbook)
    yield from _frameworks(playbook)
    yield _checks(playbook)
    yield _questions(playbook)
    yield _patterns(playbook)
    yield _loss_reasons(playbook)
    yield _sheets(playbook)
    yield _exercises(playbook)
    yield _glossary(playbook)


def _hub(path: str, template: str, title: str, description: str, **shows: object) -> Page:
    return Page(path, f"{template}.md.j2", title, description, shows, boost=HUB_BOOST)


def _home(playbook: Playbook) -> Page:
    asked = _by_stage(playbook.spoken)
    config = playbook.config
    said = sorted(playbook.patterns, key=lambda p: -_weight(playbook, p))
    feared = sorted(
        (r for r in playbook.loss_reasons if r.worry), key=lambda r: -_weight(playbook, r)
    )
    return _hub(
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


def _weight(playbook: Playbook, entry: Entry) -> int:
    """How many answers, worksheets and exercises lead to an entry."""
    return len(playbook.into.get(entry.key, ()))


def _stages(playbook: Playbook) -> Iterator[Page]:
    stages = playbook.vocabulary.stages
    asked = _by_stage(playbook.spoken)
    checks = _by_stage(playbook.checks)
    sheets = _sheets_by_stage(playbook)
    yield _hub(
        address.STAGES,
        "stages",
        "Stages",
        "Where the deal is, and what to ask there.",
        stages=tuple((s, len(asked.get(s, ()))) for s in stages),
    )
    number = playbook.vocabulary.stage_number
    for here, (stage_id, stage) in enumerate(stages.items()):
        questions = asked.get(stage_id, ())
        core = tuple(q for q in questions if q.core and q.stage == stage_id)
        again = tuple(q for q in questions if q.stage != stage_id)
        rest = tuple(q for q in questions if q not in core and q not in again)
        known = tuple(r for r in playbook.loss_reasons if number(r.knowable_from) <= here)
        yield _hub(
            address.of_stage(stage_id),
            "stage",
            stage.name,
            stage.purpose,
            stage=stage,
            stage_id=stage_id,
            core=core,
            rest=_by_role(playbook, rest),
            again=again,
            checks=checks.get(stage_id, ()),
            patterns=_revealed(playbook, questions),
            open_losses=tuple(r for r in known if number(r.act_by) >= here),
            late_losses=tuple(r for r in known if number(r.act_by) < here),
            sheets=sheets.get(stage_id, ()),
        )


def _by_stage(questions: Iterable[Question]) -> Mapping[str, tuple]:  # type: ignore[type-arg]
    found: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        for stage in question.stages:
            found[stage].append(question)
    return {stage: tuple(questions) for stage, questions in found.items()}


def _sheets_by_stage(playbook: Playbook) -> Mapping[str, tuple[Worksheet, ...]]:
    found: defaultdict[str, list[Worksheet]] = defaultdict(list)
    for sheet in playbook.worksheets:
        found[sheet.stage].append(sheet)
    return {stage: tuple(sheets) for stage, sheets in found.items()}


def _by_role(playbook: Playbook, questions: Iterable[SpokenQuestion]) -> tuple[Group, ...]:
    """Questions under the first role that each is for."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for question in questions:
        found[question.roles[0]].append(question)
    return tuple(
        Group(Plain(f"for-{role_id}"), role.name, address.of_role(role_id), tuple(found[role_id]))
        for role_id, role in playbook.vocabulary.roles.items()
        if role_id in found
    )


def _revealed(playbook: Playbook, questions: Iterable[SpokenQuestion]) -> tuple[Pattern, ...]:
    found: dict[str, Pattern] = {}
    for question in questions:
        for _, answer in question.listen_for.graded:
            for name in answer.reveals:
                entry = playbook.entries[Key("pattern", name)]
                if isinstance(entry, Pattern):
                    found[name] = entry
    return tuple(found.values())


def _tests(playbook: Playbook) -> Iterator[Page]:
    tests = playbook.vocabulary.tests
    yield _hub(address.TESTS, "tests", "The four tests", "What every deal must pass.")
    for test_id, test in tests.items():
        yield _hub(
            address.of_test(test_id),
            "test",
            test.name,
            test.meaning,
            test=test,
            questions=_in_stages(playbook, (q for q in playbook.spoken if q.test == test_id)),
            checks=tuple(c for c in playbook.checks if c.test == test_id),
            losses=tuple(r for r in playbook.loss_reasons if r.test == test_id),
        )


def _in_stages(playbook: Playbook, questions: Iterable[Question]) -> tuple[Group, ...]:
    """Questions under their own stage, in the order of stages."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for question in questions:
        found[question.stage].append(question)
    return tuple(
        Group(Plain(stage_id), stage.name, address.of_stage(stage_id), tuple(found[stage_id]))
        for stage_id, stage in playbook.vocabulary.stages.items()
        if stage_id in found
    )


def _roles(playbook: Playbook) -> Iterator[Page]:
    roles = playbook.vocabulary.roles
    yield _hub(
        address.ROLES, "roles", "Buyer roles", "Who sits on the other side, and what to ask them."
    )
    for role_id, role in roles.items():
        accepts = tuple(
            p for p in playbook.patterns if any(d.accepted_by == role_id for d in p.done_when)
        )
        yield _hub(
            address.of_role(role_id),
            "role",
            role.name,
            role.cares_about or role.name,
            role=role,
            questions=_in_stages(playbook, (q for q in playbook.spoken if role_id in q.roles)),
            accepts=accepts,
            stakes=tuple(
                p for p in playbook.patterns if role_id in p.stakeholders and p not in accepts
            ),
        )


@dataclass(frozen=True, slots=True)
class Covered:
    """One element of a framework with the questions that cover it."""

    id: Plain
    element: Element
    questions: tuple[Question, ...]


def _frameworks(playbook: Playbook) -> Iterator[Page]:
    found: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in playbook.questions:
        for pair in question.frameworks.items():
            found[pair].append(question)
    frameworks = playbook.vocabulary.frameworks
    yield _hub(
        address.FRAMEWORKS,
        "frameworks",
        "Frameworks",
        "The same questions, arranged by the method your company works with.",
    )
    for framework_id, framework in frameworks.items():
        covered = tuple(
            Covered(Plain(element_id), element, tuple(found.get((framework_id, element_id), ())))
            for element_id, element in framework.elements.items()
        )
        yield _lens(framework_id, framework, covered)


def _lens(framework_id: str, framework: Framework, covered: tuple[Covered, ...]) -> Page:
    return _hub(
        address.of_framework(framework_id),
        "framework",
        framework.name,
        framework.summary,
        framework=framework,
        covered=covered,
    )


def _checks(playbook: Playbook) -> Page:
    found: defaultdict[str, list[DealCheck]] = defaultdict(list)
    for check in playbook.checks:
        found[check.test].append(check)
    groups = tuple(
        Group(Plain(test_id), test.name, address.of_test(test_id), tuple(found[test_id]))
        for test_id, test in playbook.vocabulary.tests.items()
        if test_id in found
    )
    return _hub(
        address.CHECKS,
        "checks",
        "Deal checks",
        "What we ask ourselves about a deal.",
        groups=groups,
    )


def _questions(playbook: Playbook) -> Page:
    return _hub(
        address.of_kind("question"),
        "questions",
        "Questions",
        "What to ask the buyer, stage by stage.",
        groups=_in_stages(playbook, playbook.spoken),
    )


def _patterns(playbook: Playbook) -> Page:
    return _hub(
        address.of_kind("pattern"),
        "patterns",
        "Definitions of done",
        "The end states that buyers carry in their heads, and what to do about each.",
        patterns=playbook.patterns,
    )


def _loss_reasons(playbook: Playbook) -> Page:
    roots: defaultdict[str, list[LossReason]] = defaultdict(list)
    for reason in playbook.loss_reasons:
        roots[reason.root].append(reason)
    return _hub(
        address.of_kind("loss-reason"),
        "loss-reasons",
        "Loss reasons",
        "Why deals are lost: we should not have been there, or we were outsold.",
        wrong_deal=tuple(roots["wrong-deal"]),
        outsold=tuple(roots["outsold"]),
    )


def _sheets(playbook: Playbook) -> Page:
    sheets = _sheets_by_stage(playbook)
    groups = tuple(
        Group(Plain(stage_id), stage.name, address.of_stage(stage_id), sheets[stage_id])
        for stage_id, stage in playbook.vocabulary.stages.items()
        if stage_id in sheets
    )
    return _hub(
        address.of_kind("worksheet"),
        "worksheets",
        "Sheets",
        "What to take into a meeting, or fill in after it.",
        groups=groups,
    )


def _exercises(playbook: Playbook) -> Page:
    return _hub(
        address.of_kind("exercise"),
        "exercises",
        "Role-plays",
        "Exercises for three: rep, buyer and observer.",
        exercises=playbook.exercises,
    )


def _glossary(playbook: Playbook) -> Page:
    terms = sorted(playbook.vocabulary.glossary, key=lambda t: t.term.casefold())
    return _hub(
        address.GLOSSARY, "glossary", "Glossary", "Words as this playbook uses them.", terms=terms
    )


KIND_HUBS = tuple(address.of_kind(kind) for kind in KINDS)
