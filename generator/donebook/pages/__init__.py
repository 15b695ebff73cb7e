"""A playbook as Markdown pages: every page is a path and a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from donebook.model import Key, Retired
from donebook.news import News
from donebook.pages import address
from donebook.pages.call import call_pages
from donebook.pages.chart import map_pages
from donebook.pages.editing import editing_pages
from donebook.pages.entries import EntryPages
from donebook.pages.hubs import hub_pages
from donebook.pages.lenses import lens_pages
from donebook.pages.maps import coverage_page, phrases_page
from donebook.pages.render import Page, Renderer, TemplateFailed
from donebook.pages.whats_new import whats_new_page
from donebook.playbook import Playbook
from donebook.problem import Problem

__all__ = ["Context", "TemplateFailed", "pages", "write_pages"]


@dataclass(frozen=True, slots=True)
class Context:
    """What pages show besides the playbook: warnings, and what has changed day by day.

    Without a history there is no page of news.
    """

    problems: tuple[Problem, ...] = ()
    news: News | None = None


NOTHING = Context()


def write_pages(
    playbook: Playbook, templates: Sequence[Path], context: Context = NOTHING
) -> Iterator[tuple[str, str]]:
    """Every page's path below the docs folder, with its Markdown.

    `templates` are folders, searched in order. The playbook must have no errors. Raises
    TemplateFailed where a template is wrong.
    """
    renderer = Renderer(templates, playbook)
    for page in pages(playbook, context):
        yield page.path, renderer.render(page)


def pages(playbook: Playbook, context: Context = NOTHING) -> Iterator[Page]:
    """Every page of a playbook."""
    if context.news:
        yield whats_new_page(playbook, context.news)
    yield from editing_pages(playbook, context.problems)
    yield from hub_pages(playbook)
    yield from lens_pages(playbook)
    yield from call_pages(playbook)
    yield from map_pages(playbook)
    yield coverage_page(playbook)
    yield phrases_page(playbook)
    of_entry = EntryPages(playbook)
    for entry in playbook.entries.values():
        yield of_entry.page(entry)
    for key in playbook.tombstones:
        yield _forwarding(playbook, key)


def _forwarding(playbook: Playbook, key: Key) -> Page:
    """The page at an old address: it forwards, or says why its entry has gone."""
    note = playbook.tombstones[key]
    after = playbook.forwarded(key)
    entry = playbook.entries.get(after) if after else None
    say = playbook.language.say
    return Page(
        address.of_key(key),
        "gone.md.j2",
        entry.title if entry else say("gone.this-entry-was-retired"),
        entry.summary if entry else say("gone.no-longer"),
        {
            "entry": entry,
            "why": note.retired if isinstance(note, Retired) else None,
            "hub": address.of_kind(key.kind),
        },
        forward=address.of_entry(entry) if entry else None,
    )
