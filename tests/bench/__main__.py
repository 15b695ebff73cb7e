"""Run the bench: all of it, or the parts that options name."""

import argparse
import tempfile
from pathlib import Path

from bench import report
from bench.contenders import BUILDERS, own_environment
from bench.recording import RECORDED, Recording, started
from bench.running import IN_BROWSER, Log, measure_size
from projects import CHECKOUT

SIZES = (100, 1_000, 10_000)
PARTS = (*BUILDERS, "stages", "verbs", *IN_BROWSER)
LARGE, FEW, MANY = 10_000, 3, 5  # runs


def main() -> None:
    chosen = parser().parse_args()
    if not chosen.page:
        measure(chosen)
    if chosen.page or chosen.record:
        for place, text in report.documents(Recording.load(RECORDED)).items():
            place.write_text(text, encoding="utf-8")
            _say(f"Wrote {place.relative_to(CHECKOUT)}.")


def measure(chosen: argparse.Namespace) -> None:
    """Measure, then print the table and how each ratio has moved since the last recording."""
    before = Recording.load(RECORDED) if RECORDED.is_file() else None
    place: Path = chosen.out
    log = Log(started(chosen.note), place, _say)
    against = None
    if chosen.against:
        against = own_environment(chosen.against, chosen.against_python)
        log.note(f"The older donebook is that of commit {against.commit}.")
    for size in chosen.sizes:
        runs = chosen.runs or (FEW if size >= LARGE else MANY)
        with tempfile.TemporaryDirectory(prefix="donebook-bench-") as work:
            measure_size(log, Path(work), size, runs, chosen.only, against)
    _say(f"\n{report.table(log.recording)}")
    if before:
        _say(f"\n{report.compared(before, log.recording)}")
    _say(f"\nEvery run is in {place}.")
    if chosen.record:
        whole = log.recording.joined(before) if before else log.recording
        whole.save(RECORDED)


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument(
        "--sizes", type=int, nargs="+", default=list(SIZES), help="how many entries"
    )
    options.add_argument(
        "--only", nargs="+", choices=PARTS, default=list(PARTS), help="what to run"
    )
    options.add_argument(
        "--runs", type=int, help=f"of each; {MANY} when left out, {FEW} from {LARGE:,} entries on"
    )
    options.add_argument(
        "--out",
        type=Path,
        default=CHECKOUT / "build/bench.json",
        help="where every run is written; build/bench.json when left out",
    )
    options.add_argument("--against", type=Path, help="the checkout of an older donebook")
    options.add_argument(
        "--against-python", type=Path, help="a Python that has what the older donebook needs"
    )
    options.add_argument("--note", nargs="+", default=[], help="what to know before reading it")
    how = options.add_mutually_exclusive_group()
    how.add_argument(
        "--record",
        action="store_true",
        help="keep the result in docs/bench.json with other sizes, and write docs/speed.md and its pictures anew",
    )
    how.add_argument(
        "--page", action="store_true", help="only write them anew from docs/bench.json"
    )
    return options


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
