"""The words of the interface: complete in every language, asked for somewhere, and nowhere else."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from donebook.check import check
from donebook.language import Language, english, own_words, places, template_of, words_path
from donebook.problem import Problem
from donebook.rules.base import CONFIG, TODAY
from donebook.site.bundles import words
from donebook.site.generate import Generated
from donebook.site.settings import engine_settings
from donebook.source import Folder
from projects import CHECKOUT, make_project

OTHERS = sorted(p.stem for p in (CHECKOUT / "site-config/words").glob("*.yaml") if p.stem != "en")
TEMPLATES = [p.read_text("utf-8") for p in (CHECKOUT / "templates").rglob("*.j2")]
PYTHON = [p.read_text("utf-8") for p in (CHECKOUT / "generator").rglob("*.py")]
PAPER = [p.read_text("utf-8") for p in (CHECKOUT / "templates").rglob("*.typ")]
SCRIPTS = {p: p.read_text("utf-8") for p in (CHECKOUT / "site-config/assets").rglob("*.js")}
SAID = re.compile(r"""say\(\s*["']([\w.-]+)["']""")


def base(name: str) -> str:
    """A word's name without the form that a number chooses."""
    stem = re.sub(r"\.(?:one|other)$", "", name)
    return stem if f"{stem}.other" in english().words else name


def words_of(code: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """A language's words without its sentences, which test_messages.py looks at."""
    own, problems = own_words(Folder(CHECKOUT), code)
    return {name: word for name, word in own.items() if template_of(name) is None}, problems


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_word_with_its_places(code: str) -> None:
    own, problems = words_of(code)
    known = english().words
    assert problems == ()
    assert set(own) == set(known)
    assert {n for n in own if places(own[n]) != places(known[n])} <= {
        n
        for n in own
        if n.endswith(".one")  # "Ein Feld" needs no number
    }


@pytest.mark.parametrize("code", OTHERS)
def test_most_words_of_a_language_are_its_own(code: str) -> None:
    own, _ = words_of(code)
    same = [
        n
        for n, word in own.items()
        if word == english().words[n] and len(re.sub(r"{.*?}", "", word)) > 14
    ]
    assert same == []


# What is the same with 1 and with many.
NOT_COUNTED = {
    "check.weight",
    "common.more",
    "exercise.in-minute",
    "exercise.play",
    "exercise.read",
    "exercise.talk",
    "paper.takes",
    "exercises.for-people",  # a room has two people or more
    "paper.for-people",
    "paper.in-minute",
    "paper.in-minute-you",
    "sheet.in-row",
    "paper.page",
    "paper.round",
    "paper.say-break",  # nobody is given one minute
    "paper.say-debrief",
    "paper.say-own-deal",
    "paper.say-own-deal-live",
    "paper.say-play",
    "paper.say-read",
    "paper.say-sheet",
    "paper.then-talk",
    "paper.while-playing",
    "path.week",
    "play.begun-play",
    "play.begun-read",
    "play.begun-talk",
    "play.buyers-now",
    "play.play",
    "play.read",
    "play.talk",
    "script-deals.points",
    "script.call.all-answers",  # shown only where there are more than fit
    "script.deal.more",
    "script.deal.points",
    "script.overdue",
}


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_word_that_counts_has_forms(code: str) -> None:
    words, _ = words_of(code)
    assert {n for n, word in words.items() if "{n}" in word and base(n) == n} == NOT_COUNTED


def asked_for() -> set[str]:
    """Every word that a template, a page or a script asks for by its whole name."""
    found = {name for text in (*TEMPLATES, *PYTHON) for name in SAID.findall(text)}
    found |= {name for text in PYTHON for name in re.findall(r"""Back\("([\w.-]+)""", text)}
    # A table's heads are given by their names, so on paper each word in quotes counts.
    found |= {f"paper.{name}" for text in PAPER for name in re.findall(r'"([a-z-]+)"', text)}
    found |= {
        f"sheet.{name}" for text in PYTHON for name in re.findall(r"""_say\("([\w-]+)""", text)
    }
    for path, text in SCRIPTS.items():
        section = {
            **{name: f"{name}." for name in ("deal", "done", "call", "today", "box")},
            "anywhere": "app.",
        }.get(path.parent.name, "")
        own = "script-deals." if path.parent.name in ("deals", "folder", "review") else "script."
        for name in re.findall(r"""["']([a-z][\w.-]+)["']""", text):
            whole = {f"{own}{name}", f"script.{section}{name}", f"script.{name}", name}
            found |= whole & {base(word) for word in english().words}
    return found


def test_every_word_that_is_asked_for_is_there() -> None:
    known = {base(name) for name in english().words}
    named = {name for text in (*TEMPLATES, *PYTHON) for name in SAID.findall(text)}
    whole = {name for name in named if "." in name and not name.endswith((".", "-"))}
    assert whole
    assert whole - known == set()


def test_no_word_is_there_for_nothing() -> None:
    # These are put together from a kind, a root, a strength, a stance or a field.
    made = (
        "kind.",
        "root.",
        "theme.",
        "map.answer.",
        *(
            f"paper.{part}-"
            for part in ("the", "as", "own-day", "part", "points", "say", "sides", "step")
        ),
        *(f"paper.{part}-" for part in ("talk", "watch", "who")),
        "paper.behavior.",
        "play.",
        "exercise.file.",
        "exercises.file.",
        "shift.",
        "script.stance.",
        "call.",
        "script.call.",
        "script.box.do-",
        "script.box.words-",
        *(f"script.done.{part}-" for part in ("ask", "change", "gap", "label", "light")),
        "list.",
        "paper-name.",
        "proof-point.permission.",
        "import.",
        "roster.",
        "scores.",
        "sought.",
    )
    unused = {base(n) for n in english().words if not n.startswith(made)} - asked_for()
    assert unused == set()


def test_a_company_may_say_one_word_otherwise(tmp_path: Path) -> None:
    root = make_project(
        tmp_path / "p", {f"../{words_path('en')}": "glossary: {title: Our words}\n"}
    )
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    assert playbook.language.say("glossary.title") == "Our words"
    assert playbook.language.say("glossary.description") == english().say("glossary.description")


def test_names_of_kinds_and_stages_come_from_the_settings(tmp_path: Path) -> None:
    words = (
        "words: {stages: {open: Qualify}, kinds: {pattern: {one: End state, many: End states}}}\n"
    )
    root = make_project(tmp_path / "p", {"../site-config/playbook.yaml": CONFIG + words})
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    assert playbook.vocabulary.stages["open"].name == "Qualify"
    assert playbook.language.say("kind.pattern.many") == "End states"
    said = engine_settings(playbook, Generated({}, {}, ())).extra["donebook"]["words"]["search"]
    assert said == "Find: Questions · End states · Loss reasons"  # there are no others yet


def test_the_number_chooses_the_form() -> None:
    assert english().say("count.questions", n=1) == "1 question"
    assert english().say("count.questions", n=2) == "2 questions"
    assert english().say("count.questions", n=0) == "0 questions"
    with pytest.raises(KeyError):
        english().say("count.nothing-of-this-name")


def test_dates_are_written_as_the_language_does() -> None:
    day = date(2026, 11, 6)
    assert english().day(day) == "Nov 6, 2026"
    assert Language("de", english().words).day(day) == "06.11.2026"
    assert Language("xx-yy", english().words).day(day) == "Nov 6, 2026"  # as in English


@pytest.mark.parametrize(
    ("code", "n", "said"),
    [
        ("pl", 1, "1 file"),
        ("pl", 3, "3 few"),
        ("pl", 5, "5 many"),
        ("pl", 100_000, "100000 many"),
        ("ja", 1, "1 other"),  # it has one form
        ("de", 1, "1 file"),
        ("de", 0, "0 other"),
        ("fr", 0, "0 file"),
    ],
)
def test_each_language_has_its_own_forms_of_a_number(code: str, n: int, said: str) -> None:
    forms = {"x.one": "{n} file", "x.few": "{n} few", "x.many": "{n} many", "x.other": "{n} other"}
    assert Language(code, forms).say("x", n=n) == said
    assert Language(code, {"x.other": "{n} other"}).say("x", n=n) == f"{n} other"


def test_scripts_know_the_language_as_browsers_do() -> None:
    assert json.loads(words(english()).partition(" = ")[2].rstrip(";\n"))["locale"] == "en"
    assert Language("pt-br", {}).locale == "pt-BR"
