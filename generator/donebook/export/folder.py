"""The folder of an export: a new one, or one that holds earlier exports of ours."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from donebook.journal import write_all

# Which files donebook wrote there, by the form they are in.
RECORD = ".donebook-export.json"


class NotOurs(Exception):  # noqa: N818 - what the folder is
    """The folder holds something else, and nothing of it may be lost."""


def write_export(folder: Path, form: str, files: Mapping[str, bytes]) -> None:
    """Write the files of a form, all or none, in the place of those that it had there before.

    Raises NotOurs where something stands there that donebook didn't write, and OSError.
    """
    record = _record(folder)
    ours = {path for paths in record.values() for path in paths}
    if folder.is_dir() and not record and any(folder.iterdir()):
        raise NotOurs(str(folder))
    for path in files:
        if path not in ours and (folder / path).exists():
            raise NotOurs(str(folder / path))
    told = {**record, form: sorted(files)}
    still = {path for paths in told.values() for path in paths}
    gone = {path: None for path in ours - still if (folder / path).is_file()}
    text = json.dumps(told, indent=1, sort_keys=True) + "\n"
    write_all(folder, {**files, **gone, RECORD: text.encode()}, new=())


def _record(folder: Path) -> Mapping[str, list[str]]:
    """The files of each form; none outside the folder, whatever somebody wrote there."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        form: [path for path in map(str, paths) if _is_inside(PurePosixPath(path))]
        for form, paths in found.items()
        if isinstance(paths, list)
    }


def _is_inside(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts
