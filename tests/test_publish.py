"""Never half a site: whatever happens to a build, people see the old site or the new one."""

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from donebook.check import check
from donebook.cli.build import WAITING
from donebook.cli.main import donebook
from donebook.pages import TemplateFailed
from donebook.rules import CODES
from donebook.rules.base import CONFIG, TODAY
from donebook.site import publish as publishing
from donebook.site.build import build
from donebook.site.finish import SiteRefused, finish
from donebook.site.generate import BUILD, PAGES, generate, sync, write
from donebook.site.publish import RETIRED, RUN, InTheWay, clean_up, only_one, publish
from donebook.site.version import SCRIPT
from donebook.site.worker import RETIRED as RETIRED_WORKER
from donebook.source import Folder
from projects import CACHE, COMPILED, SHEET, make_project, tree
from shared import Shared

pytestmark = pytest.mark.slow

Project = Callable[..., Path]


@pytest.fixture
def built(shared: Shared, tmp_path: Path) -> Path:
    """The small playbook with its site, to change and to build again."""

    def make(folder: Path) -> None:
        assert build(make_project(folder / "playbook"), TODAY).site

    kept = shared.once("small-with-site", make) / "playbook"
    return Path(shutil.copytree(kept, tmp_path / "built", symlinks=True))


def test_a_build_with_errors_leaves_the_site_alone(built: Path) -> None:
    before = tree(built / "site")
    (built / "content/questions/why-now.yaml").write_text("title: [\n")
    result = build(built, TODAY)
    assert result.site is None
    assert result.checked.errors
    assert tree(built / "site") == before


@pytest.mark.torture
def test_a_build_counts_its_warnings(built: Path) -> None:
    question = built / "content/questions/why-now.yaml"
    question.write_text(question.read_text("utf-8").replace("{label: Shrugs}", "A shrug"), "utf-8")
    given = ["--root", str(built), "build", "--today", f"{TODAY}"]
    done = CliRunner().invoke(donebook, given)
    assert done.exit_code == 0, done.output
    assert "     1 W511 A sign without a label\n" in done.stderr
    assert "`donebook check` shows these warnings one by one." in done.stderr
    assert "content/questions/why-now.yaml:" not in done.output


@pytest.mark.torture
def test_names_in_header_and_navigation_stay_text(project: Project) -> None:
    hostile = "'\"><img src=x onerror=alert(1)></title><script>alert(1)</script>'"
    root = project()
    settings = root / "site-config/playbook.yaml"
    text = settings.read_text().replace("name: Example playbook", f"name: {hostile}")
    settings.write_text(f"{text}description: {hostile}\n")
    words = root / "content/vocabulary.yaml"
    words.write_text(words.read_text().replace("name: Open,", f"name: {hostile},"))
    assert build(root, TODAY).site
    for place in (root / "site").rglob("*.html"):
        page = place.read_text()
        assert "<img src=x" not in page, place
        assert "<script>alert" not in page, place
    assert "&lt;img src=x onerror=alert(1)&gt;" in (root / "site/index.html").read_text()


def test_a_link_of_a_template_that_leads_nowhere_leaves_the_site_alone(built: Path) -> None:
    before = tree(built / "site")
    own = built / "templates/pages"
    own.mkdir(parents=True)
    (own / "glossary.html.j2").write_text(
        '<h1>Glossary</h1>\n<a href="../nowhere/">x</a> <a href="../questions/#no">x</a>\n'
    )
    with pytest.raises(TemplateFailed) as failed:
        build(built, TODAY)
    assert str(failed.value).splitlines() == [
        "glossary.md: a link leads nowhere: ../nowhere/",
        "glossary.md: a link leads to a heading that is not there: ../questions/#no",
    ]
    assert tree(built / "site") == before
    assert not (built / RUN).exists()


def test_a_site_that_fetches_from_outside_is_refused(built: Path) -> None:
    before = tree(built / "site")
    own = built / "templates/pages"
    own.mkdir(parents=True)
    (own / "glossary.html.j2").write_text(
        '<h1>Glossary</h1>\n<img alt="x" src="https://evil.example/x.png">\n'
    )
    with pytest.raises(SiteRefused, match=r"glossary/index\.html"):
        build(built, TODAY)
    assert tree(built / "site") == before


@pytest.mark.torture
def test_a_build_that_succeeds_takes_the_place_of_the_old_site(built: Path) -> None:
    (built / "site/leftover.html").write_text("old")
    config = built / "site-config/playbook.yaml"
    config.write_text(config.read_text().replace("Example playbook", "Another name"))
    assert build(built, TODAY).site
    assert "Another name" in (built / "site/index.html").read_text()
    assert not (built / "site/leftover.html").exists()
    assert not (built / RUN).exists()


KILLED = """
import datetime, pathlib, sys
from donebook.site.build import build
print("go", flush=True)
build(pathlib.Path(sys.argv[1]), datetime.date.today())
"""


def test_a_killed_build_leaves_the_old_site_or_the_new_one(built: Path) -> None:
    (built / CACHE / COMPILED).unlink()  # or most builds would end before they are killed
    config = built / "site-config/playbook.yaml"
    text = config.read_text()
    states = {"Example playbook": tree(built / "site")}
    config.write_text(text.replace("Example playbook", "Another name"))
    assert build(built, TODAY).site
    states["Another name"] = tree(built / "site")
    ended = []
    for attempt, delay in enumerate((0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.1)):
        name = ("Example playbook", "Another name")[attempt % 2]
        config.write_text(text.replace("Example playbook", name))
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(built)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        ended.append(process.wait())
        process.stdout.close()
        assert tree(built / "site") in states.values()
    assert ended.count(-signal.SIGKILL) > 3, "most builds were killed before their end"
    config.write_text(text)
    assert build(built, TODAY).site
    assert tree(built / "site") == states["Example playbook"]
    assert [p.name for p in built.iterdir() if p.name.startswith(".site")] == []


@pytest.mark.torture
def test_a_second_build_says_that_it_waits_and_then_builds(built: Path) -> None:
    (built / "site/leftover.html").write_text("of an older build")
    with only_one(built, lambda: pytest.fail("nobody else builds")):
        second = subprocess.Popen(
            [Path(sys.executable).parent / "donebook", "build"],
            cwd=built,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr
        assert second.stderr.readline() == f"{WAITING}\n"
        assert (built / "site/leftover.html").exists()
        assert second.poll() is None
    assert second.communicate()[1] == ""
    assert second.returncode == 0
    assert not (built / "site/leftover.html").exists()


@pytest.mark.torture
def test_a_sheet_that_is_too_long_is_published_and_said(project: Project) -> None:
    sheet = "title: Sheet\nsummary: For a call.\nowner: team\nreviewed: 2026-10-01\npurpose: To ask.\naudience: internal\nstage: open\npages: 1\nminutes: 5\nsections:\n  - {type: notes, title: Notes, key: notes, lines: 40}\n  - {type: notes, title: More, key: more, lines: 40}\n"
    root = project({"worksheets/long.yaml": sheet})
    built = build(root, TODAY)
    assert (root / "site/worksheets/long/long-letter.pdf").is_file()
    (problem,) = built.checked.problems
    assert (problem.code, problem.span.path) == ("C411", "content/worksheets/long.yaml")


def test_a_sheet_that_is_too_long_stops_the_build_where_it_is_an_error(project: Project) -> None:
    severe = {"../site-config/playbook.yaml": CONFIG + "severity: {C411: error}\n"}
    root = project({**CODES["C411"].bad, **severe})
    built = build(root, TODAY)
    assert built.site is None
    assert built.checked.errors == 1
    assert not (root / "site").exists()


def test_a_template_that_fails_leaves_the_pages_as_they_were(built: Path) -> None:
    before = tree(built / PAGES)
    own = built / "templates/pages"
    own.mkdir(parents=True)
    (own / "glossary.html.j2").write_text("<h1>New words</h1>\n")
    (own / "question.html.j2").write_text("{{ nope }}\n")
    with pytest.raises(TemplateFailed, match="nope"):
        build(built, TODAY)
    assert tree(built / PAGES) == before


@pytest.mark.torture
@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_not_replaced_by_a_site(project: Project, kind: str) -> None:
    root = project()
    elsewhere = root / "elsewhere"
    elsewhere.write_text("mine")
    if kind == "file":
        (root / "site").write_text("mine")
    else:
        (root / "site").symlink_to(elsewhere)
    with pytest.raises(InTheWay, match="move it away"):
        build(root, TODAY)
    assert (root / "site").read_text() == "mine"
    (root / RUN).write_text("left behind")
    (root / "site").unlink()
    assert build(root, TODAY).site
    assert elsewhere.read_text() == "mine"


@pytest.mark.parametrize("can_swap", [True, False])
def test_one_site_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_swap: bool
) -> None:
    if not can_swap:
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/old.html").touch()
    staged = tmp_path / RUN
    staged.mkdir()
    (staged / "new.html").touch()
    publish(staged, tmp_path)
    clean_up(tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["new.html"]


def test_a_death_between_two_names_is_fixed(tmp_path: Path) -> None:
    (tmp_path / RETIRED).mkdir()
    (tmp_path / RETIRED / "old.html").touch()
    (tmp_path / RUN).mkdir()
    clean_up(tmp_path)
    assert (tmp_path / "site/old.html").is_file()
    assert not (tmp_path / RUN).exists()


def test_only_what_changed_is_written_and_what_is_stale_goes(project: Project) -> None:
    root = project()
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    pages = root / BUILD / PAGES
    write(root, generate(root, playbook), root / BUILD)
    (pages / ".gitignore").write_text("*\n")
    stamps = {p: p.stat().st_mtime_ns for p in pages.rglob("*") if p.is_file()}
    (pages / "questions/gone.md").write_text("stale")
    (pages / "index.md").write_text("damaged")
    (pages / "linked.md").symlink_to("/etc/hostname")
    write(root, generate(root, playbook), root / BUILD)
    after = {p: p.stat().st_mtime_ns for p in pages.rglob("*") if p.is_file()}
    assert {p.relative_to(pages).as_posix() for p in after if after[p] != stamps.get(p)} == {
        "index.md"
    }
    assert set(after) == set(stamps)


def test_a_link_in_the_way_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("untouched")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "page.md").symlink_to(outside)
    sync(folder, [("page.md", b"new")])
    assert outside.read_text() == "untouched"
    assert (folder / "page.md").read_text() == "new"


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ('<script src="https://x.example/a.js"></script>', "from outside"),
        ('<link rel="stylesheet" href="//x.example/a.css">', "from outside"),
        ("<iframe src=http://x.example></iframe>", "from outside"),
        ("<p>no robots line</p>", "indexed"),
        ("<p>no head to put a policy in</p>", "has no content security policy"),
        ("<p style='color: red'>x</p>", "policy stops"),
        ('<img alt="a > b" onerror="alert(1)">', "policy stops"),
        ('<a href=" javascript:alert(1)">x</a>', "policy stops"),
        ("<style>p { color: red }</style>", "policy stops"),
        ("<svg/onload=alert(1)></svg>", "policy stops"),
        ('<p title="x"onclick="alert(1)">x</p>', "policy stops"),
        ('<a href="&#106;ava&Tab;script:alert(1)">x</a>', "policy stops"),
        ('<button formaction="javascript:alert(1)">x</button>', "policy stops"),
        ('<form action="javascript:alert(1)"></form>', "policy stops"),
        ('<form action="&#106;avascript:alert(1)"></form>', "policy stops"),
        ('<object data="javascript:alert(1)"></object>', "policy stops"),
    ],
)
def test_promises_that_a_page_can_break(
    project: Project, tmp_path: Path, html: str, word: str
) -> None:
    playbook = check(Folder(project()), TODAY).playbook
    assert playbook
    robots = '<meta name="robots" content="noindex, nofollow">'
    site = tmp_path / "built"
    site.mkdir()
    fine = '<a href="https://x.example/" title="style=1 onclick=2 javascript:">fine</a>'
    (site / "index.html").write_text(f"<head>{robots}</head>{fine}")
    finish(site, playbook)
    head = "" if html.startswith("<p>no ") else f"<head>{robots}</head>"
    (site / "page.html").write_text(f"{head}{html}")
    with pytest.raises(SiteRefused, match=word):
        finish(site, playbook)


def test_a_site_is_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, site = tmp_path / "built", tmp_path / "site"
    for folder in (built, site):
        folder.mkdir()
    (built / "index.html").write_text("new")
    seen: list[bool] = []

    def to_disk(folder: Path) -> None:
        seen.append((folder / "index.html").is_file() and not (site / "index.html").exists())

    monkeypatch.setattr("donebook.site.publish._to_disk", to_disk)
    publish(built, tmp_path)
    assert seen == [True]
    assert (site / "index.html").read_text() == "new"


def test_a_policy_that_a_page_brings_along_does_not_stand_alone(
    project: Project, tmp_path: Path
) -> None:
    from donebook.site.policy import with_policy

    playbook = check(Folder(project()), TODAY).playbook
    assert playbook
    lax = """<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">"""
    page = tmp_path / "index.html"
    page.write_text(
        f'<head><meta name="robots" content="noindex">{lax}</head><script>go()</script>'
    )
    finish(tmp_path, playbook)
    text = page.read_text()
    assert with_policy(text) == text
    other = text.replace("go()", "stop()")
    assert with_policy(other) != other, "hashes fit one text only"


def test_each_script_in_a_page_is_allowed_by_the_hash_of_its_own_text() -> None:
    from donebook.site.policy import policy

    page = "<p>İ</p><SCRIPT>Go(1)</SCRIPT><script type='x'>Go(2)</script><script SRC=a.js>Go(3)</script><Script type=application/json>{}</script>"
    digests = [hashlib.sha256(text.encode()).digest() for text in ("Go(1)", "Go(2)")]
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    assert f"script-src 'self' {hashes};" in policy(page)


def test_the_list_names_each_file_by_the_hash_of_its_bytes(built: Path) -> None:
    site = built / "site"
    text = (site / "files.json").read_text(encoding="utf-8")
    files = json.loads(text)
    assert list(files) == sorted(files)
    there = tree(site)
    assert set(files) == set(there) - {"files.json", "sw.js"}
    assert files == {path: hashlib.sha256(there[path]).hexdigest() for path in files}
    assert hashlib.sha256(text.encode()).hexdigest() in (site / "sw.js").read_text()
    before = there["files.json"]
    assert build(built, TODAY).site
    assert (site / "files.json").read_bytes() == before


def test_what_hosts_are_told_changes_the_list_and_no_version(
    project: Project, tmp_path: Path
) -> None:
    playbook = check(Folder(project()), TODAY).playbook
    assert playbook
    site = tmp_path / "built"
    site.mkdir()
    (site / "index.html").write_text('<head><meta name="robots" content="noindex"></head>')
    finish(site, playbook)
    version, files = ((site / path).read_bytes() for path in (SCRIPT, "files.json"))
    (site / "sitemap.xml").write_text("<urlset/>")
    finish(site, playbook)
    assert (site / SCRIPT).read_bytes() == version
    assert (site / "files.json").read_bytes() != files
    (site / "note.txt").write_text("for readers")
    finish(site, playbook)
    assert (site / SCRIPT).read_bytes() != version


@pytest.mark.torture
@pytest.mark.parametrize(
    ("setting", "days"), [("", "null"), ("offline: on\n", "null"), ("offline: 14\n", "14")]
)
def test_the_worker_knows_for_how_many_days_it_keeps(
    project: Project, setting: str, days: str
) -> None:
    root = project({"../site-config/playbook.yaml": CONFIG + setting})
    assert build(root, TODAY).site
    assert f'"days":{days}}}' in (root / "site/sw.js").read_text()
    assert '"isKept":true' in (root / "site" / SCRIPT).read_text()


@pytest.mark.torture
def test_where_nothing_is_to_be_kept_the_worker_only_lets_go(project: Project) -> None:
    root = project({"../site-config/playbook.yaml": CONFIG + "offline: off\n"})
    assert build(root, TODAY).site
    assert (root / "site/sw.js").read_text() == RETIRED_WORKER
    assert '"isKept":false' in (root / "site" / SCRIPT).read_text()


@pytest.mark.torture
def test_who_may_frame_a_page_is_told_to_hosts(project: Project) -> None:
    root = project()
    assert build(root, TODAY).site
    alone = (root / "site/_headers").read_text()
    assert "frame-ancestors 'none'" in alone
    assert "X-Frame-Options: DENY" in alone
    settings = root / "site-config/playbook.yaml"
    frames = "embed_in: [https://acme.lightning.force.com, 'https://*.example.com:8443']\n"
    settings.write_text(CONFIG + frames)
    assert build(root, TODAY).site
    told = (root / "site/_headers").read_text()
    allowed = "'self' https://acme.lightning.force.com https://*.example.com:8443"
    assert f"Content-Security-Policy: frame-ancestors {allowed}\n" in told
    assert "X-Frame-Options" not in told


@pytest.mark.torture
def test_a_web_server_can_read_a_site_whatever_the_umask(built: Path) -> None:
    shutil.rmtree(built / "site")
    before = os.umask(0o077)
    try:
        assert build(built, TODAY).site
    finally:
        os.umask(before)
    site = built / "site"
    unread = [p for p in (site, *site.rglob("*")) if p.stat().st_mode & 0o044 != 0o044]
    closed = [
        p for p in (site, *site.rglob("*")) if p.is_dir() and p.stat().st_mode & 0o011 != 0o011
    ]
    assert (unread, closed) == ([], [])


# --- is it still what was made?


@pytest.mark.torture
def test_a_site_is_verified_against_what_its_playbook_makes(built: Path) -> None:
    run = CliRunner()
    day = ["--today", TODAY.isoformat()]
    arguments = ["--root", str(built), "build", "--verify", *day]
    fine = run.invoke(donebook, arguments, standalone_mode=False)
    assert fine.return_value == 0, fine.output
    assert "byte for byte" in fine.stdout
    site = built / "site"
    (site / "index.html").write_bytes((site / "index.html").read_bytes() + b"x")
    (site / "strange.txt").write_text("strange")
    (site / "sw.js").unlink()
    before = tree(site)
    differs = run.invoke(donebook, arguments, standalone_mode=False)
    assert differs.return_value == 1
    assert differs.stdout.splitlines() == [
        "index.html: changed",
        "strange.txt: not made by this playbook",
        "sw.js: missing",
    ]
    assert tree(site) == before
    assert "leave --offline out" in run.invoke(donebook, [*arguments, "--offline"]).output


@pytest.mark.torture
def test_many_files_that_differ_are_counted(built: Path) -> None:
    shutil.rmtree(built / "site")
    arguments = ["--root", str(built), "build", "--verify", "--today", TODAY.isoformat()]
    found = CliRunner().invoke(donebook, arguments).stdout.splitlines()
    assert found[0] == "404.html: missing"
    assert len(found) == 21
    assert re.fullmatch(r"… and \d+ more files\.", found[-1])


# --- what earlier builds kept


def damaged(content: bytes, others: bytes) -> dict[str, bytes]:
    """A cache's file in each way in which it can be another one than was written."""
    middle = len(content) // 2
    return {
        "a bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut off": content[:middle],
        "emptied": b"",
        "of another name": others,
        "of another version": b"\x00" * 32 + content[32:],
    }


@pytest.mark.torture
def test_a_damaged_cache_is_never_published(tmp_path: Path) -> None:
    root = make_project(tmp_path / "own", {"worksheets/sheet.yaml": SHEET})
    caches = {name: root / CACHE / name for name in ("icons", "sheets", COMPILED)}
    caches[COMPILED].unlink(missing_ok=True)  # of this run's builds together
    assert build(root, TODAY).site
    before = tree(root / "site")
    whole = {place: place.read_bytes() for folder in caches.values() for place in folder.iterdir()}
    assert all(len(list(folder.iterdir())) >= 3 for folder in caches.values())
    kept = sorted(whole)
    for number, place in enumerate(kept):
        ways = damaged(whole[place], whole[kept[number - 1]])
        place.write_bytes(list(ways.values())[number % len(ways)])
    assert build(root, TODAY).site
    assert tree(root / "site") == before
    assert [place for place in kept if place.read_bytes() != whole[place]] == []
