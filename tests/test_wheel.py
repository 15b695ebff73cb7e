"""The copy of donebook that a company's repository brings: the same bytes, however it is made."""

import os
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from donebook.write.starter import required
from donebook.write.wheel import Wheel, own_wheel
from projects import CHECKOUT

MAKE = "import sys; from donebook.write.wheel import own_wheel as w; sys.stdout.buffer.write(w().content)"


@pytest.fixture(scope="module")
def wheel() -> Wheel:
    return own_wheel()


def install(wheel: Path, folder: Path) -> Path:
    """A wheel installed by pip, without what it needs."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target"]
    subprocess.run([*pip, folder, wheel], check=True, capture_output=True)
    return folder


def made_by(installed: Path) -> subprocess.CompletedProcess[bytes]:
    """What the donebook of a folder makes of itself."""
    env = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-c", MAKE], env=env, cwd="/", capture_output=True, check=False
    )


def test_it_holds_the_package_with_its_defaults_and_nothing_of_this_machine(
    wheel: Wheel, tmp_path: Path
) -> None:
    place = tmp_path / wheel.name
    place.write_bytes(wheel.content)
    with zipfile.ZipFile(place) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        text = b"".join(archive.read(name) for name in names)
    for path in ("__init__.py", "defaults/requirements/runtime.txt", "defaults/content/vocabulary.yaml", "defaults/templates/site/gitattributes"):  # fmt: skip
        assert f"donebook/{path}" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert str(CHECKOUT).encode() not in text


@pytest.mark.long
def test_nothing_of_node_is_carried_along(wheel: Wheel, tmp_path: Path) -> None:
    """An install of donebook never needs it, and node_modules is fifty times as large."""
    assert (CHECKOUT / "node_modules").is_dir(), "run `make check` once"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory"]
    subprocess.run([*build, tmp_path], cwd=CHECKOUT, check=True, capture_output=True)
    (source,) = tmp_path.iterdir()
    with tarfile.open(source) as archive:
        names = archive.getnames()
    assert any(name.endswith("/package-lock.json") for name in names)
    with zipfile.ZipFile(BytesIO(wheel.content)) as archive_of_wheel:
        carried = archive_of_wheel.namelist()
    assert any(name.endswith("/assets/page/main.js") for name in carried)
    assert [name for name in (*names, *carried) if "node_modules" in name] == []
    assert [name for name in carried if Path(name).name in {"package.json", ".npmrc"}] == []


@pytest.mark.long
def test_it_is_the_same_again_with_other_permissions(wheel: Wheel) -> None:
    again = subprocess.run(
        [sys.executable, "-c", MAKE], capture_output=True, check=True, umask=0o077, cwd="/"
    )
    assert again.stdout == wheel.content


@pytest.mark.torture
@pytest.mark.slow
def test_it_is_the_same_again_from_an_installation(wheel: Wheel, tmp_path: Path) -> None:
    place = tmp_path / wheel.name
    place.write_bytes(wheel.content)
    installed = install(place, tmp_path / "once")
    subprocess.run([sys.executable, "-m", "compileall", "-q", installed], check=True)
    assert made_by(installed).stdout == wheel.content
    # And from an installation of what hatchling itself makes, which is compressed.
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "-w", tmp_path / "dist", CHECKOUT], check=True, capture_output=True)
    (built,) = (tmp_path / "dist").iterdir()
    assert built.read_bytes() != wheel.content
    assert made_by(install(built, tmp_path / "other")).stdout == wheel.content


@pytest.mark.torture
@pytest.mark.slow
def test_an_installation_that_somebody_has_changed_makes_none(wheel: Wheel, tmp_path: Path) -> None:
    place = tmp_path / wheel.name
    place.write_bytes(wheel.content)
    installed = install(place, tmp_path / "once")
    (installed / "donebook/change.py").write_bytes(b"# ours\n")
    ran = made_by(installed)
    assert ran.returncode != 0
    assert b"change.py is not as it was installed" in ran.stderr
    for about in installed.glob("*.dist-info"):
        (about / "RECORD").unlink()
    assert b"has no list of its files" in made_by(installed).stderr


@pytest.mark.torture
@pytest.mark.slow
def test_pip_refuses_another_wheel_of_the_same_name(wheel: Wheel, tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    place = tmp_path / "vendor" / wheel.name
    listed = tmp_path / "requirements.txt"
    listed.write_text(f"--no-index\n--find-links vendor\n{required(wheel)}\n")
    command: list[str | Path] = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path / "x", "-r", listed]  # fmt: skip
    place.write_bytes(wheel.content.replace(b"import click", b"import cl1ck", 1))
    ran = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "DO NOT MATCH THE HASHES" in ran.stderr
    place.write_bytes(wheel.content)
    subprocess.run(command, cwd="/", capture_output=True, check=True)
    assert (tmp_path / "x/donebook/__init__.py").is_file()
