"""Playbooks of any size, made of the starter content.

Entries are copied under new ids with their references, so that they have real lengths and real
edges.
"""

import re
import shutil
from pathlib import Path

from donebook.facts import picked
from donebook.load import load
from donebook.model.worksheet import Pick, Questions
from donebook.source import Folder
from projects import CHECKOUT

# A sheet that picks its questions by condition would pick a share of all copies, far more than a
# section may hold. It names what it picks in the starter, as a large playbook's sheets have to.
PICKS = re.compile(r"(?<=pick: )\{.*\}")
# A playbook of ten thousand questions has no thousand sheets: about fifty are enough.
PRINTED, SETS = ("worksheets", "exercises"), 5
SETTINGS = ("templates", "site-config")
ICONS = Path("build/cache/icons")


def make_playbook(root: Path, entries: int) -> None:
    """A playbook of about `entries` entries: whole copies of the starter content."""
    lay_settings(root, CHECKOUT)
    icons = CHECKOUT / ICONS
    if icons.is_dir():
        shutil.copytree(icons, root / ICONS)
    shutil.copytree(CHECKOUT / "content", root / "content")
    name_what_is_picked(root)
    originals = {p: p.read_text() for p in sorted((root / "content").glob("*/*.yaml"))}
    ids = sorted((p.stem for p in originals), key=len, reverse=True)
    mention = re.compile(rf"(?<![\w-])({'|'.join(ids)})(?![\w-])")
    made, copy = len(originals), 1
    while True:
        batch = {p: t for p, t in originals.items() if copy < SETS or p.parent.name not in PRINTED}
        if made + len(batch) > entries:
            break
        for path, text in batch.items():
            write(root, path, copy, mention.sub(rf"\1-{copy}", text))
        made, copy = made + len(batch), copy + 1
    questions = [p for p in originals if p.parent.name == "questions"]
    for number in range(entries - made):  # a part of a copy: questions that name the originals
        path = questions[number % len(questions)]
        write(root, path, copy + number // len(questions), originals[path])


def lay_settings(root: Path, checkout: Path) -> None:
    """A checkout's templates and settings, and the folder that MkDocs looks for."""
    for name in SETTINGS:
        shutil.copytree(checkout / name, root / name)
    shutil.copy(checkout / "mkdocs.yml", root)
    (root / "build/pages").mkdir(parents=True)


def name_what_is_picked(root: Path) -> None:
    """Write the ids of what conditions pick in their place."""
    playbook = load(Folder(root)).playbook
    if playbook is None:
        raise RuntimeError("the settings of the starter can't be read")
    for sheet in playbook.worksheets:
        sections = (s for s in sheet.sections if isinstance(s, Questions))
        names = [
            [question.id for question in picked(playbook, section)]
            for section in sections
            if isinstance(section.pick, Pick)
        ]
        place = root / sheet.path
        lists = (f"[{', '.join(ids)}]" for ids in names)
        place.write_text(PICKS.sub(lambda _: next(lists), place.read_text()))  # noqa: B023


def write(root: Path, path: Path, copy: int, text: str) -> None:
    """A copy of an entry; only the originals stay core questions, because four a stage may be."""
    target = root / "content" / path.parent.name / f"{path.stem}-{copy}.yaml"
    target.write_text(text.replace("\ncore: true\n", "\n"))
