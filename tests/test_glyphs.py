"""One character never stops a build: what no font for paper has is printed as □ and reported."""

import contextlib
import io
import json
import random
import re
import shutil
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from donebook.cli.main import donebook, main
from donebook.paper import Printer, Seating, glyphs, on_paper, pack_room, role_play_room
from donebook.paper.glyphs import printable, unprintable
from donebook.paper.texts import printed_texts
from donebook.paper.typesetter import Typesetter
from donebook.playbook import Playbook
from donebook.rules import CODES
from donebook.rules.base import CONFIG, TODAY, question
from donebook.text import Rich, rich_words
from marking import marked
from projects import CHECKOUT, make_project

pytestmark = pytest.mark.slow

TEMPLATES = CHECKOUT / "templates/sheets"
CHARACTERS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
PROBE = """
#import "common.typ": *
#let data = json(bytes(sys.inputs.data))
#set document(title: data.text)
#show: looks
#heading(level: 1, data.text)
#data.text #emph(data.text) #strong(data.text) #text(font: serif, weight: 600, data.text)
#context [#metadata(here().page()) <pages>]
"""
ODD = "👍🏽 ✅ ★ ☐ ﬁ 日本 שלום مرحبا 👨‍👩‍👧 🇩🇪 ❤️ x\u0302\u20dd \u0301 \u3000 Ω ж"
PRINTED = "□ □ ★ ☐ ﬁ □□ □□□□ □□□□□ □ □ ❤"
CASES = {
    "👍": ("□", ("👍",)),
    "👍🏽 a": ("□ a", ("👍🏽",)),
    "👨‍👩‍👧‍👦": ("□", ("👨‍👩‍👧‍👦",)),
    "🇩🇪🇫🇷": ("□□", ("🇩🇪", "🇫🇷")),
    "❤️": ("❤", ()),
    "★ ☐ ☑ ✓ ✗ ﬁ": ("★ ☐ ☑ ✓ ✗ ﬁ", ()),
    "日本日": ("□□□", ("日", "本")),
    "שָׁלוֹם": ("□□□□", ("שָׁ", "ל", "וֹ", "ם")),
    "e\u0301 \u0105\u0301": ("e\u0301 \u0105\u0301", ()),
    "a\u3000b\u2028c\td": ("a b c d", ()),
    "x\u200db\u2060": ("xb", ()),
    "\ue030 \uf8ff": ("□ □", ("\ue030", "\uf8ff")),
    "\x00": ("□", ("\x00",)),
    "Żółć, Ελλάδα, Привет, Việt Nam, ș ț, 5 € → 7 ≤ 9": (
        "Żółć, Ελλάδα, Привет, Việt Nam, ș ț, 5 € → 7 ≤ 9",
        (),
    ),
    "□": ("□", ()),
}


@pytest.mark.parametrize("text", CASES, ids=ascii)
def test_what_no_font_has_becomes_a_box(text: str) -> None:
    assert (printable(text), unprintable(text)) == CASES[text]


def test_what_needs_no_look_into_the_fonts_is_in_all_of_them() -> None:
    quick = {c for c in CHARACTERS if glyphs._ALWAYS_THERE.fullmatch(c)}  # noqa: SLF001
    assert len(quick) > 450
    for family in glyphs._families():  # noqa: SLF001
        assert quick <= family


def test_the_starter_needs_no_look_into_the_fonts(playbook: Playbook) -> None:
    """That look takes a third of the time of a check."""
    always = glyphs._ALWAYS_THERE  # noqa: SLF001
    texts = [
        rich_words(typed.text) if isinstance(typed.text, Rich) else typed.text
        for typed in printed_texts(playbook)
    ]
    assert len(texts) > 500
    assert [text for text in texts if not always.fullmatch(text)] == []


@pytest.fixture
def press(tmp_path: Path, playbook: Playbook) -> Typesetter:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    (folder / "probe.typ").write_text(PROBE)
    return Typesetter(folder, playbook.language)


@pytest.mark.torture
def test_every_character_of_unicode_can_be_sent_to_the_press(press: Typesetter) -> None:
    shown = sorted({printable(char) for char in CHARACTERS} - {""})
    assert 2000 < len(shown) < 4000
    _, pages = press.pdf("probe.typ", {"text": " ".join(shown)}, TODAY)
    assert pages > 1


def test_any_mixture_of_characters_can_be_sent_to_the_press(press: Typesetter) -> None:
    chance = random.Random(13)
    families = [sorted(family) for family in glyphs._families()]  # noqa: SLF001
    marks = [c for c in CHARACTERS if unicodedata.category(c)[0] == "M"]
    unseen = [c for c in CHARACTERS if unicodedata.category(c) in ("Cf", "Cc", "Zl", "Zp")]
    emoji = [chr(c) for c in (*range(0x1F1E6, 0x1F700), 0x200D, 0xFE0F, 0x20E3)]
    letters = [chr(c) for c in (*range(0x590, 0x700), *range(0x900, 0xA00), *range(0x4E00, 0x4F00))]
    pools = [list("abc 123"), *families, marks, unseen, emoji, letters, CHARACTERS]
    texts = [
        printable(
            "".join(chance.choice(chance.choice(pools)) for _ in range(chance.randint(1, 14)))
        )
        for _ in range(2500)
    ]
    press.pdf("probe.typ", {"text": " — ".join(texts)}, TODAY)


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def relabelled(playbook: Playbook, names: dict[str, str]) -> Playbook:
    """The starter with a word of its own and characters that can't be printed in each text."""

    def odd(value: Any, path: str) -> Any:
        return marked(value, path, names, f" {{product}} {ODD}")

    words = {name: f"{word} 日" for name, word in playbook.language.words.items()}
    return replace(
        playbook,
        entries={key: odd(entry, entry.kind.name) for key, entry in playbook.entries.items()},
        config=odd(playbook.config, "config"),
        vocabulary=odd(playbook.vocabulary, "vocabulary"),
        language=replace(playbook.language, words=words),
    )


@pytest.fixture(scope="module")
def everything(relabelled: Playbook, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Every PDF that can be made of it."""
    printer = Printer(relabelled, TEMPLATES, tmp_path_factory.mktemp("cache"))
    packs = [pack_room(relabelled, name, Seating(20, 7)) for name in relabelled.config.packs]
    return [
        *(p.pdf for p in printer.sheets(relabelled.worksheets, ["a4"], [False, True])),
        *(bound.made.pdf for bound in printer.rooms(packs, ["letter"])),
        *(
            bound.made.pdf
            for bound in printer.rooms([role_play_room(e) for e in relabelled.exercises], ["a4"])
        ),
    ]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\ufffe-]", "", text)


@pytest.mark.torture  # prints all of the starter
def test_each_text_that_is_printed_is_looked_at_and_no_other(
    relabelled: Playbook, everything: list[bytes], names: dict[str, str]
) -> None:
    shown = set(re.findall(r"Zq\d{5}x", "".join(map(words_of, everything))))
    looked_at = {
        word for typed in printed_texts(relabelled) for word in re.findall(r"Zq\d{5}x", typed.text)
    }
    assert {names[word] for word in shown - looked_at} == set()
    assert {names[word] for word in looked_at - shown} == set()
    assert len(shown) > 600


@pytest.mark.torture  # prints all of the starter
def test_what_can_be_printed_of_a_text_is_printed(everything: list[bytes]) -> None:
    wanted = re.sub(r"\s", "", PRINTED).replace("ﬁ", "fi")  # as it is read back
    for pdf in everything:
        text = words_of(pdf)
        assert wanted in text
        assert not re.search("[👍✅日本ש]", text)


@pytest.mark.torture  # prints all of the starter
def test_a_sheet_with_boxes_can_be_read_aloud(everything: list[bytes], tmp_path: Path) -> None:
    for pdf in everything[:2]:  # blank and fillable
        place = tmp_path / "odd.pdf"
        place.write_bytes(pdf)
        assert outloud.check(str(place)).errors == 0


def test_a_form_field_keeps_all_characters(relabelled: Playbook, tmp_path: Path) -> None:
    """Its name and what stands in it are read aloud and copied, in fonts of the viewer's."""
    printer = Printer(relabelled, TEMPLATES, tmp_path)
    for sheet in printer.sheets(relabelled.worksheets[:3], ["a4"], [True]):
        fields = PdfReader(BytesIO(sheet.pdf)).get_fields() or {}
        assert fields
        assert all(ODD[:10] in field["/TU"] or "日" in field["/TU"] for field in fields.values())


def test_each_place_where_a_character_cannot_be_printed_is_named(
    relabelled: Playbook, names: dict[str, str]
) -> None:
    texts = {(typed.path, typed.loc) for typed in printed_texts(relabelled)}
    found = list(on_paper(relabelled, ()))
    assert {(f.path, f.loc) for f in found} == texts
    assert len(found) == len(texts)
    assert {f.words for f in found} <= {"👍🏽", "日"}


SHEET = """\
title: Sheet
summary: For a 👍 call.
owner: team
reviewed: 2026-10-05
purpose: To ask.
audience: internal
stage: open
pages: 1
minutes: 5
sections:
  - {type: questions, title: Ask, pick: [why-us], answer: lines}
  - type: text
    text: |-
      What can be said.

      And what can't be ✅ said, nor &#x1F44D;.
  - {type: notes, title: 'Notes 日', key: notes, lines: 3}
"""
WHY_US = question("Why us 🎯", "compete").replace("What makes this", "What 🙂 makes this")


def checked(root: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as end, contextlib.redirect_stdout(io.StringIO()) as said:
        main(["--root", str(root), "check", "--format", "json", *arguments])
    return int(end.value.code or 0), json.loads(said.getvalue())


def test_a_character_is_named_where_it_stands(tmp_path: Path) -> None:
    files = {
        "worksheets/sheet.yaml": SHEET,
        "questions/why-us.yaml": WHY_US,
        "../site-config/playbook.yaml": CONFIG.replace("Example playbook", "Play 🎯 book"),
        "../site-config/words/en.yaml": "paper:\n  page: 'page 👍 {n} of {all}'\n",
    }
    code, found = checked(make_project(tmp_path / "project", files))
    assert code == 0
    assert [
        (p["code"], p["path"], p["line"], p["column"], p["end_column"])
        for p in found["problems"]
        if p["code"] != "W514"  # an entity is told as that, too
    ] == [
        ("W510", "content/questions/why-us.yaml", 5, 11, 12),
        ("W510", "content/worksheets/sheet.yaml", 16, 25, 26),
        ("W510", "content/worksheets/sheet.yaml", 17, 33, 34),
        ("W510", "site-config/playbook.yaml", 2, 12, 13),
        ("W510", "site-config/words/en.yaml", 2, 15, 16),
    ]
    (rich,) = (p for p in found["problems"] if p["line"] == 16 and p["code"] == "W510")
    assert '"✅" (U+2705) and "👍" (U+1F44D)' in rich["message"]


@pytest.mark.parametrize("char", ["👍", "✅", "★", "☐", "ﬁ", "日本", "שלום", "مرحبا", "👨‍👩‍👧"])
def test_one_character_never_stops_a_check(tmp_path: Path, char: str) -> None:
    if "\u200d" in char:  # a file can't hold what can't be seen, but an entity can
        char = char.replace("\u200d", "&zwj;")
    files = {"worksheets/sheet.yaml": SHEET.replace("What can be said.", f"A {char} b.")}
    code, found = checked(make_project(tmp_path / "project", files))
    assert code == 0
    # What is written as an entity is told as that, too.
    assert {p["code"] for p in found["problems"]} - {"W514"} == {"W510"}


def test_a_code_finds_its_bad_case_and_can_be_excused(tmp_path: Path) -> None:
    code = CODES["W510"]
    for name, files, wanted in (
        ("bad", code.bad, ["W510"]),
        ("good", code.good, []),
        (
            "excused",
            {p: f"{t}allow: {{W510: Nobody prints it.}}\n" for p, t in code.bad.items()},
            [],
        ),
        (
            "needless",
            {p: f"{t}allow: {{W510: Nobody prints it.}}\n" for p, t in code.good.items()},
            ["F604"],
        ),
    ):
        _, found = checked(make_project(tmp_path / name, files))
        assert [p["code"] for p in found["problems"]] == wanted, name


def test_whoever_prints_is_told_too(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    arguments = ["--root", str(root), "sheets", "--out", str(tmp_path / "out")]
    run = CliRunner().invoke(donebook, arguments)
    assert "content/worksheets/sheet.yaml: No font for paper has" in run.stderr
