"""`build`: the table of contents of the program."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from donebook.check import Checked, also, check
from donebook.site.engine import build_with_mkdocs
from donebook.site.finish import finish
from donebook.site.generate import generate
from donebook.site.publish import SITE, only_one, publish, staging
from donebook.source import Folder


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found, and where the site lies; without a site where there were errors."""

    checked: Checked
    site: Path | None


def build(root: Path, today: date, *, with_drafts: bool = False) -> Built:
    """Turn the playbook in `root` into a site in `root/site`, or leave the old one as it was.

    Raises TemplateFailed, PressFailed, EngineFailed, SiteRefused, Busy or InTheWay, each with a message for people.
    """
    with only_one(root):
        tree = Folder(root)
        checked = check(tree, today)
        if checked.errors or checked.playbook is None:
            return Built(checked, None)
        playbook = checked.playbook if with_drafts else checked.playbook.published()
        with staging(root) as built:
            checked = also(checked, tree, generate(root, playbook, checked.problems))
            if checked.errors:
                return Built(checked, None)
            build_with_mkdocs(root, playbook, into=built)
            finish(built, playbook)
            publish(built, root)
    return Built(checked, root / SITE)
