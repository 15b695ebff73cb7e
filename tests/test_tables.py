"""The playbook as tables, as a workbook and as Markdown, and the folders that exports go into."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.xml import LXML

from donebook.cli.main import donebook
from donebook.export.made import exported
from donebook.export.tables import LINKS, as_csv, tables
from donebook.export.workbook import workbook
from donebook.markup import for_cell
from donebook.playbook import Playbook
from donebook.rules import base
from projects import lay, tree

Project = Callable[..., Path]
TODAY = base.TODAY.isoformat()
RISKY = {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("title: Why now", "title: =HYPERLINK(\"x\")\naliases: ['@a', '-b', plain]").replace("why: Because.", "why: +1 for {product}.")}  # fmt: skip


def run(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), "export", *map(str, arguments)])


def read_csv(place: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(place.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def root(project: Project) -> Path:
    return project({**RISKY, "patterns/drafted.yaml": base.pattern("Drafted", "status: draft\n")})


def test_each_entry_is_a_row_and_each_link_is_one(playbook: Playbook) -> None:
    whole = exported(playbook)
    made = {table.name: table for table in tables(whole)}
    assert sum(len(t.rows) for name, t in made.items() if name != LINKS) == len(whole.entries)
    assert len(made[LINKS].rows) == sum(len(entry.names) for entry in whole.entries)
    for table in made.values():
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(set(table.columns)) == len(table.columns)
    pattern = made["pattern"]
    assert pattern.columns[:2] == ("id", "title")
    named = pattern.columns.index("named_by")
    assert any("listen_for.strong.reveals: " in str(row[named]) for row in pattern.rows)
    question = dict(zip(made["question"].columns, made["question"].rows[0], strict=True))
    assert question["id"]


def test_no_cell_of_a_table_is_run_as_a_formula(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "csv", "--out", out, "--today", TODAY).exit_code == 0
    rows = {row["id"]: row for row in read_csv(out / "question.csv")}
    assert rows["why-now"]["title"] == '\'=HYPERLINK("x")'
    assert rows["why-now"]["aliases"] == "'@a\n-b\nplain"
    assert rows["why-now"]["why"] == "'+1 for Example."
    assert rows["why-now"]["listen_for.strong.signs"] == "label: Names a date"
    assert all(for_cell(cell) == cell for row in rows.values() for cell in row.values())
    assert [row["id"] for row in read_csv(out / "pattern.csv")] == ["hours-back"]
    link = next(
        r for r in read_csv(out / "links.csv") if r["id"] == "why-now" and r["to_kind"] == "pattern"
    )
    assert (link["relation"], link["to_title"]) == ("listen_for.strong.reveals", "Hours back")
    assert link["to_address"] == "patterns/hours-back/"


def test_a_workbook_has_a_sheet_a_kind_and_no_formula(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "xlsx", "--out", out, "--drafts", "--today", TODAY).exit_code == 0
    book = load_workbook(out / "playbook.xlsx")
    assert book.sheetnames == ["About", "Loss reasons", "Definitions of done", "Questions", "Links"]
    about = [cell.value for cell in book["About"]["A"]]
    assert any("export/1" in str(value) for value in about)
    sheet = book["Questions"]
    assert sheet.freeze_panes == "C2"
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells['=HYPERLINK("x")'].data_type == "s"
    assert all(cell.data_type != "f" for cell in cells.values())
    assert sheet.column_dimensions["B"].width > 10
    assert book["Definitions of done"].max_row == 3, "a heading, and two with the draft"


@pytest.mark.long
def test_days_numbers_and_flags_are_such_in_a_workbook(playbook: Playbook) -> None:
    book = load_workbook(io.BytesIO(workbook(exported(playbook), playbook.language)))
    rows = book["Questions"].iter_rows()
    heads = [cell.value for cell in next(rows)]
    cells = [dict(zip(heads, row, strict=True)) for row in rows]
    days = [row["reviewed"] for row in cells if row["reviewed"].value]
    assert days
    assert all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in days)
    assert {row["weight"].data_type for row in cells if row["weight"].value} == {"n"}
    assert {row["core"].data_type for row in cells if row["core"].value} == {"b"}


@pytest.mark.long
def test_columns_stand_in_the_order_of_the_model_whichever_entry_is_first(
    playbook: Playbook,
) -> None:
    """The starter's first question is a deal check, which has none of the fields from `why` on."""
    question = next(t for t in tables(exported(playbook)) if t.name == "question")
    fields = [*dict.fromkeys(name.split(".")[0] for name in question.columns[9:])]
    own = ["ask", "stage", "test", "ask_again", "frameworks", "weight", "form", "why", "roles", "listen_for", "follow_ups"]  # fmt: skip
    assert fields[: len(own)] == own
    assert fields.index("answers") < fields.index("aliases") < fields.index("names")
    frameworks = [n for n, name in enumerate(question.columns) if name.startswith("frameworks.")]
    assert frameworks == list(range(frameworks[0], frameworks[0] + len(frameworks)))


@pytest.mark.long
def test_a_workbook_says_nothing_of_when_it_was_written(playbook: Playbook) -> None:
    whole = exported(playbook)
    made = workbook(whole, playbook.language)
    assert made == workbook(whole, playbook.language)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {file.date_time for file in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-[^<]+)<", core)) == {"1980-01-01T00:00:00Z"}


@pytest.mark.long
def test_tables_of_the_starter_are_the_same_each_time(playbook: Playbook) -> None:
    whole = exported(playbook)
    assert [as_csv(t) for t in tables(whole)] == [as_csv(t) for t in tables(whole)]


@pytest.mark.long
def test_markdown_leads_from_entry_to_entry(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "markdown", "--out", out, "--today", TODAY).exit_code == 0
    text = (out / "questions/why-us.md").read_text("utf-8")
    assert "[Hours back](../patterns/hours-back.md)" in text
    assert "stages/" not in text, "without an address, nobody could go to what isn't there"
    (root / "site-config/playbook.yaml").write_text(
        base.CONFIG + "address: https://p.example.org\n"
    )
    assert run(root, "markdown", "--out", out, "--today", TODAY).exit_code == 0
    text = (out / "questions/why-us.md").read_text("utf-8")
    assert "(https://p.example.org/stages/open/)" in text


@pytest.mark.long
@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "markdown"])
def test_a_playbook_of_drafts_alone_says_that_none_is_exported(
    project: Project, tmp_path: Path, form: str
) -> None:
    drafts = {name: f"status: draft\n{text}" for name, text in base.FILES.items() if "/" in name}
    root = project({**base.FILES, **drafts})
    settings = root / "site-config/playbook.yaml"
    settings.write_text(re.sub(r"live_since: .*\n", "", settings.read_text("utf-8")), "utf-8")
    said = "No entry is published yet, so none is exported."
    ran = run(root, form, "--out", tmp_path / "new", "--today", TODAY)
    assert (ran.exit_code, said in ran.stderr) == (0, True), ran.output
    ran = run(root, form, "--out", tmp_path / "new", "--drafts", "--today", TODAY)
    assert (ran.exit_code, said in ran.stderr) == (0, False), ran.output


def test_a_folder_of_somebody_elses_stays_as_it_is(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "theirs"
    lay(out, {"../notes.txt": "mine\n"})
    before = tree(out)
    ran = run(root, "csv", "--out", out)
    assert ran.exit_code == 2
    assert "wasn't written by donebook export" in ran.output
    assert tree(out) == before


def test_forms_share_a_folder_and_each_takes_its_own_away(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    for form in ("json", "csv", "csv"):
        assert run(root, form, "--out", out).exit_code == 0
    assert (out / "playbook.json").is_file()
    assert (out / "loss-reason.csv").is_file()
    (out / "links.csv").write_text("changed\n")
    (out / "mine.csv").write_text("mine\n")
    (root / "content/loss-reasons/no-event.yaml").write_text("retired: Gone.\n")
    for name in (base.WHY_NOW, "questions/why-us.yaml", "questions/who-signs.yaml", "questions/what-for.yaml"):  # fmt: skip
        place = root / "content" / name
        place.write_text(place.read_text().replace("    warns_of: [no-event]\n", ""))
    ran = run(root, "csv", "--out", out)
    assert ran.exit_code == 0, ran.output
    assert not (out / "loss-reason.csv").exists()
    assert (out / "mine.csv").read_text() == "mine\n"
    assert (out / "playbook.json").is_file()
    assert "changed" not in (out / "links.csv").read_text()


def test_what_somebody_put_there_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "json", "--out", out).exit_code == 0
    (out / "links.csv").write_text("mine\n")
    before = tree(out)
    assert run(root, "csv", "--out", out).exit_code == 2
    assert tree(out) == before


def test_a_record_that_names_files_elsewhere_deletes_none(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new"
    assert run(root, "csv", "--out", out).exit_code == 0
    other = tmp_path / "other.txt"
    other.write_text("mine")
    record = out / ".donebook-export.json"
    record.write_text(json.dumps({"csv": ["../other.txt", str(other)], "json": "x"}))
    for table in out.glob("*.csv"):
        table.unlink()
    assert run(root, "csv", "--out", out).exit_code == 0
    assert other.read_text() == "mine"


def test_a_workbook_has_the_same_bytes_whatever_else_is_installed() -> None:
    """Openpyxl writes with lxml where that is there, which spaces XML otherwise."""
    assert not LXML
