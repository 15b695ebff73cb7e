"""How sheets are printed: several at once, each once, and never from a damaged cache."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from donebook.cli.main import donebook
from donebook.paper import Printer, Seating, pack_room, role_play_room
from donebook.paper.typesetter import Typesetter
from donebook.playbook import Playbook
from projects import CHECKOUT

pytestmark = pytest.mark.slow

PACK = "loss-review-day"


def everything(playbook: Playbook, cache: Path) -> dict[str, bytes]:
    """A few sheets, a pack with one of them in it, and cards, by their names."""
    printer = Printer(playbook, CHECKOUT / "templates/sheets", cache)
    in_pack = playbook.config.packs[PACK].sheets
    chosen = [sheet for sheet in playbook.worksheets if sheet.id in in_pack][:2]
    assert len(chosen) == 2
    printing = printer.sheets(chosen, fillable=[False, True])
    binding, cutting = (
        printer.rooms([pack_room(playbook, PACK, Seating(6))]),
        printer.rooms([role_play_room(playbook.exercises[0])]),
    )
    return {
        **{sheet.name: sheet.pdf for sheet in printing},
        **{bound.name: bound.pdf for bound in (*binding, *cutting)},
    }


@pytest.fixture(scope="module")
def expected(playbook: Playbook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DONEBOOK_THREADS", "1")
        return everything(playbook, tmp_path_factory.mktemp("cache"))


@pytest.mark.torture
@pytest.mark.parametrize("threads", ["2", "3"])
def test_any_number_of_threads_gives_the_same_bytes(
    playbook: Playbook,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    threads: str,
) -> None:
    monkeypatch.setenv("DONEBOOK_THREADS", threads)
    assert len(expected) == 20
    assert everything(playbook, tmp_path) == expected


@pytest.mark.torture
def test_nothing_is_set_twice(
    playbook: Playbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack asks for its sheets alone, while they are printed alone as well."""
    asked: Counter[str] = Counter()
    pdf = Typesetter.pdf

    def counted(typesetter: Typesetter, *arguments: object) -> object:
        asked[repr(arguments)] += 1
        return pdf(typesetter, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Typesetter, "pdf", counted)
    monkeypatch.setenv("DONEBOOK_THREADS", "3")
    everything(playbook, tmp_path)
    assert len(asked) > 10
    assert set(asked.values()) == {1}


@pytest.mark.torture
def test_what_is_damaged_in_the_cache_is_made_again(
    playbook: Playbook, expected: dict[str, bytes], tmp_path: Path
) -> None:
    everything(playbook, tmp_path)
    kept = sorted(tmp_path.iterdir())
    whole = {place: place.read_bytes() for place in kept}
    assert len(kept) > 10
    for number, place in enumerate(kept):
        content = bytearray(whole[place])
        content[len(content) // 2] ^= 1
        place.write_bytes((content, content[: len(content) // 2], b"")[number % 3])
    assert everything(playbook, tmp_path) == expected
    assert {place: place.read_bytes() for place in kept} == whole


@pytest.mark.parametrize("threads", ["0", "-1", "many", "65"])
def test_a_number_of_threads_that_is_none_is_refused(threads: str) -> None:
    for arguments, environment in (
        (["--threads", threads], {}),
        ([], {"DONEBOOK_THREADS": threads}),
    ):
        done = CliRunner(env=environment).invoke(donebook, [*arguments, "explain", "S11"])
        assert done.exit_code == 2, (arguments, environment)
        assert "--threads" in done.output


INTERRUPTED = """
import sys, threading
from donebook.paper.typesetter import Typesetter
pdf, begun = Typesetter.pdf, []
def told(*arguments):
    begun.append(1)
    print("set", flush=True)
    return pdf(*arguments)
Typesetter.pdf = told
from donebook.cli.main import main
import atexit
atexit.register(lambda: print("all", len(begun), flush=True))
main(sys.argv[1:])
"""


# In a build, nobody has asked for what is printed while the pages are made.
@pytest.mark.torture
@pytest.mark.parametrize("verb", ["sheets", "build"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_after_a_stop_nobody_waits_for_all_sheets(
    starter: Path, tmp_path: Path, verb: str, how: signal.Signals
) -> None:
    root = tmp_path / "playbook"
    for name in ("content", "site-config"):
        shutil.copytree(starter / name, root / name)
    shutil.copy(starter / "mkdocs.yml", root)
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, verb],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DONEBOOK_THREADS": "2"},
    )
    assert running.stdout
    assert running.stdout.readline().startswith("set")  # two threads may write into one line
    running.send_signal(how)
    said, told = running.communicate(timeout=60)
    if how == signal.SIGINT:
        assert running.returncode == 130
        assert told.strip() == "Interrupted."
        (count,) = [line for line in said.splitlines() if line.startswith("all")]
        assert int(count.split()[1]) < 20, "of more than a hundred"
    else:
        assert running.returncode == -how
