"""Content of an earlier form brought up to today's, step by step by the number `schema`.

Only what can't stay as it is changes, and comments, order and quotes stay. A step is the function
of the number that it starts from, and the tests keep a playbook of each form.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from donebook.config import CONFIG_PATH, SCHEMA
from donebook.defaults import default_paths
from donebook.language import FOLDER as WORDS
from donebook.rules.overrides import LAYERS
from donebook.source import Loc, OneFile, Overlay, Tree, Value, read_document
from donebook.write.refused import Refused
from donebook.write.removed import without
from donebook.write.within import replaced, with_field


@dataclass(frozen=True, slots=True)
class Migrated:
    """Files to write, what was changed in which file, and what somebody has to do by hand."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    told: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()

    def then(self, other: "Migrated") -> "Migrated":
        """Both, one after the other."""
        files = {**self.files, **other.files}
        return Migrated(files, self.told + other.told, self.by_hand + other.by_hand)


Step = Callable[[Tree, str], Migrated]


def schema_of(tree: Tree) -> int:
    """The form of a playbook's content. Raises Refused where the settings don't say."""
    found = (read_document(tree, CONFIG_PATH).values or {}).get("schema")
    if not isinstance(found, str) or not found.isdecimal() or not found.isascii():
        raise Refused(f"{CONFIG_PATH} can't be read, or has no `schema`. First: donebook check")
    if int(found) > SCHEMA:
        raise Refused(
            f"The content has the form {found}, and this donebook knows the forms up to {SCHEMA}."
        )
    return int(found)


def migrated(tree: Tree, since: str) -> Migrated:
    """What brings content up to date; `since` is the day on which the playbook began.

    Raises Refused where the settings can't be read or changed.
    """
    done = Migrated()
    for number in range(max(schema_of(tree), 1), SCHEMA):
        now = Overlay(tree, done.files)
        step = STEPS[number](now, since)
        content = replaced(
            Overlay(now, step.files), CONFIG_PATH, [(("schema",), f"{number}", f"{number + 1}")]
        )
        done = done.then(step).then(Migrated({CONFIG_PATH: content}))
    return done


def in_place_of_ours(tree: Tree) -> Migrated:
    """What somebody has to look at among a company's own templates, theme and styles."""
    notes: list[tuple[str, str]] = []
    for layer in LAYERS:
        ours = default_paths(layer)
        for path in tree.paths(layer):
            if path.endswith(".md.j2"):
                new = PurePosixPath(path).name.replace(".md.j2", ".html.j2")
                notes.append(
                    (path, f"nothing uses it, because pages are HTML now. Write it as {new}.")
                )
            elif path in ours:
                notes.append((path, "it takes the place of ours, which may have changed. Compare."))
    return Migrated(by_hand=tuple(notes))


# Words of the interface that nothing shows any more.
GONE_IN_2 = (
    *("common.pdf-a4", "common.pdf-letter", "common.a4", "common.letter", "common.date"),
    *(f"month.{n}" for n in range(1, 13)),
    *("exercise.cards-and-pages-a4", "exercise.for-the-buyer-the"),
    *("loss-reason.no-question-warns-of", "loss-reasons.somebody-sold-better"),
    *("stage.no-core-question-is", "stage.known-by-now-too"),
    *("test.no-check-serves-this", "test.no-loss-reason-belongs"),
    *("script.call.heard-note", "script.call.definition"),
    *(
        "paper.one-each",
        "paper.rep-cards",
        "paper.two-to-page",
        "paper.trainer",
        "paper.buyer-cards",
        "paper.one-a-group",
        "paper.you",
        "paper.you-after",
        "paper.overview",
        "paper.groups-one-pair",
        "paper.groups-pairs",
        "paper.what-to-print",
        "paper.on-page",
        "paper.print",
        "paper.for",
        "paper.play",
        "paper.did-slip",
        "paper.notice",
        "paper.words-did",
        "paper.first-sentence",
    ),
    *("script.locale", "script.search", "script.placeholder"),
    *("find.everywhere", "asked.of.one", "asked.of.other", "home.all-reasons"),
    *("count.minutes", "count.minutes-in-all"),
)


def _to_2(tree: Tree, since: str) -> Migrated:
    """A playbook is published from `live_since` on; before, each one was. Letter goes before A4."""
    text = tree.read(CONFIG_PATH).decode("utf-8", "replace")
    settings: list[tuple[str, str, str]] = []
    if "live_since" not in text:
        about = "Since when reps have this playbook. Without it nothing is published, and gaps in coverage are warnings."
        settings.append(("live_since", since, about))
    if "paper:" not in text:
        settings.append(("paper", "a4", "The paper that pages offer first: letter or a4."))
    done = Migrated()
    for name, value, about in settings:
        content = Overlay(tree, done.files).read(CONFIG_PATH).rstrip(b"\r\n")
        explained = OneFile(CONFIG_PATH, content + f"\n\n# {about}\n".encode())
        added = with_field(explained, CONFIG_PATH, name, value)
        said = f"`{name}: {value}` is added, so that it stays as it was. {about}"
        done = done.then(Migrated({CONFIG_PATH: added}, ((CONFIG_PATH, said),)))
    for path in tree.paths(WORDS):
        done = done.then(_without_words(tree, path, GONE_IN_2))
    return done


def _without_words(tree: Tree, path: str, gone: tuple[str, ...]) -> Migrated:
    """A company's own words without some that nothing shows any more."""
    values = read_document(tree, path).values if path.endswith(".yaml") else {}
    if values is None:
        raise Refused(f"{path} can't be read. First: donebook check")
    found = {name: word for name in gone if isinstance(word := _at(values, _loc(name)), str)}
    if not found:
        return Migrated()
    try:
        content = without(path, tree.read(path), map(_loc, found))
    except Refused as refused:
        return Migrated(by_hand=((path, f"nothing shows {', '.join(found)}. {refused}"),))
    said = (f"{name} is taken out, because nothing shows it any more: {word}" for name, word in found.items())  # fmt: skip
    return Migrated({path: content}, tuple((path, one) for one in said))


def _loc(name: str) -> Loc:
    return tuple(name.split("."))


def _at(values: Value, loc: Loc) -> Value:
    for step in loc:
        values = values.get(str(step)) if isinstance(values, dict) else None
    return values


STEPS: Mapping[int, Step] = {1: _to_2}
