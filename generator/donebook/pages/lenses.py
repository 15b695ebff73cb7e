"""The same entries arranged by stage, by test, by buyer role and by framework."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from donebook.config import Element
from donebook.facts import warnings_of, window
from donebook.model import Key, LossReason, Pattern, Question, SpokenQuestion
from donebook.pages import address
from donebook.pages.grouping import by_role, by_stage, hub, in_stages, sheets_by_stage
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook
from donebook.text import Plain


def lens_pages(playbook: Playbook) -> Iterator[Planned]:
    """The pages of all stages, tests, roles and frameworks, each behind its overview."""
    words = playbook.vocabulary
    yield address.STAGES, partial(_stages, playbook)
    for stage in words.stages:
        yield address.of_stage(stage), partial(_stage, playbook, stage)
    yield address.TESTS, partial(_tests, playbook)
    for test in words.tests:
        yield address.of_test(test), partial(_test, playbook, test)
    yield address.ROLES, partial(_roles, playbook)
    for role in words.roles:
        yield address.of_role(role), partial(_role, playbook, role)
    yield address.FRAMEWORKS, partial(_frameworks, playbook)
    for framework in words.frameworks:
        yield address.of_framework(framework), partial(_framework, playbook, framework)


def _stages(playbook: Playbook) -> Page:
    stages = playbook.vocabulary.stages
    asked = by_stage(playbook.spoken)
    return hub(
        address.STAGES,
        "stages",
        playbook.language.say("stages.stages"),
        playbook.language.say("stages.description"),
        stages=tuple((s, len(asked.get(s, ()))) for s in stages),
    )


def _stage(playbook: Playbook, stage_id: str) -> Page:
    stage, here = playbook.vocabulary.stages[stage_id], playbook.vocabulary.stage_number(stage_id)
    questions = by_stage(playbook.spoken).get(stage_id, ())
    own = tuple(q for q in questions if q.stage == stage_id)
    known = tuple(r for r in playbook.loss_reasons if window(playbook, r).start <= here)
    return hub(
        address.of_stage(stage_id),
        "stage",
        stage.name,
        stage.purpose,
        stage=stage,
        stage_id=stage_id,
        core=tuple(q for q in own if q.core),
        rest=by_role(playbook, (q for q in own if not q.core)),
        again=tuple(q for q in questions if q.stage != stage_id),
        checks=by_stage(playbook.checks).get(stage_id, ()),
        patterns=_revealed(playbook, questions),
        open_losses=_last_chance_first(playbook, (r for r in known if here in window(playbook, r))),
        late_losses=tuple(r for r in known if _surfaces(playbook, r, stage_id)),
        sheets=sheets_by_stage(playbook).get(stage_id, ()),
        has_sheets=bool(playbook.worksheets),
    )


def _revealed(playbook: Playbook, questions: Iterable[SpokenQuestion]) -> tuple[Pattern, ...]:
    """The patterns that answers to these questions reveal, those that most answers reveal first."""
    answers = (answer for question in questions for _, answer in question.listen_for.graded)
    count = Counter(Key("pattern", name) for answer in answers for name in answer.reveals)
    found = (playbook.entries[key] for key, _ in count.most_common())
    return tuple(entry for entry in found if isinstance(entry, Pattern))


def _surfaces(playbook: Playbook, reason: LossReason, stage: str) -> bool:
    """Whether a question asked in a stage explains a loss that can no longer be prevented there.

    Most of the deals that were lost earlier never get to a late stage, so the losses of earlier
    stages aren't told there without a question that brings them up.
    """
    return any(stage in question.stages for question in warnings_of(playbook, reason).afterwards)


def _last_chance_first(playbook: Playbook, reasons: Iterable[LossReason]) -> tuple[LossReason, ...]:
    return tuple(sorted(reasons, key=lambda r: window(playbook, r).stop))


def _tests(playbook: Playbook) -> Page:
    return hub(
        address.TESTS,
        "tests",
        playbook.tests_called,
        playbook.language.say("tests.description"),
        called=Plain(playbook.tests_called),
    )


def _test(playbook: Playbook, test_id: str) -> Page:
    test = playbook.vocabulary.tests[test_id]
    return hub(
        address.of_test(test_id),
        "test",
        test.name,
        test.meaning,
        test=test,
        questions=in_stages(playbook, (q for q in playbook.spoken if q.test == test_id)),
        checks=tuple(c for c in playbook.checks if c.test == test_id),
        losses=tuple(r for r in playbook.loss_reasons if r.test == test_id),
    )


def _roles(playbook: Playbook) -> Page:
    return hub(
        address.ROLES,
        "roles",
        playbook.language.say("roles.buyer-roles"),
        playbook.language.say("roles.description"),
    )


def _role(playbook: Playbook, role_id: str) -> Page:
    role = playbook.vocabulary.roles[role_id]
    asked = tuple(q for q in playbook.spoken if role_id in q.roles)
    return hub(
        address.of_role(role_id),
        "role",
        role.name,
        role.cares_about or role.name,
        role=role,
        core=in_stages(playbook, (q for q in asked if q.core)),
        rest=in_stages(playbook, (q for q in asked if not q.core)),
        accepts=tuple(p for p in playbook.patterns if _accepts(role_id, p)),
        stakes=tuple(
            p for p in playbook.patterns if role_id in p.stakeholders and not _accepts(role_id, p)
        ),
    )


def _accepts(role_id: str, pattern: Pattern) -> bool:
    return any(done.accepted_by == role_id for done in pattern.done_when)


@dataclass(frozen=True, slots=True)
class Covered:
    """One element of a framework with the questions that cover it."""

    id: Plain
    element: Element
    questions: tuple[Question, ...]


def _frameworks(playbook: Playbook) -> Page:
    return hub(
        address.FRAMEWORKS,
        "frameworks",
        playbook.language.say("frameworks.frameworks"),
        playbook.language.say("frameworks.the-same-questions-arranged"),
    )


def _framework(playbook: Playbook, framework_id: str) -> Page:
    framework = playbook.vocabulary.frameworks[framework_id]
    found: defaultdict[str | None, list[Question]] = defaultdict(list)
    for question in playbook.questions:
        found[question.frameworks.get(framework_id)].append(question)
    return hub(
        address.of_framework(framework_id),
        "framework",
        framework.name,
        framework.summary,
        framework=framework,
        covered=tuple(
            Covered(Plain(element_id), element, tuple(found.get(element_id, ())))
            for element_id, element in framework.elements.items()
        ),
    )
