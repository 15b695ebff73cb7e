"""A language's file of words: what it lacks is told, and written into it to be translated."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from donebook.check import check
from donebook.cli.main import donebook
from donebook.language import read_language, words_path
from donebook.message import message
from donebook.problem import Problem
from donebook.rules.base import CONFIG, TODAY
from donebook.source import Folder, Loc, OneFile, read_document
from donebook.translation import forms, lacking, left_out, needed
from projects import CHECKOUT, make_project

SETTINGS = "../site-config/playbook.yaml"


def project(root: Path, code: str, words: str | None = None, settings: str = "") -> Path:
    """A playbook in a language, with a company's own words of it."""
    files = {SETTINGS: f"{CONFIG}language: {code}\n{settings}"}
    return make_project(
        root, files if words is None else {**files, f"../{words_path(code)}": words}
    )


def told(root: Path) -> list[Problem]:
    return [p for p in check(Folder(root), TODAY).problems if p.code in ("R321", "R322", "R323", "W515", "W516", "W517")]  # fmt: skip


def new_words(root: Path, code: str) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), "new", "words", code], standalone_mode=False)  # fmt: skip


def tree_of(words: Mapping[Loc, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for loc, word in words.items():
        inside = found
        for step in loc[:-1]:
            inside = inside.setdefault(str(step), {})
        inside[str(loc[-1])] = word
    return found


# What is needed, and what is lacking.


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("de", ("one", "other")),
        ("fr", ("one", "other")),  # its "many" begins at a million
        ("ja", ("other",)),
        ("pl", ("one", "few", "many", "other")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
        ("xx", ("one", "other")),  # as in English
    ],
)
def test_a_language_counts_with_its_own_forms(code: str, known: tuple[str, ...]) -> None:
    assert forms(code) == known
    assert {loc[-1] for loc in needed(code) if loc[:2] == ("count", "questions")} == set(known)


@pytest.mark.parametrize("code", ["en", "en-gb", "de", "de-ch"])
def test_what_came_along_lacks_nothing_and_neither_do_its_varieties(code: str) -> None:
    assert lacking(code, {}) == {}


@pytest.mark.long
def test_a_word_that_is_called_other_has_no_forms() -> None:
    assert needed("pl")["script", "call", "other"].startswith("This deal")
    assert ("script", "call", "few") not in needed("pl")


def test_a_variety_says_what_its_language_does(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "de-ch", "root: {outsold: Ausgebootet}\n")
    language, _ = read_language(Folder(root), "de-ch")
    assert language.say("root.outsold") == "Ausgebootet"
    assert language.say("root.wrong-deal") == "Falscher Deal"
    assert language.tell(message("Nothing is written here yet.")) == "Hier steht noch nichts."
    assert told(root) == []


@pytest.mark.parametrize(
    ("name", "word", "lost"),
    [
        ("count.questions.other", "Fragen", {"n"}),
        ("count.questions.few", "pytania", {"n"}),
        ("count.questions.one", "eine Frage", set()),
        ("common.version-of", "Fassung {version}", {"day"}),
        ("sentences.Today is {today}.", "Heute.", {"today"}),
        ("sentences.{n:,} errors.other", "{n:,} Fehler", set()),
        ("sentences.{n:,} errors.one", "Ein Fehler", set()),
        ("common.version-of", "{when}", set()),  # told as a place that nothing fills
    ],
)
def test_a_place_that_is_left_out_is_known(name: str, word: str, lost: set[str]) -> None:
    assert left_out(name, word) == lost


# What check says.


def test_a_language_without_a_file_is_refused_with_the_command_that_begins_one(
    tmp_path: Path,
) -> None:
    (problem,) = told(project(tmp_path / "p", "fr"))
    assert (problem.code, problem.is_error) == ("R321", True)
    assert (problem.span.path, problem.span.line) == ("site-config/playbook.yaml", 7)
    assert problem.help == "There is: de, en. `donebook new words fr` begins a file for it."


@pytest.mark.long
def test_a_file_of_two_lines_is_told_once(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "fr", "root:\n  outsold: Dépassés\n")
    (problem,) = told(root)
    whole = len(needed("fr"))
    assert problem.code == "W515"
    assert problem.span.path == "site-config/words/fr.yaml"
    assert problem.message == (
        f"{whole - 1:,} of {whole:,} words and sentences are missing and said in English,"
        " such as kind.question.one, kind.question.many, kind.check.one."
    )
    assert problem.help == "`donebook new words fr` adds them to the file, each with its English."


@pytest.mark.long
def test_how_much_is_missing_weighs_what_the_settings_say(tmp_path: Path) -> None:
    words = "root: {outsold: Dépassés}\n"
    assert told(project(tmp_path / "off", "fr", words, "severity: {W515: 'off'}\n")) == []
    (problem,) = told(project(tmp_path / "error", "fr", words, "severity: {W515: error}\n"))
    assert problem.is_error


@pytest.mark.long
def test_forms_and_places_are_told_at_their_lines(tmp_path: Path) -> None:
    words = """\
count:
  questions:
    one: '{n} pytanie'
    few: pytania
    many: '{n} pytań'
    other: '{n} pytania'
  pages: {one: '{n} strona', other: '{n} strony'}
sentences:
  '{n:,} warnings': {one: '{n:,} ostrzeżenie', few: '{n:,} ostrzeżenia', other: '{n:,} ostrzeżenia'}
  Today is {today}.: Dzisiaj.
  '{n:,} errors': '{n:,} błędów'
"""
    found = [(p.code, p.span.line, p.message) for p in told(project(tmp_path / "p", "pl", words))]
    assert found[1:] == [
        ("W517", 4, "{n} is left out here."),
        ("W516", 7, "Numbers take the forms one, few, many, other in this language; missing: few, many."),
        ("W516", 9, "Numbers take the forms one, few, many, other in this language; missing: many."),
        ("W517", 10, "{today} is left out here."),
    ]  # fmt: skip
    assert found[0][0] == "W515"


@pytest.mark.long
def test_a_form_that_english_does_not_have_is_said(tmp_path: Path) -> None:
    words = "count: {questions: {few: '{n} pytania', few-er: x}}\n"
    root = project(tmp_path / "p", "pl", words)
    language, _ = read_language(Folder(root), "pl")
    assert language.say("count.questions", n=3) == "3 pytania"
    assert language.say("count.questions", n=5) == "5 questions"
    assert [p.message for p in told(root) if p.code == "R322"] == [
        'No word of the interface is called "count.questions.few-er".'
    ]


def test_a_file_that_cannot_be_read_is_told_by_that_alone(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "fr", "root: {outsold: Dépassés\n")
    assert told(root) == []
    assert check(Folder(root), TODAY).errors


@pytest.mark.parametrize("code", ["fr", "pl", "ja", "ar"])
@pytest.mark.long
def test_a_file_that_has_everything_passes(code: str, tmp_path: Path) -> None:
    words = yaml.safe_dump(tree_of(needed(code)), allow_unicode=True, width=10_000)
    assert told(project(tmp_path / "p", code, words)) == []


# What the command writes.


@pytest.mark.long
def test_every_word_is_written_empty_with_its_english(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "fr")
    done = new_words(root, "fr")
    whole = len(needed("fr"))
    assert done.return_value == 0
    assert done.stdout.startswith(f"site-config/words/fr.yaml\n{whole:,} words and sentences")
    text = (root / words_path("fr")).read_text("utf-8")
    lines = text.splitlines()
    assert "# The words of the site in French (fr)." in lines[0]
    assert "    one:  # Question" in lines
    assert "    # finance, cfo, controller, bookkeeper, treasurer" in [
        f"  {line}" for line in lines
    ]
    assert "  Nothing is written here yet.:  # Nothing is written here yet." in lines
    (problem,) = told(root)
    assert problem.message.startswith(f"{whole:,} of {whole:,} words")
    assert new_words(root, "fr").return_value == 0
    assert (root / words_path("fr")).read_text("utf-8") == text


@pytest.mark.long
def test_what_is_translated_is_no_longer_missing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "fr")
    new_words(root, "fr")
    place = root / words_path("fr")
    text = place.read_text("utf-8").replace("  a4:  # A4\n", "  a4: A4 droit\n")
    place.write_text(text, "utf-8")
    assert told(root)[0].message.startswith(f"{len(needed('fr')) - 1:,} of")
    assert new_words(root, "fr").return_value == 0
    assert place.read_text("utf-8") == text


OWN = """\
# Ours.
root: {outsold: Zdystansowani}  # by whom?
count:
  # With three forms.
  questions: {one: '{n} pytanie', other: '{n} pytania'}
kind:  # by us
common:
    pdf: 'PDF, {paper}'

    # Kept apart.
    owner:
sentences:
  '{n:,} warnings':
    one: '{n:,} ostrzeżenie'
"""


@pytest.mark.long
def test_what_stands_in_a_file_stays_and_what_it_lacks_is_added(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "pl", OWN)
    assert new_words(root, "pl").return_value == 0
    text = (root / words_path("pl")).read_text("utf-8")
    kept = ["# Ours.", "# by whom?", "outsold: Zdystansowani", "# With three forms.", "# Kept apart.", "    pdf: 'PDF, {paper}'", "    one: '{n:,} ostrzeżenie'"]  # fmt: skip
    assert [line for line in kept if line not in text] == []
    assert "  questions: {few: , many: , one: '{n} pytanie', other: '{n} pytania'}" in text
    assert "\nkind:  # by us\n  question:\n    one:  # Question\n" in text
    assert (
        "\n    something-to-send:  # Something to send\n" in text
    )  # as far from the left as its group
    values = read_document(OneFile("x", text.encode()), "x").values
    assert values
    there = {".".join(map(str, loc)) for loc, _ in _places(values)}
    assert {".".join(map(str, loc)) for loc in needed("pl")} <= there
    assert new_words(root, "pl").return_value == 0
    assert (root / words_path("pl")).read_text("utf-8") == text


def _places(tree: Mapping[str, Any], at: Loc = ()) -> list[tuple[Loc, Any]]:
    found: list[tuple[Loc, Any]] = []
    for name, inside in tree.items():
        found += _places(inside, (*at, name)) if isinstance(inside, Mapping) else [((*at, name), inside)]  # fmt: skip
    return found


@pytest.mark.torture
def test_a_copy_of_german_gets_the_forms_that_german_does_not_have(tmp_path: Path) -> None:
    german = (CHECKOUT / words_path("de")).read_text("utf-8")
    root = project(tmp_path / "p", "pl", german)
    assert {p.code for p in told(root)} == {"W516"}
    new_words(root, "pl")
    text = (root / words_path("pl")).read_text("utf-8")
    assert set(german.splitlines()) - set(text.splitlines()) == {
        line for line in german.splitlines() if "{one:" in line and "other:" in line
    }
    missing = {loc[-1] for loc in lacking("pl", dict(read_words(root)))}
    assert missing == {"few", "many"}


def read_words(root: Path) -> list[tuple[str, str]]:
    values = read_document(Folder(root), words_path("pl")).values or {}
    return [(".".join(map(str, loc)), word) for loc, word in _places(values) if word is not None]


def test_a_variety_begins_with_a_file_that_lacks_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "en-gb")
    assert [p.code for p in told(root)] == ["R321"]
    assert new_words(root, "en_GB").return_value == 0
    assert told(root) == []
    assert check(Folder(root), TODAY).errors == 0


def test_where_nothing_is_missing_nothing_is_written(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "de")
    assert "Nothing is missing." in new_words(root, "de").stdout
    assert not (root / words_path("de")).exists()


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("dee", None, '"dee" is no language that Unicode knows'),
        ("../fr", None, '"../fr" is no language that Unicode knows'),
        ("fr", "root: {outsold: x\n", "can't be read"),
    ],
)
def test_what_cannot_be_done_is_refused(
    code: str, words: str | None, said: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p", "fr", words)
    before = sorted(root.rglob("*"))
    assert said in str(new_words(root, code).exception)
    assert sorted(root.rglob("*")) == before


# A company's own names.


def test_the_product_is_filled_into_a_companys_own_names(tmp_path: Path) -> None:
    names = "words: {kinds: {pattern: {one: 'Goal with {product}', many: Goals}}, roots: {outsold: Beaten}}\n"
    checked = check(Folder(project(tmp_path / "p", "en", None, names)), TODAY)
    assert checked.playbook
    assert checked.errors == 0
    assert checked.playbook.language.say("kind.pattern.one") == "Goal with Example"


def test_a_name_with_a_place_that_nothing_fills_is_refused(tmp_path: Path) -> None:
    names = "words:\n  roots: {outsold: 'Beaten {n} times'}\n"
    problems = check(Folder(project(tmp_path / "p", "en", None, names)), TODAY).problems
    assert [(p.code, p.span.line, p.message) for p in problems] == [
        ("M217", 9, "Nothing fills {n} in; known: {product}.")
    ]


@pytest.mark.parametrize("code", ["en_GB", "en-GB"])
def test_a_language_is_written_in_small_letters_with_hyphens(code: str, tmp_path: Path) -> None:
    problems = check(Folder(project(tmp_path / "p", code)), TODAY).problems
    assert [(p.code, p.span.line) for p in problems] == [("M216", 7)]
