"""How a page that is HTML already passes through an engine that expects Markdown.

The generated file has front matter, a comment with the page's contents, and the body. The
Python-Markdown extension here hands the body on as it is, and the contents where the engine looks
for them. MkDocs gets both without Markdown, from `hand_over`: the same bytes in a tenth of the time.
"""

import json
from collections.abc import Iterable
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from donebook.pages.render import Heading, Rendered

SHELL = "donebook-shell.html"  # the template that a page handed over asks for; see `shells`
_BEGIN, _END = "<!-- contents ", " -->"
_AFTER_WHITESPACE, _AFTER_CONTENTS = 25, 1  # priorities, among those of Python-Markdown itself


def page_file(page: Rendered) -> str:
    """The generated file of a page."""
    # JSON is YAML, too, whatever is in a title.
    front = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in page.meta.items()
    ]
    contents = json.dumps(nested(page.contents), ensure_ascii=False).replace(">", "\\u003e")
    return "\n".join(["---", *front, "---", f"{_BEGIN}{contents}{_END}", page.body, ""])


def nested(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Contents as Python-Markdown's `toc` gives them: sections below the page's own heading."""
    tokens: list[dict[str, Any]] = []
    for heading in headings:
        token = {
            "level": heading.level,
            "id": heading.anchor,
            "name": heading.name,
            "html": heading.name,
            "data-toc-label": "",
            "children": [],
        }
        inside = (
            tokens[-1]["children"] if tokens and heading.level > tokens[-1]["level"] else tokens
        )
        inside.append(token)
    return tokens


def hand_over(page: Any, rendered: Rendered) -> None:
    """Let a `Page` of MkDocs hold what was rendered, instead of reading and converting its file."""

    def read_source(config: Any) -> None:
        del config
        page.markdown = ""
        page.meta = {**rendered.meta, "template": SHELL}

    def render(config: Any, files: Any) -> None:
        del config, files
        page.content = rendered.body
        page.toc = contents(rendered.contents)
        page.present_anchor_ids = {heading.anchor for heading in rendered.contents}
        page.links_to_anchors = {}

    page.read_source, page.render = read_source, render


def let_go(page: Any) -> None:
    """Forget what a `Page` of MkDocs was handed over; all pages of a site at once take much memory.

    Nobody sees then which pages were made before another.
    """
    page.content = page.markdown = None
    page.meta, page.toc = {}, []
    for name in ("read_source", "render"):
        vars(page).pop(name, None)


def contents(headings: Iterable[Heading]) -> Any:
    """Headings as MkDocs' theme reads them."""
    from mkdocs.structure.toc import get_toc

    return get_toc(cast(Any, nested(headings)))


class _Keep(Preprocessor):
    """Takes a page of ours out of what Markdown looks at."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.contents: list[dict[str, Any]] | None = None

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines).strip()
        if not text.startswith(_BEGIN):
            return lines
        contents, _, body = text.removeprefix(_BEGIN).partition(f"{_END}\n")
        self.contents = json.loads(contents)
        return [self.md.htmlStash.store(body)]


class _Contents(Treeprocessor):
    """Says what the contents are, after `toc` has found none."""

    def __init__(self, md: Markdown, kept: _Keep) -> None:
        super().__init__(md)
        self._kept = kept

    def run(self, root: Element) -> None:
        del root
        if self._kept.contents is not None:
            self.md.toc_tokens = self._kept.contents  # type: ignore[attr-defined]


class AsItIs(Extension):
    """Needs `toc` before it in the list of extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        kept = _Keep(md)
        md.preprocessors.register(kept, "donebook-page", _AFTER_WHITESPACE)
        md.treeprocessors.register(_Contents(md, kept), "donebook-contents", _AFTER_CONTENTS)


def makeExtension(**options: Any) -> AsItIs:  # noqa: N802 - Python-Markdown's name
    return AsItIs(**options)
