"""A sheet holds what its worksheet says, and its version follows what is printed."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from donebook.check import check
from donebook.load import load
from donebook.model import Key, Worksheet
from donebook.paper.printer import ruled
from donebook.paper.ruling import even
from donebook.paper.typesetter import Typesetter
from donebook.paper.writer import PaperWriter
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.sheet import Asked, Sheet, made_of, opened_on, resolve
from donebook.sheet.size import rows
from donebook.sheet.values import Grid, ToRead
from donebook.source import Folder
from donebook.text import Plain
from projects import CHECKOUT, make_project
from test_paper import CHECK, EVERY_SECTION

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


DONE = "- {type: done, title: Done, from: hours-back, rows: 2}"
NOTES = "- {type: notes, title: Notes, key: notes, lines: 3}"
EVERYTHING = (
    WORKSHEET
    + """\
  - {type: text, title: First, text: Read this.}
  - type: fields
    title: "Where {product} stands"
    fields:
      - {key: account, label: Account}
      - {key: size, label: Size, kind: line, hint: In heads}
      - {key: fit, label: Fit, kind: choice, choices: [Yes, No]}
  - {type: questions, title: Checks, pick: [met], answer: evidence}
  - {type: checklist, title: Boxes, items: [{key: called, text: Called}]}
  - {type: table, title: Table, key: rows, rows: 2, columns: [{key: one, label: Column}], prefilled: [[One]], example: [So]}
  - {type: table, title: Read, key: read, rows: 0, columns: [{key: one, label: Column, kind: date}], prefilled: [[Told], [null]]}
  - {type: plan, title: Plan, rows: 2, milestones: [{milestone: Start, buyer_owner: Ann, done_when: Said}]}
  - {type: sign-off, title: Signed, parties: [We]}
"""
)


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
        assert keys or all(section.type == "reference" for section in worksheet.sections)


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


def test_a_table_without_rows_to_write_in_is_only_read(project: Project) -> None:
    found = sheet(book(project, EVERYTHING.replace("[met]", "[why-us]")))
    (table,) = (part for part in found.parts if part.title == "Read")
    assert isinstance(table.block, Grid)
    assert table.block.rows == ((ToRead(Plain("Told")),), (ToRead(None),))
    assert table.block.key is None, "no row can be added"
    assert list(table.blanks) == []
    assert not table.is_marked


# Deals are kept under these keys, so none may change; a kind is what its form field takes.
KEPT = {
    "people.1.name": "person",
    "people.1.role": "line",
    "people.1.done": "line",
    "people.1.gains": "line",
    "people.1.loses": "line",
    "people.1.met": "date",
    "done.1.statement": "line",
    "done.1.evidence": "line",
    "done.1.accepted-by": "person",
    "done.1.by": "date",
    "drift-log.1.date": "date",
    "drift-log.1.said": "line",
    "drift-log.1.changed": "line",
    "drift-log.1.who": "person",
    "plan.1.milestone": "line",
    "plan.1.buyer-owner": "person",
    "plan.1.our-owner": "person",
    "plan.1.due": "date",
    "plan.1.done-when": "line",
    "loss-root": "choice",
    "loss-reason": "line",
    "deciding-answer": "lines",
    "question-not-asked": "lines",
    "stage-not-asked": "choice",
    "who-rings": "line",
    "review-changes": "lines",
    "review-weakest": "lines",
    "review-unknowns": "lines",
    "review-next": "lines",
    "called": "tick",
    "signature.sheet.1": "signature",
}
OF_ITS_OWN = """\
  - {type: people, title: People, rows: 1}
  - {type: done, title: Done, rows: 1}
  - {type: drift-log, title: Versions, rows: 1}
  - {type: plan, title: Plan, rows: 1}
  - {type: autopsy, title: Lost}
  - {type: review, title: Review, lines: 2}
  - {type: checklist, title: Boxes, items: [{key: called, text: Called}]}
  - {type: sign-off, title: Signed, parties: [We]}
"""


def test_a_blank_keeps_its_key_and_takes_what_belongs_there(project: Project) -> None:
    head = WORKSHEET.partition("  - {")[0]
    found = sheet(book(project, head + OF_ITS_OWN))
    assert {blank.key: blank.kind for blank in found.blanks} == KEPT
    gathered = [blank.gathers for blank in found.blanks if blank.gathers]
    assert gathered == ["changes", "weakest", "unknowns", "next"]
    (signature,) = (blank for blank in found.blanks if blank.kind == "signature")
    assert signature.hint == "name, date, signature"


PRINTED = {
    "a question's words": {"questions/why-us.yaml": ("ask: What makes", "ask: What really makes")},
    "a statement of the pattern": {"patterns/hours-back.yaml": ("Nobody types", "No one types")},
    "its evidence": {"patterns/hours-back.yaml": ("The log", "The book")},
    "a role's name": {"vocabulary.yaml": ("name: User", "name: Clerk")},
    "the purpose": {"worksheets/sheet.yaml": ("To ask.", "To listen.")},
    "the minutes": {"worksheets/sheet.yaml": ("minutes: 5", "minutes: 6")},
    "who fills it in": {"worksheets/sheet.yaml": ("minutes: 5", "minutes: 5\nroute: The rep.")},
    "the stage of the sheet": {"worksheets/sheet.yaml": ("stage: open", "stage: agree")},
    "the title": {"worksheets/sheet.yaml": ("title: Sheet", "title: Leaf")},
    "a section's title": {"worksheets/sheet.yaml": ("title: Notes", "title: Remarks")},
    "an intro": {"worksheets/sheet.yaml": ("rows: 2}", "rows: 2, intro: Theirs.}")},
    "a hint": {"worksheets/sheet.yaml": ("label: Account}", "label: Account, hint: Their name}")},
    "a choice": {"worksheets/sheet.yaml": ("[Yes, No]", "[Yes, Never]")},
    "the kind of a blank": {"worksheets/sheet.yaml": ("kind: line,", "kind: lines,")},
    "how many lines": {"worksheets/sheet.yaml": ("lines: 3}", "lines: 4}")},
    "how many rows": {"worksheets/sheet.yaml": ("rows: 2", "rows: 3")},
    "a milestone": {"worksheets/sheet.yaml": ("milestone: Start", "milestone: Begin")},
    "when a milestone is done": {"worksheets/sheet.yaml": ("done_when: Said", "done_when: Shown")},
    "who owns a milestone": {"worksheets/sheet.yaml": ("buyer_owner: Ann", "buyer_owner: Bob")},
    "a prefilled cell": {"worksheets/sheet.yaml": ("[[One]]", "[[Two]]")},
    "an example row": {"worksheets/sheet.yaml": ("example: [So]", "example: [Thus]")},
    "whether there is an example": {"worksheets/sheet.yaml": (", example: [So]", "")},
    "a cell to read": {"worksheets/sheet.yaml": ("[[Told]", "[[Said]")},
    "a row to read": {"worksheets/sheet.yaml": ("[[Told]", "[[Told], [Told]")},
    "whether a table is only read": {"worksheets/sheet.yaml": ("rows: 0", "rows: 1")},
    "a box to tick": {"worksheets/sheet.yaml": ("text: Called", "text: Rang")},
    "who signs": {"worksheets/sheet.yaml": ("parties: [We]", "parties: [You]")},
    "a paragraph": {"worksheets/sheet.yaml": ("text: Read this.", "text: Read **this**.")},
    "the order of sections": {"worksheets/sheet.yaml": (f"  {DONE}\n  {NOTES}", f"  {NOTES}\n  {DONE}")},
    "what a check asks": {"questions/met.yaml": ("ask: Have we", "ask: Did we")},
    "that a check stops a deal": {"questions/met.yaml": ("blocker: false", "blocker: true")},
    "the stage of a check": {"questions/met.yaml": ("stage: open", "stage: agree")},
    "the name of that stage": {"vocabulary.yaml": ("name: Open", "name: Begin")},
    "the playbook's name": {"../site-config/playbook.yaml": ("Example playbook", "Our playbook")},
    "the product's name": {"../site-config/playbook.yaml": ("product: Example", "product: Acme")},
    "the address": {"../site-config/playbook.yaml": ("example.org", "example.com")},
    "a stage's name in the settings": {"../site-config/playbook.yaml": ("schema: 2", "schema: 2\nwords: {stages: {open: Qualify}}")},
    "the language": {"../site-config/playbook.yaml": ("schema: 2", "schema: 2\nlanguage: de")},
    "a word of a sheet": {"../site-config/words/en.yaml": ("sheet: {}", "sheet: {evidence: Proof}")},
    "a word of the foot": {"../site-config/words/en.yaml": ("paper: {}", "paper: {is-current: 'Look at {page}'}")},
    "the template of a sheet": {"../templates/sheets/worksheet.typ": ("size: 10pt", "size: 11pt")},
    "what templates share": {"../templates/sheets/common.typ": ("3.2mm", "3.6mm")},
}  # fmt: skip
UNPRINTED = {
    "the summary": {"worksheets/sheet.yaml": ("For a call.", "For another call.")},
    "an alias": {"worksheets/sheet.yaml": ("owner: team", "owner: team\naliases: [leaf]")},
    "notes for the trainer": {"worksheets/sheet.yaml": ("owner: team", "owner: team\ntrainer_notes: Slowly.")},
    "why a question is asked": {"questions/why-us.yaml": ("why: Because.", "why: For a reason.")},
    "a question's title": {"questions/why-us.yaml": ("title: Why us", "title: Why we")},
    "who answers it": {"questions/why-us.yaml": ("Names a date", "Names a day")},
    "a day of review": {"questions/why-us.yaml": ("2026-10-01", "2026-10-02")},
    "another question": {"questions/why-now.yaml": ("What makes", "What really makes")},
    "what the pattern begins as": {"patterns/hours-back.yaml": ("Two days", "Three days")},
    "the description of the site": {"../site-config/playbook.yaml": ("schema: 2", "schema: 2\ndescription: All of it.")},
    "the color": {"../site-config/playbook.yaml": ("schema: 2", "schema: 2\nbrand: {light: '#0b4f6b'}")},
    "a word of another page": {"../site-config/words/en.yaml": ("paper: {}", "glossary: {title: Words}")},
    "a word of the cards": {"../site-config/words/en.yaml": ("paper: {}", "paper: {observer: watcher}")},
    "the template of cards": {"../templates/sheets/cards.typ": ("#import", "// Cards.\n#import")},
    "the template for trainers": {"../templates/sheets/trainer.typ": ("#import", "// Trainers.\n#import")},
}  # fmt: skip


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A playbook with one sheet of every kind of section, and templates and words of its own."""
    met = base.question("Met", "win").partition("why:")[0].replace("ask: What makes this a question for win?", "ask: Have we met them?")  # fmt: skip
    files = {
        "worksheets/sheet.yaml": EVERYTHING,
        "questions/met.yaml": met + "stage: open\ntest: win\nform: check\nblocker: false\nanswers: {confirmed: Y, unknown: U, missing: N}\nevidence: A name\nanswered_by: [why-now]\n",
        "../site-config/playbook.yaml": base.CONFIG + "address: https://example.org/\n",
        "../site-config/words/en.yaml": "paper: {}\nsheet: {}\n",
    }  # fmt: skip
    root = make_project(tmp_path_factory.mktemp("printed") / "project", files)
    shutil.copytree(CHECKOUT / "templates/sheets", root / "templates/sheets")
    return root


def looks_of(root: Path) -> tuple[str, bytes, tuple[object, ...]]:
    """The version of the sheet, its PDF as it would be with always the same version and days, and what it is made of."""
    playbook = load(Folder(root)).playbook
    assert playbook
    found = sheet(playbook)
    same = replace(found, version="0000000", dated=TODAY, review_by=TODAY)
    data = PaperWriter(playbook.config, playbook.language).sheet(same, "a4")
    press = Typesetter(root / "templates/sheets", playbook.language)
    pdf = press.pdf("sheet.typ", ruled(data, even(same, 7.0)), TODAY)[0]
    return found.version, pdf, made_of(playbook, found.worksheet)


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "is_printed"),
    [*((c, True) for c in PRINTED.values()), *((c, False) for c in UNPRINTED.values())],
    ids=[*PRINTED, *UNPRINTED],
)
def test_the_version_moves_with_what_is_printed_and_with_nothing_else(
    change: dict[str, tuple[str, str]], printed: Path, tmp_path: Path, is_printed: bool
) -> None:
    root = tmp_path / "changed"
    shutil.copytree(printed, root)
    for path, (old, new) in change.items():
        place = (root / "content" / path).resolve()
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new, 1), encoding="utf-8")
    (before, was, of), (after, now, of_now) = looks_of(printed), looks_of(root)
    assert (was != now) is is_printed, "the PDF itself says what is printed"
    assert (before != after) is is_printed
    assert of != of_now or not is_printed, "else nobody would look whether the version has moved"


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
    printed = [each for each in playbook.checks if each.id in asked]
    assert len(printed) > len(playbook.checks) / 2
    for each in printed:
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


def test_a_sheet_for_the_buyer_speaks_to_the_buyer(tmp_path: Path) -> None:
    theirs = EVERYTHING.replace("audience: internal", "audience: buyer").replace(
        "[met]", "[why-us]"
    )
    log = "  - {type: drift-log, title: Versions, rows: 2}\n"
    said = {}
    for audience, text in (("internal", EVERYTHING), ("buyer", theirs)):
        playbook = load(Folder(make_project(tmp_path / audience, {"worksheets/sheet.yaml": text + log}))).playbook  # fmt: skip
        assert playbook
        grids = [part.block for part in sheet(playbook).parts if isinstance(part.block, Grid)]
        said[audience] = [str(column.label) for grid in grids for column in grid.columns]
        assert playbook.language.say("sheet.said-to-buyer" if audience == "buyer" else "sheet.said") in said[audience]  # fmt: skip
    for ours, yours in (
        ("The buyer can see that …", "You can see that …"),
        ("What the buyer said", "What you said"),
        ("Owner at the buyer", "Your owner"),
    ):
        assert ours in said["internal"]
        assert ours not in said["buyer"]
        assert yours in said["buyer"]
        assert yours not in said["internal"]
    assert not [label for label in said["buyer"] if "buyer" in label.lower()]


ONLY_OURS = re.compile(r"  - \{type: (?:autopsy|review|questions, title: Check).*\n")
AUDIENCES = {
    "internal": EVERY_SECTION,
    "buyer": ONLY_OURS.sub("", EVERY_SECTION).replace("audience: internal", "audience: buyer"),
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_kind_of_section_becomes_its_block(
    audience: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Golden: what each section of a sheet shows, and how many rows it is reckoned to take."""
    files = {"worksheets/sheet.yaml": AUDIENCES[audience], "questions/met.yaml": CHECK}
    found = check(Folder(make_project(tmp_path / "project", files)), TODAY)
    assert found.problems == ()
    assert found.playbook
    resolved = sheet(found.playbook)
    shown = [
        {
            "type": section.type,
            "rows": rows(found.playbook, section),
            "is_marked": part.is_marked,
            **asdict(part),
        }
        for section, part in zip(resolved.worksheet.sections, resolved.parts, strict=True)
    ]
    told = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
    expected = CHECKOUT / "tests" / "cases" / "sheets" / f"{audience}.json"
    if request.config.getoption("--accept"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(("audience", "is_printed"), [("internal", True), ("buyer", False)])
def test_the_address_stands_on_sheets_that_stay_inside(
    audience: str, is_printed: bool, tmp_path: Path
) -> None:
    versions = set()
    for host in ("example.org", "example.com"):
        files = {
            "../site-config/playbook.yaml": base.CONFIG + f"address: https://{host}/\n",
            "worksheets/sheet.yaml": WORKSHEET.replace("internal", audience),
        }
        playbook = load(Folder(make_project(tmp_path / host, files))).playbook
        assert playbook
        versions.add(sheet(playbook).version)
    assert len(versions) == (2 if is_printed else 1)


def opened(root: Path, stage: str = "") -> str | None:
    playbook = load(Folder(root)).playbook
    assert playbook
    found = opened_on(playbook, stage)
    return found.id if found else None


def sheet_of(stage: str, *keys: str) -> str:
    head = WORKSHEET.partition("  - ")[0].replace("stage: open", f"stage: {stage}")
    fields = "".join(f"      - {{key: {key}, label: Label of {key}}}\n" for key in keys)
    asked = "  - {type: questions, title: Ask, pick: [why-us], answer: lines}\n"
    return head + asked + (f"  - type: fields\n    title: F\n    fields:\n{fields}" if keys else "")


def test_a_deal_opens_on_a_sheet_that_holds_its_facts(tmp_path: Path) -> None:
    files = {
        "worksheets/an-example.yaml": sheet_of("open"),
        "worksheets/canvas.yaml": sheet_of("agree", "end-state", "their-number"),
        "worksheets/notes.yaml": sheet_of("open", "account", "size", "fit"),
        "worksheets/plan.yaml": sheet_of("agree", "account", "size", "end-state"),
    }
    root = make_project(tmp_path / "project", files)
    assert opened(root, "open") == "canvas", "none of the stage's holds the sentence"
    assert opened(root, "agree") == "canvas", "it holds most of the sentence"
    assert opened(root) == "canvas"
    files["worksheets/start.yaml"] = sheet_of("open", "end-state")
    assert opened(make_project(tmp_path / "own", files), "open") == "start"


def test_where_no_sheet_holds_the_sentence_fields_decide_and_answers_never(tmp_path: Path) -> None:
    files = {
        "worksheets/an-example.yaml": sheet_of("open"),
        "worksheets/notes.yaml": sheet_of("open", "account"),
        "worksheets/plan.yaml": sheet_of("agree", "account", "size"),
    }
    root = make_project(tmp_path / "project", files)
    assert opened(root, "open") == "notes"
    assert opened(root) == "plan"
    files = {"worksheets/an-example.yaml": sheet_of("open")}
    assert opened(make_project(tmp_path / "read", files), "open") is None


def test_a_deal_of_the_starter_never_opens_on_the_worked_example(playbook: Playbook) -> None:
    found = {stage: opened_on(playbook, stage) for stage in ("", *playbook.vocabulary.stages)}
    assert all(sheet and sheet.id != "one-deal-over-fourteen-weeks" for sheet in found.values())
    first = found["open"]
    assert first
    assert first.id == "definition-of-done-canvas"
