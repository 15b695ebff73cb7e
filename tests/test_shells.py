"""What the theme writes around a page is the same, made once for many pages or for each."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from donebook.check import check
from donebook.pages.render import Heading, Rendered
from donebook.rules.base import TODAY
from donebook.site import shells
from donebook.site.engine import files_for, run_engine
from donebook.site.generate import generate, write
from donebook.source import Folder
from projects import CHECKOUT, lay, make_project

pytestmark = pytest.mark.slow
# A title with a reference in it, and sections whose names hold what stands for others.
HARD = "&lt;b&gt; &amp; zqNDESCqz"


def built(root: Path, into: Path, *, whole: bool) -> dict[str, bytes]:
    """A playbook's pages as MkDocs writes them, each `whole`, or by shells where they serve."""
    playbook = check(Folder(root), TODAY).playbook
    assert playbook
    made = generate(root, playbook)
    pages = dict(made.pages)
    for path in [p for p in pages if p.startswith("rules/S")]:
        names = (HARD, "zqN1qz") if path == "rules/S101.md" else ("One", "Two", "Three")
        contents = (Heading(1, "title", HARD), *(Heading(2, f"a-{n}", n) for n in names))
        pages[path] = Rendered(path, HARD, f"{path} {HARD}", f"<h1>x</h1>{path} zqNADDRESSqz", contents)  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        if whole:
            patch.setattr(shells.Shells, "render", lambda made, context: made.environment.get_template("main.html").render(context))  # fmt: skip
        made = replace(made, pages=pages)
        into.mkdir()
        write(root, files_for("mkdocs", made), into)
        site = run_engine("mkdocs", root, playbook, made, into, for_folder=False)
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*.html")}


@pytest.mark.torture
@pytest.mark.parametrize("address", ["", "address: https://p.example.org/sales/\n"])
def test_a_page_in_a_shell_is_the_same_byte_for_byte(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path / "project")
    settings = (root / "site-config/playbook.yaml").read_text()
    lay(root, {"../site-config/playbook.yaml": settings + address})
    filled: list[str] = []
    fill = shells.Shell.filled

    def counted(shell: shells.Shell, page: Any) -> str:
        filled.append(page.url)
        return fill(shell, page)

    monkeypatch.setattr(shells.Shell, "filled", counted)
    by_shells = built(root, tmp_path / "some", whole=False)
    assert len(filled) > len(by_shells) / 2, "most pages are filled in"
    assert by_shells == built(root, tmp_path / "each", whole=True)


OWN = (CHECKOUT / "site-config/theme/main.html").read_text().replace("{% block header %}", "{% block header %}<!-- %s -->")  # fmt: skip


@pytest.mark.torture
@pytest.mark.parametrize("shown", ["page.file.src_uri", "page.url", "page.content | length"])
def test_a_theme_that_shows_more_of_a_page_gets_each_page_whole(tmp_path: Path, shown: str) -> None:
    own = OWN.replace("%s", f"{{{{ {shown} }}}}")
    root = make_project(tmp_path / "project", {"../site-config/theme/main.html": own})
    by_shells = built(root, tmp_path / "some", whole=False)
    assert by_shells == built(root, tmp_path / "each", whole=True)
