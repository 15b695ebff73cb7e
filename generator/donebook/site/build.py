"""`build`: the table of contents of the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from pathlib import Path

from donebook.check import Checked, check, with_findings
from donebook.news import Gap
from donebook.pages import Context
from donebook.playbook import Playbook
from donebook.progress import stage
from donebook.site.engine import ENGINES, engine_view, files_for, run_engine
from donebook.site.finish import NO_PAGES, finish, finish_folder
from donebook.site.forms import is_form
from donebook.site.gate import gate
from donebook.site.generate import (
    Generated,
    Workshop,
    generate,
    lay,
    links_of,
    refuse_broken_links,
    write,
)
from donebook.site.history import news_of
from donebook.site.listing import Difference, differences
from donebook.site.make import ENGINE as MADE_BY
from donebook.site.make import Made, make_site
from donebook.site.offline import ARCHIVE, write_archive
from donebook.site.publish import SITE, only_one, publish, run_folder
from donebook.source import Folder

OPENED_CACHE = "build/cache/opened-pdfs"


class End(Enum):
    """What becomes of a built site."""

    PUBLISHED = "published"
    """It takes the place of the old one."""
    PACKED = "packed"
    """The same, and there is `root/site-offline.zip`, for reading without a server."""
    COMPARED = "compared"
    """Nothing is published; what differs from the site that is there is told."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found, where the site lies, and the archive; no site where there were errors.

    `gap` says why the site can't tell all that is new. Where nothing was to be published, `differs`
    says what is otherwise in the site that is there.
    """

    checked: Checked
    site: Path | None
    archive: Path | None = None
    gap: Gap | None = None
    differs: Mapping[str, Difference] = field(default_factory=dict)


def build(
    root: Path,
    today: date,
    *,
    engine: str = ENGINES[0],
    with_drafts: bool = False,
    end: End = End.PUBLISHED,
    address: str | None = None,
    wait: Callable[[], object] = lambda: None,
) -> Built:
    """Turn the playbook in `root` into a site in `root/site`, or leave the old one as it was.

    `end` is what becomes of the new one, and `address` where it will be found, unless the settings
    say so. `wait` is called where another build of this playbook has to end first.

    Raises TemplateFailed, TypesettingFailed, ScriptRefused, EngineFailed, SiteRefused or InTheWay,
    each with a message for people.
    """
    with only_one(root, wait):
        tree = Folder(root)
        checked = check(tree, today, alone=True)
        if checked.errors or checked.playbook is None:
            return Built(checked, None)
        playbook = checked.playbook if with_drafts else checked.playbook.without_drafts()
        if address:
            playbook = playbook.at(address)
        news = news_of(root, playbook.config.live_since)
        # What other programs take from a site is what is published, and drafts aren't.
        has_copies = playbook.config.machine_readable and not with_drafts
        context = Context(checked.problems, news, has_copies=has_copies)
        with run_folder(root) as run:
            made = make_site(root, playbook, context, run) if engine == MADE_BY else None
            made = made or _by_engine(engine, root, playbook, context, run)
            checked = with_findings(checked, tree, made.generated.findings)
            if checked.errors:
                return Built(checked, None)
            built = made.site
            with stage("Finishing the site"):
                finish(built, playbook, made.copies, made.ruled)
                gate(built, playbook, root / OPENED_CACHE)
            if end is End.COMPARED:
                return Built(checked, root / SITE, differs=differences(root / SITE, built))
            with stage("Packing the site"):
                shown = replace(context, has_copies=False)
                archive = (
                    _pack(engine, root, playbook, made.generated, shown, run)
                    if end is End.PACKED
                    else None
                )
            publish(built, root)
    return Built(checked, root / SITE, archive, news.gap if news else None)


def _by_engine(engine: str, root: Path, playbook: Playbook, context: Context, run: Path) -> Made:
    """A site that an engine builds as a whole."""
    made = generate(root, playbook, context, engine_view(engine))
    write(root, files_for(engine, made), run)
    with stage(f"Building the site with {engine}"):
        built = run_engine(engine, root, playbook, made, run, for_folder=False)
    lay(built, made.copies.items())
    return Made(built, made, made.copies, NO_PAGES)


def _pack(
    engine: str, root: Path, playbook: Playbook, made: Generated, context: Context, run: Path
) -> Path:
    """The same site for a folder."""
    view = engine_view(engine, for_folder=True)
    pages = Workshop(root, view).make(playbook, context).pages
    files = {path: content for path, content in made.files.items() if not is_form(path)}
    made, run = replace(made, pages=pages, files=files), run / "for-folder"
    refuse_broken_links(links_of(made), made.files, playbook, view)
    write(root, files_for(engine, made), run)
    site = run_engine(engine, root, playbook, made, run, for_folder=True)
    finish_folder(site, playbook)
    write_archive(site, playbook, root / ARCHIVE)
    return root / ARCHIVE
