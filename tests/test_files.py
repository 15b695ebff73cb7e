"""Files that belong together: all of them are written, or everything stays as it was."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from donebook import files

NAMES = ("a.pdf", "b.pdf", "deep/c.pdf")
OLD = {"a.pdf": b"old a", "deep/c.pdf": b"old c"}


def held(root: Path) -> dict[str, bytes]:
    found = (place for place in root.rglob("*") if place.is_file())
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in OLD.items():
        files.write_whole(tmp_path / name, content)
    return tmp_path


def test_all_of_them_are_written_and_nothing_is_left_beside(root: Path) -> None:
    new = {name: name.encode() for name in NAMES}
    (root / "a.pdf").chmod(0o640)
    files.write_all(root, new, new=())
    assert held(root) == new
    assert (root / "a.pdf").stat().st_mode & 0o777 == 0o640


# Three are written and two are set aside, before three are swapped.
@pytest.mark.parametrize("at", range(5))
def test_a_disk_that_is_full_changes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    begun: list[int] = []
    opened = os.fdopen

    def full(handle: int, mode: str) -> Any:
        begun.append(handle)
        if len(begun) == at + 1:
            os.close(handle)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened(handle, mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left") as failed:
        files.write_all(root, dict.fromkeys(NAMES, b"new"), new=())
    assert held(root) == OLD
    place = (*NAMES, *OLD)[at]
    assert failed.value.filename == str(root / place)


@pytest.mark.parametrize("at", range(3))
def test_a_file_that_cannot_be_swapped_takes_the_others_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    replace, refused = Path.replace, root / NAMES[at]

    def one_refuses(made: Path, place: Path) -> Path:
        if place == refused and made.read_bytes() == b"new":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(made))
        return replace(made, place)

    monkeypatch.setattr(Path, "replace", one_refuses)
    with pytest.raises(PermissionError) as failed:
        files.write_all(root, dict.fromkeys(NAMES, b"new"), new=())
    assert held(root) == OLD
    assert failed.value.filename == str(refused)
