"""The map as values: where everything stands, what is joined, and how much one page shows."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest

from donebook.model import SpokenQuestion
from donebook.pages import pages
from donebook.pages.chart.graph import of_questions, whole
from donebook.pages.chart.layout import COLUMNS, NODE, Chart, drawn
from donebook.pages.chart.order import crossings, untangled
from donebook.pages.chart.pages import MOST_ENTRIES, MOST_QUESTIONS
from donebook.pages.chart.wrap import line_count
from donebook.playbook import Playbook

RELATIONS = {"reveals", "warns_of", "misread_leads_to"}


@pytest.fixture(scope="module")
def chart(playbook: Playbook) -> Chart:
    return drawn(whole(playbook), "Ours")


def copied(playbook: Playbook, copies: int) -> Playbook:
    """The same questions over and over, each copy under an id of its own."""
    entries = dict(playbook.entries)
    for number in range(copies):
        for question in playbook.spoken:
            copy = question.model_copy(update={"id": f"{question.id}-{number}", "core": False})
            entries[copy.key] = copy
    return replace(playbook, entries=entries)


def test_every_entry_stands_on_the_map_once(playbook: Playbook, chart: Chart) -> None:
    found = Counter(node.entry.key for node in chart.nodes)
    expected = [*playbook.spoken, *playbook.patterns, *playbook.loss_reasons]
    assert found == Counter(entry.key for entry in expected)
    assert [node.number for node in chart.nodes] == list(range(len(expected)))


@pytest.mark.long
def test_every_mention_is_a_line(playbook: Playbook, chart: Chart) -> None:
    mentions = Counter(
        (edge.source, edge.target)
        for edge in playbook.edges
        if edge.relation.rpartition(".")[2] in RELATIONS
    )
    lines = Counter((line.source.entry.key, line.target.entry.key) for line in chart.lines)
    assert lines == mentions
    for question in playbook.spoken:
        for how, answer in question.listen_for.graded:
            drawn_so = [n for n in chart.lines if n.source.entry == question and n.how == how]
            assert len(drawn_so) == len(answer.reveals) + len(answer.warns_of)


def test_a_line_to_a_loss_that_can_no_longer_be_changed_is_late(
    playbook: Playbook, chart: Chart
) -> None:
    late = {(n.source.entry.key, n.target.entry.key) for n in chart.lines if n.is_late}
    stages = list(playbook.vocabulary.stages)
    expected = {
        (question.key, reason.key)
        for question in playbook.spoken
        for reason in playbook.loss_reasons
        for _, answer in question.listen_for.graded
        if reason.id in answer.warns_of
        and stages.index(question.stage) > stages.index(reason.act_by)
    }
    assert late == expected
    assert 0 < len(late) < len(chart.lines)


def test_nothing_overlaps_and_everything_is_inside(chart: Chart) -> None:
    for groups in chart.columns:
        boxes = [(n.y, n.y + n.height) for group in groups for n in group.nodes]
        boxes += [(group.y, group.y + 14) for group in groups if group.name]
        for above, below in pairwise(sorted(boxes)):
            assert above[1] < below[0]
        assert min(boxes)[0] >= 0
        assert max(box[1] for box in boxes) <= chart.height


def test_a_line_begins_and_ends_at_its_boxes_and_passes_behind_none(chart: Chart) -> None:
    middle = [node for group in chart.columns[1] for node in group.nodes]
    for line in chart.lines:
        numbers = [int(n) for n in re.findall(r"\d+", line.path)]
        (left, top), (right, bottom) = numbers[:2], numbers[-2:]
        assert (left, right) == (line.source.x + NODE, line.target.x)
        assert line.source.y < top < line.source.y + line.source.height
        assert line.target.y < bottom < line.target.y + line.target.height
        past = re.search(r" (\d+)H(\d+)", line.path)
        assert bool(past) == (line.source.x == COLUMNS[0] and line.target.x == COLUMNS[2])
        if past:
            assert not [n for n in middle if n.y <= int(past[1]) <= n.y + n.height]


def test_stages_and_roots_come_in_their_order(playbook: Playbook, chart: Chart) -> None:
    stages = playbook.vocabulary.stages
    asked = {question.stage for question in playbook.spoken}
    assert [group.name for group in chart.columns[0]] == [
        stage.name for stage_id, stage in stages.items() if stage_id in asked
    ]
    for group, root in zip(chart.columns[2], ("wrong-deal", "outsold"), strict=True):
        assert {node.entry.root for node in group.nodes} == {root}  # type: ignore[attr-defined]


def test_fewer_lines_cross_than_in_the_order_of_ids(playbook: Playbook) -> None:
    graph = whole(playbook)
    assert crossings(untangled(graph)) < crossings(graph)


def test_crossings_are_counted_one_by_one(playbook: Playbook) -> None:
    graph = whole(playbook)
    places = {
        entry.key: (column, number)
        for column, clusters in enumerate(graph.columns)
        for number, entry in enumerate(e for c in clusters for e in c.entries)
    }
    ends = [(places[edge.source], places[edge.target]) for edge in graph.edges]
    found = sum(
        a[0][0] == b[0][0] and a[1][0] == b[1][0] and a[0] < b[0] and a[1] > b[1]
        for a, b in product(ends, ends)
    )
    assert crossings(graph) == found


def test_the_same_playbook_gives_the_same_drawing(playbook: Playbook, chart: Chart) -> None:
    assert drawn(whole(playbook), "Ours") == chart


def test_a_stage_shows_its_questions_and_where_they_lead(playbook: Playbook) -> None:
    asked = [q for q in playbook.spoken if "discover" in q.stages]
    shown = drawn(of_questions(playbook, asked), "Ours")
    reached = {line.target.entry.key for line in shown.lines}
    others = {n.entry.key for n in shown.nodes if not isinstance(n.entry, SpokenQuestion)}
    assert {n.entry.key for n in shown.nodes} - others == {q.key for q in asked}
    assert others == reached


def map_pages(playbook: Playbook) -> dict[str, Any]:
    return {p: make().shows for p, make in pages(playbook).items() if p.startswith("map/")}


@pytest.mark.long
def test_a_large_playbook_is_drawn_stage_by_stage(playbook: Playbook) -> None:
    assert set(map_pages(playbook)) == {"map/index.md"}
    large = map_pages(copied(playbook, 20))
    stages = playbook.vocabulary.stages
    assert set(large) == {"map/index.md"} | {f"map/{stage}/index.md" for stage in stages}
    assert large["map/index.md"]["chart"] is None
    for stage in stages:
        shows = large[f"map/{stage}/index.md"]
        questions = [n.entry for n in shows["chart"].nodes if n.entry.kind.name == "question"]
        assert len(questions) == shows["shown"] == min(shows["asked"], MOST_QUESTIONS)
        core = {q.key for q in playbook.spoken if q.core and stage in q.stages}
        assert core <= {q.key for q in questions}


def test_a_playbook_at_the_limit_is_still_one_drawing(playbook: Playbook) -> None:
    size = len(playbook.spoken) + len(playbook.patterns) + len(playbook.loss_reasons)
    fits = copied(playbook, (MOST_ENTRIES - size) // len(playbook.spoken))
    assert map_pages(fits)["map/index.md"]["chart"]


def test_a_playbook_without_lines_says_so(playbook: Playbook) -> None:
    assert drawn(whole(replace(playbook, entries={}, edges=())), "Ours").lines == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [("One", 1), ("w" * 16, 1), ("w" * 17, 2), ("完" * 33, 3), ("wwww " * 6, 2), ("", 1)],
)
def test_lines_of_a_title_are_counted(text: str, lines: int) -> None:
    assert line_count(text, 16) == lines
