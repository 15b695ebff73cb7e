"""The page of forms for editors who don't use Git, with all that it loads; nothing of it is another page's."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path, PurePosixPath

from donebook.cms import BundleRefused, bundle_at, form_settings
from donebook.entry_files import is_aside
from donebook.markup import as_script
from donebook.model import CONTENT, OwnPage
from donebook.pages import address
from donebook.playbook import Playbook
from donebook.site.bundles import forms_script
from donebook.site.modules import ScriptRefused
from donebook.site.policy import forms_policy, with_policy
from donebook.source import Folder
from donebook.source.tree import show_lines
from donebook.text import finished

FOLDER = address.FORMS
PAGE = address.FORMS_PAGE
STYLE = "edit/edit.css"
_CMS = f"{FOLDER}cms/"
_LICENSE = "LICENSE.txt"
_MAIN, _LOCALES = "npm/index.js", "locales/"
_FONT = re.compile(
    rb"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z\d-]+)(?::vf)?@[\d.]+/[\w-]+\.woff2"
)
# The language that the editor brings along in its own script.
_BUILT_IN = "en-US"


class CopyRefused(ScriptRefused):
    """The editor that lies in the repository isn't the one that was published."""

    def __init__(self, refused: BundleRefused, playbook: Playbook) -> None:
        Exception.__init__(self, playbook.language.tell(refused.said))


def form_files(
    root: Path, playbook: Playbook, texts: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The page and what it loads, by their paths; nothing where the settings don't ask for it.

    `texts` are the modules of scripts, by path. Raises CopyRefused.
    """
    cms = playbook.config.cms
    if cms is None:
        return
    bundle = _bundle(root, playbook)
    locale = _locale(playbook.language.code, bundle)
    folder = Folder(root)
    told = {**form_settings(playbook, folder.prefix, _asides(folder)), "locale": locale}
    page = _page(playbook)
    yield PAGE, (with_policy(page, forms_policy(cms)) or page).encode()
    yield f"{FOLDER}settings.js", as_script("forms", told).encode()
    yield f"{FOLDER}edit.js", forms_script(texts).encode()
    yield f"{FOLDER}edit.css", texts[STYLE].encode()
    yield from ((f"{_CMS}{path}", content) for path, content in _sent(bundle, locale))


def _asides(folder: Folder) -> Iterator[str]:
    """The texts of the files among the pages that are no pages."""
    kind = OwnPage.kind
    for path in folder.paths(f"{CONTENT}/{kind.folder}"):
        if path.endswith(kind.suffix) and is_aside(PurePosixPath(path), kind):
            yield "\n".join(show_lines(folder, path))


def form_licenses(root: Path, playbook: Playbook) -> str:
    """Whose the editor is, and under which license; empty where the site has none. Raises CopyRefused."""
    if playbook.config.cms is None:
        return ""
    return _bundle(root, playbook)[_LICENSE].decode().strip()


def is_form(path: str) -> bool:
    """Whether a file of a site belongs to its page of forms, which no browser keeps and no copy takes along."""
    return path.startswith(FOLDER)


def _bundle(root: Path, playbook: Playbook) -> Mapping[str, bytes]:
    try:
        return bundle_at(root)
    except BundleRefused as refused:
        raise CopyRefused(refused, playbook) from None


def _locale(code: str, bundle: Mapping[str, bytes]) -> str:
    """The language of the editor that is nearest to a site's."""
    known = {
        path.removeprefix(_LOCALES).removesuffix(".json")
        for path in bundle
        if path.startswith(_LOCALES)
    }
    whole, base = code.lower(), code.lower().partition("-")[0]
    return next((name for name in sorted(known) if name.lower() in (whole, base)), _BUILT_IN)


def _sent(bundle: Mapping[str, bytes], locale: str) -> Iterator[tuple[str, bytes]]:
    """What a browser loads of the editor.

    It would load the words of a language as a module of JSON, which browsers refuse, so they are sent as
    a script. Its fonts would come from elsewhere, though it brings them along.
    """
    words, script = f"{_LOCALES}{locale}.json", f"{_LOCALES}{locale}.js"
    for path, content in bundle.items():
        if path == _MAIN:
            yield (
                path,
                _at_home(content, bundle).replace(f"../{words}".encode(), f"../{script}".encode()),
            )
        elif path == words and locale != _BUILT_IN:
            yield (
                script,
                f"export default {json.dumps(json.loads(content), ensure_ascii=False)};\n".encode(),
            )
        elif not path.startswith(_LOCALES):
            yield path, content


def _at_home(script: bytes, bundle: Mapping[str, bytes]) -> bytes:
    """The editor's script with its fonts taken from the site, as seen from the page."""

    def own(found: re.Match[bytes]) -> bytes:
        font = next(
            path
            for path in bundle
            if path.startswith(f"npm/assets/{found[1].decode()}") and path.endswith(".woff2")
        )
        return f"cms/{font}".encode()

    return _FONT.sub(own, script)


def _page(playbook: Playbook) -> str:
    say = playbook.language.say
    name = escape(finished(playbook.config.name, playbook.config.product))
    home, help_ = (f"../{address.url(path)}" for path in (address.HOME, address.GUIDE))
    return f"""\
<!doctype html>
<html lang="{playbook.language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<link rel="icon" href="data:,">
<title>{name}</title>
<link rel="stylesheet" href="edit.css">
<script src="settings.js" defer></script>
<script src="edit.js" defer></script>
<script src="cms/{_MAIN}" type="module"></script>
</head>
<body>
<div class="top"><a href="{home}">← {name}</a><a href="{help_}#forms">{escape(say("edit.help"))}</a></div>
<p class="waits" data-waits="{escape(say("edit.broken"))}">{escape(say("edit.waits"))}</p>
<div id="nc-root"></div>
</body>
</html>
"""
