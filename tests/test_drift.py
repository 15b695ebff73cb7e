"""How definitions of done move on, step by step."""

from collections.abc import Callable
from pathlib import Path

from donebook.check import check
from donebook.defaults import layered
from donebook.facts.drift import MOST_STEPS, drift_paths, drifts_into
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT, bodies

Project = Callable[..., Path]


def drifting(*ways: str) -> str:
    return "drift:\n" + "".join(f"  - {{{way}, sign: s, recheck: why-now}}\n" for way in ways)


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY).playbook
    assert found
    return found


LENGTHS = """\
segments:
  length:
    name: Length
    values: {short: Three weeks, usual: A quarter, long: Nine months}
    weeks: {short: 3, usual: 14, long: 39}
    written_for: usual
"""


def test_a_move_is_told_for_deals_of_other_lengths(project: Project) -> None:
    way = drifting("after_weeks: 5, moves_to: second", "when: Then, moves_to: second")
    root = project(
        {
            "patterns/first.yaml": base.pattern("First", way),
            "patterns/second.yaml": base.pattern("Second"),
            "vocabulary.yaml": base.VOCABULARY + LENGTHS,
        }
    )
    playbook = read(root)
    first = next(p for p in playbook.patterns if p.id == "first")
    weeks, when = (path.moves[0] for path in drift_paths(playbook, first))
    assert weeks.elsewhere == (("Three weeks", 1), ("Nine months", 14))
    assert when.elsewhere == ()


def test_a_path_is_followed_until_it_comes_back(project: Project) -> None:
    first = drifting("after_weeks: 1, moves_to: second", "when: Then, moves_to: last")
    root = project(
        {
            "patterns/first.yaml": base.pattern("First", first),
            "patterns/second.yaml": base.pattern(
                "Second", drifting("after_weeks: 5, moves_to: first")
            ),
            "patterns/last.yaml": base.pattern("Last"),
        }
    )
    playbook = read(root)
    found = {p.id: drift_paths(playbook, p) for p in playbook.patterns}
    round_, straight = found["first"]
    assert [move.to.id for move in round_.moves] == ["second", "first"]
    assert round_.comes_back
    assert [move.to.id for move in straight.moves] == ["last"]
    assert not straight.comes_back
    (other,) = found["second"]
    assert [(m.to.id, m.others) for m in other.moves] == [("first", 0), ("second", 1)]
    assert found["last"] == ()
    page = bodies(playbook, layered(CHECKOUT, "templates/pages"))["patterns/first.md"]
    assert "After 1 week<" in page
    assert "After 5 weeks<" in page
    assert "<b>Then</b>" in page


def test_every_way_to_move_begins_a_path_and_is_known_at_its_end(playbook: Playbook) -> None:
    for pattern in playbook.patterns:
        paths = drift_paths(playbook, pattern)
        assert [p.moves[0].to.id for p in paths] == [d.moves_to for d in pattern.drift]
        for path in paths:
            starts = [move.start.key for move in path.moves]
            assert len(starts) == len(set(starts)) <= MOST_STEPS
            assert path.comes_back == (path.moves[-1].to.key in starts)
            assert path.moves[0] in drifts_into(playbook, path.moves[0].to)
