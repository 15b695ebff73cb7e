"""The same entries arranged by stage, by test, by buyer role and by framework."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from donebook.config import Element
from donebook.facts import window
from donebook.model import Key, LossReason, Pattern, Question, SpokenQuestion
from donebook.pages import address
from donebook.pages.grouping import by_role, by_stage, hub, in_stages, sheets_by_stage
from donebook.pages.render import Page
from donebook.pages.share import asked_by
from donebook.playbook import Playbook
from donebook.text import Plain


def lens_pages(playbook: Playbook) -> Iterator[Page]:
    """The pages of all stages, tests, roles and frameworks, each behind its overview."""
    yield from _stages(playbook)
    yield from _tests(playbook)
    yield from _roles(playbook)
    yield from _frameworks(playbook)


def _stages(playbook: Playbook) -> Iterator[Page]:
    stages = playbook.vocabulary.stages
    asked = by_stage(playbook.spoken)
    checks = by_stage(playbook.checks)
    sheets = sheets_by_stage(playbook)
    shares = asked_by(playbook)
    yield hub(
        address.STAGES,
        "stages",
        playbook.language.say("stages.stages"),
        playbook.language.say("stages.description"),
        stages=tuple((s, len(asked.get(s, ())), shares[s]) for s in stages),
    )
    for here, (stage_id, stage) in enumerate(stages.items()):
        questions = asked.get(stage_id, ())
        own = tuple(q for q in questions if q.stage == stage_id)
        known = tuple(r for r in playbook.loss_reasons if window(playbook, r).start <= here)
        yield hub(
            address.of_stage(stage_id),
            "stage",
            stage.name,
            stage.purpose,
            stage=stage,
            stage_id=stage_id,
            core=tuple(q for q in own if q.core),
            rest=by_role(playbook, (q for q in own if not q.core)),
            again=tuple(q for q in questions if q.stage != stage_id),
            checks=checks.get(stage_id, ()),
            patterns=_revealed(playbook, questions),
            open_losses=_last_chance_first(
                playbook, (r for r in known if here in window(playbook, r))
            ),
            share=shares[stage_id],
            late_losses=tuple(r for r in known if here not in window(playbook, r)),
            sheets=sheets.get(stage_id, ()),
        )


def _revealed(playbook: Playbook, questions: Iterable[SpokenQuestion]) -> tuple[Pattern, ...]:
    """The patterns that answers to these questions reveal, those that most answers reveal first."""
    answers = (answer for question in questions for _, answer in question.listen_for.graded)
    count = Counter(Key("pattern", name) for answer in answers for name in answer.reveals)
    found = (playbook.entries[key] for key, _ in count.most_common())
    return tuple(entry for entry in found if isinstance(entry, Pattern))


def _last_chance_first(playbook: Playbook, reasons: Iterable[LossReason]) -> tuple[LossReason, ...]:
    return tuple(sorted(reasons, key=lambda r: window(playbook, r).stop))


def _tests(playbook: Playbook) -> Iterator[Page]:
    tests = playbook.vocabulary.tests
    yield hub(
        address.TESTS,
        "tests",
        playbook.language.say("tests.the-four-tests"),
        playbook.language.say("tests.description"),
    )
    for test_id, test in tests.items():
        yield hub(
            address.of_test(test_id),
            "test",
            test.name,
            test.meaning,
            test=test,
            questions=in_stages(playbook, (q for q in playbook.spoken if q.test == test_id)),
            checks=tuple(c for c in playbook.checks if c.test == test_id),
            losses=tuple(r for r in playbook.loss_reasons if r.test == test_id),
        )


def _roles(playbook: Playbook) -> Iterator[Page]:
    roles = playbook.vocabulary.roles
    yield hub(
        address.ROLES,
        "roles",
        playbook.language.say("roles.buyer-roles"),
        playbook.language.say("roles.description"),
    )
    for role_id, role in roles.items():
        yield hub(
            address.of_role(role_id),
            "role",
            role.name,
            role.cares_about or role.name,
            role=role,
            questions=in_stages(playbook, (q for q in playbook.spoken if role_id in q.roles)),
            accepts=tuple(p for p in playbook.patterns if _accepts(role_id, p)),
            stakes=tuple(
                p
                for p in playbook.patterns
                if role_id in p.stakeholders and not _accepts(role_id, p)
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


def _frameworks(playbook: Playbook) -> Iterator[Page]:
    found: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in playbook.questions:
        for pair in question.frameworks.items():
            found[pair].append(question)
    frameworks = playbook.vocabulary.frameworks
    yield hub(
        address.FRAMEWORKS,
        "frameworks",
        playbook.language.say("frameworks.frameworks"),
        playbook.language.say("frameworks.the-same-questions-arranged"),
    )
    for framework_id, framework in frameworks.items():
        covered = tuple(
            Covered(Plain(element_id), element, tuple(found.get((framework_id, element_id), ())))
            for element_id, element in framework.elements.items()
        )
        yield hub(
            address.of_framework(framework_id),
            "framework",
            framework.name,
            framework.summary,
            framework=framework,
            covered=covered,
        )
