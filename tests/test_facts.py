"""Facts that follow from a playbook, each worked out in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from donebook.check import check
from donebook.facts import first_warning, warning_stages, warnings_of
from donebook.pages import Beside, write_pages
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT

Project = Callable[..., Path]
STAGES = "stages:\n  open: {name: Open, purpose: P, exit_when: [A, B]}\n"
AGAIN = "loss-reasons/no-event.yaml"


@pytest.fixture
def late(project: Project) -> Path:
    """A loss that can be changed only in the first stage; one question warns of it in the second."""
    files = {AGAIN: base.loss_reason("No event", act="open")}
    asked_again = base.FILES["questions/why-us.yaml"] + "ask_again: [agree]\n"
    return project({**files, "questions/why-us.yaml": asked_again})


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY).playbook
    assert found
    return found


def test_a_question_after_the_last_chance_explains_and_does_not_warn(late: Path) -> None:
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    found = warnings_of(playbook, reason)
    assert {q.id for q in found.afterwards} == {"who-signs"}
    assert {q.id for q in found.in_time} == {"why-now", "why-us", "what-for"}
    assert warning_stages(playbook, reason) == (0,)  # also where one of them is asked again later
    assert first_warning(playbook, reason) == 0


def test_a_late_warning_is_a_problem_at_its_place(late: Path) -> None:
    (problem,) = check(Folder(late), TODAY).problems
    assert (problem.code, problem.span.path) == ("C412", "content/questions/who-signs.yaml")
    line = (late / problem.span.path).read_text().splitlines()[problem.span.line - 1]
    assert line[problem.span.column - 1 :].startswith("no-event")
    assert "can be changed only until open" in problem.message


def test_pages_say_that_it_explains(late: Path) -> None:
    written = dict(write_pages(read(late), (CHECKOUT / "templates/pages",), Beside((), None)))
    loss = written["loss-reasons/no-event.md"]
    told, _, explained = loss.partition("These questions explain it afterwards")
    assert "questions/who-signs.md" in explained
    assert "questions/who-signs.md" not in told
    assert "questions/why-now.md" in told
    question = written["questions/who-signs.md"]
    assert "It explains it afterwards" in question
    assert "It would have told us in time" not in question
    assert "It explains it afterwards" not in written["questions/why-now.md"]
    assert written["coverage.md"].count("db-cell--late") == 1


def test_only_late_warnings_are_none_at_all(late: Path) -> None:
    for name in ("why-now", "why-us", "what-for"):
        place = late / f"content/questions/{name}.yaml"
        place.write_text(place.read_text().replace("    warns_of: [no-event]\n", ""))
    playbook = read(late)
    (reason,) = playbook.loss_reasons
    assert first_warning(playbook, reason) is None
    codes = [p.code for p in check(Folder(late), TODAY).problems]
    assert codes == ["C401", "C412"]
