"""Entries end: their file becomes a note, and nothing names them any more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from donebook.check import check
from donebook.cli.main import donebook
from donebook.config import CONFIG_PATH
from donebook.defaults import layered
from donebook.model import KINDS, Key
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY, own_page
from donebook.rules.wording import _EXERCISE
from donebook.source import Folder, Overlay
from donebook.write import Refused, retire
from donebook.write.removed import without
from projects import CHECKOUT, SHEET, bodies, lay, tree

Project = Callable[..., Path]
SAME = "confused_with:\n  - {pattern: hours-back, tell: They count.}\n  # why\n  - pattern: no-paper\n    tell: They print.\n"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), "retire", *arguments])


def read(root: Path) -> Playbook:
    found = check(Folder(root), TODAY)
    assert [p for p in found.problems if p.is_error] == []
    assert found.playbook
    return found.playbook


@pytest.fixture
def root(project: Project) -> Path:
    question = base.FILES[base.WHY_NOW].replace(
        "[hours-back]", "[hours-back, fewer-clicks, no-paper] # all"
    )
    return project(
        {
            base.WHY_NOW: question,
            "patterns/fewer-clicks.yaml": base.pattern("Fewer clicks", SAME),
            "patterns/no-paper.yaml": base.pattern("No paper"),
            "patterns/older.yaml": "moved_to: fewer-clicks\n",
            "worksheets/sheet.yaml": SHEET,
            "../site-config/playbook.yaml": base.CONFIG
            + "start: {patterns: [fewer-clicks, hours-back]}  # first\n",
        }
    )


def test_mentions_go_and_old_links_say_why(root: Path) -> None:
    lay(
        root,
        {
            "patterns/no-paper.yaml": base.pattern(
                "No paper", SAME.replace("no-paper", "fewer-clicks")
            )
        },
    )
    ran = run(root, "pattern", "fewer-clicks", "--why", "Nobody\nsaid: it.")
    assert ran.exit_code == 0, ran.output
    content = root / "content"
    assert "reveals: [hours-back, no-paper] # all\n" in (content / base.WHY_NOW).read_text()
    assert (content / "patterns/no-paper.yaml").read_text() == base.pattern(
        "No paper", "confused_with:\n  - {pattern: hours-back, tell: They count.}\n  # why\n"
    )
    assert (content / "patterns/fewer-clicks.yaml").read_text() == 'retired: "Nobody said: it."\n'
    assert (content / "patterns/older.yaml").read_text() == 'retired: "Nobody said: it."\n'
    assert "start: {patterns: [hours-back]}  # first\n" in (root / CONFIG_PATH).read_text()
    assert ran.stdout.splitlines()[-1] == "content/patterns/fewer-clicks.yaml"
    assert ran.stderr == "5 files changed.\n"
    read(root)


def test_another_entry_takes_its_place(root: Path) -> None:
    lay(root, {"pages/acme.md": own_page("See [it](../patterns/fewer-clicks.yaml#drift).")})
    assert run(root, "pattern", "fewer-clicks", "--to", "no-paper").exit_code == 0
    content = root / "content"
    assert "reveals: [hours-back, no-paper] # all\n" in (content / base.WHY_NOW).read_text()
    assert "(../patterns/no-paper.yaml#drift)" in (content / "pages/acme.md").read_text()
    assert (content / "patterns/fewer-clicks.yaml").read_text() == "moved_to: no-paper\n"
    assert (content / "patterns/older.yaml").read_text() == "moved_to: no-paper\n"
    playbook = read(root)
    assert playbook.forwarded(Key("pattern", "older")) == Key("pattern", "no-paper")
    assert playbook.config.start.patterns == ("no-paper", "hours-back")


def test_no_list_names_the_other_one_twice(root: Path) -> None:
    assert run(root, "pattern", "fewer-clicks", "--to", "hours-back").exit_code == 0
    assert (
        "reveals: [hours-back, no-paper] # all\n" in (root / "content" / base.WHY_NOW).read_text()
    )
    assert read(root).config.start.patterns == ("hours-back",)


def test_what_cannot_be_without_it_is_told_and_nothing_is_written(root: Path) -> None:
    exercise = _EXERCISE.format(card="You sell.").replace("hours-back", "no-paper")
    lay(root, {"exercises/e.yaml": exercise})
    before = tree(root)
    ran = run(root, "pattern", "no-paper", "--why", "Gone.")
    assert "content/exercises/e.yaml" in ran.output
    assert "Nothing was written" in ran.output
    assert tree(root) == before


def test_what_was_wrong_before_is_no_obstacle(root: Path) -> None:
    lay(root, {"patterns/unheard.yaml": base.pattern("Unheard")})  # nothing reveals it
    assert run(root, "pattern", "fewer-clicks", "--to", "no-paper").exit_code == 0
    assert (root / "content/patterns/fewer-clicks.yaml").read_text() == "moved_to: no-paper\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pattern", "fewer-clicks"), "Say what takes its place"),
        (("pattern", "fewer-clicks", "--to", "no-paper", "--why", "x"), "Say what takes its place"),
        (("pattern", "fewer-clicks", "--why", "  "), "Say what takes its place"),
        (("pattern", "fewer-click", "--why", "x"), 'Did you mean "fewer-clicks"?'),
        (("pattern", "older", "--why", "x"), "has gone already"),
        (("pattern", "fewer-clicks", "--to", "older"), "could take its place"),
        (("pattern", "fewer-clicks", "--to", "fewer-clicks"), "its own place"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], said: str, root: Path) -> None:
    before = tree(root)
    ran = run(root, *arguments)
    assert ran.exit_code == 2
    assert said in ran.output
    assert tree(root) == before


def test_a_page_that_links_to_it_is_named(root: Path) -> None:
    text = "First.\n\nSee [it](../patterns/fewer-clicks.yaml).\n\n[Again](../patterns/fewer-clicks.yaml)"
    lay(root, {"pages/acme.md": own_page(text), "pages/beta.md": own_page(text[8:])})
    before = tree(root)
    ran = run(root, "pattern", "fewer-clicks", "--why", "x")
    assert ran.exit_code == 2
    said = (root / "content/pages/acme.md").read_text("utf-8").splitlines()
    places = re.findall(r"content/pages/acme\.md:(\d+):(\d+)", ran.output)
    assert [said[int(line) - 1][int(column) - 1 :][:3] for line, column in places] == ["../", "../"]
    assert ran.output.count("content/pages/beta.md:") == 2
    assert 'change the text first: it links to "fewer-clicks".' in ran.output
    assert tree(root) == before


def test_the_page_of_what_is_retired_names_it(root: Path) -> None:
    lay(root, {"pages/rivals/acme.md": own_page("They are cheap.")})
    ran = run(root, "page", "rivals/acme", "--why", "They are gone.")
    assert ran.exit_code == 0, ran.output
    made = bodies(read(root), layered(CHECKOUT, "templates/pages"))
    (page,) = [text for path, text in made.items() if path.endswith("rivals/acme.md")]
    assert "<code>rivals/acme</code>" in page
    assert "They are gone." in page


@pytest.mark.torture
@pytest.mark.slow
def test_entries_of_the_starter_end_without_an_error_or_say_what_needs_them(
    playbook: Playbook,
) -> None:
    own, found = Folder(CHECKOUT), {"fine": 0, "needed": 0}
    for key in tuple(playbook.entries)[::8]:
        try:
            files = retire(own, playbook, KINDS[key.kind], key.id, why="Gone.")
        except Refused:
            found["needed"] += 1
            continue
        errors = [p for p in check(Overlay(own, files), TODAY).problems if p.is_error]
        assert {p.code for p in errors} <= {"M201", "R316"}, key
        found["needed" if errors else "fine"] += 1
    assert found["fine"] > 20
    assert found["fine"] > 5 * found["needed"]


@pytest.mark.parametrize(
    ("text", "locs", "left"),
    [
        ("a: [x, y, z]\nb: 1\n", [("a", 0), ("a", 2)], "a: [y]\nb: 1\n"),
        ("a: [x]\nb: 1\n", [("a", 0)], "b: 1\n"),
        ("a: [x,\n  y]\nb: 1\n", [("a", 1)], "a: [x]\nb: 1\n"),
        ("a: {b: 1, c: [2]}\n", [("a", "c", 0)], "a: {b: 1}\n"),
        ("a:\n  - x\n  # note\n  - y\n\n# b\nb: 1\n", [("a", 1)], "a:\n  - x\n  # note\n\n# b\nb: 1\n"),
        ("a:\n  - c: 1\n    d: |\n      t\n\n      u\n\n  - c: 2\nb: 1\n", [("a", 0)], "a:\n\n  - c: 2\nb: 1\n"),
        ("a:\n- x\n- y\nb: 1", [("a", 0), ("a", 1)], "b: 1"),
        ("\ufeffa:\r\n  - x\r\n  - y\r\n", [("a", 0)], "\ufeffa:\r\n  - y\r\n"),
        ("a:\n  b:\n    c: 1\nd: 2\n", [("a", "b", "c")], "d: 2\n"),
        ('a: ["x, y", z]\n', [("a", 0)], "a: [z]\n"),
    ],
)  # fmt: skip
def test_what_is_taken_out_leaves_the_rest_as_it_was(
    text: str, locs: list[tuple[str | int, ...]], left: str
) -> None:
    assert without("content/x.yaml", text.encode(), locs).decode() == left
