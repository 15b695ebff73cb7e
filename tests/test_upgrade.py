"""A company's repository gets a newer donebook, and nothing that somebody wrote is lost."""

import errno
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from packaging.version import Version

from donebook.check import check
from donebook.cli.main import donebook
from donebook.cli.upgraded import PATCH
from donebook.config import SCHEMA
from donebook.language import english
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder, OneFile
from donebook.write import starter
from donebook.write.given import unmet
from donebook.write.migrate import GONE_IN_2, STEPS, migrated
from donebook.write.to_do import HEADING, to_do
from donebook.write.wheel import Wheel, own_wheel, packed
from history import commit, git, start
from projects import CHECKOUT, copy_checkout
from shared import Shared
from trials import one_in

# What `donebook new site` of commit 007d309 wrote, which called itself 0.1.0.
FIRST = CHECKOUT / "tests/cases/upgrade/0.1.0.tar.xz"
NEW = Wheel("0.2.0+g1", b"the new one")
WORDS = """\
# Our words
common:
  # ours, on paper
  a4: A four
  # a note of ours
  draft-shown-only-while: Only a sketch
month: {"1": Jänner, "2": Feber}
"""
QUESTION = """\
# Ours, since the fair
title: Our own question
ask: "What would make you open this again in a month?"   # said aloud
stage: qualify
test: real
form: open
owner: field-sales
reviewed: 2026-11-20
summary: What brings them back.
why: It shows who carries the matter on.
roles: [champion]
listen_for:
  strong: {signs: ['"Our own number, on a page of ours"']} # heard twice
  red_flag: {signs: ['"Nothing, really"'], warns_of: [no-compelling-event]}
follow_ups:
  - heard: Nothing, really.
    ask: Who would miss it most?
"""
# What somebody has changed; none of these files is ours to write.
EDITED: Mapping[str, str] = {
    "content/questions/our-own.yaml": QUESTION,
    "content/exercises/six-at-the-table.yaml": "# too many\nretired: Nobody has six.\n",
    "templates/pages/glossary.md.j2": "# Ours\n",
    "site-config/theme/404.html": "{% extends 'main.html' %}\n",
    "site-config/assets/own.css": ".ours { color: teal; }\n",
    "README.md": "Ours.\n",
}


def run(root: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(donebook, ["--root", str(root), "upgrade", *map(str, words)])


def upgrade(root: Path, *words: str | Path) -> str:
    ran = run(root, *words)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def changed(place: Path, old: str, new: str) -> None:
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), encoding="utf-8")


def tracked(root: Path) -> dict[str, bytes]:
    found = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return {path: (root / path).read_bytes() for path in found if path and (root / path).is_file()}


@pytest.fixture(autouse=True)
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for donebook's own wheel, which takes a moment to build."""
    monkeypatch.setattr("donebook.cli.upgrade.own_wheel", lambda: NEW)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A repository as the first version wrote it."""
    root = tmp_path / "acme"
    with tarfile.open(FIRST) as archive:
        archive.extractall(root, filter="data")
    return start(root, day="2026-10-05")


@pytest.fixture
def acme(first: Path) -> Path:
    """The same with edits of every kind."""
    for path, text in EDITED.items():
        (first / path).parent.mkdir(parents=True, exist_ok=True)
        (first / path).write_text(text)
    (first / "site-config/words").mkdir()
    (first / "site-config/words/en.yaml").write_text(WORDS)
    makefile = first / "Makefile"
    makefile.write_text(f"{makefile.read_text()}\nours: ## a target of ours\n\t@echo ours\n")
    changed(first / ".github/workflows/publish.yml", "'3.12'", "'3.13' # ours")
    changed(first / "mkdocs.yml", "Switch to light", "Light, please")
    (first / ".vscode/extensions.json").unlink()
    settings, vocabulary = first / "site-config/playbook.yaml", first / "content/vocabulary.yaml"
    changed(settings, "name: Sales playbook", "# the board's name\nname: 'Acme: how we sell'")
    changed(settings, "# words:\n", "words: {stages: {open: First look}}\n# words:\n")
    changed(vocabulary, "stages:\n", "# Ours come first.\nstages:\n  # ours\n  qualify:\n    name: Qualify\n    purpose: Find out whether it is real.\n    exit_when:\n      - Said what happens if nothing does.\n\n")  # fmt: skip
    commit(first, day="2026-11-20")
    return first


# --- from the first version


@pytest.mark.long
def test_everything_that_nobody_changed_is_renewed(first: Path) -> None:
    assert not (first / ".gitattributes").exists()
    said = upgrade(first)
    assert "From donebook 0.1.0 to 0.2.0+g1." in said
    assert "stay as they are" not in said
    assert "Look at these" not in said
    assert (first / "mkdocs.yml").read_bytes() == (CHECKOUT / "mkdocs.yml").read_bytes()
    assert "donebook==0.2.0+g1 --hash=sha256:" in (first / "requirements.txt").read_text()
    assert (first / f"vendor/{NEW.name}").read_bytes() == NEW.content
    for path in ("requirements-locked.txt", ".gitattributes", ".github/workflows/publish.yml"):
        assert f"\n  {path}\n" in said
    assert not [p for p in check(Folder(first), TODAY).problems if p.is_error]
    commit(first)
    before = tracked(first)
    assert "already. Nothing is changed." in upgrade(first)
    assert tracked(first) == before
    assert not (first / PATCH).exists()


def test_nothing_that_somebody_edited_is_touched(acme: Path) -> None:
    before = tracked(acme)
    said = upgrade(acme)
    after = tracked(acme)
    edited = (*EDITED, "Makefile", ".github/workflows/publish.yml", "mkdocs.yml")
    kept = {path: before[path] for path in (*edited, "content/vocabulary.yaml")}
    assert {path: after[path] for path in kept} == kept
    assert not (acme / ".vscode/extensions.json").exists()
    of_content = [p for p in before if p.startswith("content/")]
    assert [p for p in of_content if before[p] != after[p]] == []
    for path in edited[-3:]:
        assert f"\n  {path}: you changed it. What is new in ours:\n    --- ours, before\n" in said
    assert "  .vscode/extensions.json: you deleted it.\n" in said
    assert "    -.venv/.tools: requirements.txt\n" in said
    assert "templates/pages/glossary.md.j2: nothing uses it" in said
    assert "site-config/theme/404.html: it takes the place of ours" in said
    assert "own.css:" not in said


@pytest.mark.long
def test_content_is_brought_up_to_date_and_keeps_its_comments(acme: Path) -> None:
    settings, words = acme / "site-config/playbook.yaml", acme / "site-config/words/en.yaml"
    before = settings.read_text()
    said = upgrade(acme)
    kept, _, added = settings.read_text().partition("\n\n# Since when reps have this playbook.")
    assert kept.replace(f"schema: {SCHEMA}", "schema: 1") == before.rstrip()
    assert yaml.safe_load(f"#{added}") == {
        "live_since": yaml.safe_load("2026-10-05"),
        "paper": "a4",
    }
    assert words.read_text() == WORDS.replace("  a4: A four\n", "").partition("month:")[0]
    for gone in ("common.a4 is taken out, because nothing shows it any more: A four", "month.1"):
        assert f"site-config/words/en.yaml: {gone}" in said
    found = check(Folder(acme), TODAY)
    assert not [p for p in found.problems if p.is_error]
    assert found.playbook
    assert found.playbook.language.say("common.draft-shown-only-while") == "Only a sketch"
    told = [p for p in found.problems if p.span.path.endswith(".md.j2")]
    assert [p.help for p in told] == [
        "Pages are HTML now: write it as templates/pages/glossary.html.j2."
    ]


@pytest.mark.long
def test_what_is_new_can_be_put_into_edited_files_and_then_nothing_is_left(acme: Path) -> None:
    assert f"git apply {PATCH}" in upgrade(acme)
    git(acme, "apply", PATCH)
    commit(acme)
    makefile, workflow = acme / "Makefile", acme / ".github/workflows/publish.yml"
    ours = (CHECKOUT / "templates/site/Makefile").read_text()
    assert makefile.read_text() == f"{ours}\nours: ## a target of ours\n\t@echo ours\n"
    own = (CHECKOUT / ".github/workflows/publish.yml").read_text()
    assert workflow.read_text() == own.replace("'3.12'", "'3.13' # ours")
    said = upgrade(acme)
    assert "Nothing is changed" in said
    assert "  Makefile: you changed it.\n" in said
    assert "git apply" not in said
    assert git(acme, "status", "--porcelain") == ""


def test_a_file_that_has_all_that_is_new_needs_nothing(first: Path) -> None:
    ours = (CHECKOUT / "templates/site/gitignore").read_text()
    (first / ".gitignore").write_text(ours.replace("/sheets/\n", "/sheets/\n/of-ours/\n"))
    commit(first)
    assert "  .gitignore: you changed it; it has what is new in ours.\n" in upgrade(first)
    assert not (first / PATCH).exists()


@pytest.mark.long
def test_the_next_version_says_only_what_is_new_since(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in files into which somebody has put what was new the last time."""
    upgrade(acme)
    git(acme, "apply", PATCH)
    git(acme, "checkout", "-q", "--", ".github/workflows/publish.yml")  # not into this one
    commit(acme)
    monkeypatch.setattr("donebook.cli.upgrade.own_wheel", lambda: Wheel("0.3.0", b"the third"))
    given = starter.starter

    def newer(*words: Any) -> starter.Starter:
        found = given(*words)
        text = found.managed["Makefile"].replace(b"# Made by donebook.", b"# Made by the third.")
        text = text.replace(b"--no-deps ", b"--no-deps --third ")
        return replace(found, managed={**found.managed, "Makefile": text})

    monkeypatch.setattr("donebook.cli.upgrade.starter", newer)
    said = upgrade(acme)
    made = [line[4:] for line in said.splitlines() if re.match(r"    [+-][^+-]", line)]
    assert [line[:22] for line in made[:4]] == ["-# Made by donebook. `", "+# Made by the third. ", "-\t$(PIP) install --no-", "+\t$(PIP) install --no-"]  # fmt: skip
    assert "publish.yml: you changed it. What is new in ours:\n" in said
    git(acme, "apply", PATCH)
    makefile = (acme / "Makefile").read_text()
    assert "--third" in makefile
    assert makefile.endswith("\nours: ## a target of ours\n\t@echo ours\n")
    workflow = (acme / ".github/workflows/publish.yml").read_text()
    own = (CHECKOUT / ".github/workflows/publish.yml").read_text()
    assert workflow == own.replace("'3.12'", "'3.13' # ours")


@pytest.mark.torture
@pytest.mark.slow
def test_the_site_is_built_with_own_pages_words_and_styles(acme: Path, shared: Shared) -> None:
    (acme / "site-config/theme/404.html").unlink()
    commit(acme)
    upgrade(acme)
    git(acme, "apply", PATCH)
    shared.lend_cache(acme)
    built = build(acme, TODAY)
    assert built.site
    page = (built.site / "questions/our-own/index.html").read_text()
    assert "What would make you open this again in a month?" in page
    assert (built.site / "stages/qualify/index.html").is_file()
    assert "teal" in (built.site / "assets/donebook/own.css").read_text()
    assert "Nobody has six." in (built.site / "exercises/six-at-the-table/index.html").read_text()


def test_what_the_version_asks_is_said_once(first: Path) -> None:
    said = upgrade(first)
    assert "What 0.2.0 asks of you:\n\n- Look at `live_since`" in said
    commit(first)
    assert "asks of you" not in upgrade(first)


@pytest.mark.long
def test_a_dry_run_says_the_same_and_writes_nothing(acme: Path) -> None:
    before = tracked(acme)
    said = upgrade(acme, "--dry-run")
    assert tracked(acme) == before
    assert not (acme / PATCH).exists()
    end = "\nNothing was written. Without --dry-run, all of this is.\n"
    assert said.endswith(end)
    assert "lines more" not in said, "there is no patch that could hold them"
    written = upgrade(acme).splitlines()
    cut = [line for line in written if "lines more" in line]
    assert set(written) - set(cut) <= set(said.splitlines())
    assert bool(cut) is (len(written) < len(said.removesuffix(end).splitlines()))


def test_where_both_changed_the_same_lines_all_that_is_new_is_shown(first: Path) -> None:
    changed(first / "Makefile", ".venv/.tools: requirements.txt\n", ".venv/.tools: ours.txt\n")
    changed(first / ".gitlab-ci.yml", "script:", "script: # ours")
    commit(first)
    said = upgrade(first)
    assert "+.venv/.tools: .venv/bin/python requirements.txt requirements-locked.txt\n" in said
    assert "more, in" not in said
    assert not [line for line in said.splitlines() if line.startswith("    …")]
    assert "\n  Makefile: what is new in ours can't be put in for you. Do it by hand." in said
    assert not (first / PATCH).exists()


def test_without_a_history_theirs_is_compared_with_ours(acme: Path) -> None:
    shutil.rmtree(acme / ".git")
    said = upgrade(acme)
    assert "Makefile: you changed it. What is new in ours:\n    --- yours\n    +++ ours\n" in said
    assert not (acme / PATCH).exists()
    assert f"\nlive_since: {TODAY:%Y}"[:12] in (acme / "site-config/playbook.yaml").read_text()


@pytest.mark.long
def test_in_a_folder_of_a_larger_repository_paths_are_the_repositorys(first: Path) -> None:
    top = first.parent / "all"
    (top / "sales").mkdir(parents=True)
    shutil.rmtree(first / ".git")
    first.rename(top / "sales/book")
    makefile = top / "sales/book/Makefile"
    start(top)
    makefile.write_text(f"{makefile.read_text()}\nours:\n")
    commit(top)
    said = upgrade(top / "sales/book")
    assert "\n  sales/book/Makefile: you changed it." in said
    assert "\n  .github/workflows/sales-book-publish.yml\n" in said
    command = re.search(r"git (-C .* apply .*)", said)
    assert command
    git(top, *command[1].split())
    assert makefile.read_text().endswith("\nours:\n")
    assert "requirements-locked.txt" in makefile.read_text()


# --- all or nothing


def test_after_a_fault_everything_is_as_it_was(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, replace, left = tracked(acme), Path.replace, 8

    def full(place: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return replace(place, target)

    monkeypatch.setattr(Path, "replace", full)
    assert isinstance(run(acme).exception, OSError)
    assert left < 0, "what was written has been written back"
    assert tracked(acme) == before


@pytest.mark.parametrize("path", ["requirements.txt", "site-config/playbook.yaml"])
def test_what_is_not_committed_is_not_written_over(first: Path, path: str) -> None:
    place = first / path
    place.write_text(f"{place.read_text()}# ours, in a hurry\n")
    if path == "requirements.txt":
        said = upgrade(first)  # it was changed, so it stays
        assert "requirements.txt: you changed it" in said
        return
    before = tracked(first)
    ran = run(first)
    assert ran.exit_code == 2
    assert f"These have changes that are not committed: {path}. Commit or undo them" in ran.output
    assert tracked(first) == before


def test_a_file_of_ours_that_was_never_committed_is_not_written_over(first: Path) -> None:
    git(first, "rm", "-q", "--cached", "Makefile")
    commit_all = git(first, "commit", "-q", "-m", "Without it")
    assert commit_all == ""
    assert "not committed: Makefile." in run(first).output


def broken_words(root: Path) -> None:
    (root / "site-config/words").mkdir()
    (root / "site-config/words/en.yaml").write_text("common: [\n")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no company's": (lambda root: (root / "site-config/donebook.json").unlink(), "didn't make this playbook"),
    "newer content": (lambda root: changed(root / "site-config/playbook.yaml", "schema: 1", "schema: 99"), "has the form 99"),
    "broken settings": (lambda root: (root / "site-config/playbook.yaml").write_text("schema: [\n"), "First: donebook check"),
    "broken words": (broken_words, "words/en.yaml can't be read"),
    "a later version": (lambda root: changed(root / "site-config/donebook.json", "0.1.0", "0.10.0"), "has 0.10.0 already, which is newer"),
    "half a playbook": (lambda root: changed(root / "site-config/donebook.json", '"files"', '"finished": false, "files"'), "First: donebook new site"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_where_it_can_not_be_done_it_is_refused_and_nothing_is_written(
    first: Path, name: str
) -> None:
    spoil, said = REFUSED[name]
    spoil(first)
    commit(first)
    before = tracked(first)
    ran = run(first)
    assert (ran.exit_code, said in ran.output) == (2, True), ran.output
    assert tracked(first) == before


# --- a wheel that is handed over


@pytest.fixture(scope="module")
def wheel() -> Wheel:
    return own_wheel()


def files_of(wheel: Wheel) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(wheel.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "RECORD" not in name}


def another(wheel: Wheel, version: str, changes: Mapping[str, tuple[bytes, bytes]]) -> Wheel:
    """A wheel of another version, with other words in some files of its metadata or its package."""
    made = {}
    for path, content in files_of(wheel).items():
        for end, (old, new) in changes.items():
            if path.endswith(end):
                assert old in content
                content = content.replace(old, new)  # noqa: PLW2901 - one after the other
        made[path.replace(wheel.version, version)] = content
    return Wheel(version, packed(made, f"donebook-{version}.dist-info"))


def laid(wheel: Wheel, folder: Path) -> Path:
    place = folder / wheel.name
    place.write_bytes(wheel.content)
    return place


@pytest.mark.parametrize("is_compressed", one_in(2, [True, False]))
@pytest.mark.long
def test_the_donebook_of_the_wheel_does_the_work(
    first: Path, wheel: Wheel, is_compressed: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    newest = another(wheel, "7.0", {"site/Makefile": (b"# Made by donebook", b"# Made by the seventh donebook")})  # fmt: skip
    place = laid(newest, first.parent)
    if is_compressed:  # as other tools pack it
        with zipfile.ZipFile(BytesIO(newest.content)) as archive:
            every = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in every.items():
                archive.writestr(name, content)
    before = tracked(first)
    assert run(first, place, "--dry-run").exit_code == 0
    assert "From donebook 0.1.0 to 7.0." in capfd.readouterr().out
    assert tracked(first) == before
    assert run(first, place).exit_code == 0
    assert "From donebook 0.1.0 to 7.0." in capfd.readouterr().out
    assert (first / "Makefile").read_text().startswith("# Made by the seventh donebook")
    assert (first / f"vendor/{newest.name}").read_bytes() == newest.content
    commit(first)
    older = laid(another(wheel, "6.9", {}), first.parent)
    assert "has 7.0 already, which is newer" in run(first, older).output
    other = laid(another(wheel, "7.0", {}), first.parent)
    assert "under the same version" in run(first, other).output


@pytest.mark.long
def test_what_a_wheel_needs_and_nobody_has_is_said(
    first: Path, wheel: Wheel, monkeypatch: pytest.MonkeyPatch
) -> None:
    needy = another(wheel, "7.0", {"METADATA": (b"Requires-Dist: click", b"Requires-Dist: no-such-package>=3\nRequires-Dist: click")})  # fmt: skip
    place = laid(needy, first.parent)
    ran = run(first, place)
    assert ran.exit_code == 2
    assert "It needs no-such-package>=3, which is not installed here." in ran.output
    assert f"-m pip install {place}" in ran.output
    old = another(wheel, "7.1", {"METADATA": (b"Requires-Python: >=3.11", b"Requires-Python: >=9")})
    assert "It needs python>=9" in run(first, laid(old, first.parent)).output
    monkeypatch.setattr("donebook.write.given.version", lambda _: "3.1rc1")
    assert unmet(["no-such-package>=3"]) == []


@pytest.mark.long
def test_what_is_no_wheel_of_ours_is_refused(first: Path, wheel: Wheel) -> None:
    place = first.parent / "x.whl"
    before = tracked(first)

    def said(content: bytes) -> str:
        place.write_bytes(content)
        ran = run(first, place)
        assert ran.exit_code == 2
        assert tracked(first) == before
        return ran.output

    def zipped(files: Mapping[str, bytes]) -> bytes:
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return made.getvalue()

    assert "is not a wheel." in said(b"PK no")
    assert "is not a wheel of donebook." in said(zipped({"a.txt": b"x"}))
    assert "is not a wheel of donebook." in said(zipped({"../a.txt": b"x"}))
    foreign = another(wheel, "7.0", {"METADATA": (b"Name: donebook", b"Name: otherbook")})
    assert "is not a wheel of donebook." in said(foreign.content)
    climbing = packed({**files_of(wheel), "donebook/../../new.py": b"x"}, f"donebook-{wheel.version}.dist-info")  # fmt: skip
    assert "is not a wheel of donebook." in said(climbing)
    spoilt = wheel.content.replace(b"import click", b"import cl1ck", 1)
    assert "not a wheel" in said(spoilt), "the archive's own sums"
    assert "somebody has changed it" in said(zipped({**files_of(wheel), "donebook/new.py": b"x"}))


# --- versions


@pytest.mark.long
def test_two_trees_that_differ_have_two_versions(tmp_path: Path) -> None:
    copy_checkout(tmp_path)

    def version() -> str:
        return str(runpy.run_path(str(tmp_path / "generator/version.py"))["version"]())

    seen = [version()]
    assert version() == seen[0]
    release = runpy.run_path(str(CHECKOUT / "generator/version.py"))["RELEASE"]
    assert Version(seen[0]).public == release
    for path in ("generator/donebook/change.py", "content/vocabulary.yaml", "templates/site/Makefile", "README.md", "pyproject.toml", "CHANGELOG.md", "LICENSE", ".github/workflows/publish.yml"):  # fmt: skip
        place = tmp_path / path
        place.write_bytes(place.read_bytes() + b"# \n")
        seen.append(version())
    (tmp_path / "content/questions/new.yaml").write_text("ask: Why?\n")
    seen.append(version())
    assert len(set(seen)) == len(seen) == 10
    (tmp_path / "tests/test_upgrade.py").unlink()
    assert version() == seen[-1], "what no wheel carries has no say"


def test_a_wheel_has_the_version_of_its_tree(wheel: Wheel) -> None:
    ran = subprocess.run(
        [sys.executable, CHECKOUT / "generator/version.py"], capture_output=True, check=True
    )
    assert ran.stdout == b""
    assert wheel.version == runpy.run_path(str(CHECKOUT / "generator/version.py"))["version"]()


def test_each_release_raises_the_version_and_says_what_to_do() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## (\S+)", text, re.MULTILINE)
    assert versions[0] == runpy.run_path(str(CHECKOUT / "generator/version.py"))["RELEASE"]
    assert sorted(set(map(Version, versions)), reverse=True) == list(map(Version, versions))
    asked = [asked.version for asked in to_do(text, "0.1.0")]
    assert asked == versions[: versions.index("0.1.0")]


def test_what_is_asked_is_that_of_each_version_since() -> None:
    text = f"# Log\n\n## 3.0 (unreleased)\n\n### {HEADING}\n\n- c\n\n### Other\n\n- x\n\n## 2.0\n\n- y\n\n## 1.0\n\n### {HEADING}\n\n- a\n"
    assert list(to_do(text, "0.9")) == [("3.0", "- c"), ("1.0", "- a")]
    assert list(to_do(text, "1.0+g12")) == [("3.0", "- c")]
    assert list(to_do(text, "3.0")) == []


# --- forms of content


def test_each_form_leads_to_the_next() -> None:
    assert list(STEPS) == list(range(1, SCHEMA))


def test_each_word_of_the_first_version_is_there_or_taken_out() -> None:
    """Or a company's own file of words, which holds one of them, would be an error (R322)."""
    names = (FIRST.parent / "0.1.0-words.txt").read_text().split()
    gone = [name for name in names if name not in english().words]
    assert sorted(gone) == sorted(GONE_IN_2)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("schema: 1 # first\nname: N\n", ("live_since", "paper")),
        ('name: N\r\n"schema": "1"\r\n', ("live_since", "paper")),
        ("schema: 1\npaper: letter\nlive_since: 2026-01-02", ()),
        ("schema: 1\n# live_since: 2026-11-27\n", ("paper",)),
    ],
)
def test_settings_get_what_was_so_before(text: str, added: tuple[str, ...]) -> None:
    path = "site-config/playbook.yaml"
    done = migrated(OneFile(path, text.encode()), "2026-10-05")
    made = done.files[path].decode()
    before, after = yaml.safe_load(text), yaml.safe_load(made)
    assert {k: v for k, v in after.items() if k not in added} == {
        **before,
        "schema": type(before["schema"])(SCHEMA),
    }
    assert tuple(name for name in after if name not in before) == added
    for kept in re.findall("#.*", text):
        assert kept in made
