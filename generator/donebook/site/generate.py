"""A playbook's pages, assets and theme as files below `build/`: only what changed is written."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from donebook.defaults import layered, layered_files
from donebook.index import finder_index, finder_texts
from donebook.news import News
from donebook.pages import Context, address, write_pages
from donebook.pages.catalogue import catalogue
from donebook.pages.whats_new import FEED, feed
from donebook.paper import Printer, Seating, on_paper
from donebook.playbook import Playbook
from donebook.problem import Finding, Problem
from donebook.site.brand import MANIFEST, brand_css, icon_files, logo_file, manifest
from donebook.site.bundles import bundles, finder_words, is_part, words

PAGES = "build/pages"
THEME = "build/theme"
ICON_CACHE = "build/cache/icons"
SHEET_CACHE = "build/cache/sheets"
SHEET_TEMPLATES = "build/cache/templates"
ASSETS = "assets/donebook"
KEPT = frozenset({".gitignore"})


def generate(
    root: Path,
    playbook: Playbook,
    problems: tuple[Problem, ...] = (),
    news: News | None = None,
) -> tuple[Finding, ...]:
    """Write the docs folder and the theme folder of a playbook without errors.

    Files that are right already stay untouched, so that a server watching sees only what
    changed; files that no longer belong are removed. Nothing is written before every page is
    rendered: where a template fails, the folders stay as they were. `problems` are the warnings
    that the health page shows, `news` what the page of what is new does, if there is one.

    Returns what is wrong with the printed sheets. Raises TemplateFailed, ScriptRefused
    where a script of the site can't be sent, and TypesettingFailed where the template for paper fails.
    """
    press = printer(root, playbook)
    packs = [(name, Seating(pack.room)) for name, pack in playbook.config.packs.items()]
    printing = press.sheets(playbook.worksheets, fillable=(False, True))
    binding, cutting = press.packs(packs), press.cards(playbook.exercises)
    docs = tuple(_docs(root, playbook, Context(problems, news)))
    sheets = tuple(printing)
    exercises = {exercise.id: exercise for exercise in playbook.exercises}
    pdfs = (
        *(
            (address.of_pdf(sheet.worksheet, sheet.paper, fillable=sheet.fillable), sheet.pdf)
            for sheet in sheets
        ),
        *((address.of_pack(pack.id, pack.paper), pack.made.pdf) for pack in binding),
        *((address.of_cards(exercises[c.id], c.paper), c.made.pdf) for c in cutting),
    )
    sync(root / PAGES, (*docs, *pdfs))
    sync(root / THEME, ((p, f.read_bytes()) for p, f in layered_files(root, "site-config/theme")))
    return tuple(on_paper(playbook, sheets))


def printer(root: Path, playbook: Playbook) -> Printer:
    """What prints the sheets of a playbook, with the cache and the templates of its folder."""
    templates = root / SHEET_TEMPLATES
    sync(templates, ((p, f.read_bytes()) for p, f in layered_files(root, "templates/sheets")))
    return Printer(playbook, templates, root / SHEET_CACHE)


def _docs(root: Path, playbook: Playbook, context: Context) -> Iterator[tuple[str, bytes]]:
    for path, text in write_pages(playbook, layered(root, "templates/pages"), context):
        yield path, text.encode()
    atom = feed(playbook, context.news.days) if context.news else None
    if atom:
        yield FEED, atom.encode()
    assets = dict(layered_files(root, "site-config/assets"))
    for path, file in assets.items():
        if not is_part(path):
            yield f"{ASSETS}/{path}", file.read_bytes()
    parts = {path: file.read_text("utf-8") for path, file in assets.items() if is_part(path)}
    made = {
        "words.js": words(playbook.language),
        "finder-words.js": finder_words(playbook.language),
        "brand.css": brand_css(playbook.config.brand),
    }
    for name, text in bundles({**parts, **made}):
        yield f"{ASSETS}/{name}", text.encode()
    yield f"{ASSETS}/sheets.js", catalogue(playbook).encode()
    yield f"{ASSETS}/finder-index.js", finder_index(playbook).encode()
    yield f"{ASSETS}/finder-texts.js", finder_texts(playbook).encode()
    for name, icon in icon_files(playbook, logo_file(root, playbook), root / ICON_CACHE):
        yield f"{ASSETS}/{name}", icon
    yield MANIFEST, manifest(playbook, ASSETS).encode()


def sync(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Make a folder hold these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(KEPT)
    for path, content in files:
        wanted.add(path)
        _write(folder / path, content)
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_symlink() or place.is_file():
            if place.relative_to(folder).as_posix() not in wanted:
                place.unlink()
        elif not any(place.iterdir()):
            place.rmdir()


def _write(place: Path, content: bytes) -> None:
    if place.is_symlink():
        place.unlink()
    elif place.is_file() and place.read_bytes() == content:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
