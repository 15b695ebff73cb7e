"""Runs of one playbook at the same time never disturb each other."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from donebook.cli.build import WAITING
from donebook.files import UNFINISHED
from donebook.rules.base import TODAY
from donebook.site.build import build
from projects import SHEET, make_project, tree
from serving import fetched, free_port
from trials import trials as so_many

pytestmark = pytest.mark.slow

SERVED = ("assets/donebook/finder-index.js", "assets/donebook/sheets.js")


class Trials:
    """Trials on one playbook, and what every run of it has to give."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.root = make_project(folder / "project", {"worksheets/sheet.yaml": SHEET})
        assert build(self.root, TODAY).site
        self._expected = tree(self.root / "site")
        self._pdfs = {name: found for name, found in self._expected.items() if ".pdf" in name}
        assert len(self._pdfs) == 4
        self._dice = random.Random(seed)
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        self._out = folder / "out"
        self._runs = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("at_once.py")],
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(self._temporary), "DONEBOOK_THREADS": "2"},
        )

    def close(self) -> None:
        os.killpg(self._runs.pid, signal.SIGKILL)
        self._runs.communicate()

    def _heard(self) -> Any:
        assert self._runs.stdout
        line = self._runs.stdout.readline()
        assert line, "it took too long"
        return json.loads(line)

    def trial(self, *, is_cold: bool) -> None:
        """A build, a server, sheets, a check and one of them once more, begun in any order."""
        shutil.rmtree(self._out, ignore_errors=True)
        self._out.mkdir()
        if is_cold:
            shutil.rmtree(self.root / "build/cache")
        port = free_port()
        sheets = ["sheets", "--out", str(self._out / "sheets")]
        more = self._dice.choice([["build"], ["generate"], sheets, ["check"]])
        verbs = [["build"], ["serve", "--address", f"127.0.0.1:{port}"], sheets, ["check"], more]
        self._dice.shuffle(verbs)
        jobs = [
            (
                self._dice.choice([0, 0.05, 0.3]),
                verb,
                str(self._out / f"{number}.out"),
                str(self._out / f"{number}.err"),
            )
            for number, verb in enumerate(verbs)
        ]
        assert self._runs.stdin
        self._runs.stdin.write(f"{json.dumps(jobs)}\n")
        self._runs.stdin.flush()
        numbers = self._heard()
        server = numbers[[verb[0] for verb in verbs].index("serve")]
        ended: dict[int, int] = {}
        wrong = self._wrongly_served(port)
        os.kill(server, self._dice.choice([signal.SIGINT, signal.SIGTERM]))
        ended.update(self._heard() for _ in numbers)
        said = [(self._out / f"{n}.err").read_text() for n in range(len(verbs))]
        for verb, number, text in zip(verbs, numbers, said, strict=True):
            assert ended[number] == 0, f"{verb} ended with {ended[number]}:\n{text}"
        assert wrong == [], said
        quiet = {text for verb, text in zip(verbs, said, strict=True) if verb[0] != "serve"}
        assert quiet <= {"", f"{WAITING}\n"}
        self._look_over()

    def _wrongly_served(self, port: int) -> list[str]:
        """What the server, once it is there, shows in another way than the site."""
        end = time.monotonic() + 120
        while fetched(port, "")[0] != 200:
            if time.monotonic() > end:
                return ["it never came up"]
            time.sleep(0.02)
        paths = (*self._pdfs, *SERVED)
        return [path for path in paths if fetched(port, path) != (200, self._expected[path])]

    def _look_over(self) -> None:
        """The site and the sheets are whole, and nothing else is left."""
        assert tree(self.root / "site") == self._expected
        made = tree(self._out / "sheets")
        assert made == {name.rpartition("/")[2]: pdf for name, pdf in self._pdfs.items() if "fillable" not in name}  # fmt: skip
        assert list(self._temporary.iterdir()) == []
        assert list(self.root.rglob(UNFINISHED)) == []
        assert [place.name for place in self.root.glob(".*")] == []


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[Trials]:
    found = Trials(tmp_path, seed=17)
    try:
        yield found
    finally:
        found.close()


def test_what_runs_at_once_is_never_disturbed(trials: Trials) -> None:
    for number in range(2):
        trials.trial(is_cold=number == 1)


@pytest.mark.torture
def test_so_it_is_in_a_hundred_trials(trials: Trials) -> None:
    for number in range(so_many(100)):
        trials.trial(is_cold=number % 5 == 1)
