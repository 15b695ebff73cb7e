"""The finder's index: what it holds can be read back, and it stays small."""

import gzip
import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from bench import make_playbook
from donebook.check import check
from donebook.config import Term
from donebook.index import finder_index, finder_texts
from donebook.index.coded import DIGITS, LONG, REST, SHORT, Numbers, pieces, words
from donebook.index.stems import changes, plain, stem, stemming
from donebook.language import Language, english, read_language
from donebook.model import Entry, Key, Pattern, SpokenQuestion
from donebook.pages.places import places, term_anchor
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.bundles import finder_words
from donebook.source import Folder
from donebook.text import Plain, finished
from projects import CHECKOUT, make_project


def read(code: str) -> list[int]:
    """The numbers that characters stand for; the opposite of what the index does."""
    numbers, rest = [], iter(code)
    for first in rest:
        if first == LONG:
            high, middle, low = (DIGITS.index(next(rest)) for _ in range(3))
            start = SHORT + (len(REST) - SHORT) * len(DIGITS)
            numbers.append(start + (high * len(DIGITS) + middle) * len(DIGITS) + low)
        elif (place := REST.index(first)) < SHORT:
            numbers.append(place)
        else:
            numbers.append(SHORT + (place - SHORT) * len(DIGITS) + DIGITS.index(next(rest)))
    return numbers


def data_of(script: str) -> dict[str, Any]:
    found = re.fullmatch(r"\(globalThis\.donebook \?\?= {}\)\.\w+ = (.*);\n", script, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def starter() -> Playbook:
    playbook = check(Folder(CHECKOUT), TODAY).playbook
    assert playbook
    return playbook


@given(st.text(max_size=80))
def test_the_pieces_of_a_text_hold_all_of_it(text: str) -> None:
    assert "".join(pieces(text)) == text.replace(" ", "") or " " in "".join(pieces(text))
    assert [c for p in pieces(text) for c in p if c != " "] == [c for c in text if c != " "]


@pytest.mark.parametrize("many", [10, 61, 3000, 20_000])
def test_words_come_back_from_their_numbers(many: int) -> None:
    texts = [[f"word{n}" for n in range(start, many, 7)] for start in range(7)]
    numbers = Numbers(texts)
    for text in texts:
        assert [numbers.words[n] for n in read(numbers.write(text))] == text


def test_frequent_words_come_first_and_rare_ones_by_their_endings() -> None:
    rare = ["Data", "data", "trend", "Migration", "Prices"]
    texts = [["the"] * 20, ["of"] * 13, *([word] * (n + 1) for n, word in enumerate(rare))]
    assert Numbers(texts).words == ("the", "of", *rare)


@pytest.mark.long
def test_every_entry_is_in_the_index_with_its_words() -> None:
    playbook = starter()
    data = data_of(finder_index(playbook))
    words = data["words"].split("\n")
    ids, titles = data["ids"].split("\n"), data["title"].split("\n")
    assert ids == [key.id for key in playbook.entries]
    assert data["stages"] == [str(stage.name) for stage in playbook.vocabulary.stages.values()]
    stages = list(playbook.vocabulary.stages)
    for letters, entry in zip(data["stage"].split("\n"), playbook.entries.values(), strict=True):
        if isinstance(entry, SpokenQuestion):
            assert [stages[int(letter, 36)] for letter in letters] == list(entry.stages)
    for title, entry in zip(titles, playbook.entries.values(), strict=True):
        shown = "".join(words[n] for n in read(title))
        meant = finished(entry.title, playbook.config.product)
        assert shown.replace(" ", "") == meant.replace(" ", "")


def test_what_is_sent_of_a_small_playbook(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Golden: every column of the index, and every text below results."""
    other = base.pattern(
        "Fewer clicks", "confused_with: [{pattern: hours-back, tell: They count.}]\n"
    )
    root = make_project(tmp_path / "project", {"patterns/clicks.yaml": other})
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    sent = {"index": data_of(finder_index(playbook)), "texts": data_of(finder_texts(playbook))}
    told = json.dumps(sent, ensure_ascii=False, indent=1) + "\n"
    expected = CHECKOUT / "tests" / "cases" / "finder" / "sent.json"
    if request.config.getoption("--accept"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


SEGMENTS = """\
segments:
  motion: {name: Motion, values: {inbound: Inbound demo, outbound: Outbound}}
  size: {name: Size, values: {small: Small}}
"""
WITH_MORE = """\
applies_to: [outbound, small]
send:
  - {when: They went quiet, text: "Shall I close the file on the crane?"}
"""


def sentences(data: dict[str, Any], column: str) -> list[list[str]]:
    """The texts of a column by row, with a space between any two pieces."""
    known = data["words"].split("\n")
    lines = data[column].split("\n")
    return [
        [" ".join(known[n] for n in read(code)) for code in line.split(" ") if code]
        for line in lines
    ]


def test_messages_segments_and_signs_are_sent_with_their_entry(tmp_path: Path) -> None:
    files = {
        "vocabulary.yaml": base.FILES["vocabulary.yaml"] + SEGMENTS,
        "questions/why-us.yaml": base.question("Why us", "compete") + WITH_MORE,
    }
    playbook = check(Folder(make_project(tmp_path / "project", files)), TODAY).playbook
    assert playbook
    data, texts = data_of(finder_index(playbook)), data_of(finder_texts(playbook))
    at = data["ids"].split("\n").index("why-us")
    assert data["segment"].split("\n")[at] == "1 2"
    assert sentences(texts, "send")[at] == [
        "They went quiet",
        "Shall I close the file on the crane ?",
    ]
    question = playbook.entry(SpokenQuestion, "why-us")
    graded = [sign for _, answer in question.listen_for.graded for sign in answer.signs]
    labels = [str(sign.label) for sign in graded if sign.label]
    examples = [str(sign.example) for sign in graded if sign.example]
    assert labels or examples
    assert sentences(texts, "signs")[at] == labels
    assert sentences(texts, "examples")[at] == examples


def test_long_texts_are_sent_as_words_that_stand_nowhere_else_in_the_entry(
    tmp_path: Path,
) -> None:
    why = (
        "why: |-\n  The **zeppelin** [flies](https://example.org/hangar) for {product}, for real.\n"
    )
    question = re.sub(r"(?m)^why: .*\n", why, base.question("Why us", "compete"))
    files = {"questions/why-us.yaml": question}
    playbook = check(Folder(make_project(tmp_path / "project", files)), TODAY).playbook
    assert playbook
    data, texts = data_of(finder_index(playbook)), data_of(finder_texts(playbook))
    at = data["ids"].split("\n").index("why-us")
    (found,) = sentences(texts, "long")[at]
    assert {"zeppelin", "flies"} <= set(found.split())
    assert not {"hangar", "https", "what", "product"} & set(found.split())
    assert playbook.config.product.lower().split()[0] in found.split()


def test_a_company_adds_words_of_its_own_to_ours(tmp_path: Path) -> None:
    own = {"../site-config/words/en.yaml": "find:\n  own: 'falcon, fleet planner'\n"}
    playbook = check(Folder(make_project(tmp_path / "project", own)), TODAY).playbook
    assert playbook
    told, ours = data_of(finder_words(playbook.language)), data_of(finder_words(english()))
    assert told["same"] == f"{ours['same']}\nfalcon, fleet planner"
    assert {n: told[n] for n in ("slang", "alike", "common")} == {
        n: ours[n] for n in ("slang", "alike", "common")
    }
    assert len(told["stems"].split("\n")) == len(ours["stems"].split("\n")) + 3


@pytest.mark.slow
def test_each_place_is_there(site: Path) -> None:
    """Of the built site: each page that is gone to by its name, and where on it."""
    data = data_of((site / "assets/donebook/finder-index.js").read_text("utf-8"))
    places = data["places"]
    assert {"stages/open", "roles/champion", "whats-new", "glossary#tell"} <= {
        path for _, path in places
    }
    for _, path in places:
        page, _, anchor = path.partition("#")
        folder = re.sub(r"(^|/)index$", r"\1", page)
        body = (site / folder / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in body or f"id={anchor}" in body, path
    assert len(data["title"].split("\n")) == len(data["kinds"]) + len(places)


@pytest.mark.long
def test_the_words_of_each_kind_of_place_are_the_languages(german: Language) -> None:
    labels = {place.label for place in places(replace(starter(), language=german), has_news=False)}
    assert {"Phase", "Rolle", "Prüfstein", "Methode", "Seite", "MEDDPICC"} <= labels
    assert not {"Stage", "Page"} & labels


@pytest.mark.parametrize(
    ("term", "anchor"), [("Wrong horse", "wrong-horse"), ("C-Level (2)", "c-level-2"), ("商談", "")]
)
def test_a_term_has_an_anchor_if_its_letters_can_be_one(term: str, anchor: str) -> None:
    assert term_anchor(Term(term=Plain(term), meaning=Plain("It."))) == anchor


@pytest.mark.long
def test_what_is_shown_below_results_stands_at_its_entry() -> None:
    playbook = starter()
    then = data_of(finder_texts(playbook))["then"]
    for shown, entry in zip(then, playbook.entries.values(), strict=True):
        assert len(shown) == len(getattr(entry, "follow_ups", ()))


def test_a_follow_up_without_a_phrase_takes_the_place_of_no_other(tmp_path: Path) -> None:
    phrase = "  - {heard: Nothing, ask: What else is there?}\n"
    more = "  - {ask: Who signs?}\n" + phrase + "  - {heard: A date, ask: Who set it?}\n"
    files = {base.WHY_NOW: base.FILES[base.WHY_NOW].replace(phrase, more)}
    playbook = check(Folder(make_project(tmp_path / "project", files)), TODAY).playbook
    assert playbook
    data, texts = data_of(finder_index(playbook)), data_of(finder_texts(playbook))
    at = data["ids"].split("\n").index("why-now")
    assert sentences(data, "heard")[at] == ["Nothing", "A date"]
    assert texts["then"][at] == ["What else is there?", "Who set it?"]


def stems_of(words: Sequence[str], lines: str) -> list[str]:
    """The stems that browsers make of what is sent."""
    found = [re.fullmatch(r"(\d*)(.*)", line) for line in lines.split("\n")]
    return [
        plain(word)[: len(plain(word)) - int(change[1] or 0)] + change[2]
        for word, change in zip(words, found, strict=True)
        if change
    ]


def snowball(words: Sequence[str], algorithm: str) -> list[str]:
    stemmer = snowballstemmer.stemmer(algorithm)
    return [plain(stemmer.stemWord(re.sub("[’‘`]", "'", word.lower()))) for word in words]


@pytest.mark.parametrize(("code", "algorithm"), [("en", "english"), ("de", "german")])
@pytest.mark.long
def test_each_word_is_sent_with_snowballs_stem(code: str, algorithm: str) -> None:
    language, _ = read_language(Folder(CHECKOUT), code)
    data = data_of(finder_index(replace(starter(), language=language)))
    indexed = data["words"].split("\n")
    apart = language.say("find.apart").split()

    def expected(forms: list[str]) -> list[str]:
        pairs = zip(forms, snowball(forms, algorithm), strict=True)
        return [plain(form) if plain(form) in apart else stem for form, stem in pairs]

    assert stems_of(indexed, data["stems"]) == expected(indexed)
    told = data_of(finder_words(language))
    alike = words("\n".join(told[n] for n in ("same", "slang", "alike")))
    assert len(alike) > 100
    assert stems_of(alike, told["stems"]) == expected(alike)
    texts = data_of(finder_texts(replace(starter(), language=language)))
    everyday = words(texts["everyday"])
    assert len(everyday) > 100
    assert stems_of(everyday, texts["everydayStems"]) == expected(everyday)


@pytest.mark.long
@pytest.mark.parametrize("code", ["ja", "tlh"])
def test_where_snowball_knows_no_language_words_stay_as_they_are(code: str) -> None:
    language = Language(code, english().words)
    for script in (
        finder_index(replace(starter(), language=language)),
        finder_words(language),
    ):
        assert data_of(script)["stems"].strip("\n") == ""


@pytest.mark.long
def test_words_of_another_meaning_stay_apart() -> None:
    language = english()
    assert stem("busy", "en") == stem("business", "en")
    lines = changes(["busy", "business", "Business", "imports"], *stemming(language))
    assert lines.split("\n") == ["1i", "", "", "1"]
    assert "business" in data_of(finder_index(starter()))["words"].split("\n")


# A word is on one line.
@given(
    st.text(st.characters(exclude_characters="\n"), max_size=20),
    st.sampled_from(["en", "de", "fr", "tr", "ja"]),
)
def test_any_word_becomes_its_stem(word: str, code: str) -> None:
    (line,) = changes([word], code).split("\n")
    assert stems_of([word], line) == [stem(word, code)]


def shuffled(entry: Entry, words: random.Random, pool: list[str]) -> Entry:
    """The same entry with other words: nothing in it repeats what another one says."""

    def other(value: Any) -> Any:
        if isinstance(value, Plain):
            return type(value)(" ".join(words.choice(pool) for _ in value.split()))
        if isinstance(value, tuple):
            return tuple(other(part) for part in value)
        if hasattr(value, "model_fields_set"):
            return value.model_copy(update={n: other(getattr(value, n)) for n in texts_of(value)})
        return value

    return other(entry)  # type: ignore[no-any-return]


def texts_of(value: Any) -> list[str]:
    return [name for name in type(value).model_fields if name not in {"owner", "stage", "test"}]


@pytest.mark.torture
@pytest.mark.slow
def test_a_thousand_entries_take_no_more_than_120_kilobytes(tmp_path: Path) -> None:
    """With words at random, which compress worse than any language does; one in ten is rare."""
    make_playbook(tmp_path, 1000)
    playbook = check(Folder(tmp_path), date(2026, 11, 23)).playbook
    assert playbook
    words = random.Random(1)
    pool = [w for e in starter().entries.values() for w in f"{e.title} {e.summary}".split()]
    rare = ["".join(words.choices("abdegilmnoprstu", k=7)) for _ in range(3500)]
    mixed = pool * (9 * len(rare) // len(pool)) + rare
    entries = {
        Key(key.kind, key.id): shuffled(entry, words, mixed)
        for key, entry in playbook.entries.items()
    }
    index = finder_index(replace(playbook, entries=entries)).encode()
    assert len(entries) > 950
    assert len(gzip.compress(index, 9)) <= 120_000


@pytest.mark.long
def test_a_definition_is_found_by_who_accepts_it_and_whom_it_concerns() -> None:
    playbook = starter()
    data = data_of(finder_index(playbook))
    roles = list(playbook.vocabulary.roles)
    for entry, letters in zip(playbook.entries.values(), data["role"].split("\n"), strict=True):
        found = {roles[int(letter, 36)] for letter in letters}
        if isinstance(entry, Pattern):
            accepting = {done.accepted_by for done in entry.done_when}
            assert accepting
            assert found == accepting | set(entry.stakeholders)
        elif isinstance(entry, SpokenQuestion):
            assert found == set(entry.roles)
        else:
            assert found == set()
