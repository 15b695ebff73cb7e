"""The same generated pages under MkDocs, ProperDocs and Zensical, without a warning."""

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import End, build
from donebook.site.engine import engine_config_path
from donebook.site.policy import with_policy
from engines import BIN, QUIET, built_by, run
from history import commit, start
from projects import SHEET, make_project, tree
from serving import free_port
from shared import Shared, copy_project

pytestmark = pytest.mark.slow
# Tenths of a second that a server has, on a machine with other work, too.
PATIENCE = 1200


LEAD = frozenset({"href", "src", "action", "data"})
SKIP = ("a", (("id", "__skip"), ("tabindex", "-1")))  # Zensical's own place to skip to


class Article(HTMLParser):
    """A page's title, and its article: tags with their attributes, and words, in their order.

    Links are the places that they lead to, and white space is as a browser shows it.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self._folder = dirname(page)
        self._inside = {"title": False, "article": False}
        self.title = ""
        self.parts: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._inside:
            self._inside[tag] = True
        if self._inside["article"]:
            self.parts.append((tag, tuple(sorted((name, self._led(name, v)) for name, v in attrs))))

    def handle_endtag(self, tag: str) -> None:
        if self._inside["article"]:
            self.parts.append(f"</{tag}>")
        if tag in self._inside:
            self._inside[tag] = False

    def handle_data(self, data: str) -> None:
        if self._inside["title"]:
            self.title += data.strip()
        elif self._inside["article"]:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _led(self, name: str, value: str | None) -> str:
        """The value of an attribute; if it is an address on this site, from its top."""
        if name not in LEAD or not value or re.match(r"[a-z]+:", value):
            return value or ""
        path, _, anchor = value.partition("#")
        return f"{normpath(join(self._folder, path)) if path else 'here'}#{anchor}"

    @property
    def shown(self) -> list[object]:
        """The parts without what the engine adds of its own, and without the space around it."""
        at = self.parts.index(SKIP) if SKIP in self.parts else None
        own = self.parts if at is None else self.parts[:at] + self.parts[at + 2 :]
        begin = next((number for number, part in enumerate(own[1:], 1) if part != " "), 1)
        end = -2 if own[-2:-1] == [" "] else -1
        return own[begin:end]


# The navigation, most of a page, takes most of the time to read.
_BETWEEN = re.compile(r"</title>.*?(?=<article\b)", re.DOTALL)


def pages(site: Path) -> dict[str, Article]:
    found = {}
    for place in site.rglob("*.html"):
        page = place.relative_to(site).as_posix()
        found[page] = Article(page)
        found[page].feed(_BETWEEN.sub("</title>", place.read_text(encoding="utf-8")))
    return found


# All that a page of a company's own may hold.
EVERYTHING = """\
Ask [why now](../../questions/why-now.yaml) **first**, _then_ `this`.

## They say & we ask

| They say | We ask |
| --- | ---: |
| "Cheap" | By [whom](https://example.org/?a=1&b=2)? |

1. One
   - Two

> Said by *them*.

### Below <script>

```yaml
a: |

  b\tc
```

    four spaces

---

Back [to the top](#they-say-we-ask).
"""

# What says which files there are and what they hold; and what the engine alone writes.
LISTS = {"assets/donebook/version.js", "files.json", "sw.js"}
PACKED_MAP = "sitemap.xml.gz"
THEMES = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")


@pytest.fixture
def small(shared: Shared) -> Path:
    """The small playbook with a sheet and a history; copy it to build in it."""

    def make(folder: Path) -> None:
        root = make_project(
            folder / "playbook",
            {"worksheets/sheet.yaml": SHEET, "pages/rivals/acme.md": base.own_page(EVERYTHING)},
        )
        shared.lend_cache(root)
        (root / ".gitignore").write_text("/build/*\n/site/\n/.site-*/\n", encoding="utf-8")
        start(root, day="2026-11-02")
        asked_anew = base.FILES[base.WHY_NOW].replace("ask: ", "ask: So, ", 1)
        commit(root, {base.WHY_NOW: asked_anew}, day="2026-11-20")

    return shared.once("small", make) / "playbook"


@pytest.fixture
def small_site(small: Path, shared: Shared) -> Path:
    """The small playbook as a built site, with its archive for a folder next to it."""

    def make(folder: Path) -> None:
        built = build(copy_project(small, folder / "playbook"), TODAY, end=End.PACKED)
        assert built.site is not None, built.checked.problems

    return shared.once("small-site", make) / "playbook/site"


@pytest.mark.torture
@pytest.mark.parametrize("engine", ["zensical", "properdocs"])
def test_another_engine_builds_the_whole_site(engine: str, starter: Path, shared: Shared) -> None:
    ours, theirs = built_by("mkdocs", starter, shared), built_by(engine, starter, shared)
    same_files(tree(theirs.site), tree(ours.site))
    same_files(tree(theirs.unpacked), tree(ours.unpacked))
    for page in theirs.site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert with_policy(text) == text, page
        assert 'component="search"' not in text, page
    same_articles(theirs.site, ours.site)
    same_articles(theirs.unpacked, ours.unpacked)


def same_files(theirs: dict[str, bytes], ours: dict[str, bytes]) -> None:
    """The same files but for the theme's, and those that no engine makes byte for byte."""
    wanted = {path for path in ours if not path.startswith(THEMES)} - {PACKED_MAP}
    assert {path for path in theirs if not path.startswith(THEMES)} - {PACKED_MAP} == wanted
    made = {path for path in wanted - LISTS if not path.endswith(".html")}
    assert sum(path.endswith(".pdf") for path in made) > 30
    assert sum(path.startswith("assets/donebook/") for path in made) > 10
    assert [path for path in sorted(made) if theirs[path] != ours[path]] == []


def same_articles(theirs: Path, ours: Path) -> None:
    """Pages with the same titles, and with the same articles, part by part."""
    found, wanted = pages(theirs), pages(ours)
    assert set(found) == set(wanted)
    assert len(wanted) > 80
    for page, article in wanted.items():
        assert found[page].title == article.title, page
        assert len(article.shown) > 3, page
        assert found[page].shown == article.shown, page


@pytest.mark.torture
@pytest.mark.parametrize("engine", ["zensical", "properdocs"])
def test_another_engine_builds_by_hand_what_was_generated_for_it(
    engine: str, small: Path, small_site: Path, tmp_path: Path
) -> None:
    root = copy_project(small, tmp_path / "clone")
    run(BIN / "donebook", "generate", "--engine", engine, cwd=root)
    said = run(BIN / engine, "build", "--strict", "-f", engine_config_path(engine), cwd=root)
    assert "WARNING" not in said
    same_articles(root / f"build/site-{engine}", small_site)


@pytest.mark.torture
def test_the_generated_files_give_the_same_bytes_by_markdown_and_the_whole_template(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    run(BIN / "donebook", "generate", "--engine", "properdocs", cwd=root)  # without our plugin
    said = run(BIN / "mkdocs", "build", "--strict", "-f", engine_config_path("properdocs"), cwd=root)  # fmt: skip
    assert "WARNING" not in said
    long_way, ours = tree(root / "build/site-properdocs"), tree(site)
    html = [path for path in ours if path.endswith(".html")]
    assert len(html) > 300
    assert [path for path in html if long_way[path] != without_policy(ours[path])] == []


def test_mkdocs_itself_builds_the_same_site_byte_for_byte(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    said = run(BIN / "mkdocs", "build", "--strict", cwd=root)
    assert "WARNING" not in said
    assert tree(root / "site") == tree(site)


@pytest.mark.torture
def test_two_builds_in_different_folders_give_the_same_bytes(
    small: Path, small_site: Path, tmp_path: Path
) -> None:
    root = copy_project(small, tmp_path / "elsewhere")
    subprocess.run(
        [BIN / "donebook", "build", "--offline"],
        cwd=root,
        env={**QUIET, "TZ": "Pacific/Auckland"},
        check=True,
        capture_output=True,
    )
    assert tree(root / "site") == tree(small_site)
    archive = "site-offline.zip"
    assert (root / archive).read_bytes() == (small_site.parent / archive).read_bytes()


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


@pytest.mark.torture
def test_serving_gives_the_same_site_and_follows_edits(
    starter: Path, site: Path, tmp_path: Path
) -> None:
    root = copy_project(starter, tmp_path / "clone")
    for drafts in ("proof-points", "pages"):  # shown while serving only
        shutil.rmtree(root / "content" / drafts)
    server = Server(root, tmp_path / "log.txt")
    try:
        server.wait_for("", b"</html>")
        for page, content in tree(site).items():
            if not (page.endswith((".xml", ".gz", *ONLY_PUBLISHED)) or page.startswith("playbook")):
                served = server.get(page.removesuffix("index.html"))
                assert without_livereload(served) == without_policy(content), page
        assert b"unregister" in server.get("sw.js"), "nothing kept before is shown instead"
        question = root / "content/questions/who-says-it-is-done.yaml"
        text = question.read_text()
        question.write_text(text.replace("Who gets to say it", "Who ends it here"))
        server.wait_for("questions/who-says-it-is-done/", b"Who ends it here")
        question.write_text(text + "titel: x\n")
        server.wait_for_log('"titel" is not a field here')
        server.wait_for_log("stays as it was")
        assert b"Who ends it here" in server.get("questions/who-says-it-is-done/")
        question.write_text(text)
        server.wait_for("questions/who-says-it-is-done/", b"Who gets to say it")
        builds = server.log.read_text().count("Building documentation...")
        assert builds == 1, "at the start; after an edit only what it changed is built"
        template = root / "templates/pages/question.html.j2"
        layout = template.read_text()
        template.write_text(layout + "{{ nope }}")
        server.wait_for_log("'nope' is undefined")
        assert b"Who gets to say it" in server.get("questions/who-says-it-is-done/")
        template.write_text(layout + "\nA line of our own.\n")
        server.wait_for("questions/who-says-it-is-done/", b"A line of our own.")
    finally:
        server.stop()


# What a site gets when it is finished, and one that is being edited does not.
ONLY_PUBLISHED = ("sw.js", "files.json", "_headers", "version.js", ".md", ".txt")


def without_policy(page: bytes) -> bytes:
    """A published page without its policy, which would stop live reload, and without the link to its Markdown."""
    metas = rb'<meta http-equiv="Content-Security-Policy"[^>]*><meta name="referrer"[^>]*>'
    copy = rb'\n    <link rel="alternate " type="text/markdown"[^>]*>\n  '
    return re.sub(copy, b"", re.sub(metas, b"", page))


def without_livereload(page: bytes) -> bytes:
    """A served page without the scripts that the server adds: MkDocs', and the one for problems."""
    page = page.replace(b'<script src="/__donebook/serve.js" defer></script>', b"", 1)
    start = page.find(b"<script>\nvar livereload")
    if start < 0:
        return page
    end = page.index(b"</script>", start) + len(b"</script>")
    return page[:start] + page[end:]
