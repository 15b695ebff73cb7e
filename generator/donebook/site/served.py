"""The site as MkDocs set it up for a server, with each page built when somebody asks for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_build_date

from donebook.files import write_changed
from donebook.pages import Rendered
from donebook.site.engine import dated
from donebook.site.finish import finish_pages, finish_served
from donebook.site.generate import INDEX_FILES
from donebook.site.live import State
from donebook.site.settings import engine_settings
from donebook.site.themed import Themed


class Served:
    """A site that MkDocs has set up, in which the pages of `state` are to be seen."""

    def __init__(
        self, config: MkDocsConfig, files: Files, nav: Navigation, env: Any, state: State
    ) -> None:
        self.folder = Path(config.site_dir)
        self.state = state
        self._files = files
        self._themed = Themed(state.made.pages, config, files, nav, env)
        self._shown: dict[str, Rendered] = {}
        self._day = ""
        self._harmless = set[str]()
        self._addresses: Mapping[str, str] = {
            page.file.dest_uri: path for path, page in self._themed.pages.items()
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
            self._themed.write_templates()
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
        with dated(self.state.playbook):
            self._themed.write(path)
        place = self._themed.pages[path].file.dest_uri
        finish_pages(self.folder, [place], self.state.playbook, self._harmless)
        self._shown[path] = rendered

    def _build_sitemap(self) -> None:
        """All that changes in it is the day of the newest review."""
        with dated(self.state.playbook):
            day = get_build_date()
            if day == self._day:
                return
            self._day = day
            for page in self._themed.pages.values():
                page.update_date = day
            self._themed.write_sitemap()
