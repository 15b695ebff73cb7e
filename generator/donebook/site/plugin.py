"""The MkDocs plugin `donebook`: lets `mkdocs build` and `mkdocs serve` work on a playbook.

It only generates before MkDocs reads the pages, and looks the site over afterwards.
"""

import logging
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin

from donebook.check import Checked, check, with_findings
from donebook.news import Gap
from donebook.pages import TemplateFailed
from donebook.paper import TypesettingFailed
from donebook.playbook import Playbook
from donebook.report import FORMATS, ReportContext
from donebook.site.engine import apply_settings, dated
from donebook.site.finish import SiteRefused, finish, finish_served
from donebook.site.generate import generate
from donebook.site.history import news_of
from donebook.site.modules import ScriptRefused
from donebook.site.schemas import write_schemas
from donebook.source import Folder, Tree

WATCHED = ("content", "templates", "site-config")

# Below "mkdocs", so that strict mode counts what is said here.
log = logging.getLogger("mkdocs.plugins.donebook")


class DonebookPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """`is_off` is set by `donebook build`, which runs these stages itself."""

    is_off = False

    def __init__(self) -> None:
        super().__init__()
        self._is_serving = False
        self._playbook: Playbook | None = None
        self._gap: Gap | None = None
        self._date = ExitStack()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        del dirty
        self._is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Generate the pages and give MkDocs its settings.

        While serving, content with errors is reported and the last good site stays.
        """
        if self.is_off:
            return config
        root = Path(config.config_file_path).parent
        tree = Folder(root)
        checked = check(tree, date.today())  # noqa: DTZ011 - as on the command line
        _tell(checked, tree)
        if checked.playbook and self._is_serving:
            write_schemas(root, checked.playbook)
        if checked.playbook and not checked.errors:
            playbook = checked.playbook if self._is_serving else checked.playbook.without_drafts()
            news = news_of(root)
            self._say_once(news.gap if news else None)
            try:
                on_paper = generate(root, playbook, checked.problems, news)
            except (TemplateFailed, TypesettingFailed, ScriptRefused) as failed:
                if self._playbook is None:
                    raise PluginError(str(failed)) from None
                told = f"{failed}\nThe site stays as it was until this is fixed."
                log.error(told)  # noqa: TRY400 - a template's author needs no traceback of ours
            else:
                self._playbook = playbook
                _tell(with_findings(replace(checked, problems=()), tree, on_paper), tree)
        elif not self._is_serving or self._playbook is None:
            raise PluginError("The content has errors; they are listed above.")
        else:
            log.error("The site stays as it was until these errors are fixed.")
        apply_settings(config, root, self._playbook)
        self._date.close()
        self._date.enter_context(dated(self._playbook))
        config.watch += [
            str(root / name)
            for name in WATCHED
            if (root / name).is_dir() and str(root / name) not in config.watch
        ]
        return config

    def _say_once(self, gap: Gap | None) -> None:
        """Say why not all that is new is told; it is no warning to MkDocs, or strict mode would stop."""
        if gap and gap != self._gap:
            log.info("warning: %s", gap.remedy)
        self._gap = gap

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the built site; what is served while editing has no policy and no version."""
        self._date.close()
        if self.is_off or self._playbook is None:
            return
        try:
            (finish_served if self._is_serving else finish)(Path(config.site_dir), self._playbook)
        except SiteRefused as refused:
            raise PluginError(str(refused)) from None

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Watch what people edit instead of what is made from it."""
        del builder
        server.unwatch(config.docs_dir)
        return server


def _tell(checked: Checked, tree: Tree) -> None:
    if checked.problems:
        level = logging.ERROR if checked.errors else logging.INFO
        log.log(level, "%s", FORMATS["text"](ReportContext(checked, tree)))
