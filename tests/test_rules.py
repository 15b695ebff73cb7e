"""Every code shows up in its bad case and not in its good one; that is what its page promises."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from donebook.check import check
from donebook.codes import run
from donebook.load import load
from donebook.problem import FAMILIES, Code, Problem, family_of
from donebook.report import ReportContext
from donebook.report.as_json import as_values
from donebook.report.as_text import as_text
from donebook.rules import ALWAYS, CODES, OF_PUBLISHED, base
from donebook.rules import check as check_rules
from donebook.rules.base import TODAY
from donebook.rules.example import examples
from donebook.rules.rule import Rule
from donebook.source import Folder, read_positions
from projects import CHECKOUT, make_project

# A link, or a file that is not there, can't be written as a text; both are golden cases or below.
# What a sheet takes on paper is known only once it is printed: test_paper.py, test_glyphs.py.
# What stops a run is no mistake in a file: test_stopped.py.
# What a language lacks is counted, and each new word counts: test_translation.py.
ELSEWHERE = {"S101", "S122", "C411", "F606", "I701", "I702", "W510", "W515"} | {
    c.id for c in run.CODES
}
TOLD = CHECKOUT / "tests" / "cases" / "codes"


def problems_in(root: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    return check(Folder(make_project(root, files)), TODAY).problems


def codes_in(root: Path, files: Mapping[str, str]) -> set[str]:
    return {problem.code for problem in problems_in(root, files)}


@pytest.mark.long
@pytest.mark.parametrize(
    "code", [c for c in CODES.values() if c.id not in ELSEWHERE], ids=lambda code: code.id
)
def test_a_code_finds_its_bad_case_and_leaves_its_good_one(
    code: Code, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What is told of the bad case is golden: every word, every place, every suggestion."""
    assert code.bad, "every code shows what it is about"
    problems = problems_in(tmp_path / "bad", code.bad)
    assert code.id in {problem.code for problem in problems}
    assert code.id not in codes_in(tmp_path / "good", code.good)
    shown = {
        "problems": [as_values(problem, str) for problem in problems],
        "examples": {example.path: example.lines for example in examples(code)},
    }
    told = json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
    expected = TOLD / f"{code.id}.json"
    if request.config.getoption("--accept"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_code() -> None:
    assert {path.stem for path in TOLD.iterdir()} == CODES.keys() - ELSEWHERE


@pytest.mark.parametrize("rule", [*ALWAYS, *OF_PUBLISHED], ids=lambda rule: rule.code.id)
def test_a_finding_says_a_sentence_about_a_place_in_its_file(rule: Rule, tmp_path: Path) -> None:
    tree = Folder(make_project(tmp_path / "project", rule.code.bad))
    playbook = load(tree).playbook
    assert playbook
    findings = [found for found in check_rules(playbook, TODAY) if found.code == rule.code]
    assert findings
    for found in findings:
        positions = read_positions(tree, found.path)
        assert found.loc in (positions.keys if found.at_key else positions.values)
        assert found.message.endswith((".", "?"))


def test_each_code_says_what_why_and_how() -> None:
    for code in CODES.values():
        assert code.title[0].isupper() or code.title.startswith("true or false"), code.id
        assert not code.title.endswith("."), code.id
        assert code.why.endswith("."), code.id
        assert len(code.fix) > 10, code.id


def test_the_small_playbook_that_cases_lie_over_has_no_problem(tmp_path: Path) -> None:
    assert codes_in(tmp_path / "project", {}) == set()


def test_a_missing_settings_file_is_named(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "site-config" / "playbook.yaml").unlink()
    (root / "content" / "vocabulary.yaml").unlink()
    problems = check(Folder(root), TODAY).problems
    assert [(p.code, p.span.path) for p in problems] == [
        ("S122", "content/vocabulary.yaml"),
        ("S122", "site-config/playbook.yaml"),
    ]


def test_severity_can_be_turned_down_for_coverage_only(tmp_path: Path) -> None:
    code = CODES["C403"]
    config = "schema: 2\nname: N\nproduct: P\nowners: {team: {name: T, contact: C}}\nseverity: {C403: %s}\n"
    found = {
        word: check(
            Folder(
                make_project(
                    tmp_path / word, {**code.bad, "../site-config/playbook.yaml": config % word}
                )
            ),
            TODAY,
        )
        for word in ("error", "warning", "off")
    }
    assert (found["error"].errors, found["error"].warnings) == (1, 0)
    assert (found["warning"].errors, found["warning"].warnings) == (0, 1)
    assert not found["off"].problems


@pytest.mark.parametrize("code", ["C414", "C415", "W514"])
def test_what_was_copied_pasted_or_left_unused_can_be_turned_off(code: str, tmp_path: Path) -> None:
    config = f"{base.CONFIG}severity: {{{code}: off}}\n"
    files = {**CODES[code].bad, "../site-config/playbook.yaml": config}
    assert codes_in(tmp_path / "project", files) == set()


def test_an_entry_can_be_excused_from_a_rule_of_coverage_only(tmp_path: Path) -> None:
    excused = base.pattern("Alone", "allow: {%s: We hear it on the phone only.}\n")
    told = {
        code: [
            problem.code
            for problem in check(
                Folder(make_project(tmp_path / code, {"patterns/alone.yaml": excused % code})),
                TODAY,
            ).problems
        ]
        for code in ("C403", "C405", "R301", "C4O3")
    }
    assert told == {
        "C403": [],
        "C405": ["C403", "F604"],
        "R301": ["C403", "R311"],  # it excuses from nothing
        "C4O3": ["C403", "R311"],
    }


def test_a_reference_to_a_broken_entry_is_not_reported_again(tmp_path: Path) -> None:
    files = {"loss-reasons/no-event.yaml": "title: [\n"}
    assert codes_in(tmp_path / "project", files) == {"S115"}


def test_drafts_count_for_no_coverage(tmp_path: Path) -> None:
    from donebook.rules import base

    drafted = base.question("Who signs", "win", "status: draft\n", stage="agree")
    assert "C405" in codes_in(tmp_path / "project", {"questions/who-signs.yaml": drafted})


def test_every_code_has_its_family_and_every_family_has_codes() -> None:
    assert {family_of(code).letter for code in CODES} == set(FAMILIES)
    kept = {code.id[0] for code in CODES.values() if not code.can_be_changed}
    assert kept == {letter for letter, family in FAMILIES.items() if not family.can_be_changed}


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 9, 29), {"F605"}),  # reviewed two days ahead
        (date(2026, 9, 30), set()),  # where a day begins earlier, it is that day already
        (date(2027, 3, 30), set()),  # the last of a question's 180 days
        (date(2027, 3, 31), {"F601"}),
    ],
)
def test_a_review_is_due_on_the_day_after_its_last(
    today: date, codes: set[str], tmp_path: Path
) -> None:
    root = make_project(tmp_path / "project")
    found = {p.code for p in check(Folder(root), today).problems if "questions/" in p.span.path}
    assert found == codes


@pytest.mark.parametrize(("in_one_week", "is_told"), [(2, False), (4, False), (5, True)])
def test_more_than_a_fifth_in_one_week_is_too_many(
    in_one_week: int, is_told: bool, tmp_path: Path
) -> None:
    """Of twenty: four are a fifth."""
    reasons = {
        f"loss-reasons/reason-{n}.yaml": base.loss_reason(
            f"Reason {n}", f"review_every: {100 if n < in_one_week else 200 + 7 * n}\n"
        )
        for n in range(19)
    }
    root = make_project(tmp_path / "project", reasons)
    assert ("F603" in {p.code for p in check(Folder(root), TODAY).problems}) is is_told


# Errors hide nothing of what is whole, and seem to cause nothing.

CLOSED = base.FILES["questions/why-us.yaml"].replace(
    "ask: What makes this a question for compete?", "ask: Is this a question for us?"
)
# The only question that reveals a pattern and warns of a loss, and the only one of its test.
ONLY = {
    name: text.replace("    reveals: [hours-back]\n", "").replace("    warns_of: [no-event]\n", "")
    for name, text in base.FILES.items()
    if name.startswith("questions/")
} | {base.WHY_NOW: base.FILES[base.WHY_NOW]}


def test_warnings_about_what_is_whole_are_told_next_to_errors(tmp_path: Path) -> None:
    files = {"questions/why-us.yaml": CLOSED, base.WHY_NOW: "title: [\n"}
    assert codes_in(tmp_path, files) == {"S115", "W502"}


@pytest.mark.parametrize(
    "broken",
    [
        "title: [\n",
        base.FILES[base.WHY_NOW] + "colour: red\n",
        base.FILES[base.WHY_NOW].replace("[hours-back]", "[hours-bak]"),
        base.FILES[base.WHY_NOW].replace("test: real", "test: reel"),
        base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne"),
    ],
)
def test_what_a_broken_question_may_say_is_not_missed(broken: str, tmp_path: Path) -> None:
    files = {**ONLY, base.WHY_NOW: broken, "questions/why-us.yaml": CLOSED}
    found = codes_in(tmp_path, files)
    assert found.isdisjoint({"C401", "C402", "C403", "C405", "C407", "C409"})
    assert {"W502", "C404"} <= found
    assert len([p for p in problems_in(tmp_path / "again", files) if p.is_error]) >= 1


def test_what_is_missing_is_told_where_no_question_is_broken(tmp_path: Path) -> None:
    gone = {**ONLY, base.WHY_NOW: ONLY["questions/why-us.yaml"].replace("Why us", "Why now")}
    files = {**gone, "worksheets/sheet.yaml": "title: [\n"}
    assert {"C401", "C403", "C405", "C407"} <= codes_in(tmp_path, files)


def test_a_word_that_is_gone_from_the_vocabulary_is_one_problem(tmp_path: Path) -> None:
    files = {"vocabulary.yaml": base.VOCABULARY.replace("  user: {name: User}", "  it: {name: IT}")}
    assert [p.code for p in problems_in(tmp_path, files) if p.code != "C403"] == ["R307"]


def test_a_report_says_what_waits_and_only_that(tmp_path: Path) -> None:
    def waits(name: str, files: Mapping[str, str]) -> str:
        tree = Folder(make_project(tmp_path / name, files))
        text = as_text(ReportContext(check(tree, TODAY), tree))
        line = text.splitlines()[-1]
        return line.removeprefix("Checked once these are fixed: ") if "once" in line else ""

    sheet = {"worksheets/sheet.yaml": CODES["R316"].good["worksheets/sheet.yaml"]}
    assert waits("fine", {}) == ""
    assert waits("warned", {"questions/why-us.yaml": CLOSED}) == ""
    incomplete = {
        "../site-config/playbook.yaml": base.CONFIG + "severity: {K: error}\n",
        base.WHY_NOW: base.FILES[base.WHY_NOW].replace("why: Because.\n", ""),
    }
    assert waits("incomplete", incomplete) == ""
    wrong = {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("[hours-back]", "[hours-bak]")}
    assert waits("wrong", wrong) == "coverage."
    assert waits("wrong-sheet", {**wrong, **sheet}) == "coverage, sheets on paper."
    assert (
        waits("broken", {base.WHY_NOW: "title: [\n"}) == "what a broken file still holds, coverage."
    )
    pattern = {"patterns/other.yaml": "title: [\n"}
    assert waits("pattern", pattern) == "what a broken file still holds."
    vocabulary = {"vocabulary.yaml": "stages: [\n"}
    assert waits("vocabulary", vocabulary) == "mentions, wording, coverage, sheets on paper."
