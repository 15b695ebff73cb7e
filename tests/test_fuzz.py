"""A search for files that break the reader, led by which of its lines they run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from projects import CHECKOUT
from trials import trials

pytest.importorskip("atheris", reason="it has no wheel for this system or this Python")

LEAST, ALL = 560, 30_000  # 500 of them are the files that a search begins with


@pytest.mark.torture
def test_no_file_of_a_search_breaks_the_reader(tmp_path: Path) -> None:
    runs = max(LEAST, trials(ALL))
    (tmp_path / "corpus").mkdir()
    ran = subprocess.run(
        [
            sys.executable,
            CHECKOUT / "tests/fuzz.py",
            tmp_path / "corpus",
            f"-runs={runs}",
            "-seed=22",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT / "tests",
    )
    broke = [place.read_bytes() for place in tmp_path.iterdir() if place.is_file()]
    assert broke == [], f"{ran.stdout}\n{ran.stderr}"
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    # Files that it begins with may be more than the runs that are asked for.
    done = re.search(r"Done (\d+) runs", ran.stderr)
    assert done
    assert int(done[1]) >= runs
