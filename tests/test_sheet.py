"""A sheet holds what its worksheet says, and its version follows what is printed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from donebook.check import check
from donebook.model import Key, Worksheet
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.sheet import Asked, Sheet, resolve
from donebook.sheet.values import Grid
from donebook.source import Folder

Project = Callable[..., Path]

WORKSHEET = """\
title: Sheet
summary: For a call.
owner: team
reviewed: 2026-10-05
purpose: To ask.
audience: internal
stage: open
pages: 1
minutes: 5
sections:
  - {type: questions, title: Ask, pick: [why-us], answer: lines}
  - {type: done, title: Done, from: hours-back, rows: 2}
  - {type: notes, title: Notes, key: notes, lines: 3}
"""


def book(project: Project, worksheet: str = WORKSHEET, **files: str) -> Playbook:
    found = check(Folder(project({"worksheets/sheet.yaml": worksheet, **files})), TODAY).playbook
    assert found
    return found


def sheet(playbook: Playbook) -> Sheet:
    worksheet = playbook.entries[Key("worksheet", "sheet")]
    assert isinstance(worksheet, Worksheet)
    return resolve(playbook, worksheet)


def test_each_blank_of_a_sheet_has_a_key_of_its_own(playbook: Playbook) -> None:
    for worksheet in playbook.worksheets:
        keys = [blank.key for blank in resolve(playbook, worksheet).blanks]
        assert len(keys) == len(set(keys)), worksheet.id
        assert keys


def test_sheets_of_one_deal_share_their_facts(playbook: Playbook) -> None:
    keys = {w.id: {blank.key for blank in resolve(playbook, w).blanks} for w in playbook.worksheets}
    shared = keys["definition-of-done-canvas"] & keys["handover-of-the-agreed-end-state"]
    assert {"account", "end-state", "done.1.statement"} <= shared


def test_a_done_table_starts_with_what_the_pattern_says(project: Project) -> None:
    table = sheet(book(project)).parts[1].block
    assert table.kind == "grid"
    first, second, third = table.rows  # type: ignore[union-attr]
    assert [cell.given for cell in first] == ["Nobody types", "The log", "User", None]  # type: ignore[union-attr]
    assert all(cell.given is None for cell in (*second, *third))


def test_the_version_follows_what_is_printed_and_nothing_else(project: Project) -> None:
    playbook = book(project)
    before = sheet(playbook).version

    def version_with(kind: str, entry_id: str, **changes: object) -> str:
        key = Key(kind, entry_id)
        entry = playbook.entries[key].model_copy(update=changes)
        return sheet(replace(playbook, entries={**playbook.entries, key: entry})).version

    assert version_with("worksheet", "sheet", summary="For another call.") == before
    assert version_with("worksheet", "sheet", reviewed=date(2026, 11, 1)) == before
    assert version_with("question", "why-us", why="Another reason.") == before
    assert version_with("question", "why-us", ask="Why would you choose us?") != before
    assert version_with("worksheet", "sheet", purpose="To listen.") != before


def test_a_sheet_is_as_new_as_its_newest_part_and_due_with_its_first(project: Project) -> None:
    found = sheet(book(project))
    assert found.dated == date(2026, 10, 5)  # the worksheet's own; its question is of 1 October
    assert found.review_by == date(2027, 3, 30)  # the question, 180 days after 1 October


def test_a_check_says_from_which_stage_it_counts_and_whether_it_blocks(playbook: Playbook) -> None:
    worksheet = playbook.entry(Worksheet, "four-test-scorecard")
    asked = {
        cell.key.id: cell
        for part in resolve(playbook, worksheet).parts
        if isinstance(part.block, Grid)
        for row in part.block.rows
        if isinstance(cell := row[0], Asked)
    }
    for each in playbook.checks:
        assert asked[each.id].due_from == playbook.vocabulary.stages[each.stage].name
        assert asked[each.id].is_blocker == each.blocker
    assert any(cell.due_from is None for cell in asked.values())  # a question to the buyer


def test_the_version_follows_what_a_check_prints_with_its_words(playbook: Playbook) -> None:
    worksheet = playbook.entry(Worksheet, "four-test-scorecard")
    own = next(c for c in playbook.checks if not c.blocker)
    for values in ({"blocker": True}, {"stage": "live"}):
        entries = {**playbook.entries, own.key: own.model_copy(update=values)}
        other = resolve(replace(playbook, entries=entries), worksheet)
        assert other.version != resolve(playbook, worksheet).version
