"""Fillable sheets: whatever fills them in is read back, and shown wherever the file is opened."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pypdfium2
import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from donebook.message import Message
from donebook.paper.fill import filled
from donebook.paper.look import Box
from donebook.playbook import Playbook
from donebook.sheet import resolve
from filling import FILLERS, by_pikepdf, by_pypdf, by_typing, by_us
from projects import CHECKOUT, make_project
from test_paper import CHECK, EVERY_SECTION, playbook_of, printed, text_of
from viewers import VIEWERS, Pages, corners, darkness, widgets

pytestmark = pytest.mark.slow

RADIO, MULTILINE = 1 << 15, 1 << 12
# As long as a one-line blank takes; letters of five alphabets or spellings.
WORDS = "Łódź, Plzeň, Ωμέγα, Ёжик"
LONG = "Zamykają księgi. Κλείνουν τα βιβλία. Они закрывают книги. Uzavřou účetnictví. They close. "
UNUSUAL = EVERY_SECTION.replace(
    "choices: [Nobody, 'A rival']", "choices: [Nobody, 'Ещё нет', 'Źle (jeszcze) #1', 'Off']"
)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Playbook:
    files = {"worksheets/sheet.yaml": UNUSUAL, "questions/met.yaml": CHECK}
    return playbook_of(make_project(tmp_path_factory.mktemp("every") / "project", files))


@pytest.fixture(scope="module")
def forms(every: Playbook, sheet_cache: Path) -> dict[str, bytes]:
    """The sheet with every section on each paper."""
    return {s.paper: s.pdf for s in printed(every, sheet_cache, fillable=True)}


def fields_of(pdf: bytes) -> dict[str, Any]:
    """The fields that somebody can fill in, by their names."""
    found: dict[str, Any] = PdfReader(BytesIO(pdf)).get_fields() or {}
    return {name: field for name, field in found.items() if name != "_sheet"}


def kind_of(field: Any) -> str:
    """What a form field is: a tick, a choice of several, or a text."""
    if field["/FT"] == "/Tx":
        return "text"
    return "choice" if int(field["/Ff"]) & RADIO else "tick"


def values_for(pdf: bytes, text: str, choice: int = 0) -> dict[str, str]:
    """Something for each empty field: words of a text that fit into a line, a tick, one of the choices.

    pypdf never breaks a line, and who types goes on behind what stands there.
    """
    values = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for note, field in widgets(page):
            kind, name = kind_of(field), str(field["/T"])
            if kind == "text" and "/DV" not in field:
                values[name] = fitting(note, text)
            elif kind == "tick":
                values[name] = "Yes"
            elif kind == "choice":
                states = [state_of(kid) for kid in field["/Kids"]]
                values[name] = states[choice % len(states)]
    return values


def state_of(kid: Any) -> str:
    (state,) = {*kid.get_object()["/AP"]["/N"]} - {"/Off"}
    return str(state).removeprefix("/")


def fitting(note: Any, text: str) -> str:
    """The words of a text that fit into a line of a box, at least one letter."""
    words = text.split(" ")
    box, most = replace(box_of(note), may_wrap=False), int(note["/MaxLen"])
    while len(words) > 1 and (box.refusal(" ".join(words)) or len(" ".join(words)) > most):
        words.pop()
    return " ".join(words)[:most]


def box_of(note: Any) -> Box:
    left, bottom, right, top = corners(note)
    return Box(right - left, top - bottom, bool(int(note["/Ff"]) & MULTILINE))


def structure(document: PdfReader) -> Iterator[str]:
    """The tags of a document, in reading order."""
    waiting = [document.root_object["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop().get_object()
        if isinstance(part, ArrayObject):
            waiting += reversed(part)
        elif isinstance(part, DictionaryObject):
            if "/S" in part:
                yield str(part["/S"])
            if "/K" in part:
                waiting.append(part["/K"])


def flat(pdf: bytes) -> bytes:
    """The file as it is after printing it to another one: what was filled in is part of the page."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    for page in document:
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.torture
def test_every_blank_is_a_field_with_a_name_in_reading_order(
    playbook: Playbook, every: Playbook, sheet_cache: Path
) -> None:
    for book in (playbook, every):
        for sheet in printed(book, sheet_cache, fillable=True):
            blanks = list(resolve(book, sheet.worksheet).blanks)
            document = PdfReader(BytesIO(sheet.pdf))
            fields = fields_of(sheet.pdf)
            assert list(fields) == [blank.key.replace(".", "_") for blank in blanks], sheet.name
            assert all(field["/TU"].strip() for field in fields.values())
            tags = [tag for tag in structure(document) if tag == "/Form"]
            boxes = [note for page in document.pages for note in widgets(page)]
            assert len(tags) == len(boxes)
            again = sum(blank.key == "account" for blank in blanks) * (len(document.pages) - 1)
            assert len(tags) - again == sum(max(1, len(blank.choices)) for blank in blanks)


def test_names_of_fields_say_row_and_question(forms: dict[str, bytes]) -> None:
    fields = fields_of(forms["a4"])
    assert fields["people_2_loses"]["/TU"] == "What they lose, row 2"
    assert fields["check_met"]["/TU"] == "Have we met them?"
    assert fields["evidence_met"]["/TU"] == "Evidence: Have we met them?"
    assert fields["rating_1_what-for"]["/TU"].startswith("Rival 1: What makes this")
    assert fields["table_1_a"]["/V"] == "Filled"
    options = [kid.get_object()["/TU"] for kid in fields["check_met"]["/Kids"]]
    assert options == [f"Have we met them?: {mark}" for mark in ("Confirmed", "Unknown", "Missing")]


def test_each_blank_is_a_field_of_its_own_kind(
    playbook: Playbook, every: Playbook, sheet_cache: Path
) -> None:
    found: Counter[str] = Counter()
    for book in (playbook, every):
        for sheet in printed(book, sheet_cache, fillable=True):
            fields = fields_of(sheet.pdf)
            for blank in resolve(book, sheet.worksheet).blanks:
                field = fields[blank.key.replace(".", "_")]
                wanted = blank.kind if blank.kind in ("tick", "choice") else "text"
                assert kind_of(field) == wanted, (sheet.name, blank.key)
                if wanted == "tick":
                    assert sorted(field["/_States_"]) == ["/Off", "/Yes"]
                found[wanted] += 1
    assert min(found[kind] for kind in ("tick", "choice", "text")) > 10


def test_a_one_line_blank_is_one_line_and_no_text_is_small(
    playbook: Playbook, every: Playbook, sheet_cache: Path
) -> None:
    lines: Counter[bool] = Counter()
    for book in (playbook, every):
        for sheet in printed(book, sheet_cache, fillable=True):
            blanks = {b.key.replace(".", "_"): b for b in resolve(book, sheet.worksheet).blanks}
            for page in PdfReader(BytesIO(sheet.pdf)).pages:
                for note, field in widgets(page):
                    if field["/FT"] != "/Tx":
                        continue
                    blank = blanks[str(field["/T"])]
                    assert float(note["/DA"].split()[1]) >= 7, "0 is a size that viewers choose"
                    is_multi = bool(int(field["/Ff"]) & MULTILINE)
                    is_alone = not (blank.row or blank.about)
                    if blank.kind == "date" or (blank.lines == 1 and is_alone):
                        assert not is_multi, (sheet.name, blank.key)
                    if blank.lines > 1:
                        assert is_multi, (sheet.name, blank.key)
                    lines[is_multi] += 1
    assert min(lines.values()) > 50


def boxes_of(page: PageObject) -> Iterator[tuple[str, float, float]]:
    """The name and the middle of each box on a page that can be ticked."""
    for note, field in widgets(page):
        if kind_of(field) == "tick":
            left, bottom, right, top = corners(note)
            yield str(note["/T"]), (left + right) / 2, (bottom + top) / 2


@pytest.mark.torture
@pytest.mark.parametrize(("clicks", "state"), [(1, "/Yes"), (2, "/Off")])
def test_a_click_ticks_a_box_and_another_one_clears_it(
    playbook: Playbook, sheet_cache: Path, clicks: int, state: str
) -> None:
    clicked: set[str] = set()
    for sheet in printed(playbook, sheet_cache, fillable=True):
        document = pypdfium2.PdfDocument(sheet.pdf)
        document.init_forms()
        form, raw = document.formenv.raw, pypdfium2.raw
        names = set()
        for page, shown in zip(PdfReader(BytesIO(sheet.pdf)).pages, document, strict=True):
            for name, x, y in boxes_of(page):
                for _ in range(clicks):
                    raw.FORM_OnMouseMove(form, shown.raw, 0, x, y)
                    raw.FORM_OnLButtonDown(form, shown.raw, 0, x, y)
                    raw.FORM_OnLButtonUp(form, shown.raw, 0, x, y)
                names.add(name)
        saved = BytesIO()
        document.save(saved)
        fields = fields_of(saved.getvalue())
        assert {fields[name]["/V"] for name in names} <= {state}, sheet.name
        clicked |= {f"{sheet.worksheet.id} {name}" for name in names}
    ticks = {
        f"{w.id} {blank.key}"
        for w in playbook.worksheets
        for blank in resolve(playbook, w).blanks
        if blank.kind == "tick"
    }
    assert clicked == ticks


@pytest.mark.torture
@pytest.mark.parametrize("choice", [0, 1, 2])
@pytest.mark.parametrize("filler", FILLERS)
def test_what_is_filled_in_is_read_back(forms: dict[str, bytes], filler: str, choice: int) -> None:
    for pdf in forms.values():
        blank = {name: field.get("/V", "") for name, field in fields_of(pdf).items()}
        values = {
            n: v for n, v in values_for(pdf, LONG, choice).items() if blank[n] in ("", "/Off")
        }
        found = fields_of(FILLERS[filler](pdf, values))
        assert {name: str(found[name]["/V"]).removeprefix("/") for name in values} == values
        assert {"Confirmed", "Unknown", "Missing"} & {*values.values()}
        assert "Yes" in values.values()


def test_states_of_choices_are_words_that_every_viewer_can_write(
    every: Playbook, forms: dict[str, bytes]
) -> None:
    fields = fields_of(forms["a4"])
    states = [state_of(kid) for kid in fields["lost-to"]["/Kids"]]
    # The second word has no letter of ASCII, and the last one stands for no choice at all.
    assert states == ["Nobody", "2", "zle-jeszcze-1", "4 Off"]
    told = [str(kid.get_object()["/TU"]) for kid in fields["lost-to"]["/Kids"]]
    assert told[1:] == ["Lost to: Ещё нет", "Lost to: Źle (jeszcze) #1", "Lost to: Off"]
    stages = [state_of(kid) for kid in fields["stage-not-asked"]["/Kids"]]
    assert stages == [stage.name for stage in every.vocabulary.stages.values()]
    ids = [str(kid.get_object()["/DonebookId"]) for kid in fields["stage-not-asked"]["/Kids"]]
    assert ids == list(every.vocabulary.stages)
    assert [state_of(kid) for kid in fields["check_met"]["/Kids"]] == [
        "Confirmed",
        "Unknown",
        "Missing",
    ]


@cache
def shown_by(viewer: str, pdf: bytes) -> Pages:
    """What a viewer shows of a file; each filler is compared with the same two."""
    return VIEWERS[viewer](pdf)


@pytest.mark.torture
@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("filler", FILLERS)
def test_what_is_filled_in_is_shown_in_each_viewer(
    forms: dict[str, bytes], filler: str, viewer: str
) -> None:
    """Each letter counts: a text has to be as dark as the one that we draw, a mark where it is set."""
    for paper, pdf in forms.items():
        values = values_for(pdf, WORDS)
        blank, ours = shown_by(viewer, pdf), shown_by(viewer, by_us(pdf, values))
        told = FILLERS[filler](pdf, values)
        shown = shown_by(viewer, told)
        for number, page in enumerate(PdfReader(BytesIO(told)).pages):
            for note, field in widgets(page):
                if str(field["/T"]) not in values:
                    continue
                before, wanted, now = (
                    darkness(pages[number], note) for pages in (blank, ours, shown)
                )
                where = (paper, str(field["/T"]), before, wanted, now)
                if note.get("/AS") == "/Off":
                    assert abs(now - before) < 1, where
                else:
                    assert wanted - before > 20, where
                    assert now - before == pytest.approx(wanted - before, rel=0.1, abs=3), where


@pytest.mark.parametrize("filler", FILLERS)
def test_letters_of_all_alphabets_are_in_the_file(forms: dict[str, bytes], filler: str) -> None:
    pdf = forms["letter"]
    values = values_for(pdf, WORDS)
    shown = text_of(flat(FILLERS[filler](pdf, values)))
    whole = [value for value in values.values() if value == WORDS]
    assert len(whole) > 10
    assert shown.count(WORDS) >= len(whole)


@pytest.mark.torture
@pytest.mark.parametrize("alphabet", ["Zażółć gęślą jaźń ", "Ёжик щёлкает ", "il "])
def test_typing_stops_where_a_box_is_full(forms: dict[str, bytes], alphabet: str) -> None:
    pdf = forms["a4"]
    names = [name for name, field in fields_of(pdf).items() if field["/FT"] == "/Tx"]
    typed = by_typing(pdf, dict.fromkeys(names, alphabet * 120))
    shown = pypdfium2.PdfDocument(flat(typed))
    for number, page in enumerate(PdfReader(BytesIO(typed)).pages):
        text = shown[number].get_textpage()
        for note, field in widgets(page):
            if field["/FT"] != "/Tx" or field.get("/DV"):
                continue
            left, bottom, right, top = corners(note)
            inside = text.get_text_bounded(left, bottom, right, top)
            written = str(field["/V"])
            assert 4 < len(written) <= int(field["/MaxLen"])
            # The line above a box reaches into it with its g and its y.
            assert "".join(inside.split()).endswith("".join(written.split())), field["/T"]
            # PDFium looks after a letter whether there is room for another one.
            edges = replace(box_of(note), width=right - left + 9)
            assert edges.refusal(written) is None, field["/T"]


def test_of_wide_letters_at_most_the_last_word_is_lost(forms: dict[str, bytes]) -> None:
    """By their number they would go over the edge, so the viewer has to stop; it does so by words."""
    pdf = forms["a4"]
    typed = by_typing(pdf, {"words": "WWWW MMMM " * 120, "account": "WMWMWMWM" * 20})
    for page in PdfReader(BytesIO(typed)).pages:
        for note, field in widgets(page):
            written = str(field.get("/V", ""))
            if field["/T"] == "words":
                assert box_of(note).refusal(written.rpartition(" ")[0]) is None
                assert len(written) > 200
            if field["/T"] == "account":
                assert box_of(note).refusal(written[:-1]) is None


def test_our_own_filler_wraps_and_refuses(forms: dict[str, bytes]) -> None:
    pdf = forms["a4"]
    shown = text_of(flat(by_us(pdf, {"words": LONG * 3})))
    assert shown.count(LONG.strip()) == 3
    refused = filled(
        pdf, {"words": LONG * 30, "account": LONG, "day": "today", "check.met": "Nope"}
    )
    assert isinstance(refused, tuple)
    assert [key for key, _ in refused] == ["words", "account", "check.met"]
    assert all(isinstance(why, Message) for _, why in refused)
    assert refused[0][1] == "It doesn't fit into its box."
    assert refused[2][1] == "The sheet has no choice “Nope” here."


def test_a_word_longer_than_a_line_is_broken_and_a_line_that_is_typed_stays() -> None:
    box = Box(60, 60)
    assert box.lines("A\nB") == ("A", "B")
    assert "".join(box.lines("x" * 40)) == "x" * 40
    assert len(box.lines("x" * 40)) > 2
    assert Box(60, 14).lines("A\nB") == ("A B",)
    assert box.lines("👍 yes") == ("□ yes",)


@pytest.mark.torture
def test_what_a_sheet_prints_in_its_fields_fits(
    playbook: Playbook, every: Playbook, sheet_cache: Path
) -> None:
    given = 0
    for book in (playbook, every):
        for sheet in printed(book, sheet_cache, fillable=True):
            shown = text_of(flat(sheet.pdf))
            for page in PdfReader(BytesIO(sheet.pdf)).pages:
                for note, field in widgets(page):
                    if "/DV" in field:
                        assert box_of(note).refusal(str(field["/DV"])) is None, sheet.name
                        assert str(field["/DV"]) in shown
                        given += 1
    assert given > 50


def test_a_field_is_as_high_as_its_row(playbook: Playbook, sheet_cache: Path) -> None:
    for sheet in printed(playbook, sheet_cache, fillable=True):
        if sheet.worksheet.id == "four-test-scorecard":
            evidence = [
                box_of(note)
                for page in PdfReader(BytesIO(sheet.pdf)).pages
                for note, field in widgets(page)
                if str(field["/T"]).startswith("evidence_")
            ]
            assert all(box.most_lines > 1 for box in evidence)


def fonts_in(pdf: bytes) -> Iterator[Any]:
    """The fonts that texts in fields are set in; PDFium names another one, which it doesn't use."""
    for page in PdfReader(BytesIO(pdf)).pages:
        for note, _ in widgets(page):
            look = note.get("/AP", {}).get("/N", {})
            fonts = look.get("/Resources", {}).get("/Font", {})
            yield from (
                font for name, font in fonts.items() if f"{name} ".encode() in look.get_data()
            )


@pytest.mark.parametrize("filler", [None, *FILLERS])
def test_the_font_is_in_the_file_and_no_viewer_has_to_draw(
    forms: dict[str, bytes], filler: str | None
) -> None:
    pdf = forms["a4"]
    told = FILLERS[filler](pdf, values_for(pdf, WORDS)) if filler else pdf
    own: Any = PdfReader(BytesIO(pdf)).root_object["/AcroForm"]
    assert b"pdfuaid" in pdf
    assert list(own["/DR"]["/Font"]) == ["/Wingdings"]
    form: Any = PdfReader(BytesIO(told)).root_object["/AcroForm"]
    assert form.get("/NeedAppearances") in (None, False)
    found = [font.get_object() for font in fonts_in(told)]
    assert found
    for font in found:
        (letters,) = font["/DescendantFonts"]
        assert "/FontFile2" in letters.get_object()["/FontDescriptor"]


def test_a_filled_sheet_can_be_read_aloud(forms: dict[str, bytes], tmp_path: Path) -> None:
    for paper, pdf in forms.items():
        place = tmp_path / f"{paper}.pdf"
        place.write_bytes(by_us(pdf, values_for(pdf, WORDS)))
        assert outloud.check(str(place)).errors == 0


@pytest.mark.parametrize("fill", [by_pypdf, by_pikepdf, by_typing, by_us])
def test_a_file_says_which_sheet_it_is_in_which_version(
    every: Playbook, forms: dict[str, bytes], fill: Callable[..., bytes]
) -> None:
    version = resolve(every, every.worksheets[0]).version
    told = fill(forms["a4"], {"account": "Acme"})
    reader = PdfReader(BytesIO(told))
    about: Any = reader.metadata
    assert about["/DonebookSheet"] == "sheet"
    assert about["/DonebookVersion"] == version
    assert about["/DonebookPlaybook"] == "Example playbook"
    mark = (reader.get_fields() or {})["_sheet"]
    assert mark["/V"] == f"sheet {version} Example playbook"
    assert int(mark["/Ff"]) & 1
    shown = [note for page in reader.pages for note, field in widgets(page) if field["/T"] == "_sheet"]  # fmt: skip
    assert shown == []
    with pikepdf.open(BytesIO(flat(told))) as flattened:
        assert str(flattened.docinfo["/DonebookSheet"]) == "sheet"


def test_a_program_can_fill_in_a_sheet_as_the_readme_says(
    playbook: Playbook, sheet_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (CHECKOUT / "README.md").read_text(), re.DOTALL)
    sheets = printed(playbook, sheet_cache, fillable=True)
    (tmp_path / "call-sheet-a4-fillable.pdf").write_bytes(
        next(s.pdf for s in sheets if s.name == "call-sheet-a4-fillable.pdf")
    )
    monkeypatch.chdir(tmp_path)
    exec(program, {})
    assert "Acme Łódź" in text_of(flat((tmp_path / "acme.pdf").read_bytes()))
