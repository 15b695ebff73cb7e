"""The last look before a site is published: what is damaged or missing is told, file by file."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from donebook.check import check
from donebook.playbook import Playbook
from donebook.rules.base import TODAY
from donebook.site.build import build
from donebook.site.finish import SiteRefused, finish
from donebook.site.gate import gate, unfit
from donebook.site.opened import Opened
from donebook.source import Folder
from projects import SHEET, make_project
from shared import Shared

pytestmark = pytest.mark.slow

ASSETS = "assets/donebook"
ADDRESS = "https://playbook.example.com/sales/"


@pytest.fixture
def site(shared: Shared, tmp_path: Path) -> Path:
    """A site with a sheet, at an address, to damage."""

    def make(folder: Path) -> None:
        root = make_project(folder / "playbook", {"worksheets/sheet.yaml": SHEET})
        assert build(root, TODAY, address=ADDRESS).site

    kept = shared.once("small-with-a-sheet-and-site", make) / "playbook/site"
    return Path(shutil.copytree(kept, tmp_path / "site"))


@pytest.fixture
def small(shared: Shared, site: Path) -> Playbook:
    del site  # it is made with it
    found = check(Folder(shared.folder / "small-with-a-sheet-and-site/playbook"), TODAY).playbook
    assert found
    return found.at(ADDRESS)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """What knows of no PDF yet."""
    return Opened(tmp_path / "opened")


def test_a_site_as_it_was_built_passes(
    site: Path, small: Playbook, tmp_path: Path, opened: Opened
) -> None:
    assert list(unfit(site, small, opened)) == []
    gate(site, small, tmp_path / "opened")


def test_a_pdf_is_opened_once_until_its_bytes_change(
    site: Path, small: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    class Counted(PdfReader):
        def __init__(self, stream: Any) -> None:
            read.append(len(stream.getvalue()))
            super().__init__(stream)

    monkeypatch.setattr("pypdf.PdfReader", Counted)
    pdfs = sorted(site.rglob("*.pdf"))
    contents = {place.read_bytes() for place in pdfs}
    gate(site, small, tmp_path / "opened")
    assert len(read) == len(contents) > 1
    gate(site, small, tmp_path / "opened")
    assert len(read) == len(contents)
    monkeypatch.undo()
    with_link(pdfs[0], f"{ADDRESS}nowhere/")
    with pytest.raises(SiteRefused, match="leads nowhere"):
        gate(site, small, tmp_path / "opened")
    pdfs[0].write_bytes(pdfs[0].read_bytes()[:-900])
    with pytest.raises(SiteRefused):
        gate(site, small, tmp_path / "opened")


def test_links_that_were_found_before_still_have_to_lead_somewhere(
    site: Path, small: Playbook, tmp_path: Path
) -> None:
    with_link(next(site.rglob("*.pdf")), f"{ADDRESS}questions/why-now/")
    gate(site, small, tmp_path / "opened")
    assert "questions/why-now/" in (tmp_path / "opened").read_text("latin-1")
    shutil.rmtree(site / "questions/why-now")
    with pytest.raises(SiteRefused, match=r"leads nowhere: .*questions/why-now/"):
        gate(site, small, tmp_path / "opened")


def test_what_is_damaged_in_the_cache_counts_for_nothing(
    site: Path, small: Playbook, tmp_path: Path
) -> None:
    place = tmp_path / "opened"
    gate(site, small, place)
    whole = place.read_bytes()
    for content in (b"", whole[:-3], b"[]"):
        place.write_bytes(content)
        gate(site, small, place)
        assert place.read_bytes() == whole


@pytest.mark.parametrize("way", ["", "questions/why-now/", "questions/why-now/#why", "index.html"])
def test_a_link_of_a_sheet_into_the_site_passes(
    site: Path, small: Playbook, opened: Opened, way: str
) -> None:
    with_link(next(site.rglob("*.pdf")), f"{ADDRESS}{way}")
    assert list(unfit(site, small, opened)) == []


def with_link(place: Path, url: str) -> None:
    writer = PdfWriter(clone_from=place)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=url))
    writer.write(place)


def cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])


def emptied(place: Path) -> None:
    place.write_bytes(b"")


def flipped(place: Path) -> None:
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)


def linked(place: Path) -> None:
    outside = place.parent.parent / f"outside{place.suffix}"
    place.rename(outside)
    place.symlink_to(outside)


def astray(place: Path) -> None:
    with_link(place, f"{ADDRESS}worksheets/shoot/")


@pytest.mark.parametrize(
    ("path", "harm", "said"),
    [
        ("sheet.pdf", cut, "doesn't open"),
        ("sheet.pdf", emptied, "doesn't open"),
        ("sheet.pdf", astray, f"leads nowhere: {ADDRESS}worksheets/shoot/"),
        ("icon-192.png", flipped, "it is damaged"),
        ("icon-192.png", cut, "doesn't open"),
        ("icon-192.png", linked, "is a link"),
        ("inter.woff2", cut, "and should have"),
        ("inter.woff2", emptied, "it is no WOFF2"),
        ("icon.svg", cut, "ParseError"),
        ("files.json", cut, "JSONDecodeError"),
        ("manifest.webmanifest", emptied, "JSONDecodeError"),
        ("index.html", emptied, "it is empty"),
        ("donebook.css", emptied, "it is empty"),
        ("questions/why-now/index.html", Path.unlink, "content/questions/why-now.yaml has no page"),
        ("finder-index.js", Path.unlink, "is missing"),
    ],
)
def test_what_is_damaged_or_missing_is_told(
    site: Path,
    small: Playbook,
    tmp_path: Path,
    opened: Opened,
    path: str,
    harm: Callable[[Path], None],
    said: str,
) -> None:
    places = [place for place in site.rglob(path.rpartition("/")[2]) if str(place).endswith(path)]
    places = places or [place for place in site.rglob("*.pdf") if "sheet" in place.name]
    harm(places[0])
    assert [line for line in unfit(site, small, opened) if said in line]
    with pytest.raises(SiteRefused):
        gate(site, small, tmp_path / "opened")


def test_a_site_that_came_out_damaged_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaging(site: Path, *rest: Any) -> None:
        finish(site, *rest)
        emptied(site / "index.html")

    root = make_project(tmp_path / "playbook")
    monkeypatch.setattr("donebook.site.build.finish", damaging)
    with pytest.raises(SiteRefused, match=r"index\.html doesn't open: it is empty"):
        build(root, TODAY)
    assert not (root / "site").exists()


def test_an_entry_that_is_not_in_the_finder_is_told(
    site: Path, small: Playbook, opened: Opened
) -> None:
    index = site / ASSETS / "finder-index.js"
    index.write_text(
        index.read_text().replace("\\nwhy-now", "\\nwhy-then").replace('"why-now', '"why-then')
    )
    assert list(unfit(site, small, opened)) == [
        "content/questions/why-now.yaml is not in the finder"
    ]
