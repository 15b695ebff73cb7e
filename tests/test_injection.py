"""No text becomes more than text: on no page, sheet or export, in no spreadsheet, and in no browser."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from donebook.cli.main import donebook
from donebook.config import CONFIG_PATH
from donebook.export.made import exported
from donebook.export.tables import as_csv, tables
from donebook.export.workbook import workbook
from donebook.language import english, places, words_path
from donebook.load import Memory, load
from donebook.model import KIND_OF_FOLDER, SpokenQuestion
from donebook.pages import pages
from donebook.playbook import Playbook
from donebook.source import Folder, Overlay
from donebook.text import typeset
from infected import Files, Given, harmless, infected
from payloads import PAYLOADS
from projects import bodies, renderer
from shared import copy_project
from skeletons import Part, Skeleton
from trials import SHARE, one_in, trials

pytestmark = pytest.mark.slow

ROUNDS = 160
"""So many are needed until each text of the settings, of which there is one, has had all payloads."""
FEW = 0.05
"""A page may show one part more or less: a letter in the list of letters, a name that is shortened."""


def playbook_of(root: Path, files: Files, memory: Memory | None = None) -> Playbook:
    found = load(Overlay(Folder(root), files), memory)
    assert found.playbook, found.problems
    assert [p for p in found.problems if p.is_error] == []
    return found.playbook


def assert_alike(bad: Mapping[str, str], good: Mapping[str, str]) -> None:
    """Pages are made of the same parts, and of none that the twin doesn't have."""
    assert bad.keys() == good.keys()
    theirs = {path: Skeleton(page).parts for path, page in good.items()}
    known = {part for parts in theirs.values() for part in parts}
    strange: dict[str, set[Part]] = {}
    other: dict[str, Counter[Part]] = {}
    for path, page in bad.items():
        parts = Skeleton(page).parts
        if parts.keys() - known:
            strange[path] = parts.keys() - known
        if different := (parts - theirs[path]) + (theirs[path] - parts):
            other[path] = different
    assert strange == {}
    assert len(other) <= FEW * len(bad), other
    assert all(different.total() <= 40 for different in other.values()), other


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for inner in value.values() for text in strings(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in strings(inner))


def as_read(text: str) -> str:
    return " ".join(typeset(text).split())


def formulas(cells: Iterable[str]) -> list[str]:
    """The cells that a spreadsheet runs; a dash alone is none."""
    return [c for c in cells if c.lstrip()[:1] in ("=", "+", "@", "-", "＝") and c.strip(" -")]


def assert_exports_hold_the_texts(playbook: Playbook, given: Given) -> None:
    """JSON, CSV and the workbook say what was typed; no cell is a formula."""
    made = exported(playbook)
    told = "\n".join(as_read(text) for text in strings(json.loads(made.model_dump_json())))
    lost = {p for p in given.had["questions ask"] if as_read(p) not in told}
    assert lost == set()
    for table in tables(made):
        rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
        assert {len(row) for row in rows} == {len(table.columns)}
        assert formulas(cell for row in rows for cell in row) == []
    book = load_workbook(io.BytesIO(workbook(made, playbook.language)))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in found if cell.data_type == "f"] == []


def test_payloads_are_as_many_as_promised() -> None:
    assert len(set(PAYLOADS)) >= 300


def test_no_text_of_a_playbook_changes_what_pages_and_exports_are_made_of(starter: Path) -> None:
    given = Given()
    bad, good = infected(Folder(starter), given)
    playbook = playbook_of(starter, bad)
    assert_alike(bodies(playbook), bodies(playbook_of(starter, good)))
    assert_exports_hold_the_texts(playbook, given)
    assert sum(map(len, given.had.values())) > 15_000


@pytest.mark.torture
def test_no_setting_and_no_word_of_the_vocabulary_changes_what_pages_are_made_of(
    starter: Path,
) -> None:
    given, memory = Given(), Memory()
    for _ in range(trials(ROUNDS)):
        bad, good = infected(Folder(starter), given, rare=True)
        assert_alike(
            few_pages(playbook_of(starter, bad, memory)),
            few_pages(playbook_of(starter, good, memory)),
        )
    if SHARE == 1:
        left = {name: len(PAYLOADS) - len(had) for name, had in given.had.items()}
        assert {name: n for name, n in left.items() if n} == {}


def few_pages(playbook: Playbook) -> dict[str, str]:
    """All lists and maps, and a twentieth of the pages of entries."""
    made = pages(playbook)
    chosen = [
        page
        for number, (path, page) in enumerate(made.items())
        if path.split("/")[0] not in KIND_OF_FOLDER or number % 20 == 0
    ]
    render = renderer(playbook).render
    return {page.path: page.body for page in (render(make()) for make in chosen)}


@pytest.mark.torture
def test_a_word_of_the_interface_stays_a_word(starter: Path) -> None:
    """Each has a payload, with the places that it has in English, so that values are still filled in."""
    words, twins = _infected_words()
    settings = yaml.safe_load((starter / CONFIG_PATH).read_text("utf-8"))
    told = yaml.safe_dump({**settings, "severity": dict.fromkeys("KWFC", "off")}).encode()
    assert_alike(
        few_pages(playbook_of(starter, {words_path("en"): words, CONFIG_PATH: told})),
        few_pages(playbook_of(starter, {words_path("en"): twins, CONFIG_PATH: told})),
    )


def _infected_words() -> tuple[bytes, bytes]:
    payloads = cycle(PAYLOADS)
    bad: dict[str, Any] = {}
    good: dict[str, Any] = {}
    for name, word in english().words.items():
        if name.startswith(("sentences.", "import.", "find.", "script-")) or "." not in name:
            continue
        blanks = "".join(f" {{{place}}}" for place in sorted(places(word)))
        payload = next(p for p in payloads if "{" not in p)
        for root, text in ((bad, payload), (good, harmless(payload))):
            *steps, last = name.split(".")
            for step in steps:
                root = root.setdefault(step, {})  # noqa: PLW2901 - one step further
            root[last] = f"{text}{blanks}"
    return yaml.safe_dump(bad).encode(), yaml.safe_dump(good).encode()


@pytest.mark.parametrize("form", one_in(2, ["xlsx", "csv"]))
def test_what_is_imported_is_what_stood_in_the_cells(
    starter: Path, tmp_path: Path, form: str
) -> None:
    """A row for each payload becomes a question that asks it, and nothing else."""
    asks = [f"{payload} What is number {number}?" for number, payload in enumerate(PAYLOADS)]
    bank = tmp_path / f"bank.{form}"
    if form == "csv":
        with bank.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [("Question", "Stage"), *((ask, "discover") for ask in asks)]
            )
    else:
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row, (ask, stage) in enumerate(
            [("Question", "Stage"), *((a, "discover") for a in asks)], 1
        ):
            sheet.cell(row, 2, stage)
            sheet.cell(row, 1, ask).data_type = "s"
        book.save(bank)
    root = copy_project(starter, tmp_path / "playbook")
    run = CliRunner().invoke(
        donebook, ["--root", str(root), "import", str(bank), "--as", "question"]
    )
    assert run.exit_code in (0, 1), run.output
    brought = load(Folder(root)).playbook
    assert brought
    asked = {" ".join(q.ask.split()) for q in brought.of_model(SpokenQuestion) if q.is_draft}
    assert len(asked) == len(asks)
    # What an author of Markdown means as a list or as bold is taken off, as from any question.
    assert [a for a in asks if " ".join(a.split()) not in asked and a[0] not in "-*_1"] == []
