"""What CONTRIBUTING.md names is there: each file, each folder, each name in the code."""

import re
from pathlib import Path

from projects import CHECKOUT

TEXT = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Paths are short in it: the room they are in is named before them.
ROOMS = (
    "",
    "generator/donebook",
    "generator/donebook/pages",
    "site-config/assets",
    *(
        f"site-config/assets/{name}"
        for name in (
            "page",
            "find",
            "deal",
            "deals",
            "done",
            "call",
            "map",
            "anywhere",
            "usage",
            "go",
        )
    ),
    "templates/pages",
    "templates/sheets",
    "site-config",
    "tests/cases/mistakes/address-of-no-host",
    "tests/bench",
)
# What a run leaves, and what git doesn't know therefore.
MADE = {
    *("build/pages", "site/", "node_modules/", "files.json", "donebook.js", "deals.js", "sw.js"),
    "site-config/losses.json",
}
SEARCHED = ("generator", "site-config/assets", "tests", "templates", "requirements", "Makefile")


def spans() -> list[str]:
    """What stands in backticks, outside of blocks, once each."""
    text = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    return list(dict.fromkeys(re.findall(r"`([^`]+)`", text)))


def is_path(span: str) -> bool:
    return bool(re.fullmatch(r"[\w.<>/-]+", span)) and bool(
        "/" in span or re.search(r"\.(py|js|css|typ|j2|yaml|toml|txt|json)$", span)
    )


PATHS = [span for span in spans() if is_path(span)]
NAMES = [span for span in spans() if re.fullmatch(r"@?[A-Za-z_]\w*(\.\w+)*(\(\))?", span)]


def code() -> str:
    places = [p for name in SEARCHED for p in (CHECKOUT / name, *(CHECKOUT / name).rglob("*"))]
    return "\n".join(
        place.read_text(encoding="utf-8", errors="replace")
        for place in places
        if place.is_file() and place.suffix != ".pyc" and place != Path(__file__)
    )


def test_paths_and_names_are_found() -> None:
    assert {"rules/", "pages/hubs.py", "tests/shared.py"} <= set(PATHS)
    assert {"PatternRef", "@rule", "FAMILIES"} <= set(NAMES)


def test_every_path_is_there() -> None:
    paths = [path.replace("<kind>", "question") for path in PATHS if path not in MADE]
    assert [p for p in paths if not any((CHECKOUT / room / p).exists() for room in ROOMS)] == []


def test_every_name_is_in_the_code() -> None:
    words = set(re.findall(r"\w+", code()))
    last = {name: name.removeprefix("@").removesuffix("()").rpartition(".")[2] for name in NAMES}
    assert [name for name, word in last.items() if word not in words] == []
