"""What an engine needs to know of a playbook: name, address, navigation, brand."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from donebook.model import SHOWN_KINDS, OwnPage
from donebook.pages import address
from donebook.pages.filled import is_filled
from donebook.playbook import Playbook
from donebook.site.generate import Generated
from donebook.text import Plain, finished

# An address on the web, or of a mailbox, in escaped HTML.
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!$+*=%-]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# What the browser's own frame takes on: the header's ground, as in tokens.css.
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#17202a"


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Settings under the names that MkDocs gives them.

    Texts are HTML already: the theme writes a site's name and a navigation's titles as they are.
    """

    site_name: str
    site_description: str | None
    site_url: str | None
    nav: list[Any]
    language: str
    logo: str | None
    extra: Mapping[str, Any] = field(default_factory=dict)


def engine_settings(playbook: Playbook, made: Generated) -> EngineSettings:
    """The settings of one playbook and of what was made of it; the same for every engine."""
    config = playbook.config
    return EngineSettings(
        site_name=_html(config.name, config.product),
        site_description=_html(config.description, config.product) if config.description else None,
        site_url=config.address,
        nav=_nav(playbook, has_news=made.has_news),
        language=playbook.language.code,
        logo=config.logo,
        extra={
            "donebook": {
                "publish": config.publish,
                "feed": made.has_news and bool(config.address),
                "own_style": made.has_own_style,
                "instead": _instead(playbook),
                "words": {n: escape(w) for n, w in _words(playbook).items()},
                "colours": {"light": LIGHT_GROUND, "dark": DARK_GROUND},
                "brand": {"light": config.brand.light, "dark": config.brand.dark},
                "top": f"{escape(config.address).rstrip('/')}/" if config.address else "",
                "offline": False,
                "contact": _contact(playbook),
            }
        },
    )


def _words(playbook: Playbook) -> dict[str, str]:
    """The words that the theme's own pages and frame say."""
    say = playbook.language.say
    found = [kind for kind in SHOWN_KINDS.values() if kind.is_found and playbook.shown_as(kind)]
    kinds = " · ".join(say(f"kind.{kind.name}.many") for kind in found)
    search = say("theme.search", kinds=kinds) if kinds else say("find.title")
    return {**playbook.language.below("theme"), "search": search}


# Where the page for lost addresses leads, with the theme's word for each.
_INSTEAD = (
    (address.FIND, "find"),
    (address.PHRASES, "phrases"),
    (address.of_kind("question"), "questions"),
    (address.of_kind("loss-reason"), "losses"),
    (address.of_kind("worksheet"), "sheets"),
)


def _instead(playbook: Playbook) -> list[list[str]]:
    return [
        [address.link(path, address.HOME), word]
        for path, word in _INSTEAD
        if is_filled(playbook, path)
    ]


def _contact(playbook: Playbook) -> str:
    """Who to ask, as HTML; an address in it becomes a link."""
    config = playbook.config
    if not config.contact:
        return ""
    said = playbook.language.say("foot.contact", contact=finished(config.contact, config.product))
    return _ADDRESS.sub(_link, escape(said))


def _link(found: re.Match[str]) -> str:
    target = found[0] if "://" in found[0] else f"mailto:{found[0]}"
    return f'<a href="{target}">{found[0]}</a>'


def _nav(playbook: Playbook, *, has_news: bool) -> list[Any]:
    """Stages and hubs only, without counts: it stands on every page."""
    product = playbook.config.product
    stages = playbook.vocabulary.stages.items()

    def say(word: str) -> str:
        return escape(playbook.language.say(word))

    def listed(part: str, pages: Mapping[int, dict[str, str]]) -> list[dict[str, str]]:
        """Pages and lists of a part of the navigation by their places, without empty lists."""
        lists = {
            kind.nav[1]: {say(f"kind.{kind.name}.many"): kind.hub}
            for kind in SHOWN_KINDS.values()
            if kind.nav and kind.nav[0] == part and is_filled(playbook, kind.hub)
        }
        return [page for _, page in sorted({**pages, **lists}.items())]

    look_by = {
        place: {title: path}
        for place, title, path in (
            (10, say("phrases.what-buyers-say"), address.PHRASES),
            (50, say("roles.buyer-roles"), address.ROLES),
            (60, escape(playbook.tests_called), address.TESTS),
            (80, say("frameworks.frameworks"), address.FRAMEWORKS),
            (85, say("map.title"), address.MAP),
            (90, say("coverage.title"), address.COVERAGE),
            (92, say("losses.title"), address.LOSSES),
            (95, say("glossary.title"), address.GLOSSARY),
        )
        if is_filled(playbook, path)
    }
    is_it_current = (
        {90: {say("nav.printed"): address.PRINTED}} if is_filled(playbook, address.PRINTED) else {}
    )
    printed = listed("print", is_it_current)
    return [
        {say("nav.home"): address.HOME},
        {say("deals.title"): address.DEALS},
        *listed("deal", {}),
        *([{say("start.title"): address.START}] if is_filled(playbook, address.START) else []),
        {say("find.title"): address.FIND},
        *([{say("whats-new.whats-new"): address.NEWS}] if has_news else []),
        {
            say("home.where-is-the-deal"): [
                {_html(s.name, product): address.of_stage(i)} for i, s in stages
            ]
        },
        {say("nav.look-by"): listed("look-by", look_by)},
        *_own_pages(playbook),
        *([{say("printed.print"): printed}] if printed else []),
        {
            say("nav.keep"): [
                {say("nav.editing"): address.GUIDE},
                {say("nav.health"): address.HEALTH},
                {say("nav.for-it"): address.FOR_IT},
                {say("nav.codes"): address.CODES},
            ]
        },
    ]


def _own_pages(playbook: Playbook) -> list[Any]:
    """A company's own pages below their headings, both in the order of the alphabet."""
    usual = Plain(playbook.language.say(f"kind.{OwnPage.kind.name}.many"))
    found: defaultdict[str, list[OwnPage]] = defaultdict(list)
    for page in playbook.of_model(OwnPage):
        found[_html(page.group or usual, playbook.config.product)].append(page)
    return [
        {
            heading: [
                {_html(page.title, playbook.config.product): address.of_entry(page)}
                for page in sorted(found[heading], key=lambda page: page.title.casefold())
            ]
        }
        for heading in sorted(found, key=str.casefold)
    ]


def _html(text: Plain, product: str) -> str:
    return escape(finished(text, product))
