"""Makes project folders for tests."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from donebook.pages import Context, Rendered, Renderer, View, pages
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.write.starter import starter
from donebook.write.wheel import Wheel

CHECKOUT = Path(__file__).resolve().parent.parent
CACHE = Path("build/cache")
COMPILED = "compiled"
# A correct sheet, for the small playbook of the rules' cases.
SHEET = "title: A sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: notes, title: Notes, key: notes, lines: 4}\n"


def copy_checkout(root: Path) -> None:
    """Copy what git knows, or would take up, of the checkout into a folder; links stay links."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source = CHECKOUT / name
        if source.is_symlink() or source.is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, root / name, follow_symlinks=False)


def lay(root: Path, files: Mapping[str, str]) -> None:
    """Write files below `content/`; a path may climb out of it with `../`."""
    for path, text in files.items():
        place = (root / "content" / path).resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))


@dataclass
class Run:
    """What this run of tests lends to every project: where its compiled templates are."""

    compiled: Path | None = None


RUN = Run()


def lend_compiled(root: Path, compiled: Path) -> None:
    """Let the builds of a project folder use the run's compiled templates, half of a small build."""
    place = root / CACHE / COMPILED
    if not place.is_symlink():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(compiled)


def make_project(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """The small playbook of the rules' cases, with files laid over it, as a project folder."""
    (root / "build" / "pages").mkdir(parents=True)
    if RUN.compiled:
        lend_compiled(root, RUN.compiled)
    (root / "site-config").mkdir()
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    lay(root, {"../site-config/playbook.yaml": base.CONFIG, **base.FILES, **(files or {})})
    return root


def begin_empty(root: Path, content: Mapping[str, str] | None = None) -> Path:
    """What `donebook new site --empty` writes, with files laid over its content, as a project folder."""
    (root / "build" / "pages").mkdir(parents=True)
    if RUN.compiled:
        lend_compiled(root, RUN.compiled)
    files = starter(Wheel("1.0", b""), begins="empty")
    for path, text in {**files.own, **files.managed}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text)
    lay(root, content or {})
    return root


def lay_case(case: Path, root: Path) -> None:
    """The small playbook with an editor's mistake laid over it, as a folder of cases holds it."""
    make_project(root)
    for folder in ("content", "site-config", "templates"):
        if (case / folder).is_dir():
            shutil.copytree(case / folder, root / folder, dirs_exist_ok=True, symlinks=True)
    for extra in (*case.glob("*.yaml"), *case.glob("CODEOWNERS")):
        shutil.copy(extra, root)
    if (case / "gone.txt").is_file():
        for path in (case / "gone.txt").read_text().split():
            (root / path).unlink()
    if (case / "generate.json").is_file():
        for path, head, unit, times in json.loads((case / "generate.json").read_text()):
            (root / "content" / path).write_text(head + unit * times)


def with_few_entries(root: Path) -> None:
    """Replace a playbook's content by the small one."""
    shutil.rmtree(root / "content")
    lay(root, {"../site-config/playbook.yaml": base.CONFIG, **base.FILES})


@contextmanager
def few_entries_for_a_while(root: Path) -> Iterator[None]:
    """The same, with everything back in its place afterwards."""
    with TemporaryDirectory() as kept:
        for name in ("content", "site-config"):
            shutil.copytree(root / name, Path(kept) / name)
        with_few_entries(root)
        yield
        for name in ("content", "site-config"):
            shutil.rmtree(root / name)
            shutil.copytree(Path(kept) / name, root / name)


def bodies(
    playbook: Playbook,
    templates: Sequence[Path] = (CHECKOUT / "templates/pages",),
    context: Context = Context(),  # noqa: B008 - frozen
) -> dict[str, str]:
    """The HTML of every page by its path, without the theme."""
    return {page.path: page.body for page in render_pages(playbook, templates, context)}


class _Compiled(BytecodeCache):
    """Templates that this worker has compiled, which takes five times as long as a small site."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def renderer(
    playbook: Playbook,
    templates: Sequence[Path] = (CHECKOUT / "templates/pages",),
    view: View = View.SERVER,
) -> Renderer:
    """What renders pages of a playbook; folders are searched in order."""
    return Renderer(templates, playbook, view, _COMPILED)


def render_pages(
    playbook: Playbook,
    templates: Sequence[Path],
    context: Context = Context(),  # noqa: B008 - frozen
) -> Iterator[Rendered]:
    """Every page as HTML with what an engine is told of it; folders are searched in order."""
    render = renderer(playbook, templates).render
    return (render(make()) for make in pages(playbook, context).values())


def tree(folder: Path) -> dict[str, bytes]:
    """What each file below a folder holds, by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
