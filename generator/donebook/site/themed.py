"""The pages of a site that MkDocs has set up without them, each put into the theme on its own.

This uses private names of MkDocs. It is frozen at 1.6.1, so they stay.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import (
    _build_page,
    _build_theme_template,
    _populate_page,
    get_context,
)
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from donebook.pages import TemplateFailed
from donebook.site.handover import let_go

_SITEMAP = "sitemap.xml"


def add_pages(files: Files, paths: Iterable[str], config: MkDocsConfig) -> None:
    """Let MkDocs know of pages that are in no folder."""
    for path in paths:
        files.append(File.generated(config, path, content=""))


def add_files(files: Files, made: Mapping[str, bytes], config: MkDocsConfig) -> None:
    """Let MkDocs know of other files that are in no folder; each is in place of one of the theme's."""
    for path, content in made.items():
        if there := files.src_uris.get(path):
            files.remove(there)
        files.append(File.generated(config, path, content=content))


def leave_out(files: Files) -> None:
    """Have MkDocs build none of the pages, once the navigation has found its own."""
    for file in files.documentation_pages():
        file.inclusion = InclusionLevel.EXCLUDED


class Themed:
    """Puts pages into the theme, by their paths: those that were added and left out (`leave_out`).

    Its methods raise TemplateFailed where the theme fails, which names the playbook's own file.
    """

    def __init__(
        self,
        paths: Iterable[str],
        config: MkDocsConfig,
        files: Files,
        nav: Navigation,
        env: Any,
        refuse: Callable[[], None] = lambda: None,
    ) -> None:
        """`refuse` raises where MkDocs has warned of something since."""
        self._refuse = refuse
        self._config, self._files, self._nav, self._env = config, files, nav, env
        self.pages: Mapping[str, Page] = {
            path: _included(files.src_uris[path], config) for path in paths
        }
        self._documents = files.documentation_pages()

    def html(self, path: str) -> str:
        """A page by its path, as it is in its file before it has a policy; nothing is kept of it.

        Also raises what `refuse` raises.
        """
        page = self.pages[path]
        with self._told():
            _populate_page(page, self._config, self._files)
            page.active = True
            try:
                context = get_context(self._nav, self._documents, self._config, page)
                html = str(self._env.get_template(page.meta["template"]).render(context))
            finally:
                page.active = False
                let_go(page)
        self._refuse()
        return html

    def write(self, path: str) -> None:
        """Write a page's file as MkDocs does, whatever plugins it has."""
        page = self.pages[path]
        with self._told():
            _populate_page(page, self._config, self._files)
            _build_page(page, self._config, self._documents, self._nav, self._env)

    def write_templates(self) -> None:
        """Write what the theme makes besides pages."""
        for template in self._config.theme.static_templates:
            _build_theme_template(template, self._env, self._files, self._config, self._nav)

    def write_sitemap(self) -> None:
        """Write the list of all pages, which is empty while they are left out."""
        _build_theme_template(_SITEMAP, self._env, self._files, self._config, self._nav)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except TemplateError as failed:  # of the theme; those of ours say so themselves
            raise TemplateFailed(self._saying(failed)) from failed

    def _saying(self, failed: TemplateError) -> str:
        """What is wrong with the theme, with the place in the playbook's own files where it is known."""
        if not isinstance(failed, TemplateSyntaxError):
            return f"the theme: {failed.message}"
        copied = f"{self._config.theme.dirs[0]}/"
        place = str(failed.filename).replace(copied, "site-config/theme/")
        return f"{place}:{failed.lineno}: {failed.message}"


def _included(file: File, config: MkDocsConfig) -> Page:
    """The page of a file that was left out until now."""
    file.inclusion = InclusionLevel.INCLUDED
    return file.page or Page(None, file, config)
