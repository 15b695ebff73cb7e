"""What `make mutants` does with decorators, and what it says of what it found."""

from mutants import Mutant, stale, table, undecorated

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
