"""Fillable sheets in pdf.js, which is Firefox's viewer: somebody types, clicks and saves."""

import base64
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from donebook.playbook import Playbook
from filling import Values, by_us
from node import TOOLS
from projects import CHECKOUT, make_project
from serving import served
from test_forms import LONG, UNUSUAL, WORDS, box_of, fields_of, flat, state_of, values_for
from test_paper import CHECK, playbook_of, printed, text_of
from viewers import VIEWERS, darkness, widgets

PDFJS = TOOLS / "pdfjs-dist"
SAVED = "opened.saveDocument().then((bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join('')))"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory, sheet_cache: Path) -> bytes:
    files = {"worksheets/sheet.yaml": UNUSUAL, "questions/met.yaml": CHECK}
    book: Playbook = playbook_of(make_project(tmp_path_factory.mktemp("typed") / "project", files))
    return printed(book, sheet_cache, fillable=True)[0].pdf


def by_hand(page: Page, folder: Path, pdf: bytes, values: Values) -> bytes:
    """The file as pdf.js saves it after somebody has filled it in."""
    assert PDFJS.is_dir(), "run `make check` once: it installs pdf.js"
    shutil.copy(CHECKOUT / "tests/cases/viewer/index.html", folder)
    (folder / "pdfjs").symlink_to(PDFJS)
    (folder / "sheet.pdf").write_bytes(pdf)
    with served(folder) as where:
        page.goto(f"{where}/index.html")
        page.wait_for_function("Boolean(globalThis.turnTo)")
        typed: set[str] = set()  # what stands in two boxes is typed once
        for number, one in enumerate(PdfReader(BytesIO(pdf)).pages, 1):
            page.evaluate("turnTo", number)
            layer = page.locator(f".page[data-page-number='{number}'] .annotationLayer")
            layer.locator("[name]").first.wait_for()
            # pdf.js names a control by the number of its box's object.
            notes: Any = one["/Annots"]
            boxes = {id(reference.get_object()): reference.idnum for reference in notes}
            for note, field in widgets(one):
                value = values.get(str(field["/T"]), "")
                control = layer.locator(f"[data-element-id='{boxes[id(note)]}R']")
                if field["/FT"] == "/Tx" and value and str(field["/T"]) not in typed:
                    typed.add(str(field["/T"]))
                    control.click()
                    page.keyboard.insert_text(value)
                elif f"/{value}" in note.get("/AP", {}).get("/N", {}):
                    control.check()
        return base64.b64decode(page.evaluate(SAVED))


@pytest.mark.torture
def test_what_is_typed_in_pdfjs_is_read_back_and_shown_in_each_viewer(
    context: BrowserContext, tmp_path: Path, form: bytes
) -> None:
    values = values_for(form, WORDS, choice=1)
    told = by_hand(context.new_page(), tmp_path, form, values)
    found = fields_of(told)
    assert {name: str(found[name]["/V"]).removeprefix("/") for name in values} == values
    assert text_of(flat(told)).count(WORDS) >= len([v for v in values.values() if v == WORDS]) > 10
    states = [state_of(kid) for kid in found["lost-to"]["/Kids"]]
    assert values["lost-to"] == states[1]
    # What collect reads: the stage's id, and which sheet it is.
    first = found["stage-not-asked"]["/Kids"][0].get_object()
    assert first["/DonebookId"] == "open"
    assert "_sheet" in (PdfReader(BytesIO(told)).get_fields() or {})
    for show in VIEWERS.values():
        blank, ours, shown = show(form), show(by_us(form, values)), show(told)
        for number, page in enumerate(PdfReader(BytesIO(told)).pages):
            for note, field in widgets(page):
                if str(field["/T"]) not in values:
                    continue
                before, wanted, now = (
                    darkness(pages[number], note) for pages in (blank, ours, shown)
                )
                where = (str(field["/T"]), before, wanted, now)
                if note.get("/AS") == "/Off":
                    assert abs(now - before) < 1, where
                else:
                    assert now - before == pytest.approx(wanted - before, rel=0.1, abs=3), where


@pytest.mark.torture
def test_typing_in_pdfjs_stops_where_a_box_is_full(
    context: BrowserContext, tmp_path: Path, form: bytes
) -> None:
    """It counts letters alone, so what it takes of ordinary words has to be seen."""
    fields = fields_of(form).items()
    typed = [name for name, field in fields if field["/FT"] == "/Tx" and "/DV" not in field]
    told = by_hand(context.new_page(), tmp_path, form, dict.fromkeys(typed, LONG * 20))
    checked = set()
    for page in PdfReader(BytesIO(told)).pages:
        for note, field in widgets(page):
            if str(field["/T"]) in typed:
                written = str(field["/V"])
                assert 4 < len(written) <= int(field["/MaxLen"]) < len(LONG * 20)
                assert box_of(note).refusal(written) is None, (field["/T"], written)
                checked.add(str(field["/T"]))
    assert checked == set(typed)
    assert len(checked) > 30
