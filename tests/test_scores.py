"""`donebook collect --scores`: who is certified, from points that a trainer typed into a list."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from donebook.cli.main import donebook
from donebook.collect.scores import Score, read_scores, standings
from donebook.config import Certified
from donebook.playbook import Playbook
from donebook.sheet import BEHAVIORS

FIVE = ",".join(BEHAVIORS)


@pytest.mark.parametrize(
    "content",
    [
        f"Rep,{FIVE}\nAna,2,2,2,1,1\nBen,0,1,0,2,2\n",
        f"Date;Rep;Role-play;{FIVE.replace(',', ';')}\n1;Ana;x;2;2;2;1;1\n2;Ben;y;0;1;0;2;2\n",
        "Name,Points\nAna,8\nBen,5\n",
        "Rep,1,2,3,4,5\nAna,2,2,2,1,1\nBen,0,1,0,2,2\n",
    ],
)
def test_points_are_read_as_a_sum_or_by_behavior(playbook: Playbook, content: str) -> None:
    found, wrong = read_scores("scores.csv", content.encode(), playbook.language)
    assert wrong == ()
    assert found == (Score("Ana", 8), Score("Ben", 5))


@pytest.mark.parametrize(
    ("content", "row", "column", "said"),
    [
        ("", 1, 1, "empty"),
        ("Name,Mail\nAna,a@x.org\n", 2, 1, "Points or the five behaviors: asked-first, "),
        ("Rep,Points\nAna,11\n", 2, 2, "“11” isn’t a number from 0 to 10."),
        ("Rep,Points\nAna,ten\n", 2, 2, "“ten” isn’t a number from 0 to 10."),
        ("Rep,Points\nAna,²\n", 2, 2, "isn’t a number"),
        ("Rep,Points\n,8\n", 2, 1, "names no rep"),
        (f"Rep,{FIVE}\nAna,2,3,0,0,0\n", 2, 3, "“3” isn’t a number from 0 to 2."),
        (f"Rep,{FIVE}\nAna,2,2,0,0,\n", 2, 6, "“” isn’t a number from 0 to 2."),
    ],
)
def test_what_cannot_be_counted_is_told_at_its_place(
    playbook: Playbook, content: str, row: int, column: int, said: str
) -> None:
    found, (wrong,) = read_scores("scores.csv", content.encode(), playbook.language)
    assert found == ()
    assert (wrong.row, wrong.column) == (row, column)
    assert said in wrong.said


def test_a_rep_is_certified_by_enough_rounds_with_enough_points() -> None:
    scores = [
        *(Score("Ana", points) for points in (7, 8, 9)),
        *(Score("Ben", points) for points in (10, 7)),
        *(Score(name, 8) for name in ("cara", "Cara")),
    ]
    found = standings(Certified(rounds=2, points=8), scores)
    assert [(one.rep, one.enough, one.is_certified) for one in found] == [
        ("Ana", 2, True),
        ("cara", 2, True),
        ("Ben", 1, False),
    ]
    assert found[0].points == (7, 8, 9)
    assert all(one.is_certified for one in standings(Certified(rounds=1, points=7), scores))


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        donebook, ["--root", str(root), "collect", *arguments], standalone_mode=False
    )
    assert done.exception is None
    return done.return_value, done.stdout, done.stderr


def test_the_list_is_told_in_each_form_and_the_rest_counts(project: Any, tmp_path: Path) -> None:
    root = project({})
    settings = root / "site-config/playbook.yaml"
    settings.write_text(f"{settings.read_text()}\ncertified: {{rounds: 1, points: 6}}\n")
    scores = tmp_path / "scores.csv"
    scores.write_text("Rep,Points\n=Ana,6\nBen,5\nCara,x\n")
    code, said, wrong = run(root, "--scores", str(scores))
    assert code == 1
    assert said == (
        "The rule: at least 6 of 10 points in 1 round.\n\n"
        "Certified\n  =Ana: 6\n\nNot yet\n  Ben: 5\n"
    )
    assert wrong == f"{scores}:4:2: “x” isn’t a number from 0 to 10.\n"
    _, said, _ = run(root, "--scores", str(scores), "--format", "csv")
    assert list(csv.reader(io.StringIO(said))) == [
        ["rep", "certified", "rounds", "enough", "points"],
        ["'=Ana", "yes", "1", "1", "6"],
        ["Ben", "no", "1", "0", "5"],
    ]
    _, said, _ = run(root, "--scores", str(scores), "--format", "json")
    assert json.loads(said)["rule"] == {"rounds": 1, "points": 6}
    assert [one["certified"] for one in json.loads(said)["reps"]] == [True, False]
