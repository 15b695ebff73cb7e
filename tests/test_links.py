"""Links are refused: each could publish a file from outside the playbook."""

from pathlib import Path

import pytest

from donebook.check import check
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.source import Folder, revision
from history import start
from projects import CHECKOUT, make_project

SECRET = "the secret of this machine"
LOGO = {"../site-config/playbook.yaml": base.CONFIG + "logo: acme.svg\n"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    place = tmp_path / "outside"
    place.mkdir()
    for name in ("acme.svg", "home.html.j2", "en.yaml", "extra.css", "sheet.typ", "404.html"):
        (place / name).write_text(f"<svg>{SECRET}</svg>")
    return place


def found(root: Path) -> list[tuple[str, str, int]]:
    return [(p.code, p.span.path, p.span.line) for p in check(Folder(root), TODAY).problems]


def link(root: Path, path: str, target: Path) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


def test_a_logo_that_is_a_link_is_refused_where_it_is_named(tmp_path: Path, secret: Path) -> None:
    root = make_project(tmp_path / "project", LOGO)
    link(root, "site-config/assets/acme.svg", secret / "acme.svg")
    (problem,) = check(Folder(root), TODAY).problems
    line = (root / "site-config/playbook.yaml").read_text().splitlines().index("logo: acme.svg")
    assert (problem.code, problem.span.path, problem.span.line) == (
        "R320",
        "site-config/playbook.yaml",
        line + 1,
    )
    assert "is a link" in problem.message
    assert problem.is_error
    assert build(root, TODAY).site is None
    assert not [p for p in (root / "build").rglob("*") if p.is_file() and SECRET in p.read_text("latin-1")]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "site-config/assets/extra.css",
        "site-config/theme/404.html",
        "site-config/words/en.yaml",
        "templates/pages/home.html.j2",
        "templates/sheets/sheet.typ",
    ],
)
def test_a_link_among_what_a_site_is_made_from_is_refused(
    tmp_path: Path, secret: Path, path: str
) -> None:
    root = make_project(tmp_path / "project")
    link(root, path, secret / Path(path).name)
    assert found(root) == [("S101", path, 1)]


@pytest.mark.parametrize(
    "path",
    [
        "site-config/assets",
        "site-config/theme",
        "site-config/words",
        "templates",
        "templates/pages",
    ],
)
def test_so_is_a_folder_that_is_one(tmp_path: Path, secret: Path, path: str) -> None:
    root = make_project(tmp_path / "project")
    link(root, path, secret)
    assert found(root) == [("S101", path, 1)]


@pytest.mark.parametrize("path", ["content", "site-config"])
def test_so_is_the_whole_of_the_content_or_the_settings(tmp_path: Path, path: str) -> None:
    root = make_project(tmp_path / "project")
    (root / path).rename(tmp_path / "elsewhere")
    link(root, path, tmp_path / "elsewhere")
    assert found(root) == [("S101", path, 1)]


def test_a_logo_below_a_folder_that_is_a_link_is_refused(tmp_path: Path, secret: Path) -> None:
    root = make_project(tmp_path / "project", LOGO)
    link(root, "site-config/assets", secret)
    assert {code for code, *_ in found(root)} == {"S101", "R320"}


def test_a_link_is_told_of_once_and_in_a_revision_too(tmp_path: Path, secret: Path) -> None:
    root = make_project(tmp_path / "project", LOGO)
    link(root, "site-config/assets/acme.svg", secret / "acme.svg")
    link(root, "site-config/assets/extra.css", secret / "extra.css")
    (root / "content/questions/linked.yaml").symlink_to(secret / "en.yaml")
    here = found(root)
    assert [code for code, *_ in here] == ["S101", "S101", "R320"]
    start(root)
    then = check(revision(root, "HEAD"), TODAY).problems
    assert [(p.code, p.span.path, p.span.line) for p in then] == here


def test_the_starter_has_none() -> None:
    assert [p for folder in ("content", "site-config", "templates") for p in Folder(CHECKOUT).links(folder)] == []  # fmt: skip
