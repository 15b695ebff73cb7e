"""Sessions by video: a list of guests read with distrust, rooms for Zoom, messages with links."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from donebook.bring import read_roster
from donebook.cli.main import donebook
from donebook.language import Language
from donebook.pages import pages
from donebook.paper import Seating, pack_room, remote_files, role_play_room
from donebook.playbook import Playbook
from projects import CHECKOUT

LISTS = {
    "comma": b"Name,Email\nAna,ana@example.com\nBen,ben@example.com\n",
    "semicolon": b"Name;E-Mail\nAna;ana@example.com\nBen;ben@example.com\n",
    "tab and mark": b"\xef\xbb\xbfName\tEmail address\nAna\tana@example.com\nBen\tben@example.com\n",
    "Excel's delimiter": b"sep=;\nName;Email\nAna;ana@example.com\nBen;ben@example.com\n",
    "a title above": b"Session of May 3,\nName,Email\nAna,ana@example.com\nBen,ben@example.com\n",
    "first and last": b"First name,Last name,Email\nAna,,ana@example.com\n,Ben,ben@example.com\n",
    "no heading": b"Ana,ana@example.com\nBen,ben@example.com\n",
    "as mail programs": b'Attendee,Mail\n,"Ana <ana@example.com>"\n,"""Ben"" <ben@example.com>"\n',
    "more columns": b"Team,Email,Name,Role\nA,ana@example.com,Ana,AE\n\nB,ben@example.com,Ben,SE\n",
}


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS.keys())
def test_a_list_is_read_in_many_forms(playbook: Playbook, content: bytes) -> None:
    roster = read_roster("roster.csv", content, playbook.language)
    assert roster.wrong == ()
    assert [(guest.name, guest.email) for guest in roster.guests] == [
        ("Ana", "ana@example.com"),
        ("Ben", "ben@example.com"),
    ]


def test_whoever_has_no_name_goes_by_the_address(playbook: Playbook) -> None:
    roster = read_roster("r.csv", b"ana@example.com\nben@example.com\n", playbook.language)
    assert [guest.name for guest in roster.guests] == ["ana", "ben"]


def test_headings_are_known_in_the_language_of_the_site(german: Language) -> None:
    content = "Vorname;Nachname;E-Mail-Adresse\nÄnne;Groß;a@example.com\nB;C;b@example.com\n"
    roster = read_roster("r.csv", content.encode("cp1252"), german)
    assert [guest.name for guest in roster.guests] == ["Änne Groß", "B C"]
    assert "Windows text" in roster.notes[0]


BAD = {
    b"": [(1, 1, "This file is empty.")],
    b"Name,Phone\nAna,1\nBen,2\n": [(1, 1, "No column holds email addresses.")],
    b"Name,Email\nAna,a@example.com\n": [(1, 1, "1 person is on this list; a room has 2 to 300.")],
    b"Name,Email\n": [(1, 1, "0 people are on this list")],
    b"Name,Email\nAna,a@example.com\n\nBen,A@example.com\nCara,\nDev,nope\nEve,=1+1@x.org\n": [
        (4, 2, "A@example.com stands in row 2, too."),
        (5, 2, "This row has no email address."),
        (6, 2, "“nope” is no email address."),
        (7, 2, "“=1+1@x.org” is no email address."),
    ],
    b'Name,Email\n"Ana,a@example.com\n': [(1, 1, "In row 2, a quotation mark isn't closed")],
    b"Name,Email\n\x81\x8d,a@example.com\n": [(1, 1, "Its encoding isn't known")],
}


@pytest.mark.parametrize("content", BAD, ids=map(repr, range(len(BAD))))
def test_each_mistake_of_a_list_is_told_at_its_place(playbook: Playbook, content: bytes) -> None:
    found = read_roster("roster.csv", content, playbook.language).wrong
    assert [(wrong.row, wrong.column) for wrong in found] == [spot[:2] for spot in BAD[content]]
    for wrong, (_, _, said) in zip(found, BAD[content], strict=True):
        assert said in wrong.said


LINK = re.compile(r"- (.+), the (\w+): at/play/#([\w-]+)/(\w+)$")


@pytest.mark.long
@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize("people", [2, 3, 4, 7, 20, 100, 300])
def test_each_guest_has_a_room_and_the_link_of_the_own_card(
    playbook: Playbook, people: int, seed: int | None
) -> None:
    name = next(iter(playbook.config.packs))
    room = pack_room(playbook, name, Seating(people, seed))
    guests = [(f"Guest{n}", f"guest{n}@example.com") for n in range(1, people + 1)]
    files = remote_files(playbook, room, guests, "at/play/")
    rows = list(csv.reader(io.StringIO(files[f"{name}-breakouts.csv"].decode())))
    assert rows[0] == ["Pre-assign Room Name", "Email Address"]
    assert rows[1:] == [
        [f"Group {person.group}", guests[person.number - 1][1]] for person in room.people
    ]
    _, *messages = files[f"{name}-messages.txt"].decode().split("----- Group ")
    assert len(messages) == len(room.groups)
    sold: Counter[str] = Counter()
    for number, (message, group) in enumerate(zip(messages, room.groups, strict=True), 1):
        assert message.startswith(f"{number} -----")
        found = [match.groups() for line in message.splitlines() if (match := LINK.match(line))]
        wanted = [
            (guests[person.number - 1][0], turn.role_of(person.seat), turn.exercise.id)
            for turn in group
            for person in room.people
            if person.group == number
        ]
        own = [one for one in found if "both of you" not in one[0]]
        assert [(who, role, exercise) for who, role, exercise, _ in own] == wanted
        assert all(role == said for _, said, _, role in found)
        sold.update(who for who, role, *_ in own if role == "rep")
        pairs = sum(turn.observer is None for turn in group)
        assert message.count("both of you") == message.count("reads this aloud") == pairs
        assert "that is courtesy" in message
    assert set(sold) == {name for name, _ in guests}


def test_each_link_leads_to_a_card_of_the_site(playbook: Playbook) -> None:
    body = (CHECKOUT / "templates/pages/play.html.j2").read_text()
    assert "play/index.md" in pages(playbook)
    for exercise in playbook.exercises:
        room = role_play_room(exercise, Seating(2))
        text = remote_files(playbook, room, [("A", "a@x.org"), ("B", "b@x.org")], "at/play/")
        links = set(re.findall(r"#([\w/-]+)", text[f"{exercise.id}-messages.txt"].decode()))
        roles = ("rep", "buyer", "observer")
        assert links == {exercise.id, *(f"{exercise.id}/{role}" for role in roles)}
        assert all(f'card(played, "{role}")' in body for role in roles)


def run(*arguments: str) -> tuple[int, str]:
    asked = ["--root", str(CHECKOUT), "sheets", *arguments]
    done = CliRunner().invoke(donebook, asked, standalone_mode=False)
    if isinstance(done.exception, click.UsageError):
        return 2, done.exception.format_message()
    assert done.exception is None
    return done.return_value, done.output


@pytest.mark.torture
@pytest.mark.slow
def test_a_list_makes_the_files_of_a_room_and_two_more(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(LISTS["semicolon"] + b"Cara;cara@example.com\n")
    asked = ("--pack", "onboarding-day-1", "--remote", str(roster), "--paper", "a4")
    code, said = run(*asked, "--out", str(tmp_path / "out"))
    assert code == 0, said
    assert "The links begin with play/" in said
    names = {place.name for place in (tmp_path / "out").iterdir()}
    parts = ("breakouts.csv", "cards-a4.pdf", "messages.txt", "participants-a4.pdf", "trainer-a4.pdf")  # fmt: skip
    assert names == {f"onboarding-day-1-{part}" for part in parts}
    code, said = run(*asked, "--address", "https://p.example.org", "--out", str(tmp_path / "out"))
    assert code == 0, said
    assert "The links begin" not in said
    messages = (tmp_path / "out/onboarding-day-1-messages.txt").read_text()
    assert "https://p.example.org/play/?present#the-list-of-forty-features" in messages
    assert "- Ana, the rep: https://p.example.org/play/#the-list-of-forty-features/rep" in messages


@pytest.mark.long
def test_a_bad_list_writes_nothing(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("Name,Email\nAna,ana@example.com\nBen,\n")
    code, said = run(
        *("--pack", "onboarding-day-1", "--remote", str(roster), "--out", str(tmp_path / "out"))
    )
    assert code == 1
    assert f"{roster}:3:2: This row has no email address." in said
    assert not (tmp_path / "out").exists()
    code, said = run("--pack", "onboarding-day-1", "--remote", str(tmp_path / "none.csv"))
    assert (code, "none.csv:1:1: It can't be read" in said) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--remote", "roster.csv"), "name a --pack or an --exercise"),
        (("--pack", "onboarding-day-1", "--remote", "r.csv", "--room", "3"), "leave --room out"),
        (("--pack", "onboarding-day-1", "--address", "https://x.org"), "--remote writes"),
    ],
)
def test_a_wrong_use_is_explained(arguments: tuple[str, ...], said: str) -> None:
    code, told = run(*arguments)
    assert code == 2
    assert said in told
