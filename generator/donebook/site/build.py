"""`build`: the table of contents of the program."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from donebook.check import Checked, check, with_findings
from donebook.news import Gap
from donebook.playbook import Playbook
from donebook.site.engine import build_with_mkdocs
from donebook.site.finish import finish, finish_folder
from donebook.site.generate import generate
from donebook.site.history import news_of
from donebook.site.offline import ARCHIVE, write_archive
from donebook.site.publish import SITE, only_one, publish, staging
from donebook.source import Folder


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found, where the site lies, and the archive; no site where there were errors.

    `gap` says why the site can't tell all that is new.
    """

    checked: Checked
    site: Path | None
    archive: Path | None = None
    gap: Gap | None = None


def build(
    root: Path,
    today: date,
    *,
    with_drafts: bool = False,
    offline: bool = False,
    address: str | None = None,
) -> Built:
    """Turn the playbook in `root` into a site in `root/site`, or leave the old one as it was.

    With `offline` there is also `root/site-offline.zip`, for reading without a server. `address`
    is where the site will be found, unless the settings say so.

    Raises TemplateFailed, TypesettingFailed, ScriptRefused, EngineFailed, SiteRefused, Busy or InTheWay, each with a message for people.
    """
    with only_one(root):
        tree = Folder(root)
        checked = check(tree, today)
        if checked.errors or checked.playbook is None:
            return Built(checked, None)
        playbook = checked.playbook if with_drafts else checked.playbook.without_drafts()
        if address:
            playbook = playbook.at(address)
        with staging(root) as built:
            news = news_of(root)
            checked = with_findings(checked, tree, generate(root, playbook, checked.problems, news))
            if checked.errors:
                return Built(checked, None)
            build_with_mkdocs(root, playbook, into=built)
            finish(built, playbook)
            archive = _pack(root, playbook) if offline else None
            publish(built, root)
    return Built(checked, root / SITE, archive, news.gap if news else None)


def _pack(root: Path, playbook: Playbook) -> Path:
    with TemporaryDirectory() as folder:
        site = Path(folder) / SITE
        build_with_mkdocs(root, playbook, into=site, for_folder=True)
        finish_folder(site, playbook)
        write_archive(site, playbook, root / ARCHIVE)
    return root / ARCHIVE
