"""What a role-play hides stays hidden: on its page, in lists, in what is new."""

import re
from dataclasses import replace
from datetime import date

import pytest

from donebook.config import Config
from donebook.defaults import layered
from donebook.index import finder_index, finder_texts
from donebook.model import Key
from donebook.news import News, news
from donebook.pages import Context, address
from donebook.pages.whats_new import feed
from donebook.playbook import Playbook
from marking import marked
from projects import CHECKOUT, bodies

pytestmark = pytest.mark.slow

FOR_THE_REP = {
    "exercise.title",
    "exercise.summary",
    "exercise.aliases",
    "exercise.scenario",
    "exercise.rep_card",
}
FOLDED = re.compile(r'<details class="db-hidden db-secret".*?</details>', re.DOTALL)


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def relabelled(playbook: Playbook, names: dict[str, str]) -> Playbook:
    """The starter, with a word of its own for each text of its role-plays and sheets."""
    found = {
        key: marked(entry, entry.kind.name, names)
        if key.kind in ("exercise", "worksheet")
        else entry
        for key, entry in playbook.entries.items()
    }
    address = {"address": "https://playbook.example.org/"}
    return replace(playbook, entries=found, config=playbook.config.model_copy(update=address))


def shown(text: str, names: dict[str, str]) -> set[str]:
    return {names[word] for word in re.findall(r"Zq\d{5}x", text)}


def test_a_role_plays_page_shows_the_situation_and_the_reps_card_only(
    relabelled: Playbook, names: dict[str, str]
) -> None:
    pages = bodies(relabelled, layered(CHECKOUT, "templates/pages"))
    for exercise in relabelled.exercises:
        page = pages[f"exercises/{exercise.id}.md"]
        in_sight = FOLDED.sub("", page)
        assert shown(in_sight, names) == FOR_THE_REP
        assert {"exercise.answer_key", "exercise.debrief", "exercise.trainer_notes"} <= shown(
            page, names
        )
        hidden = relabelled.entries[Key("pattern", exercise.pattern)]
        assert f"patterns/{hidden.id}/" not in in_sight
        assert f"patterns/{hidden.id}/" in page
        for entry_id in (*exercise.must_ask, *exercise.traps):
            assert f"/{entry_id}/" not in in_sight
            assert f"/{entry_id}/" in page


@pytest.mark.torture
def test_no_other_page_and_no_list_shows_what_a_trainer_knows(
    relabelled: Playbook, names: dict[str, str]
) -> None:
    pages = bodies(relabelled, layered(CHECKOUT, "templates/pages"), Context(news=News()))
    own = {f"exercises/{exercise.id}.md" for exercise in relabelled.exercises}
    # The cards are for phones: one of them is shown at a time, and no key is among them.
    cards = {name for name in shown(pages[address.PLAY], names) if name.startswith("exercise.")}
    assert not cards & {"exercise.answer_key", "exercise.trainer_notes"}
    own.add(address.PLAY)
    others = [text for path, text in pages.items() if path not in own]
    lists = "\n".join((*others, finder_index(relabelled), finder_texts(relabelled)))
    told = {name for name in shown(lists, names) if name.startswith("exercise.")}
    assert told <= {"exercise.title", "exercise.summary", "exercise.aliases"}
    notes = [path for path, t in pages.items() if "worksheet.trainer_notes" in shown(t, names)]
    assert all(path.startswith("worksheets/") for path in notes)


def test_what_is_new_keeps_a_role_plays_secrets(playbook: Playbook) -> None:
    exercise = playbook.exercises[0]
    other = next(p for p in playbook.patterns if p.id != exercise.pattern)
    edges = tuple(
        replace(edge, reference=replace(edge.reference, target=other.key))
        if edge.source == exercise.key and edge.relation == "pattern"
        else edge
        for edge in playbook.edges
    )
    changes = {
        "pattern": other.id,
        "answer_key": type(exercise.answer_key)("They want Zqsecret."),
        "trainer_notes": type(exercise.answer_key)("Tell nobody Zqsecret."),
        "debrief": type(exercise.answer_key)("So it was Zqsecret."),
        "title": type(exercise.title)("Another name"),
    }
    entries = {**playbook.entries, exercise.key: exercise.model_copy(update=changes)}
    after = replace(playbook, entries=entries, edges=edges)
    days = tuple(news([(date(2026, 11, 1), playbook), (date(2026, 11, 2), after)]))
    said = [(c.message, c.before, c.after) for day in days for c in day.changes]
    assert any("Has a new title" in message for message, _, _ in said)
    told = f"{said} {feed(replace(after, config=_with_address(after)), days)}"
    assert other.title not in told
    assert playbook.entries[Key("pattern", exercise.pattern)].title not in told
    assert "Zqsecret" not in told


def _with_address(playbook: Playbook) -> Config:
    return playbook.config.model_copy(update={"address": "https://playbook.example.org/"})
