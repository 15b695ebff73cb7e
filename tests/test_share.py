"""How many of the losses that can be known by a stage are asked about by then."""

from collections.abc import Callable
from pathlib import Path

from donebook.check import check
from donebook.pages.share import asked_by
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder

Project = Callable[..., Path]


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY).playbook
    assert found
    return found


def test_what_is_asked_by_a_stage_agrees_with_the_questions(playbook: Playbook) -> None:
    shares = asked_by(playbook)
    stages = tuple(playbook.vocabulary.stages)
    assert tuple(shares) == stages
    for here, stage in enumerate(stages):
        by_now = set(stages[: here + 1])
        warned = {
            reason
            for question in playbook.spoken
            if by_now & set(question.stages)
            for _, answer in question.listen_for.graded
            for reason in answer.warns_of
        }
        known = {r.id for r in playbook.loss_reasons if r.knowable_from in by_now}
        assert (shares[stage].asked, shares[stage].known) == (len(known & warned), len(known))


def test_what_nobody_asks_about_leaves_the_bar_open(project: Project) -> None:
    late = base.loss_reason("Unasked", known="agree")
    root = project(
        {
            "loss-reasons/unasked.yaml": late,
            **{f: t.replace("no-event", "unasked") for f, t in base.FILES.items() if "who-s" in f},
        }
    )
    shares = asked_by(read(root))
    assert [(s.asked, s.known, s.percent) for s in shares.values()] == [(1, 1, 100), (2, 2, 100)]
    (root / "content/questions/who-signs.yaml").unlink()
    shares = asked_by(read(root))
    assert [(s.asked, s.known, s.percent) for s in shares.values()] == [(1, 1, 100), (1, 2, 50)]
