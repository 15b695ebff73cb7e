"""`donebook collect --usage`: files that reps hand over, added up, and never trusted."""

import csv
import io
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from donebook.cli.main import donebook
from donebook.collect import MOST_BYTES, Usage, read_usage, tally
from donebook.load import load
from donebook.message import Message
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.source import Folder

Project = Callable[..., Path]
NAME = "Example playbook"
FILES = {
    "questions/core-one.yaml": base.question("Core one", "real") + "core: true\n",
    "questions/core-two.yaml": base.question("Core two", "win") + "core: true\n",
    "questions/plain.yaml": base.question("Plain", "win"),
    "questions/old-name.yaml": "moved_to: core-one\n",
}


def told(**values: Any) -> str:
    """A file as My deals writes it."""
    whole = {
        "usage": 1,
        "playbook": NAME,
        "from": "2026-10-05",
        "to": "2026-11-20",
        "weeks": {},
        "asked": {},
        "vain": [],
    }
    return json.dumps({**whole, **values})


def vain(*searches: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"words": words, "times": times} for words, times in searches]


@pytest.fixture
def root(project: Project) -> Path:
    return project(FILES)


@pytest.fixture
def small(root: Path) -> Playbook:
    playbook = load(Folder(root)).playbook
    assert playbook
    return playbook


def collect(root: Path, *arguments: str | Path) -> Result:
    given = ["--root", str(root), "collect", "--usage", *map(str, arguments)]
    return CliRunner().invoke(donebook, given, standalone_mode=False)


def lay(folder: Path, **files: str | bytes) -> list[Path]:
    places = []
    for name, content in files.items():
        place = folder / f"{name}.json"
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        places.append(place)
    return places


def test_files_are_added_up(root: Path, tmp_path: Path) -> None:
    files = lay(
        tmp_path,
        a=told(
            weeks={"2026-10-05": 2, "2026-11-16": 1},
            asked={"core-one": 3, "plain": 1, "not-here": 2},
            vain=vain(("SOC 2 report", 2), ("parking", 1)),
        ),
        b=told(
            **{"from": "2026-09-01", "to": "2026-09-30"},
            weeks={"2026-10-05": 4},
            asked={"old-name": 2, "core-one": 1},
            vain=vain(("reports for soc 2", 1), ("the soc 2 report", 3)),
        ),
    )
    done = collect(root, "--format", "json", *files)
    assert (done.return_value, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("files", "from", "to", "calls", "weeks")} == {
        "files": 2,
        "from": "2026-09-01",
        "to": "2026-11-20",
        "calls": 7,
        "weeks": {"2026-10-05": 6, "2026-11-16": 1},
    }
    assert [(q["id"], q["core"], q["times"], q["files"]) for q in found["asked"]] == [
        ("core-one", True, 6, 2),
        ("plain", False, 1, 1),
    ]
    assert [q["id"] for q in found["never_asked"]] == ["core-two", "why-now"]
    assert found["gone"] == [{"id": "not-here", "times": 2, "files": 1}]
    assert found["searched_in_vain"] == [
        {
            "words": "the soc 2 report",
            "also": ["soc 2 report", "reports for soc 2"],
            "times": 6,
            "files": 2,
        },
        {"words": "parking", "also": [], "times": 1, "files": 1},
    ]


def test_the_report_as_text(root: Path, tmp_path: Path) -> None:
    files = lay(
        tmp_path,
        a=told(
            weeks={"2026-10-05": 1},
            asked={"core-one": 1_200, "gone": 1},
            vain=vain(("soc 2", 2)),
        ),
    )
    assert collect(root, *files).stdout == (
        "1 file, 2026-10-05 to 2026-11-20: 1 call\n"
        "\nAsked most\n   1200 Core one (core-one), 1 file\n"
        "\nCore questions that nobody asked\n        Core two (core-two)\n        Why now (why-now)\n"
        "\nSearches that found nothing good\n      2 “soc 2”, 1 file\n"
        "\nAsked, and no longer in this playbook\n      1 gone, 1 file\n"
    )


def test_what_is_asked_most_and_least_are_two_lists(project: Project, tmp_path: Path) -> None:
    ids = [f"made-{n:02}" for n in range(15)]
    made = {f"questions/{i}.yaml": base.question(i.replace("-", " "), "real") for i in ids}
    asked = {i: n + 1 for n, i in enumerate(ids)}
    (file,) = lay(tmp_path, a=told(asked=asked))
    said = collect(project({**FILES, **made}), file).stdout
    most, _, rest = said.partition("Asked least")
    assert [line.split("(")[1].split(")")[0] for line in most.splitlines() if "(" in line] == (
        ids[:4:-1]
    )
    least = rest.partition("Core")[0]
    assert [line.split("(")[1].split(")")[0] for line in least.splitlines() if "(" in line] == (
        ids[:5]
    )


def test_in_german_it_speaks_german(project: Project, tmp_path: Path) -> None:
    settings = {"../site-config/playbook.yaml": base.CONFIG + "language: de\n"}
    root = project({**FILES, **settings})
    good, bad = lay(tmp_path, a=told(weeks={"2026-10-05": 2}, vain=vain(("parken", 1))), b="{")
    done = collect(root, good, bad)
    assert done.stdout.startswith("1 Datei, 05.10.2026 bis 20.11.2026: 2 Gespräche\n")
    assert "Vergeblich gesucht\n      1 “parken”, 1 Datei\n" in done.stdout
    assert done.stderr == f"{bad}: Diese Datei ist kein JSON.\n"


WRONG: dict[str, tuple[str | bytes, str]] = {
    "broken": ("{", "This file isn't JSON."),
    "binary": (b"\xff\xfe\x00", "This file isn't JSON."),
    "empty": ("", "This file isn't JSON."),
    "deep": ("[" * 100_000, "This file isn't JSON."),
    "constant": ('{"usage": NaN}', "This file isn't JSON."),
    "long-number": ('{"usage": ' + "9" * 5_000 + "}", "This file isn't JSON."),
    "list": ("[]", "This isn't a file of numbers from My deals."),
    "deal": ('{"donebook": 1, "fields": {}}', "This isn't a file of numbers from My deals."),
    "true": ('{"usage": true}', "This isn't a file of numbers from My deals."),
    "later": (told(usage=2), "Another version of donebook wrote this file."),
    "huge": (told(name="x" * MOST_BYTES), "This file is too large; at most 1,048,576 bytes are read."),
    "other": (told(playbook="Theirs\u202e\x1b[2J"), "It belongs to another playbook, “Theirs [2J”."),
    "nobodys": (told(playbook=5), "It belongs to another playbook, “”."),
    "no-days": (told(**{"from": "soon"}), "It doesn't say from which day to which it counts."),
    "no-such-day": (told(to="2026-11-31"), "It doesn't say from which day to which it counts."),
    "backwards": (told(to="2026-10-04"), "It doesn't say from which day to which it counts."),
}  # fmt: skip


def test_what_cannot_be_counted_is_named_and_the_rest_is_counted(
    root: Path, tmp_path: Path
) -> None:
    wrong = lay(tmp_path, **{name: content for name, (content, _) in WRONG.items()})
    good = lay(tmp_path, good=told(weeks={"2026-10-05": 1}), same=told(weeks={"2026-10-05": 1}))
    pipe, folder, gone = tmp_path / "pipe", tmp_path / "folder", tmp_path / "gone"
    os.mkfifo(pipe)
    folder.mkdir()
    done = collect(root, *wrong, *good, pipe, folder, gone)
    assert done.return_value == 1
    assert done.stdout.startswith("1 file, 2026-10-05 to 2026-11-20: 1 call\n")
    assert done.stderr.splitlines() == [
        *(f"{place}: {said}" for place, (_, said) in zip(wrong, WRONG.values(), strict=True)),
        f"{good[1]}: It is the same as {good[0]}.",
        f"{pipe}: This isn't a regular file.",
        f"{folder}: This is a folder.",
        f"{gone}: It can't be read: No such file or directory.",
    ]


def test_where_no_file_can_be_counted_it_says_so(root: Path, tmp_path: Path) -> None:
    (bad,) = lay(tmp_path, bad="{")
    assert collect(root, bad).stdout == "No file could be counted.\n"
    found = json.loads(collect(root, "--format", "json", bad).stdout)
    assert (found["files"], found["from"], found["calls"]) == (0, None, 0)


def test_values_that_cannot_be_are_left_out_and_counted(root: Path, tmp_path: Path) -> None:
    odd = told(
        weeks={"2026-10-05": 2, "soon": 1, "2026-10-12": 0, "2026-10-19": True},
        asked={"core-one": 2, "../up": 1, "Core": 1, "why-now": 1e3, "x" * 61: 1, "who": 100_000},
        vain=[*vain(("ok", 1), ("", 1), ("many", -1)), 5, {"words": ["x"], "times": 1}],
    )
    read = read_usage(odd.encode(), NAME)
    assert read == Usage(
        date(2026, 10, 5),
        date(2026, 11, 20),
        {date(2026, 10, 5): 2},
        {"core-one": 2},
        (("ok", 1),),
        3 + 5 + 4,
    )
    (file,) = lay(tmp_path, odd=odd)
    done = collect(root, file)
    assert done.return_value == 1
    assert done.stderr == f"{file}: 12 values in it can't be counted; the others are.\n"
    assert "      2 Core one" in done.stdout
    for field in ("weeks", "asked", "vain"):
        none = read_usage(told(**{field: "x"}).encode(), NAME)
        assert isinstance(none, Usage)
        assert none.refused == 1, field
        missing = json.loads(told())
        del missing[field]
        assert read_usage(json.dumps(missing).encode(), NAME) == read_usage(told().encode(), NAME)


def test_no_list_is_read_without_end() -> None:
    many = read_usage(
        told(
            asked={f"q-{n}": 1 for n in range(6_000)},
            vain=vain(*((f"w {n}", 1) for n in range(300))),
        ).encode(),
        NAME,
    )
    assert isinstance(many, Usage)
    assert (len(many.asked), len(many.vain), many.refused) == (5_000, 200, 1_100)


def test_a_search_is_one_line_that_steers_nothing(root: Path, tmp_path: Path) -> None:
    evil = "a\x1b[31m\r\n\u202eb\u0000 " + "c" * 200
    (file,) = lay(tmp_path, a=told(vain=vain((evil, 1), ("=1+1", 1), ("\t-2", 1))))
    said = collect(root, file)
    line = "“a [31m b " + "c" * 71 + "”"
    assert line in said.stdout
    assert not set(said.stdout) & set("\x1b\r\u202e\x00\t")
    rows = list(csv.DictReader(io.StringIO(collect(root, "--format", "csv", file).stdout)))
    texts = [row["text"] for row in rows if row["list"] == "searches that found nothing good"]
    assert sorted(texts)[:2] == ["'-2", "'=1+1"]


def test_the_report_as_a_table(root: Path, tmp_path: Path) -> None:
    (file,) = lay(
        tmp_path,
        a=told(weeks={"2026-10-05": 2}, asked={"core-one": 2, "gone": 1}, vain=vain(("a, b", 3))),
    )
    said = collect(root, "--format", "csv", file).stdout
    assert list(csv.reader(io.StringIO(said))) == [
        ["list", "id", "text", "times", "files"],
        ["calls", "2026-10-05", "", "2", ""],
        ["asked", "core-one", "Core one", "2", "1"],
        ["never asked", "core-two", "Core two", "0", "0"],
        ["never asked", "why-now", "Why now", "0", "0"],
        ["gone", "gone", "", "1", "1"],
        ["searches that found nothing good", "", "a, b", "3", "1"],
    ]


def test_searches_are_grouped_by_their_words(small: Playbook) -> None:
    def groups(*searches: str) -> list[str]:
        day = date(2026, 11, 20)
        read = Usage(day, day, {}, {}, tuple((words, 1) for words in searches))
        return [one.words for one in tally(small, [read]).vain]

    assert groups("data centers", "Data center!", "the data center") == ["data center!"]
    assert groups("big budget", "budget") == ["big budget", "budget"]
    assert groups("the", "a") == ["a", "the"], "words that tell nothing are all there is"
    assert groups("???", "!!!") == ["!!!", "???"]


def test_a_question_that_was_retired_is_gone(project: Project, tmp_path: Path) -> None:
    root = project({**FILES, "questions/old-name.yaml": "retired: Nobody asks it.\n"})
    (file,) = lay(tmp_path, a=told(asked={"old-name": 2}))
    found = json.loads(collect(root, "--format", "json", file).stdout)
    assert found["gone"] == [{"id": "old-name", "times": 2, "files": 1}]


@pytest.mark.parametrize("arguments", [("collect",), ("collect", "--usage")])
def test_it_asks_for_what_is_missing(root: Path, arguments: tuple[str, ...]) -> None:
    done = CliRunner().invoke(donebook, ["--root", str(root), *arguments])
    assert done.exit_code == 2
    assert "Name the files" in done.stderr


def test_content_with_errors_is_told_first(project: Project, tmp_path: Path) -> None:
    root = project({**FILES, "questions/why-now.yaml": "titel: x\n"})
    done = collect(root, *lay(tmp_path, a=told()))
    assert done.return_value == 1
    assert 'Did you mean "title"?' in done.stdout


def test_what_is_wrong_is_a_sentence_of_its_own() -> None:
    assert isinstance(read_usage(b"{", NAME), Message)
