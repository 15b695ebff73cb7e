"""What several tests need: a small correct playbook, the checkout, and a built site."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from donebook.rules import base

CHECKOUT = Path(__file__).resolve().parent.parent

Project = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew; review the diff"
    )


def lay(root: Path, files: Mapping[str, str]) -> None:
    """Write files below `content/`; a path may climb out of it with `../`."""
    for path, text in files.items():
        place = (root / "content" / path).resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "surrogateescape"))


def make_project(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """The small playbook of the rules' cases, with files laid over it, as a project folder."""
    (root / "build" / "pages").mkdir(parents=True)
    (root / "site-config").mkdir()
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    lay(root, {"../site-config/playbook.yaml": base.CONFIG, **base.FILES, **(files or {})})
    return root


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project folder; takes files to lay over the small playbook."""
    return lambda files=None: make_project(tmp_path / "project", files)


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's own playbook, to build in."""
    root = tmp_path_factory.mktemp("starter")
    for name in ("content", "templates", "site-config"):
        shutil.copytree(CHECKOUT / name, root / name)
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    (root / "build" / "pages").mkdir(parents=True)
    fonts = CHECKOUT / "build" / "cache"
    if fonts.is_dir():
        shutil.copytree(fonts, root / "build" / "cache")
    return root


@pytest.fixture(scope="session")
def site(starter: Path) -> Path:
    """This repository's own playbook as a built site."""
    from donebook.site.build import build

    built = build(starter)
    assert built.site is not None, built.checked.problems
    return built.site
