"""Family `coverage` (C): a company's own templates, theme, styles and scripts are ones that are used.

They take the place of files that come with donebook, by their names. Under another name they would
lie there without a word.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from donebook.message import message, together
from donebook.problem import Code, Finding, Severity
from donebook.spelling import closest

# The folders that donebook looks into for files of its own names.
LAYERS = ("templates/pages", "templates/sheets", "site-config/theme", "site-config/assets")
OWN_STYLES = f"{LAYERS[3]}/own.css"
_SETTINGS, _WORDS = "site-config", "site-config/words"
_MARKDOWN = ".md.j2"  # what templates ended in when they wrote Markdown
_LOADING = (".j2", ".html", ".typ", ".css", ".js", ".yml")

UNUSED = Code(
    "C415",
    "A file that nothing uses",
    "Somebody changed how the site looks or works, and the site goes on as before.",
    "Give it the name of the file that it should replace.",
    bad={"../templates/pages/hoome.html.j2": "<p>Ours</p>\n"},
    good={"../templates/pages/home.html.j2": "<p>Ours</p>\n"},
    severity=Severity.WARNING,
)
CODES = (UNUSED,)


def strange(paths: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Those of the files below templates/ and site-config/ that donebook doesn't look for by itself."""
    return tuple(path for path in sorted(paths) if path not in known and _is_ours(path))


def _is_ours(path: str) -> bool:
    """Whether a file means to change how the site looks, works or is set up."""
    place = PurePosixPath(path)
    folder, is_yaml = str(place.parent), place.suffix in (".yaml", ".yml", ".txt")
    if folder in (_SETTINGS, _WORDS) and is_yaml:
        return folder == _SETTINGS or place.suffix != ".yaml"
    is_code = place.suffix in (".j2", ".html", ".typ", ".css", ".js", ".md")
    is_text = place.name.lower().startswith("readme")
    return is_code and not is_text and not path.startswith("templates/site/")


def may_load(path: str) -> bool:
    """Whether a file can load another one by naming it."""
    return PurePosixPath(path).suffix in _LOADING


def find(
    unknown: Iterable[str], known: Collection[str], texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Files that nothing uses: `unknown` paths that none of the other `texts` names."""
    for path in unknown:
        name = PurePosixPath(path).name
        if not any(name in text for other, text in texts.items() if other != path):
            yield Finding(UNUSED, path, (), message("Nothing uses this file."), _hint(path, known))


def _hint(path: str, known: Collection[str]) -> str:
    place = PurePosixPath(path)
    if str(place.parent) in (_SETTINGS, _WORDS):
        right = f"{place.name.split('.')[0]}.yaml"
        if f"{place.parent}/{right}" != path and (
            right == "playbook.yaml" or str(place.parent) == _WORDS
        ):
            return message("Rename it to {name}.", name=right)
    if (now := path.replace(_MARKDOWN, ".html.j2")) != path and now in known:
        return message("Pages are HTML now: write it as {path}.", path=now)
    same = [other for other in known if PurePosixPath(other).name == place.name]
    if same:
        return message("Move it to {path}.", path=same[0])
    if place.suffix == ".css":
        hint = message(
            "Your own styles go into {path}, which every page loads.",
            path=OWN_STYLES,
        )
        return together(_did_you_mean(place, known), hint)
    if place.suffix == ".js":
        hint = message("Load it in {path}, or delete it.", path=f"{LAYERS[2]}/main.html")
        return together(_did_you_mean(place, known), hint)
    return together(_did_you_mean(place, known), UNUSED.help)


def _did_you_mean(place: PurePosixPath, known: Collection[str]) -> str:
    """The file that was probably meant: one of the same folder, with the ending that it has there."""
    stems = {
        PurePosixPath(other).name.split(".")[0]: other
        for other in known
        if PurePosixPath(other).parent == place.parent
    }
    near = closest(place.name.split(".")[0], stems)
    return message('Did you mean "{near}"?', near=PurePosixPath(stems[near]).name) if near else ""
