"""Family `wording` (W): what is tapped while a buyer speaks is told apart at a glance."""

from collections.abc import Iterator, Mapping

from donebook.facts import remembered_alone
from donebook.message import message
from donebook.model import SpokenQuestion
from donebook.model.question import Sign
from donebook.playbook import Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules import base
from donebook.rules.rule import Rule, rule
from donebook.source import Loc

MOST = 8  # signs of a question; more are not read while somebody speaks


@remembered_alone
def _signs(question: SpokenQuestion) -> tuple[tuple[Loc, Sign], ...]:
    """The signs of a question, with their places, strongest first."""
    return tuple(
        (("listen_for", strength, "signs", n), sign)
        for strength, answer in question.listen_for.graded
        for n, sign in enumerate(answer.signs)
    )


def _strong(signs: str) -> Mapping[str, str]:
    text = base.FILES[base.WHY_NOW]
    return {base.WHY_NOW: text.replace("[{label: Names a date}]", signs)}


@rule(
    "W511",
    "A sign without a label",
    why="In a call nobody finds a story among eight; a few words on what kind of thing it is are found.",
    fix="Write `label: …` with at most seven words, verb first, and keep the story as `example: …`.",
    bad=_strong("['\"By March, because the audit is in April\"']"),
    good=_strong("[{label: Names a date, example: '\"By March\"'}]"),
    severity=Severity.WARNING,
)
def _bare(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for question in playbook.spoken:
        for loc, sign in _signs(question):
            if not sign.label:
                yield Finding(code, question.path, loc, message("This sign has no label."))


@rule(
    "W512",
    "Two labels that are alike",
    why="Whoever taps one while listening can't tell which of the two was heard.",
    fix="Say what sets them apart, or make them one sign.",
    bad=_strong("[{label: Names a date}, {label: names a Date}]"),
    good=_strong("[{label: Names a date}, {label: Names who set it}]"),
    severity=Severity.WARNING,
)
def _alike(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for question in playbook.spoken:
        seen: set[str] = set()
        for loc, sign in _signs(question):
            shape = " ".join((sign.label or "").casefold().split())
            if shape and shape in seen:
                said = message(
                    'Another sign of this question is called "{label}", too.', label=sign.label
                )
                yield Finding(code, question.path, (*loc, "label"), said)
            seen.add(shape)


@rule(
    "W513",
    "More signs than can be read in a call",
    why="The buyer is talking; a rep looks at eight lines at most, and then at none.",
    fix="Keep the three strong, two weak and three red flags that are heard most often.",
    bad=_strong(f"[{', '.join(f'{{label: Names date {n}}}' for n in range(MOST))}]"),
    good=_strong(f"[{', '.join(f'{{label: Names date {n}}}' for n in range(MOST - 1))}]"),
    severity=Severity.WARNING,
)
def _many(code: Code, playbook: Playbook) -> Iterator[Finding]:
    for question in playbook.spoken:
        n = len(_signs(question))
        if n > MOST:
            said = message("This question has {n} signs; {most} is the most.", n=n, most=MOST)
            yield Finding(code, question.path, ("listen_for",), said, at_key=True)


RULES: tuple[Rule, ...] = (_bare, _alike, _many)
