"""The ranking for programs is the finder's: both search one playbook for the same sayings."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from donebook.check import check
from donebook.index import finder_index, finder_texts
from donebook.index.opened import Index, opened
from donebook.index.search import Found, is_gone_to, search
from donebook.pages.places import places
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.bundles import finder_words
from donebook.source import Folder
from node import node
from projects import CHECKOUT, make_project

pytestmark = pytest.mark.long

CASES = CHECKOUT / "tests/cases/finder"


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    playbook = check(Folder(CHECKOUT), TODAY).playbook
    assert playbook
    return playbook


def told(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def sayings() -> list[str]:
    """Everything that the finder's own tests ask, and what is typed in haste."""
    files = ("acronyms", "mistyped", "names", "pushbacks", "sentences")
    return [f"{said}" for name in files for said in told(name)]


def found_in(index: Index, said: str) -> Found:
    return search(
        index,
        said,
        lambda row: index.kinds[index.rows[row].kind].is_found,
        20,
        lambda row: is_gone_to(index, row),
    )


def data_of(script: str) -> Any:
    found = re.fullmatch(r"\(globalThis\.donebook \?\?= {}\)\.\w+ = (.*);\n", script, re.DOTALL)
    assert found
    return json.loads(found[1])


def assert_alike(playbook: Playbook, said: list[str], folder: Path) -> None:
    """Both find the same rows in the same order, and say the same of the words."""
    pages = places(playbook, has_news=True)
    sent = {
        "sent": data_of(finder_index(playbook, pages)),
        "texts": data_of(finder_texts(playbook)),
        "known": data_of(finder_words(playbook.language)),
        "sayings": said,
    }
    (folder / "sent.json").write_text(json.dumps(sent), encoding="utf-8")
    done = node("tests/browser_logic/ranked.js", folder / "sent.json")
    assert done.returncode == 0, done.stderr
    index = opened(playbook, pages)
    ours = []
    for one in said:
        found = found_in(index, one)
        ours.append(
            {
                "said": one,
                "entries": list(found.entries),
                "total": found.total,
                "nearest": list(found.nearest),
                "isOnlyBegun": found.only_begun,
                "places": list(found.places),
                "missing": list(found.missing),
            }
        )
    assert ours == json.loads(done.stdout)


def test_the_ranking_is_the_finders(playbook: Playbook, tmp_path: Path) -> None:
    said = sayings()
    assert len(said) > 130
    begun = [one[: len(one) * 2 // 3] for one in said]
    assert_alike(playbook, [*said, *begun, *(f"{one} " for one in begun)], tmp_path)


def test_it_is_in_german_too(tmp_path: Path) -> None:
    german = {"../site-config/playbook.yaml": f"{base.CONFIG}language: de\n"}
    playbook = check(Folder(make_project(tmp_path / "project", german)), TODAY).playbook
    assert playbook
    assert playbook.language.code == "de"
    assert_alike(playbook, ["zu teuer", "kein Budget", "hours", "überprüft", "Preise"], tmp_path)


@cache
def starter_index() -> Index:
    playbook = check(Folder(CHECKOUT), TODAY).playbook
    assert playbook
    return opened(playbook, places(playbook, has_news=True))


@settings(deadline=None)
@given(said=st.text(max_size=300))
def test_any_text_is_answered(said: str) -> None:
    found = found_in(starter_index(), said)
    assert len({*found.entries}) == len(found.entries) <= min(20, found.total)
