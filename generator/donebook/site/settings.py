"""What an engine needs to know of a playbook: name, address, navigation, brand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from donebook.language import Language
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.text import Plain, plain_words

# An address on the web, or of a mailbox, in escaped HTML.
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!$+*=%-]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# What the finder shows without being asked for one kind.
FOUND = ("question", "pattern", "loss-reason", "worksheet", "exercise")

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


def engine_settings(playbook: Playbook, *, has_news: bool) -> EngineSettings:
    """The settings of one playbook; the same for every engine.

    `has_news` says whether there is a page of what has changed.
    """
    config = playbook.config
    return EngineSettings(
        site_name=_html(config.name, config.product),
        site_description=_html(config.description, config.product) if config.description else None,
        site_url=config.address,
        nav=_nav(playbook, has_news=has_news),
        language=playbook.language.code,
        logo=config.logo,
        extra={
            "donebook": {
                "publish": config.publish,
                "feed": has_news and bool(config.address),
                "words": {n: escape(w) for n, w in _words(playbook.language).items()},
                "colours": {"light": LIGHT_GROUND, "dark": DARK_GROUND},
                "brand": {"light": config.brand.light, "dark": config.brand.dark},
                "top": f"{escape(config.address).rstrip('/')}/" if config.address else "",
                "offline": False,
                "contact": _contact(playbook),
            }
        },
    )


def _words(language: Language) -> dict[str, str]:
    """The words that the theme's own pages and frame say."""
    kinds = " · ".join(language.say(f"kind.{kind}.many") for kind in FOUND)
    return {**language.below("theme"), "search": language.say("theme.search", kinds=kinds)}


def _contact(playbook: Playbook) -> str:
    """Who to ask, as HTML; an address in it becomes a link."""
    config = playbook.config
    if not config.contact:
        return ""
    said = playbook.language.say(
        "foot.contact", contact=plain_words(config.contact, config.product).text
    )
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

    def named(kind: str) -> str:
        return say(f"kind.{kind}.many")

    return [
        {say("nav.home"): address.HOME},
        {say("find.title"): address.FIND},
        *([{say("whats-new.whats-new"): address.NEWS}] if has_news else []),
        {
            say("home.where-is-the-deal"): [
                {_html(s.name, product): address.of_stage(i)} for i, s in stages
            ]
        },
        {
            say("nav.look-by"): [
                {say("phrases.what-buyers-say"): address.PHRASES},
                {named("pattern"): address.of_kind("pattern")},
                {named("loss-reason"): address.of_kind("loss-reason")},
                {named("question"): address.of_kind("question")},
                {say("roles.buyer-roles"): address.ROLES},
                {say("tests.the-four-tests"): address.TESTS},
                {named("check"): address.CHECKS},
                {say("frameworks.frameworks"): address.FRAMEWORKS},
                {_html(Plain(playbook.language.say("map.title")), product): address.MAP},
                {say("coverage.title"): address.COVERAGE},
                {say("glossary.title"): address.GLOSSARY},
            ]
        },
        {
            say("printed.print"): [
                {named("worksheet"): address.of_kind("worksheet")},
                {named("exercise"): address.of_kind("exercise")},
                {say("nav.printed"): address.PRINTED},
            ]
        },
        {
            say("nav.keep"): [
                {say("nav.editing"): address.GUIDE},
                {say("nav.health"): address.HEALTH},
                {say("nav.codes"): address.CODES},
            ]
        },
    ]


def _html(text: Plain, product: str) -> str:
    return escape(plain_words(text, product).text)
