"""Packs for a room, read back: who plays what, what stands in which file, and what a card may say."""

import re
from collections.abc import Sequence
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
from donebook.facts import PARTS
from donebook.language import read_language
from donebook.model import Key, LossReason, Worksheet
from donebook.paper import Bound, Printer, Seating, pack_room, role_play_room
from donebook.paper.packs import PackWriter
from donebook.paper.rotation import SEATS, group_sizes, seated, turns
from donebook.paper.running import BREAK_AFTER, Step, clock, session, steps
from donebook.paper.typesetter import Typesetter, TypesettingFailed
from donebook.playbook import Playbook
from donebook.source import Folder
from donebook.text import Plain, Rich, finished
from projects import CHECKOUT
from trials import one_in

pytestmark = pytest.mark.slow

Files = dict[tuple[str, str, str], Bound]  # by id, part and paper
SMALLEST = 11  # points, at arm's length


@pytest.fixture(scope="module")
def printer(playbook: Playbook, sheet_cache: Path) -> Printer:
    return Printer(playbook, CHECKOUT / "templates/sheets", sheet_cache)


@pytest.fixture(scope="module")
def packs(playbook: Playbook, printer: Printer) -> Files:
    """Each pack for seven, in groups of three and of two, on both papers."""
    rooms = [pack_room(playbook, name, Seating(7, 3)) for name in playbook.config.packs]
    assert rooms
    return {(b.id, b.part, b.paper): b for b in printer.rooms(rooms)}


@pytest.fixture(scope="module")
def role_plays(playbook: Playbook, printer: Printer) -> Files:
    """Each role-play alone, for one group."""
    rooms = [role_play_room(exercise, Seating(3)) for exercise in playbook.exercises]
    return {(b.id, b.part, b.paper): b for b in printer.rooms(rooms)}


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = (page.get_textpage().get_text_range() for page in document)
    return [re.sub(r"\s+", " ", text.replace("\ufffe", "-")) for text in texts]


def curly(text: str) -> str:
    """A text as it is set."""
    return finished(Plain(text), "our product")


def test_everybody_sits_in_a_group_of_three_or_two() -> None:
    for people in range(2, 101):
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


@pytest.mark.parametrize("seed", one_in(3, [7, None, 2026]))
@pytest.mark.parametrize("size", [0, 1, 2, 3, 5])
def test_rooms_of_2_to_300_add_up(playbook: Playbook, seed: int | None, size: int) -> None:
    """Everybody has a seat and a job in each round, and sells; each round has one observer's page a group."""
    exercises = playbook.exercises[:size]
    for people in range(2, 301):
        groups = turns(exercises, people, seed)
        everybody = seated(groups, people)
        assert [person.number for person in everybody] == list(range(1, people + 1))
        assert sorted({person.group for person in everybody}) == list(range(1, len(groups) + 1))
        assert len({len(group) for group in groups}) == 1, "all groups end together"
        for number, group in enumerate(groups, start=1):
            members = [person for person in everybody if person.group == number]
            assert all(p.members == tuple(m.number for m in members) for p in members)
            seats = [person.seat for person in members]
            assert seats == list(SEATS[: len(members)])
            assert all(person.turns == group for person in members)
            assert len(group) >= size
            assert {turn.exercise.id for turn in group} == {e.id for e in exercises}
            sold = {seat: [turn.rep for turn in group].count(seat) for seat in seats}
            assert not group or min(sold.values()) >= 1, "everybody sells"
            assert max(sold.values()) - min(sold.values()) <= 1
            pages = [exercise.id for person in members for exercise in person.watched]
            assert sorted(pages) == sorted(turn.exercise.id for turn in group)
            for turn in group:
                roles = sorted(turn.role_of(seat) for seat in seats)
                assert roles == (
                    ["buyer", "observer", "rep"] if len(seats) == 3 else ["buyer", "rep"]
                )
                assert turn.scribe in seats
                assert turn.role_of(turn.scribe) == ("observer" if len(seats) == 3 else "buyer")


@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize("people", [2, 3, 4, 7, 20, 300])
def test_each_card_that_is_needed_is_there_once(
    playbook: Playbook, people: int, seed: int | None
) -> None:
    """Whoever is rep or buyer in a round finds a card with their group, round and seat."""
    writer = PackWriter(playbook)
    rooms = [
        *(pack_room(playbook, name, Seating(people, seed)) for name in playbook.config.packs),
        *(role_play_room(exercise, Seating(people, seed)) for exercise in playbook.exercises[:2]),
    ]
    for room in rooms:
        groups = writer.cards(room, "a4")["groups"]
        needed = [
            (number, turn.exercise.id, round_, turn.rep, turn.buyer)
            for number, group in enumerate(room.groups, 1)
            for round_, turn in enumerate(group, 1)
        ]
        there = [
            (number, room.exercises[card["exercise"]].id, t["round"], t["rep"], t["buyer"])
            for number, cards in enumerate(groups, 1)
            for card in cards
            for t in card["turns"]
        ]
        assert sorted(there) == sorted(needed)
        assert all(len(cards) == len(room.exercises) for cards in groups)


@pytest.mark.parametrize("seed", [None, 7])
def test_clock_times_add_up(playbook: Playbook, seed: int | None) -> None:
    for name, pack in playbook.config.packs.items():
        for people in (2, 7, 300):
            room = pack_room(playbook, name, Seating(people, seed))
            begin, end = ["welcome", "intro"], ["together", "own-deal"]
            order = [step for step in room.order if step.part != "break"]
            assert [step.part for step in order[:2] + order[-2:]] == begin + end
            sheets, rounds = order[2 : 2 + len(pack.sheets)], order[2 + len(pack.sheets) : -2]
            assert [step.worksheet for step in sheets] == list(room.worksheets)
            assert [step.minutes for step in sheets] == [s.minutes for s in room.worksheets]
            number_of_rounds = max(len(pack.exercises), 2 if people == 2 else 3)
            assert len(rounds) == 3 * number_of_rounds
            for number, exercise in enumerate(room.exercises if seed is None else ()):
                taken = [step.minutes for step in rounds[3 * number : 3 * number + 3]]
                minutes = exercise.minutes
                assert taken == [minutes.read, minutes.play, minutes.debrief]
            times = clock(9 * 60, room.order)
            assert times[0] == 9 * 60
            assert [b - a for a, b in pairwise(times)] == [step.minutes for step in room.order]


def test_nobody_goes_on_for_long_without_a_break_or_is_stopped_in_a_round(
    playbook: Playbook,
) -> None:
    order = steps(playbook.worksheets, turns(playbook.exercises, 20, None))
    since = 0
    for before, step in pairwise((*order, Step("break", 0))):
        since = 0 if before.part == "break" else since + before.minutes
        assert since <= BREAK_AFTER
        if step.part == "break":
            assert before.part in ("sheet", "debrief")
            assert since >= 30
    assert sum(step.part == "break" for step in order) > 3


def test_a_round_takes_3_7_and_5_minutes_unless_the_role_play_says_otherwise(
    playbook: Playbook,
) -> None:
    exercise = playbook.exercises[0]
    written = exercise.model_dump(exclude={"minutes"})
    usual, longer = (
        type(exercise).model_validate({**written, **more})
        for more in ({}, {"minutes": {"play": 12}})
    )
    (minutes, longer_minutes) = (usual.minutes, longer.minutes)
    assert (minutes.read, minutes.play, minutes.debrief) == (3, 7, 5)
    assert (longer_minutes.read, longer_minutes.play, longer_minutes.debrief) == (3, 12, 5)


def test_a_round_takes_as_long_as_its_longest_role_play(playbook: Playbook) -> None:
    first, second = playbook.exercises[:2]
    long = first.model_copy(
        update={"minutes": first.minutes.model_copy(update={"play": 30, "read": 1})}
    )
    groups = tuple(turns((exercise,), 3, None)[0] for exercise in (long, second))
    taken = [step.minutes for step in steps((), groups) if step.part != "break"]
    assert taken == [second.minutes.read, 30, second.minutes.debrief] * 3


def test_midnight_is_no_obstacle() -> None:
    order = (Step("sheet", 20), Step("read", 5))
    late = 23 * 60 + 50
    assert clock(late, order) == (late, 10, 15)
    assert clock(late, session(order)) == (late, late + 5, 0, 20, 25, 35)


def test_times_are_written_as_the_language_does(playbook: Playbook) -> None:
    assert [playbook.language.time(at) for at in (0, 545, 825)] == [
        "12:00\xa0AM",
        "9:05\xa0AM",
        "1:45\xa0PM",
    ]
    assert read_language(Folder(CHECKOUT), "de")[0].time(825) == "13:45"


def titles(playbook: Playbook, kind: str, ids: Sequence[str]) -> list[str]:
    return [curly(playbook.entries[Key(kind, i)].title) for i in ids]


def stacks_of(pages: list[str]) -> list[list[str]]:
    """The pages of each person: a stack begins where somebody is given a number; the spare is the last."""
    starts = [n for n, text in enumerate(pages) if "You are number" in text]
    spare, _ = (n for n, text in enumerate(pages) if "Spare stack There are two" in text)
    return [pages[a:b] for a, b in pairwise((*starts, spare))]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_everybody_gets_a_stack_in_seating_order(
    playbook: Playbook, packs: Files, paper: str
) -> None:
    for name, pack in playbook.config.packs.items():
        bound = packs[name, "participants", paper]
        stacks = stacks_of(pages_of(bound.pdf))
        people = pack_room(playbook, name, Seating(7, 3)).people
        assert len(stacks) == len(people) == 7
        for person, stack in zip(people, stacks, strict=True):
            front, *others = stack
            assert (
                f"You are number {person.number} Group {person.group}, seat {person.seat} " in front
            )
            for number, turn in enumerate(person.turns, start=1):
                told = {"rep": "the rep", "buyer": "the buyer", "observer": "the observer"}
                role = told[turn.role_of(person.seat)]
                assert f"{number} {curly(turn.exercise.title)} {role}, with a" in front
            # The back of an observer's page says its title, too.
            firsts = [text.strip() for text in others[1:] if "When they have stopped" not in text]
            wanted = [
                *titles(playbook, "worksheet", pack.sheets),
                *(
                    f"{curly(turn.exercise.title)}: the observer"
                    for turn in person.turns
                    if turn.scribe == person.seat
                ),
                "Your own deal",
            ]
            found = [text for text in firsts if any(f"{w} " in text[:150] for w in wanted)]
            assert len(found) == len(wanted)
            assert all(w in f[:150] for f, w in zip(found, wanted, strict=True))


def secrets(playbook: Playbook) -> tuple[set[str], set[str]]:
    """What stands in keys, and what a buyer alone may know."""
    keys, cards = set(), set()
    for exercise in playbook.exercises:
        keys |= {line for line in curly(exercise.answer_key).split("\n\n") if "*" not in line}
        card = exercise.buyer_card
        cards |= {curly(card.opening), curly(card.shift.says)}
        cards |= {curly(fact.says) for fact in card.if_asked if len(fact.says) > 40}
    return keys, cards


@pytest.mark.torture
def test_no_key_and_no_card_lies_in_anybodys_stack(
    playbook: Playbook, packs: Files, role_plays: Files
) -> None:
    keys, cards = secrets(playbook)
    reps = {curly(exercise.rep_card) for exercise in playbook.exercises}
    for (name, part, paper), bound in (packs | role_plays).items():
        text = " ".join(pages_of(bound.pdf))
        found = {key for key in keys if key in text}
        if part == "trainer":
            assert found
        else:
            assert found == set(), (name, part, paper)
            assert "answer key" not in text
            assert "The hidden definition of done" not in text
        if part == "participants":
            assert [said for said in cards | reps if said in text] == []


@pytest.mark.torture
def test_nothing_lies_on_the_back_of_something_else(
    playbook: Playbook, packs: Files, role_plays: Files
) -> None:
    """Each person's stack, and each piece in it, begins on a new leaf."""
    for (name, part, paper), bound in (packs | role_plays).items():
        pages = pages_of(bound.pdf)
        assert len(pages) == bound.pages
        if part == "participants":
            assert len(pages) % 2 == 0
            sheets = playbook.config.packs[name].sheets if name in playbook.config.packs else ()
            starts = (
                "You are number",
                *(f"{title} " for title in titles(playbook, "worksheet", sheets)),
            )
            for number, text in enumerate(pages):
                begins = (
                    ": the observer The rep" in text
                    or "Your own deal Take" in text
                    or "Spare stack There are two" in text
                    or any(
                        text.startswith(start) or (start == starts[0] and start in text)
                        for start in starts
                    )
                )
                if begins:
                    assert number % 2 == 0, (name, paper, number)
                elif number % 2 == 0:
                    raise AssertionError((name, paper, number, text[:60]))
            marks = PdfReader(BytesIO(bound.pdf)).outline
            assert len(marks) == (9 if name in playbook.config.packs else 3)
        if part == "trainer":
            keys = [n for n, text in enumerate(pages) if "The hidden definition of done" in text]
            assert min(keys) % 2 == 0
            assert all("the trainer " not in text for text in pages[min(keys) :])
        sizes = {page.get_size() for page in pypdfium2.PdfDocument(bound.pdf)}
        assert len(sizes) == 1


def test_each_file_asks_the_printer_for_its_sides(packs: Files) -> None:
    for (_, part, _), bound in packs.items():
        wishes: Any = PdfReader(BytesIO(bound.pdf)).root_object["/ViewerPreferences"]
        assert wishes["/Duplex"] == ("/Simplex" if part == "cards" else "/DuplexFlipLongEdge")
        assert bound.sides == ("one" if part == "cards" else "both")
        assert wishes["/DisplayDocTitle"] is True or wishes["/DisplayDocTitle"].value is True


@pytest.mark.torture
def test_a_print_job_holds_each_page_once(playbook: Playbook, printer: Printer) -> None:
    name = next(iter(playbook.config.packs))
    small, large = (
        next(printer.rooms([pack_room(playbook, name, Seating(people))], ["a4"]))
        for people in (3, 60)
    )
    assert large.pages > 10 * small.pages  # each has two stacks more
    assert len(large.pdf) < 4 * len(small.pdf)
    assert b"pdfuaid" not in large.pdf


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_cards_come_by_group_and_round_for_their_seats(
    playbook: Playbook, packs: Files, paper: str
) -> None:
    for name in playbook.config.packs:
        pages = pages_of(packs[name, "cards", paper].pdf)
        dealt = [
            (number, round_, turn)
            for number, group in enumerate(pack_room(playbook, name, Seating(7, 3)).groups, 1)
            for round_, turn in enumerate(group, 1)
        ]
        assert len(pages) == len(dealt)
        for text, (group, round_, turn) in zip(pages, dealt, strict=True):
            title = curly(turn.exercise.title)
            for seat, role in ((turn.rep, "rep"), (turn.buyer, "buyer")):
                assert f"Group {group} · Round {round_} · Seat {seat} {title}: the {role}" in text
            assert curly(turn.exercise.rep_card) in text
            assert curly(turn.exercise.buyer_card.opening) in text
        assert [HOW_TO_PRINT in text for text in pages] == [True] + [False] * (len(pages) - 1)


HOW_TO_PRINT = "Print on one side, and cut along the dashes."


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_rep_and_buyer_have_cards_apart_and_the_rep_learns_nothing(
    playbook: Playbook, role_plays: Files, paper: str
) -> None:
    for exercise in playbook.exercises:
        document = pypdfium2.PdfDocument(role_plays[exercise.id, "cards", paper].pdf)
        (page,) = document  # which is passed on, round by round
        width, height = page.get_size()
        text = page.get_textpage()
        rep, buyer = (
            re.sub(
                r"\s+", " ", re.sub("[\ufffe\x02]", "-", text.get_text_bounded(0, low, width, high))
            )
            for low, high in ((height / 2, height), (0, height / 2))
        )
        buyer = buyer.replace(HOW_TO_PRINT, "")
        card = exercise.buyer_card
        pattern = playbook.entries[Key("pattern", exercise.pattern)]
        assert curly(exercise.rep_card) in rep
        assert curly(exercise.rep_card) not in buyer
        hidden = [card.opening, card.shift.says, *(fact.says for fact in card.if_asked)]
        for said in hidden:
            assert curly(said) in buyer, said
            assert curly(said) not in rep
        assert pattern.title.lower() not in rep.lower()
        for half in (rep, buyer):
            words = len(half.split()) - len(exercise.title.split()) - 22  # group, rounds, seats
            assert words <= 120, (exercise.id, words)


def test_cards_are_legible_at_arms_length(playbook: Playbook, role_plays: Files) -> None:
    for exercise in playbook.exercises:
        for paper in ("a4", "letter"):
            (page,) = pypdfium2.PdfDocument(role_plays[exercise.id, "cards", paper].pdf)
            text = page.get_textpage()
            height = page.get_height()
            for at in range(text.get_text_range().find(HOW_TO_PRINT)):
                size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
                assert size >= SMALLEST or not text.get_text_range(at, 1).strip()
                _, bottom, _, top = text.get_charbox(at)
                # Nothing runs over the cut in the middle or off the paper.
                assert top - bottom < 1 or 10 < bottom < top < height - 10
                assert top - bottom < 1 or not bottom < height / 2 < top


EDGE = 8 * 72 / 25.4  # points: what printers leave blank, and more


@pytest.mark.torture
def test_nothing_is_printed_within_eight_millimetres_of_the_edge(
    packs: Files, role_plays: Files
) -> None:
    """Cut marks, footers and text; sheets look as they do alone."""
    for (name, part, paper), bound in (packs | role_plays).items():
        if part == "participants" and (name, part, paper) in packs:
            continue
        for number, page in enumerate(pypdfium2.PdfDocument(bound.pdf)):
            image = page.render(scale=1).to_pil().convert("L")
            box = image.point(lambda shade: 255 * (shade < 250)).getbbox()
            if box is None:
                continue
            left, top, right, bottom = box
            far = (left, top, image.width - right, image.height - bottom)
            assert min(far) >= EDGE - 1, (name, part, paper, number, far)
            if part == "cards":
                # The marks are there, on the line that parts the cards.
                middle = image.crop((0, image.height // 2 - 2, image.width, image.height // 2 + 2))
                marks = middle.point(lambda shade: 255 * (shade < 200)).getbbox()
                assert marks
                assert EDGE - 1 <= marks[0] < 2 * EDGE
                assert EDGE - 1 <= image.width - marks[2] < 2 * EDGE


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_trainer_has_all_that_runs_the_room(
    playbook: Playbook, packs: Files, paper: str
) -> None:
    for name, pack in playbook.config.packs.items():
        room = pack_room(playbook, name, Seating(7, 3))
        bound = packs[name, "trainer", paper]
        pages = pages_of(bound.pdf)
        text = " ".join(pages)
        plan = pages[0]
        roster = next(n for n, page in enumerate(pages) if "Roster and seats Write" in page)
        running = " ".join(pages[1:roster])
        assert "For 7 people. Groups of three: 1. Groups of two: 2." in plan
        people, cards = (packs[name, part, paper] for part in ("participants", "cards"))
        assert f"seating order {people.pages} {people.pages // 2} both sides" in plan
        assert f"by group and round {cards.pages} {cards.pages} one side" in plan
        assert f"only for you {bound.pages} {-(-bound.pages // 2)} both sides" in plan
        for rule in ("Two in a group", "when round 1 begins", "comes late", "two observe"):
            assert rule in plan
        *begins, ends = clock(9 * 60, room.order)
        told = {
            "welcome": "Sit down",
            "intro": "What today is about",
            "break": "Break",
            "together": "Back together",
            "own-deal": "Your own deal",
        }
        time = playbook.language.time
        for at, step in zip(begins, room.order, strict=True):
            what = curly(step.worksheet.title) if step.worksheet else f"Round {step.round}: "
            line = f"{time(at)} {step.minutes} {told.get(step.part, what)}".replace("\xa0", " ")
            assert line in running
            for minute in step.shifts:
                assert f"minute {minute}, at {time(at + minute)}".replace("\xa0", " ") in running
        assert f"{time(ends)} End".replace("\xa0", " ") in running
        assert f"From 9:00 AM to {time(ends)}.".replace("\xa0", " ") in plan
        for person in room.people:
            sells = [n for n, turn in enumerate(person.turns, 1) if turn.rep == person.seat]
            listed = ", ".join(map(str, sells))
            assert f"{person.number} {person.group} {person.seat} {listed} " in pages[roster]
        assert "Dealt with seed 3" in pages[roster]
        for sheet in room.worksheets:
            assert f"{curly(sheet.title)} ({sheet.minutes} min)" in text
        for exercise in room.exercises:
            title = curly(exercise.title)
            assert text.index(f"{title}: the trainer ") < text.index(f"{title}: answer key ")
            assert curly(exercise.buyer_card.shift.says) in text
        assert set(titles(playbook, "exercise", pack.exercises)) <= {
            curly(exercise.title) for exercise in room.exercises
        }


def test_each_sheets_notes_for_the_trainer_are_told(playbook: Playbook, packs: Files) -> None:
    for name, pack in playbook.config.packs.items():
        text = " ".join(pages_of(packs[name, "trainer", "a4"].pdf))
        others = " ".join(pages_of(packs[name, "participants", "a4"].pdf))
        for sheet_id in pack.sheets:
            notes = playbook.entry(Worksheet, sheet_id).trainer_notes
            assert notes
            line = curly(notes).split("*")[0][:50]
            assert line in text
            assert line not in others


def test_a_pack_without_role_plays_has_no_cards(playbook: Playbook, printer: Printer) -> None:
    (name, *_) = playbook.config.packs
    room = replace(pack_room(playbook, name, Seating(4)), exercises=())
    files = {bound.part: bound for bound in printer.rooms([room], ["a4"])}
    assert list(files) == ["participants", "trainer"]
    assert "Group" not in pages_of(files["participants"].pdf)[0]
    assert "group of two" not in " ".join(pages_of(files["trainer"].pdf))


@pytest.mark.torture
def test_the_files_can_be_read_aloud_where_they_say_so(
    packs: Files, role_plays: Files, tmp_path: Path
) -> None:
    for (_, part, paper), bound in (packs | role_plays).items():
        if part != "participants" and paper == "a4":
            place = tmp_path / bound.name
            place.write_bytes(bound.pdf)
            assert outloud.check(str(place)).errors == 0, bound.name


@pytest.mark.torture
def test_the_same_seed_gives_the_same_files_to_the_byte(
    playbook: Playbook, packs: Files, tmp_path: Path
) -> None:
    other = Printer(playbook, CHECKOUT / "templates/sheets", tmp_path)
    name = next(iter(playbook.config.packs))
    for seed in (3, 4):
        again = list(other.rooms([pack_room(playbook, name, Seating(7, seed))], ["a4"]))
        assert len(again) == 3
        for bound in again:
            assert (bound.pdf == packs[name, bound.part, "a4"].pdf) == (seed == 3)


def long_winded(playbook: Playbook) -> Playbook:
    """The same with everything in one pack, and long notes in a role-play."""
    exercise = playbook.exercises[0]
    notes = Rich("\n\n".join(["They talk about what done means to them. " * 8] * 7))
    longer = exercise.model_copy(update={"debrief": notes, "trainer_notes": notes})
    pack = next(iter(playbook.config.packs.values())).model_copy(
        update={
            "room": 20,
            "sheets": tuple(sheet.id for sheet in playbook.worksheets),
            "exercises": tuple(exercise.id for exercise in playbook.exercises),
        }
    )
    config = playbook.config.model_copy(update={"packs": {"everything": pack}})
    entries = {**playbook.entries, exercise.key: longer}
    return replace(playbook, config=config, entries=entries)


@pytest.mark.torture
def test_everything_in_one_pack_is_safe_on_both_sides(
    playbook: Playbook, sheet_cache: Path
) -> None:
    longer = long_winded(playbook)
    press = Printer(longer, CHECKOUT / "templates/sheets", sheet_cache)
    room = pack_room(longer, "everything", Seating(20, 7))
    participants, cards, trainer = press.rooms([room], ["a4"])
    assert cards.pages == len(room.groups) * len(room.exercises)
    marks = PdfReader(BytesIO(participants.pdf)).outline
    starts = [PdfReader(BytesIO(participants.pdf)).get_destination_page_number(m) for m in marks]  # type: ignore[arg-type]
    assert len(starts) == 22
    assert all(start is not None and start % 2 == 0 for start in starts)
    pages = pages_of(trainer.pdf)
    keys = [n for n, text in enumerate(pages) if "The hidden definition of done" in text]
    assert min(keys) % 2 == 0


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(donebook, ["--root", str(CHECKOUT), "sheets", *arguments])
    return done.exit_code, done.output


def test_a_pack_is_printed_by_its_name(playbook: Playbook, tmp_path: Path) -> None:
    name = next(iter(playbook.config.packs))
    arguments = ("--pack", name, "--room", "5", "--seed", "1", "--start", "13:30")
    code, said = run(*arguments, "--paper", "A4", "--paper", "a4", "--out", str(tmp_path))
    assert code == 0, said
    parts = ("participants", "cards", "trainer")
    assert {p.name for p in tmp_path.iterdir()} == {f"{name}-{part}-a4.pdf" for part in parts}
    trainer = pages_of((tmp_path / f"{name}-trainer-a4.pdf").read_bytes())
    assert "For 5 people. Groups of three: 1. Groups of two: 1." in trainer[0]
    assert "1:30 PM 5 Sit down" in trainer[1]
    assert "Dealt with seed 1" in " ".join(trainer)
    for part, how in zip(parts, ("both sides", "one side", "both sides"), strict=True):
        place = tmp_path / f"{name}-{part}-a4.pdf"
        number = len(pypdfium2.PdfDocument(place))
        assert f"{place}: {number} pages. Print them on {how} of A4" in said


@pytest.mark.torture
def test_a_role_play_is_printed_by_its_id(playbook: Playbook, tmp_path: Path) -> None:
    exercise = playbook.exercises[0]
    code, said = run("--exercise", exercise.id, "--paper", "LETTER", "--out", str(tmp_path))
    assert code == 0, said
    assert f"{exercise.id}-cards-letter.pdf: 1 page. Print it on one side of US Letter." in said
    code, said = run(
        "--exercise", exercise.id, "--room", "8", "--paper", "a4", "--out", str(tmp_path)
    )
    assert code == 0, said
    assert len(pages_of((tmp_path / f"{exercise.id}-cards-a4.pdf").read_bytes())) == 3
    # In each of its three groups three rounds, and in each of these an observer's page.
    assert len(pages_of((tmp_path / f"{exercise.id}-participants-a4.pdf").read_bytes())) == 18


@pytest.mark.torture
def test_what_cannot_be_set_is_named_and_leaves_the_old_files(
    playbook: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(iter(playbook.config.packs))
    old = {f"{name}-{part}-a4.pdf": part.encode() for part in ("participants", "cards", "trainer")}
    for file, content in old.items():
        (tmp_path / file).write_bytes(content)
    pdf = Typesetter.pdf

    def failing(setter: Typesetter, template: str, *others: Any) -> Any:
        if template == "trainer.typ":
            raise TypesettingFailed("templates/sheets/trainer.typ", "a comma is missing")
        return pdf(setter, template, *others)

    monkeypatch.setattr(Typesetter, "pdf", failing)
    monkeypatch.setattr("donebook.paper.printer.kept", lambda place: None)
    arguments = ("--root", str(CHECKOUT), "sheets", "--pack", name, "--paper", "a4")
    done = CliRunner().invoke(donebook, [*arguments, "--out", str(tmp_path)], standalone_mode=False)
    said = done.output
    assert done.return_value == 1
    assert f"{name}-trainer-a4.pdf: templates/sheets/trainer.typ: a comma is missing" in said
    assert {place.name: place.read_bytes() for place in tmp_path.iterdir()} == old


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--pack", "onbording-day-1"), 'Did you mean "onboarding-day-1"?'),
        (("--pack", "zzz"), "There are: onboarding-day-1"),
        (("--pack", ""), "There are: onboarding-day-1"),
        (("--exercise", ""), "There are: best-and-final-by-friday"),
        (("",), "There are: adopt-redefine-or-walk-away"),
        (("--exercise", "everything-is-fin"), 'Did you mean "everything-is-fine"?'),
        (("--exercise", "everything-is-fine", "--pack", "onboarding-day-1"), "printed alone"),
        (("call-sheet", "--pack", "onboarding-day-1"), "printed alone"),
        (("call-sheet", "--exercise", "everything-is-fine"), "printed alone"),
        (("--fillable", "--pack", "onboarding-day-1"), "printed alone"),
        (("--seed", "3"), "name a --pack or an --exercise"),
        (("--start", "09:00"), "name a --pack or an --exercise"),
        (("--pack", "onboarding-day-1", "--start", "24:00"), "such as 09:00"),
        (("--pack", "onboarding-day-1", "--room", "1"), "2<=x<=300"),
        (("--paper", "a5"), "is not one of"),
    ],
)
def test_a_wrong_use_is_explained(arguments: tuple[str, ...], said: str) -> None:
    code, told = run(*arguments)
    assert code == 2
    assert said in told


def test_observers_score_what_can_be_heard_and_trainers_what_stays(
    playbook: Playbook, packs: Files, role_plays: Files
) -> None:
    """Five behaviors with the words that were heard; no sign of a loss that shows after weeks."""
    for exercise in playbook.exercises:
        pages = pages_of(role_plays[exercise.id, "participants", "a4"].pdf)
        assert len(pages) == 6
        front, back = pages[:2]
        assert "Did the rep ask?" in front
        assert f"In minute {exercise.buyer_card.shift.minute} the buyer says" in front
        assert all(f"{n}. " in back for n in range(1, 6))
        assert "The words you heard" in back
        assert "Points: ______ of 10" in back
        for trap in exercise.traps:
            sign = playbook.entry(LossReason, trap).signs[0]
            assert curly(sign) not in front + back
    for name in playbook.config.packs:
        trainer = " ".join(pages_of(packs[name, "trainer", "a4"].pdf))
        stays = trainer.split(" What stays Who is")[1].split("answer key")[0]
        for said in ("Day 7", "Day 21", "Day 42", "at least 8 of 10 points in 2 rounds"):
            assert said in stays


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_each_stack_ends_with_the_sentence_of_the_page_of_a_deal(
    playbook: Playbook, packs: Files, paper: str
) -> None:
    said = playbook.language.parts("script.done.sentence", **dict.fromkeys(PARTS, ""))[::2]
    for name in playbook.config.packs:
        for stack in stacks_of(pages_of(packs[name, "participants", paper].pdf)):
            last = next(text for text in reversed(stack) if "Blank on purpose" not in text)
            assert "Your own deal Take one live deal" in last
            rest = last
            for part in PARTS:
                label = playbook.language.say(f"script.done.label-{part}")
                assert label in rest
                rest = rest.split(label, 1)[1]
            for words in said:
                assert str(words).strip(" .,") in last
