"""What somebody at a screen waits for: an edit that shows, a sheet's new PDF, the finder's answer."""

import gzip
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.contenders import BIN, Against, environment
from bench.measuring import SAID, CommandFailed, measured
from bench.recording import Sample
from chromium import chromium
from donebook.load import load
from donebook.pages import address
from donebook.site.generate import FINDER_INDEX
from donebook.source import Folder
from serving import free_port, served

# A server with ten thousand entries builds for minutes before it answers.
MOST_SECONDS = 900
# An editor looks at what an edit has done before making the next one.
PAUSE = 2.0
SLOWED = 4  # times: a phone's processor
# Typed letter by letter: phrases, slips, a word that many entries have.
TYPED = ("too expensive", "we already have a tool", "expensiv", "compettitor budgt", "the contract")
KEYSTROKES = """async phrases => {
    const field = document.getElementById("db-said"), took = [];
    for (const phrase of phrases) for (let n = 1; n <= phrase.length; n++) {
        field.value = phrase.slice(0, n);
        const start = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector("[data-found]").getBoundingClientRect();
        took.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 5));
    }
    return took.sort((one, other) => one - other);
}"""


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser. Raises NoBrowser."""
    path = chromium()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )


def edits(root: Path, browser: Browser, size: int, runs: int) -> Iterator[Sample]:
    """How long until a server is up, a saved question shows, and a changed sheet is printed."""
    start = time.perf_counter()
    with _server(root, BIN / "donebook", environment()) as where:
        yield _sample(size, "serve, until it answers", 1, time.perf_counter() - start)
        for number, took in _edited(root, where, browser, runs):
            yield _sample(size, "edit to screen", number, took)
        for number in range(1, runs + 1):
            time.sleep(PAUSE)
            yield _sample(size, "edit to PDF", number, _printed(root, where, number))


def edits_of_older(
    root: Path, browser: Browser, size: int, runs: int, against: Against
) -> Iterator[Sample]:
    """How long until an older donebook's server shows a saved question."""
    with _server(root, against.program, environment(against.checkout)) as where:
        for number, took in _edited(root, where, browser, runs):
            yield _sample(size, "older edit to screen", number, took)


def keystrokes(site: Path, browser: Browser, size: int, runs: int) -> Iterator[Sample]:
    """How long the finder takes to be ready and to answer a key, with the processor slowed."""
    with served(site, kept=False) as where:
        for number in range(1, runs + 1):
            page = _page(browser)
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            start = time.perf_counter()
            page.goto(f"{where}/find/")
            page.wait_for_selector("[data-ready]", state="attached")
            yield _sample(size, "finder, until it is ready", number, time.perf_counter() - start)
            page.wait_for_timeout(2000)
            took = page.evaluate(KEYSTROKES, TYPED)
            yield _sample(size, "keystroke", number, took[len(took) // 2] / 1000)
            yield _sample(size, "keystroke, the slowest", number, took[-1] / 1000)
            page.close()


def built(root: Path) -> Path:
    """The site of a playbook. Raises CommandFailed."""
    measured((BIN / "donebook", "build"), root, environment())
    return root / "site"


def index_size(site: Path) -> float:
    """Kilobytes of the finder's index as it is sent."""
    return round(len(gzip.compress((site / FINDER_INDEX).read_bytes())) / 1000, 1)


def _page(browser: Browser) -> Page:
    """A page that waits as long as a large playbook takes."""
    page = browser.new_page()
    page.set_default_timeout(MOST_SECONDS * 1000)
    return page


def _sample(size: int, job: str, number: int, seconds: float) -> Sample:
    return Sample(size=size, job=job, state="", round=number, seconds=round(seconds, 4))


def _edited(root: Path, where: str, browser: Browser, runs: int) -> Iterator[tuple[int, float]]:
    """The number and the seconds of each edit of a question that a page shows."""
    question = min((root / "content/questions").glob("*.yaml"))
    page = _page(browser)
    page.goto(f"{where}/questions/{question.stem}/")
    for number in range(1, runs + 1):
        time.sleep(PAUSE)
        yield number, _shown(page, question, number)
    page.close()


def _shown(page: Page, question: Path, number: int) -> float:
    """Save a question, and wait until an open page shows it."""
    asked = f"What has changed with edit {number}?"
    start = _saved(question, "ask", asked)
    page.get_by_text(asked).first.wait_for()
    return time.perf_counter() - start


def _printed(root: Path, where: str, number: int) -> float:
    """Save a sheet's title, and wait until its PDF is another one."""
    playbook = load(Folder(root)).playbook
    if playbook is None:
        raise RuntimeError("the made playbook can't be read")
    sheet = playbook.worksheets[0]
    pdf = f"{where}/{address.of_pdf(sheet, 'a4')}"
    before = _got(pdf)
    start = _saved(root / sheet.path, "title", f"Sheet {number}")
    _until(lambda: _got(pdf) not in (before, b""), f"{pdf} stayed as it was")
    return time.perf_counter() - start


def _saved(place: Path, field: str, words: str) -> float:
    """Write a field of an entry; returns when that was."""
    text = re.sub(rf"(?m)^{field}: .*$", f"{field}: {words}", place.read_text("utf-8"), count=1)
    start = time.perf_counter()
    place.write_text(text, encoding="utf-8")
    return start


@contextmanager
def _server(root: Path, program: Path, env: Mapping[str, str]) -> Iterator[str]:
    """`donebook serve`, once it answers. Raises CommandFailed."""
    place = f"127.0.0.1:{free_port()}"
    log = root / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            (program, "serve", "--address", place),
            cwd=root,
            env={**os.environ, **env},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )

    def answers() -> bool:
        if server.poll() is not None:
            raise CommandFailed(log.read_text("utf-8")[-SAID:])
        return bool(_got(f"http://{place}/"))

    try:
        _until(answers, "the server never answered")
        yield f"http://{place}"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _until(reached: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + MOST_SECONDS
    while not reached():
        if time.monotonic() > end:
            raise CommandFailed(otherwise)
        time.sleep(0.02)


def _got(url: str) -> bytes:
    """What is served at an address; nothing where nothing is."""
    try:
        with urllib.request.urlopen(url, timeout=MOST_SECONDS) as answer:
            content: bytes = answer.read()
            return content
    except OSError:
        return b""
