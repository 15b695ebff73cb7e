"""What several tests need: a small correct playbook, the checkout, and a built site."""

import gc
import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import budget
import history
from donebook.check import check
from donebook.language import Language, read_language
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.source import Folder
from engines import built_by
from projects import CHECKOUT, RUN, make_project
from shared import Shared

# A shell starts what runs in its background without Ctrl-C, and so would everything be that we start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Each of the hundreds of commands that tests run would compile all it imports anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew; review the diff"
    )


# They set up whole environments and sites, or try for minutes. Begun last, they would leave all workers but one idle.
FIRST = (
    "test_readme.py",
    "test_adopter.py",
    "test_engines.py",
    "test_live.py",
    "test_same_bytes.py",
    "test_hostile.py",
)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors."""
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    return round((processors or 1) * budget.WORKERS_A_PROCESSOR)


# Whatever uses one of these builds the starter's site, or waits for it.
BUILT = {"site", "packed", "unpacked"}
# Each of these has the starter's site built once more, as another company or engine would.
BUILT_AGAIN = {"edited", "german_site", "instant", "own_server"}


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    beyond = [item for item in items if item.get_closest_marker("beyond")]
    if beyond:
        config.hook.pytest_deselected(items=beyond)
        items[:] = [item for item in items if not item.get_closest_marker("beyond")]
    for item in items:
        if BUILT & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if BUILT_AGAIN & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.torture)
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))  # fmt: skip


def pytest_collection_finish() -> None:
    """All that was imported stays: nothing is found by looking through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Under pytest-xdist, only the process that hears of all tests comes here."""
    reports = [one for kind in terminalreporter.stats.values() for one in kind]
    timed = [(r.nodeid, r.duration) for r in reports if isinstance(r, pytest.TestReport)]
    if timed:
        terminalreporter.section("seconds by area")
        for line in budget.table(timed):
            terminalreporter.write_line(line)


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project folder; takes files to lay over the small playbook."""
    return lambda files=None: make_project(tmp_path / "project", files)


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def playbook() -> Playbook:
    """This repository's own playbook, as a value."""
    found = check(Folder(CHECKOUT), TODAY).playbook
    assert found
    return found


@pytest.fixture(scope="session")
def german() -> Language:
    """The words of German, from their file in the checkout."""
    return read_language(Folder(CHECKOUT), "de")[0]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Shared:
    """Where the workers of this run find what one of them has made."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return Shared(folder)


@pytest.fixture(scope="session", autouse=True)
def lent(shared: Shared) -> None:
    """Every project that a test makes is built with the run's compiled templates."""
    RUN.compiled = shared.compiled


@pytest.fixture(scope="session")
def sheet_cache(shared: Shared) -> Path:
    """Where PDFs of this run are kept, for tests of what is printed rather than of printing."""
    return shared.cache / "sheets"


@pytest.fixture(scope="session")
def starter(shared: Shared) -> Path:
    """This repository's own playbook as a project folder; copy it to change it."""

    def make(root: Path) -> None:
        for name in ("content", "templates", "site-config"):
            shutil.copytree(CHECKOUT / name, root / name)
        shutil.copy(CHECKOUT / "mkdocs.yml", root)
        (root / "build" / "pages").mkdir(parents=True)
        shared.lend_cache(root)
        retired = root / "content/questions/an-earlier-question.yaml"
        retired.write_text("retired: Nobody asks it.\n")
        _with_history(root)

    return shared.once("starter", make)


def _with_history(root: Path) -> None:
    """A first commit in which one question was asked differently, and one as it is."""
    (root / ".gitignore").write_text("/build/*\n/site/\n/.site-*/\n", encoding="utf-8")
    settings = root / "site-config/playbook.yaml"
    live = re.sub(r"(?m)^live_since: .*$", "live_since: 2026-11-01", settings.read_text("utf-8"))
    settings.write_text(live, encoding="utf-8")
    place = root / "content" / "questions" / "last-time-someone-tried.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub(r"(?m)^ask: .*$", "ask: What was tried?", text), encoding="utf-8")
    history.start(root, day="2026-11-02")
    place.write_text(text, encoding="utf-8")
    history.commit(root, day="2026-11-20")


@pytest.fixture(scope="session")
def site(starter: Path, shared: Shared) -> Path:
    """This repository's own playbook as a built site."""
    return built_by("mkdocs", starter, shared).site


@pytest.fixture(scope="session")
def packed(starter: Path, shared: Shared) -> Path:
    """The same as an archive for a folder."""
    return built_by("mkdocs", starter, shared).archive


@pytest.fixture(scope="session")
def unpacked(starter: Path, shared: Shared) -> Path:
    """What an editor unpacks from it."""
    return built_by("mkdocs", starter, shared).unpacked
