"""The pages that the finder goes to by their name: everything but the entries."""

import re
from collections.abc import Iterator
from dataclasses import replace

from donebook.config import Term
from donebook.index import Place
from donebook.model import SHOWN_KINDS
from donebook.pages import address
from donebook.pages.filled import is_filled
from donebook.pages.grouping import by_stage
from donebook.playbook import Playbook
from donebook.text import Plain, finished

# Pages with a word of the interface as their name, and with others that they are found by.
_FIXED = (
    (address.DEALS, "deals.title"),
    (address.REVIEW, "review.title"),
    (address.START, "start.title"),
    (address.GO, "go.title"),
    (address.MAP, "map.title"),
    (address.COVERAGE, "coverage.title"),
    (address.GLOSSARY, "glossary.title"),
    (address.PHRASES, "phrases.what-buyers-say", "find.phrases"),
    (address.STAGES, "stages.stages"),
    (address.ROLES, "roles.buyer-roles"),
    (address.FRAMEWORKS, "frameworks.frameworks"),
    (address.PLAY, "play.title"),
    (address.GUIDE, "nav.editing"),
    (address.HEALTH, "nav.health"),
    (address.FOR_IT, "nav.for-it"),
    (address.CODES, "nav.codes"),
)


def places(playbook: Playbook, *, has_news: bool) -> tuple[Place, ...]:
    """All pages that have a name and are no entry; of equals, the first is gone to first."""
    return (
        *_of_the_vocabulary(playbook),
        *_lists(playbook, has_news=has_news),
        *_of_the_glossary(playbook),
    )


def _of_the_vocabulary(playbook: Playbook) -> Iterator[Place]:
    say, vocabulary = playbook.language.say, playbook.vocabulary

    def place(label: str, name: Plain, path: str, others: tuple[Plain, ...] = ()) -> Place:
        names = [finished(called, playbook.config.product) for called in (name, *others)]
        return Place(label, names[0], path.removesuffix(".md"), tuple(names[1:]))

    asked = by_stage(playbook.spoken)
    for stage_id, stage in vocabulary.stages.items():
        path = address.of_stage(stage_id)
        yield place(say("find.stage"), stage.name, path)
        if asked.get(stage_id):
            called = Plain(say("find.call-of", stage=stage.name))
            call = place(say("call.open"), called, address.of_call(path))
            yield replace(call, repeats=True)
    for role_id, role in vocabulary.roles.items():
        yield place(say("find.role"), role.name, address.of_role(role_id), role.titles)
    for test_id, test in vocabulary.tests.items():
        yield place(say("find.test"), test.name, address.of_test(test_id))
    for framework_id, framework in vocabulary.frameworks.items():
        path = address.of_framework(framework_id).removesuffix(".md")
        yield place(say("find.framework"), framework.name, path, framework.aliases)
        for element_id, element in framework.elements.items():
            yield place(framework.name, element.name, f"{path}#{element_id}")


def _lists(playbook: Playbook, *, has_news: bool) -> Iterator[Place]:
    say = playbook.language.say
    found = [
        (path, tuple(say(word) for word in words))
        for path, *words in _FIXED
        if is_filled(playbook, path)
    ]
    found.append((address.TESTS, (playbook.tests_called,)))
    found += [
        (kind.hub, (say(f"kind.{kind.name}.many"),))
        for kind in SHOWN_KINDS.values()
        if is_filled(playbook, kind.hub)
    ]
    if is_filled(playbook, address.LOSSES):
        others = say("losses.others").split(", ")
        found.append((address.LOSSES, (say("losses.title"), *others)))
    if has_news:
        found.append((address.NEWS, (say("whats-new.whats-new"),)))
    if is_filled(playbook, address.PRINTED):
        found.append((address.PRINTED, (say("nav.printed"),)))
    for path, (name, *others) in found:
        yield Place(say("find.page"), name, path.removesuffix(".md"), tuple(others))


def _of_the_glossary(playbook: Playbook) -> Iterator[Place]:
    label, page = playbook.language.say("glossary.title"), address.GLOSSARY.removesuffix(".md")
    for term in playbook.vocabulary.glossary:
        anchor = term_anchor(term)
        name = finished(term.term, playbook.config.product)
        yield Place(label, name, f"{page}#{anchor}" if anchor else page)


def term_anchor(term: Term) -> str:
    """Where the glossary shows a term; nothing where its script has no letters for an address."""
    return "-".join(re.findall("[a-z0-9]+", term.term.lower()))
