"""Whatever lies in a playbook's folders is read in little time and room, and told at its place."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import hostile
from hostile import MOST_MEMORY, SECONDS, Took, slowness
from projects import CHECKOUT
from trials import STEP

pytestmark = pytest.mark.long

SAMPLE = 7
NOTHING_WRONG = (
    "many empty lines in",
    "named '.yaml'",
    "named '..yaml'",
)
"""What may be there: files that begin with a dot, and lines without words."""


def took(folder: Path, step: int, *share: str) -> Sequence[Took]:
    ran = subprocess.run(
        [sys.executable, CHECKOUT / "tests/hostile.py", folder, str(step), *share],
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT / "tests",
    )
    return [Took(**json.loads(line)) for line in ran.stdout.splitlines()]


def assert_harmless(found: Sequence[Took], most_seconds: float) -> None:
    assert [one for one in found if one.ended] == []
    assert [one for one in found if one.seconds > most_seconds] == []
    assert [one for one in found if one.memory > MOST_MEMORY] == []
    assert [one for one in found if one.outside] == []
    untold = [one.name for one in found if not one.codes]
    assert [name for name in untold if not name.startswith(NOTHING_WRONG)] == []


def test_a_sample_of_hostile_files_takes_little_and_is_told_at_its_place(tmp_path: Path) -> None:
    found = took(tmp_path, SAMPLE)
    assert len(found) > 40
    # Processors are shared with other tests here: what grows without bound is stopped all the same.
    assert_harmless(found, 4 * SECONDS * slowness())


@pytest.mark.torture
def test_no_hostile_file_takes_more_than_half_a_second(tmp_path: Path) -> None:
    found = took(tmp_path, STEP)
    assert len(found) > 300 // STEP
    # Where processors have other work, each step takes up to twice as long.
    assert_harmless(found, 2 * SECONDS * slowness())


@pytest.mark.torture
def test_twice_as_much_takes_twice_as_long(tmp_path: Path) -> None:
    """What is read goes up to the size from which on a file is refused."""
    slow: set[str] | None = None
    for number in range(3):  # what only other work slowed down is quick another time
        if slow != set():
            found = grown(tmp_path / f"{number}", STEP)
            slow = found if slow is None else slow & found
    assert slow == set()


def grown(folder: Path, step: int) -> set[str]:
    """Those of which the whole takes more than three times as long as half of it."""
    folder.mkdir()
    whole, half = (took(folder / share, step, share) for share in ("1", "0.5"))
    assert len(whole) == len(half) >= 150 // step
    return {
        full.name
        for full, part in zip(whole, half, strict=True)
        if full.seconds > 0.2 and full.seconds > 3 * part.seconds
    }


@pytest.mark.torture  # to make them all takes two seconds
def test_there_are_as_many_as_promised() -> None:
    names = [one.name for one in hostile.hostile()]
    assert len(names) == len(set(names)) >= 300
