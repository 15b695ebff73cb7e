"""`check --fix` writes what is sure, and not one byte more."""

import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from donebook.check import check
from donebook.cli.main import donebook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT, lay, lay_case, make_project
from trials import one_in

WHY_NOW = base.FILES[base.WHY_NOW]


def fixed(root: Path, text: str) -> tuple[str, str]:
    """A question's file after `check --fix`, and what was said."""
    lay(root, {base.WHY_NOW: text})
    place = root / "content" / base.WHY_NOW
    ran = CliRunner().invoke(donebook, ["--root", str(root), "check", "--fix"])
    return place.read_bytes().decode(), ran.stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def test_bullets_below_a_text_become_a_list_in_it(root: Path) -> None:
    bullets = "why:\n  • Shows commitment\n  • Finds the date\n"
    after, _ = fixed(root, WHY_NOW.replace("why: Because.\n", bullets))
    listed = "why: |-\n  - Shows commitment\n  - Finds the date\n"
    assert after == WHY_NOW.replace("why: Because.\n", listed)
    assert check(Folder(root), TODAY).problems == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("stage: open", "stage: opne"),
        ("stage: open\n", "stage: oepn   # the first one\n"),
        ("stage: open", "stage: 'opne'"),
        ("title: Why now", "titel: Why now"),
        ("warns_of: [no-event]", "warns_of: [no-evnt]  # the usual one"),
        ("warns_of: [no-event]", "warns_of: [  No-Event ]"),
        ("bant: need", "bnat: need"),
        ("summary: What it is for.", "summary: \u201cWhat it is for.\u201d"),
        ("summary: What it is for.", "summary: What \u200bit is for."),
        ("summary: What it is for.", "summary: What\u2028it is for."),
        ('summary: "Item # 1"', "summary: Item # 1"),
        ("summary: What it is for.", 'summary: "What it is for."\nstatus: actve'),
    ],
)
def test_a_slip_is_fixed_where_it_stands_and_nowhere_else(
    right: str, wrong: str, root: Path
) -> None:
    comment = "# The first of all questions.\n\n"
    before = comment + (
        WHY_NOW.replace(right, wrong)
        if right in WHY_NOW
        else WHY_NOW.replace("summary: What it is for.", wrong)
    )
    after, said = fixed(root, before)
    assert before != after
    assert check(Folder(root), TODAY).problems == ()
    assert said.count("\n") == 1
    same = [a == b for a, b in zip(before.split("\n"), after.split("\n"), strict=True)]
    assert same.count(False) == 1


def test_what_a_fixed_line_hid_is_fixed_too(root: Path) -> None:
    before = WHY_NOW.replace("What it is for.", "One thing: the date").replace("open", "opne")
    after, said = fixed(root, before)
    assert 'summary: "One thing: the date"\n' in after
    assert "stage: open\n" in after
    assert said.count("\n") == 2


def test_line_ends_and_a_byte_order_mark_stay(root: Path) -> None:
    before = "\ufeff" + WHY_NOW.replace("stage: open", "stage: opne").replace("\n", "\r\n")
    after, _ = fixed(root, before)
    assert after == "\ufeff" + WHY_NOW.replace("\n", "\r\n")


def test_a_files_permissions_stay(root: Path) -> None:
    place = root / "content" / base.WHY_NOW
    place.chmod(0o640)
    fixed(root, WHY_NOW.replace("stage: open", "stage: opne"))
    assert place.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "guessed",
    [
        WHY_NOW.replace("stage: open", "stage: opening-up"),
        WHY_NOW.replace("warns_of: [no-event]", "warns_of: [no-budget-event]"),
        WHY_NOW.replace("summary: What it is for.", "summary: See: what # now"),
        WHY_NOW.replace("summary: What", "summary: One: two\n  and three. What"),
        WHY_NOW.replace("roles: [user]", "roles: \u2022 user"),
        WHY_NOW.replace("roles: [user]", "roles: [{user: now"),
        WHY_NOW.replace("stage: open", "stage: >\n  opne"),
        WHY_NOW.replace("stage: open", "stage: |-\n  opne"),
        WHY_NOW.replace("stage: open", "stage:\n  opne\n  now"),
        WHY_NOW.replace("stage: open", 'stage: "op\\\n  ne"'),
        WHY_NOW.replace("core: true", "core: >-\n  yes"),
        WHY_NOW.replace("reveals: [hours-back]", "reveals:\n      - >-\n        hours-bck"),
    ],
)
def test_what_is_only_a_guess_is_left_to_the_editor(guessed: str, root: Path) -> None:
    after, said = fixed(root, guessed)
    assert after == guessed
    assert said == ""
    assert check(Folder(root), TODAY).errors


def test_a_comment_within_what_would_be_replaced_is_kept(root: Path) -> None:
    """A reference over several lines: the suggestion would take the comment between along."""
    before = WHY_NOW.replace("stage: open", "stage:\n  # where every deal starts\n  opne")
    after, _ = fixed(root, before)
    assert "# where every deal starts" in after
    before = WHY_NOW.replace("title: Why now", "titel: # what people call it\n  Why now")
    after, _ = fixed(root, before)
    assert "# what people call it" in after


def test_two_words_equally_near_are_no_sure_thing(root: Path) -> None:
    lay(root, {"loss-reasons/no-events.yaml": base.loss_reason("No events")})
    text = WHY_NOW.replace("warns_of: [no-event]", "warns_of: [no-eventz, no-events]")
    assert fixed(root, text)[0] == text


def test_a_sign_that_parts_words_becomes_a_space(root: Path) -> None:
    after, _ = fixed(root, WHY_NOW.replace("What it is for.", "What\u2028it is for."))
    assert after == WHY_NOW


def test_several_invisible_characters_on_a_line_all_go(root: Path) -> None:
    after, said = fixed(root, WHY_NOW.replace("What it is", "What\u200b it\u200b\u200b is"))
    assert after == WHY_NOW
    assert said.count("\n") == 3


WRITTEN = WHY_NOW + "aliases:\n  - two words\n  - a third\n  - and one more\n"


@pytest.mark.parametrize(
    "typed",
    [
        "aliases:\n  • two words\n  • a third\n  • and one more\n",
        "aliases:\n  •\ttwo words\n  •\ta third\n  •\tand one more\n",
        "aliases:\n  •two words\n  •a third\n  •and one more\n",
        "aliases:\n  ▪ two words\n  ▪ a third\n  ▪ and one more\n",
        "aliases:\n  - two words\n  • a third\n  • and one more\n",
        "aliases:\n\t- two words\n\t- a third\n\t- and one more\n",
        "aliases:\n\t\t- two words\n\t\t- a third\n\t\t- and one more\n",
        "aliases:\n\t• two words\n\t• a third\n\t• and one more\n",
    ],
)
def test_a_pasted_list_becomes_one_whole(typed: str, root: Path) -> None:
    after, _ = fixed(root, WHY_NOW + typed)
    assert after == WRITTEN
    assert check(Folder(root), TODAY).problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        "aliases:\n  • two words\n    • below it\n  • a third\n",
        "aliases:\n  • two words\n  ▪ another dot\n",
        "aliases:\n  • who: the buyer\n  • a third\n",
        "aliases:\n  • number #1\n  • and #2\n",
        "aliases:\n  • [one]\n  • a third\n",
        "aliases:\n  • 'one' of them\n  • a third\n",
        "aliases:\n  • two words\n  that go on\n  • a third\n",
        "aliases: • two words\n  • a third\n",
        "aliases:\n\t- two words\n\t\t- below it\n",
    ],
)
def test_a_pasted_list_that_can_be_read_in_two_ways_stays(typed: str, root: Path) -> None:
    after, _ = fixed(root, WHY_NOW + typed)
    assert after == WHY_NOW + typed
    assert any(problem.is_error for problem in check(Folder(root), TODAY).problems)


CASES = sorted(p for p in (CHECKOUT / "tests" / "cases" / "mistakes").iterdir() if p.is_dir())


@pytest.mark.parametrize("case", one_in(4, CASES), ids=lambda case: case.name)
@pytest.mark.long
def test_a_fix_never_makes_a_mistake_worse(case: Path, tmp_path: Path) -> None:
    """Of each mistake that is known: no error more, and no word gone that isn't the mistake."""
    lay_case(case, tmp_path / "project")
    tree = Folder(tmp_path / "project")
    checked = check(tree, TODAY)
    problems, before = checked.problems, texts(tree)
    run = ["--root", str(tree.root), "check", "--fix", "--today", f"{TODAY}"]
    ran = CliRunner().invoke(donebook, run)
    assert ran.exit_code in (0, 1), ran.output
    after = check(tree, TODAY).problems
    assert len(after) <= len(problems) or not checked.is_whole  # warnings that errors hid
    assert sum(p.is_error for p in after) <= sum(p.is_error for p in problems)
    if not any(p.suggestion is not None for p in problems):
        assert texts(tree) == before
    for path, text in texts(tree).items():
        lines = zip(before[path].split("\n"), text.split("\n"), strict=True)
        assert all(a == b or keeps_its_words(a, b) for a, b in lines)


WORD = re.compile(r"[^\W_]+")
OF_OTHER_PROGRAMS = re.compile(r"^(<{7}|={7}|>{7}|```|~~~|---)|</?\w|&\w+;")


def keeps_its_words(before: str, after: str) -> bool:
    """Whether a line says what it said, but for a word that was corrected and other programs' signs."""
    old, new = Counter(WORD.findall(before)), Counter(WORD.findall(after))
    is_corrected = (old - new).total() <= (new - old).total() + before.count(".yaml")
    is_joined = "".join(WORD.findall(before)) == "".join(WORD.findall(after))
    return is_corrected or is_joined or bool(OF_OTHER_PROGRAMS.search(before.strip()))


def texts(tree: Folder) -> dict[str, str]:
    """Every file of a playbook."""
    paths = [
        path for folder in ("content", "site-config", "templates") for path in tree.paths(folder)
    ]
    return {p: (tree.root / p).read_bytes().decode("utf-8", "replace") for p in paths if (tree.root / p).is_file()}  # fmt: skip
