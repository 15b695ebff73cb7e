"""Publishable before complete: what an entry may lack, what is said of it, and how its page looks."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from donebook.check import Checked, check
from donebook.codeowners import codeowners
from donebook.diff import compare
from donebook.fix import fix
from donebook.model import FORMS
from donebook.model.marks import Completes, marked
from donebook.pages import Context
from donebook.playbook import Playbook
from donebook.rules import CODES, base
from donebook.rules.base import TODAY
from donebook.rules.complete import FIELDS, RULES
from donebook.source import Folder
from donebook.write import reviewed
from projects import bodies, make_project

Project = Callable[..., Path]
BARE = "ask: What happens if nothing changes?\nstage: open\n"
CHECK = "form: check\nask: Have we met the signer?\nstage: agree\ntest: win\n"
SETTINGS = "../site-config/playbook.yaml"
FILES = {
    "questions/bare.yaml": BARE,
    "questions/bare-check.yaml": CHECK,
    "patterns/bare.yaml": "title: Hours back\nafter: Nobody types a number twice.\n",
    "proof-points/bare.yaml": "customer: A plant of 300 people\npattern: hours-back\n",
    "loss-reasons/bare.yaml": "title: Went silent\nroot: outsold\n",
}
NOT_COVERED = {"C401", "C403"}  # a bare definition or loss is still one that no question leads to


def whole(found: Checked) -> Playbook:
    assert found.playbook
    return found.playbook


def test_every_field_that_completes_an_entry_has_a_rule_and_every_rule_a_field() -> None:
    assert {*FIELDS.values()} == {name for model in FORMS for name in marked(model, Completes)}
    assert [rule.code.id for rule in RULES] == [*FIELDS]


@pytest.mark.parametrize("name", FILES)
def test_little_is_needed_and_one_warning_says_what_is_missing(project: Project, name: str) -> None:
    found = check(Folder(project({name: FILES[name]})), TODAY)
    said = [p for p in found.problems if p.code not in NOT_COVERED]
    assert [(p.span.path, p.code[0], p.is_error) for p in said] == [(f"content/{name}", "K", False)]
    entry = next(e for e in whole(found).entries.values() if e.path == f"content/{name}")
    assert all(field in said[0].message for field in entry.lacking)


def test_a_question_is_called_by_its_ask_until_it_has_a_title(project: Project) -> None:
    long = f"What would {'really ' * 9}have to change before the end of the year?"
    root = project({"questions/bare.yaml": BARE, "questions/long.yaml": f"ask: {long}\nstage: open\n"})  # fmt: skip
    titles = {q.id: str(q.title) for q in whole(check(Folder(root), TODAY)).spoken}
    assert titles["bare"] == "What happens if nothing changes"
    assert titles["why-now"] == "Why now"
    assert len(titles["long"]) <= 70
    assert titles["long"].endswith("…")
    assert long.startswith(f"{titles['long'].removesuffix('…')} ")


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("{}", ["K901 warning"]),
        ("{K: error}", ["K901 error"]),
        ("{K: 'off'}", []),
        ("{K901: 'off'}", ["K902 warning"]),
        ("{K: 'off', K903: error}", ["K903 error"]),
        ("{K903: error}", ["K901 warning", "K903 error"]),
    ],
)
def test_the_settings_say_how_much_it_weighs(
    project: Project, severity: str, expected: list[str]
) -> None:
    settings = f"{base.CONFIG}severity: {severity}\n"
    root = project({"questions/bare.yaml": BARE, SETTINGS: settings})
    found = check(Folder(root), TODAY).problems
    assert [f"{p.code} {p.severity.value}" for p in found] == expected


def test_an_entry_can_be_excused_from_one_part(project: Project) -> None:
    root = project({"questions/bare.yaml": BARE + "allow: {K901: Asked in writing only.}\n"})
    (problem,) = check(Folder(root), TODAY).problems
    assert problem.code == "K902"
    assert "listen_for" not in problem.message


def test_a_field_that_is_begun_is_told_at_its_place(project: Project) -> None:
    begun = (
        "listen_for:\n  strong:\n    signs: [{label: Names a date}]\n    reveals: [hours-back]\n"
    )
    (problem,) = check(Folder(project({"questions/bare.yaml": BARE + begun})), TODAY).problems
    assert (problem.code, problem.span.line) == ("K901", 3)
    assert '"listen_for" is not complete yet' in problem.message


def test_drafts_may_lack_anything(project: Project) -> None:
    root = project({"questions/bare.yaml": BARE + "status: draft\n"})
    assert check(Folder(root), TODAY).problems == ()


def test_whoever_is_named_first_or_as_default_answers_for_what_names_nobody(
    project: Project,
) -> None:
    owners = base.CONFIG + "  other: {name: Others, contact: C, handle: '@others'}\n"
    root = project({"questions/bare.yaml": BARE, SETTINGS: owners})
    found = whole(check(Folder(root), TODAY))
    bare = next(q for q in found.spoken if q.id == "bare")
    assert found.owner_of(bare) == "team"
    (root / "site-config/playbook.yaml").write_text(owners + "default_owner: other\n")
    found = whole(check(Folder(root), TODAY))
    assert found.owner_of(bare) == "other"
    assert "/content/questions/bare.yaml @others" in (codeowners(found) or "") or "/content/questions/ @others" in (codeowners(found) or "")  # fmt: skip
    (root / "site-config/playbook.yaml").write_text(owners + "default_owner: nobody\n")
    (problem,) = check(Folder(root), TODAY).problems
    assert (problem.code, problem.field) == ("M215", None)
    assert 'There is no owner "nobody"' in problem.message


def test_a_first_review_adds_its_day(project: Project) -> None:
    root = project({"questions/bare.yaml": BARE.rstrip("\n")})
    found = whole(check(Folder(root), TODAY))
    bare = next(q for q in found.spoken if q.id == "bare")
    assert bare.reviewed is None
    files = reviewed(Folder(root), [bare], date(2026, 11, 27))
    assert files == {bare.path: f"{BARE}reviewed: 2026-11-27\n".encode()}


@pytest.mark.long
def test_pages_look_finished_without_the_optional_parts(project: Project) -> None:
    found = check(Folder(project(FILES)), TODAY)
    for path, body in bodies(whole(found), context=Context(found.problems)).items():
        if path.startswith(("rules/", "editing/")):
            continue
        body = re.sub(r"<dialog.*?</dialog>", "", body, flags=re.DOTALL)  # noqa: PLW2901
        assert not re.search(
            r"<(h[1-6]|p|dd|dt|li|small|b|legend)\b(?![^>]*\b(?:hidden|data-))[^>]*>\s*</\1>", body
        ), path
        assert not re.search(r"·\s*</|<(?:p|small)[^>]*>\s*[·,]|“\s*”|\(\s*\)|, *</p", body), path
        for heading in re.findall(
            r"<h2[^>]*>(?:(?!</h2>).)*</h2>\s*(?=<h2|</div|<div class=.db-about|$)", body, re.DOTALL
        ):
            pytest.fail(f"{path}: nothing stands below {heading}")
        assert "content/" not in re.sub(r"<dd><code>content/[^<]*</code></dd>", "", body), path


def test_health_says_what_to_complete_next_most_valuable_first(project: Project) -> None:
    linked = base.question("Linked", "real").replace("reveals: [hours-back]", "reveals: [bare]")
    settings = base.CONFIG + "edit_url: https://git.example.org/edit/{path}\n"
    files = {**FILES, "questions/core.yaml": BARE + "core: true\n", "questions/linked.yaml": linked}
    found = check(Folder(project({**files, SETTINGS: settings})), TODAY)
    page = bodies(whole(found), context=Context(found.problems))["editing/health.md"]
    part = page[page.index('id="complete"') : page.index('id="warnings"')]
    asked = re.findall(r'href="https://git.example.org/edit/content/([^"]*)\.yaml"', part)
    assert asked == ["questions/core", "patterns/bare", "questions/bare", "loss-reasons/bare", "questions/bare-check", "proof-points/bare"]  # fmt: skip
    assert "0 of 9 parts" in part
    assert CODES["K901"].why.split(".")[0].split("'")[0] in part
    assert "K9" not in page[page.index('id="warnings"') :]


def test_a_diff_tells_what_was_added_and_no_new_problem(tmp_path: Path) -> None:
    def found(name: str, more: str, pattern: str = "") -> Checked:
        files = {
            "questions/bare.yaml": BARE + more,
            "patterns/bare.yaml": FILES["patterns/bare.yaml"] + pattern,
        }
        return check(Folder(make_project(tmp_path / name, files)), TODAY)

    stance = "stance: {usual: adopt}\n"
    before, after = found("before", ""), found("after", "test: win\nwhy: It hurts.\n", stance)
    there = compare(before, after)
    assert [(c.id, str(c.message)) for c in there.changes] == [
        ("bare", "The usual stance has changed."),
        ("bare", "Test: “Can we win?”, which was not said."),
        ("bare", "Changed: why it is asked."),
    ]
    back = compare(after, before)
    assert "Test: no longer “Can we win?”." in [str(c.message) for c in back.changes]
    for comparison in (there, back):
        assert (comparison.introduced, comparison.fixed) == ((), ())
    (gone,) = compare(after, found("none", "status: draft\n", stance)).fixed
    assert gone.code[0] == "K"


def test_nothing_that_is_missing_is_made_up_by_a_fix(project: Project) -> None:
    root = project({"questions/bare.yaml": BARE})
    tree = Folder(root)
    assert list(fix(tree, check(tree, TODAY).problems)) == []


def test_before_the_day_on_which_reps_get_it_gaps_are_warnings(tmp_path: Path) -> None:
    settings = base.CONFIG.replace("live_since: 2026-10-01", "live_since: 2026-11-24")
    files = {SETTINGS: settings, "patterns/unheard.yaml": base.pattern("Unheard")}
    root = make_project(tmp_path / "project", files)
    told = [
        {p.is_error for p in check(Folder(root), day).problems if p.code.startswith("C")}
        for day in (TODAY, TODAY + timedelta(days=1))
    ]
    assert told == [{False}, {True}]


def test_what_is_said_of_a_derived_title_is_said_where_it_comes_from(tmp_path: Path) -> None:
    ask = "ask: What <b>happens</b> if nothing changes?\nstage: open\n"
    root = make_project(
        tmp_path / "project", {"questions/bare.yaml": ask, "questions/twin.yaml": ask}
    )
    found = [p for p in check(Folder(root), TODAY).problems if p.code in ("W514", "C414")]
    assert [(p.code, p.span.path.rpartition("/")[2], p.span.line) for p in found] == [
        ("W514", "bare.yaml", 1),
        ("C414", "twin.yaml", 1),
        ("W514", "twin.yaml", 1),
    ]
