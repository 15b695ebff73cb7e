"""Segments as pages and sheets show them, and a playbook that has none."""

from dataclasses import replace
from pathlib import Path

import pytest

from donebook.defaults import layered
from donebook.load import load
from donebook.model import Key, Worksheet
from donebook.pages import address
from donebook.paper.printer import ruled
from donebook.paper.ruling import even
from donebook.paper.typesetter import Typesetter
from donebook.paper.writer import PaperWriter
from donebook.playbook import Playbook
from donebook.rules.base import CONFIG, FILES, TODAY
from donebook.sheet import Sheet, resolve
from donebook.source import Folder
from projects import CHECKOUT, bodies, make_project
from test_paper import text_of
from test_sheet import WORKSHEET

SEGMENTS = "segments: {motion: {name: Motion, values: {inbound: Inbound demo, renewal: Renewal}}}\n"
ASKED = "questions/why-us.yaml"
TAG = "Inbound demo, Renewal"


def playbook_of(folder: Path, audience: str = "internal", applies: str = "") -> Playbook:
    files = {
        "vocabulary.yaml": FILES["vocabulary.yaml"] + SEGMENTS,
        ASKED: FILES[ASKED] + applies,
        "worksheets/sheet.yaml": WORKSHEET.replace("internal", audience),
        "../site-config/playbook.yaml": CONFIG,
    }
    found = load(Folder(make_project(folder, files))).playbook
    assert found
    return found


def sheet_of(playbook: Playbook) -> Sheet:
    worksheet = playbook.entries[Key("worksheet", "sheet")]
    assert isinstance(worksheet, Worksheet)
    return resolve(playbook, worksheet)


def paper_of(playbook: Playbook) -> str:
    same = replace(sheet_of(playbook), version="0000000", dated=TODAY, review_by=TODAY)
    press = Typesetter(CHECKOUT / "templates/sheets", playbook.language)
    data = PaperWriter(playbook.config, playbook.language).sheet(same, "a4")
    return text_of(press.pdf("sheet.typ", ruled(data, even(same, 7.0)), TODAY)[0])


@pytest.mark.long
@pytest.mark.parametrize(("audience", "is_told"), [("internal", True), ("buyer", False)])
def test_a_sheet_of_ours_says_for_which_segments_a_question_is(
    audience: str, is_told: bool, tmp_path: Path
) -> None:
    some = playbook_of(tmp_path / "some", audience, "applies_to: [inbound, renewal]\n")
    every = playbook_of(tmp_path / "every", audience)
    page = bodies(some, layered(CHECKOUT, "templates/pages"))["worksheets/sheet.md"]
    assert (TAG in page) is is_told
    assert (TAG in paper_of(some)) is is_told
    assert TAG not in paper_of(every)
    assert (sheet_of(some).version != sheet_of(every).version) is is_told


@pytest.mark.long
def test_lists_and_the_question_itself_say_for_which_segments_it_is(tmp_path: Path) -> None:
    templates = layered(CHECKOUT, "templates/pages")
    some = bodies(
        playbook_of(tmp_path / "some", applies="applies_to: [inbound, renewal]\n"), templates
    )
    every = bodies(playbook_of(tmp_path / "every"), templates)
    lists = ("patterns/hours-back.md", "loss-reasons/no-event.md", address.of_stage("open"))
    for path in ("questions/why-us.md", *lists):
        assert f" · {TAG}" in some[path], path
    assert not [path for path, page in every.items() if TAG in page]


@pytest.mark.long
def test_a_playbook_without_segments_shows_nothing_of_them(tmp_path: Path) -> None:
    found = load(
        Folder(make_project(tmp_path / "none", {"worksheets/sheet.yaml": WORKSHEET}))
    ).playbook
    assert found
    without = bodies(found, layered(CHECKOUT, "templates/pages"))
    having = bodies(playbook_of(tmp_path / "some"), layered(CHECKOUT, "templates/pages"))
    told = ("data-segment", "data-applies", "data-deal-segments")
    assert not [path for path, page in without.items() if any(word in page for word in told)]
    stage = address.of_stage("open")
    for path in (address.HOME, stage, address.of_call(stage), "worksheets/sheet.md"):
        assert "data-segment" in having[path], path
