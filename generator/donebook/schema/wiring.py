"""Which schema belongs to which file, as the settings of VS Code say it."""

import json

from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.model import KINDS

_FILES = {"vocabulary": VOCABULARY_PATH, "playbook": CONFIG_PATH}


def wiring(settings: str) -> str:
    """These settings, as JSON, with the files of every kind."""
    files = {name: kind.path("*") for name, kind in KINDS.items() if not kind.is_prose} | _FILES
    wired = {f"./build/schema/{name}.json": files[name] for name in files}
    return json.dumps({**json.loads(settings), "yaml.schemas": wired}, indent=2) + "\n"
