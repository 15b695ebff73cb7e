"""A playbook's pages, assets and theme, and the folders in which an engine finds them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from donebook.cms import FOLDER
from donebook.defaults import layered, layered_files
from donebook.files import keep, kept, write_changed
from donebook.index import finder_index, finder_texts
from donebook.linked import is_picture
from donebook.model import CONTENT, OwnPage
from donebook.news import News
from donebook.pages import (
    NOTHING,
    Context,
    Page,
    Rendered,
    Renderer,
    TemplateFailed,
    View,
    address,
    pages,
)
from donebook.pages.catalogue import catalogue
from donebook.pages.links import Linked, broken_links, linked
from donebook.pages.places import places
from donebook.pages.whats_new import FEED, feed
from donebook.pages.written import picture_path
from donebook.paper import PAPERS, Printed, Seating, on_paper, pack_room, role_play_room
from donebook.playbook import Playbook
from donebook.problem import Finding
from donebook.progress import each, stage
from donebook.shared_out import Copy, SharedOut, can_copy
from donebook.sheet import parts
from donebook.site.brand import MANIFEST, brand_css, icon_files, logo_file, manifest
from donebook.site.bundles import bundles, deals_words, finder_words, is_part, words
from donebook.site.copies import copies_of
from donebook.site.forms import STYLE, form_files, form_licenses
from donebook.site.handover import page_file
from donebook.site.licenses import LICENSES, licenses
from donebook.site.press import SHEET_CACHE, printer

BUILD = "build"
PAGES, THEME = "pages", "theme"  # in the folder of a run, or in `build` for engines run by hand
ICON_CACHE = "build/cache/icons"
TEMPLATE_CACHE = "build/cache/compiled"
ASSETS = "assets/donebook"
OWN_STYLE = f"{ASSETS}/own.css"
_OF_LOSSES = "losses.css"  # what their page loads, which isn't there without figures
SHEETS_INDEX = f"{ASSETS}/sheets.js"
FINDER_INDEX, FINDER_TEXTS = f"{ASSETS}/finder-index.js", f"{ASSETS}/finder-texts.js"
INDEX_FILES = (FEED, SHEETS_INDEX, FINDER_INDEX, FINDER_TEXTS)
_INDEXES = "indexes"  # a job with the pages, which is the longest of all
KEPT = frozenset({".gitignore"})
PICTURES = f"{CONTENT}/{OwnPage.kind.folder}"


@dataclass(frozen=True, slots=True)
class Generated:
    """What an engine gets: pages and all other files by their paths.

    `findings` are what is wrong with the printed sheets, `copies` what joins the site once it is built.
    """

    pages: Mapping[str, Rendered]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    copies: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def has_news(self) -> bool:
        return address.NEWS in self.pages

    @property
    def has_own_style(self) -> bool:
        """Whether there is a style of the company's own, which comes behind ours."""
        return OWN_STYLE in self.files


def generate(
    root: Path,
    playbook: Playbook,
    context: Context = NOTHING,
    view: View = View.SERVER,
) -> Generated:
    """Make the pages, assets and PDFs of a playbook without errors; nothing is written yet.

    `context` is what pages show besides the playbook, and `view` how the engine reads links.

    Raises TemplateFailed where a template fails or links to nowhere, ScriptRefused where a script
    of the site can't be sent, and TypesettingFailed where the template for paper fails.
    """
    workshop = Workshop(root, view)
    shown = workshop.pages(playbook, context)

    def indexes() -> dict[str, bytes]:
        return dict(index_files(playbook, context.news))

    def make(job: str) -> Rendered | dict[str, bytes]:
        return indexes() if job == _INDEXES else shown[job]

    jobs = (_INDEXES, *shown)
    with (
        SharedOut(jobs, make) as shared,
        printed_ahead(root, playbook),
    ):  # both before the threads that print
        printing = print_all(root, playbook)
        made = Generated(shown, workshop.assets(playbook), ())
        with stage("Making the pages", len(jobs)) as step:
            done = shared.finish(step)
            shown.add({path: page for path, page in done.items() if isinstance(page, Rendered)})
            for _ in shown.values():
                pass  # to take a page is to make it, where nobody could
        refuse_broken_links(links_of(made), made.files, playbook, view)
        found = done.get(_INDEXES)
        indexed = found if isinstance(found, dict) else indexes()
        copies = copies_of(root, playbook, made.pages, view) if context.has_copies else {}
        pdfs, findings = printing()
    files = {**made.files, **indexed, **pdfs}
    return replace(made, files=files, findings=findings, copies=copies)


class Pages(Mapping[str, Rendered]):
    """Pages by their paths, each made when it is first asked for.

    One that shows the same as `before` is not rendered again. To ask for a page raises TemplateFailed.
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], Page]],
        renderer: Renderer,
        before: "Pages | None" = None,
    ) -> None:
        self._makers = makers
        self._renderer = renderer
        self._made: dict[str, tuple[Page | None, Rendered]] = {}
        self._kept = before.kept if before else {}

    @property
    def kept(self) -> Mapping[str, tuple[Page | None, Rendered]]:
        """The newest of each page that was ever asked for, and what it showed, where that is known."""
        return {**self._kept, **self._made}

    def add(self, made: Mapping[str, Rendered]) -> None:
        """Take in pages that a copy of this has made."""
        self._made = {path: (None, page) for path, page in made.items()} | self._made

    def let_go(self, path: str) -> None:
        """Keep a page no longer; it is made again where somebody asks for it."""
        self._made.pop(path, None)

    def __getitem__(self, path: str) -> Rendered:
        if path not in self._made:
            page = self._makers[path]()
            before, rendered = self._kept.get(path, (None, None))
            if rendered is None or before != page:
                rendered = self._renderer.render(page)
            self._made[path] = page, rendered
        return self._made[path][1]

    def __contains__(self, path: object) -> bool:
        return path in self._makers  # by itself, a mapping would make the page to see

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class Workshop:
    """Makes a playbook's pages and assets, and keeps them, so that an edit makes only what it changes."""

    def __init__(self, root: Path, view: View = View.SERVER) -> None:
        self._root = root
        self._view = view
        self._look: object = None
        self._renderer: Renderer | None = None
        self._pages: Pages | None = None
        self._assets: tuple[object, Mapping[str, bytes]] = (None, {})

    def make(self, playbook: Playbook, context: Context) -> Generated:
        """All pages and assets; indexes and PDFs are made apart, since nobody waits for them.

        Raises TemplateFailed and ScriptRefused; what was kept then stays.
        """
        return Generated(self.pages(playbook, context), self.assets(playbook), ())

    def pages(self, playbook: Playbook, context: Context) -> Pages:
        """All pages, each made when it is first asked for. Raises TemplateFailed."""
        renderer = self._renderer_of(playbook)
        self._pages = Pages(pages(playbook, context), renderer, self._pages)
        return self._pages

    def _renderer_of(self, playbook: Playbook) -> Renderer:
        """What renders pages; where it is another one than before, no page is kept."""
        folders = layered(self._root, "templates/pages")
        look = (playbook.config, playbook.vocabulary, playbook.language, stamps(*folders))
        if self._renderer is None or look != self._look:
            compiled = compiled_templates(self._root)
            self._renderer = Renderer(folders, playbook, self._view, compiled)
            self._look, self._pages = look, None
        return self._renderer

    def assets(self, playbook: Playbook) -> Mapping[str, bytes]:
        """What follows from settings, styles and pictures, and from no entry. Raises ScriptRefused."""
        folders = (*layered(self._root, "site-config/assets"), self._root / PICTURES)
        has_figures = playbook.figures is not None
        forms = (playbook.vocabulary, stamps(self._root / FOLDER)) if playbook.config.cms else ()
        key = (playbook.config, playbook.language, has_figures, stamps(*folders), forms)
        if key != self._assets[0]:
            self._assets = key, dict(_of_settings(self._root, playbook))
        return self._assets[1]


def links_of(made: Generated) -> Mapping[str, Linked]:
    """What each page links to. Raises TemplateFailed where one can't be made."""
    return {path: linked(page) for path, page in made.pages.items()}


def refuse_broken_links(
    links: Mapping[str, Linked], files: Iterable[str], playbook: Playbook, view: View
) -> None:
    """Raises TemplateFailed where a page links to nowhere; `files` are those that are no PDF or index."""
    if broken := "\n".join(broken_links(links, led_to(files, playbook), view)):
        raise TemplateFailed(broken)


def led_to(files: Iterable[str], playbook: Playbook) -> frozenset[str]:
    """All files of a site to which a page may link, whether they are made already or not."""
    return frozenset((*files, *INDEX_FILES, *pdf_paths(playbook)))


def stamps(*places: Path) -> tuple[tuple[str, int, int], ...]:
    """Each file and folder at or below some places with its size and the time of its last change."""
    return tuple(_stamp(path) for place in places for path in (place, *sorted(place.rglob("*"))))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:  # it was removed while we looked
        return str(path), 0, 0
    return str(path), stat.st_size, stat.st_mtime_ns


def print_all(
    root: Path, playbook: Playbook
) -> Callable[[], tuple[Mapping[str, bytes], tuple[Finding, ...]]]:
    """Begin to print everything, and return what waits for it: PDFs by their paths, and findings.

    Raises TypesettingFailed, as does what is returned.
    """
    press = printer(root, playbook)
    packs = [
        pack_room(playbook, name, Seating(p.room)) for name, p in playbook.config.packs.items()
    ]
    printing = press.sheets(playbook.worksheets)
    binding = press.rooms(packs)
    cutting = press.rooms([role_play_room(exercise) for exercise in playbook.exercises])
    filling = press.sheets(playbook.worksheets, fillable=[True])

    def printed() -> tuple[Mapping[str, bytes], tuple[Finding, ...]]:
        with stage("Setting PDFs", len(list(pdf_paths(playbook)))) as step:
            sheets = tuple(each(step, printing))
            bound, cut = tuple(each(step, binding)), tuple(each(step, cutting))
            fillable = tuple(each(step, filling))
        exercises = {exercise.id: exercise for exercise in playbook.exercises}
        pdfs = {
            **dict(map(_with_path, (*sheets, *fillable))),
            **{address.of_pack(b.id, b.part, b.paper): b.pdf for b in bound},
            **{address.of_role_play(exercises[c.id], c.part, c.paper): c.pdf for c in cut},
        }
        return pdfs, tuple(on_paper(playbook, (sheet.length for sheet in sheets)))

    return printed


@contextmanager
def printed_ahead(root: Path, playbook: Playbook) -> Iterator[None]:
    """Where nothing was printed yet, have a copy of this process print what comes last.

    Forms take Python long, so it prints them into the cache while our threads print the rest. It
    begins at the end: a form has the lines of its sheet, and our threads print sheets from the first on.
    """
    cache = root / SHEET_CACHE
    if not can_copy() or (cache.is_dir() and any(cache.iterdir())):
        yield
        return

    def work() -> None:
        for _ in printer(root, playbook).sheets(playbook.worksheets[::-1], fillable=[True]):
            pass

    with ExitStack() as held:
        with suppress(OSError):  # where there may be no more processes, our threads print all
            held.enter_context(Copy(work))
        yield


def print_few(root: Path, playbook: Playbook, most: int) -> dict[str, bytes]:
    """PDFs of the sheets that changed, by their paths; none where more than `most` did.

    Raises TypesettingFailed.
    """
    sheets = printer(root, playbook).changed(playbook.worksheets, most, fillable=(False, True))
    return dict(map(_with_path, sheets))


def _with_path(sheet: Printed) -> tuple[str, bytes]:
    return address.of_pdf(sheet.worksheet, sheet.paper, fillable=sheet.fillable), sheet.pdf


def pdf_paths(playbook: Playbook) -> Iterator[str]:
    """Where each PDF lies, printed or not yet."""
    for paper in PAPERS:
        for worksheet in playbook.worksheets:
            yield address.of_pdf(worksheet, paper)
            yield address.of_pdf(worksheet, paper, fillable=True)
        for exercise in playbook.exercises:
            yield from (
                address.of_role_play(exercise, part, paper) for part in parts(is_played=True)
            )
        for name, pack in playbook.config.packs.items():
            yield from (
                address.of_pack(name, part, paper) for part in parts(is_played=bool(pack.exercises))
            )


def write(root: Path, made: Generated, folder: Path) -> None:
    """Write the docs folder and the playbook's theme folder into the folder of a run.

    Files that are right already stay untouched, so that a server watching sees only what
    changed; files that no longer belong are removed.
    """
    pages = ((path, page_file(page).encode()) for path, page in made.pages.items())
    sync(folder / PAGES, (*pages, *made.files.items()))
    sync(folder / THEME, ((p, f.read_bytes()) for p, f in layered_files(root, "site-config/theme")))


class _Compiled(BytecodeCache):
    """Compiled templates in files that are only read as they were written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        compiled = kept(self._folder / bucket.key)
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._folder / bucket.key, bucket.bytecode_to_string())


def compiled_templates(root: Path) -> BytecodeCache:
    """What keeps compiled templates, ours and the theme's, each by its name and its text."""
    return _Compiled(root / TEMPLATE_CACHE)


def index_files(playbook: Playbook, news: News | None) -> Iterator[tuple[str, bytes]]:
    """What scripts and feed readers look up: what was written, not where it is shown."""
    atom = feed(playbook, news.days) if news else None
    if atom:
        yield FEED, atom.encode()
    yield SHEETS_INDEX, catalogue(playbook).encode()
    found = places(playbook, has_news=bool(news))
    yield FINDER_INDEX, finder_index(playbook, found).encode()
    yield FINDER_TEXTS, finder_texts(playbook).encode()


def _of_settings(root: Path, playbook: Playbook) -> Iterator[tuple[str, bytes]]:
    assets = dict(layered_files(root, "site-config/assets"))
    for path, file in assets.items():
        if not is_part(path) and path != STYLE and (path != _OF_LOSSES or playbook.figures):
            yield f"{ASSETS}/{path}", file.read_bytes()
    parts = {p: file.read_text("utf-8") for p, file in assets.items() if is_part(p) or p == STYLE}
    made = {
        "words.js": words(playbook.language),
        "finder-words.js": finder_words(playbook.language),
        "deals-words.js": deals_words(playbook.language),
        "brand.css": brand_css(playbook.config.brand),
    }
    for name, text in bundles({**parts, **made}):
        yield f"{ASSETS}/{name}", text.encode()
    for name, icon in icon_files(playbook, logo_file(root, playbook), root / ICON_CACHE):
        yield f"{ASSETS}/{name}", icon
    yield MANIFEST, manifest(playbook, ASSETS).encode()
    yield LICENSES, licenses(root, form_licenses(root, playbook)).encode()
    yield from form_files(root, playbook, parts)
    for place in sorted((root / PICTURES).rglob("*")):
        path = place.relative_to(root).as_posix()
        if is_picture(path) and not place.is_symlink() and place.is_file():
            yield picture_path(path), place.read_bytes()


def sync(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Make a folder hold these files and no others."""
    if not folder.exists():
        lay(folder, files)
        return
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


def lay(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a folder that nobody knows yet, so that nobody can find half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    parents = {folder}
    for path, content in files:
        place = folder / path
        if place.parent not in parents:
            place.parent.mkdir(parents=True, exist_ok=True)
            parents.add(place.parent)
        place.write_bytes(content)


def _write(place: Path, content: bytes) -> None:
    if place.is_symlink():
        place.unlink()
    write_changed(place, content)
