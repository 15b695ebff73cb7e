"""What was measured, as JSON: every single run, the machine, the versions."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

from donebook.files import write_whole
from projects import CHECKOUT

RECORDED = CHECKOUT / "docs/bench.json"
MOST_LOAD = 0.5
# What others are measured by, the first of them that was measured itself.
YARDSTICKS = ("mkdocs", "older", "properdocs", "zensical", "hugo", "ours")
PROGRAMS = ("mkdocs", "mkdocs-material", "properdocs", "zensical", "hugo", "typst", "jinja2")
COLD, WARM = "cold", "warm"
NEAR = 3  # times as many entries


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sample(_Value):
    """One run of one job at one size. `stages` are seconds by stage, where a run tells them."""

    size: int
    job: str
    state: str
    round: int
    seconds: float
    cpu: float | None = None
    megabytes: float | None = None
    others: float | None = None
    stages: dict[str, float] = {}


class Machine(_Value):
    processor: str
    cores: int
    memory: int
    """Gigabytes."""
    system: str
    python: str
    load: float
    """Of the minute before the start."""

    @property
    def without_load(self) -> "Machine":
        return self.model_copy(update={"load": 0.0})


class Spread(_Value):
    """The median of some runs, the fastest and the slowest."""

    median: float
    least: float
    most: float
    runs: int


class Recording(_Value):
    """All that one run of the bench found.

    `pages` and `index` (kilobytes, gzipped) are by size. `notes` say what to know before reading:
    what was left out, and why.
    """

    day: date
    commit: str
    machine: Machine
    versions: dict[str, str]
    notes: tuple[str, ...] = ()
    pages: dict[int, int] = {}
    index: dict[int, float] = {}
    samples: tuple[Sample, ...] = ()

    @classmethod
    def load(cls, place: Path) -> "Recording":
        return cls.model_validate_json(place.read_text(encoding="utf-8"))

    def save(self, place: Path) -> None:
        """Write it, a run a line."""
        told = self.model_dump(mode="json", exclude_defaults=True)
        runs = ",\n".join(f"  {json.dumps(run)}" for run in told.pop("samples", []))
        head = json.dumps(told, indent=1, ensure_ascii=False).removesuffix("\n}")
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, f'{head},\n "samples": [\n{runs}\n ]\n}}\n'.encode())

    @property
    def sizes(self) -> list[int]:
        return sorted({sample.size for sample in self.samples})

    def joined(self, before: "Recording") -> "Recording":
        """This one, with what was recorded before of sizes that it didn't measure.

        Nothing is kept from another machine. Sizes are a tenfold apart, so one that is near to a
        size of this one is the same playbook before it grew.
        """
        kept = [s for s in before.sizes if all(max(s, n) > NEAR * min(s, n) for n in self.sizes)]
        if not kept or before.machine.without_load != self.machine.without_load:
            return self
        sizes = " and ".join(f"{size:,}" for size in kept)
        told = f"{sizes} entries were measured on {before.day} at commit {before.commit}."
        return self.model_copy(
            update={
                "notes": tuple(dict.fromkeys((*self.notes, told, *before.notes))),
                "pages": {**self.pages, **{s: before.pages[s] for s in kept if s in before.pages}},
                "index": {**self.index, **{s: before.index[s] for s in kept if s in before.index}},
                "samples": (*(s for s in before.samples if s.size in kept), *self.samples),
            }
        )

    def of(self, size: int, job: str, state: str) -> list[Sample]:
        """The runs of a job. One that keeps nothing has no state: its runs count in each."""
        found = [s for s in self.samples if (s.size, s.job) == (size, job)]
        in_state = [s for s in found if s.state == (state or COLD)]
        return in_state or [s for s in found if not s.state]

    def has(self, size: int, job: str, state: str) -> bool:
        """Whether a job has runs in this very state."""
        return any((s.size, s.job, s.state) == (size, job, state) for s in self.samples)

    def seconds(self, size: int, job: str, state: str) -> Spread | None:
        return spread(sample.seconds for sample in self.of(size, job, state))

    def megabytes(self, size: int, job: str, state: str) -> float | None:
        found = [s.megabytes for s in self.of(size, job, state) if s.megabytes is not None]
        return statistics.median(found) if found else None

    def stages(self, size: int, state: str) -> dict[str, float]:
        """Seconds by stage: the median over the runs that tell them."""
        runs = [s.stages for s in self.of(size, "stages", state)]
        names = dict.fromkeys(name for run in runs for name in run)
        return {name: statistics.median([run.get(name, 0.0) for run in runs]) for name in names}

    def yardstick(self, size: int) -> str | None:
        """The job that the others are told by."""
        return next((job for job in YARDSTICKS if self.of(size, job, COLD)), None)

    def ratio(self, size: int, job: str, state: str, yardstick: str) -> float | None:
        """How many times as long as the yardstick a job takes."""
        own, other = self.seconds(size, job, state), self.seconds(size, yardstick, state)
        return own.median / other.median if own and other else None


class Move(_Value):
    """How a ratio differs from the one that was recorded before."""

    size: int
    job: str
    state: str
    yardstick: str
    before: float
    now: float

    @property
    def change(self) -> float:
        return self.now / self.before - 1


def spread(values: Iterable[float]) -> Spread | None:
    """None where there are no values."""
    found = sorted(values)
    if not found:
        return None
    median = statistics.median(found)
    return Spread(median=median, least=found[0], most=found[-1], runs=len(found))


def moves(before: Recording, now: Recording) -> list[Move]:
    """Each ratio that both recordings have, by the yardstick of the newer one."""
    keys = dict.fromkeys((s.size, s.job, s.state) for s in now.samples)
    found = []
    for size, job, state in keys:
        yardstick = now.yardstick(size)
        if yardstick is None or yardstick == job:
            continue
        old, new = (r.ratio(size, job, state, yardstick) for r in (before, now))
        if old and new:
            found.append(Move(size=size, job=job, state=state, yardstick=yardstick, before=old, now=new))  # fmt: skip
    return found


def started(notes: Iterable[str] = ()) -> Recording:
    """A recording of this machine, this commit and these versions, without any runs yet."""
    load = os.getloadavg()[0]
    told = list(notes)
    if load > MOST_LOAD:
        told.append(f"The machine was busy: the load was {load:.1f} before the first run.")
    return Recording(
        day=date.today(),  # noqa: DTZ011 - the day where the bench runs
        commit=commit_of(CHECKOUT),
        machine=_machine(load),
        versions={name: version(name) for name in PROGRAMS},
        notes=tuple(told),
    )


def commit_of(checkout: Path) -> str:
    """The commit of a checkout, with a plus where files differ from it."""
    told = _git(checkout, "rev-parse", "--short=10", "HEAD")
    return f"{told}+" if told and _git(checkout, "status", "--porcelain") else told


def _git(checkout: Path, *arguments: str) -> str:
    command = ["git", "-C", str(checkout), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _machine(load: float) -> Machine:
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=round(psutil.virtual_memory().total / 1024**3),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        load=round(load, 2),
    )


def _processor() -> str:
    """Its model, where the system tells one."""
    place = Path("/proc/cpuinfo")
    if place.is_file():
        for line in place.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
