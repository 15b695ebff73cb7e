"""New entries, new ids, new dates: files that pass, and not a byte changed that need not."""

import difflib
import hashlib
import re
import shlex
import sys
import zipfile
from base64 import urlsafe_b64encode
from importlib.metadata import PathDistribution
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from donebook.check import check
from donebook.cli.main import donebook
from donebook.ids import id_from
from donebook.load import load
from donebook.model import KINDS
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from donebook.write.scaffold import NEW, prompts, written
from donebook.write.site import Record, read_record, record_text
from donebook.write.wheel import NoWheel, own_wheel
from projects import CHECKOUT, lay, make_project, tree
from shared import copy_project
from trials import one_in

DAY = ("--today", "2026-11-23")
OPTIONS = {
    "question": ("--ask", "What happened: the last time?", "--stage", "open", "--test", "real", "--roles", "user"),
    "check": ("--ask", "Have we met them?", "--stage", "agree", "--test", "win", "--answered-by", "why-now"),
    "pattern": ("--heard", '"We" want: it', "--heard", "#1", "--after", "It's done.", "--accepted-by", "user", "--stance", "adopt"),
    "loss-reason": ("--root", "outsold", "--test", "win", "--deciding-question", "Who won?", "--knowable-from", "open", "--act-by", "agree"),
    "proof-point": ("--customer", "A mill", "--pattern", "hours-back", "--permission", "internal"),
    "worksheet": ("--purpose", "For a call", "--audience", "buyer", "--stage", "open"),
    "exercise": ("--pattern", "hours-back", "--must-ask", "why-now", "--must-ask", "why-us"),
    "page": (),
}  # fmt: skip


def run(root: Path, *arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), *arguments], input=given)


def problems(root: Path) -> list[tuple[str, str]]:
    return [(p.code, p.span.path) for p in check(Folder(root), TODAY).problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.mark.parametrize("what", NEW)
def test_a_new_entry_passes_as_a_draft_and_holds_what_was_said(what: str, root: Path) -> None:
    title = "Don't: “it's” #1"
    ran = run(root, "new", what, *DAY, "--title", title, "--owner", "team", *OPTIONS[what])
    assert ran.exit_code == 0, ran.output
    path = ran.stdout.splitlines()[0]
    assert Path(path).stem == "dont-its-1"
    assert problems(root) == []
    text = (root / path).read_text(encoding="utf-8")
    assert text.removeprefix("---\n").startswith("# ")
    entries = load(Folder(root)).playbook
    assert entries
    entry = next(e for e in entries.entries.values() if e.path == path)
    assert entry.is_draft
    assert entry.title == title
    assert entry.reviewed == TODAY
    lay(root, {f"../{path}": text.replace("status: draft\n", "status: active\n")})
    unwritten = {code for code, _ in problems(root)}
    assert "W509" in unwritten
    assert {code[0] for code in unwritten} <= {"W", "C"}


def test_every_field_of_a_new_entry_is_explained(root: Path) -> None:
    run(root, "new", "question", *DAY, "--title", "T", "--owner", "team", *OPTIONS["question"])
    text = (root / "content" / "questions" / "t.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line and not line.startswith(("#", " ")):
            assert lines[number - 1].startswith("# "), line
    for optional in ("core:", "avoid_when:", "frameworks:"):
        assert f"# {optional}" in text


def test_what_is_missing_is_named_where_nobody_can_be_asked(root: Path) -> None:
    ran = run(root, "new", "question", "--title", "T")
    assert ran.exit_code == 2
    assert "so these are needed: --ask, --stage." in ran.output
    assert len(list((root / "content" / "questions").iterdir())) == 4


def test_an_author_at_a_terminal_is_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("donebook.cli.new._can_ask", lambda: True)
    said = "Who comes?\n\nagree\nThe auditor\nwin\nuser\n\n\nteam\n"
    ran = run(root, "new", "question", *DAY, given=said)
    assert ran.exit_code == 0, ran.output
    assert "open, agree" in ran.output
    text = (root / "content" / "questions" / "who-comes.yaml").read_text(encoding="utf-8")
    assert "\nask: Who comes?\n" in text
    assert "\ntitle: The auditor\n" in text
    assert problems(root) == []


ASKED = "Who comes?\nthe-auditor\nagree\nThe auditor\nwin\nuser\n"


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("donebook.cli.new._can_ask", lambda: True)


@pytest.mark.usefixtures("at_a_terminal")
def test_a_typing_error_is_asked_for_again_and_loses_nothing(root: Path) -> None:
    said = "\nWho comes?\nBad Id\nwhy-now\nthe-auditor\nagreed\nagree\nThe auditor\nwin\nuser, usr\nuser\nhours-bak\nhours-back\n\nteem\nteam\n"
    ran = run(root, "new", "question", *DAY, given=said)
    assert ran.exit_code == 0, ran.output
    assert 'Did you mean "agree"?' in ran.output
    assert 'There is a question "why-now" already' in ran.output
    text = (root / "content/questions/the-auditor.yaml").read_text(encoding="utf-8")
    assert "title: The auditor\n" in text
    assert "  - user\n" in text
    assert "    reveals:\n      - hours-back\n" in text
    assert "    # warns_of: [id, another-id]\n" in text
    assert problems(root) == []


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("answered", range(1, 7))
def test_an_interruption_prints_what_was_typed_as_the_command_that_goes_on(
    answered: int, root: Path
) -> None:
    lines = ASKED.splitlines(keepends=True)
    ran = run(root, "new", "question", *DAY, given="".join(lines[:answered]))
    assert ran.exit_code == 1
    assert len(list((root / "content/questions").iterdir())) == 4
    (command,) = [line for line in ran.stderr.splitlines() if line.startswith("  donebook new")]
    arguments = shlex.split(command)[1:]
    assert arguments[:4] == ["new", "question", "--ask", "Who comes?"]
    left = lines[answered:]
    again = run(root, *arguments, *DAY, given="".join(left) + "\n\n\n")
    assert again.exit_code == 0, again.output
    assert "\nask: Who comes?\n" in (root / "content/questions/the-auditor.yaml").read_text("utf-8")


@pytest.mark.usefixtures("at_a_terminal")
def test_a_wrong_option_is_refused_before_anything_is_asked(root: Path) -> None:
    ran = run(root, "new", "question", "--stage", "opne", given=ASKED)
    assert ran.exit_code == 2
    assert 'Did you mean "open"?' in ran.output
    assert "What people will call it" not in ran.output


@pytest.mark.usefixtures("at_a_terminal")
def test_what_can_not_be_written_is_not_lost(root: Path) -> None:
    (root / "content/questions").rename(root / "content/elsewhere")
    (root / "content/questions").write_text("in the way", encoding="utf-8")
    ran = run(root, "new", "question", *DAY, given=f"{ASKED}\n\n\n")
    assert isinstance(ran.exception, OSError)
    assert "--ask 'Who comes?'" in ran.stderr


NEEDED = {
    "question": "Who comes?\n\nagree\n",
    "check": "Do we know who comes?\n\nagree\nwin\n",
    "pattern": "No more typing\n\nNobody types\n",
    "loss-reason": "They stayed\n\noutsold\n",
    "proof-point": "Acme\n\nhours-back\n",
}


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("what", NEEDED)
def test_what_an_entry_can_be_published_without_is_skipped_by_an_empty_answer(
    what: str, root: Path
) -> None:
    before = set((root / "content").rglob("*.yaml"))
    ran = run(root, "new", what, *DAY, given=NEEDED[what] + "\n" * 12)
    assert ran.exit_code == 0, ran.output
    assert problems(root) == []
    (made,) = set((root / "content").rglob("*.yaml")) - before
    head, _ = made.read_text("utf-8").split("# It may also say:")
    told = ran.output.split("\n")
    asked = [line for line in told if line.endswith("Enter skips it: ")]
    assert len(asked) >= 2
    for prompt in prompts(what):
        if prompt.completes:
            assert f"\n{prompt.field}:" not in head
    assert "owner" not in re.findall(r"^(\w+):", head, re.MULTILINE)
    place = made.read_text("utf-8").replace("status: draft\n", "")
    made.write_text(re.sub(r"^\w+: …\n", "", place, flags=re.MULTILINE), "utf-8")
    assert not [code for code, path in problems(root) if code[0] in "SMR"]


def test_a_new_entry_can_be_started_next_to_broken_ones(root: Path) -> None:
    lay(root, {"questions/why-us.yaml": "title: [\n", "patterns/Bad Name.yaml": "x: y\n"})
    given = ("--title", "T", "--owner", "team", *OPTIONS["exercise"])
    assert run(root, "new", "exercise", *DAY, *given).exit_code == 0
    lay(root, {"vocabulary.yaml": "stages: {\n"})
    ran = run(root, "new", "exercise", *DAY, "--title", "U", *given[2:])
    assert not (root / "content/exercises/u.yaml").exists()
    assert "content/vocabulary.yaml:1:" in ran.output
    assert "why-us" not in ran.output


@pytest.mark.usefixtures("at_a_terminal")
def test_what_needs_an_entry_of_another_kind_says_so_at_once(root: Path) -> None:
    (root / "content/patterns/hours-back.yaml").unlink()
    ran = run(root, "new", "exercise", *DAY, given="Title\n")
    assert ran.exit_code == 2
    assert "There is no pattern yet" in ran.output


def test_a_written_question_stays_clean_once_it_is_no_draft(root: Path) -> None:
    given = ("--title", "T", "--owner", "team", *OPTIONS["question"], "--reveals", "hours-back")
    ran = run(root, "new", "question", *DAY, *given, "--warns-of", "no-event")
    assert "says what it reveals or warns of" in ran.output
    place = root / "content/questions/t.yaml"
    text = place.read_text(encoding="utf-8").replace("status: draft\n", "")
    signs = iter(("Names a date", "Thinks about it", "Shrugs"))
    text = re.sub("label: …", lambda _: f"label: {next(signs)}", text).replace("…", "Nothing")
    place.write_text(text, encoding="utf-8")
    assert problems(root) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (("--stage", "opne"), 'Did you mean "open"?'),
        (("--roles", "usr"), 'Did you mean "user"?'),
        (("--id", "Bad Id"), '"Bad Id" can\'t be an id'),
        (("--id", "why-now"), 'There is a question "why-now" already'),
        (("--owner", "x"), "There are: team (The team)."),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    more: tuple[str, str], expected: str, root: Path
) -> None:
    given = ("--title", "T", "--owner", "team", *OPTIONS["question"], *more)
    ran = run(root, "new", "question", *given)
    assert ran.exit_code == 2
    assert expected in ran.output
    assert len(list((root / "content" / "questions").iterdir())) == 4


OWNERS = base.CONFIG + "  ada: {name: Ada Lovelace}\n  grace: {name: Grace Hopper}\n  other-ada: {name: ada lovelace}\n"  # fmt: skip


@pytest.mark.parametrize(
    ("said", "is_"),
    [
        ("grace", "grace"),
        ("Grace Hopper", "grace"),
        (" grace hopper ", "grace"),
        ("GRACE", "grace"),
    ],
)
def test_a_word_is_named_by_its_id_or_as_people_call_it(said: str, is_: str, root: Path) -> None:
    lay(root, {"../site-config/playbook.yaml": OWNERS})
    ran = run(root, "new", "question", "--title", "T", *OPTIONS["question"], "--owner", said)
    assert ran.exit_code == 0, ran.output
    assert f"owner: {is_}\n" in (root / "content/questions/t.yaml").read_text("utf-8")
    shown = run(root, "reviewed", "--owner", said, "--list")
    assert shown.exit_code == 0, shown.output


def test_a_name_that_two_words_have_is_refused_with_the_choice(root: Path) -> None:
    lay(root, {"../site-config/playbook.yaml": OWNERS})
    file = root.parent / "bank.csv"
    file.write_text("Question,Stage\nWhat broke?,Open\n")
    for ran in (
        run(
            root, "new", "question", "--title", "T", *OPTIONS["question"], "--owner", "Ada Lovelace"
        ),
        run(root, "reviewed", "--owner", "Ada Lovelace"),
        run(root, "import", str(file), "--as", "question", "--owner", "Ada Lovelace"),
    ):
        assert ran.exit_code == 2
        assert 'Several are called "Ada Lovelace": say ada or other-ada.' in ran.output


def test_what_there_is_is_told_with_its_names(root: Path) -> None:
    lay(root, {"../site-config/playbook.yaml": OWNERS})
    ran = run(root, "reviewed", "--owner", "nobody")
    assert "There are: team (The team), ada (Ada Lovelace), grace (Grace Hopper)" in ran.output
    ran = run(root, "reviewed", "--owner", "Grace Hoper")
    assert 'Did you mean "Grace Hopper"?' in ran.output


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Don't: “it's” #1", "dont-its-1"),
        ("Übergabe-Gespräch, groß", "uebergabe-gespraech-gross"),
        ("Ærø & Łódź, Søren", "aeroe-and-lodz-soeren"),
        ("U\u0308bergabe", "uebergabe"),
        ("Café à la carte", "cafe-a-la-carte"),
        (f"{'long ' * 11}and longer", "long-" * 10 + "long-and"),
        ("終わり", ""),
    ],
)
def test_an_id_is_made_of_a_titles_words(title: str, made: str) -> None:
    assert id_from(title) == made


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a: b",
        "#1",
        "- x",
        "'q'",
        '"q"',
        "it's",
        "a \\ b",
        "[x",
        "“x”",
        "yes",
        "?",
        " x",
        "{product}",
        "a #b",
        "x:",
        '"a" and it\'s: b',
    ],
)
def test_a_text_is_written_so_that_it_is_read_back(text: str, root: Path) -> None:
    lay(root, {"questions/x.yaml": f"title: {written(text)}\n"})
    from donebook.source import read_document

    document = read_document(Folder(root), "content/questions/x.yaml")
    assert (document.values, document.problems) == ({"title": text}, ())


# --- rename


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(True), after.splitlines(True))
    return [line for line in found if line[:1] in "+-"]


def test_a_renamed_entry_keeps_its_text_and_every_mention_follows(root: Path) -> None:
    mention = base.FILES[base.WHY_NOW].replace(
        "reveals: [hours-back]", "reveals: ['hours-back']   # the usual one"
    )
    lay(
        root,
        {
            base.WHY_NOW: mention,
            "patterns/old-name.yaml": "moved_to: hours-back\n",
            "patterns/other.yaml": base.pattern(
                "Other", "confused_with:\n  # told by the clock\n  - {pattern: hours-back, tell: T}\n"
            ),
            "questions/why-us.yaml": base.FILES["questions/why-us.yaml"].replace("[hours-back]", "[hours-back, other]"),
        },
    )  # fmt: skip
    before = {p: p.read_text() for p in (root / "content").rglob("*.yaml")}
    assert problems(root) == []
    ran = run(root, "rename", "pattern", "hours-back", "time-back")
    assert ran.exit_code == 0, ran.output
    assert problems(root) == []
    patterns = root / "content" / "patterns"
    assert (patterns / "time-back.yaml").read_text() == before[patterns / "hours-back.yaml"]
    assert (patterns / "hours-back.yaml").read_text() == "moved_to: time-back\n"
    assert (patterns / "old-name.yaml").read_text() == "moved_to: time-back\n"
    after = (root / "content" / base.WHY_NOW).read_text()
    assert "reveals: ['time-back']   # the usual one" in after
    for place, text in before.items():
        if place.stem not in ("hours-back", "old-name"):
            for line in changed_lines(text, place.read_text()):
                assert "hours-back" in line if line[0] == "-" else "time-back" in line
    assert "hours-back" not in "".join(
        p.read_text() for p in (root / "content").rglob("*.yaml") if p.stem != "hours-back"
    )


def test_a_pack_follows_a_renamed_sheet(root: Path) -> None:
    sheet = "title: S\nsummary: S.\nowner: team\nreviewed: 2026-10-01\npurpose: P\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: notes, title: N, key: notes, lines: 3}\n"
    pack = "packs:\n  day-1: {title: Day, sheets: [sheet], exercises: []}  # the first day\n"
    lay(root, {"worksheets/sheet.yaml": sheet, "../site-config/playbook.yaml": base.CONFIG + pack})
    ran = run(root, "rename", "worksheet", "sheet", "call")
    assert ran.exit_code == 0, ran.output
    assert problems(root) == []
    settings = (root / "site-config" / "playbook.yaml").read_text()
    assert settings == base.CONFIG + pack.replace("[sheet]", "[call]")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("question", "why-nw", "x"), 'There is no question "why-nw". Did you mean "why-now"?'),
        (("question", "why-now", "why-us"), 'There is a question "why-us" already.'),
        (("question", "why-now", "Why Now"), "can't be an id"),
        (("question", "why-now", "old"), "was given up once"),
        (("question", "old", "new"), "has gone already"),
        (("qestion", "why-now", "x"), "Invalid value"),
    ],
)
def test_a_rename_that_cannot_be_writes_nothing(
    arguments: tuple[str, ...], said: str, root: Path
) -> None:
    lay(root, {"questions/old.yaml": "retired: Once.\n"})
    before = {p: p.read_bytes() for p in (root / "content").rglob("*.yaml")}
    ran = run(root, "rename", *arguments)
    assert ran.exit_code == 2
    assert said in ran.output
    assert {p: p.read_bytes() for p in (root / "content").rglob("*.yaml")} == before


def test_an_id_that_ends_with_the_letter_it_begins_with_has_no_quotes(root: Path) -> None:
    lay(root, {"patterns/tilt.yaml": base.pattern("Tilt")})
    lay(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[hours-back]", "[tilt]")})
    ran = run(root, "rename", "pattern", "tilt", "time-back")
    assert ran.exit_code == 0, ran.output
    assert "reveals: [time-back]\n" in (root / "content" / base.WHY_NOW).read_text("utf-8")


def test_a_mention_that_cannot_be_changed_is_named_and_nothing_is_written(root: Path) -> None:
    folded = base.FILES[base.WHY_NOW].replace(
        "    reveals: [hours-back]\n", "    reveals:\n      - >-\n        hours-back\n"
    )
    lay(root, {base.WHY_NOW: folded})
    ran = run(root, "rename", "pattern", "hours-back", "time-back")
    assert ran.exit_code == 2
    assert "content/questions/why-now.yaml:1" in ran.output
    assert not (root / "content" / "patterns" / "time-back.yaml").exists()


@pytest.mark.parametrize("kind", one_in(9, KINDS))
@pytest.mark.long
def test_any_entry_of_the_starter_can_be_renamed(kind: str, starter: Path, tmp_path: Path) -> None:
    own = copy_project(starter, tmp_path / "starter")
    folder = own / "content" / KINDS[kind].folder
    place = next(
        p
        for p in sorted(folder.rglob(f"[!_]*{KINDS[kind].suffix}"))
        if "moved_to" not in p.read_text(encoding="utf-8")
    )
    entry_id = place.relative_to(folder).with_suffix("").as_posix()
    ran = run(own, "rename", kind, entry_id, "quite-another-name")
    assert ran.exit_code == 0, ran.output
    assert problems(own) == []


# --- published

OWN = "# Ask it late.\n"
BANK = "Question,Stage\nWhat broke first?,Open\nWho pays?,Agree\n"


def imported(root: Path) -> Path:
    bank = root.parent / "bank.csv"
    bank.write_text(BANK)
    run(root, "import", str(bank), "--as", "question", *DAY)
    return root / "content/questions/what-broke-first.yaml"


def test_published_drafts_lose_their_status_and_what_was_said_of_it(root: Path) -> None:
    place = imported(root)
    text = place.read_text()
    place.write_text(text.replace("ask: What broke", f"{OWN}ask: What broke"))
    ran = run(root, "publish", "--imported", *DAY)
    at = "content/questions"
    assert ran.stdout == f"{at}/what-broke-first.yaml\n{at}/who-pays.yaml\n"
    assert ran.stderr == (
        "2 drafts published. 2 of them aren't complete yet, 16 parts in all;"
        " `donebook check` names them.\n"
    )
    head, _, rest = text.partition("# A draft shows only")
    head, rest = head.partition("\n\n")[2], rest.partition("status: draft\n\n")[2]
    assert place.read_text() == head + rest.replace("ask: What broke", f"{OWN}ask: What broke")
    loaded = load(Folder(root)).playbook
    assert loaded
    assert not any(entry.is_draft for entry in loaded.entries.values())
    assert run(root, "publish", "--imported", *DAY).stderr == "There is no such draft.\n"


def test_drafts_are_chosen_by_id_and_owner_and_others_stay(root: Path) -> None:
    imported(root)
    hers = base.FILES[base.WHY_NOW].replace("Why now", "Why not").replace("ask: What makes", "ask: What else makes")  # fmt: skip
    lay(root, {"questions/why-not.yaml": "status: draft\n" + hers})
    ran = run(root, "publish", "who-pays", "why-now", *DAY)
    assert ran.stdout == "content/questions/who-pays.yaml\n", "one was published already"
    assert run(root, "publish", "--imported", "--owner", "team", *DAY).stdout == "content/questions/what-broke-first.yaml\n"  # fmt: skip
    assert run(root, "publish", "--owner", "team", *DAY).stdout == "content/questions/why-not.yaml\n"  # fmt: skip
    assert (root / "content/questions/why-not.yaml").read_text() == hers


def test_where_one_draft_would_be_an_error_none_is_published(root: Path) -> None:
    settings = root / "site-config/playbook.yaml"
    imported(root)
    settings.write_text(settings.read_text() + "severity: {K: error}\n")
    before = tree(root)
    ran = run(root, "publish", "--imported", *DAY)
    assert "error K901" in ran.stdout
    assert ran.stderr.endswith("Nothing was written: published, this would be wrong. Fix it first.\n")  # fmt: skip
    assert tree(root) == before


# --- reviewed


def test_still_true_changes_one_date_and_nothing_else(root: Path) -> None:
    text = base.FILES[base.WHY_NOW].replace("reviewed: 2026-10-01", "reviewed: '2026-10-01'  # JS")
    lay(root, {base.WHY_NOW: "\ufeff# top\n" + text})
    ran = run(root, "reviewed", "why-now", *DAY)
    assert ran.exit_code == 0, ran.output
    after = (root / "content" / base.WHY_NOW).read_bytes().decode()
    assert after == "\ufeff# top\n" + text.replace("'2026-10-01'", "'2026-11-23'")
    assert run(root, "reviewed", "why-now", *DAY).stdout == ""


def test_the_entries_of_an_owner_that_are_due_are_said_to_be_true_at_once(root: Path) -> None:
    config = base.CONFIG + "  other: {name: Other, contact: C}\n"
    old = {p: base.FILES[p].replace("2026-10-01", "2026-01-05") for p in ("questions/why-us.yaml", "patterns/hours-back.yaml")}  # fmt: skip
    other = {"questions/who-signs.yaml": base.FILES["questions/who-signs.yaml"].replace("2026-10-01", "2026-01-05").replace("owner: team", "owner: other")}  # fmt: skip
    lay(root, {"../site-config/playbook.yaml": config, **old, **other})
    assert {code for code, _ in problems(root)} == {"F601"}
    ran = run(root, "reviewed", "--owner", "team", "--due", *DAY)
    assert sorted(ran.stdout.splitlines()) == sorted(f"content/{p}" for p in old)
    assert problems(root) == [("F601", "content/questions/who-signs.yaml")]
    assert run(root, "reviewed", "--due", *DAY).stdout.splitlines() == [
        "content/questions/who-signs.yaml"
    ]


def test_an_id_of_two_kinds_is_asked_about(root: Path) -> None:
    lay(root, {"patterns/why-now.yaml": base.pattern("Why now too")})
    lay(root, {"questions/why-us.yaml": base.FILES["questions/why-us.yaml"].replace("[hours-back]", "[hours-back, why-now]")})  # fmt: skip
    assert "say pattern/why-now or question/why-now" in run(root, "reviewed", "why-now").output
    ran = run(root, "reviewed", "pattern/why-now", *DAY)
    assert ran.stdout == "content/patterns/why-now.yaml\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name entries"),
        (("why-nwo",), 'Did you mean "why-now"?'),
        (("--owner", "nobody"), "There are: team (The team)."),
    ],
)
def test_still_true_of_nothing_is_a_mistake_in_usage(
    arguments: tuple[str, ...], said: str, root: Path
) -> None:
    ran = run(root, "reviewed", *arguments)
    assert ran.exit_code == 2
    assert said in ran.output


@pytest.mark.parametrize("name", ["pattern", "to", "null"])
def test_an_id_that_is_a_fields_name_too_is_renamed_where_it_is_an_id(
    name: str, root: Path
) -> None:
    other = base.pattern("Other", "confused_with: [{pattern: hours-back, tell: T}]\n")
    lay(
        root,
        {
            "patterns/other.yaml": other
            + "redefine: {to: hours-back, insight: I, proof: P, ask: [why-now]}\n"
        },
    )
    lay(
        root,
        {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[hours-back]", "[hours-back, other]")},
    )
    for old, new in (("hours-back", name), (name, "zed")):
        ran = run(root, "rename", "pattern", old, new)
        assert ran.exit_code == 0, ran.output
        assert problems(root) == []
    text = (root / "content" / "patterns" / "other.yaml").read_text()
    assert "{pattern: zed, tell: T}" in text
    assert "{to: zed, " in text


def test_a_title_without_latin_letters_needs_an_id(root: Path) -> None:
    ran = run(root, "new", "question", *OPTIONS["question"], "--title", "☃", "--owner", "team")
    assert "name one with --id" in ran.output
    ran = run(
        root, "new", "question", *OPTIONS["question"], "--title", "a\u200bb", "--owner", "team"
    )
    assert "--title: there is an invisible character" in ran.output


def test_nothing_due_is_said_to_be_nothing(root: Path) -> None:
    assert run(root, "reviewed", "--due", *DAY).stderr == "Nothing is due.\n"
    assert "1 of 1 entry" in run(root, "reviewed", "why-now", "why-now", *DAY).stderr


def test_forwarding_notes_are_no_entries(root: Path) -> None:
    before = run(root, "check").stdout
    run(root, "rename", "pattern", "hours-back", "time-back")
    assert run(root, "check").stdout == before == "No problems in 6 entries.\n"


def test_the_record_of_what_was_written_has_a_line_for_each_file() -> None:
    """So that git shows which were renewed, and two branches that renew others can be merged."""
    files = {"mkdocs.yml": "2", ".gitattributes": "1"}
    record = Record(files, is_finished=True, version="1.0")
    text = record_text(record, "1.0")
    assert read_record(text) == record
    assert text.decode().splitlines() == [
        "{",
        ' "about": "Files that `donebook upgrade` may renew; one that you have changed stays yours.",',
        ' "donebook": "1.0",',
        ' "finished": true,',
        ' "files": {',
        '  ".gitattributes": "1",',
        '  "mkdocs.yml": "2"',
        " }",
        "}",
    ]


NO_LIST = (
    "A new playbook brings its own copy of donebook, and none can be made of this installation: it"
    " has no list of its files. Install donebook with pip, from a wheel or a checkout."
)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation of the package that is running, with a list of two files."""
    package = Path(str(files("donebook")))
    (tmp_path / "donebook").symlink_to(package)
    about = tmp_path / "donebook-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: donebook\n")
    listed = ("donebook/__init__.py", "donebook-1.0.dist-info/METADATA")
    hashes = {path: hashlib.sha256((tmp_path / path).read_bytes()).digest() for path in listed}
    (about / "RECORD").write_text(
        "".join(
            f"{path},sha256={urlsafe_b64encode(found).rstrip(b'=').decode()},1\n"
            for path, found in hashes.items()
        )
    )
    monkeypatch.setattr("donebook.write.wheel.checkout", lambda: None)
    monkeypatch.setattr("donebook.write.wheel.distribution", lambda _: PathDistribution(about))
    return tmp_path


def test_an_installation_makes_a_wheel_of_what_it_lists(installed: Path) -> None:
    made = own_wheel()
    assert made.name == "donebook-1.0-py3-none-any.whl"
    with zipfile.ZipFile(BytesIO(made.content)) as archive:
        assert archive.namelist() == [
            "donebook-1.0.dist-info/METADATA",
            "donebook/__init__.py",
            "donebook-1.0.dist-info/RECORD",
        ]
        own = (installed / "donebook" / "__init__.py").read_bytes()
        assert archive.read("donebook/__init__.py") == own


def test_no_wheel_is_made_of_an_installation_that_is_not_the_one_running(installed: Path) -> None:
    (installed / "donebook").unlink()
    (installed / "donebook").mkdir()
    (installed / "donebook" / "__init__.py").touch()
    with pytest.raises(NoWheel) as refused:
        own_wheel()
    assert str(refused.value) == NO_LIST


def test_no_wheel_is_made_of_an_installation_without_a_list(installed: Path) -> None:
    (installed / "donebook-1.0.dist-info" / "RECORD").unlink()
    with pytest.raises(NoWheel) as refused:
        own_wheel()
    assert str(refused.value) == NO_LIST


def test_no_wheel_is_made_of_a_file_that_was_changed(installed: Path) -> None:
    place = installed / "donebook-1.0.dist-info" / "METADATA"
    place.write_text("Name: ours\n")
    with pytest.raises(NoWheel) as refused:
        own_wheel()
    assert str(refused.value) == (
        f"{place} is not as it was installed, so no copy of donebook can be made for the"
        " playbook. Install donebook again."
    )


def test_a_checkout_that_cannot_build_a_wheel_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "hatchling.builders.wheel", None)
    monkeypatch.setattr("donebook.write.wheel.checkout", lambda: CHECKOUT)
    with pytest.raises(NoWheel) as refused:
        own_wheel()
    assert str(refused.value) == (
        "A new playbook brings its own copy of donebook, and hatchling, which builds it from a"
        f" checkout, is not installed. Run `make tools` in {CHECKOUT} first."
    )


def test_what_is_due_can_be_listed_by_owner_and_nothing_is_written(root: Path) -> None:
    settings = base.CONFIG + "  legal: {name: Legal, contact: legal@example.org}\n"
    text = base.FILES[base.WHY_NOW]
    lay(
        root,
        {
            "../site-config/playbook.yaml": settings,
            base.WHY_NOW: text.replace("reviewed: 2026-10-01", "reviewed: 2026-01-01"),
            "questions/why-us.yaml": base.question("Why us", "compete", "review_every: 58\n").replace("owner: team", "owner: legal"),
            "questions/drafted.yaml": text.replace("2026-10-01", "2020-01-01") + "status: draft\n",
            "questions/broken.yaml": "title: [\n",
            "questions/bare.yaml": "ask: Why at all?\nstage: open\n",
        },
    )  # fmt: skip
    before = {place: place.read_bytes() for place in root.rglob("*.yaml")}
    listed = run(root, "reviewed", "--due", "--list", *DAY).stdout
    assert listed.splitlines() == [
        "2 entries are due for a look.",
        "",
        "The team, the sales channel",
        "  2026-06-30  content/questions/why-now.yaml  Why now",
        "  never reviewed  content/questions/bare.yaml  Why at all",
    ]
    soon = ("--due", "--within", "7", "--list", "--format", "markdown", *DAY)
    said = run(root, "reviewed", *soon, "--link", "https://code.example.org/{path}").stdout
    assert said.startswith("3 entries are due for a look.\n\n**The team, the sales channel** (`donebook reviewed --owner team --due`)\n")  # fmt: skip
    assert "- Question [**Why us**](https://code.example.org/content/questions/why-us.yaml), due 2026-11-28: `donebook reviewed question/why-us`" in said  # fmt: skip
    assert "- Question [**Why at all**](https://code.example.org/content/questions/bare.yaml), never reviewed: `donebook reviewed question/bare`" in said  # fmt: skip
    assert "Legal, legal&#64;&#8203;example.org" in said
    only = run(root, "reviewed", "--owner", "legal", "--due", "--list", *DAY).stdout
    assert only == "Nothing is due.\n"
    assert {place: place.read_bytes() for place in root.rglob("*.yaml")} == before
