"""Searches for a file that the reader can't take: one that raises, or is told at no place of its own.

A program, `python tests/fuzz.py CORPUS -runs=N -seed=N`: atheris changes the files of CORPUS again and
again, keeps those that run lines which no other has run, and stops at the first that breaks something,
which it writes next to CORPUS. A file's first byte says in whose place it is laid.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["donebook"]):
    from donebook.check import check
    from donebook.config import CONFIG_PATH, VOCABULARY_PATH
    from donebook.figures import FIGURES_PATH
    from donebook.report import ReportContext, as_text
    from donebook.rules import base
    from donebook.source import OneFile, Overlay
    from donebook.source.tree import lines_of

from hostile import ENTRY, GROWN, PAGE, PROSE, STILL, WORDS, is_inside
from projects import CHECKOUT

PLACES = (ENTRY, PAGE, VOCABULARY_PATH, CONFIG_PATH, WORDS, FIGURES_PATH)
SMALL = 300
PLAYBOOK = Overlay(
    OneFile(CONFIG_PATH, base.CONFIG.encode()),
    {f"content/{path}": text.encode() for path, text in base.FILES.items()},
)
MEMORY: dict[tuple[str, bytes], object] = {}


def seeds() -> Iterator[bytes]:
    """What to begin with: each correct file, each mistake that is known, and hostile ones, but small."""
    for number, path in enumerate(PLACES):
        yield bytes([number]) + PLAYBOOK.files.get(path, base.CONFIG.encode())
    yield bytes([1]) + base.own_page("A [link](../questions/why-now.yaml).\n\n# Two\n").encode()
    for place in sorted((CHECKOUT / "tests/cases/mistakes").glob("*/content/*/*.yaml")):
        if place.is_file() and place.stat().st_size < 2_000:
            yield bytes([0]) + place.read_bytes()
    yield from (bytes([0]) + grown(SMALL) for grown in GROWN.values())
    yield from (bytes([1]) + grown(SMALL) for grown in PROSE.values())
    yield from (bytes([0]) + made for made in STILL.values())


def tried(given: bytes) -> None:
    """Check the small playbook with one file in it; atheris is told by what is raised."""
    path = PLACES[given[0] % len(PLACES)] if given else ENTRY
    tree = Overlay(PLAYBOOK, {path: given[1:]})
    checked = check(tree, base.TODAY, memory=MEMORY)
    MEMORY.pop((path, given[1:]), None)
    told = [problem for problem in checked.problems if problem.span.path == path]
    lines = lines_of(given[1:].decode(errors="replace").removeprefix("\ufeff"))
    for problem in told:
        assert is_inside(problem.span, lines), problem
        assert problem.help, problem
    as_text(ReportContext(checked, tree))


def main() -> None:
    corpus = Path(sys.argv[1])
    for number, seed in enumerate(seeds()):
        (corpus / f"{number:04}").write_bytes(seed)
    atheris.Setup(
        [*sys.argv, "-max_len=4000", "-timeout=5", f"-artifact_prefix={corpus.parent}/"], tried
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
