"""Scripts and styles of one subject as one file each, without what only their readers need.

They are written as several and sent as one, because a browser on a phone waits for each file. No
minifier is used: those on PyPI that know today's JavaScript have no wheels for every platform that
donebook runs on.
"""

import re
from collections.abc import Iterator, Mapping

from donebook.language import Language
from donebook.markup import as_script

# By the file that is sent; each part uses only what stands before it.
BUNDLES = {
    "donebook.css": (
        *("fonts.css", "tokens.css", "brand.css", "frame.css", "page.css", "sheet.css"),
        *("find.css", "call.css", "picture.css"),
    ),
    "donebook.js": ("words.js", "donebook.js"),
    "deal.js": tuple(
        f"deal/{part}.js"
        for part in ("signs", "store", "gather", "out", "in", "show", "dialog", "form")
    ),
    "app.js": ("app/worker.js",),
    "call.js": ("call/call.js",),
    "find.js": (
        "finder-words.js",
        *(f"find/{part}.js" for part in ("words", "index", "search", "show")),
    ),
}
_PARTS = frozenset(part for parts in BUNDLES.values() for part in parts)

# In scripts whole lines only: whatever stands behind code on its line stays.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_STYLE_COMMENT = re.compile(r"/\*(?:(?!\*/).)*\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def is_part(path: str) -> bool:
    """Whether an asset goes into one of the bundles."""
    return path in _PARTS


def bundles(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each bundle's name and text; `texts` are its parts by path."""
    for name, parts in BUNDLES.items():
        comment = _STYLE_COMMENT if name.endswith(".css") else _COMMENT
        yield name, "".join(_INDENT.sub("", comment.sub("", texts[part])) for part in parts)


def words(language: Language) -> str:
    """The words that scripts say, as a script that sets `donebookWords`."""
    said = {**language.below("script"), "locale": language.locale}
    for shared in ("kind", "root"):
        said |= {f"{shared}.{name}": word for name, word in language.below(shared).items()}
    return as_script("donebookWords", said)


def finder_words(language: Language) -> str:
    """What the finder knows of a language, as a script that sets `donebookFinderWords`.

    `common` are words that tell nothing, `alike` are lines of what means much the same.
    """
    told = {"common": language.say("find.common"), "alike": language.say("find.alike").strip()}
    return as_script("donebookFinderWords", told)
