"""The playbook next to its pages in forms for other programs: JSON, Markdown, and `llms.txt`.

An engine would make pages of Markdown, so these join the site once it is built.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from donebook.export import beside, llms, markdown, parts
from donebook.export.beside import Beside, on_site
from donebook.export.made import exported, schema_text
from donebook.files import keep, kept
from donebook.pages import Rendered, View
from donebook.playbook import Playbook
from donebook.site.listing import sha256

CACHE = "build/cache/markdown"


def copies_of(
    root: Path, playbook: Playbook, pages: Mapping[str, Rendered], view: View
) -> Mapping[str, bytes]:
    """The files by their paths; `pages` are all pages of the site, rendered for `view`."""
    told = _markdown(root, Beside(playbook, pages, view, on_site))
    texts = {
        **told,
        **parts.files_of(exported(playbook)),
        parts.SCHEMA: schema_text(),
        llms.LIST: llms.llms_text(playbook),
        llms.WHOLE: llms.whole_text(playbook, told),
    }
    return {path: text.encode() for path, text in texts.items()}


def not_for_readers(files: Iterable[str]) -> Iterator[str]:
    """What no browser has to keep of the files of a site: paths, and an ending with its dot."""
    yield ".md"
    named = {parts.SCHEMA, llms.LIST, llms.WHOLE}
    for path in files:
        if path in named or parts.is_part(path):
            yield path


def _markdown(root: Path, made: Beside) -> Mapping[str, str]:
    """Each page's Markdown; what was made before of the same page by the same recipe stays."""
    place = root / CACHE
    found = kept(place)
    before: Mapping[str, str] = json.loads(found) if found else {}
    names = {path: sha256(f"{_recipe()} {made.leading} {path} {made.body(path)}".encode()) for path in made.paths}  # fmt: skip
    now = {name: before.get(name) or made.text(path) for path, name in names.items()}
    if now.keys() != before.keys():
        keep(place, json.dumps(now, ensure_ascii=False).encode())
    return {path: now[name] for path, name in names.items()}


@cache
def _recipe() -> str:
    """What makes Markdown of pages: another release may do so in another way."""
    return sha256(b"".join(Path(str(m.__file__)).read_bytes() for m in (markdown, beside)))
