"""What keeps the promises of SECURITY.md is where the list of guards says, and tests notice if it is gone."""

from pathlib import Path

import pytest

from guards import copied, guards, page, unnoticed
from projects import CHECKOUT
from trials import trials

PAGE = CHECKOUT / "docs/guards.md"


def test_every_guard_is_where_the_list_says_and_can_be_taken_out() -> None:
    found = guards()
    assert len({guard.name for guard in found}) == len(found) >= 40
    assert [guard.name for guard in found if not guard.is_there(CHECKOUT)] == []
    assert [guard.name for guard in found if guard.old == guard.new] == []


def test_the_page_of_guards_is_what_the_list_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept"):
        PAGE.write_text(page(guards()), encoding="utf-8")
    assert PAGE.read_text("utf-8") == page(guards())


@pytest.mark.torture
def test_each_guard_that_is_gone_is_noticed(tmp_path: Path) -> None:
    chosen = guards()[:: max(1, len(guards()) // trials(len(guards())))]
    assert [guard.name for guard in unnoticed(chosen, copied(tmp_path / "checkout"))] == []
