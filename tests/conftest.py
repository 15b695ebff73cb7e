"""What several tests need: a small correct playbook, the checkout, and a built site."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from donebook.check import check
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import CHECKOUT, make_project


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew; review the diff"
    )


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

    built = build(starter, TODAY)
    assert built.site is not None, built.checked.problems
    return built.site
