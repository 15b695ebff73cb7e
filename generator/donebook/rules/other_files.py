"""Family `reference` (R): what the settings name lies where they say, and says what it may say.

These look at other files than the playbook's entries: a logo, a company's own words.
"""

from collections.abc import Collection, Iterator, Mapping

from donebook.config import CONFIG_PATH
from donebook.facts import remembered_alone
from donebook.language import (
    OwnWords,
    english,
    english_word,
    foreign_places,
    is_known,
    place_of,
    places,
    template_of,
    words_path,
)
from donebook.message import Message, message, together
from donebook.playbook import Playbook
from donebook.problem import Code, Finding
from donebook.rules import base
from donebook.spelling import guess

ASSETS = "site-config/assets/"
_CONFIG, _WORDS = "../site-config/playbook.yaml", "../site-config/words/en.yaml"

NO_LOGO = Code(
    "R320",
    "A logo that isn't there",
    "Every page would show a broken picture in its top corner.",
    "Put the file into site-config/assets, or correct its name; svg and png work.",
    bad={_CONFIG: base.CONFIG + "logo: acme.svg\n"},
    good={_CONFIG: base.CONFIG + "logo: acme.svg\n", "../site-config/assets/acme.svg": "<svg/>\n"},
)
NO_LANGUAGE = Code(
    "R321",
    "A language without words",
    "The site would stay English under the name of another language, and be read aloud as that one.",
    "Use a language that has a file in site-config/words, or begin one with `donebook new words`.",
    bad={_CONFIG: base.CONFIG + "language: dee\n"},
    good={_CONFIG: base.CONFIG + "language: de\n"},
)
UNKNOWN_WORD = Code(
    "R322",
    "A word of the interface that isn't used",
    "Nothing on the site asks for it, so what it says would be shown nowhere.",
    "Correct its name; the file of another language shows them all.",
    bad={_WORDS: "glossary: {titel: Words}\n"},
    good={_WORDS: "glossary: {title: Words}\n"},
)
OTHER_PLACES = Code(
    "R323",
    "A place in a word that nothing fills",
    "The page could not be made: there is nothing to put where the braces stand.",
    "Use the places that the English word has, in braces.",
    bad={_WORDS: "map: {of-stage: 'The map of {place}'}\n"},
    good={_WORDS: "map: {of-stage: 'The map of {stage}'}\n"},
)
CODES = (NO_LOGO, NO_LANGUAGE, UNKNOWN_WORD, OTHER_PLACES)


def logo_path(playbook: Playbook) -> str | None:
    """A company's own logo from the project root; none where the settings name none."""
    logo = playbook.config.logo
    return f"{ASSETS}{logo}" if logo else None


def find(
    playbook: Playbook,
    files: Collection[str],
    links: Collection[str],
    languages: Collection[str],
    own: OwnWords | None,
) -> Iterator[Finding]:
    """What is wrong outside the entries.

    `files` are the paths below site-config, `links` those of them that are symbolic links,
    `languages` those that have words, `own` a company's own words of the playbook's language.
    """
    config, logo = playbook.config, logo_path(playbook)
    if logo in links:
        said = message(
            "{logo} is a link, and a link could publish any file of the machine that builds.",
            logo=logo,
        )
        yield Finding(
            NO_LOGO, CONFIG_PATH, ("logo",), said, message("Put the picture itself there.")
        )
    elif config.logo and logo not in files:
        pictures = [f.removeprefix(ASSETS) for f in files if f.startswith(ASSETS)]
        meant = guess(config.logo, pictures)
        said = message("There is no {path}.", path=logo)
        yield Finding(NO_LOGO, CONFIG_PATH, ("logo",), said, meant.question, meant.sure)
    if config.language not in languages:
        meant = guess(config.language, languages)
        there = message("There is: {languages}.", languages=tuple(sorted(languages)))
        command = message(
            "`donebook new words {language}` begins a file for it.", language=config.language
        )
        begin = together(there, command) if is_known(config.language) else there
        hint = together(meant.question, begin)
        said = message(
            'There are no words for the language "{language}".', language=config.language
        )
        yield Finding(NO_LANGUAGE, CONFIG_PATH, ("language",), said, hint, meant.sure)
    yield from _words(own) if own else ()


@remembered_alone
def _words(own: OwnWords) -> tuple[Finding, ...]:
    return tuple(_wrong_words(words_path(own.code), own.words))


def _wrong_words(path: str, own: Mapping[str, str]) -> Iterator[Finding]:
    known = english().words
    for name, word in own.items():
        template = template_of(name)
        if template is not None:
            yield from _sentence(path, name, word, template)
            continue
        meant = english_word(name)
        if meant is None:
            near = guess(name, known)
            said = message('No word of the interface is called "{name}".', name=name)
            yield Finding(UNKNOWN_WORD, path, place_of(name), said, near.question, at_key=True)
        elif lost := places(word) - places(meant):
            said = message("Nothing fills {place} in this word.", place=f"{{{min(lost)}}}")
            yield Finding(OTHER_PLACES, path, place_of(name), said, _has(places(meant)))


def _sentence(path: str, name: str, word: str, template: str) -> Iterator[Finding]:
    """What nothing fills in a message that a company tells in its own words."""
    lost = foreign_places(word, template)
    if lost:
        said = message("Nothing fills {place} in this sentence.", place=f"{{{min(lost)}}}")
        yield Finding(OTHER_PLACES, path, place_of(name), said, _has(places(template)))


def _has(known: Collection[str]) -> Message:
    """The places that a word has in English."""
    if not known:
        return message("It has no places.")
    return message("It has {places}.", places=tuple(f"{{{place}}}" for place in sorted(known)))
