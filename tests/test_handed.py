"""`donebook collect`: deals and filled sheets of a team in one table, and a page for the manager."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from donebook.cli.main import donebook
from donebook.collect.handed import Handed
from donebook.collect.read import read_handed
from donebook.collect.standing import standing
from donebook.collect.table import LONGEST_CELL
from donebook.ids import sign_number
from donebook.load import load
from donebook.model import DealCheck
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.sheet import resolve
from donebook.sheet.resolve import ROOTS
from donebook.source import Folder
from filling import FILLERS, Values, by_us
from projects import make_project
from test_forms import fields_of, flat
from test_paper import printed
from test_shared_cases import cases

NAME = "Example playbook"
STAGES = """\
stages:
  open: {name: Open, purpose: Find out., exit_when: [They rang back.]}
  prove: {name: Prove, was: [poc], purpose: See., exit_when: [They saw.]}
  close: {name: Close, purpose: Decide., exit_when: [They signed.]}
  won: {name: Won, purpose: Go., exit_when: [They use it.], closed: won}
roles:
  user: {name: User}
tests:
  worth: {name: Worth it, was: [value-of-it], meaning: It pays.}
  done: {name: Done, meaning: They know.}
frameworks: {}
"""


def check(ask: str, test: str, stage: str, weight: int, *, blocks: bool) -> str:
    return (
        f"title: {ask}\nform: check\nask: {ask}?\nstage: {stage}\ntest: {test}\n"
        f"weight: {weight}\nblocker: {str(blocks).lower()}\n"
    )


SHEET = """\
title: The card
summary: For a deal.
owner: team
reviewed: 2026-10-05
purpose: To see.
audience: internal
stage: open
pages: 3
minutes: 5
sections:
  - type: fields
    title: Deal
    fields:
      - {key: account, label: Account}
      - {key: deal-name, label: Deal}
      - {key: told, label: What they said, kind: lines, lines: 3}
      - {key: lost-to, label: Lost to, kind: choice, choices: [Nobody, 'Кто-то (другой)']}
      - {key: verdict, label: So we, kind: choice, choices: [go on, stop]}
  - {type: questions, title: Checks, pick: [price, value, end, signed], answer: evidence}
  - {type: checklist, title: Ticks, items: [{key: rang, text: They rang}]}
  - {type: plan, title: Plan, rows: 2, milestones: [{milestone: They sign, buyer_owner: Their head}]}
  - {type: autopsy, title: Why}
"""
CONFIG = base.CONFIG.replace("live_since: 2026-10-01\n", "")  # gaps don't matter here
FILES = {
    "../site-config/playbook.yaml": CONFIG,
    "vocabulary.yaml": STAGES,
    "questions/price.yaml": check("They know the price", "worth", "open", 2, blocks=False),
    "questions/value.yaml": check("They know the value", "worth", "prove", 3, blocks=True),
    "questions/end.yaml": check("They say what done is", "done", "open", 1, blocks=True),
    "questions/signed.yaml": check("They signed", "done", "close", 3, blocks=False),
    "questions/ending.yaml": "moved_to: end\n",
    "questions/why-now.yaml": "title: Why now\nask: Why now?\nstage: open\n",
    "worksheets/card.yaml": SHEET,
    "worksheets/old-card.yaml": "moved_to: card\n",
}
TODAY = "2026-12-01"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return laid(tmp_path / "project", {})


def laid(place: Path, more: Mapping[str, str]) -> Path:
    make_project(place, {**FILES, **more})
    for name in base.FILES.keys() - FILES.keys():
        (place / "content" / name).unlink()
    return place


def read(root: Path) -> Playbook:
    found = load(Folder(root)).playbook
    assert found
    return found


@pytest.fixture
def small(root: Path) -> Playbook:
    return read(root)


@pytest.fixture
def blank(small: Playbook, tmp_path: Path) -> bytes:
    return printed(small, tmp_path / "sheets", fillable=True)[0].pdf


def deal(fields: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A deal as My deals saves it."""
    whole = {"donebook": 1, "playbook": NAME, "name": "Acme", "saved": "2026-11-30"}
    return {**whole, "fields": dict(fields), **more}


def lay(folder: Path, **files: Any) -> list[Path]:
    places = []
    for name, content in files.items():
        place = folder / (f"{name}.pdf" if isinstance(content, bytes) else f"{name}.json")
        as_bytes = content if isinstance(content, bytes) else json.dumps(content).encode()
        place.write_bytes(as_bytes)
        places.append(place)
    return places


def collect(root: Path, *arguments: str | Path) -> Result:
    given = ["--root", str(root), "collect", "--today", TODAY, *map(str, arguments)]
    return CliRunner().invoke(donebook, given, standalone_mode=False)


def rows_of(root: Path, *files: Path) -> list[dict[str, Any]]:
    done = collect(root, "--format", "json", *files)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return rows


VALUES = {
    "account": "Łódź, «Ωμέγα»",
    "told": "They close. Они закрывают.",
    "lost-to": "other",
    "check_price": "Confirmed",
    "check_end": "Missing",
    "rang": "Yes",
    "plan_1_our-owner": "Ann",
    "stage-not-asked": "Prove",
    "loss-root": "Outsold",
}


def filled_in(pdf: bytes, filler: str, values: Values = VALUES) -> bytes:
    states = [k.get_object()["/AP"]["/N"] for k in fields_of(pdf)["lost-to"]["/Kids"]]
    (second,) = {*states[1]} - {"/Off"}
    told = {n: str(second)[1:] if n == "lost-to" else v for n, v in values.items()}
    return FILLERS[filler](pdf, told)


@pytest.mark.long
@pytest.mark.parametrize("filler", FILLERS)
def test_a_sheet_is_a_row_whatever_filled_it_in(
    root: Path, small: Playbook, tmp_path: Path, blank: bytes, filler: str
) -> None:
    (file,) = lay(tmp_path, card=filled_in(blank, filler))
    done = collect(root, "--format", "json", file)
    assert (done.return_value, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    version = resolve(small, small.worksheets[0]).version
    assert found["rows"] == [
        {
            "file": str(file),
            "what": "sheet",
            "deal": "Łódź, «Ωμέγα»",
            "stage": None,
            "sheet": "card",
            "version": version,
            "printed_now": version,
            "saved": None,
            "changed": None,
            "archived": None,
            "values": {
                "account": "Łódź, «Ωμέγα»",
                "told": "They close. Они закрывают.",
                "lost-to": "Кто-то (другой)",
                "check.price": "Confirmed",
                "check.end": "Missing",
                "rang": "yes",
                "plan.1.our-owner": "Ann",
                "loss-root": "Outsold",
                "stage-not-asked": "prove",
            },
        }
    ]
    assert found["columns"][:2] == [
        {"key": "account", "label": "Account"},
        {"key": "told", "label": "What they said"},
    ]


def test_deals_and_sheets_are_one_table_in_the_order_of_the_sheets(
    root: Path, tmp_path: Path, blank: bytes
) -> None:
    one = deal(
        {"zz.other": "z", "plan.12.due": "2026-12-24", "plan.3.milestone": "Later", "account": "A"},
        stage="prove",
        changed="2026-11-29",
    )
    several = {
        "donebook": 1,
        "playbook": NAME,
        "saved": "2026-11-30",
        "deals": [
            deal({"check.end": "Confirmed", "told": "a\nb"}, name="B", archived="2026-11-01"),
            deal({"account": "C only"}, name=""),
        ],
    }
    files = lay(tmp_path, one=one, several=several, card=filled_in(blank, "ours"))
    done = collect(root, "--format", "csv", *files)
    assert (done.return_value, done.stderr) == (0, "")
    lines = list(csv.reader(io.StringIO(done.stdout)))
    assert lines[0] == [
        *("File", "What", "Deal", "Stage", "Sheet", "Version", "Printed now"),
        *("Saved", "Changed", "Archived"),
        *("account", "told", "lost-to", "check.price", "check.end", "rang"),
        *("plan.1.our-owner", "plan.3.milestone", "plan.12.due"),
        *("loss-root", "stage-not-asked", "zz.other"),
    ]
    by_name = {line[2]: dict(zip(lines[0], line, strict=True)) for line in lines[1:]}
    assert [line[1] for line in lines[1:]] == ["deal", "deal", "deal", "sheet"]
    assert by_name["Acme"]["Stage"] == "prove"
    assert by_name["Acme"]["Changed"] == "2026-11-29"
    assert by_name["B"]["told"] == "a\nb"
    assert by_name["B"]["Archived"] == "2026-11-01"
    assert by_name["C only"]["account"] == "C only"
    again = collect(root, "--format", "csv", *files).stdout
    assert again == done.stdout


def test_a_workbook_holds_texts_and_no_formulas(root: Path, tmp_path: Path) -> None:
    odd = "=1+1\x07 \ud800 \uffff"
    files = lay(tmp_path, a=deal({"account": odd, "told": "x" * (LONGEST_CELL + 1)}, name="=A1"))
    out = tmp_path / "new" / "team.xlsx"
    done = collect(root, "--format", "xlsx", "--out", out, *files)
    assert done.return_value == 1
    assert done.stderr == (
        f"{files[0]}: told: Its text is longer than a cell takes, and is cut there.\n"
    )
    assert done.stdout.startswith("1 deal and 0 sheets from 1 file\n")
    book = openpyxl.load_workbook(out)
    head, row = book["Deals"].iter_rows(values_only=True)
    found: dict[Any, Any] = dict(zip(head, row, strict=True))
    assert found["Deal"] == "=A1"
    assert str(found["account"]).startswith("=1+1")
    assert len(str(found["told"])) == LONGEST_CELL
    assert {cell.data_type for line in book["Deals"] for cell in line if cell.value} == {"s"}
    assert ("account", "Account") in list(book["Columns"].iter_rows(values_only=True))


def test_what_looks_like_a_formula_is_a_text_in_csv(root: Path, tmp_path: Path) -> None:
    signs = ["=1", "+1", "-1", "@a", "\t=1", "\n=1", "＝1"]
    files = lay(tmp_path, **{f"f{n}": deal({"told": sign}) for n, sign in enumerate(signs)})
    done = collect(root, "--format", "csv", *files)
    told = [row["told"] for row in csv.DictReader(io.StringIO(done.stdout, newline=""))]
    assert told == [f"'{sign}" for sign in signs]


def test_the_table_is_written_whole_or_not_at_all(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good,) = lay(tmp_path, good=deal({"account": "A"}))
    (bad,) = lay(tmp_path, bad=[])
    out = tmp_path / "team.csv"
    out.write_text("before")
    done = collect(root, "--format", "csv", "--out", out, bad)
    assert (done.return_value, done.stdout) == (1, "No file could be read.\n")
    assert out.read_text() == "before"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("donebook.journal._swap", full)
        assert isinstance(collect(root, "--format", "csv", "--out", out, good).exception, OSError)
    assert out.read_text() == "before"
    assert collect(root, "--format", "csv", "--out", out, good).return_value == 0
    assert out.read_text().startswith("File,What,Deal")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".donebook")] == []


def without_form(pdf: bytes, *, keeps_info: bool) -> bytes:
    with pikepdf.open(io.BytesIO(flat(pdf))) as document:
        del document.Root.AcroForm
        if not keeps_info:
            del document.docinfo
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def drawn_on(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_annotation(0, FreeText(text="Acme", rect=(50, 550, 200, 650)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def half_gone(pdf: bytes) -> bytes:
    """With two of its boxes become part of the page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            kept = [n for n in page.Annots if str(n.get("/Parent", n).T) not in ("account", "told")]
            page.Annots = pikepdf.Array(kept)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def without_boxes(pdf: bytes) -> bytes:
    """As some programs flatten: the boxes are gone, and the fields behind them are not."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.Annots = pikepdf.Array()
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def another_form(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = document.Root.AcroForm.Fields
        document.Root.AcroForm.Fields = pikepdf.Array([f for f in fields if str(f.T) != "_sheet"])
        del document.docinfo
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


AGAIN = "Ask for the file as it was saved after filling it in, not printed to PDF."


@pytest.mark.long
def test_what_cannot_be_read_is_named_with_what_to_do_and_the_rest_is_read(
    root: Path, tmp_path: Path, blank: bytes
) -> None:
    filled = filled_in(blank, "ours")
    wrong: dict[str, tuple[Any, str]] = {
        "flat": (flat(filled), f"It is flattened: what was filled in is only a picture now. {AGAIN}"),
        "printed": (without_form(filled, keeps_info=True), f"It is flattened: what was filled in is only a picture now. {AGAIN}"),
        "boxless": (without_boxes(filled), f"It is flattened: what was filled in is only a picture now. {AGAIN}"),
        "scan": (without_form(filled, keeps_info=False), f"There is no form in it. {AGAIN}"),
        "cut": (filled[: len(filled) // 3], f"This PDF is broken. {AGAIN}"),
        "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 9, f"This PDF is broken. {AGAIN}"),
        "locked": (locked(filled), "This PDF is protected, so it can't be read. Ask for one that isn't."),
        "other": (another_form(filled), "It doesn't say which sheet it is: another form, or one of an older donebook. Print the sheet again with this one."),
        "theirs": (filled.replace(b"Example playbook", b"Another playbook"), "It belongs to another playbook, “Another playbook”."),
        "usage": ({"usage": 1}, "These are numbers from My deals; read them with --usage."),
        "list": ([], "This isn't a deal file."),
        "later": (deal({}, donebook=2), "Another version of donebook wrote this file."),
        "true": (deal({}, donebook=True), "Another version of donebook wrote this file."),
        "nofields": ({**deal({}), "fields": []}, "This isn't a deal file."),
        "foreign": (deal({}, playbook="Theirs\x1b[2J"), "It belongs to another playbook, “Theirs [2J”."),
    }  # fmt: skip
    files = lay(tmp_path, **{name: content for name, (content, _) in wrong.items()})
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    good, same = lay(tmp_path, good=filled, same=filled)
    done = collect(root, "--format", "json", *files, text, good, same, tmp_path / "gone")
    assert done.return_value == 1
    assert done.stderr.splitlines() == [
        *(f"{place}: {said}" for place, (_, said) in zip(files, wrong.values(), strict=True)),
        f"{text}: This file is neither a PDF nor a deal file.",
        f"{same}: It is the same as {good}.",
        f"{tmp_path / 'gone'}: It can't be read: No such file or directory.",
    ]
    assert [row["file"] for row in json.loads(done.stdout)["rows"]] == [str(good)]


def test_what_is_not_in_the_fields_is_told_and_not_guessed(
    root: Path, tmp_path: Path, blank: bytes
) -> None:
    files = lay(tmp_path, over=drawn_on(blank), half=half_gone(filled_in(blank, "ours")))
    done = collect(root, "--format", "json", *files)
    assert done.return_value == 1
    assert done.stderr.splitlines() == [
        f"{files[0]}: Nothing is filled in.",
        f"{files[0]}: Something is written or drawn on it outside of its fields, which isn't read.",
        f"{files[1]}: 2 of its fields are gone, so what they held isn't read. {AGAIN}",
    ]
    over, half = json.loads(done.stdout)["rows"]
    assert over["values"] == {}
    assert "account" not in half["values"]
    assert half["values"]["check.price"] == "Confirmed"


def test_in_all_deals_of_a_file_one_that_cannot_be_read_stops_no_other(
    root: Path, tmp_path: Path
) -> None:
    odd = deal({"account": "B", "Bad key": "x", "told": 5, "x" * 300: "y"})
    (file,) = lay(tmp_path, all={"donebook": 1, "deals": [deal({"account": "A"}), 7, odd]})
    done = collect(root, "--format", "json", file)
    assert done.return_value == 1
    assert done.stderr.splitlines() == [
        f"{file}: Deal 2: This isn't a deal file.",
        f"{file}: Deal 3: 3 values in it can't be read; the others are.",
    ]
    assert [row["values"] for row in json.loads(done.stdout)["rows"]] == [
        {"account": "A"},
        {"account": "B"},
    ]


def test_an_older_version_is_told_and_read_under_todays_names(tmp_path: Path, blank: bytes) -> None:
    """What was printed before a stage, a question and the sheet got other ids."""
    now = STAGES.replace(
        "  prove: {name: Prove, was: [poc]", "  pilot: {name: Pilot, was: [prove, poc]"
    )
    root = laid(
        tmp_path / "later",
        {
            "vocabulary.yaml": now,
            "questions/value.yaml": FILES["questions/value.yaml"].replace("prove", "pilot"),
            "questions/end.yaml": "moved_to: their-end\n",
            "questions/their-end.yaml": FILES["questions/end.yaml"],
            "worksheets/card.yaml": "moved_to: scorecard\n",
            "worksheets/scorecard.yaml": SHEET.replace(" end,", " their-end,").replace(
                "'Кто-то (другой)'", "Somebody else"
            ),
        },
    )
    before = resolve_version(blank)
    kept = {
        "check.their-end": "Unknown",
        "check.ending": "Missing",
        "check.end": "Confirmed",
        "stage-not-asked": "Pilot",
    }
    files = lay(
        tmp_path,
        card=filled_in(blank, "ours"),
        deal=deal({**kept, "call.day.poc": "2026-11-20", "answer.gone": "x"}, stage="poc"),
    )
    done = collect(root, "--format", "json", *files)
    version = resolve(read(root), read(root).worksheets[0]).version
    assert done.return_value == 0, done.stderr
    assert done.stderr == (
        f"{files[0]}: It is version {before} of “The card”; the playbook prints {version} now.\n"
    )
    sheet, of_deal = json.loads(done.stdout)["rows"]
    assert (sheet["sheet"], sheet["version"], sheet["printed_now"]) == (
        "scorecard",
        before,
        version,
    )
    assert sheet["values"]["check.their-end"] == "Missing"
    assert sheet["values"]["stage-not-asked"] == "pilot"
    # A choice that the sheet doesn't offer any more is the word that was printed.
    assert sheet["values"]["lost-to"] == "Кто-то (другой)"
    assert of_deal["stage"] == "pilot"
    assert of_deal["values"] == {
        "check.their-end": "Unknown",
        "stage-not-asked": "pilot",
        "call.day.pilot": "2026-11-20",
        "answer.gone": "x",
    }


def resolve_version(pdf: bytes) -> str:
    about: Any = PdfReader(io.BytesIO(pdf)).metadata
    return str(about["/DonebookVersion"])


def test_a_sheet_that_is_gone_is_read_as_it_is(tmp_path: Path, blank: bytes) -> None:
    root = laid(
        tmp_path / "later",
        {f"worksheets/{name}.yaml": "retired: Nobody used it.\n" for name in ("card", "old-card")},
    )
    (file,) = lay(tmp_path, card=filled_in(blank, "pypdf"))
    done = collect(root, "--format", "json", file)
    assert done.return_value == 0
    assert done.stderr == (
        f"{file}: The playbook has no sheet “card” any more; it is read as it is.\n"
    )
    (row,) = json.loads(done.stdout)["rows"]
    assert row["values"]["check.price"] == "Confirmed"
    assert row["values"]["lost-to"] == "Кто-то (другой)"
    assert row["printed_now"] is None


def test_what_a_sheet_prints_itself_is_nobodys_value(
    root: Path, tmp_path: Path, blank: bytes
) -> None:
    told = by_us(blank, {"plan_1_milestone": "They pay"})
    (changed,) = rows_of(root, *lay(tmp_path, card=told))
    assert changed["values"] == {"plan.1.milestone": "They pay"}


def test_signs_of_older_deals_are_kept_as_today(root: Path, tmp_path: Path) -> None:
    old = deal({"call.why-now.strong-3": "A text", "call.why-now.flag-1": "flag"})
    (row,) = rows_of(root, *lay(tmp_path, a=old))
    assert row["values"] == {
        f"call.why-now.strong-{sign_number('A text')}": "strong",
        "call.why-now.flag-1": "flag",
    }


@pytest.mark.parametrize("case", cases("standing"), ids=lambda case: case["stage"])
def test_a_deal_stands_as_a_browser_says(small: Playbook, case: dict[str, Any]) -> None:
    values = {f"check.{name}": mark for name, mark in case["marks"].items()}
    signed = small.entry(DealCheck, "signed").model_copy(update={"weight": 5})
    book = replace(small, entries={**small.entries, signed.key: signed})
    found = standing(book, Handed("deal", "", values, stage=case["stage"]))
    assert {s.test: [s.confirmed, s.all] for s in found.shares} == case["shares"]
    assert found.weakest
    assert found.weakest.test == case["weakest"]
    assert sorted(check.id for check in found.stops) == case["stops"]
    assert sorted(check.id for check in found.unknown) == case["open"]


TEAM = {
    "a": deal({"check.price": "Confirmed", "check.end": "Missing"}, name="A*", stage="open"),
    "b": deal(
        {
            "check.price": "Unknown",
            "check.end": "Confirmed",
            "done-confirmed": "2026-11-25",
            "done-said": "x",
            "drift-log.2.said": "x",
            "drift-log.10.said": "y",
        },
        name="B",
        stage="open",
    ),
    "c": deal({"done-confirmed": "2026-11-01"}, name="C"),
    "d": deal({"done-confirmed": "2026-11-28"}, name="D", stage="prove"),
    "e": deal({"loss-reason": "x", "loss-root": ROOTS[0]}, name="E"),
    "f": deal({"check.price": "Missing"}, name="F", stage="won"),
    "g": deal({"verdict": "stop"}, name="G"),
}


def test_a_manager_reads_a_page(root: Path, tmp_path: Path) -> None:
    files = lay(tmp_path, **TEAM)
    said = collect(root, *files)
    assert (said.return_value, said.stderr) == (0, "")
    assert said.stdout == (
        "7 deals and 0 sheets from 7 files; 3 have ended\n"
        "\nWeakest tests\n"
        "  Worth it: weakest in 1 of 2; 50% confirmed on average\n"
        "  Done: weakest in 1 of 2; 50% confirmed on average\n"
        "\nChecks that nobody knows\n"
        "  They know the price?: 1 of 2\n"
        "\nWarnings of a wrong deal\n"
        "  A*: missing: They say what done is?\n"
        "  E: lost as a wrong deal\n"
        "\nDefinitions of done that the buyer hasn't confirmed\n"
        "  A*: never confirmed\n"
        "  C: not since 2026-11-01\n"
        "  B: worded anew since 2026-11-25\n"
        "\nChecks not begun\n"
        "  C\n  D\n"
    )
    marked = collect(root, "--format", "markdown", *files).stdout
    assert "## Warnings of a wrong deal\n\n- A\\*: missing: They say what done is?\n" in marked
    assert collect(root, "--format", "text", *files).stdout == said.stdout


def test_the_page_stays_a_page(root: Path, tmp_path: Path) -> None:
    many = {"donebook": 1, "deals": [deal({"account": f"n{n}"}, name=f"N {n}") for n in range(300)]}
    said = collect(root, *lay(tmp_path, many=many)).stdout
    assert "  and 290 more\n" in said
    assert len(said.splitlines()) < 50


@pytest.mark.long
def test_in_german_it_speaks_german_and_sheets_are_read_the_same(tmp_path: Path) -> None:
    settings = {"../site-config/playbook.yaml": CONFIG + "language: de\n"}
    root = laid(tmp_path / "later", settings)
    blank = printed(read(root), tmp_path / "sheets", fillable=True)[0].pdf
    options = [k.get_object()["/TU"] for k in fields_of(blank)["check_end"]["/Kids"]]
    assert [option.partition(": ")[2] for option in options] == ["Bestätigt", "Unbekannt", "Fehlt"]
    values = {"account": "Größe", "check_end": "Missing", "stage-not-asked": "Prove"}
    card, bad = lay(tmp_path, card=by_us(blank, values), bad=[])
    (row,) = rows_of(root, card)
    assert row["values"] == {
        "account": "Größe",
        "check.end": "Missing",
        "stage-not-asked": "prove",
    }
    done = collect(root, card, bad)
    assert done.stdout.startswith("0 Deals und 1 Arbeitsblatt aus 1 Datei\n")
    assert (
        "\nWarnungen vor einem falschen Deal\n  Größe: fehlt: They say what done is?\n"
        in done.stdout
    )
    assert done.stderr == f"{bad}: Das ist keine Deal-Datei.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--usage", "--format", "xlsx", "x"),
        ("--usage", "--out", "y.csv", "x"),
        ("--out", "y.txt", "x"),
        ("--format", "pdf", "x"),
        (),
    ],
)
def test_it_says_how_it_is_used(root: Path, arguments: tuple[str, ...]) -> None:
    done = CliRunner().invoke(donebook, ["--root", str(root), "collect", *arguments])
    assert done.exit_code == 2


def test_a_huge_file_is_not_read(small: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("donebook.collect.read.MOST_BYTES", 10)
    found = read_handed(b"x" * 11, small)
    assert found.problems == ("This file is too large; at most 10 bytes are read.",)


def sheets(root: Path, *arguments: str | Path) -> Result:
    given = ["--root", str(root), "sheets", "--paper", "a4", *map(str, arguments)]
    return CliRunner().invoke(donebook, given, standalone_mode=False)


def test_a_deal_is_set_into_a_sheet_and_comes_back(root: Path, tmp_path: Path) -> None:
    values = {
        "account": "Łódź",
        "told": "They close. " * 12,
        "lost-to": "Кто-то (другой)",
        "check.price": "Confirmed",
        "rang": "yes",
        "stage-not-asked": "Prove",
        "plan.1.milestone": "They pay",
    }
    (file,) = lay(tmp_path, deal=deal({**values, "other": "x"}))
    done = sheets(root, "card", "--deal", file, "--out", tmp_path / "out")
    assert (done.return_value, done.stderr) == (0, "")
    (row,) = rows_of(root, tmp_path / "out/card-a4-fillable.pdf")
    told = values["told"].strip()
    assert row["values"] == {**values, "told": told, "stage-not-asked": "prove"}


def test_a_deal_that_does_not_fit_is_refused_and_nothing_is_written(
    root: Path, tmp_path: Path
) -> None:
    long, two, bad = lay(
        tmp_path,
        long=deal({"account": "Acme " * 60, "lost-to": "Nobody else"}),
        two={"donebook": 1, "deals": [deal({}), deal({})]},
        bad=[],
    )
    out = tmp_path / "out"
    done = sheets(root, "card", "--deal", long, "--out", out)
    assert (done.return_value, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "card-a4-fillable.pdf: Account: It doesn't fit into its box.",
        "card-a4-fillable.pdf: Lost to: The sheet has no choice “Nobody else” here.",
    ]
    assert "holds 2 deals" in str(sheets(root, "card", "--deal", two, "--out", out).exception)
    assert "This isn't a deal file." in str(
        sheets(root, "card", "--deal", bad, "--out", out).exception
    )
    assert not out.exists()
