"""Scripts and styles of one subject as one file each, without what only their readers need.

They are written as several and sent as one, because a browser on a phone waits for each file. No
minifier is used: those on PyPI that know today's JavaScript have no wheels for every platform that
donebook runs on.
"""

import re
from collections.abc import Iterator, Mapping

from donebook.index.coded import words as words_of
from donebook.index.sayings import sayings
from donebook.index.stems import changes, stemming
from donebook.language import Language
from donebook.markup import as_script
from donebook.site.modules import Script, joined

# By the file that is sent.
STYLES = {
    "donebook.css": (
        *("fonts.css", "tokens.css", "brand.css", "frame.css", "page.css", "sheet.css"),
        *("find.css", "call.css", "deals.css", "picture.css"),
    ),
}
SCRIPTS = {
    "donebook.js": Script("page", "page/main.js", given=("words.js",)),
    "anywhere.js": Script("anywhere", "anywhere/main.js", after=("donebook.js",)),
    "find.js": Script("find", "find/main.js", after=("donebook.js",), given=("finder-words.js",)),
    "deal.js": Script("deal", "deal/main.js", after=("donebook.js",)),
    "done.js": Script("done", "done/main.js", after=("donebook.js", "deal.js")),
    "call.js": Script("call", "call/main.js", after=("donebook.js", "deal.js", "done.js")),
    "folder.js": Script("folder", "folder/main.js", after=("donebook.js", "deal.js")),
    "usage.js": Script("usage", "usage/main.js", after=("donebook.js", "deal.js")),
    "deals.js": Script(
        *("deals", "deals/main.js"),
        after=("donebook.js", "deal.js", "done.js", "folder.js", "usage.js"),
        given=("deals-words.js",),
    ),
    "box.js": Script("box", "box/main.js", after=("donebook.js", "deal.js", "done.js")),
    "send.js": Script("send", "send/main.js", after=("donebook.js", "deal.js", "done.js")),
    "today.js": Script("today", "today/main.js", after=("donebook.js", "deal.js", "done.js")),
    "review.js": Script(
        *("review", "review/main.js"),
        after=("donebook.js", "deal.js", "done.js", "folder.js", "usage.js", "deals.js"),
    ),
    "go.js": Script("go", "go/main.js", after=("donebook.js", "deal.js")),
    "play.js": Script("play", "play/main.js", after=("donebook.js",)),
    "map.js": Script("map", "map/main.js", after=("donebook.js",)),
    "app.js": Script("app", "app/worker.js"),
}
# What a server adds while the content is edited; no site has it.
_SERVING = {"serve.js": Script("serve", "serve/main.js")}
# The page of forms has it, where a playbook has one.
_FORMS = {"edit.js": Script("edit", "edit/main.js")}
_ALL = (*SCRIPTS.values(), *_SERVING.values(), *_FORMS.values())
# Everything in these folders is a module.
FOLDERS = frozenset(script.entry.partition("/")[0] for script in _ALL)
_SHARED = "ours.js"

_COMMENT = re.compile(r"/\*(?:(?!\*/).)*\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
# Spaces around what parts rules and declarations, but for those in quotes.
_AROUND = re.compile(
    r"""(?P<text>"[^"\n]*"|'[^'\n]*')|\s*(?:;?\s*(?P<end>\})|(?P<mark>[{;,>]))\s*"""
)
_NAME = re.compile(r"(?<=[{;])([-\w]+): ")


def is_part(path: str) -> bool:
    """Whether an asset goes into one of the bundles."""
    if path.endswith(".js"):
        return path == _SHARED or path.partition("/")[0] in FOLDERS
    return any(path in parts for parts in STYLES.values())


def bundles(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each bundle's name and text; `texts` are its parts by path.

    Raises ScriptRefused where a script can't be joined.
    """
    for name, parts in STYLES.items():
        yield name, "".join(_small(texts[part]) for part in parts)
    yield from joined(SCRIPTS, texts)


def _small(style: str) -> str:
    """A style without comments, and without spaces that say nothing."""
    found = _INDENT.sub("", _COMMENT.sub("", style))
    found = _AROUND.sub(lambda m: m["text"] or m["end"] or m["mark"], found)
    return _NAME.sub(r"\1:", found)


def serving_script(texts: Mapping[str, str]) -> str:
    """What a server adds to each page. Raises ScriptRefused."""
    return dict(joined(_SERVING, texts))["serve.js"]


def forms_script(texts: Mapping[str, str]) -> str:
    """What the page of forms runs besides the editor. Raises ScriptRefused."""
    return dict(joined(_FORMS, texts))["edit.js"]


def words(language: Language) -> str:
    """The words that scripts say, as a script of data."""
    said = {name: word for name, word in language.below("script").items() if not _is_finders(name)}
    said["locale"] = language.locale
    for shared in ("kind", "root"):
        said |= {f"{shared}.{name}": word for name, word in language.below(shared).items()}
    return as_script("words", said)


def _is_finders(name: str) -> bool:
    """Whether only the finder says a word."""
    return name.partition(".")[0] in ("find", "box")


def deals_words(language: Language) -> str:
    """The words that the pages of deals say alone, as a script of data."""
    return as_script("dealsWords", dict(language.below("script-deals")))


def finder_words(language: Language) -> str:
    """What the finder knows of a language, as a script of data.

    `words` are what it says. `common` are words that tell nothing. `same`, `slang` and `alike` are lines of words for what
    people look for. `stems` says how each word of these lines becomes its stem.
    """
    groups = sayings(language)
    stemmed = words_of("\n".join(groups.values()))
    told = {
        "words": {n: word for n, word in language.below("script").items() if _is_finders(n)},
        "common": language.say("find.common"),
        **groups,
        "stems": changes(stemmed, *stemming(language)),
    }
    return as_script("finderWords", told)
