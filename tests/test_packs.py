"""Packs for a room, read back: who plays what, what to print how often, and what a card may say."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import outloud
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from donebook.cli.main import donebook
from donebook.model import Key, Worksheet
from donebook.paper import Bound, Printer, Seating, pack_room, role_play_room
from donebook.paper.rotation import SEATS, group_sizes, turns
from donebook.playbook import Playbook
from donebook.text import Plain, Rich, finished
from projects import CHECKOUT

pytestmark = pytest.mark.slow

Cards = dict[tuple[str, str], Bound]
SMALLEST = 11  # points, at arm's length


@pytest.fixture(scope="module")
def printer(playbook: Playbook, sheet_cache: Path) -> Printer:
    return Printer(playbook, CHECKOUT / "templates/sheets", sheet_cache)


@pytest.fixture(scope="module")
def packs(playbook: Playbook, printer: Printer) -> list[Bound]:
    found = list(
        printer.rooms(
            [pack_room(playbook, n, Seating(p.room, 7)) for n, p in playbook.config.packs.items()]
        )
    )
    assert found
    return found


@pytest.fixture(scope="module")
def cards(playbook: Playbook, printer: Printer) -> Cards:
    """What is printed of each role-play alone, by its id and the paper."""
    return {
        (bound.id, bound.paper): bound
        for bound in printer.rooms([role_play_room(e) for e in playbook.exercises])
    }


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = (page.get_textpage().get_text_range() for page in document)
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "-")) for text in texts]


def curly(text: str) -> str:
    """A text as it is set."""
    return finished(Plain(text), "our product")


@pytest.mark.parametrize("people", range(2, 101))
def test_everybody_sits_in_a_group_of_three_or_two(people: int) -> None:
    sizes = group_sizes(people)
    assert sum(sizes) == people
    assert set(sizes) <= {2, 3}
    assert len(sizes) == -(-people // 3)


def test_for_twenty_there_are_seven_groups() -> None:
    assert group_sizes(20) == (3, 3, 3, 3, 3, 3, 2)


@pytest.mark.parametrize("seed", [None, 0, 7])
def test_each_group_plays_everything_once_and_seats_rotate(
    playbook: Playbook, seed: int | None
) -> None:
    exercises = playbook.exercises[:3]
    for group, size in zip(turns(exercises, 20, seed), group_sizes(20), strict=True):
        assert {turn.exercise.id for turn in group} == {e.id for e in exercises}
        for turn in group:
            seats = [seat for seat in (turn.rep, turn.buyer, turn.observer) if seat]
            assert sorted(seats) == list(SEATS[:size])
        assert all(before.rep != after.rep for before, after in pairwise(group))


def test_a_seed_deals_the_same_again_and_another_one_differently(playbook: Playbook) -> None:
    exercises = playbook.exercises[:3]
    assert turns(exercises, 30, 7) == turns(exercises, 30, 7)
    assert turns(exercises, 30, 7) != turns(exercises, 30, 8)
    orders = {tuple(turn.exercise.id for turn in group) for group in turns(exercises, 30, 7)}
    assert len(orders) > 1
    plain = {tuple(turn.exercise.id for turn in group) for group in turns(exercises, 30, None)}
    assert plain == {tuple(exercise.id for exercise in exercises)}


def test_the_first_page_says_where_each_piece_is_and_how_many_to_print(
    playbook: Playbook, packs: list[Bound]
) -> None:
    for bound in packs:
        pack = playbook.config.packs[bound.id]
        pages = pages_of(bound.made.pdf)
        groups = len(group_sizes(pack.room))
        rows = {
            **{sheet_id: (str(pack.room), "") for sheet_id in pack.sheets},
            **{f"{e}: rep’s cards": (str(-(-groups // 2)), ": the rep") for e in pack.exercises},
            **{
                f"{e}: buyer’s cards": (str(-(-groups // 2)), ": the buyer") for e in pack.exercises
            },
            **{f"{e}: observer": (str(groups), ": the observer") for e in pack.exercises},
            **{f"{e}: trainer": ("1", ": the trainer") for e in pack.exercises},
            **{f"{e}: answer key": ("1", ": answer key") for e in pack.exercises},
        }
        for row, (copies, heading) in rows.items():
            entry_id, _, rest = row.partition(":")
            kind = "exercise" if rest else "worksheet"
            title = curly(playbook.entries[Key(kind, entry_id)].title)
            name = f"{title}:{rest}" if rest else title
            found = re.search(rf"{re.escape(name)} (\d+)(?:–\d+)? (\d+)×", pages[0])
            assert found, (bound.id, name)
            assert found[2] == copies
            assert f"{title}{heading}" in pages[int(found[1]) - 1]
        keys = [n for n, text in enumerate(pages) if "The hidden definition of done:" in text]
        assert keys == list(range(len(pages) - 2 * len(pack.exercises), len(pages), 2))


def test_a_pack_has_bookmarks_and_can_be_read_aloud(
    playbook: Playbook, packs: list[Bound], cards: Cards, tmp_path: Path
) -> None:
    for bound in (*packs, *(bound for bound in cards.values() if bound.paper == "a4")):
        place = tmp_path / bound.name
        place.write_bytes(bound.made.pdf)
        assert outloud.check(str(place)).errors == 0, bound.name
    for bound in packs:
        marks = [
            m.title for m in PdfReader(BytesIO(bound.made.pdf)).outline if not isinstance(m, list)
        ]
        pack = playbook.config.packs[bound.id]
        for kind, ids in (("worksheet", pack.sheets), ("exercise", pack.exercises)):
            for entry_id in ids:
                title = curly(playbook.entries[Key(kind, entry_id)].title)
                assert any(str(mark).startswith(title) for mark in marks), (title, marks)


def test_the_same_seed_gives_the_same_pack_to_the_byte(
    playbook: Playbook, packs: list[Bound], tmp_path: Path
) -> None:
    other = Printer(playbook, CHECKOUT / "templates/sheets", tmp_path)
    bound = packs[0]
    room = playbook.config.packs[bound.id].room
    again, third = (
        next(
            other.rooms([pack_room(playbook, bound.id, Seating(room, seed))], [bound.paper])
        ).made.pdf
        for seed in (7, 8)
    )
    assert again == bound.made.pdf
    assert third != bound.made.pdf


def starts_of(playbook: Playbook, bound: Bound) -> dict[str, str]:
    """What stands on the first page of each piece, and nowhere else."""
    pack = playbook.config.packs.get(bound.id)
    sheets, ids = (pack.sheets, pack.exercises) if pack else ((), (bound.id,))
    found = {"overview": "What to print", "turns": "Who plays what"} if pack else {}
    for sheet_id in sheets:
        sheet = playbook.entries[Key("worksheet", sheet_id)]
        found[sheet_id] = f"{curly(sheet.title)} {curly(sheet.purpose)}"  # type: ignore[attr-defined]
    for exercise_id in ids:
        title = curly(playbook.entries[Key("exercise", exercise_id)].title)
        for name in (
            "the rep",
            "the buyer",
            "the observer",
            "the trainer",
            "answer key The hidden",
        ):
            found[f"{exercise_id}: {name}"] = f"{title}: {name} "
    return found


def long_winded(playbook: Playbook) -> Playbook:
    """The same with one role-play whose trainer's page takes two pages, all of it in one pack."""
    exercise = playbook.exercises[0]
    notes = Rich("\n\n".join(["They talk about what done means to them. " * 8] * 7))
    longer = exercise.model_copy(update={"debrief": notes, "trainer_notes": notes})
    pack = next(iter(playbook.config.packs.values())).model_copy(
        update={
            "room": 300,
            "sheets": tuple(sheet.id for sheet in playbook.worksheets),
            "exercises": tuple(exercise.id for exercise in playbook.exercises),
        }
    )
    config = playbook.config.model_copy(update={"packs": {"everything": pack}})
    entries = {**playbook.entries, exercise.key: longer}
    return replace(playbook, config=config, entries=entries)


def test_each_piece_is_on_leaves_of_its_own(
    playbook: Playbook, packs: list[Bound], cards: Cards, sheet_cache: Path
) -> None:
    """Whoever prints on both sides finds nothing on the back of something else."""
    longer = long_winded(playbook)
    press = Printer(longer, CHECKOUT / "templates/sheets", sheet_cache)
    everything = list(press.rooms([pack_room(longer, "everything", Seating(300, 7))]))
    many = set()
    for book, bounds in (
        (playbook, (*packs, *cards.values())),
        (longer, everything),
    ):
        for bound in bounds:
            pages = pages_of(bound.made.pdf)
            assert len(pages) == bound.made.pages
            assert len(pages) % 2 == 0, "the last leaf has a back, too"
            first = {}
            for piece, words in starts_of(book, bound).items():
                (first[piece],) = (n for n, text in enumerate(pages, 1) if words in text)
                assert first[piece] % 2 == 1, (bound.id, piece)
            starts = sorted((page, piece) for piece, page in first.items())
            for (start, piece), (end, _) in pairwise((*starts, (len(pages) + 1, ""))):
                full = [bool(text.strip()) for text in pages[start - 1 : end - 1]]
                assert full in ([True] * len(full), [True] * (len(full) - 1) + [False])
                if sum(full) > 1:
                    many.add(piece.partition(": ")[2] or piece)
            wishes: Any = PdfReader(BytesIO(bound.made.pdf)).root_object["/ViewerPreferences"]
            assert wishes["/Duplex"] == "/Simplex"
            assert wishes["/DisplayDocTitle"].value is True
    assert {"the trainer", "turns", "definition-of-done-canvas"} <= many


def test_a_page_without_words_has_the_size_of_the_others(packs: list[Bound]) -> None:
    for bound in packs:
        sizes = {page.get_size() for page in pypdfium2.PdfDocument(bound.made.pdf)}
        assert len(sizes) == 1, bound.name


def test_the_list_names_all_pages_of_a_piece_and_says_which_have_a_back(
    playbook: Playbook, sheet_cache: Path
) -> None:
    longer = long_winded(playbook)
    press = Printer(longer, CHECKOUT / "templates/sheets", sheet_cache)
    (bound,) = press.rooms([pack_room(longer, "everything", Seating(300))], ["a4"])
    pages = pages_of(bound.made.pdf)
    overview = " ".join(pages[: next(n for n, text in enumerate(pages) if not text.strip())])
    assert "Print on one side" in overview
    title = curly(longer.exercises[0].title)
    canvas = longer.entry(Worksheet, "definition-of-done-canvas")
    for name, start in (
        (f"{title}: trainer", f"{title}: the trainer "),
        (canvas.title, f"{canvas.title} {curly(canvas.purpose)[:30]}"),
    ):
        found = re.search(rf"{name} (\d+)–(\d+) \d+× ([^×]*?front and back)", overview)
        assert found, name
        first, last = int(found[1]), int(found[2])
        assert (start in pages[first - 1], last) == (True, first + 1)
        assert pages[last - 1].strip()


def test_a_role_play_alone_says_how_to_print_it(cards: Cards) -> None:
    for bound in cards.values():
        first, *others = pages_of(bound.made.pdf)
        assert first.count(HOW_TO_PRINT) == 1
        assert not any(HOW_TO_PRINT in text for text in others)


HOW_TO_PRINT = "Print on one side. Each piece of this file is on a sheet of its own."


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_rep_and_buyer_have_cards_apart_and_the_rep_learns_nothing(
    playbook: Playbook, cards: Cards, paper: str
) -> None:
    for exercise in playbook.exercises:
        rep, _, buyer, *_ = pages_of(cards[exercise.id, paper].made.pdf)
        card = exercise.buyer_card
        pattern = playbook.entries[Key("pattern", exercise.pattern)]
        rep = rep.replace(HOW_TO_PRINT, "")
        assert rep.count(curly(exercise.rep_card)) == 2
        assert curly(exercise.rep_card) not in buyer
        hidden = [card.opening, card.shift.says, *(fact.says for fact in card.if_asked)]
        for said in hidden:
            assert buyer.count(curly(said)) == 2, said
            assert curly(said) not in rep
        assert pattern.title.lower() not in rep.lower()
        assert "answer key" not in rep + buyer
        for page in (rep, buyer):
            words = len(page.split()) / 2 - len(exercise.title.split()) - 2
            assert words <= 120, (exercise.id, words)


def test_cards_are_legible_at_arms_length(playbook: Playbook, cards: Cards) -> None:
    for exercise in playbook.exercises:
        for paper in ("a4", "letter"):
            document = pypdfium2.PdfDocument(cards[exercise.id, paper].made.pdf)
            for number in (0, 2):
                page = document[number]
                text = page.get_textpage()
                height = page.get_height()
                end = text.get_text_range().find(HOW_TO_PRINT)
                for at in range(text.count_chars() if end < 0 else end):
                    size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
                    assert size >= SMALLEST or not text.get_text_range(at, 1).strip()
                    _, bottom, _, top = text.get_charbox(at)
                    # Nothing runs over the cut in the middle or off the paper.
                    assert top - bottom < 1 or 10 < bottom < top < height - 10
                    assert top - bottom < 1 or not bottom < height / 2 < top


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(donebook, ["--root", str(CHECKOUT), "sheets", *arguments])
    return done.exit_code, done.output


def test_a_pack_is_printed_by_its_name(playbook: Playbook, tmp_path: Path) -> None:
    name = next(iter(playbook.config.packs))
    code, said = run("--pack", name, "--room", "5", "--seed", "1", "--out", str(tmp_path))
    assert code == 0, said
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{name}-a4.pdf", f"{name}-letter.pdf"]
    overview, _, turns_, *_ = pages_of((tmp_path / f"{name}-a4.pdf").read_bytes())
    assert "For 5 people: 2 groups" in overview
    assert "Dealt with seed 1" in turns_


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--pack", "onbording-day-1"), 'Did you mean "onboarding-day-1"?'),
        (("--pack", "zzz"), "There are: onboarding-day-1"),
        (("call-sheet", "--pack", "onboarding-day-1"), "A pack is printed alone"),
        (("--fillable", "--pack", "onboarding-day-1"), "A pack is printed alone"),
        (("--seed", "3"), "name it with --pack"),
        (("--pack", "onboarding-day-1", "--room", "1"), "2<=x<=300"),
    ],
)
def test_a_wrong_use_is_explained(arguments: tuple[str, ...], said: str) -> None:
    code, told = run(*arguments)
    assert code == 2
    assert said in told
