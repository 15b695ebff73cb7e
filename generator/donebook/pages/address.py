"""Where each page lies: a path below the docs folder. These are addresses, and stable for ever."""

from enum import Enum

from donebook.model import KINDS, DealCheck, Entry, Exercise, Key, Worksheet
from donebook.sheet import pdf_name

HOME = "index.md"
FIND = "find.md"
START = "start.md"
DEALS = "deals/index.md"
REVIEW = "review-deals/index.md"
GO = "go/index.md"
STAGES = "stages/index.md"
TESTS = "tests/index.md"
ROLES = "roles/index.md"
FRAMEWORKS = "frameworks/index.md"
CHECKS = DealCheck.shown_as().hub
COVERAGE = "coverage.md"
LOSSES = "losses/index.md"
MAP = "map/index.md"
PHRASES = "phrases.md"
GLOSSARY = "glossary.md"
PRINTED = "printed.md"
PLAY = "play/index.md"
NEWS = "whats-new.md"
# The page of forms, a file that no engine makes, and the folder of all that it loads.
FORMS, FORMS_PAGE = "edit/", "edit/index.html"
GUIDE = "editing/index.md"
HEALTH = "editing/health.md"
FOR_IT = "editing/for-it.md"
CODES = "rules/index.md"


def of_entry(entry: Entry) -> str:
    return of_key(entry.key)


def of_key(key: Key) -> str:
    return f"{KINDS[key.kind].folder}/{key.id}.md"


def of_kind(kind: str) -> str:
    return KINDS[kind].hub


def of_stage(stage: str) -> str:
    return f"stages/{stage}.md"


def of_call(path: str) -> str:
    """The call view of a stage's or a worksheet's page."""
    return f"{path.removesuffix('.md')}/call.md"


def of_map(stage: str) -> str:
    """Where the map of one stage is drawn, once the whole is too large for one drawing."""
    return f"map/{stage}/index.md"


def of_test(test: str) -> str:
    return f"tests/{test}.md"


def of_role(role: str) -> str:
    return f"roles/{role}.md"


def of_framework(framework: str) -> str:
    return f"frameworks/{framework}.md"


def of_form(entry: Entry) -> str:
    """What leads to an entry's form on the page of forms, behind its #."""
    return f"/collections/{entry.shown_as().name}/entries/{entry.id}"


def of_fields(name: str) -> str:
    """Where the fields of a kind, of `vocabulary` or of `playbook` are told."""
    return f"editing/{name}.md"


def of_code(code: str) -> str:
    return f"rules/{code}.md"


def of_pdf(worksheet: Worksheet, paper: str, *, fillable: bool = False) -> str:
    name = pdf_name(worksheet.id, paper, fillable=fillable)
    return f"{worksheet.kind.folder}/{worksheet.id}/{name}"


def of_role_play(exercise: Exercise, part: str, paper: str) -> str:
    """One of the files of a role-play that is played alone."""
    return f"{exercise.kind.folder}/{exercise.id}/{pdf_name(exercise.id, paper, part=part)}"


def of_pack(name: str, part: str, paper: str) -> str:
    """One of the files of a pack."""
    return f"packs/{pdf_name(name, paper, part=part)}"


def is_for_editors(path: str) -> bool:
    """Whether a page is about writing the playbook, and not for those who read it."""
    return path.split("/", maxsplit=1)[0] in {"editing", "rules"}


class View(Enum):
    """From where the links of a page are followed."""

    SERVER = "server"  # a page is a folder, whose index is shown
    FOLDER = "folder"  # without a server each link names its file
    SOURCE = "source"  # in the generated file; Zensical makes links for a server from these


def url(path: str, view: View = View.SERVER) -> str:
    """Where a page or file is found, from the site's root; the home page of a server is ""."""
    page = path.removesuffix(".md")
    if view is View.SOURCE or page == path:
        return path
    if view is View.FOLDER:
        return f"{page}.html"
    return page.removesuffix("index") if page.split("/")[-1] == "index" else f"{page}/"


def copy_of(page: str) -> str:
    """The link from a page, as a server shows it, to the same as Markdown."""
    return "../" * url(page).count("/") + page


def link(target: str, page: str, view: View = View.SERVER) -> str:
    """The link to `target`, as written on `page`."""
    up = "../" * url(page, view).count("/")
    return f"{up}{url(target, view)}" or "./"
