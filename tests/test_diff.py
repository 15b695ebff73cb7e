"""`donebook diff`: what changes for people, from real revisions; what only looks different, never."""

import json
import re
import textwrap
from collections.abc import Mapping
from html import unescape
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from donebook.change import Change, Effect
from donebook.check import check
from donebook.cli.main import donebook
from donebook.diff import changes, compare
from donebook.load import load
from donebook.markup import as_code, for_comment
from donebook.model import KINDS, Key
from donebook.pages import address
from donebook.report import CHANGE_FORMATS
from donebook.report.changes import address_of
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder, NoRevision, read_document, revision
from history import commit, git, start
from projects import CHECKOUT, lay, make_project

EVENT = "loss-reasons/no-event.yaml"
HOURS = "patterns/hours-back.yaml"
SHEET = "worksheets/sheet.yaml"
UNCHANGED = {"comparable": True, "changes": [], "introduced": [], "fixed": []}
A_SHEET = "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: questions, title: Ask, pick: {test: real}, answer: lines}\n"


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), *arguments], standalone_mode=False)


def told(root: Path, *revisions: str) -> dict[str, Any]:
    ran = run(root, "diff", *revisions, "--format", "json", "--today", "2026-11-23")
    assert ran.exception is None, ran.exception
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def after(root: Path, files: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """Effect, id and message of each change that files make to the small playbook."""
    start(make_project(root))
    commit(root, files)
    return [(c["effect"], c["id"], c["message"]) for c in told(root, "HEAD~1", "HEAD")["changes"]]


def why_now(old: str, new: str) -> dict[str, str | None]:
    assert old in base.FILES[base.WHY_NOW]
    return {base.WHY_NOW: base.FILES[base.WHY_NOW].replace(old, new)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"patterns/new.yaml": base.pattern("Brand new").replace("What it is for", "A promise")},
            [("added", "new", "A promise.")],
            id="added",
        ),
        pytest.param(
            {HOURS: None, "patterns/saved.yaml": base.FILES[HOURS]},
            [("added", "saved", "What it is for."), ("gone", "hours-back", "Nothing says where it went.")],
            id="gone",
        ),
        pytest.param(
            {"questions/why-us.yaml": "retired: Nobody asks it.\n"},
            [("retired", "why-us", "Nobody asks it.")],
            id="retired",
        ),
        pytest.param(
            {"questions/why-us.yaml": "moved_to: why-now\n"},
            [("renamed", "why-us", "Is now part of “Why now”.")],
            id="merged",
        ),
        pytest.param(
            {"vocabulary.yaml": base.VOCABULARY.replace("Find out.", "Find out why.")},
            [("reworded", "open", "Is explained in other words.")],
            id="a stage explained differently",
        ),
        pytest.param(
            why_now("What makes this a question for real?", "Which date is behind it?"),
            [("different", "why-now", "Has a new wording.")],
            id="asked differently",
        ),
        pytest.param(
            why_now("stage: open", "stage: agree"),
            [
                ("moved", "why-now", "Stage: from “Open” to “Agree”."),
            ],
            id="another stage",
        ),
        pytest.param(
            why_now("core: true\n", ""),
            [("moved", "why-now", "Is no longer a core question.")],
            id="no core",
        ),
        pytest.param(
            why_now("    reveals: [hours-back]\n", ""),
            [("leads", "why-now", "No longer: a strong answer reveals “Hours back”.")],
            id="edge lost",
        ),
        pytest.param(
            {HOURS: base.pattern("Hours back", "misread_leads_to: [no-event]\n")},
            [("leads", "hours-back", "If misread, it leads to “No event” now.")],
            id="edge gained",
        ),
        pytest.param(
            why_now("why: Because.", "why: Because it is late."),
            [("changed", "why-now", "Changed: why it is asked.")],
            id="words",
        ),
        pytest.param(
            why_now("reviewed: 2026-10-01", "reviewed: 2026-11-02"),
            [("care", "why-now", "Reviewed again.")],
            id="reviewed",
        ),
        pytest.param(
            {"vocabulary.yaml": base.VOCABULARY.replace("name: Agree", "name: Decide")},
            [("vocabulary", "agree", "Is called “Decide” now, was “Agree”.")],
            id="stage renamed",
        ),
        pytest.param(
            {"../site-config/playbook.yaml": base.CONFIG.replace("product: Example", "product: Acme")},
            [("vocabulary", "product", "The product is now called “Acme”.")],
            id="product",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_as_what_it_means(
    files: dict[str, str | None], expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert after(tmp_path / "project", files) == expected


def test_follow_ups_without_a_phrase_are_told_apart_by_what_they_ask(tmp_path: Path) -> None:
    phrase = "  - {heard: Nothing, ask: What else is there?}\n"
    three = "".join(f"  - {{ask: {ask}}}\n" for ask in ("Who signs?", "Who pays?", "Who cares?"))
    was = base.FILES[base.WHY_NOW].replace(phrase, three)
    root = start(make_project(tmp_path / "project", {base.WHY_NOW: was}))
    commit(root, {base.WHY_NOW: was.replace("  - {ask: Who signs?}\n  - {ask: Who pays?}\n", "")})
    found = told(root, "HEAD~1", "HEAD")["changes"]
    assert [(c["before"], c["after"]) for c in found] == [("Who signs?", None), ("Who pays?", None)]


STANCE = "  usual: adopt\n  adopt_when: Always.\n"
NEVER = "  redefine_when: Never.\n  walk_away_when: Never.\n"
WAS = {"usual": "adopt", "adopt when": "Always.", "redefine when": "Never.", "walk away when": "Never."}  # fmt: skip
DONE = "  - {statement: Nobody types, evidence: The log, accepted_by: user}\n"


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (HOURS, "usual: adopt", "usual: redefine", [("The usual stance has changed.", "adopt", "redefine")]),
        (HOURS, STANCE, "  usual: redefine\n  adopt_when: On Mondays.\n", [("The usual stance has changed.", "adopt", "redefine"), ("The stance has changed (adopt when).", "Always.", "On Mondays.")]),
        (HOURS, "stance:\n" + STANCE + NEVER, "", [("The usual stance has changed." if part == "usual" else f"The stance has changed ({part}).", was, None) for part, was in WAS.items()]),
        (HOURS, "Nobody types", "Nobody types for ten minutes", [("Done when has changed.", "Nobody types", "Nobody types for ten minutes")]),
        (HOURS, "The log", "A list", [("Done when has changed.", "Nobody types · The log", "Nobody types · A list")]),
        (HOURS, DONE, DONE + "  - {statement: Ten read it, evidence: A list, accepted_by: user, title: CFO}\n", [("Done when has changed.", None, "Ten read it · A list · User · CFO")]),
        (base.WHY_NOW, "heard: Nothing, ask: What else", "heard: Nothing, ask: Who else", [("Is followed up differently.", "Nothing · What else is there?", "Nothing · Who else is there?")]),
        (base.WHY_NOW, "  - {heard: Nothing, ask: What else is there?}\n", "  - {heard: A date, ask: Who set it?}\n  - {heard: Nothing, ask: What now?}\n", [("Is followed up differently.", None, "A date · Who set it?"), ("Is followed up differently.", "Nothing · What else is there?", "Nothing · What now?")]),
        (base.WHY_NOW, "{heard: Nothing, ask: What", "{ask: What", [("Is followed up differently.", "Nothing · What else is there?", "What else is there?")]),
        (base.WHY_NOW, "  - {heard: Nothing, ask: What else is there?}\n", "  - {heard: Nothing, ask: What else is there?}\n  - {ask: Who signs?}\n  - {ask: Who pays?}\n", [("Is followed up differently.", None, "Who signs?"), ("Is followed up differently.", None, "Who pays?")]),
        ("vocabulary.yaml", "[They rang back.]", "[They wrote., They rang back.]", [("What ends this stage has changed.", None, "They wrote.")]),
        ("vocabulary.yaml", "[They rang back.]", "[They wrote.]", [("What ends this stage has changed.", "They rang back.", "They wrote.")]),
    ],
)  # fmt: skip
def test_what_reps_act_on_is_told_first_and_with_both_states(
    path: str, old: str, new: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert old in base.FILES[path]
    reviewed = base.FILES[HOURS].replace("What it is for.", "What it is for now.")
    root = start(make_project(tmp_path / "project"))
    commit(
        root,
        {
            HOURS: reviewed,
            path: (reviewed if path == HOURS else base.FILES[path]).replace(old, new),
        },
    )
    found = told(root, "HEAD~1")["changes"]
    acted = [c for c in found if c["effect"] == "different"]
    assert [(c["message"], c["before"], c["after"]) for c in acted] == expected
    assert found[: len(acted)] == acted
    assert [c["message"] for c in found[len(acted) :]] == ["Changed: summary."]
    said = run(root, "diff", "HEAD~1", "--format", "markdown").stdout
    assert said.startswith("**What to do differently**\n\n- ")
    shown = {"adopt": "Usually adopt", "redefine": "Usually redefine"}  # as the site says them
    for _, was, now in expected:
        before, after = shown.get(was or "", was), shown.get(now or "", now)
        assert before is None or f"- was: {before}\n" in said
        assert after is None or f"- now: {after}\n" in said


def test_a_comment_groups_by_entry_and_links_to_where_it_is_read(tmp_path: Path) -> None:
    settings = base.CONFIG + "address: https://playbook.example.org/sales/\n"
    root = make_project(tmp_path / "our playbook", {"../site-config/playbook.yaml": settings})
    start(tmp_path)
    commit(
        root,
        {
            HOURS: base.FILES[HOURS].replace(STANCE, "  usual: redefine\n  adopt_when: No.\n"),
            "vocabulary.yaml": base.VOCABULARY.replace("They signed", "They sign-off_it"),
            "questions/why-us.yaml": None,
        },
    )
    said = run(root, "diff", "HEAD~1", "--format", "markdown").stdout
    assert said.startswith(
        "**What to do differently**\n\n"
        "- Definition of done [**Hours back**](https://playbook.example.org/sales/patterns/hours-back/)\n"
        "  - The usual stance has changed.\n    - was: Usually adopt\n    - now: Usually redefine\n"
        "  - The stance has changed (adopt when).\n    - was: Always.\n    - now: No.\n"
        "- Stage [**Agree**](https://playbook.example.org/sales/stages/agree/): What ends this stage has changed.\n"
        "  - was: They signed.\n  - now: They sign-off_it.\n"
    )
    assert "- Question **Why us**: Nothing says where it went." in said
    link = ("--link", "https://code.example.org/blob/abc/{path}")
    there = run(root, "diff", "HEAD~1", "--format", "markdown", *link).stdout
    assert "[**Hours back**](https://code.example.org/blob/abc/our%20playbook/content/patterns/hours-back.yaml)" in there  # fmt: skip
    assert "(https://code.example.org/blob/abc/our%20playbook/content/vocabulary.yaml)" in there
    refused = run(root, "diff", "HEAD~1", "--link", "https://code.example.org/")
    assert "needs {path} or {page}" in str(refused.exception)


def test_a_link_leads_to_the_pages_that_there_are() -> None:
    for kind, page in (
        ("stage", address.of_stage("x")),
        ("role", address.of_role("x")),
        ("test", address.of_test("x")),
        ("framework", address.of_framework("x")),
        *((kind, address.of_key(Key(kind, "x"))) for kind in KINDS),
    ):
        change = Change(Effect.CHANGED, kind, "x", "X", "Changed.")
        assert address_of("/{page}", change) == f"/{page.removesuffix('.md')}/"
    term = Change(Effect.VOCABULARY, "term", "Done", "Done", "A new term.")
    assert address_of("/{page}", term) is None


def test_a_renamed_entry_is_one_change_and_its_mentions_are_none(tmp_path: Path) -> None:
    files = {
        HOURS: "moved_to: time-back\n",
        "patterns/time-back.yaml": base.FILES[HOURS],
        **{
            path: text.replace("[hours-back]", "[time-back]")
            for path, text in base.FILES.items()
            if path.startswith("questions/")
        },
    }
    assert after(tmp_path / "project", files) == [
        ("renamed", "time-back", "Was hours-back; old links still work.")
    ]


@pytest.mark.parametrize(
    ("path", "text", "kind", "before", "now"),
    [
        ("questions/why-us.yaml", "moved_to: why-now\n", "question", "why-us", "why-now"),
        ("../site-config/playbook.yaml", base.CONFIG.replace("product: Example", "product: Acme"), "setting", "Example", "Acme"),
    ],
    ids=["merged", "product"],
)  # fmt: skip
def test_a_change_says_of_what_kind_and_from_what_to_what(
    path: str, text: str, kind: str, before: str, now: str, tmp_path: Path
) -> None:
    root = start(make_project(tmp_path / "project"))
    commit(root, {path: text})
    (change,) = told(root, "HEAD~1", "HEAD")["changes"]
    assert (change["kind"], change["before"], change["after"]) == (kind, before, now)


def test_a_loss_reason_that_loses_its_only_early_question_is_named(tmp_path: Path) -> None:
    late = {
        path: text.replace("stage: open", "stage: agree")
        for path, text in base.FILES.items()
        if path.startswith("questions/") and path != base.WHY_NOW
    }
    root = start(make_project(tmp_path / "project", late))
    commit(root, {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("    warns_of: [no-event]\n", "")})
    found = told(root, "HEAD~1")["changes"]
    assert [c["message"] for c in found if c["effect"] == "coverage"] == [
        "Is warned of later: first in Agree, was Open; it lost its only early question, “Why now”."
    ]
    back = told(root, "HEAD", "HEAD~1")["changes"]
    assert [c["message"] for c in back if c["effect"] == "coverage"] == [
        "Is warned of earlier: first in Open, was Agree."
    ]


def test_a_sheet_is_printed_again_when_what_it_shows_has_changed(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project", {SHEET: A_SHEET}))
    commit(root, why_now("What makes this a question for real?", "Which date is behind it?"))
    (reprint,) = [c for c in told(root, "HEAD~1")["changes"] if c["effect"] == "reprint"]
    assert reprint["id"] == "sheet"
    assert reprint["before"] != reprint["after"]
    assert reprint["before"] in reprint["message"]
    commit(root, {SHEET: A_SHEET.replace("owner: team", "owner: 'team'  # ours")})
    assert told(root, "HEAD~1") == UNCHANGED


def test_problems_introduced_and_fixed_are_told_whatever_line_they_are_on(tmp_path: Path) -> None:
    files = {
        EVENT: base.FILES[EVENT].replace("2026-10-01", "2025-01-01"),
        HOURS: base.FILES[HOURS].replace("Nobody types", "Typing is easier"),
    }
    root = start(make_project(tmp_path / "project", files))
    commit(root, {EVENT: "# a comment moves every line\n" + files[EVENT], HOURS: base.FILES[HOURS], **why_now("[no-event]", "[no-evnt]")})  # fmt: skip
    found = told(root, "HEAD~1", "HEAD")
    assert [p["code"] for p in found["introduced"]] == ["R301"]
    # What needs a whole playbook can't be with_allowances while a mention leads nowhere.
    assert {p["code"] for p in found["fixed"]} >= {"W506"}


@pytest.mark.parametrize("revisions", [("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")])
def test_only_a_problem_introduced_or_only_one_fixed_is_not_nothing(
    revisions: tuple[str, str], tmp_path: Path
) -> None:
    root = start(make_project(tmp_path / "project"))
    commit(root, {HOURS: "title: [\n"})
    said = run(root, "diff", *revisions).stdout
    assert "S115" in said
    assert "Nothing changes" not in said


@pytest.mark.long
def test_an_id_lost_or_used_again_is_a_problem_against_a_base(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project", {EVENT.replace("no-event", "old"): "retired: Once.\n"}))  # fmt: skip
    commit(root, {HOURS.replace("hours-back", "unseen"): base.pattern("Unseen", "status: draft\n")})
    commit(
        root,
        {
            EVENT.replace("no-event", "old"): base.loss_reason("Old"),
            HOURS.replace("hours-back", "unseen"): None,
            "questions/why-us.yaml": None,
        },
    )
    for before in ("HEAD~2", "HEAD~1"):  # the draft is in the second one only
        assert [p["code"] for p in told(root, before)["introduced"] if p["code"][0] == "I"] == [
            "I702",
            "I701",
        ]
    ran = run(root, "check", "--base", "HEAD~2", "--format", "json")
    found = {(p["code"], p["path"]) for p in json.loads(ran.stdout)["problems"]}
    assert ("I701", "content/questions/why-us.yaml") in found
    assert ("I702", "content/loss-reasons/old.yaml") in found
    assert ran.return_value == 1
    assert "I701" not in run(root, "check").stdout


@pytest.mark.long
def test_pure_reformatting_of_a_whole_playbook_shows_as_nothing(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    for name in ("content", "site-config"):
        for place in sorted((CHECKOUT / name).rglob("*.yaml")):
            lay(root, {f"../{place.relative_to(CHECKOUT)}": place.read_text(encoding="utf-8")})
    commit(root)
    for place in sorted((root / "content").rglob("*.yaml")):
        values = read_document(Folder(root), place.relative_to(root).as_posix()).values
        keep = place.name == "vocabulary.yaml"  # whose order is what the stages' order is
        text = yaml.dump(values, width=50, allow_unicode=True, sort_keys=not keep)
        place.write_text(f"# Written anew.\n{text}", encoding="utf-8")
    commit(root)
    assert int(git(root, "diff", "--shortstat", "HEAD~1").split()[0]) > 90
    assert told(root, "HEAD~1") == UNCHANGED


def test_a_text_wrapped_at_another_width_is_the_same_text(tmp_path: Path) -> None:
    words = "A date that the buyer has set moves more than one of ours. 30 days are *enough*."
    texts = [
        "why: |-\n" + textwrap.indent(textwrap.fill(words, width), "  ")
        for width in (30, 44, 60, 71)
    ]
    root = make_project(tmp_path / "project")
    books = []
    for text in texts:
        lay(root, why_now("why: Because.", text))  # type: ignore[arg-type]
        books.append(load(Folder(root)).playbook)
    assert all(book and books[0] and changes(books[0], book) == () for book in books)
    lay(root, why_now("why: Because.", texts[0].replace("*enough*", "enough")))  # type: ignore[arg-type]
    other = load(Folder(root)).playbook
    assert other
    assert books[0]
    assert [c.effect for c in changes(books[0], other)] == ["changed"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_text_and_markdown_tell_the_same_changes(form: str, tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project", {SHEET: A_SHEET}))
    hostile = "Why <b>now</b> @team | `x`?"
    commit(root, {**why_now("What makes this a question for real?", f"'{hostile}'"), HOURS: base.FILES[HOURS].replace("Hours back", "Hours")})  # fmt: skip
    said = run(root, "diff", "HEAD~1", "--format", form).stdout
    for heading in ("What to do differently", "Print again"):
        assert heading in said
    assert (hostile in said) == (form == "text")
    if form == "markdown":
        assert "<b>" not in said
        assert "@" not in said
    assert "Nothing changes" in run(root, "diff", "HEAD", "--format", form).stdout


TERMS = "glossary:\n  - {{term: Done, meaning: What the buyer calls done.}}\n  - {{term: {0}, meaning: {0}.}}\n"
SETTINGS = "../site-config/playbook.yaml"
EARLIER = {
    SETTINGS: base.CONFIG,
    "vocabulary.yaml": base.VOCABULARY + TERMS.format("Sign-off"),
    "patterns/clicks.yaml": base.pattern("Fewer clicks"),
    "questions/met.yaml": base.question("Met", "real"),
    SHEET: A_SHEET,
}
LATER = {
    SETTINGS: base.CONFIG.replace("Example playbook", "Our playbook").replace(
        "The team", "All of us"
    ),
    "vocabulary.yaml": base.VOCABULARY.replace(
        "  user: {name: User}", "  user: {name: Reader}\n  cfo: {name: CFO}"
    ).replace("[They signed.]", "[They signed., They paid.]")
    + TERMS.format("Champion"),
    base.WHY_NOW: base.FILES[base.WHY_NOW]
    .replace("What makes this a question for real?", "Which date is behind it?")
    .replace("why: Because.", "why: It tells.")
    .replace("stage: open", "stage: agree")
    .replace("core: true\n", ""),
    "questions/why-us.yaml": "retired: Nobody asks it.\n",
    "questions/met.yaml": base.question("Met", "real", "status: draft\n"),
    "questions/why-it.yaml": base.question("Why it", "worth", "aliases: [met-before]\n"),
    "patterns/clicks.yaml": "moved_to: hours-back\n",
    HOURS: base.FILES[HOURS].replace("usual: adopt", "usual: redefine").replace("The log", "A list")
    + "misread_leads_to: [no-event]\n",
    EVENT: base.FILES[EVENT]
    .replace("root: wrong-deal", "root: outsold")
    .replace("Was there a date?", "Which date was there?"),
    SHEET: A_SHEET.replace("internal", "buyer"),
}
STATES: Mapping[str, Mapping[str, str]] = {
    "earlier": EARLIER,
    "later": LATER,
    "broken": {SETTINGS: "schema: [1\n"},
    "none": {},
}


@pytest.mark.parametrize("form", CHANGE_FORMATS)
def test_every_change_is_told_in_every_form(
    form: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Golden: every word and every line between states of a playbook, there and back.

    A sheet's version follows the templates, too, so it is left out.
    """
    states = {
        name: check(Folder(make_project(tmp_path / name, files)), TODAY)
        for name, files in STATES.items()
    }
    told = "".join(
        f"=== from {before} to {after}\n{CHANGE_FORMATS[form](compare(states[before], states[after]))}\n\n"
        for before, after in permutations(states, 2)
    )
    told = re.sub(r"\b[0-9a-f]{7}\b", "VERSION", told)
    expected = CHECKOUT / "tests" / "cases" / "changes" / f"{form}.txt"
    if request.config.getoption("--accept"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


def test_a_revision_that_is_not_there_is_a_mistake_in_usage(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    for name in ("HEAD", "--upload-pack=x", "main"):
        with pytest.raises(NoRevision):
            revision(root, name)
    git(root, "init", "-q", "-b", "trunk")
    assert 'no revision "main" here, because nothing is committed yet.' in str(run(root, "diff", "main").exception)  # fmt: skip
    commit(root)
    ran = run(root, "diff", "nonsense")
    assert 'There is no revision "nonsense" here. Branches: trunk.' in str(ran.exception)


def test_a_playbook_in_a_folder_of_its_repository_is_found(tmp_path: Path) -> None:
    root = make_project(tmp_path / "sales" / "playbook")
    start(tmp_path)
    commit(root, why_now("core: true\n", ""))
    assert [c["effect"] for c in told(root, "HEAD~1", "HEAD")["changes"]] == ["moved"]


def test_a_revision_reads_what_lay_there(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project", {"questions/über.yaml": "title: x\n"}))
    (root / "content" / HOURS).unlink()
    (root / "content" / "link.yaml").symlink_to("vocabulary.yaml")
    commit(root)
    then, now = revision(root, "HEAD~1"), revision(root, "HEAD")
    assert f"content/{HOURS}" in then.paths("content")
    assert f"content/{HOURS}" not in now.paths("content")
    assert "content/questions/über.yaml" in now.paths("content")
    assert then.read(f"content/{HOURS}").decode() == base.FILES[HOURS]
    assert {p.code for p in check(now, TODAY).problems} >= {"S121", "S120"} or check(now, TODAY).problems  # fmt: skip


def test_a_revision_without_a_playbook_makes_all_of_it_new(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (root / "README").write_text("x")
    start(root)
    make_project(tmp_path / "other")
    for name in ("content", "site-config"):
        (tmp_path / "other" / name).rename(root / name)
    found = told(root, "HEAD")["changes"]
    assert {c["effect"] for c in found} == {"added"}
    assert len(found) == 6


def effects(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(c["effect"], c["id"], c["message"]) for c in found["changes"]]


def test_an_entry_taken_back_is_a_draft_again_and_not_lost(tmp_path: Path) -> None:
    drafted = {"questions/why-us.yaml": base.question("Why us", "compete", "status: draft\n")}
    assert after(tmp_path / "project", drafted) == [("gone", "why-us", "Is a draft again.")]


@pytest.mark.long
def test_an_entry_that_cannot_be_read_is_neither_gone_nor_new(tmp_path: Path) -> None:
    broken: dict[str, str | None] = {HOURS: "title: [\n"}
    assert [c for c in after(tmp_path / "broken", broken) if c[1] == "hours-back"] == []
    root = tmp_path / "again"
    start(make_project(root))
    commit(root, broken)
    commit(root, {HOURS: base.FILES[HOURS]})
    found = [c for c in told(root, "HEAD~1", "HEAD")["changes"] if c["id"] == "hours-back"]
    assert found == []


@pytest.mark.long
def test_a_question_that_cannot_be_read_changes_no_coverage(tmp_path: Path) -> None:
    for name, text in (
        ("broken", "title: [\n"),
        ("mistyped", base.FILES[base.WHY_NOW].replace("[no-event]", "[no-evnt]")),
    ):
        root = start(make_project(tmp_path / name))
        commit(root, {base.WHY_NOW: text})
        for revisions in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")):
            assert "coverage" not in {c["effect"] for c in told(root, *revisions)["changes"]}


def test_where_nothing_can_be_compared_that_is_said(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    commit(root, {"../site-config/playbook.yaml": "schema: [1\n", "questions/why-us.yaml": None})
    assert told(root, "HEAD~1")["comparable"] is False
    for form in ("text", "markdown"):
        said = run(root, "diff", "HEAD~1", "--format", form).stdout
        assert "What changes can't be told" in said
        assert "Nothing changes" not in said
        assert "S115" in said


@pytest.mark.long
def test_a_stage_under_another_name_or_id_is_the_same_stage(tmp_path: Path) -> None:
    renamed = base.VOCABULARY.replace("name: Open", "name: First call")
    assert after(tmp_path / "name", {"vocabulary.yaml": renamed}) == [
        ("vocabulary", "open", "Is called “First call” now, was “Open”.")
    ]
    everywhere = {
        path: text.replace("stage: open", "stage: first")
        .replace("knowable_from: open", "knowable_from: first")
        .replace("  open: {", "  first: {")
        for path, text in base.FILES.items()
    }
    assert after(tmp_path / "id", {**everywhere}) == []


def test_a_renamed_sheet_in_a_pack_is_one_change(tmp_path: Path) -> None:
    pack = base.CONFIG + "packs: {day: {title: Day, sheets: [sheet]}}\n"
    root = start(
        make_project(tmp_path / "project", {SHEET: A_SHEET, "../site-config/playbook.yaml": pack})
    )
    run(root, "rename", "worksheet", "sheet", "call")
    assert [effect for effect, _, _ in effects(told(root, "HEAD"))] == ["renamed"]


def test_words_of_an_author_become_no_mention_and_no_link(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    commit(
        root,
        why_now(
            "What makes this a question for real?", "'Why @octocat #12 https://x.org www.x.org?'"
        ),
    )
    said = run(root, "diff", "HEAD~1", "--format", "markdown").stdout
    for token in ("@octocat", "#12", "&#64;octocat", "&#35;12", "https://x", "www.x"):
        assert token not in said
    assert "&#64;&#8203;octocat" in said


@pytest.mark.long
def test_a_comment_stays_short_enough_for_a_host(tmp_path: Path) -> None:
    files = {
        f"patterns/p-{n}.yaml": base.pattern(f"Pattern {n} <>&*_[]()#@ " + "x" * 30)
        for n in range(150)
    }
    root = start(make_project(tmp_path / "project"))
    commit(root, files)
    said = run(root, "diff", "HEAD~1", "--format", "markdown").stdout
    checked = run(root, "check", "--format", "markdown").stdout
    assert len(said) + len(checked) < 60_000
    assert "more; `donebook diff` lists them all" in said


def test_a_base_without_a_name_is_no_base(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    assert 'no revision ""' in str(run(root, "check", "--base", "").exception)


def test_what_the_repository_cannot_give_is_no_fault_of_ours(tmp_path: Path) -> None:
    import shutil
    import subprocess

    root = start(make_project(tmp_path / "whole"))
    commit(root, why_now("core: true\n", ""))
    git(root, "config", "uploadpack.allowFilter", "true")
    part = tmp_path / "part"
    subprocess.run(
        ["git", "clone", "-q", "--filter=blob:none", root.as_uri(), part],
        check=True,
        capture_output=True,
    )
    shutil.rmtree(root)
    ran = run(part, "diff", "HEAD~1")
    assert type(ran.exception).__name__ == "UsageError"


def test_file_names_steer_no_terminal(tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project"))
    lay(root, {"questions/x\n::error::y\x1b[31m.yaml": "title: x\n"})
    said = run(root, "diff", "HEAD").stdout
    assert "\n::error" not in said
    assert "\x1b" not in said


def test_a_long_text_is_cut_so_that_the_difference_is_in_sight(tmp_path: Path) -> None:
    words = "Somebody types what another one has typed already. " * 5
    long = {HOURS: base.FILES[HOURS].replace("Nobody types", f"{words}Nobody")}
    root = start(make_project(tmp_path / "project", long))
    commit(root, {HOURS: long[HOURS].replace(f"{words}Nobody", f"{words}Everybody")})
    (change,) = told(root, "HEAD~1")["changes"]
    assert change["before"].startswith("… ")
    assert change["before"].endswith("already. Nobody")
    assert change["after"].endswith("already. Everybody")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("wrong-deal, R&D, <5 days, warns_of, 'x', \"y\" + 1 = 2!", None),
        ("<b>*x*</b> [a](b) `c` _d_ ~~e~~", r"&lt;b>\*x\*&lt;/b> \[a\](b) \`c\` \_d\_ \~\~e\~\~"),
        ("&nbsp; &#64;", "&amp;nbsp; &amp;&#35;&#8203;64;"),
        ("@a #1 $x$ www.x https://x", "&#64;&#8203;a &#35;&#8203;1 &#36;x&#36; www&#8203;.x https:&#8203;//x"),
    ],
)  # fmt: skip
def test_a_comment_reads_well_as_plain_text(text: str, safe: str | None) -> None:
    assert for_comment(text) == (safe or text)
    rendered = MarkdownIt("commonmark").enable("strikethrough").renderInline(for_comment(text))
    assert unescape(rendered).replace("\u200b", "") == text


def test_a_path_is_code() -> None:
    assert as_code("content/a_b.yaml:7:1") == "`content/a_b.yaml:7:1`"
    assert as_code("a`b") == "`` a`b ``"
