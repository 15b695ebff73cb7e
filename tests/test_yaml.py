"""The YAML that is accepted is read as any other reader of YAML 1.2 reads it."""

import json
from pathlib import Path

import pytest

from node import node
from projects import CHECKOUT
from trials import trials
from yaml_files import accepted

SAMPLE, ALL = 500, 10_000


def assert_read_alike(folder: Path, number: int, seed: int) -> None:
    files = list(accepted(number, seed))
    given = folder / "files.json"
    given.write_text(json.dumps([text for text, _ in files]), encoding="utf-8")
    ran = node(CHECKOUT / "tests/yaml_reader.js", given)
    assert ran.returncode == 0, ran.stderr
    others = json.loads(ran.stdout)
    different = [
        (text, ours, other)
        for (text, ours), other in zip(files, others, strict=True)
        if other != {"value": ours}
    ]
    assert len(files) == number
    assert different == []


@pytest.mark.long
def test_files_are_read_as_another_reader_does(tmp_path: Path) -> None:
    assert_read_alike(tmp_path, SAMPLE, seed=22)


@pytest.mark.torture
def test_ten_thousand_files_are_read_as_another_reader_does(tmp_path: Path) -> None:
    assert_read_alike(tmp_path, trials(ALL), seed=1)
