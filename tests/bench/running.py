"""Takes the runs in their order, and keeps each at once: nothing is lost when the bench is stopped."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Error as BrowserFailed

from bench import screen
from bench.contenders import OLDER, Against, Field, Incomplete, Job, interleaved, set_up
from bench.measuring import CommandFailed
from bench.recording import Recording, Sample
from bench.stages import IN_ORDER, REST, TOLD
from chromium import NoBrowser

IN_BROWSER = ("finder", "edits")
OLDER_EDITED = 1_000  # entries; with more, an older donebook takes many minutes for an edit


class Log:
    """A recording that grows, its file, and what is said while it does."""

    def __init__(self, recording: Recording, place: Path, say: Callable[[str], object]) -> None:
        self.recording = recording
        self._place = place
        self._say = say
        for note in recording.notes:
            say(f"note: {note}")

    def note(self, text: str) -> None:
        self._say(f"note: {text}")
        self._keep(notes=(*self.recording.notes, text))

    def fact(self, name: str, size: int, value: float) -> None:
        """Something about a size that isn't a time: `pages` or `index`."""
        self._keep(**{name: {**getattr(self.recording, name), size: value}})

    def add(self, sample: Sample) -> None:
        state = f", {sample.state}" if sample.state else ""
        self._say(
            f"{sample.size:,} entries, run {sample.round}: {sample.job}{state} {sample.seconds:.3f} s"
        )
        self._keep(samples=(*self.recording.samples, sample))

    def _keep(self, **changed: object) -> None:
        self.recording = self.recording.model_copy(update=changed)
        self.recording.save(self._place)


def measure_size(
    log: Log, work: Path, size: int, runs: int, wanted: Collection[str], against: Against | None
) -> None:
    """Everything that is wanted of one size, in an empty folder."""
    field = set_up(work, size, wanted, against)
    size = field.entries
    log.fact("pages", size, field.pages)
    for note in field.notes:
        log.note(note)
    take_turns(log, field, size, runs)
    if not set(IN_BROWSER).isdisjoint(wanted):
        try:
            _look(log, work, size, runs, wanted, against)
        except (CommandFailed, NoBrowser, BrowserFailed) as failed:
            log.note(f"{size:,} entries: what a browser measures stopped: {failed}")


def take_turns(log: Log, field: Field, size: int, runs: int) -> None:
    """Run the jobs by turns. One that fails is left out from then on."""
    failed: set[str] = set()
    for number, job in interleaved(runs, field.jobs):
        if job.name in failed:
            continue
        try:
            log.add(_sample(job, size, number))
        except (CommandFailed, Incomplete) as stopped:
            failed.add(job.name)
            log.note(f"{size:,} entries: {job.name} failed: {stopped}")


def _sample(job: Job, size: int, number: int) -> Sample:
    outcome = {name: round(value, 4) for name, value in asdict(job.run()).items()}
    told = _stages(job.cwd / TOLD, outcome["seconds"]) if job.name == "stages" else {}
    return Sample(size=size, job=job.name, state=job.state, round=number, stages=told, **outcome)


def _stages(told: Path, seconds: float) -> Mapping[str, float]:
    """What a run told of its stages; what is left of its time is the rest."""
    stages: dict[str, float] = json.loads(told.read_text("utf-8"))
    known = sum(seconds for name, seconds in stages.items() if name in IN_ORDER and name != REST)
    return {name: round(took, 4) for name, took in {**stages, REST: seconds - known}.items()}


def _look(
    log: Log, work: Path, size: int, runs: int, wanted: Collection[str], against: Against | None
) -> None:
    root = work / "screen"
    shutil.copytree(work / "base", root)
    site = screen.built(root)
    log.fact("index", size, screen.index_size(site))
    with screen.browsing() as browser:
        ways: dict[str, Callable[[], Iterator[Sample]]] = {
            "finder": lambda: screen.keystrokes(site, browser, size, runs),
            "edits": lambda: screen.edits(root, browser, size, runs),
        }
        for name in IN_BROWSER:
            if name in wanted:
                for sample in ways[name]():
                    log.add(sample)
        older = work / OLDER
        if against and "edits" in wanted and older.is_dir() and size <= OLDER_EDITED:
            for sample in screen.edits_of_older(older, browser, size, runs, against):
                log.add(sample)
