"""Words of the vocabulary and the settings get another id, and everything follows."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from donebook.bring.names import Match, Names
from donebook.change import Effect
from donebook.check import check
from donebook.cli.main import donebook
from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.diff import changes
from donebook.pages import pages
from donebook.pages.catalogue import catalogue
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from donebook.text import Plain
from donebook.write import WORDS, id_from, named_words
from projects import SHEET, lay, tree
from shared import copy_project
from trials import in_torture, one_in

Project = Callable[..., Path]
SEGMENTS = """\
segments:
  motion: {name: Motion, values: {inbound: Inbound demo, outbound: Outbound}, weeks: {inbound: 4, outbound: 12}, written_for: inbound}
"""
FILES = {
    "../site-config/playbook.yaml": base.CONFIG.replace(
        "contact: the", "contact: the  # us\n    the"
    )
    .replace("  # us\n    the", " the")
    .replace("the the", "the")
    + "default_owner: team  # always\ncrm: {salesforce: Salesforce}\nwords: {stages: {open: Qualify}}\n",
    "vocabulary.yaml": base.VOCABULARY.replace(
        "open: {name: Open,", "open: {crm: {salesforce: New}, name: Open,"
    )
    + SEGMENTS,
    base.WHY_NOW: base.FILES[base.WHY_NOW] + "applies_to: ['inbound'] # only these\n",
    "loss-reasons/no-event.yaml": base.loss_reason("No event", "crm: {salesforce: No event}\n"),
    "worksheets/sheet.yaml": SHEET,
}
OLD = {
    "stage": "open",
    "role": "user",
    "test": "worth",
    "framework": "bant",
    "owner": "team",
    "crm": "salesforce",
    "segment": "inbound",
}


@pytest.fixture
def root(project: Project) -> Path:
    return project(FILES)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), *arguments])


def problems(root: Path) -> list[tuple[str, str]]:
    return [(p.code, p.span.path) for p in check(Folder(root), TODAY).problems]


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY)
    assert found.problems == ()
    assert found.playbook
    return found.playbook


def test_every_part_is_tried() -> None:
    assert set(OLD) == set(WORDS)


@pytest.mark.parametrize("part", OLD)
def test_a_word_is_changed_where_it_stands_and_where_it_is_named(part: str, root: Path) -> None:
    before, old = tree(root / "content") | {"": (root / CONFIG_PATH).read_bytes()}, OLD[part]
    ran = run(root, "rename", part, old, "quite-new")
    assert ran.exit_code == 0, ran.output
    assert read(root)
    after = tree(root / "content") | {"": (root / CONFIG_PATH).read_bytes()}
    word = re.compile(rf"(?<![\w-]){old}(?![\w?-])".encode())  # in an ask it is another word
    left = {path: text for path, text in after.items() if word.search(text)}
    if part != "crm":
        (kept,) = re.findall(rb"was: (?:\[.*?\]|\{.*?\})", b"".join(after.values()))
        assert word.search(kept)
    # But for the new word itself and for `was`, each file is as it was.
    undone = {
        path: re.sub(rb"was: (?:\[.*?\]|\{.*?\})(?:, |\n +)?", b"", text).replace(
            b"quite-new", old.encode()
        )
        for path, text in after.items()
    }
    assert undone == before
    assert set(left) <= {"", "vocabulary.yaml"}


@pytest.mark.parametrize("part", [part for part in OLD if part != "crm"])
def test_renamed_again_and_back_no_name_is_lost(part: str, root: Path) -> None:
    for old, new in ((OLD[part], "second"), ("second", "third"), ("third", "second")):
        ran = run(root, "rename", part, old, new)
        assert ran.exit_code == 0, ran.output
    assert read(root).former(part) == {OLD[part]: "second", "third": "second"}


@pytest.mark.parametrize("part", in_torture(OLD))
def test_any_word_of_the_starter_can_be_renamed(part: str, starter: Path, tmp_path: Path) -> None:
    own = copy_project(starter, tmp_path / "starter")
    playbook = read(own)
    words = playbook.config.crm if part == "crm" else playbook.words(part)
    for number, word in enumerate(words):
        ran = run(own, "rename", part, word, f"quite-new-{number}")
        assert ran.exit_code == 0, ran.output
    assert problems(own) == []


def test_a_vocabulary_in_blocks_keeps_its_comments_and_line_ends(root: Path) -> None:
    blocks = (
        "# top\r\nstages:\r\n  open: # first\r\n    # named\r\n    name: Open\r\n    purpose: P.\r\n"
        "    exit_when: [They rang.]\r\n  agree: {name: Agree, purpose: D., exit_when: [They signed.]}\r\n"
    )
    rest = base.VOCABULARY.partition("roles:")[2].replace("\n", "\r\n")
    text = f"{blocks}roles:{rest}{SEGMENTS}"
    (root / VOCABULARY_PATH).write_bytes(("\ufeff" + text).encode())
    assert run(root, "rename", "stage", "open", "begun").exit_code == 0
    wanted = text.replace("  open: #", "  begun: #").replace(
        "    name: Open\r\n", "    was: [open]\r\n    name: Open\r\n"
    )
    assert (root / VOCABULARY_PATH).read_bytes() == ("\ufeff" + wanted).encode()


def test_a_word_that_was_changed_by_hand_is_told_once_and_the_rest_follows(root: Path) -> None:
    place = root / VOCABULARY_PATH
    place.write_text(place.read_text().replace("  open: {", "  begun: {"))
    assert [code for code, _ in problems(root)] == ["R307", "R319"]
    assert run(root, "rename", "stage", "open", "begun").exit_code == 0
    assert read(root).former("stage") == {"open": "begun"}


@pytest.mark.long
def test_what_an_old_branch_brings_is_told_and_fixed(root: Path) -> None:
    assert run(root, "rename", "stage", "open", "begun").exit_code == 0
    lay(root, {"questions/brought.yaml": base.question("Brought", "real")})
    found = check(Folder(root), TODAY).problems
    assert [(p.code, p.message, p.suggestion) for p in found] == [
        ("R307", '"open" is called "begun" now.', "begun")
    ]
    assert run(root, "check", "--fix", "--today", TODAY.isoformat()).exit_code == 0
    assert problems(root) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("stage", "opne", "x"), 'There is no stage "opne". Did you mean "open"?'),
        (("stage", "open", "agree"), 'There is a stage "agree" already.'),
        (("stage", "open", "open"), 'It is called "open" already.'),
        (("stage", "open", "???"), "can't be an id"),
        (("stage", "Qualify", "Agree!"), 'There is a stage "agree" already.'),
        (("question", "why-now", "Why Today"), "can't be an id"),
        (("stage", "opne", "agree"), 'There is no stage "opne".'),
        (("crm", "hubspot", "x"), 'There is no CRM system "hubspot".'),
        (("colour", "red", "blue"), "Invalid value"),
    ],
)
def test_a_rename_that_cannot_be_writes_nothing(
    arguments: tuple[str, ...], said: str, root: Path
) -> None:
    before = tree(root)
    ran = run(root, "rename", *arguments)
    assert ran.exit_code == 2
    assert said in ran.output
    assert tree(root) == before


def test_nothing_is_written_where_one_mention_cannot_be_changed(root: Path) -> None:
    folded = base.FILES["questions/what-for.yaml"].replace("stage: open", "stage: >-\n  open")
    lay(root, {"questions/what-for.yaml": folded})
    before = tree(root)
    ran = run(root, "rename", "stage", "open", "begun")
    assert ran.exit_code == 2
    assert "content/questions/what-for.yaml" in ran.output
    assert tree(root) == before


def test_nothing_is_written_next_to_a_broken_file(root: Path) -> None:
    lay(root, {"questions/broken.yaml": "title: [\n"})
    before = tree(root)
    ran = run(root, "rename", "stage", "open", "begun")
    assert "Fix these errors first" in ran.output
    assert "broken.yaml" in ran.output
    assert tree(root) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (base.VOCABULARY.replace("open: {", "open: {was: [agree], "), '"agree" is in use'),
        (base.VOCABULARY + SEGMENTS.replace("}}", "}, was: {x: y}}").replace("written_for: inbound}", "written_for: inbound, was: {x: y}}"), 'There is no "y"'),
    ],
)  # fmt: skip
def test_an_earlier_name_that_cannot_be_is_told(text: str, said: str, root: Path) -> None:
    lay(root, {"vocabulary.yaml": text})
    assert any(said in p.message for p in check(Folder(root), TODAY).problems)


# --- what follows it


def test_old_addresses_lead_on(root: Path) -> None:
    for part in ("stage", "role", "test", "framework"):
        assert run(root, "rename", part, OLD[part], "quite-new").exit_code == 0
    made = pages(read(root))
    forwards = {path: made[path]().forward for path in made if made[path]().forward}
    assert forwards == {
        "stages/open.md": "stages/quite-new.md",
        "stages/open/call.md": "stages/quite-new/call.md",
        "roles/user.md": "roles/quite-new.md",
        "tests/worth.md": "tests/quite-new.md",
        "frameworks/bant.md": "frameworks/quite-new.md",
    }


def test_scripts_know_what_deals_from_before_call_it(root: Path) -> None:
    assert '"former"' not in catalogue(read(root))
    assert run(root, "rename", "stage", "open", "begun").exit_code == 0
    assert run(root, "rename", "segment", "inbound", "demo").exit_code == 0
    data = json.loads(catalogue(read(root)).partition("sheets = ")[2].rstrip(";\n"))
    assert data["former"] == {"open": "begun", "inbound": "demo"}


def test_an_import_matches_earlier_names(root: Path) -> None:
    assert run(root, "rename", "stage", "open", "begun").exit_code == 0
    assert run(root, "rename", "role", "user", "operator").exit_code == 0
    (root / CONFIG_PATH).write_text((root / CONFIG_PATH).read_text().replace("Qualify", "Step one"))
    names = Names(read(root))
    assert names.match("stage", "open") == Match("begun", is_exact=True)
    assert names.match("role", "user") == Match("operator", is_exact=True, is_called=True)


# --- own tests


@pytest.mark.parametrize(
    ("number", "called"), [(2, "Deal tests"), (4, "The four tests"), (6, "Deal tests")]
)
def test_there_are_two_to_six_tests(number: int, called: str, project: Project) -> None:
    names = ["real", "compete", "win", "worth", "fits", "lasts"][:number]
    tests = "".join(f"  {name}: {{name: Is it {name}?, meaning: It is.}}\n" for name in names)
    start, _, rest = base.VOCABULARY.partition("tests:\n")
    text = f"{start}tests:\n{tests}frameworks:{rest.partition('frameworks:')[2]}"
    files = {
        f"questions/about-{name}.yaml": base.question(f"About {name}", name) for name in names[4:]
    }
    gone = {path: None for path in base.FILES if number < 4 and path.startswith("questions/")}
    root = project({"vocabulary.yaml": text, **files})
    for path in gone:
        place = root / "content" / path
        place.write_text(re.sub("test: (win|worth)", "test: real", place.read_text()))
    playbook = read(root)
    assert len(playbook.vocabulary.tests) == number
    assert playbook.tests_called == called


@pytest.mark.parametrize("number", [1, 7])
def test_there_are_not_fewer_and_not_more(number: int, project: Project) -> None:
    tests = "".join(f"  t{n}: {{name: N?, meaning: M.}}\n" for n in range(number))
    start, _, rest = base.VOCABULARY.partition("tests:\n")
    text = f"{start}tests:\n{tests}frameworks:{rest.partition('frameworks:')[2]}"
    found = check(Folder(project({"vocabulary.yaml": text})), TODAY).problems
    assert [(p.code, p.span.line) for p in found] == [("M213", 6)]


def test_dots_in_the_vocabulary_are_told(root: Path) -> None:
    text = (root / VOCABULARY_PATH).read_text().replace("purpose: Find out.", "purpose: …")
    lay(root, {"vocabulary.yaml": text})
    assert problems(root) == [("W509", VOCABULARY_PATH)]


def test_that_the_name_stays_is_said_with_its_place(root: Path) -> None:
    ran = run(root, "rename", "stage", "agree", "negotiate")
    assert 'the name "Agree": content/vocabulary.yaml:' in ran.output
    line, column = (int(part) for part in re.findall(r"yaml:(\d+):(\d+)\.", ran.output)[-1])
    shown = (root / VOCABULARY_PATH).read_text().splitlines()[line - 1]
    assert shown[column - 1 :].startswith("Agree")
    renamed = run(root, "rename", "stage", "open", "begun").output
    assert 'the name "Qualify": site-config/playbook.yaml:' in renamed


@pytest.mark.parametrize("part", OLD)
@pytest.mark.parametrize("name", ["Hand over", 'It\'s this: "yes", {all} # of it', "Ja, ÄÖ"])
def test_a_word_gets_another_name_with_its_id(part: str, name: str, root: Path) -> None:
    before = named_words(read(root), part)[OLD[part]]
    ran = run(root, "rename", part, before, name)
    assert ran.exit_code == 0, ran.output
    assert "still goes by" not in ran.output
    now = read(root)
    assert named_words(now, part)[id_from(name)] == Plain(name)
    if part != "crm":
        assert now.former(part) == {OLD[part]: id_from(name)}


@pytest.mark.parametrize("part", OLD)
def test_the_name_alone_may_change(part: str, root: Path) -> None:
    name = f"{OLD[part]}!"
    assert run(root, "rename", part, OLD[part], name).exit_code == 0
    now = read(root)
    assert named_words(now, part)[OLD[part]] == name
    assert now.former(part) == {}


def test_a_name_over_several_lines_is_left_to_the_editor(root: Path) -> None:
    text = (root / VOCABULARY_PATH).read_text().replace("name: Agree,", "name: Agree\n    now,")
    (root / VOCABULARY_PATH).write_text(text)
    before = tree(root)
    ran = run(root, "rename", "stage", "agree", "Sign it")
    assert ran.exit_code == 2
    assert "is not written on one line here" in ran.output
    assert tree(root) == before


def test_nothing_is_written_where_it_would_be_wrong_afterwards(root: Path) -> None:
    before = tree(root)
    ran = run(root, "rename", "role", "user", "x" * 30 + " " + "y" * 400)
    assert "M208" in ran.output
    assert "Nothing was written" in ran.output
    assert tree(root) == before


@pytest.mark.parametrize("part", [part for part in OLD if part != "crm"])
def test_another_id_alone_changes_nothing_for_anybody(part: str, root: Path) -> None:
    """Neither the word nor an entry that names it; with another name, that is all that is told."""
    before = read(root)
    assert run(root, "rename", part, OLD[part], "renamed").exit_code == 0
    now = read(root)
    assert any(edge.target == (part, "renamed") for edge in now.edges)
    assert changes(before, now) == ()
    name = str(now.words(part)["renamed"])
    path = root / (CONFIG_PATH if part in ("owner", "stage") else VOCABULARY_PATH)
    named = re.compile(rf"(\brenamed:\s*(?:[^}}]*?name: )?){re.escape(name)}")
    text, n = named.subn(r"\1Other", path.read_text(), count=1)
    assert n == 1
    path.write_text(text)
    found = [c for c in changes(before, read(root)) if c.effect is not Effect.REPRINT]
    assert [(c.kind, c.id, c.message) for c in found] == [
        (part, "renamed", f"Is called “Other” now, was “{name}”.")
    ]


@pytest.mark.parametrize(
    ("part", "old"),
    one_in(5, [("stage", "prove"), ("role", "executive-sponsor"), ("test", "win"), ("framework", "meddpicc"), ("owner", "enablement")]),
)  # fmt: skip
@pytest.mark.long
def test_another_id_in_a_whole_playbook_changes_nothing(
    part: str, old: str, starter: Path, tmp_path: Path
) -> None:
    own = copy_project(starter, tmp_path / "starter")
    before = read(own)
    assert any(edge.target == (part, old) for edge in before.edges)
    assert run(own, "rename", part, old, "renamed").exit_code == 0
    assert changes(before, read(own)) == ()
