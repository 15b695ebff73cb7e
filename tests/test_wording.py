"""Wording: what is well put passes, and what is badly put is found.

`cases/wording/open.txt` was written by somebody who had not seen the rules, and no rule was fitted
to it afterwards. The German sentences were written before the German patterns; those on the even
lines of each file were not looked at until the patterns were done.
"""

import json
from pathlib import Path

import pytest

from donebook.check import check
from donebook.pages.catalogue import catalogue
from donebook.playbook import Playbook
from donebook.rules import CODES, base
from donebook.rules.base import CONFIG, TODAY
from donebook.rules.phrasing import Phrasing, asks, phrasing_of
from donebook.rules.phrasing.english import ENGLISH
from donebook.rules.phrasing.german import GERMAN
from donebook.source import Folder
from projects import CHECKOUT, make_project

CASES = CHECKOUT / "tests" / "cases" / "wording"
MOST_FALSE = MOST_MISSED = 1 / 50


def lines(place: Path) -> list[str]:
    return [line for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]


def faults(ask: str, phrasing: Phrasing = ENGLISH) -> list[str]:
    looks = (phrasing.closed, phrasing.double, phrasing.leading)
    return [look.__name__ for look in looks if look(ask)]


def test_well_put_questions_pass() -> None:
    asks = lines(CASES / "open.txt")
    false = [(ask, found) for ask in asks if (found := faults(ask))]
    assert len(asks) >= 200
    assert len(false) <= MOST_FALSE * len(asks), false


def test_the_starters_questions_pass(playbook: Playbook) -> None:
    assert [q.id for q in playbook.spoken if q.form == "open" and faults(q.ask)] == []


@pytest.mark.parametrize(
    "ask",
    [
        "Is there a budget for this?",
        "So, have you looked at other suppliers?",
        "Do your colleagues agree?",
        "If the audit slips, will anybody notice?",
        "When the auditor came, were the files there?",
        "You lose a day on this. Has anybody counted it?",
        "Would you say that it got worse?",
        "Can you sign this quarter?",
        "Right now, are you happy with it?",
        "And did that help?",
        "Does it take, e.g. on a Monday, more than 2.5 hours?",
    ],
)
def test_a_question_for_a_yes_or_a_no_is_found(ask: str) -> None:
    assert "closed" in faults(ask)


@pytest.mark.parametrize(
    "ask",
    [
        "What happens then, and who notices first?",
        "Who signs, and when did they last sign anything like it?",
        "What was tried? How did it end for the people who tried it?",
        "How many hours does it take, and is that more than last year?",
        "Which date is behind it, and what happens if it slips?",
        "Where does it wait, and how long does it usually take?",
    ],
)
def test_two_questions_in_one_are_found(ask: str) -> None:
    assert "double" in faults(ask)


@pytest.mark.parametrize(
    "ask",
    [
        "Wouldn't it be easier if nobody had to type this?",
        "Don't you think that a list in one place would help?",
        "You lose a day a week on this, don't you?",
        "That must cost you a lot, right?",
        "How much time would we save your team?",
        "How much better would your week be with it?",
        "Are you tired of chasing people for figures?",
        "Would you agree that waiting costs money?",
        "You'd love to see that in one place, wouldn't you?",
        "Surely that worries your boss. How does he put it?",
    ],
)
def test_words_put_into_the_buyers_mouth_are_found(ask: str) -> None:
    assert "leading" in faults(ask)


@pytest.mark.parametrize(
    "ask",
    [
        "Could you walk me through the last time that happened?",
        "Would you tell me who was in the room?",
        "Can you show me where it waits?",
        "If the audit slips, what happens next?",
        "By when does it have to be over?",
        "On whose desk does it land?",
        "How do you know what works and what doesn't?",
        "When, roughly, did the contract start?",
        "Who, apart from you, has to say yes?",
        "You said “is it safe?” a minute ago. What made you ask?",
        "Is it the price or the date that worries you more?",
        "A year after go-live, people call this a failure. What happened?",
        "Tell me about the last time somebody tried, and what became of it.",
        "What isn't working today?",
        "What is lost in approx. 2.5 days, e.g. in a week with a holiday?",
        "Why doesn't the list close on time?",
    ],
)
def test_what_only_looks_like_a_fault_passes(ask: str) -> None:
    assert faults(ask) == []


@pytest.mark.parametrize(
    ("statement", "ours", "fuzzy"),
    [
        ("We deliver the training in March", True, False),
        ("Our team has configured all workflows", True, False),
        ("The platform has been rolled out to six sites", True, False),
        ("The vendor provides a weekly report", True, False),
        ("Implementation is complete", True, False),
        ("Users are trained on the new system by us", True, False),
        ("Reporting is better", False, True),
        ("The team works more efficiently and is happy", False, True),
        ("Month-end is smooth and transparent", False, True),
        ("Month-end closes by working day four, three months in a row", False, False),
        ("No better figure has been sent round for two months", False, False),
        ("Goods are delivered before ten", False, False),
        ("New starters are trained within two days", False, False),
        ("Any record is on the table within ten minutes", False, False),
    ],
)
def test_statements_are_about_the_buyers_world_and_can_be_checked(
    statement: str, *, ours: bool, fuzzy: bool
) -> None:
    assert bool(ENGLISH.seller_act(statement)) == ours
    assert bool(ENGLISH.fuzzy(statement)) == fuzzy


def test_the_products_name_counts_as_the_product_and_a_word_that_is_none_does_not() -> None:
    assert ENGLISH.feature("Everybody works in Acme Desk.", "Acme Desk")
    assert not ENGLISH.feature("Our product of the year is a saw.", "our product")
    assert not ENGLISH.feature("The shift lead sees at six which orders are late.", "Acme Desk")


# German.


def expected(name: str) -> list[tuple[str, str]]:
    """Sentences, each with what is to be found in it."""
    pairs = (line.split(": ", 1) for line in lines(CASES / name))
    return [(what, text) for what, text in pairs]


def test_well_put_german_questions_pass() -> None:
    asks = lines(CASES / "german-open.txt")
    false = [(ask, found) for ask in asks if (found := faults(ask, GERMAN))]
    assert len(asks) >= 80
    assert len(false) <= MOST_FALSE * len(asks), false
    assert [ask for ask in asks if not GERMAN.asks(ask)] == []


def test_faults_of_german_questions_are_found() -> None:
    known = expected("german-faults.txt")
    missed = [(fault, ask) for fault, ask in known if fault not in faults(ask, GERMAN)]
    assert len(known) >= 50
    assert len(missed) <= MOST_MISSED * len(known), missed


def test_german_statements_are_about_the_buyers_world_and_can_be_checked() -> None:
    known = expected("german-done.txt")
    wrong = [(what, text, found) for what, text in known if what not in (found := judged(text))]
    assert len(known) >= 50
    assert len(wrong) <= MOST_MISSED * len(known), wrong


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("die Plattform an allen Standorten ausgerollt ist", "Plattform an allen Standorten ausgerollt ist"),
        ("wir die Plattform ausrollen", "wir die Plattform ausrollen"),
        ("Wenn wir die Schulung geliefert haben", "wir die Schulung geliefert"),
        ("unser Team alle Abläufe konfiguriert hat", "unser Team alle Abläufe konfiguriert"),
        ("alle Anwender am System geschult worden sind", "Anwender am System geschult worden sind"),
        ("die Einführung abgeschlossen ist", "Einführung abgeschlossen ist"),
        ("die Schnittstelle eingerichtet wurde", "Schnittstelle eingerichtet wurde"),
        ("niemand eine Rechnung zweimal tippt", None),
        ("wir jede Akte in zehn Minuten finden", None),
        ("das System jeden Auftrag zeigt, der geliefert ist", None),
        ("jede Ware vor zehn geliefert ist", None),
    ],
)  # fmt: skip
def test_a_deals_sentence_goes_on_behind_a_german_when(clause: str, words: str | None) -> None:
    """On its page it reads "fertig, wenn …", and the verb stands at the end."""
    assert GERMAN.seller_act(clause) == words


def judged(statement: str) -> tuple[str, ...]:
    found = {
        "ours": GERMAN.seller_act(statement),
        "fuzzy": GERMAN.fuzzy(statement),
        "feature": GERMAN.feature(statement, "Acme Desk"),
    }
    return tuple(what for what, words in found.items() if words) or ("good",)


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        # A clause inside another one ends with its verb, and asks nothing by itself.
        ("Wissen Sie, wer das entscheidet?", ["closed"]),
        ("Wissen Sie schon, bis wann Sie entscheiden wollen?", ["closed"]),
        ("Hätten Sie freie Hand, was würden Sie zuerst ändern?", []),
        ("Würde das Projekt morgen gestoppt, wer wäre erleichtert?", []),
        ("Erzählen Sie mir, was dann passiert und wer es merkt.", []),
        ("Wie merken Sie, ob ein Auftrag fertig ist und die Rechnung raus kann?", []),
        ("Was kann schlimmstenfalls passieren und was kostet das?", ["double"]),
        ("Gut, und wie haben Sie das bis jetzt gelöst?", []),
        ("Wer entscheidet, und wie?", []),
        # Dots that end no sentence, and words of others.
        ("Der Prüfer kommt am 3. März, z. B. morgens. Was muss bis dahin liegen?", []),
        ("Sie sagten „Ist das nicht zu teuer?“ vorhin. Was hat Sie darauf gebracht?", []),
        ("Geht es um den Preis oder um den Termin?", []),
        ("Darf ich fragen, wie Sie auf uns gekommen sind?", []),
        ("Wer bestimmt bei Ihnen, welche Systeme angeschafft werden?", []),
        ("Warum haben Sie damals nicht gewechselt?", []),
        ("Heißt das, Sie haben noch niemanden gefragt?", ["closed"]),
        ("Hast du das schon mit der Chefin besprochen?", ["closed"]),
        ("Haben Sie das nicht gemerkt?", ["closed", "leading"]),
        ("Das wollen Sie doch nicht jeden Monat machen?", ["leading"]),
    ],
)
def test_german_is_told_by_its_word_order(ask: str, found: list[str]) -> None:
    assert faults(ask, GERMAN) == found


@pytest.mark.parametrize(
    "text",
    [
        "Wer entscheidet darüber",
        "Welche Systeme nutzen Sie heute",
        "Wie viele Rechnungen kommen im Monat",
        "Bis wann muss es laufen",
        "Haben Sie ein Budget",
        "Erzählen Sie mir von gestern",
    ],
)
def test_a_german_question_is_known_without_its_mark(text: str) -> None:
    assert GERMAN.asks(text)
    assert GERMAN.is_without_mark(text) == (not text.startswith("Erzählen"))


@pytest.mark.parametrize(
    "text", ["Was wir bieten", "Wann entschieden wird", "Welcher Standort zuerst", "Warum wir", "Budget"]
)  # fmt: skip
def test_a_german_heading_is_no_question(text: str) -> None:
    assert not GERMAN.asks(text)


def test_a_german_site_is_judged_in_german(tmp_path: Path) -> None:
    ask = base.FILES[base.WHY_NOW].replace("What makes this a question for real?", "Wissen Sie, was das kostet?")  # fmt: skip
    done = base.pattern("Zeit").replace("statement: Nobody types", "statement: Das System ist überall ausgerollt")  # fmt: skip
    metric = "metrics: [{name: Dauer, from: unbekannt, to: zügig, measured_by: Uhr, by: Juni}]\n"
    files = {base.WHY_NOW: ask, "patterns/hours-back.yaml": done + metric}
    checked = check(Folder(in_language(tmp_path / "p", "de", files)), TODAY)
    found = [(p.code, p.field) for p in checked.problems if p.code in PHRASED]
    assert found == [
        ("W505", "done_when.0.statement"),
        ("W508", "metrics.0.to"),
        ("W502", "ask"),
    ]
    assert checked.playbook
    sent = json.loads(catalogue(checked.playbook).partition(" = ")[2].rstrip(";\n"))
    assert sent["done"]["rules"]["fuzzy"] == [GERMAN.fuzzy_words.pattern]


# Other languages.

PHRASED = ("W502", "W503", "W504", "W505", "W506", "W507", "W508")


def in_language(root: Path, code: str, files: dict[str, str]) -> Path:
    """A project in a language that has a file of words."""
    settings = {"../site-config/playbook.yaml": f"{CONFIG}language: {code}\n"}
    words = {f"../site-config/words/{code}.yaml": "root: {outsold: Dépassés}\n"}
    return make_project(root, {**settings, **words, **files})


@pytest.mark.long
@pytest.mark.parametrize("code", PHRASED)
def test_content_in_a_language_without_a_phrasing_is_not_judged(tmp_path: Path, code: str) -> None:
    root = in_language(tmp_path / "p", "fr", dict(CODES[code].bad))
    checked = check(Folder(root), TODAY)
    assert checked.playbook
    assert checked.playbook.language.code == "fr"
    assert [p for p in checked.problems if p.code in PHRASED] == []
    assert json.loads(catalogue(checked.playbook).partition(" = ")[2].rstrip(";\n"))["done"]["rules"] is None  # fmt: skip


@pytest.mark.long
def test_an_allowance_is_not_called_unneeded_where_nothing_was_looked_for(tmp_path: Path) -> None:
    text = base.FILES[base.WHY_NOW] + "allow: {W502: It is a test.}\n"
    found = {
        code: [p.code for p in check(Folder(in_language(tmp_path / code, code, {base.WHY_NOW: text})), TODAY).problems]
        for code in ("en", "fr")
    }  # fmt: skip
    assert "F604" in found["en"]
    assert "F604" not in found["fr"]


def test_only_its_mark_makes_a_question_of_a_text_in_another_language() -> None:
    assert phrasing_of("fr") is None
    assert asks("Qui signe à la fin ?", None)
    assert not asks("Who signs", None)
    assert asks("Who signs", phrasing_of("en-gb"))
