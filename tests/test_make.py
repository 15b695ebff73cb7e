"""A site that is made page by page is the one that MkDocs builds as a whole."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from donebook.pages import Renderer, TemplateFailed
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.site.engine import EngineFailed
from donebook.site.generate import Pages
from donebook.site.make import Made, make_site
from projects import CHECKOUT, SHEET, lay, make_project, tree

pytestmark = pytest.mark.slow

MKDOCS = (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8")
# Each looks at all pages, or may keep some back; a hook is a plugin.
ASKING_MORE = ("hooks: [hook.py]\n", "exclude_docs: /nothing.md\n")
HOOK = "SEEN = []\n\ndef on_page_content(html, **_):\n    SEEN.append(html)\n    return html\n"
MAIN = (CHECKOUT / "site-config/theme/main.html").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    settings = f"{base.CONFIG}address: https://playbook.example.org/\n"
    files = {"worksheets/sheet.yaml": SHEET, "../site-config/playbook.yaml": settings}
    return make_project(tmp_path / "project", files)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No copies, which nobody could count in."""
    monkeypatch.setenv("DONEBOOK_THREADS", "1")


def test_with_settings_that_ask_for_more_it_is_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[Made | None] = []

    def noted(*asked: Any) -> Made | None:
        ways.append(make_site(*asked))
        return ways[-1]

    monkeypatch.setattr("donebook.site.build.make_site", noted)
    assert build(root, TODAY).site
    by_pages = tree(root / "site")
    lay(root, {"../hook.py": HOOK})
    for more in ASKING_MORE:
        lay(root, {"../mkdocs.yml": f"{MKDOCS}\n{more}"})
        assert build(root, TODAY).site
        assert tree(root / "site") == by_pages, more
    assert [bool(way) for way in ways] == [True, *(False for _ in ASKING_MORE)]


@pytest.mark.usefixtures("alone")
def test_each_page_is_rendered_once_and_kept_by_nobody(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: Counter[str] = Counter()
    most: list[int] = []
    render, let_go = Renderer.render, Pages.let_go

    def counted(renderer: Renderer, page: object) -> object:
        rendered[page.path] += 1  # type: ignore[attr-defined]
        return render(renderer, page)  # type: ignore[arg-type]

    def noted(pages: Pages, path: str) -> None:
        most.append(len(pages.kept))
        let_go(pages, path)
        assert not pages.kept

    monkeypatch.setattr(Renderer, "render", counted)
    monkeypatch.setattr(Pages, "let_go", noted)
    assert build(root, TODAY).site
    assert set(rendered.values()) == {1}
    assert len(most) == len(rendered) > 100
    assert set(most) == {1}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ page.file.name.nothing.more }}", "the theme: 'str object' has no attribute 'nothing'"),
        ("{% if page and page.title %}{{ 1 | nothing }}{% endif %}", "nothing"),
    ],
)
def test_a_theme_that_fails_on_a_page_says_so(root: Path, written: str, said: str) -> None:
    main = MAIN.replace("{% block header %}", f"{{% block header %}}{{% if page %}}{written}{{% endif %}}")  # fmt: skip
    assert main != MAIN
    lay(root, {"../site-config/theme/main.html": main})
    with pytest.raises((TemplateFailed, EngineFailed), match=said):
        build(root, TODAY)
    assert not (root / "site").exists()
