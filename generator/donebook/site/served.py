"""The site as MkDocs set it up for a server, with each page built when somebody asks for it.

This uses private names of MkDocs. It is frozen at 1.6.1, so they stay.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from donebook.files import write_changed
from donebook.pages import Rendered, TemplateFailed
from donebook.site.engine import dated
from donebook.site.finish import finish_pages, finish_served
from donebook.site.generate import INDEX_FILES
from donebook.site.live import State
from donebook.site.settings import engine_settings

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


class Served:
    """A site that MkDocs has set up, in which the pages of `state` are to be seen."""

    def __init__(
        self, config: MkDocsConfig, files: Files, nav: Navigation, env: Any, state: State
    ) -> None:
        self.folder = Path(config.site_dir)
        self.state = state
        self._config, self._files, self._nav, self._env = config, files, nav, env
        self._shown: dict[str, Rendered] = {}
        self._day = ""
        self._harmless = set[str]()
        self._pages: Mapping[str, Page] = {
            path: _included(files.src_uris[path], config) for path in state.made.pages
        }
        self._documents = files.documentation_pages()
        self._addresses: Mapping[str, str] = {
            page.file.dest_uri: path for path, page in self._pages.items()
        }
        self._build_sitemap()

    def holds(self, after: State) -> bool:
        """Whether only pages and files differ, so that what surrounds every page stays."""
        if self.state.made.pages.keys() != after.made.pages.keys():
            return False
        old, new = (engine_settings(state.playbook, state.made) for state in (self.state, after))
        return old == new

    def update(self, after: State) -> None:
        """Show another state from now on, and write its files."""
        before, self.state = self.state, after
        old, new = before.made.files, after.made.files
        for path in old.keys() - new.keys():
            (self.folder / path).unlink(missing_ok=True)
        for path, content in new.items():
            if path not in INDEX_FILES and old.get(path) != content:
                write_changed(self.folder / path, content)
        self._build_sitemap()

    def restore(self) -> None:
        """Write everything but the pages again, after a build has emptied the folder and failed."""
        self._files.copy_static_files()
        for path, content in self.state.made.files.items():
            write_changed(self.folder / path, content)
        with dated(self.state.playbook):
            for template in self._config.theme.static_templates:
                _build_theme_template(template, self._env, self._files, self._config, self._nav)
        finish_served(self.folder, self.state.playbook)
        self._shown.clear()

    def make_at(self, address: str) -> None:
        """Make the page at an address below the site, if there is one. Raises as `make` does."""
        path = self._addresses.get(f"{address}index.html" if address.endswith("/") else address)
        if path:
            self.make(path)

    def make(self, path: str) -> None:
        """Make a page as it is now, by its path. Raises TemplateFailed and SiteRefused."""
        rendered = self.state.made.pages[path]
        if self._shown.get(path) == rendered:
            return
        page = self._pages[path]
        try:
            with dated(self.state.playbook):
                _populate_page(page, self._config, self._files)
                _build_page(page, self._config, self._documents, self._nav, self._env)
        except TemplateError as failed:  # of the theme; those of ours say so themselves
            raise TemplateFailed(self._told(failed)) from failed
        finish_pages(self.folder, [page.file.dest_uri], self.state.playbook, self._harmless)
        self._shown[path] = rendered

    def _told(self, failed: TemplateError) -> str:
        """What is wrong with the theme, with the place in the playbook's own files where it is known."""
        if not isinstance(failed, TemplateSyntaxError):
            return f"the theme: {failed.message}"
        copied = f"{self._config.theme.dirs[0]}/"
        place = str(failed.filename).replace(copied, "site-config/theme/")
        return f"{place}:{failed.lineno}: {failed.message}"

    def _build_sitemap(self) -> None:
        """All that changes in it is the day of the newest review."""
        with dated(self.state.playbook):
            day = get_build_date()
            if day == self._day:
                return
            self._day = day
            for page in self._pages.values():
                page.update_date = day
            _build_theme_template(_SITEMAP, self._env, self._files, self._config, self._nav)


def _included(file: File, config: MkDocsConfig) -> Page:
    """The page of a file that was left out until now."""
    file.inclusion = InclusionLevel.INCLUDED
    return file.page or Page(None, file, config)
