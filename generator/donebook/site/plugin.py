"""The MkDocs plugin `donebook`: lets `mkdocs build` and `mkdocs serve` work on a playbook.

It generates before MkDocs reads the pages, hands them over, and looks the site over afterwards.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from donebook.check import check, with_findings
from donebook.pages import Context, Rendered, TemplateFailed, address
from donebook.paper import TypesettingFailed
from donebook.progress import over
from donebook.site.engine import MKDOCS_CONFIG, apply_settings, dated
from donebook.site.finish import SiteRefused, finish, finish_served
from donebook.site.generate import (
    BUILD,
    PAGES,
    THEME,
    Generated,
    compiled_templates,
    generate,
    lay,
    stamps,
    write,
)
from donebook.site.handover import hand_over
from donebook.site.history import news_of
from donebook.site.live import Live, State, log, log_problems
from donebook.site.modules import ScriptRefused
from donebook.site.served import Served
from donebook.site.serving import for_own_names, with_pages, with_problems
from donebook.site.shells import with_shells
from donebook.site.themed import Themed, add_files, add_pages, leave_out
from donebook.site.watching import reload, watch
from donebook.source import Folder

WATCHED = ("content", "templates", "site-config")


class DonebookPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Makes what MkDocs builds a site from, or takes it from `donebook build`, which does the rest itself."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: Mapping[str, Rendered] = {}
        self._taken: Generated | None = None
        self._is_serving = self._is_apart = False
        self._live: Live | None = None
        self._folder: Path | None = None
        self._state: State | None = None
        self._next: State | None = None
        self._parts: dict[str, Any] = {}
        self._site: Served | None = None
        self._followed: object = None
        self._date = ExitStack()

    def take(self, made: Generated, *, apart: bool) -> None:
        """Hand over these pages and files, and do nothing else; pages `apart` are for `themed`."""
        self._taken, self.pages, self._is_apart = made, made.pages, apart

    def themed(self, refuse: Callable[[], None]) -> Themed:
        """What puts pages into the theme that were not built with all the rest; `refuse` as there."""
        return Themed(self.pages, **self._parts, refuse=refuse)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        del dirty
        self._is_serving = self._is_apart = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Generate the pages and give MkDocs its settings.

        While serving, content with errors is reported and the last good site stays.
        """
        if self._taken:
            return config
        root = Path(config.config_file_path).parent
        if self._is_serving:
            if self._live is None:
                self._live, self._followed = Live(root), _followed(root)
            state, folder = self._served(self._live), self._own_folder()
            write(root, replace(state.made, pages={}), folder)
        else:
            state, folder = _built(root), root / BUILD
            write(root, state.made, folder)
        self._state, self.pages = state, state.made.pages
        config.docs_dir = str(folder / PAGES)
        apply_settings(config, state.playbook, folder / THEME, state.made)
        self._date.close()
        self._date.enter_context(dated(state.playbook))
        return config

    def _served(self, live: Live) -> State:
        """What a server builds the site from; the first time, PDFs are printed before it does."""
        state, self._next = self._next or live.look(), None
        if self._state:
            return state or self._state
        if state is None:
            raise PluginError(live.problems.stopped or "The content has errors; they are listed above.")  # fmt: skip
        try:
            return live.complete(state)
        except TypesettingFailed as failed:
            raise PluginError(str(failed)) from None

    def _own_folder(self) -> Path:
        """Where a server keeps what MkDocs reads, away from other runs."""
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="donebook-"))
        return self._folder

    def on_shutdown(self) -> None:
        if self._live:
            self._live.close()
            self._site = None  # a browser that still asks gets nothing made
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        if self._taken:
            add_files(files, self._taken.files, config)
        if self._is_serving or self._taken:
            add_pages(files, self.pages, config)
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Have no page built before somebody asks for it, where that is how it is done."""
        if self._is_apart:
            leave_out(files)
            self._parts |= {"config": config, "files": files, "nav": nav}
        return nav

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        """Hand over a page that is HTML already."""
        del config, files
        if page.file.src_uri in self.pages:
            hand_over(page, self.pages[page.file.src_uri])
        return page

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Have the theme compile its templates once, and render its part once for many pages."""
        del files
        env.bytecode_cache = compiled_templates(Path(config.config_file_path).parent)
        env.auto_reload = False  # what a later build refuses doesn't come into this one
        with_shells(env)
        self._parts["env"] = env
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the built site; what is served while editing has no policy and no version."""
        self._date.close()
        if self._taken or self._state is None:
            return
        folder, state = Path(config.site_dir), self._state
        try:
            if not self._is_serving:
                lay(folder, state.made.copies.items())
                finish(folder, state.playbook, state.made.copies)
            else:
                finish_served(folder, state.playbook)
                site = Served(**self._parts, state=self._state)
                site.make(address.HOME)  # where the theme fails, it does so here
                self._site = site
        except (SiteRefused, TemplateFailed) as refused:
            raise PluginError(str(refused)) from None

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Watch what people edit instead of what is made from it, and make only what they change."""
        over()
        live, app = self._live, server.get_app()
        if live and app:
            pages = partial(self._make_at, live, server.mount_path)
            app = with_problems(with_pages(app, pages), live.problems)
            server.set_app(for_own_names(app, [config.dev_addr.host]))
            server.builder = partial(self._edited, live, server, builder)
            folders = [live.root / name for name in WATCHED]
            watch(server, live.root, folders, Path(config.config_file_path))
            self._follow_up(live, server)
        return server

    def _make_at(self, live: Live, mount: str, address: str) -> object:
        """Make the page at an address; the state that it shows."""
        with live.editing:
            if self._site is None:
                return None
            try:
                self._site.make_at(address.removeprefix(mount) or "index.html")
            except (TemplateFailed, SiteRefused) as failed:
                live.stop(str(failed))
            return self._site.state

    def _edited(self, live: Live, server: LiveReloadServer, build: Callable[[], None]) -> None:
        """After an edit: show what it changed, or all anew where it changes what surrounds every page."""
        with live.editing:
            if self._followed == _followed(live.root):
                self._update(live, build)
            else:
                self._build(live, build)
        self._follow_up(live, server)

    def _update(self, live: Live, build: Callable[[], None]) -> None:
        state = live.look()
        if state is None or self._site is None:
            return
        if self._site.holds(state):
            self._state, self.pages = state, state.made.pages
            self._site.update(state)
        else:
            self._next = state
            self._build(live, build)

    def _build(self, live: Live, build: Callable[[], None]) -> None:
        """Build all anew, or tell why that can't be done and show the last good site again.

        MkDocs ends by SystemExit, and its settings, themes and plugins are a company's own code.
        """
        followed = _followed(live.root)  # what changes while MkDocs reads it is an edit of its own
        try:
            build()
            self._followed = followed
        except (Exception, SystemExit) as failed:  # noqa: BLE001 - see above
            log.debug("The site could not be built.", exc_info=failed)
            why = failed.__context__ if isinstance(failed, SystemExit) else failed
            live.stop(str(why) or type(why).__name__)
            self._followed = self._next = None
            if self._site:
                self._site.restore()
                self._state, self.pages = self._site.state, self._site.state.made.pages

    def _follow_up(self, live: Live, server: LiveReloadServer) -> None:
        if self._site:
            live.follow_up(self._site, partial(reload, server))


def _built(root: Path) -> State:
    """What a build makes the site from. Raises PluginError."""
    tree = Folder(root)
    checked = check(tree, date.today())  # noqa: DTZ011 - as on the command line
    log_problems(checked, tree)
    if checked.errors or checked.playbook is None:
        raise PluginError("The content has errors; they are listed above.")
    playbook = checked.playbook.without_drafts()
    news = news_of(root, playbook.config.live_since)
    if news and news.gap:  # no warning to MkDocs, or strict mode would stop
        log.info("warning: %s", news.gap.remedy)
    context = Context(checked.problems, news, has_copies=playbook.config.machine_readable)
    try:
        made = generate(root, playbook, context)
    except (TemplateFailed, TypesettingFailed, ScriptRefused) as failed:
        raise PluginError(str(failed)) from None
    log_problems(with_findings(replace(checked, problems=()), tree, made.findings), tree)
    return State(playbook, made, news)


def _followed(root: Path) -> object:
    """What only a whole build follows: MkDocs' own settings and the theme."""
    return stamps(root / "site-config/theme", root / MKDOCS_CONFIG)
