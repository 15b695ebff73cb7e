"""What a server does after an edit: only what it changed is read, made, checked and written.

A page is made when a browser asks for it. What nobody waits for follows while pages are served: the
finder's index, all the other pages, and PDFs. Those of a few sheets are printed here, many by a
process of their own, so that the next edit is not slowed down.
"""

import gc
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Protocol

from donebook.check import Checked, check, with_findings
from donebook.files import write_changed
from donebook.load import Memory, load
from donebook.news import Gap, News
from donebook.pages import Context, TemplateFailed, View
from donebook.paper import TypesettingFailed
from donebook.playbook import Playbook
from donebook.problem import Finding
from donebook.report import ReportContext, in_brief
from donebook.site.finish import SiteRefused
from donebook.site.generate import (
    INDEX_FILES,
    Generated,
    Workshop,
    index_files,
    links_of,
    print_all,
    print_few,
    refuse_broken_links,
)
from donebook.site.history import news_of
from donebook.site.modules import ScriptRefused
from donebook.site.schemas import write_schemas
from donebook.site.serving import Problems
from donebook.source import Folder, Tree

# Below "mkdocs", so that strict mode counts what is said here.
log = logging.getLogger("mkdocs.plugins.donebook")
# Seconds in which browsers come first: after an edit, and between the pages that nobody waits for.
_PAUSE, _BREATH = 0.2, 0.001
_FEW = 12  # PDFs: three sheets on both papers, blank and fillable
# Politely and without a word.
_PRINT = """
import os, pathlib, sys
os.nice(10)
sys.stderr = open(os.devnull, "w")
from donebook.site.live import print_into_cache
print_into_cache(pathlib.Path(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class State:
    """A playbook without errors, and everything that was made of it."""

    playbook: Playbook
    made: Generated
    news: News | None


class Site(Protocol):
    """A site that is served from a folder."""

    folder: Path

    def make(self, path: str) -> None:
        """Make a page as it is now, by its path. Raises TemplateFailed and SiteRefused."""


class Live:
    """A playbook that is being edited; `problems` is what is wrong with it now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Problems(str(root))
        self.editing = Lock()
        """Held while an edit is made and written, so that nothing of an earlier one is written then."""
        self._memory: Memory = {}
        self._workshop = Workshop(root)
        self._late: Mapping[str, bytes] = {}
        self._paper: tuple[Finding, ...] = ()
        self._gap: Gap | None = None
        # Ctrl-C is for the server; the process that this thread starts inherits that.
        block = (signal.SIG_BLOCK, {signal.SIGINT})
        self._follow_up = ThreadPoolExecutor(1, "follow-up", signal.pthread_sigmask, block)
        self._printing: subprocess.Popen[bytes] | None = None
        self._newest: State | None = None
        self._completed: State | None = None
        self._told: object = None

    def look(self) -> State | None:
        """Read what has changed; none where something is wrong.

        Its pages are made when they are asked for; indexes and PDFs are those of before. What is
        wrong is logged once.
        """
        tree = Folder(self.root)
        checked = check(tree, date.today(), memory=self._memory)  # noqa: DTZ011 - as on the command line
        self._tell(checked)
        if checked.errors or checked.playbook is None:
            return None
        news = news_of(self.root, checked.playbook.config.live_since)
        self._say_once(news.gap if news else None)
        try:
            made = self._workshop.make(checked.playbook, Context(checked.problems, news))
        except (TemplateFailed, ScriptRefused) as failed:
            self.stop(str(failed))
            return None
        made = replace(made, files={**made.files, **self._late})
        self._newest = State(checked.playbook, made, news)
        return self._newest

    def complete(self, state: State) -> State:
        """With the PDFs and indexes that otherwise follow later. Raises TypesettingFailed."""
        write_schemas(self.root, state.playbook)
        pdfs, self._paper = print_all(self.root, state.playbook)()
        self._late = {**dict(index_files(state.playbook, state.news)), **pdfs}
        if self.problems.checked:
            self._tell(self.problems.checked)
        files = {**state.made.files, **self._late}
        self._completed = self._newest = replace(state, made=replace(state.made, files=files))
        gc.freeze()  # what every edit keeps is not looked through again for what can be thrown away
        return self._newest

    def follow_up(self, site: Site, reload: Callable[[], None]) -> None:
        """Make and write what was not waited for; of edits in a row, only for the last one.

        `reload` is called where browsers should ask again.
        """
        if self._newest:
            job = self._follow_up.submit(self._followed_up, self._newest, site, reload)
            job.add_done_callback(self._log_fault)

    def _followed_up(self, state: State, site: Site, reload: Callable[[], None]) -> None:
        if state is self._completed:
            self._make_all(state, site, reload)
        elif state is self._newest:
            # Where it fails, we print ourselves and say why.
            self._printing = subprocess.Popen([sys.executable, "-c", _PRINT, str(self.root)])  # noqa: S603
            try:
                time.sleep(_PAUSE)
                self._print_few(state, site)
                indexes = dict(index_files(state.playbook, state.news))
                self._write_late(state, site.folder, indexes, INDEX_FILES)
                self._make_all(state, site, reload)
            finally:
                if self._newest is None:  # closed before there was anything to end
                    self._printing.terminate()
                self._printing.wait()
            if state is self._newest:
                self._print(state, site, reload)

    def _print_few(self, state: State, site: Site) -> None:
        """Print a sheet that was edited without waiting for the process: somebody looks at it."""
        with suppress(TypesettingFailed):  # it is told once all is printed
            self._write_late(state, site.folder, print_few(self.root, state.playbook, _FEW), ())

    def _print(self, state: State, site: Site, reload: Callable[[], None]) -> None:
        write_schemas(self.root, state.playbook)
        try:
            pdfs, findings = print_all(self.root, state.playbook)()
        except TypesettingFailed as failed:
            self._stop_all(state, str(failed), reload)
            return
        self._write_late(state, site.folder, pdfs, self._late.keys() - set(INDEX_FILES))
        with self.editing:
            if state is not self._newest:
                return
            self._completed = state
            if findings != self._paper:
                self._paper = findings
                if self.problems.checked and not self.problems.stopped:
                    self._tell(self.problems.checked)
                reload()

    def _make_all(self, state: State, site: Site, reload: Callable[[], None]) -> None:
        """Make each page that nobody has asked for yet, and check where all of them lead to."""
        failed: list[str] = []
        for path in state.made.pages:
            was_fine = not failed
            with self.editing:
                if state is not self._newest:
                    return
                try:
                    site.make(path)
                except (TemplateFailed, SiteRefused) as found:
                    failed.append(str(found))
            if failed and was_fine:  # one mistake stops many pages: tell of the first at once
                self._stop_all(state, failed[0], reload)
            time.sleep(_BREATH)
        if not failed:
            try:
                made = state.made
                refuse_broken_links(links_of(made), made.files, state.playbook, View.SERVER)
            except TemplateFailed as found:
                failed.append(str(found))
        if failed:
            self._stop_all(state, "\n".join(dict.fromkeys(failed)), reload)

    def _stop_all(self, state: State, said: str, reload: Callable[[], None]) -> None:
        """Tell every browser what can't be made, where it doesn't know."""
        with self.editing:
            if state is self._newest and said != self.problems.stopped:
                self.stop(said)
                reload()

    def _write_late(
        self, state: State, site: Path, files: Mapping[str, bytes], instead_of: Iterable[str]
    ) -> None:
        """Write files that take the place of others, unless there is a newer state by now."""
        gone = {*instead_of} - files.keys()
        with self.editing:
            if state is not self._newest:
                return
            for path in gone:
                (site / path).unlink(missing_ok=True)
            for path, content in files.items():
                if self._late.get(path) != content:
                    write_changed(site / path, content)
            kept = {path: content for path, content in self._late.items() if path not in gone}
            self._late = {**kept, **files}

    def _log_fault(self, job: Future[None]) -> None:
        """Nobody waits for the job, so nobody else would say what it raised."""
        if self._newest and not job.cancelled() and job.exception():
            log.error("What follows an edit could not be made.", exc_info=job.exception())

    def close(self) -> None:
        """End what follows an edit; from then on nothing is written. What it still raises means nothing."""
        self._newest = None  # first: what makes pages may take the lock again before we get it
        with self.editing:  # a page that is being written is done, and an edit that is being read
            self._newest = None
        if self._printing:
            self._printing.terminate()
        self._follow_up.shutdown(wait=False, cancel_futures=True)

    def _tell(self, checked: Checked) -> None:
        """Tell what is wrong with the content, and with the sheets as they were last printed."""
        paper = [found for found in self._paper if (self.root / found.path).is_file()]
        checked = with_findings(checked, Folder(self.root), paper)
        self.problems.checked, self.problems.stopped = checked, ""
        if checked.problems != self._told:
            log_problems(checked, Folder(self.root))
        self._told = checked.problems
        if checked.errors and self._newest:
            log.error("The site stays as it was until these errors are fixed.")

    def stop(self, said: str) -> None:
        """Tell what stopped the pages or the sheets."""
        if self._newest and said != self.problems.stopped:
            log.error("%s\nThe site stays as it was until this is fixed.", said)
        self.problems.stopped = said

    def _say_once(self, gap: Gap | None) -> None:
        """Say why not all that is new is told; it is no warning to MkDocs, or strict mode would stop."""
        if gap and gap != self._gap:
            log.info("warning: %s", gap.remedy)
        self._gap = gap


def log_problems(checked: Checked, tree: Tree) -> None:
    """Log what is wrong, if anything is."""
    if checked.problems:
        level = logging.ERROR if checked.errors else logging.INFO
        log.log(level, "%s", in_brief(ReportContext(checked, tree)))


def print_into_cache(root: Path) -> None:
    """Print what a folder holds now; who needs it finds it in the cache."""
    playbook = load(Folder(root)).playbook
    if playbook:
        print_all(root, playbook)()
