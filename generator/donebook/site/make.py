"""A site by MkDocs, each page made at once as it is published: rendered, in the theme, with its policy.

Copies of the process take their share of the pages, and nobody ever holds all of them in memory.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from donebook.news import News
from donebook.pages import Context, View, address
from donebook.pages.links import Linked, linked, unsettled
from donebook.playbook import Playbook
from donebook.problem import Finding
from donebook.progress import stage
from donebook.shared_out import BATCH, SharedOut
from donebook.site.copies import Copies, Told
from donebook.site.engine import SITE, files_for, set_up
from donebook.site.finish import Ruled, Ruler
from donebook.site.generate import (
    Generated,
    Pages,
    Workshop,
    index_files,
    lay,
    led_to,
    print_all,
    printed_ahead,
    refuse_broken_links,
    write,
)

if TYPE_CHECKING:
    from donebook.site.themed import Themed

ENGINE = "mkdocs"
# Jobs with the pages, the longest of all.
_INDEXES, _EXPORT = "indexes", "export"


@dataclass(frozen=True, slots=True)
class Made:
    """A site in the folder of a run before its end (`finish`), and what it was made from.

    `copies` are the paths of its files for other programs, and `ruled` is what there is to say of the
    pages, by the paths of their files.
    """

    site: Path
    generated: Generated
    copies: Collection[str]
    ruled: Mapping[str, Ruled]


@dataclass(frozen=True, slots=True)
class _Done:
    """What is known of a page whose file is written; `links` are those that are still to be checked."""

    file: str
    links: Linked
    ruled: Ruled
    told: Told | None


def make_site(root: Path, playbook: Playbook, context: Context, run: Path) -> Made | None:
    """Make all of a site in the folder of a run; none where only an engine as a whole can (`set_up`).

    Raises as `generate` and `run_engine` do.
    """
    workshop = Workshop(root)
    pages = workshop.pages(playbook, context)
    made = Generated(pages, workshop.assets(playbook), ())
    write(root, files_for(ENGINE, made), run)
    with set_up(root, playbook, made, run) as themed:
        if themed is None:
            return None
        copies = Copies(root, playbook, pages, View.SERVER) if context.has_copies else None
        known = led_to(made.files, playbook) | {address.url(path) for path in pages}
        make = _PageMaker(pages, themed, run / SITE, Ruler(playbook), copies, known)
        done, (pdfs, findings) = _all_done(root, playbook, context.news, make, made.files)
    indexes, export = done.pop(_INDEXES), done.pop(_EXPORT)
    told = {path: page.told for path, page in done.items() if page.told}
    whole = copies.whole(told) if copies else {}
    lay(run / SITE, {**indexes, **pdfs, **whole}.items())
    made = replace(made, files={**made.files, **indexes, **pdfs}, findings=findings)
    ruled = {page.file: page.ruled for page in done.values()}
    return Made(run / SITE, made, {*told, *export, *whole}, ruled)


@dataclass(frozen=True, slots=True)
class _PageMaker:
    """Makes the file of a page, by the page's path."""

    pages: Pages
    themed: "Themed"
    site: Path
    ruler: Ruler
    copies: Copies | None
    known: frozenset[str]
    """The addresses of all pages and files."""

    def __call__(self, path: str) -> _Done:
        rendered = self.pages[path]
        file = self.themed.pages[path].file.dest_uri
        html, ruled = self.ruler.rule(file, self.themed.html(path))
        files = {file: html.encode()}
        told = None
        if self.copies and path in self.copies.paths:
            told = self.copies.told(path)
            files[path] = told.text
        lay(self.site, files.items())
        links = unsettled(linked(rendered), address.url(path), self.known)
        self.pages.let_go(path)
        return _Done(file, links, ruled, told)


def _all_done(
    root: Path, playbook: Playbook, news: News | None, make: _PageMaker, files: Iterable[str]
) -> tuple[dict[str, Any], tuple[Mapping[str, bytes], tuple[Finding, ...]]]:
    """What became of each job: a `_Done` of a page; and the PDFs with what is wrong with them.

    `files` are what pages may link to besides pages and PDFs.
    """

    def export() -> tuple[str, ...]:
        paths = []
        for path, content in make.copies.exported() if make.copies else ():
            lay(make.site, [(path, content)])
            paths.append(path)
        return tuple(paths)

    def do(job: str) -> Any:
        if job == _INDEXES:
            return dict(index_files(playbook, news))
        return export() if job == _EXPORT else make(job)

    # Not both of the long ones in one batch.
    jobs = (_INDEXES, *make.pages)
    jobs = (*jobs[:BATCH], _EXPORT, *jobs[BATCH:])
    with SharedOut(jobs, do) as shared, printed_ahead(root, playbook):
        printing = print_all(root, playbook)  # by threads, so it is begun last
        with stage("Making the pages", len(jobs)) as step:
            done = shared.finish(step)
            # What no copy could make is made here, or says why it can't be.
            done = {job: done[job] if job in done else do(job) for job in jobs}
        links = {path: done[path].links for path in make.pages}
        refuse_broken_links(links, files, playbook, View.SERVER)
        return done, printing()
