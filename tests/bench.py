"""How fast donebook is on playbooks of 100, 1,000 and 10,000 entries, side by side in one run.

The playbooks are made of the starter content, copied under new ids with its references, so that
entries have real lengths and real edges. PDFs are made again only when what they show has changed,
so check and generate are measured twice: first with nothing printed, then with everything in the
cache. Times are seconds of wall clock; compare the ratios.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

import history
from chromium import chromium
from donebook.facts import picked
from donebook.index import finder_index, finder_texts
from donebook.load import load
from donebook.model.worksheet import Pick, Questions
from donebook.site.engine import engine_config_path
from donebook.source import Folder
from serving import served

CHECKOUT = Path(__file__).resolve().parent.parent
SIZES = (100, 1_000, 10_000)
BIN = Path(sys.executable).parent
# A sheet that picks its questions by condition would pick a share of all copies, far more than a
# section may hold. It names what it picks in the starter, as a large playbook's sheets have to.
PICKS = re.compile(r"(?<=pick: )\{.*\}")
# A playbook of ten thousand questions has no thousand sheets: about fifty are enough.
PRINTED, SETS = ("worksheets", "exercises"), 5


@dataclass(frozen=True)
class Run:
    """One command: seconds of wall clock and peak memory in megabytes."""

    seconds: float
    megabytes: float


def run(arguments: Sequence[str | Path], cwd: Path) -> Run:
    """Run a command to its end and measure it; raises RuntimeError where it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            arguments,
            cwd=cwd,
            stdout=said,
            stderr=said,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{arguments}: {said.read().decode()[-2000:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # ru_maxrss is bytes on macOS
    return Run(seconds, usage.ru_maxrss / unit)


def make_playbook(root: Path, entries: int) -> None:
    """A playbook of about `entries` entries: whole copies of the starter content."""
    for name in ("templates", "site-config"):
        shutil.copytree(CHECKOUT / name, root / name)
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    (root / "build/pages").mkdir(parents=True)
    icons = Path("build/cache/icons")
    if (CHECKOUT / icons).is_dir():
        shutil.copytree(CHECKOUT / icons, root / icons)
    shutil.copytree(CHECKOUT / "content", root / "content")
    name_what_is_picked(root)
    originals = {p: p.read_text() for p in sorted((root / "content").glob("*/*.yaml"))}
    ids = sorted((p.stem for p in originals), key=len, reverse=True)
    mention = re.compile(rf"(?<![\w-])({'|'.join(ids)})(?![\w-])")
    made, copy = len(originals), 1
    while True:
        batch = {p: t for p, t in originals.items() if copy < SETS or p.parent.name not in PRINTED}
        if made + len(batch) > entries:
            break
        for path, text in batch.items():
            write(root, path, copy, mention.sub(rf"\1-{copy}", text))
        made, copy = made + len(batch), copy + 1
    questions = [p for p in originals if p.parent.name == "questions"]
    for number in range(entries - made):  # a part of a copy: questions that name the originals
        path = questions[number % len(questions)]
        write(root, path, copy + number // len(questions), originals[path])


def name_what_is_picked(root: Path) -> None:
    """Write the ids of what conditions pick in their place."""
    playbook = load(Folder(root)).playbook
    if playbook is None:
        raise RuntimeError("the settings of the starter can't be read")
    for sheet in playbook.worksheets:
        sections = (s for s in sheet.sections if isinstance(s, Questions))
        names = [
            [question.id for question in picked(playbook, section)]
            for section in sections
            if isinstance(section.pick, Pick)
        ]
        place = root / sheet.path
        lists = (f"[{', '.join(ids)}]" for ids in names)
        place.write_text(PICKS.sub(lambda _: next(lists), place.read_text()))  # noqa: B023


def write(root: Path, path: Path, copy: int, text: str) -> None:
    """A copy of an entry; only the originals stay core questions, because four a stage may be."""
    target = root / "content" / path.parent.name / f"{path.stem}-{copy}.yaml"
    target.write_text(text.replace("\ncore: true\n", "\n"))


def print_fifty() -> None:
    """How long fifty sheets take on one paper: blank, fillable, and again from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_playbook(root, 0)
        sheets = sorted((root / "content/worksheets").glob("*.yaml"))
        for number in range(50 - len(sheets)):
            sheet = sheets[number % len(sheets)]
            write(root, sheet, number, sheet.read_text())
        command: list[str | Path] = [
            BIN / "donebook",
            "sheets",
            "--paper",
            "a4",
            "--out",
            root / "printed",
        ]
        blank, fillable, again = (run([*command, *more], root) for more in ([], ["--fillable"], []))
        printed = sum(1 for _ in (root / "printed").iterdir())
        print(
            f"{printed // 2} sheets: blank {blank.seconds:.2f}, fillable {fillable.seconds:.2f}"
            f" ({fillable.seconds / blank.seconds:.1f} times as long), again {again.seconds:.2f}",
            flush=True,
        )


# Typed letter by letter: phrases, slips, a word that many entries have.
TYPED = ("too expensive", "we already have a tool", "expensiv", "compettitor budgt", "the contract")
KEYSTROKES = """async phrases => {
    const field = document.getElementById("db-said"), took = [];
    for (const phrase of phrases) for (let n = 1; n <= phrase.length; n++) {
        field.value = phrase.slice(0, n);
        const start = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.querySelector("[data-found]").getBoundingClientRect();
        took.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 5));
    }
    return took.sort((one, other) => one - other);
}"""


def find(sizes: Sequence[int]) -> None:
    """How large the finder's index is, and how long a keystroke takes on a processor slowed 4 times.

    The finder's page is that of this checkout's site; only its index is another one.
    """
    run([BIN / "donebook", "build"], CHECKOUT)
    path = chromium()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
        for size in sizes:
            root, site = Path(folder) / f"playbook-{size}", Path(folder) / f"site-{size}"
            root.mkdir()
            make_playbook(root, size)
            shutil.copytree(CHECKOUT / "site", site)
            playbook = load(Folder(root)).playbook
            if playbook is None:
                raise RuntimeError("the settings of the made playbook can't be read")
            index = finder_index(playbook)
            (site / "assets/donebook/finder-index.js").write_text(index)
            (site / "assets/donebook/finder-texts.js").write_text(finder_texts(playbook))
            with served(site) as where:
                page = browser.new_page()
                session = page.context.new_cdp_session(page)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                start = time.perf_counter()
                page.goto(f"{where}/find/")
                page.wait_for_selector("[data-ready]", state="attached")
                ready = time.perf_counter() - start
                page.wait_for_timeout(2000)
                took = page.evaluate(KEYSTROKES, TYPED)
                page.close()
            print(
                f"finder, {size:,} entries: index {len(gzip.compress(index.encode())) / 1000:.0f} KB gzipped,"
                f" ready in {ready:.1f} s, a keystroke {took[len(took) // 2]:.0f} ms, at worst {took[-1]:.0f} ms"
                f" ({len(took)} of them)",
                flush=True,
            )


def compare(root: Path) -> Run:
    """How long `diff` takes where every tenth question is asked differently."""
    history.start(root)
    for number, place in enumerate(sorted((root / "content/questions").glob("*.yaml"))):
        if number % 10 == 0:
            text = place.read_text(encoding="utf-8")
            asked = re.sub(r"(?m)^ask: .*$", "ask: What is different now?", text)
            place.write_text(asked, encoding="utf-8")
    return run([BIN / "donebook", "diff", "HEAD"], root)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    sizes: list[int] = parser.parse_args().sizes
    run([BIN / "donebook", "generate"], CHECKOUT)  # draws the icons once
    print_fifty()
    find([size for size in sizes if size > SIZES[0]])
    print(
        f"{'entries':>8} {'check, first':>12} {'MB':>6} {'check':>8} {'MB':>6} {'diff':>6} {'PDFs':>6} {'generate, first':>15} {'MB':>6} {'generate':>9} {'build':>8} {'MB':>6} {'mkdocs':>8} {'MB':>6}   {'generate/build':>14} {'build/mkdocs':>12} {'ms/page':>8}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            make_playbook(root, size)
            first_check = run([BIN / "donebook", "check"], root)
            first_generate = run([BIN / "donebook", "generate"], root)
            check = run([BIN / "donebook", "check"], root)
            printed = sum(1 for _ in (root / "build/pages").rglob("*.pdf"))
            generate = run([BIN / "donebook", "generate", "--engine", "properdocs"], root)
            plain = run([BIN / "mkdocs", "build", "-f", engine_config_path("properdocs")], root)
            shutil.rmtree(root / "build/pages")
            (root / "build/pages").mkdir()
            build = run([BIN / "donebook", "build"], root)
            diff = compare(root)
            pages = sum(1 for _ in (root / "site").rglob("*.html"))
            print(
                f"{size:>8,} {first_check.seconds:>12.2f} {first_check.megabytes:>6.0f}"
                f" {check.seconds:>8.2f} {check.megabytes:>6.0f} {diff.seconds:>6.2f} {printed:>6}"
                f" {first_generate.seconds:>15.2f} {first_generate.megabytes:>6.0f} {generate.seconds:>9.2f}"
                f" {build.seconds:>8.2f} {build.megabytes:>6.0f} {plain.seconds:>8.2f} {plain.megabytes:>6.0f}  "
                f" {generate.seconds / build.seconds:>14.0%} {build.seconds / plain.seconds:>12.2f}"
                f" {1000 * build.seconds / pages:>8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
