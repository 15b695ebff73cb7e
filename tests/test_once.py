"""What a build works out, it works out once: counted, not timed."""

from collections import Counter

import pytest

from donebook.check import check
from donebook.index import finder_index, finder_texts
from donebook.pages.catalogue import catalogue
from donebook.paper.texts import printed_texts
from donebook.paper.writer import PaperWriter
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.sheet import resolve
from donebook.source import Folder
from donebook.text import finished, rich_blocks
from projects import CHECKOUT, bodies

pytestmark = pytest.mark.slow


def everything(playbook: Playbook) -> None:
    """All that a build makes of a playbook, but for what Typst and the engine do."""
    bodies(playbook)
    finder_index(playbook)
    finder_texts(playbook)
    catalogue(playbook)
    list(printed_texts(playbook))
    writer = PaperWriter(playbook.config, playbook.language)
    for worksheet in playbook.worksheets:
        for paper in ("a4", "letter"):
            writer.sheet(resolve(playbook, worksheet), paper)


@pytest.fixture
def fresh() -> Playbook:
    """The starter, read anew, so that nothing is known of it yet."""
    found = check(Folder(CHECKOUT), TODAY).playbook
    assert found
    return found.without_drafts()


@pytest.mark.torture
def test_each_fact_is_worked_out_once_for_each_entry(fresh: Playbook) -> None:
    everything(fresh)
    known = dict(fresh.facts)
    assert known
    everything(fresh)
    assert {key: value is fresh.facts[key] for key, value in known.items()} == dict.fromkeys(
        known, True
    )
    assert set(fresh.facts) == set(known)
    names = Counter(key[0].__name__ for key in known)  # type: ignore[index]
    assert names["resolve"] == len(fresh.worksheets)
    assert names["_rows"] == 1
    assert names["_by_question"] == 1
    # Before anybody has said the stage, in each stage, and for each definition and loss.
    asked = len(fresh.patterns) + len(fresh.loss_reasons)
    assert names["ask_next"] == asked * (1 + len(fresh.vocabulary.stages))


@pytest.mark.torture
def test_each_text_is_finished_once(fresh: Playbook) -> None:
    for texts in (finished, rich_blocks):
        texts.cache_clear()
    everything(fresh)
    first = (finished.cache_info(), rich_blocks.cache_info())
    everything(fresh)
    again = (finished.cache_info(), rich_blocks.cache_info())
    for before, after in zip(first, again, strict=True):
        assert before.misses == before.currsize, "nothing was thrown away and made again"
        assert after.misses == before.misses
        assert after.hits > before.hits > 0
