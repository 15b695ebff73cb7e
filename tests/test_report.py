"""One diagnostic in many forms: each names the same line, and each is what its reader expects."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from donebook.check import check
from donebook.report import FORMATS, ReportContext, Shown, in_brief
from donebook.rules import CODES, base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import make_project
from schemas import SARIF, mistakes

HOSTILE = 'x" onload=1 ::error file=a,line=1::<b>@team|`%0A'
MISTAKES = {
    "questions/why-now.yaml": base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne"),
    "questions/who-signs.yaml": base.question(f"'{HOSTILE}'", "win", "nonsense: x\n", "agree"),
    "patterns/unheard.yaml": base.pattern("Unheard", "confused_with: [{pattern: none, tell: T}]\n"),
}


@pytest.fixture
def telling(tmp_path: Path) -> ReportContext:
    tree = Folder(make_project(tmp_path / "project", MISTAKES))
    return ReportContext(check(tree, TODAY), tree)


def test_a_report_in_brief_tells_errors_whole_and_counts_warnings(tmp_path: Path) -> None:
    bare = {
        f"questions/bare-{n}.yaml": base.question(f"Bare {n}", "real")
        .replace("signs: [{label: Shrugs}]", "signs: [A shrug]")
        .replace("why: Because.\n", "" if n % 2 else "why: Because.\n")
        for n in range(30)
    }
    tree = Folder(make_project(tmp_path / "warned", bare))
    told = in_brief(ReportContext(check(tree, TODAY), tree)).splitlines()
    assert len(told) <= 10
    assert f"    30 W511 {CODES['W511'].title}" in told
    assert f"    15 K903 {CODES['K903'].title}" in told
    assert "`donebook check` shows these warnings one by one." in told
    assert told[-1] == "0 errors, 46 warnings in 36 entries."
    broken = Folder(make_project(tmp_path / "broken", {**bare, **MISTAKES}))
    telling = ReportContext(check(broken, TODAY), broken)
    told = in_brief(telling).splitlines()
    assert "       |        ^^^^" in told
    errors = [p for p in telling.checked.problems if p.is_error]
    assert len([line for line in told if ": error " in line]) == len(errors) == 3
    assert not [line for line in told if ": warning " in line]


def in_json(telling: ReportContext) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FORMATS["json"](telling))["problems"]
    return found


def test_text_shows_the_line_why_it_matters_and_how_to_fix_it(telling: ReportContext) -> None:
    text = FORMATS["text"](telling)
    for problem in telling.checked.problems:
        assert f"{problem.span.path}:{problem.span.line}:{problem.span.column}: " in text
        assert f" fix: {problem.help}" in text
    for code in {problem.code for problem in telling.checked.problems}:
        assert text.count(f" why: {CODES[code].why}") == 1


def test_json_has_every_part_of_a_problem(telling: ReportContext) -> None:
    first = next(p for p in in_json(telling) if p["code"] == "R307")
    assert first == {
        "code": "R307",
        "severity": "error",
        "path": "content/questions/why-now.yaml",
        "line": 7,
        "column": 8,
        "end_column": 12,
        "entry": "why-now",
        "field": "stage",
        "message": 'There is no stage "opne".',
        "help": 'Did you mean "open"? Known: open, agree.',
        "suggestion": "open",
    }


def test_github_gets_one_line_a_problem_at_the_line_of_the_file(telling: ReportContext) -> None:
    lines = FORMATS["github"](telling).splitlines()
    problems = in_json(telling)
    command = re.compile(
        r"::(error|warning) file=([^,:]+),line=(\d+),endLine=\d+,col=(\d+),endColumn=(\d+),title=[^:]+::[^\n]+"
    )
    found = [command.fullmatch(line) for line in lines]
    assert all(found)
    assert sorted((f[2], f[3], f[4], f[5]) for f in found if f) == sorted(
        (p["path"], *(str(p[n]) for n in ("line", "column", "end_column"))) for p in problems
    )


def test_paths_count_from_the_top_of_the_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    tree = Folder(make_project(tmp_path / "sales" / "playbook", MISTAKES))
    telling = ReportContext(check(tree, TODAY), tree)
    assert "file=sales/playbook/content/questions/" in FORMATS["github"](telling)
    assert "sales/playbook/content/questions/" in FORMATS["sarif"](telling)
    assert all(p["path"].startswith("content/") for p in in_json(telling))


def test_sarif_holds_to_its_schema_and_names_the_same_places(telling: ReportContext) -> None:
    log = json.loads(FORMATS["sarif"](telling))
    assert mistakes(log, SARIF) == []
    (run,) = log["runs"]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        found.append((result["ruleId"], place["artifactLocation"]["uri"], *map(region.get, REGION)))
    assert found == [
        (p["code"], p["path"], p["line"], p["column"], p["end_column"]) for p in in_json(telling)
    ]
    fixes = [r["fixes"][0] for r in run["results"] if "fixes" in r]
    written = [fix["artifactChanges"][0]["replacements"][0]["insertedContent"] for fix in fixes]
    assert {"text": "open"} in written


REGION = ("startLine", "startColumn", "endColumn")


def test_a_schema_that_is_broken_is_noticed(telling: ReportContext) -> None:
    log = json.loads(FORMATS["sarif"](telling))
    log["runs"][0]["results"][0]["level"] = "catastrophe"
    assert mistakes(log, SARIF)


def test_sarif_knows_a_problem_again_on_another_line(tmp_path: Path) -> None:
    prints = []
    for name, above in (("a", ""), ("b", "# a comment\n")):
        files = {base.WHY_NOW: above + MISTAKES[base.WHY_NOW]}
        tree = Folder(make_project(tmp_path / name, files))
        log = json.loads(FORMATS["sarif"](ReportContext(check(tree, TODAY), tree)))
        prints.append([r["partialFingerprints"] for r in log["runs"][0]["results"]])
    assert prints[0] == prints[1]


def test_markdown_shows_authors_words_as_they_are(telling: ReportContext) -> None:
    text = FORMATS["markdown"](telling)
    assert text.startswith("3 errors, 0 warnings in 7 entries.")
    assert "<b>" not in text
    assert "@" not in text
    assert text.count("\n- **") == 3


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_can_say_that_all_is_well(form: str, tmp_path: Path) -> None:
    tree = Folder(make_project(tmp_path / "project"))
    said = FORMATS[form](ReportContext(check(tree, TODAY), tree))
    assert "error" not in said.replace("0 errors", "")
    if form == "sarif":
        assert mistakes(json.loads(said), SARIF) == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_name_that_is_no_text_is_reported_in_every_form(form: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (
        root / "content" / "questions" / b"\xff\xfe.yaml".decode("utf-8", "surrogateescape")
    ).write_text("x")
    tree = Folder(root)
    said = FORMATS[form](ReportContext(check(tree, TODAY), tree))
    assert "S120" in said
    if form == "sarif":
        assert mistakes(json.loads(said), SARIF) == []


def test_the_errors_stand_last_and_of_warnings_that_are_alike_the_first_few(
    tmp_path: Path,
) -> None:
    bare = {f"questions/a-{n}.yaml": f"ask: Why {n}?\nstage: open\n" for n in range(12)}
    tree = Folder(make_project(tmp_path / "project", {**bare, **MISTAKES}))
    checked = check(tree, TODAY)
    text = FORMATS["text"](ReportContext(checked, tree))
    told = re.findall(r"^\S+:\d+:\d+: (\w+) (\w\d+)", text, re.MULTILINE)
    assert [severity for severity, _ in told] == sorted((s for s, _ in told), reverse=True)
    assert told.count(("warning", "K901")) == 3
    assert "… and 9 more K901: `donebook check --all`" in text
    assert len([s for s, _ in told if s == "error"]) == checked.errors == 3
    whole = FORMATS["text"](ReportContext(checked, tree, shown=Shown.ALL))
    assert len(re.findall(r": warning K901: ", whole)) == 12
    assert "--all" not in whole
    short = ReportContext(checked, tree, shown=Shown.ERRORS)
    for form in FORMATS:
        told_short = FORMATS[form](short)
        assert "K901" not in told_short
        assert "R307" in told_short
    assert f"3 errors, {checked.warnings} warnings in" in FORMATS["text"](short)
    assert len(in_json(ReportContext(checked, tree))) == len(checked.problems)


def test_what_a_change_touches_is_told_first(tmp_path: Path) -> None:
    """Of each severity: code hosts show about ten of them."""
    bare = {f"questions/a-{n}.yaml": f"ask: Why {n}?\nstage: open\n" for n in range(12)}
    before = Folder(
        make_project(tmp_path / "before", {**bare, base.WHY_NOW: MISTAKES[base.WHY_NOW]})
    )
    after = {**bare, **MISTAKES, "questions/a-7.yaml": "ask: Why at all?\nstage: open\n"}
    tree = Folder(make_project(tmp_path / "after", after))
    told = FORMATS["github"](ReportContext(check(tree, TODAY), tree, before=before)).splitlines()
    files = [found[1] for line in told if (found := re.search(r"file=(?:content/)?([^,]+)", line))]
    kinds = [line[2:].partition(" ")[0] for line in told]
    assert files[kinds.index("warning")] == "questions/a-7.yaml"
    assert files[kinds.index("warning") - 1] == base.WHY_NOW, "an error that was there before"
    assert kinds == sorted(kinds)
