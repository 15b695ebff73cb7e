"""What a server shows after an edit is what a build from nothing would show."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Event, Timer

import pytest

from donebook.pages import TemplateFailed
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site import live as live_
from donebook.site.build import build
from donebook.site.live import Live
from projects import SHEET, lay, make_project
from serving import fetched, free_port
from trials import trials

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
# What is only in a published site, and what tells of it.
_PUBLISHED = {"sw.js", "files.json", "_headers", "assets/donebook/version.js"}
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*><meta name="referrer"[^>]*>')  # fmt: skip
_ADDED = re.compile(rb'<script src="/__donebook/serve.js" defer></script>|<script>\nvar livereload.*?</script>', re.DOTALL)  # fmt: skip

Edit = Callable[[Path, random.Random], None]


class Server:
    """`donebook serve` on a project, read by a client that keeps its connection."""

    def __init__(self, root: Path, log: Path) -> None:
        self.port = free_port()
        self._log = log
        self._out = log.open("w")
        self._process = subprocess.Popen(
            [BIN / "donebook", "serve", "--address", f"127.0.0.1:{self.port}"],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(log.parent)},
            stdout=self._out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def get(self, path: str, host: str = "localhost") -> tuple[int, bytes]:
        return fetched(self.port, path, host)

    def wait(self, reached: Callable[[], bool], what: object) -> None:
        """Wait until something is reached; what is said of it where it never is."""
        end = time.monotonic() + 60
        while not reached():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < end, f"{what}\n{self._log.read_text()[-3000:]}"
            time.sleep(0.05)

    def wait_to_show(self, wanted: dict[str, bytes], after: str) -> None:
        """Wait until files are shown as they are published, all of them at the same time."""
        differs: list[str] = []

        def shows_all() -> bool:
            differs[:] = islice((path for path in wanted if not self._shows(path, wanted[path])), 1)
            return not differs

        self.wait(shows_all, (after, differs))

    def _shows(self, path: str, content: bytes) -> bool:
        shown = self.get(path.removesuffix("index.html"))[1]
        return path.endswith(".gz") or _ADDED.sub(b"", shown) == content

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and all that it started, as a terminal does; its exit code.

        Who waits presses twice, and `make` hands on what comes: one signal in the end changes nothing.
        """
        for _ in range(4):
            if self._process.poll() is None:
                os.killpg(self._process.pid, how)
                time.sleep(0.002)
        code = self._process.wait(60)
        self._out.close()
        return code


@contextmanager
def serving(root: Path, log: Path) -> Iterator[Server]:
    server = Server(root, log)
    try:
        server.wait(lambda: server.get("")[0] == 200, "it never came up")
        yield server
    finally:
        server.stop()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})


def published(root: Path) -> dict[str, bytes]:
    """A build from nothing with drafts, without what only a published site has."""
    built = build(root, TODAY, with_drafts=True)
    assert built.site, built.checked.problems
    return {
        path: _POLICY.sub(b"", place.read_bytes()) if path.endswith(".html") else place.read_bytes()
        for place in built.site.rglob("*")
        if place.is_file() and (path := place.relative_to(built.site).as_posix()) not in _PUBLISHED
    }


def replaced(path: str, old: str, new: str) -> Edit:
    """An edit of a file: a pattern replaced by a text with a number in it."""

    def edit(root: Path, dice: random.Random) -> None:
        place = root / path
        text = place.read_text()
        place.write_text(re.sub(old, new.replace("#", str(dice.randrange(10**6))), text, count=1))

    return edit


def laid(path: str, text: str) -> Edit:
    return lambda root, dice: lay(root, {path: text.replace("#", str(dice.randrange(10**6)))})


def removed(path: str) -> Edit:
    return lambda root, _: (root / "content" / path).resolve().unlink(missing_ok=True)


EDITS: dict[str, Edit] = {
    "what is asked": replaced("content/questions/why-now.yaml", "(?m)^ask: .*$", "ask: What is # here?"),
    "a title": replaced("content/patterns/hours-back.yaml", "(?m)^title: .*$", "title: Hours # back"),
    "a loss": replaced("content/loss-reasons/no-event.yaml", "(?m)^summary: .*$", "summary: Nothing # set a date."),
    "a sheet": replaced("content/worksheets/sheet.yaml", "(?m)^purpose: .*$", "purpose: To ask # times."),
    "a review": replaced("content/questions/why-now.yaml", "(?m)^reviewed: .*$", "reviewed: 2026-11-2" + "1"),
    "a new entry": laid("questions/newer.yaml", base.question("Newer #", "real")),
    "a draft": laid("patterns/drafted.yaml", base.pattern("Drafted #", "status: draft\n")),
    "an entry gone": removed("questions/newer.yaml"),
    "another draft gone": removed("patterns/drafted.yaml"),
    "the name": replaced("site-config/playbook.yaml", "(?m)^name: .*$", "name: Playbook #"),
    "the product": replaced("site-config/playbook.yaml", "(?m)^product: .*$", "product: Product #"),
    "a stage's name": replaced("content/vocabulary.yaml", "name: [^,]*,", "name: Stage #,"),
    "a word": laid("../site-config/words/en.yaml", "glossary: {title: 'Words #'}\n"),
    "no own words": removed("../site-config/words/en.yaml"),
    "a template": laid("../templates/pages/glossary.html.j2", "{{ h1(say('glossary.title')) }}\n<p>Ours #</p>\n"),
    "no own template": removed("../templates/pages/glossary.html.j2"),
    "a page of its own": laid("pages/rivals/acme.md", base.own_page("They sell # [things](../../questions/why-now.yaml).")),
    "no page of its own": removed("pages/rivals/acme.md"),
    "a style of its own": laid("../site-config/assets/own.css", "h1 { margin: #px; }\n"),
    "no style of its own": removed("../site-config/assets/own.css"),
    "a style": laid("../site-config/assets/ours.css", "p { margin: #px; }\n"),
    "the theme": laid("../site-config/theme/404.html", '<!doctype html><head><title>#</title><meta name="robots" content="noindex"></head>\n'),
}  # fmt: skip


def after_edits(root: Path, log: Path, number: int, seed: int) -> None:
    dice = random.Random(seed)
    with serving(root, log) as server:
        for count in range(number):
            name = dice.choice(list(EDITS))
            EDITS[name](root, dice)
            wanted = published(root)
            server.wait_to_show(wanted, f"edit {count}, {name}")


def test_after_any_edit_the_served_site_is_that_of_a_clean_build(
    root: Path, tmp_path: Path
) -> None:
    after_edits(root, tmp_path / "log.txt", 20, seed=15)


@pytest.mark.torture
def test_so_it_is_after_many_edits(root: Path, tmp_path: Path) -> None:
    after_edits(root, tmp_path / "log.txt", trials(300), seed=16)


@pytest.mark.torture
def test_what_is_wrong_is_told_until_it_is_fixed(root: Path, tmp_path: Path) -> None:
    question = root / "content/questions/why-now.yaml"
    text = question.read_text()
    with serving(root, tmp_path / "log.txt") as server:

        def told() -> str:
            return server.get("__donebook/problems.json")[1].decode()

        assert '"errors": []' in told()
        before = server.get("questions/why-now/")
        question.write_text(text + "titel: x\n")
        server.wait(lambda: "is not a field here" in told(), "no error was told")
        line = len(text.splitlines()) + 1
        assert f'"place": "content/questions/why-now.yaml:{line}:1"' in told()
        assert f"vscode://file{question}:{line}:1" in told()
        assert _ADDED.sub(b"", server.get("questions/why-now/")[1]) == _ADDED.sub(b"", before[1])
        question.write_text(text)
        server.wait(lambda: '"errors": []' in told(), "it is still told")
        lay(root, {"../templates/pages/glossary.html.j2": "one\n{{ nope }}\n"})
        server.wait(lambda: "glossary.html.j2:2" in told(), "no template was named")
        (root / "templates/pages/glossary.html.j2").unlink()
        server.wait(lambda: '"errors": []' in told(), "it is still told")


@pytest.mark.torture
def test_pages_that_nobody_asked_for_and_paper_are_looked_at_too(
    root: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    with serving(root, log) as server:

        def told() -> str:
            return server.get("__donebook/problems.json")[1].decode()

        glossary = "{{ h1(say('glossary.title')) }}\n<p><a href='../nowhere/'>x</a></p>\n"
        lay(root, {"../templates/pages/glossary.html.j2": glossary})
        server.wait(lambda: "glossary.md: a link leads nowhere" in told(), "no link was checked")
        lay(root, {"../templates/pages/glossary.html.j2": "{{ nope }}\n"})
        server.wait(lambda: "glossary.html.j2:1" in told(), "no page was made")
        (root / "templates/pages/glossary.html.j2").unlink()
        lay(root, {"../templates/sheets/sheet.typ": "#nope()\n"})
        server.wait(lambda: "sheet.typ" in told(), "nothing was printed")
        question = root / "content/questions/why-now.yaml"
        question.write_text(question.read_text().replace("ask: ", "ask: So, ", 1))
        server.wait(lambda: b"So, " in server.get("questions/why-now/")[1], "the edit never came")
        server.wait(lambda: "sheet.typ" in told(), "nothing was printed again")
    # Once for each edit, though browsers were told to look again.
    assert log.read_text().count("unknown variable: nope") == 2


class Still:
    """A site that is nothing but its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, path: str) -> None:
        """No page is looked at."""


@pytest.mark.torture
def test_a_sheet_that_is_edited_does_not_wait_for_the_process_that_prints_the_rest(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_, "_PRINT", "import time; time.sleep(600)")
    live, site = Live(root), Still(tmp_path / "site")
    state = live.look()
    assert state
    first = live.complete(state).made.files
    EDITS["a sheet"](root, random.Random(1))
    assert live.look()
    live.follow_up(site, lambda: None)
    names = [name for name in first if name.startswith("worksheets/") and name.endswith(".pdf")]
    assert len(names) == 4
    end = time.monotonic() + 60
    while not all((site.folder / name).is_file() for name in names):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert [name for name in names if (site.folder / name).read_bytes() == first[name]] == []
    live.close()


class Slow(Still):
    """One whose pages take until they may be done."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.has_begun, self.may_end = Event(), Event()
        self.done: list[str] = []

    def make(self, path: str) -> None:
        self.has_begun.set()
        self.may_end.wait(60)
        self.done.append(path)


@pytest.mark.long
def test_once_it_is_closed_nothing_is_written(root: Path, tmp_path: Path) -> None:
    """Or the folder would come back that is removed at the end."""
    live, site = Live(root), Slow(tmp_path)
    state = live.look()
    assert state
    live.complete(state)
    live.follow_up(site, lambda: None)
    assert site.has_begun.wait(60)
    Timer(0.2, site.may_end.set).start()
    live.close()
    assert len(site.done) == 1


class Refusing:
    """A site in which a browser asks for one page that fails while others are made, and fail."""

    def __init__(self, live: Live, folder: Path) -> None:
        self.folder = folder
        self._live = live

    def make(self, path: str) -> None:
        if path in ("checks.md", "glossary.md"):
            raise TemplateFailed(f"{path} fails")
        self._live.stop("what the browser asked for fails")


def test_browsers_are_told_of_the_first_page_that_fails_and_then_of_all(
    root: Path, tmp_path: Path
) -> None:
    live, told = Live(root), []
    state = live.look()
    assert state
    live.complete(state)
    live.follow_up(Refusing(live, tmp_path), lambda: told.append(live.problems.stopped))
    end = time.monotonic() + 60
    while len(told) < 2:
        assert time.monotonic() < end, told
        time.sleep(0.01)
    live.close()
    paths = [path for path in state.made.pages if path in ("checks.md", "glossary.md")]
    assert told == [f"{paths[0]} fails", f"{paths[0]} fails\n{paths[1]} fails"]


@pytest.mark.torture
def test_what_mkdocs_refuses_is_told_and_the_site_stays(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path / "log.txt") as server:

        def told() -> str:
            return server.get("__donebook/problems.json")[1].decode()

        def shown() -> dict[str, bytes]:
            paths = ("questions/why-now/", "404.html", "assets/donebook/donebook.css", "sw.js")
            return {path: _ADDED.sub(b"", server.get(path)[1]) for path in paths}

        before = shown()
        settings = root / "mkdocs.yml"
        text = settings.read_text()
        lay(root, {"../site-config/theme/partials/footer.html": "one\n{% nope %}\n"})
        server.wait(lambda: "unknown tag 'nope'" in told(), "the theme was not refused")
        assert '"place": "site-config/theme/partials/footer.html:2"' in told()
        assert shown() == before
        shutil.rmtree(root / "site-config/theme")
        server.wait(lambda: '"errors": []' in told(), "it is still told")
        settings.write_text(f"{text}\ntheme: [\n")
        server.wait(lambda: "mkdocs.yml" in told(), "the settings were not refused")
        assert shown() == before
        settings.write_text(text)
        server.wait(lambda: '"errors": []' in told(), "it is still told")
        assert shown() == before


@pytest.mark.torture
def test_settings_saved_while_they_are_read_are_read_again(root: Path, tmp_path: Path) -> None:
    """MkDocs has read `mkdocs.yml`, and no plugin has had a look yet: there the hook holds it."""
    settings, held, go = root / "mkdocs.yml", tmp_path / "held", tmp_path / "go"
    (root / "hold.py").write_text(
        "import pathlib, time\n"
        "from mkdocs.plugins import event_priority\n\n"
        "@event_priority(100)\n"
        "def on_config(config):\n"
        f"    held, go = pathlib.Path({str(held)!r}), pathlib.Path({str(go)!r})\n"
        "    held.touch()\n"
        "    while not go.exists():\n"
        "        time.sleep(0.01)\n"
    )
    text = f"{settings.read_text()}\nhooks: [hold.py]\n"
    settings.write_text(text)
    go.touch()
    with serving(root, tmp_path / "log.txt") as server:
        held.unlink()
        go.unlink()
        lay(root, {"../site-config/theme/partials/footer.html": "<footer>Ours</footer>\n"})
        server.wait(held.exists, "nothing was built")
        settings.write_text(text.replace("title: On this page", "title: Our own words"))
        go.touch()
        server.wait(lambda: b"Our own words" in server.get("phrases/")[1], "the edit was lost")


@pytest.mark.torture
def test_folders_and_settings_that_come_and_go_are_followed(root: Path, tmp_path: Path) -> None:
    own = root / "templates/pages/glossary.html.j2"
    with serving(root, tmp_path / "log.txt") as server:
        for words in ("First", "Second"):
            lay(root, {"../templates/pages/glossary.html.j2": f"<h1>{words}</h1>\n"})
            server.wait(lambda: words.encode() in server.get("glossary/")[1], words)  # noqa: B023
            shutil.rmtree(root / "templates")
            server.wait(lambda: words.encode() not in server.get("glossary/")[1], "it stayed")  # noqa: B023
        assert not own.exists()
        settings = root / "mkdocs.yml"
        text = settings.read_text().replace(
            "toc: {title: On this page", "toc: {title: Our own words"
        )
        (root / "new.yml").write_text(text)
        (root / "new.yml").replace(settings)  # as many editors save
        server.wait(lambda: b"Our own words" in server.get("phrases/")[1], "no settings")


@pytest.mark.torture
def test_it_answers_only_under_its_own_names(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path / "log.txt") as server:
        for host in ("localhost", "localhost:8000", "127.0.0.1", "[::1]:80", socket.gethostname()):
            assert server.get("", host)[0] == 200, host
        for host in ("evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", ""):
            assert server.get("", host)[0] == 403, host
        assert server.get("__donebook/problems.json", "evil.example")[0] == 403


@pytest.mark.torture
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_and_leaves_nothing(
    root: Path, tmp_path: Path, how: signal.Signals
) -> None:
    log = tmp_path / "apart/log.txt"
    log.parent.mkdir()
    with serving(root, log) as server:
        question = root / "content/questions/why-now.yaml"
        question.write_text(question.read_text().replace("ask: ", "ask: So, ", 1))
        server.wait(lambda: b"So, " in server.get("questions/why-now/")[1], "the edit never came")
        assert server.stop(how) == 0  # while sheets are printed
    assert "Traceback" not in log.read_text()
    assert [place.name for place in log.parent.iterdir()] == ["log.txt"]
