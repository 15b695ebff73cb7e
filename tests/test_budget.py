"""The table of what the tests took."""

from budget import WORKERS_A_PROCESSOR, areas, table
from projects import CHECKOUT


def test_each_file_of_tests_belongs_to_an_area_and_all_areas_fit_into_six_minutes() -> None:
    files = [p.relative_to(CHECKOUT).as_posix() for p in (CHECKOUT / "tests").rglob("test_*.py")]
    assert len(files) > 40
    assert table((file, 1) for file in files)
    named = [path for area in areas() for path in area.paths]
    assert [path for path in named if not (CHECKOUT / path).exists()] == []
    assert sum(area.seconds for area in areas()) <= 2 * WORKERS_A_PROCESSOR * 6 * 60


def test_what_an_area_took_is_added_up_and_compared() -> None:
    first, second = areas()[:2]
    told = table([(first.paths[0], 0.5), (first.paths[0], 0.75), (second.paths[0], 9999)])
    assert [line.split()[:2] for line in told] == [[first.name, "1"], [second.name, "9999"]]
    assert [line.endswith("over its budget") for line in told] == [False, True]
