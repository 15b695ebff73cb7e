"""Playbooks of any size, made of the starter content.

Entries are copied under new ids with their references, so that they have real lengths and real
edges.
"""

import re
import shutil
from pathlib import Path

from projects import CHECKOUT

# A sheet's questions that are picked by a condition, and a section that lists all of a kind.
PICKS, PICKED = re.compile(r"(?<=pick: )\{.*\}"), 5
LISTED = re.compile(r"type: reference((?:\n    .*)*?)\n    of: [\w-]+$", re.MULTILINE)
TITLE = re.compile(r"(?m)^((?:title|ask): ['\"]?)(.*?)([?.]?['\"]?)$")
ONLY_ONCE = "\ncore: true\n"
# A playbook of ten thousand questions has no thousand sheets: about fifty are enough.
PRINTED, SETS = ("worksheets", "exercises"), 5
SETTINGS = ("templates", "site-config")
ICONS = Path("build/cache/icons")


def make_playbook(root: Path, entries: int, checkout: Path = CHECKOUT) -> None:
    """A playbook of about `entries` entries: whole copies of a checkout's starter content.

    It has no problems where the starter has none: what is told of a problem takes time, too.
    """
    lay_settings(root, checkout)
    icons = checkout / ICONS
    if icons.is_dir():
        shutil.copytree(icons, root / ICONS)
    shutil.copytree(checkout / "content", root / "content")
    if entries > sum(1 for _ in (root / "content").glob("*/*.yaml")):
        keep_sheets_short(root)
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


def keep_sheets_short(root: Path) -> None:
    """Have no sheet hold a share of a large playbook, as large playbooks' sheets have to."""
    questions = sorted(place.stem for place in (root / "content/questions").glob("*.yaml"))
    for place in (root / "content/worksheets").glob("*.yaml"):
        text = PICKS.sub(f"[{', '.join(questions[:PICKED])}]", place.read_text())
        place.write_text(LISTED.sub(r"type: notes\n    key: notes\n    lines: 3\1", text))


def write(root: Path, path: Path, copy: int, text: str) -> None:
    """A copy of an entry under another title.

    Only the originals stay core questions, because four a stage may be.
    """
    target = root / "content" / path.parent.name / f"{path.stem}-{copy}.yaml"
    text = TITLE.sub(rf"\1\2 {copy}\3", text.replace(ONLY_ONCE, "\n"), count=1)
    target.write_text(text)
