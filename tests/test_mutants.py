"""What `make mutants` does with decorators, and what it says of what it found."""

from pathlib import Path

import coverage

from lines_run import Measured
from mutants import SECONDS, Mutant, nearest, stale, table, that_run, undecorated

SOURCE = """\
@outer(1)
@inner
def fact():
    @kept
    def inside(): ...


class Sheet:
    @property
    def size(self): ...
"""
SAME = """\
def fact():
    @kept
    def inside(): ...
fact = outer(1)(inner(fact))


class Sheet:
    def size(self): ...
    size = property(size)
"""


def test_decorators_are_written_as_calls() -> None:
    assert undecorated(SOURCE) == SAME


def test_the_tests_of_a_mutant_are_those_that_run_its_line() -> None:
    by_line = {1: {"z"}, 3: {"a", "b"}, 4: {"b"}, 7: {"c"}}
    assert that_run(range(2, 5), by_line) == {"b"}
    assert that_run(range(2, 7), by_line) == {"b"}, "the nearest line above"
    assert that_run(range(5, 7), by_line) == set()


def test_what_a_fixture_or_an_import_runs_is_run_by_all_who_need_it(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    lines = coverage.CoverageData(no_disk=True)
    for context, line in (("", 1), ("fixture book", 2), ("a", 3)):
        lines.set_context(context)
        lines.add_lines({str(module): [line]})
    measured = Measured(lines, {"a": 0.1, "b": 0.2, "c": 0.3}, {"book": ["a", "b"]})
    assert measured.tests_by_line(module) == {1: {"a", "b", "c"}, 2: {"a", "b"}, 3: {"a"}}


def test_tests_of_the_same_room_come_first_then_the_quickest() -> None:
    own, quick, slow, slowest = (
        "tests/test_load.py::own",
        "tests/test_a.py::quick",
        "tests/test_a.py::slow",
        "tests/test_a.py::slowest",
    )
    took = {own: 1.0, quick: 0.1, slow: SECONDS - 2, slowest: SECONDS + 1}
    mutant = "donebook.load.x_load__mutmut_1"
    assert nearest(mutant, took, took) == [own, quick, slow]
    assert nearest(mutant, [slowest], took) == [slowest], "at least one"
    assert nearest(mutant, [], took) == []


def test_a_row_counts_what_was_killed_and_takes_out_what_means_the_same() -> None:
    mutants = [
        Mutant("donebook.text.x_a__mutmut_1", "", 1),
        Mutant("donebook.text.x_a__mutmut_2", "", -24),
        Mutant("donebook.text.x_a__mutmut_3", "", 0),
        Mutant("donebook.text.x_a__mutmut_4", "", 33),
        Mutant("donebook.load.x_b__mutmut_1", "", 2),
    ]
    rows = list(table(mutants, ["donebook.text.x_a__mutmut_3"]))
    assert rows[2:] == [
        "| text | 4 | 2 | 1 | 1 | 1 | 67% |",
        "| load | 1 | 1 | 0 | 0 | 0 | 100% |",
        "| all | 5 | 3 | 1 | 1 | 1 | 75% |",
    ]


def test_an_equivalent_that_is_none_any_more_is_named() -> None:
    mutants = [
        Mutant("donebook.text.x_a__mutmut_1", "-a\n+b", 0),
        Mutant("donebook.text.x_a__mutmut_2", "-a\n+c", 0),
        Mutant("donebook.text.x_a__mutmut_3", "-a\n+d", 1),
    ]
    known = {
        "donebook.text.x_a__mutmut_1": "-a\n+b",
        "donebook.text.x_a__mutmut_2": "-a\n+b",
        "donebook.text.x_a__mutmut_3": "-a\n+d",
        "donebook.text.x_gone__mutmut_1": "-a\n+b",
    }
    assert stale(mutants, known) == [
        "donebook.text.x_a__mutmut_2 is another change by now:\n-a\n+c",
        "donebook.text.x_a__mutmut_3 is killed, so it doesn't mean the same.",
        "donebook.text.x_gone__mutmut_1 is no mutant of the sample any more.",
    ]
