"""How long the tests of each area took, against what they may take."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Tests wait for a browser, a server or a disk: with one worker a processor, two processors stood idle
# for 43 of 100 seconds.
WORKERS_A_PROCESSOR = 1.5
FILE = Path(__file__).with_name("budgets.toml")


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    seconds: int
    paths: tuple[str, ...]


def areas() -> tuple[Area, ...]:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["area"]
    return tuple(Area(area["name"], area["seconds"], tuple(area["paths"])) for area in found)


def table(durations: Iterable[tuple[str, float]]) -> list[str]:
    """A line for each area of the tests with these ids and seconds; none for areas without tests."""
    known = areas()
    spent: defaultdict[str, float] = defaultdict(float)
    for test, seconds in durations:
        spent[next(area.name for area in known if test.startswith(area.paths))] += seconds
    return [
        f"{area.name:12}{spent[area.name]:7.0f} s of {area.seconds:4} s"
        f"{'  over its budget' if spent[area.name] > area.seconds else ''}"
        for area in known
        if area.name in spent
    ]
