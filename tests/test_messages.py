"""Messages in the site's language: every sentence is there, whole, and used wherever one is told."""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from donebook.change import Change, Effect
from donebook.check import Checked, check
from donebook.cli.main import donebook
from donebook.codes import run as run_codes
from donebook.diff import changes, compare
from donebook.language import (
    SENTENCES,
    Language,
    english,
    own_words,
    template_of,
    words_path,
)
from donebook.load import load
from donebook.message import (
    all_of,
    message,
    named,
    places_of,
    plural,
    through,
    together,
)
from donebook.model import KINDS
from donebook.news import Day, News
from donebook.pages import address
from donebook.pages.editing import editing_pages
from donebook.pages.whats_new import feed, whats_new_page
from donebook.playbook import Playbook
from donebook.problem import Code
from donebook.report import CHANGE_FORMATS, FORMATS, ReportContext
from donebook.rules import CODES, base
from donebook.rules.base import CONFIG, TODAY
from donebook.source import Folder
from history import commit, start
from messages import PACKAGE, calls, templates, text_of, untold, untold_in
from projects import CHECKOUT, make_project

SETTINGS = "../site-config/playbook.yaml"
GERMAN = {SETTINGS: f"{CONFIG}language: de\n"}
OTHERS = sorted(p.stem for p in (CHECKOUT / "site-config/words").glob("*.yaml") if p.stem != "en")
# A run that is stopped is told in test_stopped.py; the others need more than files, and are below.
# What editors do wrong is told in test_mistakes.py.
PHRASED = {f"W{n}" for n in range(502, 509)}  # their cases are sentences in English
# These are about sentences in English, or about the file of a language that isn't German.
OF_OTHER_LANGUAGES = {"R321", "W515", "W516"} | PHRASED
ELSEWHERE = {"S101", "S122", "C411", "F606", "I701", "I702", "W510"} | {
    code.id for code in run_codes.CODES
}


def sentences(code: str) -> dict[str, dict[str, str]]:
    """The sentences of a language by their templates, each with its forms."""
    found: dict[str, dict[str, str]] = {}
    for name, word in own_words(Folder(CHECKOUT), code)[0].items():
        template = template_of(name)
        if template is not None:
            form = name.removeprefix(f"{SENTENCES}.{template}").removeprefix(".")
            found.setdefault(template, {})[form or "other"] = word
    return found


# The sentences.


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_sentence_and_no_other(code: str) -> None:
    assert set(sentences(code)) == templates()


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_has_exactly_the_places_of_its_template(code: str) -> None:
    for template, forms in sentences(code).items():
        assert places_of(forms["other"]) == places_of(template), template
        for word in forms.values():
            assert places_of(word) <= places_of(template), template


@pytest.mark.parametrize("code", OTHERS)
def test_most_sentences_are_a_languages_own(code: str) -> None:
    same = {
        template
        for template, forms in sentences(code).items()
        if template in forms.values() and len(re.sub("{.*?}|<.*?>", "", template)) > 14
    }
    assert same == set()


def test_a_template_stands_where_a_message_is_made() -> None:
    """Only what is put together from the marks of fields, and from codes, is no literal there."""
    made_of_others = {
        path.relative_to(PACKAGE).as_posix()
        for path, _, template in calls()
        if text_of(template) is None
    }
    assert made_of_others == {"diff/acted.py", "diff/entries.py", "message.py", "model/marks.py"}


# What a message is.


def test_a_message_is_its_text_in_english() -> None:
    said = message(
        "{n:,} of {all}, by {day}: {names}", n=1234, all=5678, day=TODAY, names=("a", "b")
    )
    assert said == "1,234 of 5678, by 2026-11-23: a, b"
    assert plural("{n} day", "{n} days", n=1) == "1 day"
    assert plural("{n} day", "{n} days", n=0) == "0 days"
    assert together("", "B.") == "B."
    assert together("A.", "B.") == "A. B."
    assert all_of(("A",)) == "A"
    assert all_of(("A", "B", "C")) == "A and B and C"
    assert deepcopy(said).template == said.template
    assert deepcopy(said).values == said.values


def test_a_language_puts_in_its_own_numbers_dates_and_words() -> None:
    words = {
        "sentences.{n:,} of {all}, by {day}: {kind}": "{kind} bis {day}: {n:,} von {all}",
        "sentences.{n} days.one": "ein Tag",
        "sentences.{n} days.other": "{n} Tage",
        "sentences.in {days}": "in {days}",
        "sentences.{first} and {rest}": "{first} und {rest}",
        "kind.question.one": "Frage",
    }
    tell = Language("de", words).tell
    kind = named("question", "kind.question.one")
    said = message("{n:,} of {all}, by {day}: {kind}", n=1234, all=5678, day=TODAY, kind=kind)
    assert said == "1,234 of 5678, by 2026-11-23: question"
    assert tell(said) == "Frage bis 23.11.2026: 1.234 von 5678"
    one, two = (plural("{n} day", "{n} days", n=n) for n in (1, 2))
    assert [tell(one), tell(two)] == ["ein Tag", "2 Tage"]
    assert tell(message("in {days}", days=(one, two))) == "in ein Tag, 2 Tage"
    assert tell(all_of((one, "{x}"))) == "ein Tag und {x}"


def test_what_a_language_has_no_sentence_for_is_told_in_english() -> None:
    tell = Language("de", {"sentences.known": "bekannt"}).tell
    assert tell(message("no {what} here", what=message("known"))) == "no known here"
    assert tell("known") == "known"  # an author's word, and no message


def test_a_text_read_otherwise_is_the_same_message() -> None:
    said = message("“{title}” in {names}", title="a {b}", names=("c", message("d")))
    read = through(said, str.upper)
    assert read == "“A {B}” IN C, D"
    tell = Language("de", {"sentences.“{title}” in {names}": "„{title}“ bei {names}"}).tell
    assert tell(read) == "„A {B}“ bei C, D"
    assert through("plain", str.upper) == "PLAIN"


# Problems.


def in_german(files: Mapping[str, str]) -> dict[str, str]:
    """A case's files with German as the language of the settings."""
    settings = files.get(SETTINGS, CONFIG)
    german = {words_path("en"): words_path("de")}
    moved = {f"../{was}": f"../{now}" for was, now in german.items()}
    own = {moved.get(path, path): text for path, text in files.items()}
    is_named = re.search("^language:", settings, re.MULTILINE)
    return own if is_named else {**own, SETTINGS: f"{settings}language: de\n"}


@pytest.mark.long
@pytest.mark.parametrize(
    "code", [c for c in CODES.values() if c.id not in ELSEWHERE], ids=lambda code: code.id
)
def test_a_problem_is_told_in_german(code: Code, tmp_path: Path, german: Language) -> None:
    files = code.bad if code.id in PHRASED else in_german(code.bad)
    root = make_project(tmp_path / "project", files)
    checked = check(Folder(root), TODAY)
    assert code.id in {problem.code for problem in checked.problems}
    assert untold_in(checked.problems, german) == []
    if code.id not in OF_OTHER_LANGUAGES:
        assert checked.language.code == "de"


def test_what_no_case_shows_is_told_in_german(tmp_path: Path, german: Language) -> None:
    root = make_project(tmp_path / "project", GERMAN)
    before = load(Folder(root)).playbook
    (root / "content/questions/why-us.yaml").unlink()
    (root / "content/patterns/link.yaml").symlink_to(root / "content/vocabulary.yaml")
    lost = check(Folder(root), TODAY, before)
    assert {"S101", "I701"} <= {problem.code for problem in lost.problems}
    assert untold_in(lost.problems, german) == []
    (root / "content/vocabulary.yaml").unlink()
    gone = check(Folder(root), TODAY)
    assert (gone.playbook, gone.language.code) == (None, "de")
    assert {problem.code for problem in gone.problems} >= {"S122"}
    assert untold_in(gone.problems, german) == []


@pytest.mark.long
@pytest.mark.parametrize("code", ["C411", "W510"])
def test_what_only_a_printer_sees_is_told_in_german(
    code: str, tmp_path: Path, german: Language
) -> None:
    root = make_project(tmp_path / "project", in_german(CODES[code].bad))
    found = json.loads(run(root, "check", "--format", "json").stdout)["problems"]
    assert [problem["code"] for problem in found] == [code]
    start_of_it = {"C411": "Das braucht 2 Seiten ", "W510": "Keine Schrift für den Druck hat "}[
        code
    ]
    assert found[0]["message"].startswith(start_of_it)
    assert found[0]["help"] == german.tell(CODES[code].help)


@pytest.mark.parametrize(
    "settings",
    [
        "language: de\nname: [\n",
        "schema: 2\nname: N\nlanguage: 'de'\n",
        'schema: 2\nname: N\nlanguage: "de" # ours\n',
    ],
)
def test_broken_settings_are_told_in_their_language(settings: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {SETTINGS: settings})
    checked = check(Folder(root), TODAY)
    assert checked.playbook is None
    assert checked.language.code == "de"


@pytest.mark.parametrize("settings", ["name: N\n", "language: [de]\n", "# language: de\n"])
def test_settings_that_name_no_language_are_told_in_english(settings: str, tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {SETTINGS: settings})
    assert check(Folder(root), TODAY).language == english()


def run(root: Path, *arguments: str) -> Result:
    ran = CliRunner().invoke(donebook, ["--root", str(root), *arguments], standalone_mode=False)
    assert ran.exception is None, ran.exception
    return ran


@pytest.fixture
def telling(tmp_path: Path) -> ReportContext:
    files = {
        **GERMAN,
        base.WHY_NOW: base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne"),
    }
    tree = Folder(make_project(tmp_path / "project", files))
    return ReportContext(check(tree, TODAY), tree)


MESSAGE = "Als Phase ist „opne“ nicht bekannt."
HELP = "Gemeint ist vielleicht „open“. Bekannt: open, agree."


def test_every_form_of_a_report_is_german(telling: ReportContext) -> None:
    said = {form: FORMATS[form](telling) for form in FORMATS}
    assert said["text"].splitlines() == [
        f"content/questions/why-now.yaml:7:8: error R307: {MESSAGE}",
        "     7 | stage: opne",
        "       |        ^^^^",
        " warum: Seiten sind nach diesen Wörtern sortiert, der Eintrag wäre also nirgends zu finden.",
        f"   tun: {HELP}",
        "",
        "1 Fehler, 0 Warnungen in 6 Einträgen.",
        "`donebook check --fix` kann 1 davon beheben.",
        "Geprüft wird, sobald das behoben ist: Abdeckung.",
    ]
    (problem,) = json.loads(said["json"])["problems"]
    assert (problem["code"], problem["severity"]) == ("R307", "error")
    assert (problem["message"], problem["help"]) == (MESSAGE, HELP)
    assert said["github"].startswith("::error file=content/questions/why-now.yaml,")
    assert "title=R307 Ein Wort%2C das der Wortschatz nicht hat" in said["github"]
    assert said["github"].endswith(f"::{MESSAGE}%0A{HELP}")
    assert "- **Fehler R307** bei " in said["markdown"]
    assert "Richtig ist: `open`" in said["markdown"]
    result = json.loads(said["sarif"])["runs"][0]["results"][0]
    assert (result["level"], result["message"]["text"]) == ("error", f"{MESSAGE} {HELP}")


@pytest.mark.parametrize("settings", [{}, GERMAN], ids=["en", "de"])
def test_a_comment_without_problems_is_one_line(
    settings: dict[str, str], tmp_path: Path, telling: ReportContext
) -> None:
    """The weekly jobs of code hosts count lines, as they can't know the language."""
    tree = Folder(make_project(tmp_path / "fine", settings))
    assert len(FORMATS["markdown"](ReportContext(check(tree, TODAY), tree)).splitlines()) == 1
    assert len(FORMATS["markdown"](telling).splitlines()) > 1


def test_a_host_knows_a_problem_again_in_another_language(telling: ReportContext) -> None:
    in_english = replace(telling, checked=replace(telling.checked, language=english()))
    prints = [
        json.loads(FORMATS["sarif"](t))["runs"][0]["results"][0]["partialFingerprints"]
        for t in (telling, in_english)
    ]
    assert prints[0] == prints[1]


def test_the_health_page_tells_warnings_in_german(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", in_german(CODES["W512"].bad))
    checked = check(Folder(root), TODAY)
    assert checked.playbook
    health = dict(editing_pages(checked.playbook, checked.problems))[address.HEALTH]()
    assert [str(warned.message) for warned in health.shows["warnings"]] == [
        "Ein anderes Zeichen dieser Frage heißt auch „names a Date“."
    ]


def test_what_a_fix_wrote_is_told_in_german(tmp_path: Path) -> None:
    files = {base.WHY_NOW: base.FILES[base.WHY_NOW].replace("stage: open", "stage: opne")}
    root = make_project(tmp_path / "project", {**GERMAN, **files})
    said = run(root, "check", "--fix").stderr
    assert said == f"content/questions/why-now.yaml:7:8: {MESSAGE} (open eingesetzt)\n"


@pytest.mark.parametrize("verb", ["check", "diff"])
def test_a_run_that_is_stopped_says_so_in_german(verb: str, tmp_path: Path) -> None:
    root = start(make_project(tmp_path / "project", GERMAN))
    base_of = ["--base", "nowhere"] if verb == "check" else ["nowhere"]
    arguments = ["--root", str(root), verb, "--format", "json", *base_of]
    said = json.loads(CliRunner().invoke(donebook, arguments, standalone_mode=False).stdout)
    (problem,) = said["problems" if verb == "check" else "introduced"]
    assert problem["message"].startswith("Eine Revision „nowhere“ gibt es hier nicht.")
    assert problem["help"] == "Den Befehl berichtigen, wie die Meldung sagt."


# A company's own sentences.


def with_own(root: Path, words: str) -> Checked:
    files = {**in_german(CODES["C404"].bad), f"../{words_path('de')}": words}
    return check(Folder(make_project(root, files)), TODAY)


def test_a_company_may_say_a_sentence_otherwise(tmp_path: Path) -> None:
    template = "No answer to this question reveals a pattern or warns of a loss."
    checked = with_own(tmp_path / "p", f"sentences: {{'{template}': 'Führt nirgendwohin.'}}\n")
    assert [checked.language.tell(p.message) for p in checked.problems] == ["Führt nirgendwohin."]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("sentences:\n  'Today is {today}.': 'Heute: {day}.'\n", (2, "{day}")),
        ("sentences:\n  'Today is {today}.': 'Heute: {today:>99}.'\n", (2, "{today}")),
        ("sentences:\n  '{n} days':\n    one: '{m} Tag'\n    other: '{n} Tage'\n", (3, "{m}")),
        ("sentences:\n  'Today is {today}.': 'Heute: {'\n", (2, "{…}")),
        ("sentences:\n  'Today is {today}.': 'Heute: {today!r}.'\n", (2, "{…}")),
    ],
)
def test_a_sentence_with_a_place_that_nothing_fills_is_a_problem(
    words: str, place: tuple[int, str], tmp_path: Path
) -> None:
    checked = with_own(tmp_path / "p", words)
    found = [(p.span.line, p.message) for p in checked.problems if p.code == "R323"]
    assert found == [(place[0], f"Nothing fills {place[1]} in this sentence.")]
    assert (
        checked.language.tell(message("Today is {today}.", today=TODAY))
        == "Heute ist der 23.11.2026."
    )


# Changes.

DAY = date(2026, 11, 20)
BEFORE = {
    **GERMAN,
    "patterns/clicks.yaml": base.pattern("Fewer clicks"),
    "worksheets/sheet.yaml": "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: questions, title: Ask, pick: {test: real}, answer: lines}\n",
}
AFTER: Mapping[str, str | None] = {
    SETTINGS: f"{CONFIG}language: de\n".replace("Example playbook", "Our playbook").replace(
        "The team", "All of us"
    ),
    "vocabulary.yaml": base.VOCABULARY.replace(
        "  user: {name: User}", "  user: {name: User}\n  cfo: {name: CFO}"
    ).replace("[They signed.]", "[They paid.]"),
    base.WHY_NOW: base.FILES[base.WHY_NOW]
    .replace("What makes this a question for real?", "Which date is behind it?")
    .replace("why: Because.", "why: It tells.")
    .replace("stage: open", "stage: agree")
    .replace("core: true\n", "")
    .replace("reviewed: 2026-10-01", "reviewed: 2026-11-01"),
    "questions/why-us.yaml": "retired: Nobody asks it.\n",
    "questions/what-for.yaml": None,
    "questions/why-it.yaml": base.question("Why it", "worth"),
    "patterns/clicks.yaml": "moved_to: hours-back\n",
    "patterns/new.yaml": base.pattern("Brand new", "misread_leads_to: [no-event]\n"),
    "patterns/hours-back.yaml": base.FILES["patterns/hours-back.yaml"].replace(
        "usual: adopt", "usual: redefine"
    )
    + "misread_leads_to: [no-event]\n",
    "loss-reasons/no-event.yaml": base.FILES["loss-reasons/no-event.yaml"]
    .replace("root: wrong-deal", "root: outsold")
    .replace("Was there a date?", "Which date was there?"),
    "worksheets/sheet.yaml": BEFORE["worksheets/sheet.yaml"].replace("internal", "buyer"),
}


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checked, Checked]:
    """A German playbook before and after all kinds of changes."""
    before = make_project(tmp_path_factory.mktemp("before") / "p", BEFORE)
    after = make_project(tmp_path_factory.mktemp("after") / "p", BEFORE)
    for path, text in AFTER.items():
        place = (after / "content" / path).resolve()
        if text is None:
            place.unlink()
        else:
            place.write_text(text)
    return check(Folder(before), TODAY), check(Folder(after), TODAY)


def playbooks(states: tuple[Checked, Checked]) -> tuple[Playbook, Playbook]:
    before, after = (state.playbook for state in states)
    assert before
    assert after
    return before, after


def test_every_change_is_told_in_german(states: tuple[Checked, Checked], german: Language) -> None:
    found = changes(*playbooks(states))
    assert {change.effect for change in found} >= {*Effect} - {Effect.COVERAGE}
    said_by_authors = {"What it is for.", "Nobody asks it."}
    lost = [
        template
        for change in found
        if change.message not in said_by_authors
        for template in untold(change.message, german)
    ]
    assert lost == []


def test_a_diff_is_german(states: tuple[Checked, Checked]) -> None:
    found = compare(*states)
    text = CHANGE_FORMATS["text"](found)
    for line in (
        "Neu",
        "  Frage „Why it“ (why-it): What it is for.",
        "  Zielbild „Fewer clicks“ (clicks): Gehört jetzt zu „Hours back“.",
        "Zurückgezogen",
        "  Frage „What for“ (what-for): Nichts sagt, wohin es ging.",
        "  Frage „Why now“ (why-now): Anders gefragt.",
        "  Frage „Why now“ (why-now): Von „Open“ zu „Agree“ (Phase).",
        "  Frage „Why now“ (why-now): Ist keine Kernfrage mehr.",
        "  Verlustgrund „No event“ (no-event): Von „Falscher Deal“ zu „Ausgestochen“ (Grundursache).",
        "  Arbeitsblatt „Sheet“ (sheet): Von „intern“ zu „Kunde“ (für wen).",
        "  Zielbild „Hours back“ (hours-back): Neu: falsch gelesen führt es zu „No event“.",
        "  Frage „Why now“ (why-now): Geändert: warum gefragt wird.",
        "  Rolle „CFO“ (cfo): Neu als Rolle.",
        "  Einstellung „Our playbook“ (name): Das Playbook heißt jetzt „Our playbook“.",
        "  Frage „Why now“ (why-now): Noch einmal geprüft.",
        "  Verantwortliche „All of us“ (team): Heißt jetzt „All of us“, war „The team“.",
        "Neue Probleme",
    ):
        assert line in text.splitlines(), text
    first = "**Was anders zu tun ist**\n\n- Zielbild **Hours back**: Die übliche Haltung"
    assert CHANGE_FORMATS["markdown"](found).startswith(first)
    in_english = CHANGE_FORMATS["markdown"](replace(found, language=english()))
    assert in_english.startswith("**What to do differently**\n\n- Definition of done **Hours")
    assert "  - bisher: " in CHANGE_FORMATS["markdown"](found)
    values: dict[str, Any] = json.loads(CHANGE_FORMATS["json"](found))
    assert values["changes"][0]["effect"] == "different"
    assert "Anders gefragt." in {change["message"] for change in values["changes"]}
    assert all(problem["message"] for problem in values["introduced"])
    nothing = compare(states[0], states[0])
    assert CHANGE_FORMATS["text"](nothing).startswith("Für alle, die dieses Playbook nutzen,")


def test_coverage_that_comes_and_goes_is_told_in_german(tmp_path: Path, german: Language) -> None:
    early = {**GERMAN, **base.FILES}
    late = {**early, **CODES["C402"].bad}
    late["questions/opening.yaml"] = base.question("Opening", "worth", stage="agree")
    never = {path: text.replace("    warns_of: [no-event]\n", "") for path, text in early.items()}
    found = {
        name: load(Folder(make_project(tmp_path / name, files))).playbook
        for name, files in (("early", early), ("late", late), ("never", never))
    }
    said = {
        (was, now): [
            german.tell(change.message)
            for change in changes(before, after)
            if change.effect is Effect.COVERAGE
        ]
        for was, before in found.items()
        for now, after in found.items()
        if was != now and before and after
    }
    assert said == {
        ("early", "late"): ["Davor wird später gewarnt: zuerst in Agree, bisher in Open."],
        ("late", "early"): ["Davor wird früher gewarnt: zuerst in Open, bisher in Agree."],
        ("early", "never"): ["Keine Frage warnt mehr rechtzeitig davor."],
        ("late", "never"): ["Keine Frage warnt mehr rechtzeitig davor."],
        ("never", "early"): ["Jetzt warnt eine Frage rechtzeitig davor, in Open."],
        ("never", "late"): ["Jetzt warnt eine Frage rechtzeitig davor, in Agree."],
    }


def test_whats_new_and_the_feed_are_german(states: tuple[Checked, Checked]) -> None:
    before, after = playbooks(states)
    days = (Day(DAY, changes(before, after)),)
    page = whats_new_page(after, News(days))
    (day,) = page.shows["days"]
    headings = [heading for heading, _ in day.groups]
    assert headings[:3] == ["Was anders zu tun ist", "Neu", "Unter anderem Namen"]
    messages = {str(told.message) for _, group in day.groups for told in group}
    assert {"Anders gefragt.", "Neu als Rolle.", "Geändert: warum gefragt wird."} <= messages
    config = after.config.model_copy(update={"address": "https://example.org/"})
    atom = feed(replace(after, config=config), days) or ""
    assert re.search(r"<title>Was anders zu tun ist: Hours back, und \d+ weitere</title>", atom)
    assert ": Anders gefragt.<" in atom
    assert "<del>What makes this a question for real?</del>" in atom


def test_texts_in_a_change_are_as_they_are_read(tmp_path: Path) -> None:
    files = {**GERMAN, "patterns/new.yaml": base.pattern("'A \"new\" {product}'")}
    before = load(Folder(make_project(tmp_path / "before", files))).playbook
    files["questions/why-us.yaml"] = "moved_to: why-now\n"
    files["patterns/new.yaml"] = "moved_to: hours-back\n"
    files["patterns/hours-back.yaml"] = base.pattern("'It''s \"{product}\"'")
    after = load(Folder(make_project(tmp_path / "after", files))).playbook
    assert before
    assert after
    found: dict[str, Change] = {change.id: change for change in changes(before, after)}
    tell = after.language.tell
    assert found["new"].message == "Is now part of “It’s “Example””."
    assert tell(found["new"].message) == "Gehört jetzt zu „It’s “Example”“."


def test_a_companys_own_name_for_a_kind_is_used(tmp_path: Path) -> None:
    words = "words: {kinds: {pattern: {one: Ziel, many: Ziele}}}\n"
    files = {SETTINGS: f"{CONFIG}language: de\n{words}"}
    root = make_project(tmp_path / "p", files)
    start(root)
    commit(root, {"patterns/new.yaml": base.pattern("Brand new")})
    said = run(root, "diff", "HEAD~1").stdout
    assert "  Ziel „Brand new“ (new): What it is for." in said.splitlines()
    assert KINDS["pattern"].words == "pattern"
