"""A playbook as pages of HTML."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from donebook.model import Key, Retired
from donebook.news import News
from donebook.pages import address
from donebook.pages.address import View
from donebook.pages.call import call_pages
from donebook.pages.chart import map_pages
from donebook.pages.deals import deal_pages
from donebook.pages.editing import editing_pages
from donebook.pages.entries import EntryPages
from donebook.pages.go import go_pages
from donebook.pages.hubs import hub_pages
from donebook.pages.lenses import lens_pages
from donebook.pages.losses import losses_page
from donebook.pages.maps import coverage_page, phrases_page
from donebook.pages.play import play_pages
from donebook.pages.render import Page, Planned, Rendered, Renderer, TemplateFailed
from donebook.pages.whats_new import whats_new_page
from donebook.playbook import Playbook
from donebook.problem import Problem
from donebook.text import Plain

__all__ = [
    "NOTHING",
    "Context",
    "Page",
    "Rendered",
    "Renderer",
    "TemplateFailed",
    "View",
    "pages",
]


@dataclass(frozen=True, slots=True)
class Context:
    """What pages show besides the playbook: warnings, and what has changed day by day.

    Without a history there is no page of news. `has_copies` says whether the pages of entries lie
    next to the same as Markdown.
    """

    problems: tuple[Problem, ...] = ()
    news: News | None = None
    has_copies: bool = False


NOTHING = Context()


def pages(playbook: Playbook, context: Context = NOTHING) -> Mapping[str, Callable[[], Page]]:
    """What makes each page of a playbook, by its path.

    A server makes only the pages that somebody asks for, so what a page shows is worked out then.
    """
    return dict(_planned(playbook, context))


def _planned(playbook: Playbook, context: Context) -> Iterator[Planned]:
    if context.news:
        yield address.NEWS, partial(whats_new_page, playbook, context.news)
    yield from editing_pages(playbook, context.problems)
    yield from hub_pages(playbook)
    yield from deal_pages(playbook)
    yield from go_pages(playbook)
    yield from lens_pages(playbook)
    yield from call_pages(playbook)
    yield from map_pages(playbook)
    yield from play_pages(playbook)
    yield address.COVERAGE, partial(coverage_page, playbook)
    yield address.PHRASES, partial(phrases_page, playbook)
    if playbook.figures:
        yield address.LOSSES, partial(losses_page, playbook, playbook.figures)
    of_entry = EntryPages(playbook, has_copies=context.has_copies)
    for entry in playbook.entries.values():
        yield address.of_entry(entry), partial(of_entry.page, entry)
    for key in playbook.tombstones:
        yield address.of_key(key), partial(_forwarding, playbook, key)
    for old, now, name in _former(playbook):
        yield old, partial(_renamed, playbook, old, now, name)


# Where the pages of a word lie, by its part of the vocabulary.
_PLACES: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "stage": (address.of_stage, lambda word: address.of_call(address.of_stage(word))),
    "role": (address.of_role,),
    "test": (address.of_test,),
    "framework": (address.of_framework,),
}


def _former(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """Addresses of words under their earlier ids, where they are now, and what they are called."""
    for part, places in _PLACES.items():
        for old, now in playbook.former(part).items():
            name = playbook.words(part)[now]
            yield from ((place(old), place(now), name) for place in places)


def _renamed(playbook: Playbook, old: str, now: str, name: str) -> Page:
    """The page at the earlier address of a stage or another word: it forwards."""
    say = playbook.language.say
    shows = {"now": now, "name": Plain(name), "entry": None, "why": None, "hub": None}
    return Page(old, "gone.html.j2", name, say("gone.no-longer"), shows, forward=now)


def _forwarding(playbook: Playbook, key: Key) -> Page:
    """The page at an old address: it forwards, or says why its entry has gone."""
    note = playbook.tombstones[key]
    after = playbook.forwarded(key)
    entry = playbook.entries.get(after) if after else None
    say = playbook.language.say
    return Page(
        address.of_key(key),
        "gone.html.j2",
        entry.title if entry else say("gone.this-entry-was-retired"),
        entry.gist if entry else say("gone.no-longer"),
        {
            "entry": entry,
            "now": None,
            "kind": Plain(key.kind),
            "name": Plain(key.id),
            "why": note.retired if isinstance(note, Retired) else None,
            "hub": address.of_kind(key.kind),
        },
        forward=address.of_entry(entry) if entry else None,
    )
