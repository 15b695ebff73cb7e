"""A playbook that has just begun: empty, with one entry of each kind, or without what others have."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from donebook.check import check
from donebook.diff import changes, compare
from donebook.language import Language
from donebook.news import Day, News
from donebook.pages import Context
from donebook.pages.address import DEALS
from donebook.pages.whats_new import feed
from donebook.playbook import Playbook
from donebook.report import CHANGE_FORMATS
from donebook.rules.base import TODAY
from donebook.site.generate import Generated
from donebook.site.settings import engine_settings
from donebook.source import Folder
from projects import CHECKOUT, begin_empty, bodies, render_pages

LIVE = date(2026, 10, 1)
HEAD = "owner: enablement\nreviewed: 2026-10-01\n"
QUESTION = {"questions/why-now.yaml": "ask: Why now?\nstage: discover\n"}
PATTERN = {"patterns/hours-back.yaml": "title: Hours back\nafter: Nobody types twice.\n"}
SHEET = {
    "worksheets/canvas.yaml": f"title: Canvas\nsummary: One deal.\n{HEAD}purpose: To see it.\n"
    "audience: internal\nstage: discover\npages: 1\nminutes: 1\nsections:\n"
    "  - {type: notes, title: Notes, key: notes, lines: 4}\n"
}
# One of each kind, with one of whatever an entry counts.
ONE = {
    **PATTERN,
    **SHEET,
    "questions/why-now.yaml": "ask: Why now?\nstage: discover\ntest: real\ncore: true\n"
    "listen_for: {strong: {signs: [{label: A date}], reveals: [hours-back]}}\n",
    "questions/met.yaml": "form: check\nask: Have we met?\nstage: agree\ntest: win\nanswered_by: [why-now]\n",
    "loss-reasons/silent.yaml": "title: Went silent\nroot: outsold\nworry: hear nothing\n",
    "proof-points/plant.yaml": "customer: A plant\npattern: hours-back\n",
    "exercises/quiet.yaml": f"title: The quiet one\nsummary: Get a date.\n{HEAD}scenario: A call.\n"
    "pattern: hours-back\nbuyer_card: {opening: One minute., if_asked: [{asked: Why, says: So.}],"
    " shift: {minute: 1, says: I have to go.}}\nrep_card: You sell.\nmust_ask: [why-now]\n"
    "minutes: {read: 1, play: 1, debrief: 1}\ndebrief: Speak.\nanswer_key: The date.\n",
    "pages/acme.md": f"---\ntitle: Acme\nsummary: A rival.\n{HEAD}---\n\n## Prices\n\nHigh.\n",
}


def read(root: Path, *, live: date | None = None, language: str = "en") -> Playbook:
    settings = root / "site-config/playbook.yaml"
    text = re.sub(r"(?m)^# (language: de)$", f"language: {language}", settings.read_text("utf-8"))
    settings.write_text(text, encoding="utf-8")
    found = check(Folder(root), TODAY)
    assert not found.errors, found.problems
    assert found.playbook
    config = found.playbook.config.model_copy(update={"live_since": live})
    return replace(found.playbook, config=config)


Some = Callable[..., Playbook]


@pytest.fixture(scope="module")
def only(tmp_path_factory: pytest.TempPathFactory) -> Some:
    """Makes the playbook with its files from some folders, and with nothing else."""

    @cache
    def some(*folders: str) -> Playbook:
        found = {path: text for path, text in ONE.items() if path.partition("/")[0] in folders}
        if "patterns" not in folders:
            found = {p: text.replace(", reveals: [hours-back]", "") for p, text in found.items()}
        return read(begin_empty(tmp_path_factory.mktemp("small") / "project", found))

    return some


@pytest.fixture(scope="module")
def empty(only: Some) -> Playbook:
    return only()


@pytest.fixture(scope="module")
def one(only: Some) -> Playbook:
    return only(*sorted({path.partition("/")[0] for path in ONE}))


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def miscounted(language: Language, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where a text says 1 of what it calls many, by the words of the language that have both forms."""
    many = set()
    for name, word in language.words.items():
        other = language.words.get(f"{name.removesuffix('.one')}.other", "")
        if name.endswith(".one") and word != other:
            nouns = re.findall(r"\{n(?::,)?\} (\w+)", other)
            many |= {noun for noun in nouns if f" {noun}" not in word}
    many |= {w for n, w in language.words.items() if re.fullmatch(r"kind\.[\w-]+\.many", n)}
    assert len(many) > 10
    wrong = re.compile(rf"\b1 (?:{'|'.join(map(re.escape, many))})\b", re.IGNORECASE)
    return [(path, found[0]) for path, text in texts.items() for found in wrong.finditer(text)]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "de"])
def test_one_of_each_is_counted_as_one(tmp_path: Path, empty: Playbook, language: str) -> None:
    one = read(begin_empty(tmp_path / "project", ONE), live=LIVE, language=language)
    assert one.language.code == language
    problems = check(Folder(tmp_path / "project"), TODAY)
    nothing = replace(problems, playbook=replace(empty, language=one.language), problems=())
    found = compare(nothing, problems)
    news = News((Day(date(2026, 11, 1), found.changes),))
    at = one.at("https://playbook.example.com/")
    texts = {
        path: text_of(page)
        for path, page in bodies(at, context=Context(problems.problems, news)).items()
    }
    texts |= {form: tell(found) for form, tell in CHANGE_FORMATS.items()}
    texts["feed"] = text_of(feed(at, news.days) or "")
    assert "1 " in texts["editing/health.md"]
    assert miscounted(one.language, texts) == []
    if language == "en":
        said = "\n".join(texts.values())
        assert not re.findall(r"\b1 (?!is\b|was\b|has\b)[a-z]+[^s]s\b", said)


@pytest.mark.long
@pytest.mark.parametrize(
    "folders", [(), ("questions",), ("patterns", "loss-reasons"), ("worksheets",)]
)
def test_nothing_leads_to_a_page_without_anything(only: Some, folders: tuple[str, ...]) -> None:
    some = only(*folders)
    written = bodies(some)
    say = some.language.say
    emptied = [
        say(word)
        for word in (
            "list.none", "coverage.no-loss-reason-yet", "exercises.no-role-play-yet",
            "frameworks.no-framework-is-set", "glossary.empty", "map.empty", "start.nothing",
            "patterns.no-pattern-yet-one", "phrases.no-phrase-yet-patterns",
            "questions.no-question-yet-one", "checks.no-check-yet-a", "common.no-sheet-yet-one",
        )
    ]  # fmt: skip
    hollow = {path for path, page in written.items() if any(said in page for said in emptied)}
    assert "map/index.md" in hollow
    settings = engine_settings(some, Generated({}, {}, ()))
    named = re.findall(r"'([\w/-]+\.md)'", repr(settings.nav))
    assert len(named) > 10
    assert hollow & {*named} == set()
    for page in ("index.md", "find.md", DEALS):
        links = {
            f"{link.strip('/')}"
            for link in re.findall(r'href="(?:\.\./)*([\w/-]+)/"', written[page])
        }
        assert links & {path.removesuffix(".md").removesuffix("/index") for path in hollow} == set()
    instead = {place.strip("/") for place, _ in settings.extra["donebook"]["instead"]}
    assert instead & {path.removesuffix(".md").removesuffix("/index") for path in hollow} == set()


@pytest.mark.long
def test_start_here_leads_through_what_there_is(empty: Playbook, only: Some) -> None:
    start = bodies(only("questions"))["start.md"]
    assert re.findall(r'<h2 id="([\w-]+)"', start) == ["deal", "ask", "sentence", "next"]
    assert 'href="../stages/discover/call/"' in start
    assert "“Why now?”" in start
    assert "Adopt means" not in start
    start = bodies(only("worksheets"))["start.md"]
    assert re.findall(r'<h2 id="([\w-]+)"', start) == ["deal", "sentence", "next"]
    assert 'href="../worksheets/canvas/"' in start
    start = bodies(empty)["start.md"]
    assert "<ol" not in start
    assert 'href="../stages/"' in start


@pytest.mark.long
def test_a_stage_in_which_nothing_is_asked_shows_what_ends_it_and_how_to_add(one: Playbook) -> None:
    hint = "donebook new question"
    page = bodies(one)["stages/open.md"]
    assert page.index('<h2 id="exit">') < page.index("No question is written for this stage yet.")
    assert hint in page
    asked = bodies(one)["stages/discover.md"]
    assert "No question is written" not in asked
    assert re.search(r'<summary><h2 id="exit">', asked)
    config = one.config.model_copy(update={"live_since": LIVE})
    live = bodies(replace(one, config=config))["stages/open.md"]
    assert "No question is written for this stage yet." in live
    assert hint not in live


@pytest.mark.long
def test_no_page_for_reps_has_a_hint_for_editors_once_they_have_it(
    empty: Playbook, one: Playbook
) -> None:
    live = one.config.model_copy(update={"live_since": LIVE})
    for some in (one, empty):
        pages = bodies(replace(some, config=live), context=Context(news=News()))
        hints = {
            p for p, page in pages.items() if re.search(r"\bdonebook \w+|live_since", text_of(page))
        }
        assert {p for p in hints if not p.startswith(("editing/", "rules/"))} == set()


def test_health_says_nothing_of_what_there_is_not(empty: Playbook, only: Some) -> None:
    health = text_of(bodies(empty)["editing/health.md"])
    assert "There is nothing to look after yet." in health
    assert not re.search(r"(?i)every|none|nothing\.|coverage", health)
    health = bodies(only("questions"))["editing/health.md"]
    assert re.findall(r'<h2 id="([\w-]+)"', health) == ["due", "warnings", "coverage"]
    assert ">never reviewed<" in health
    assert "coverage map" not in health


@pytest.mark.long
def test_what_is_new_is_said_only_of_a_playbook_that_reps_have(
    empty: Playbook, one: Playbook
) -> None:
    day = Day(date(2026, 11, 1), changes(empty, one))
    context = Context(news=News((day,)))
    before = text_of(bodies(one, context=context)["whats-new.md"])
    assert "This playbook isn’t live yet" in before
    assert "Why now" not in before
    live = replace(one, config=one.config.model_copy(update={"live_since": LIVE}))
    assert "Why now" in text_of(bodies(live, context=context)["whats-new.md"])
    still = text_of(bodies(live, context=Context(news=News()))["whats-new.md"])
    assert "Nothing has changed since this playbook went live on Oct 1, 2026." in still


@pytest.mark.long
def test_without_sheets_each_deal_has_a_call_to_be_worked_on(
    empty: Playbook, one: Playbook, only: Some
) -> None:
    deals = bodies(only("questions"))[DEALS]
    calls = re.findall(r'data-call-of="([\w-]+)" href="([^"]+)"', deals)
    assert [stage for stage, _ in calls] == [*one.vocabulary.stages]
    assert {href for _, href in calls} == {"../stages/discover/call/"}
    assert 'data-call-of="open"' not in bodies(one)[DEALS], "there is a sheet"
    assert "data-call-of" not in bodies(empty)[DEALS]


@pytest.mark.long
def test_the_end_of_a_call_names_sheets_only_where_there_are_some(
    one: Playbook, only: Some
) -> None:
    without = bodies(only("questions"))["stages/discover/call.md"]
    assert "The deal’s sheets" not in text_of(without)
    assert without.count("data-clear") == 1
    assert "The deal’s sheets" in text_of(bodies(one)["stages/discover/call.md"])


@pytest.mark.long
def test_home_leads_to_definitions_and_losses_that_nobody_gave_words(only: Some) -> None:
    bare = bodies(only("patterns"))["index.md"]
    assert 'href="patterns/hours-back/"' in bare
    assert "phrases" not in bare
    worried = bodies(only("loss-reasons"))["index.md"]
    assert worried.count('href="loss-reasons/silent/"') == 1


def test_a_page_with_one_section_has_no_list_of_contents(only: Some) -> None:
    found = {p.path: p for p in render_pages(only("patterns"), (CHECKOUT / "templates/pages",))}
    page = found["patterns/hours-back.md"]
    assert [heading.anchor for heading in page.contents] == ["title", "about"]
    assert page.meta["hide"] == ["toc"]
