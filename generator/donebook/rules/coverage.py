"""Family `coverage` (C): nothing stands alone, and each way to lose is warned of in time."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from donebook.config import VOCABULARY_PATH
from donebook.facts import first_warning, warnings_of
from donebook.message import message
from donebook.model import Question, SpokenQuestion
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules import base
from donebook.rules.rule import Rule, needing, rule

MOST_CORE = 4
QUESTIONS = (Question.kind.name,)  # one that is broken may say what seems to be missing

_EVENT = "loss-reasons/no-event.yaml"
_LATE = {
    "questions/why-now.yaml": base.question(
        "Why now", "real", "frameworks: {bant: need}\n", "agree"
    ),
    "questions/why-us.yaml": base.question("Why us", "compete", stage="agree"),
    "questions/what-for.yaml": base.question("What for", "worth", stage="agree"),
    "questions/opening.yaml": base.question("Opening", "worth").replace(
        "    warns_of: [no-event]\n", ""
    ),
}


def _has_begun(playbook: Playbook, said: Collection[str]) -> bool:
    """Whether a playbook can have gaps: one that no rep has yet, and that says nothing, has none."""
    return bool(said) or playbook.config.live_since is not None


def _known(playbook: Playbook, *stages: str) -> bool:
    """Whether all these stages exist; where one doesn't, that is reported on its own."""
    return all(stage in playbook.vocabulary.stages for stage in stages)


@rule(
    "C401",
    "No question warns in time",
    why="The deal would be lost for this reason without anybody having had the chance to know.",
    fix="Add the reason to `warns_of` on the answer that gives it away, in a question no later than `act_by`.",
    bad={**_LATE, _EVENT: base.loss_reason("No event", act="open")},
    good={_EVENT: base.loss_reason("No event")},
)
def _not_warned_of(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for reason in playbook.loss_reasons:
        if not _known(playbook, reason.act_by):
            continue
        found = warnings_of(playbook, reason)
        if found.in_time:
            continue
        said = message("No answer to any question warns of this.")
        if found.afterwards:
            first = min((q.stage for q in found.afterwards), key=playbook.vocabulary.stage_number)
            said = message(
                "The first question that warns of this is asked in {first}, after {act_by}.",
                first=first,
                act_by=reason.act_by,
            )
        yield Finding(code, reason.path, ("act_by",), said)


@rule(
    "C402",
    "No question warns as early as it can be known",
    why="Weeks go into a deal that one question could have ended or turned.",
    fix="Let a question of that stage, or an earlier one, warn of it, or set `knowable_from` later.",
    bad=_LATE,
    good={_EVENT: base.loss_reason("No event")},
    severity=Severity.WARNING,
)
def _warned_of_late(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for reason in playbook.loss_reasons:
        if not _known(playbook, reason.knowable_from, reason.act_by):
            continue
        known = playbook.vocabulary.stage_number(reason.knowable_from)
        first = first_warning(playbook, reason)
        if first is not None and known < first:
            stage = tuple(playbook.vocabulary.stages)[first]
            said = message(
                "This can be known from {knowable_from}, but the first question that warns of it is asked in {stage}.",
                knowable_from=reason.knowable_from,
                stage=stage,
            )
            yield Finding(code, reason.path, ("knowable_from",), said)


@rule(
    "C403",
    "No answer reveals this pattern",
    why="A rep would hear the buyer's definition and have nothing that leads to this page.",
    fix="Add the pattern to `reveals` on the answer that gives it away.",
    bad={
        "patterns/unheard.yaml": base.pattern(
            "Unheard", "redefine: {to: hours-back, insight: I, proof: P, ask: [why-now]}\n"
        )
    },
    good={},
)
def _not_revealed(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for pattern in playbook.patterns:
        if not playbook.sources(pattern.key, SpokenQuestion, "reveals"):
            yield Finding(
                code,
                pattern.path,
                ("title",),
                message("No answer to any question reveals this pattern."),
            )


@rule(
    "C404",
    "A question that leads nowhere",
    why="An answer that tells nothing about the deal isn't worth the buyer's minute.",
    fix="Say on its answers what they reveal or warn of. To make this an error, write `C404: error` below `severity` in the settings.",
    bad={
        "questions/small-talk.yaml": base.question("Small talk", "real")
        .replace("    warns_of: [no-event]\n", "")
        .replace("    reveals: [hours-back]\n", "")
    },
    good={"questions/small-talk.yaml": base.question("Small talk", "real")},
    severity=Severity.WARNING,
)
def _leads_nowhere(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for question in playbook.spoken:
        answers = [answer for _, answer in question.listen_for.graded]
        if answers and not any(answer.reveals or answer.warns_of for answer in answers):
            said = message("No answer to this question reveals a pattern or warns of a loss.")
            yield Finding(code, question.path, ("listen_for",), said)


@rule(
    "C405",
    "A test that no question serves",
    why="Every deal must pass every test, and for this one there would be nothing to ask.",
    fix="Write a question for it, or name it in the `test` of a question that is there.",
    bad={"questions/what-for.yaml": base.question("What for", "real")},
    good={},
)
def _untested(code: Code, playbook: Playbook) -> Iterator[Finding]:
    served = {question.test for question in playbook.questions if question.test}
    for test in playbook.vocabulary.tests if _has_begun(playbook, served) else ():
        if test not in served:
            yield Finding(
                code,
                VOCABULARY_PATH,
                ("tests", test),
                message('No question serves the test "{test}".', test=test),
                at_key=True,
            )


@rule(
    "C406",
    "Too many core questions in a stage",
    why="A stage opens with a call list of four. With more, a rep is back at a wall of questions.",
    fix="Take `core: true` off the question that is asked least.",
    bad={
        f"questions/extra-{n}.yaml": base.question(f"Extra {n}", "real", "core: true\n")
        for n in range(4)
    },
    good={
        f"questions/extra-{n}.yaml": base.question(f"Extra {n}", "real", "core: true\n")
        for n in range(3)
    },
)
def _too_many_core(code: Code, playbook: Playbook) -> Iterator[Finding]:
    core: defaultdict[str, list[SpokenQuestion]] = defaultdict(list)
    for question in playbook.spoken:
        if question.core:
            core[question.stage].append(question)
    for stage, questions in core.items():
        ids = tuple(q.id for q in questions)
        for question in questions[MOST_CORE:]:
            said = message(
                "{stage} has {n} core questions; {most} is the most: {questions}.",
                stage=stage,
                n=len(questions),
                most=MOST_CORE,
                questions=ids,
            )
            yield Finding(code, question.path, ("core",), said)


@rule(
    "C407",
    "A framework element that nothing covers",
    why="The framework's page would show a gap to a manager who works by it.",
    fix="Name the element on the question that covers it, or say in the vocabulary why it is `left_out`.",
    bad={"vocabulary.yaml": base.VOCABULARY.replace(", left_out: The stages hold the dates.", "")},
    good={},
)
def _uncovered_element(code: Code, playbook: Playbook) -> Iterator[Finding]:
    covered = {pair for question in playbook.questions for pair in question.frameworks.items()}
    for name, framework in playbook.vocabulary.frameworks.items():
        for element, meaning in framework.elements.items():
            if (name, element) not in covered and not meaning.left_out:
                said = message(
                    'No question covers "{element}" of {name}.',
                    element=element,
                    name=framework.name,
                )
                loc = ("frameworks", name, "elements", element)
                yield Finding(code, VOCABULARY_PATH, loc, said, at_key=True)


@rule(
    "C408",
    "Too late before it can be known",
    why="A reason that can only be known after the last chance to act can't be acted on.",
    fix="Set `knowable_from` to the same stage as `act_by`, or to an earlier one.",
    bad={_EVENT: base.loss_reason("No event", known="agree", act="open")},
    good={_EVENT: base.loss_reason("No event")},
)
def _known_too_late(code: Code, playbook: Playbook) -> Iterator[Finding]:
    number = playbook.vocabulary.stage_number
    for reason in playbook.loss_reasons:
        if _known(playbook, reason.act_by, reason.knowable_from) and number(reason.act_by) < number(
            reason.knowable_from
        ):
            said = message(
                "It can be known from {knowable_from}, but changed only until {act_by}.",
                knowable_from=reason.knowable_from,
                act_by=reason.act_by,
            )
            yield Finding(code, reason.path, ("knowable_from",), said)


@rule(
    "C409",
    "A stage without a question",
    why="A rep who opens the stage before a call would find an empty page.",
    fix="Write a question for it, or take the stage out of the vocabulary. Where deals end in it, say `closed: won` or `closed: lost`.",
    bad={"questions/who-signs.yaml": base.question("Who signs", "win")},
    good={
        "vocabulary.yaml": base.VOCABULARY.replace(
            "roles:",
            "  won: {name: Won, purpose: Celebrate., exit_when: [They signed.], closed: won}\nroles:",
        )
    },
)
def _silent_stage(code: Code, playbook: Playbook) -> Iterator[Finding]:
    asked = {stage for question in playbook.spoken for stage in question.stages}
    stages = playbook.vocabulary.stages if _has_begun(playbook, asked) else {}
    for stage, described in stages.items():
        if stage not in asked and not described.closed:
            said = message('Nothing is asked of the buyer in "{stage}".', stage=stage)
            yield Finding(code, VOCABULARY_PATH, ("stages", stage), said, at_key=True)


@rule(
    "C412",
    "A warning that comes too late",
    why="Its page shows it as “explains it afterward”. A rep who hears the answer can't change the loss any more, so it doesn't count as a warning.",
    fix="Ask the question in an earlier stage, set the loss reason's `act_by` later, or take the reason out of `warns_of`. If the question is there to explain the loss, say so in `allow`.",
    bad={
        _EVENT: base.loss_reason("No event", act="open"),
        "questions/who-signs.yaml": base.question("Who signs", "win", stage="agree"),
    },
    good={_EVENT: base.loss_reason("No event")},
    severity=Severity.WARNING,
)
def _too_late(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for reason in playbook.loss_reasons:
        for question in warnings_of(playbook, reason).afterwards:
            for strength, answer in question.listen_for.graded:
                if reason.id not in answer.warns_of:
                    continue
                loc = ("listen_for", strength, "warns_of", answer.warns_of.index(reason.id))
                said = message(
                    "This is first asked in {stage}, but {id} can be changed only until {act_by}.",
                    stage=question.stage,
                    id=reason.id,
                    act_by=reason.act_by,
                )
                yield Finding(code, question.path, loc, said)


RULES: tuple[Rule, ...] = (
    *needing(
        QUESTIONS,
        _not_warned_of,
        _warned_of_late,
        _not_revealed,
        _untested,
        _uncovered_element,
        _silent_stage,
    ),
    _leads_nowhere,
    _too_many_core,
    _known_too_late,
    _too_late,
)
