"""Everything that is wrong with a playbook, found in one run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from donebook import rules
from donebook.codeowners import CODEOWNERS, HEAD, codeowners
from donebook.codes.source import NOT_A_FILE
from donebook.config import CONFIG_PATH
from donebook.defaults import default_paths
from donebook.language import Language, OwnWords, english
from donebook.language import languages as known_languages
from donebook.load import Loaded, Memory, load, locate
from donebook.message import message
from donebook.model import CONTENT, OwnPage
from donebook.playbook import Playbook
from donebook.problem import Finding, Problem, Severity, Span, family_of
from donebook.progress import stage
from donebook.rules import identity, languages, other_files, overrides, own_pages
from donebook.rules.freshness import OTHER_OWNERS
from donebook.source import NotAFile, Tree

SETTINGS = str(PurePosixPath(CONFIG_PATH).parent)
OURS = (CONTENT, SETTINGS, "templates")
_PAGES = f"{CONTENT}/{OwnPage.kind.folder}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A playbook with its problems, in the order of files and lines.

    `entries` counts the entries' files. `playbook` is missing where settings or vocabulary
    could not be read. `is_whole` says whether every file is read and every reference right.
    """

    playbook: Playbook | None
    problems: tuple[Problem, ...]
    entries: int
    language: Language = field(default_factory=english)
    """What it is told in: the site's, as far as the settings can be read."""

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def is_whole(self) -> bool:
        return self.playbook is not None and not any(
            family_of(problem.code).breaks for problem in self.problems
        )

    @property
    def knows_coverage(self) -> bool:
        """Whether the rules could run that look for what some question should say."""
        if self.playbook is None:
            return False
        wrong = (p.span.path for p in self.problems if family_of(p.code).breaks)
        unsure = rules.unsure_kinds(self.playbook, wrong)
        return unsure.isdisjoint(rules.coverage.QUESTIONS)


def check(
    tree: Tree,
    today: date,
    before: Playbook | None = None,
    memory: Memory | None = None,
    *,
    live: bool = False,
    alone: bool = False,
) -> Checked:
    """Read a playbook and apply every rule, as of a day.

    With the playbook as it was `before`, no id may have been lost or used again since. With a
    `memory`, no file is parsed that is in it. `live` judges it as if reps had it already. In a process
    that is `alone`, without threads that work, copies of it read their share (`load`).
    """
    with stage("Reading the content"):
        loaded = load(tree, memory, alone=alone)
    if live and loaded.playbook:
        loaded = replace(loaded, playbook=loaded.playbook.live_on(today))
    links = tuple(_links(tree, loaded))
    checked = Checked(loaded.playbook, (*loaded.problems, *links), loaded.found, loaded.language)
    if loaded.playbook is None:
        return with_findings(checked, tree, ())
    judged = loaded.playbook.as_of(today)
    with stage("Applying the rules"):
        found = tuple(rules.check(judged, today))
    lost = identity.find(before, judged) if before else ()
    return with_findings(
        checked,
        tree,
        (
            *found,
            *lost,
            *_owners(tree, loaded.playbook),
            *_beside(tree, loaded.playbook, loaded.own_words),
            *rules.apply_severity(loaded.playbook, _overrides(tree)),
        ),
    )


def errors_once_live(checked: Checked, today: date) -> int:
    """How many gaps are no errors yet, and will be once the settings say that reps have it."""
    playbook = checked.playbook
    if playbook is None or playbook.live_on(today) is playbook:
        return 0  # else a playbook that reps have would be judged twice
    live = rules.check(playbook.live_on(today), today)
    told = sum(p.is_error and family_of(p.code).gentle_at_first for p in checked.problems)
    then = sum(
        finding.severity is Severity.ERROR and family_of(finding.code.id).gentle_at_first
        for finding in live
    )
    return max(then - told, 0)


def with_findings(checked: Checked, tree: Tree, found: Iterable[Finding]) -> Checked:
    """With further findings, which have their severities and are looked up in the files."""
    return with_problems(checked, locate(tree, found))


def with_problems(checked: Checked, found: Iterable[Problem]) -> Checked:
    """With further problems, each in its place."""
    problems = (*checked.problems, *found)
    return replace(checked, problems=tuple(sorted(problems, key=lambda p: p.order)))


def _links(tree: Tree, loaded: Loaded) -> Iterator[Problem]:
    """Links among the files that a site is made from, but for those that are told of elsewhere."""
    known = {problem.span.path for problem in loaded.problems if problem.code == NOT_A_FILE.id}
    logo = other_files.logo_path(loaded.playbook) if loaded.playbook else None
    said = message("This is a link, and a link could publish something from outside the playbook.")
    fix = message("Put the file or the folder itself there.")
    for path in (p for folder in OURS for p in tree.links(folder)):
        inside_content = path.startswith(f"{CONTENT}/")  # where only entries are read
        if path not in known and path != logo and not inside_content:
            yield Problem(NOT_A_FILE.id, Severity.ERROR, Span(path), said, fix)


def _owners(tree: Tree, playbook: Playbook) -> Iterator[Finding]:
    """Whether the file that names owners to the code host is the one we would write."""
    text = _text(tree, CODEOWNERS)
    if text.startswith(HEAD) and text != codeowners(playbook, tree.prefix):
        said = message("This isn't what the owners of entries are now.")
        yield from rules.apply_severity(playbook, [Finding(OTHER_OWNERS, CODEOWNERS, (), said)])


def _beside(tree: Tree, playbook: Playbook, own: OwnWords | None) -> Iterator[Finding]:
    """Whether the files that the settings name are there and say what they may."""
    files, links = tree.paths(SETTINGS), tree.links(SETTINGS)
    yield from other_files.find(playbook, files, links, known_languages(tree), own)
    if own and own.is_whole:
        yield from rules.apply_severity(playbook, languages.find(own))
    if playbook.of_model(OwnPage):
        yield from own_pages.find(playbook, tree.paths(_PAGES), tree.links(_PAGES))


def _overrides(tree: Tree) -> Iterator[Finding]:
    """A company's own templates, styles and settings, where they take no file's place."""
    folders = ("templates", SETTINGS)
    links = {path for folder in folders for path in tree.links(folder)}  # told of elsewhere
    found = (path for folder in folders if folder not in links for path in tree.paths(folder))
    paths = [path for path in found if path not in links]
    known = {path for layer in overrides.LAYERS for path in default_paths(layer)}
    known |= {CONFIG_PATH, overrides.OWN_STYLES}
    strange = overrides.strange(paths, known)
    if not strange:
        return
    links = {link for folder in OURS for link in tree.links(folder)}  # told of by themselves
    strange = tuple(
        path
        for path in strange
        if links.isdisjoint(f"{part}" for part in (path, *PurePosixPath(path).parents))
    )
    readers = (path for path in (*paths, "mkdocs.yml") if overrides.may_load(path))
    yield from overrides.find(strange, known, {path: _text(tree, path) for path in readers})


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.read(path).decode("utf-8", "replace")
    except (OSError, NotAFile):
        return ""
