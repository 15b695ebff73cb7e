"""Sheets on paper, read back: what they hold, on how many pages, and for whom they can be read."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import outloud
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from pypdf import PdfReader

from donebook.check import check
from donebook.cli.main import donebook
from donebook.defaults import layered
from donebook.paper import Printed, Printer, TypesettingFailed
from donebook.paper.typesetter import Typesetter
from donebook.playbook import Playbook
from donebook.rules import CODES
from donebook.rules.base import CONFIG, TODAY
from donebook.sheet import resolve
from donebook.sheet.values import Grid
from donebook.source import Folder
from donebook.text import finished
from marking import marked
from projects import CHECKOUT, bodies, make_project

pytestmark = pytest.mark.slow

TEMPLATES = CHECKOUT / "templates/sheets"
EVERY_SECTION = """\
title: 'Sheet #1 of $5 *bold* @x <y> [z]'
summary: For a call.
owner: team
reviewed: 2026-10-05
purpose: 'To ask #eval("1") and "listen".'
audience: internal
stage: open
pages: 5
minutes: 5
sections:
  - {type: text, text: "Say **this** and _that_, see [there](https://example.org/).\\n\\n1. one\\n2. two\\n"}
  - type: fields
    title: Facts
    intro: Theirs, not ours.
    fields:
      - {key: account, label: Account, hint: 'The #name'}
      - {key: day, label: Day, kind: date}
      - {key: lost-to, label: Lost to, kind: choice, choices: [Nobody, 'A rival']}
      - {key: words, label: Words, kind: lines, lines: 4}
  - {type: questions, title: Ask, pick: [why-us], answer: lines}
  - {type: questions, title: Rate, pick: [what-for], answer: rivals}
  - {type: questions, title: Check, pick: {form: check}, answer: evidence}
  - {type: checklist, title: Ticks, items: [{key: tick, text: Ticked off}]}
  - {type: table, title: Table, key: table, columns: [{key: a, label: First}, {key: b, label: Second}], rows: 2, prefilled: [[Filled, null]]}
  - {type: table, title: Read, key: read, columns: [{key: a, label: First}, {key: b, label: Second}], rows: 0, prefilled: [['Only #read', null], [Twice, 'Said by {product}']]}
  - {type: people, title: People, rows: 2}
  - {type: done, title: Done, from: hours-back, rows: 2}
  - {type: drift-log, title: Drift, rows: 2, example: [May 2, 'So #said', '<Nothing>', Ann]}
  - {type: plan, title: Plan, rows: 2, milestones: [{milestone: They sign, buyer_owner: Their head}]}
  - {type: autopsy, title: Why}
  - {type: review, title: Ten minutes}
  - {type: sign-off, title: Signed, parties: [Sales, Delivery]}
  - {type: notes, title: Notes, key: notes, lines: 3}
"""
CHECK = "title: Met\nsummary: Met them.\nowner: team\nreviewed: 2026-10-01\nform: check\nask: Have we met them?\nstage: open\ntest: win\nanswers: {confirmed: Yes, unknown: Perhaps, missing: No}\nevidence: The date.\nanswered_by: [why-us]\n"


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", found.replace("\ufffe", "-"))


def playbook_of(root: Path) -> Playbook:
    found = check(Folder(root), TODAY)
    assert not found.errors
    assert found.playbook
    return found.playbook


def printed(playbook: Playbook, cache: Path, *, fillable: bool = False) -> list[Printed]:
    return list(
        Printer(playbook, TEMPLATES, cache).sheets(playbook.worksheets, fillable=[fillable])
    )


@pytest.fixture(scope="module")
def sheets(playbook: Playbook, sheet_cache: Path) -> list[Printed]:
    return printed(playbook, sheet_cache)


@pytest.fixture
def every(tmp_path: Path) -> Playbook:
    files = {"worksheets/sheet.yaml": EVERY_SECTION, "questions/met.yaml": CHECK}
    return playbook_of(make_project(tmp_path / "project", files))


def test_each_sheet_of_the_starter_keeps_to_its_pages(sheets: list[Printed]) -> None:
    assert len(sheets) == 2 * len({sheet.worksheet.id for sheet in sheets})
    sizes = {"a4": (595, 842), "letter": (612, 792)}
    for sheet in sheets:
        document = pypdfium2.PdfDocument(sheet.pdf)
        assert 1 <= len(document) == sheet.pages <= sheet.worksheet.pages, sheet.name
        for page in document:
            assert tuple(map(round, page.get_size())) == sizes[sheet.paper]


def test_each_page_says_which_sheet_it_is_and_how_old(
    playbook: Playbook, sheets: list[Printed]
) -> None:
    for sheet in sheets:
        version = resolve(playbook, sheet.worksheet).version
        document = pypdfium2.PdfDocument(sheet.pdf)
        for number, page in enumerate(document, 1):
            shown = re.sub(r"\s+", " ", page.get_textpage().get_text_range())
            assert f"page {number} of {len(document)}" in shown, sheet.name
            assert f"version {version} of" in shown
            assert "review by" in shown
            assert sheet.worksheet.title in shown.replace("\ufffe", "-")


@pytest.mark.torture
@pytest.mark.parametrize(
    ("audience", "site", "codes"),
    [
        ("internal", "address: https://playbook.example.org/sales/\n", 1),
        ("internal", "", 0),
        ("buyer", "address: https://playbook.example.org/sales/\n", 0),
    ],
)
def test_a_sheet_of_ours_leads_to_whether_it_is_current(
    tmp_path: Path, audience: str, site: str, codes: int
) -> None:
    sheet = EVERY_SECTION.replace("audience: internal", f"audience: {audience}")
    without = re.sub(r"  - \{type: (autopsy|review|questions, title: Check).*\n", "", sheet)
    files = {"worksheets/sheet.yaml": without, "../site-config/playbook.yaml": CONFIG + site}
    playbook = playbook_of(make_project(tmp_path / "project", files))
    for made in printed(playbook, tmp_path / "cache"):
        version = resolve(playbook, made.worksheet).version
        document = pypdfium2.PdfDocument(made.pdf)
        assert len(document) > 1
        address = f"https://playbook.example.org/sales/printed/?sheet=sheet&v={version}"
        for number, page in enumerate(document):
            found = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
            assert [code.text for code in found] == [address] * codes * (number == 0)
            shown = page.get_textpage().get_text_range()
            assert ("playbook.example.org/sales/printed" in shown) == bool(codes)
        assert ("playbook.example.org" in text_of(made.pdf)) == bool(codes)
        place = tmp_path / made.name
        place.write_bytes(made.pdf)
        assert outloud.check(str(place)).errors == 0


# What of all entries may stand on a sheet for the buyer, apart from the worksheet's own words.
FOR_BUYERS = {
    "question.ask",
    "pattern.done_when.statement",
    "pattern.done_when.evidence",
}
OF_A_SHEET = ("worksheet.title", "worksheet.purpose", "worksheet.route", "worksheet.sections.")


@pytest.mark.torture
def test_a_buyers_sheet_shows_nothing_internal_of_any_field(
    playbook: Playbook, tmp_path: Path
) -> None:
    """Every text of every entry is replaced by a word; on buyers' sheets only some may appear."""
    buyer = EVERY_SECTION.replace("audience: internal", "audience: buyer")
    without = re.sub(r"  - \{type: (autopsy|review|questions, title: Check).*\n", "", buyer)
    (made,) = playbook_of(
        make_project(tmp_path / "project", {"worksheets/sheet.yaml": without})
    ).worksheets
    questions = made.model_copy(
        update={
            "owner": playbook.worksheets[0].owner,
            "sections": tuple(
                section.model_copy(update={"pick": ("why-now-and-not-last-year",)})
                if section.type == "questions"
                else section.model_copy(update={"from_": "one-number-everyone-trusts"})
                if section.type == "done"
                else section
                for section in made.sections
            ),
        }
    )
    names: dict[str, str] = {}
    entries = {
        key: marked(entry, entry.kind.name, names)
        for key, entry in {**playbook.entries, questions.key: questions}.items()
    }
    relabelled = replace(playbook, entries=entries)
    buyers = [sheet for sheet in relabelled.worksheets if sheet.audience == "buyer"]
    assert len(buyers) > 3
    shown = set()
    templates = layered(CHECKOUT, "templates/pages")
    pages = bodies(relabelled, templates)
    for fillable in (False, True):
        for sheet in Printer(relabelled, TEMPLATES, tmp_path / "cache").sheets(
            buyers, fillable=[fillable]
        ):
            fields = str(PdfReader(BytesIO(sheet.pdf)).get_fields())
            shown |= set(re.findall(r"Zq\d{5}x", text_of(sheet.pdf) + fields + str(sheet.pdf)))
    for sheet_ in buyers:
        form = pages[f"worksheets/{sheet_.id}.md"].partition("<form")[2].partition("</form>")[0]
        shown |= set(re.findall(r"Zq\d{5}x", form))
    seen = {names[word] for word in shown}
    assert {path for path in seen if not path.startswith(OF_A_SHEET)} == FOR_BUYERS
    assert not {path for path in seen if "trainer_notes" in path}


@pytest.mark.torture
def test_sheets_can_be_read_aloud(
    playbook: Playbook, sheets: list[Printed], sheet_cache: Path, tmp_path: Path
) -> None:
    for sheet in (*sheets, *printed(playbook, sheet_cache, fillable=True)):
        if sheet.paper == "a4":
            place = tmp_path / sheet.name
            place.write_bytes(sheet.pdf)
            assert outloud.check(str(place)).errors == 0, sheet.name


def test_only_the_two_typefaces_of_the_site_are_used(sheets: list[Printed]) -> None:
    for sheet in sheets:
        names = set()
        with pikepdf.open(BytesIO(sheet.pdf)) as document:
            for page in document.pages:
                fonts = page.resources.get("/Font", pikepdf.Dictionary())
                names |= {str(font.BaseFont).partition("+")[2] for font in fonts.values()}
        assert {name.partition("-")[0] for name in names} <= {
            "Inter",
            "SourceSerif4Roman",
            "SourceSerif4Italic",
        }
        assert len(names) >= 2


def test_every_kind_of_section_is_printed_as_it_was_typed(
    every: Playbook, sheet_cache: Path
) -> None:
    sheet, _ = printed(every, sheet_cache)
    shown = text_of(sheet.pdf)
    for words in (
        "Sheet #1 of $5 *bold* @x <y> [z]",
        "To ask #eval(“1”) and “listen”.",
        "Say this and that, see there.",
        "Theirs, not ours.",
        "The #name",
        "A rival",
        "“What makes this a question for compete?”",
        "What makes this a question for worth?",
        "Have we met them?",
        "Ticked off",
        "Filled",
        "Only #read",
        "Said by Example",
        "What they gain",
        "Nobody types",
        "What the buyer said",
        "They sign",
        "Wrong deal: we should not have been there",
        "What changed since the last review",
        "Delivery",
        "Notes",
    ):
        assert words in shown, words


@pytest.mark.parametrize("fillable", [False, True])
def test_the_same_sheet_gives_the_same_bytes_anywhere(
    every: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fillable: bool
) -> None:
    first = printed(every, tmp_path / "one", fillable=fillable)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        second = printed(every, tmp_path / "two/deeper", fillable=fillable)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [sheet.pdf for sheet in first] == [sheet.pdf for sheet in second]
    for sheet in first:
        info = PdfReader(BytesIO(sheet.pdf)).metadata
        assert info
        assert {info.creation_date, info.modification_date} <= {
            datetime(2026, 10, 5, tzinfo=UTC),
            None,
        }


def test_sheets_are_black_and_white(sheets: list[Printed]) -> None:
    for sheet in sheets:
        for page in pypdfium2.PdfDocument(sheet.pdf):
            red, green, blue = page.render().to_pil().convert("RGB").split()
            assert red.tobytes() == green.tobytes() == blue.tobytes(), sheet.name


LONG_SHEET = (
    EVERY_SECTION.partition("sections:")[0].replace("pages: 5", "pages: 8")
    + "sections:\n"
    + "".join(
        f"  - {{type: table, title: Part {part} begins, key: table-{part}, rows: 1, columns: [{{key: a, label: A}}, {{key: b, label: B}}, {{key: c, label: C}}, {{key: d, label: D}}, {{key: e, label: E}}, {{key: f, label: F}}], prefilled: ["
        + ", ".join(
            f"[Cell {part}-{row} starts {'and goes on ' * 15}and ends, Side {part}-{row}, C, D, E, F]"
            for row in range(rows)
        )
        + "]}\n"
        for part, rows in enumerate((3, 1, 7, 2, 9, 1, 4))
    )
)


def test_a_check_on_paper_says_when_it_counts_and_whether_it_blocks(
    sheets: list[Printed], playbook: Playbook
) -> None:
    for printed in (s for s in sheets if s.worksheet.id == "four-test-scorecard"):
        document = pypdfium2.PdfDocument(printed.pdf)
        text = re.sub(r"\s+", " ", "".join(p.get_textpage().get_text_range() for p in document))
        asked = [own for own in playbook.checks if finished(own.ask, "our product") in text]
        assert len(asked) > len(playbook.checks) / 2
        assert text.count("Blocker") == sum(own.blocker for own in asked) > 0
        for own in asked:
            stage = playbook.vocabulary.stages[own.stage].name
            row = text.partition(finished(own.ask, "our product"))[2]
            assert row.lstrip().removeprefix("Blocker").lstrip().startswith(f"from {stage}")


def test_no_row_is_split_and_no_heading_left_alone(tmp_path: Path) -> None:
    files = {"worksheets/sheet.yaml": LONG_SHEET}
    playbook = playbook_of(make_project(tmp_path / "project", files))
    for sheet in printed(playbook, tmp_path / "cache"):
        document = pypdfium2.PdfDocument(sheet.pdf)
        assert len(document) > 2
        for page in document:
            text = page.get_textpage()
            bottoms = [text.get_charbox(n)[1] for n in range(text.count_chars())]
            assert min(bottoms) > 15, "something runs off the paper"
        pages = [re.sub(r"\s+", " ", p.get_textpage().get_text_range()) for p in document]
        for part, rows in enumerate((3, 1, 7, 2, 9, 1, 4)):
            (begins,) = (text for text in pages if f"Part {part} begins" in text)
            assert f"Cell {part}-0 starts" in begins
            for row in range(rows):
                (of_row,) = (text for text in pages if f"Cell {part}-{row} starts" in text)
                assert "and ends" in of_row.partition(f"Cell {part}-{row} starts")[2][:260]
                assert f"Side {part}-{row}" in of_row


def test_only_what_shows_something_else_is_printed_again(
    every: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_anew: list[object] = []
    pdf = Typesetter.pdf

    def counted(press: Typesetter, *arguments: object) -> object:
        set_anew.append(arguments)
        return pdf(press, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Typesetter, "pdf", counted)
    printed(every, tmp_path)
    assert set_anew
    set_anew.clear()
    printed(every, tmp_path)
    assert not set_anew
    (sheet,) = every.worksheets
    other = sheet.model_copy(update={"purpose": type(sheet.purpose)("To listen.")})
    printed(replace(every, entries={**every.entries, sheet.key: other}), tmp_path)
    assert set_anew


def test_few_sheets_that_changed_are_printed_alone_and_of_many_none(
    every: Playbook, tmp_path: Path
) -> None:
    def changed(playbook: Playbook, most: int) -> list[tuple[str, bytes]]:
        press = Printer(playbook, TEMPLATES, tmp_path)
        return [(sheet.paper, sheet.pdf) for sheet in press.changed(playbook.worksheets, most)]

    assert changed(every, 1) == []
    both = changed(every, 2)
    assert both == [(sheet.paper, sheet.pdf) for sheet in printed(every, tmp_path)]
    assert changed(every, 2) == []
    (sheet,) = every.worksheets
    other = sheet.model_copy(update={"purpose": type(sheet.purpose)("To listen.")})
    edited = replace(every, entries={**every.entries, sheet.key: other})
    assert [paper for paper, _ in changed(edited, 2)] == ["a4", "letter"]


@pytest.mark.parametrize("name", ["fields.py", "typesetter.py", "writer.py", "form.ttf"])
def test_a_sheet_made_by_older_code_is_made_again(
    every: Playbook, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = Typesetter(TEMPLATES, every.language).recipe
    assert Typesetter(TEMPLATES, every.language).recipe == before
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda p: read(p) + b"#" * (p.name == name))
    assert Typesetter(TEMPLATES, every.language).recipe != before


@pytest.mark.parametrize("promised", [9, 1])
def test_whether_a_sheet_fits_can_be_asked_for_less_work(
    every: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, promised: int
) -> None:
    set_: list[int] = []
    pdf = Typesetter.pdf
    (worksheet,) = every.worksheets
    short = worksheet.model_copy(update={"pages": promised})
    playbook = replace(every, entries={**every.entries, worksheet.key: short})

    def counted(typesetter: Typesetter, *arguments: object) -> tuple[bytes, int]:
        found = pdf(typesetter, *arguments)  # type: ignore[arg-type]
        set_.append(found[1])
        return found

    def lengths(cache: Path) -> list[tuple[str, int]]:
        found = Printer(playbook, TEMPLATES, cache).lengths(playbook.worksheets)
        return [(length.paper, length.pages) for length in found]

    monkeypatch.setattr(Typesetter, "pdf", counted)
    asked, cost = lengths(tmp_path / "asked"), len(set_)
    assert lengths(tmp_path / "asked") == asked
    assert len(set_) == cost  # known from the cache
    sheets = printed(playbook, tmp_path / "printed")
    taken = [(sheet.paper, sheet.pages) for sheet in sheets]
    if promised == 9:
        assert all(pages <= promised for _, pages in (*asked, *taken))
        assert cost == 2, "a sheet that fits is set once on each paper"
        assert len(set_) > 2 * cost
    else:
        assert asked == taken
        assert all(pages > promised for _, pages in asked)
    cost = len(set_)
    assert lengths(tmp_path / "printed") == taken
    assert len(set_) == cost  # known from what was printed
    assert printed(playbook, tmp_path / "asked") == sheets  # a length is no sheet


@pytest.mark.parametrize(("case", "codes"), [("bad", ["C411"]), ("good", [])])
def test_a_sheet_that_needs_more_pages_than_it_promises_says_so(
    tmp_path: Path, case: str, codes: list[str]
) -> None:
    root = make_project(tmp_path / "project", getattr(CODES["C411"], case))
    for _ in range(2):  # from the press, then from the cache
        run = CliRunner().invoke(donebook, ["--root", str(root), "check", "--format", "json"])
        problems = json.loads(run.stdout)["problems"]
        assert [p["code"] for p in problems] == codes
        for problem in problems:
            assert (problem["line"], problem["column"]) == (7, 8)
            assert "2 pages of US Letter" in problem["message"]


def test_a_table_to_read_keeps_its_text_and_gets_no_fields(
    every: Playbook, sheet_cache: Path
) -> None:
    for fillable in (False, True):
        for sheet in printed(every, sheet_cache, fillable=fillable):
            assert "Only #read Twice Said by Example" in text_of(sheet.pdf)
            fields = PdfReader(BytesIO(sheet.pdf)).get_fields() or {}
            assert [name for name in fields if name.startswith("read")] == []
            assert bool(fields) == fillable


@pytest.fixture
def own_template(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        folder = tmp_path / "own"
        folder.mkdir()
        (folder / "sheet.typ").write_text(text)
        return folder

    return write


@pytest.mark.parametrize(
    ("template", "said"),
    [("#nope", "unknown variable: nope"), ('#set text(font: "No Such")\nx', "unknown font family")],
)
def test_a_template_that_fails_is_named(
    every: Playbook,
    tmp_path: Path,
    own_template: Callable[[str], Path],
    template: str,
    said: str,
) -> None:
    templates = own_template(f'#set document(title: "T")\n{template}\n#metadata(1) <pages>\n')
    with pytest.raises(TypesettingFailed, match=f"templates/sheets/sheet.typ: .*{said}"):
        list(Printer(every, templates, tmp_path / "cache").sheets(every.worksheets))


def test_the_small_playbook_prints_nothing(tmp_path: Path) -> None:
    assert printed(playbook_of(make_project(tmp_path / "project")), tmp_path / "cache") == []


def test_an_example_row_is_on_paper_and_nothing_to_fill_in(
    playbook: Playbook, sheet_cache: Path
) -> None:
    shown = 0
    for sheet in printed(playbook, sheet_cache, fillable=True):
        found = resolve(playbook, sheet.worksheet)
        grids = [part.block for part in found.parts if isinstance(part.block, Grid)]
        text = re.sub(r"\s", "", text_of(sheet.pdf))
        for cell in (cell for grid in grids for cell in grid.example):
            assert re.sub(r"\s", "", finished(cell, playbook.config.product)) in text, sheet.name
            shown += 1
        fields = PdfReader(BytesIO(sheet.pdf)).get_fields() or {}
        typed = {str(field.get("/V")) for field in fields.values()}
        assert not typed & {str(cell) for grid in grids for cell in grid.example}
    assert shown > 20
