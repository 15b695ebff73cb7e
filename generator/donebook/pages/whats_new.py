"""The What's new page, and the same as a feed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from donebook.change import Change
from donebook.message import message
from donebook.model import KINDS, Key
from donebook.news import Day, News
from donebook.pages import address
from donebook.pages.grouping import hub
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.text import Plain, finished

FEED = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_IN_FEED = 20
# The pages of words of the vocabulary that have one.
_OF_WORDS: Mapping[str, Callable[[str], str]] = {
    "stage": address.of_stage,
    "role": address.of_role,
    "test": address.of_test,
    "framework": address.of_framework,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the page shows it; `path` is the page of the entry, where it has one."""

    title: Plain
    message: Plain
    path: str | None
    before: Plain | None
    after: Plain | None


@dataclass(frozen=True, slots=True)
class ToldDay:
    day: date
    groups: tuple[tuple[str, tuple[Told, ...]], ...]


def whats_new_page(playbook: Playbook, news: News) -> Page:
    """What changed, newest first, grouped by what it means; and why that may not be all."""
    return hub(
        address.NEWS,
        "whats-new",
        playbook.language.say("whats-new.whats-new"),
        playbook.language.say("whats-new.what-has-changed-in"),
        days=tuple(
            ToldDay(day.day, tuple(_groups(playbook, day)))
            for day in _since_live(playbook, news.days)
        ),
        missing=news.gap.missing if news.gap else None,
        has_feed=playbook.config.address is not None,
    )


def _since_live(playbook: Playbook, days: Sequence[Day]) -> tuple[Day, ...]:
    """The days since the one on which reps got the playbook: what came before isn't new to them."""
    live = playbook.config.live_since
    return tuple(day for day in days if live is not None and day.day >= live)


def _groups(playbook: Playbook, day: Day) -> Iterator[tuple[str, tuple[Told, ...]]]:
    for effect, found in groupby(day.changes, key=lambda change: change.effect):
        yield (
            playbook.language.tell(effect.heading),
            tuple(_told(playbook, change) for change in found),
        )


def _told(playbook: Playbook, change: Change) -> Told:
    tell = playbook.language.tell
    before, after = change.texts
    return Told(
        Plain(tell(change.title)),
        Plain(tell(change.message)),
        _path(playbook, change),
        Plain(tell(before)) if before else None,
        Plain(tell(after)) if after else None,
    )


def _path(playbook: Playbook, change: Change) -> str | None:
    if change.kind in _OF_WORDS and change.id in playbook.words(change.kind):
        return _OF_WORDS[change.kind](change.id)
    key = Key(change.kind, change.id)
    is_there = key in playbook.entries or key in playbook.tombstones
    return address.of_key(key) if change.kind in KINDS and is_there else None


def feed(playbook: Playbook, days: Sequence[Day]) -> str | None:
    """The days as Atom (RFC 4287); none where the site has no address."""
    site = playbook.config.address
    if site is None:
        return None
    days = _since_live(playbook, days)
    top = site if site.endswith("/") else f"{site}/"
    page = urljoin(top, "whats-new/")
    root = ET.Element("feed", xmlns=_ATOM)
    _add(root, "id", page)
    tell = playbook.language.tell
    name = finished(playbook.config.name, playbook.config.product)
    _add(root, "title", f"{name}: {playbook.language.say('whats-new.whats-new')}")
    _add(root, "updated", _moment(days[0].day if days else date(2000, 1, 1)))
    ET.SubElement(root, "link", rel="self", href=urljoin(top, FEED))
    ET.SubElement(root, "link", rel="alternate", href=page)
    _add(ET.SubElement(root, "author"), "name", name)
    for day in days[:_IN_FEED]:
        entry = ET.SubElement(root, "entry")
        link = f"{page}#day-{day.day.isoformat()}"
        _add(entry, "id", link)
        _add(entry, "title", _headline(day, tell))
        _add(entry, "updated", _moment(day.day))
        ET.SubElement(entry, "link", rel="alternate", href=link)
        content = ET.SubElement(entry, "content", type="xhtml")
        content.append(_list(day, tell))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _list(day: Day, tell: Callable[[str], str]) -> ET.Element:
    division = ET.Element("div", xmlns="http://www.w3.org/1999/xhtml")
    items = ET.SubElement(division, "ul")
    for change in day.changes:
        item = ET.SubElement(items, "li")
        name = ET.SubElement(item, "b")
        name.text = tell(change.title)
        name.tail = f": {tell(change.message)}"
        for tag, text in zip(("del", "ins"), change.texts, strict=True):
            if text:
                ET.SubElement(item, "br")
                ET.SubElement(item, tag).text = tell(text)
    return division


def _headline(day: Day, tell: Callable[[str], str]) -> str:
    first = day.changes[0]
    more = len(day.changes) - 1
    said = f"{tell(first.effect.heading)}: {tell(first.title)}"
    return said + tell(message(", and {more} more", more=more)) if more else said


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
