"""The map: from questions through definitions of done to loss reasons, drawn."""

from collections.abc import Iterator
from functools import partial

from donebook.model import SpokenQuestion
from donebook.pages import address
from donebook.pages.chart.graph import of_questions, whole
from donebook.pages.chart.layout import drawn
from donebook.pages.grouping import by_stage, hub
from donebook.pages.render import Page, Planned
from donebook.playbook import Playbook

# Beyond so many entries one drawing helps nobody, and its page weighs a megabyte and more.
MOST_ENTRIES = 240
MOST_QUESTIONS = 40


def map_pages(playbook: Playbook) -> Iterator[Planned]:
    """The map on one page or, of a large playbook, one page for each stage."""
    size = len(playbook.spoken) + len(playbook.patterns) + len(playbook.loss_reasons)
    fits = size <= MOST_ENTRIES
    yield address.MAP, partial(_whole, playbook, size, fits=fits)
    if not fits:
        asked = by_stage(playbook.spoken)
        for stage in playbook.vocabulary.stages:
            found = asked.get(stage, ())
            yield address.of_map(stage), partial(_of_stage, playbook, stage, found)


def _whole(playbook: Playbook, size: int, *, fits: bool) -> Page:
    say = playbook.language.say
    return hub(
        address.MAP,
        "map",
        say("map.title"),
        say("map.description"),
        chart=drawn(whole(playbook), playbook.config.product) if fits else None,
        size=size,
    )


def _of_stage(playbook: Playbook, stage: str, asked: tuple[SpokenQuestion, ...]) -> Page:
    """What is asked in one stage and where it edges; core questions go before others."""
    shown = sorted(asked, key=lambda q: (not q.core, q.stage != stage, q.id))[:MOST_QUESTIONS]
    name = playbook.vocabulary.stages[stage].name
    return hub(
        address.of_map(stage),
        "map-stage",
        playbook.language.say("map.of-stage", stage=name),
        playbook.language.say("map.description"),
        chart=drawn(of_questions(playbook, shown), playbook.config.product),
        stage=stage,
        asked=len(asked),
        shown=len(shown),
    )
