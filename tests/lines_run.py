"""Which lines of the package each test runs, and how long it takes.

A plugin of the pytest that `mutants.py` runs first. Each process of pytest-xdist writes files of its own.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

_LINES, _TESTS = "lines-run-", "tests-run-"
_FIXTURE = "fixture "
# Reading the words of a language takes longer than most tests.
_REMEMBERS = "donebook.language"


class Measuring:
    """Notes lines and seconds of each test of a process; lines of no test are those of imports.

    What a fixture runs for several tests is noted under its own name, and who uses it.
    """

    def __init__(self, root: Path, worker: str) -> None:
        self._seconds_of: defaultdict[str, float] = defaultdict(float)
        self._users_of: defaultdict[str, list[str]] = defaultdict(list)
        self._at = ""
        self._place = root / f"{_TESTS}{worker}"
        self._lines = coverage.Coverage(
            data_file=str(root / f"{_LINES}{worker}"), include=[f"{root}/src/*"], config_file=False
        )
        self._lines.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        forget()
        self._switch(item.nodeid)
        for name in getattr(item, "fixturenames", ()):
            self._users_of[name].append(item.nodeid)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        before = self._at
        if fixturedef.scope != "function":
            self._switch(_FIXTURE + fixturedef.argname)
        try:
            return (yield)
        finally:
            self._switch(before)

    def _switch(self, context: str) -> None:
        if context != self._at:
            self._at = context
            self._lines.switch_context(context)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds_of[report.nodeid] += report.duration

    def pytest_unconfigure(self) -> None:
        self._lines.stop()
        self._lines.save()
        noted = {"seconds": self._seconds_of, "users": self._users_of}
        self._place.write_text(json.dumps(noted), encoding="utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before conftest.py is loaded, which imports most of the package."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None:
        early_config.pluginmanager.register(Measuring(early_config.rootpath, worker))


def forget() -> None:
    """Empty the caches of functions, so that each test runs what it needs."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "donebook":
            for value in vars(module).values():
                if hasattr(type(value), "cache_clear") and value.__module__ != _REMEMBERS:
                    value.cache_clear()


@dataclass(frozen=True)
class Measured:
    """What all processes noted."""

    lines: coverage.CoverageData
    seconds: Mapping[str, float]
    users: Mapping[str, Sequence[str]]

    def tests_by_line(self, path: Path) -> dict[int, set[str]]:
        """The tests that run each line of a file. What imports run is run by all of them."""
        by_line = self.lines.contexts_by_lineno(str(path)).items()
        return {
            line: {test for one in found for test in self._tests(one)} for line, found in by_line
        }

    def _tests(self, context: str) -> Iterable[str]:
        if not context:
            return self.seconds
        return (
            self.users[context.removeprefix(_FIXTURE)]
            if context.startswith(_FIXTURE)
            else (context,)
        )


def measured(root: Path) -> Measured:
    lines = coverage.CoverageData(no_disk=True)
    for place in root.glob(f"{_LINES}*"):
        of_process = coverage.CoverageData(str(place))
        of_process.read()
        lines.update(of_process)
    seconds: dict[str, float] = {}
    users: defaultdict[str, list[str]] = defaultdict(list)
    for place in root.glob(f"{_TESTS}*"):
        noted = json.loads(place.read_text("utf-8"))
        seconds |= noted["seconds"]
        for name, tests in noted["users"].items():
            users[name] += tests
    return Measured(lines, seconds, users)
