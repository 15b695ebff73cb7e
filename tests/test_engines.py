"""The same generated pages under MkDocs, ProperDocs and Zensical, without a warning."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from donebook.site.engine import engine_config_path
from shared import copy_project

pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent
# Tenths of a second that a server has, on a machine with other work, too.
PATIENCE = 1200
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


class Article(HTMLParser):
    """A page's title, and the places that its article links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._folder = dirname(page)
        self._inside = {"title": False, "article": False}
        self.title = ""
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._inside:
            self._inside[tag] = True
        href = dict(attrs).get("href")
        if tag == "a" and href and self._inside["article"] and "://" not in href:
            path, _, anchor = href.partition("#")
            place = normpath(join(self._folder, path)) if path else "here"
            self.links.add(f"{place}#{anchor}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside[tag] = False

    def handle_data(self, data: str) -> None:
        if self._inside["title"]:
            self.title += data.strip()


def pages(site: Path) -> dict[str, Article]:
    found = {}
    for place in site.rglob("*.html"):
        page = place.relative_to(site).as_posix()
        found[page] = Article(page)
        found[page].feed(place.read_text(encoding="utf-8"))
    return found


def run(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        arguments, cwd=cwd, env=QUIET, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_another_engine_builds_the_same_pages(
    engine: str, starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    run(BIN / "donebook", "generate", "--engine", engine, cwd=root)
    said = run(BIN / engine, "build", "--strict", "-f", engine_config_path(engine), cwd=root)
    assert "WARNING" not in said
    built = root / f"build/site-{engine}"
    ours, theirs = pages(site), pages(built)
    assert set(theirs) == set(ours)
    assert len(ours) > 80
    assert [p for p in theirs if b'component="search"' in (built / p).read_bytes()] == []
    assert not (built / "search").exists()
    for page, article in ours.items():
        assert theirs[page].title == article.title, page
        assert theirs[page].links == article.links, page


def test_mkdocs_itself_builds_the_same_site_byte_for_byte(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    said = run(BIN / "mkdocs", "build", "--strict", cwd=root)
    assert "WARNING" not in said
    assert files(root / "site") == files(site)


def test_two_builds_in_different_folders_give_the_same_bytes(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "elsewhere")
    subprocess.run(
        [BIN / "donebook", "build"],
        cwd=root,
        env={**QUIET, "TZ": "Pacific/Auckland"},
        check=True,
        capture_output=True,
    )
    assert files(root / "site") == files(site)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Server:
    """`mkdocs serve` on a project, read as a browser would."""

    def __init__(self, root: Path, log: Path) -> None:
        self.port = free_port()
        self.log = log
        self._out = log.open("w")
        self._process = subprocess.Popen(
            [BIN / "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}"],
            cwd=root,
            env=QUIET,
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=30) as answer:
            content: bytes = answer.read()
            return content

    def wait_for(self, path: str, words: bytes) -> None:
        for _ in range(PATIENCE):
            try:
                if words in self.get(path):
                    return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.1)
        pytest.fail(f"{words!r} never came up in {path}:\n{self.log.read_text()}")

    def wait_for_log(self, words: str) -> None:
        for _ in range(PATIENCE):
            if words in self.log.read_text():
                return
            time.sleep(0.1)
        pytest.fail(f"{words!r} was never said:\n{self.log.read_text()}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._out.close()


def test_serving_gives_the_same_site_and_follows_edits(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    shutil.rmtree(root / "content/proof-points")  # drafts: shown while serving only
    server = Server(root, tmp_path / "log.txt")
    try:
        server.wait_for("", b"</html>")
        for page, content in files(site).items():
            if not page.endswith((".xml", ".gz", *ONLY_PUBLISHED)):
                served = server.get(page.removesuffix("index.html"))
                assert without_livereload(served) == without_policy(content), page
        assert b"unregister" in server.get("sw.js"), "nothing kept before is shown instead"
        question = root / "content/questions/who-says-it-is-done.yaml"
        text = question.read_text()
        question.write_text(text.replace("Who gets to say it is finished", "Who ends it here"))
        server.wait_for("questions/who-says-it-is-done/", b"Who ends it here")
        question.write_text(text + "titel: x\n")
        server.wait_for_log('"titel" is not a field here')
        server.wait_for_log("stays as it was")
        assert b"Who ends it here" in server.get("questions/who-says-it-is-done/")
        question.write_text(text)
        server.wait_for("questions/who-says-it-is-done/", b"Who gets to say it is finished")
        builds = server.log.read_text().count("Building documentation...")
        assert builds == 4, "one build at the start and one for each edit"
        template = root / "templates/pages/question.md.j2"
        layout = template.read_text()
        template.write_text(layout + "{{ nope }}")
        server.wait_for_log("'nope' is undefined")
        assert b"Who gets to say it is finished" in server.get("questions/who-says-it-is-done/")
        template.write_text(layout + "\nA line of our own.\n")
        server.wait_for("questions/who-says-it-is-done/", b"A line of our own.")
    finally:
        server.stop()


# What a site gets when it is finished, and one that is being edited does not.
ONLY_PUBLISHED = ("sw.js", "files.json", "_headers", "version.js")


def without_policy(page: bytes) -> bytes:
    """A published page without its policy, which would stop live reload."""
    metas = rb'<meta http-equiv="Content-Security-Policy"[^>]*><meta name="referrer"[^>]*>'
    return re.sub(metas, b"", page)


def without_livereload(page: bytes) -> bytes:
    """A served page without the script that MkDocs' server puts before the end of the body."""
    start = page.find(b"<script>\nvar livereload")
    if start < 0:
        return page
    end = page.index(b"</script>", start) + len(b"</script>")
    return page[:start] + page[end:]
