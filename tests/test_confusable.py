"""What a definition is taken for is known from both sides, wherever it is shown."""

from pathlib import Path

from donebook.check import check
from donebook.model import Key, Pattern
from donebook.playbook import Playbook
from donebook.rules import base
from donebook.rules.base import TODAY
from donebook.source import Folder
from projects import make_project

OTHER = "confused_with:\n  - {pattern: hours-back, tell: Ask who types.}\n"


def of(root: Path, own: str = "") -> Playbook:
    files = {
        "patterns/leak.yaml": base.pattern("Stop the leak", OTHER),
        "patterns/hours-back.yaml": base.pattern("Hours back", own),
    }
    playbook = check(Folder(make_project(root, files)), TODAY).playbook
    assert playbook
    return playbook


def told(playbook: Playbook, name: str) -> list[tuple[str, str]]:
    pattern = playbook.entries[Key("pattern", name)]
    assert isinstance(pattern, Pattern)
    return [(other.id, str(tell)) for other, tell in playbook.confusable_with(pattern)]


def test_it_is_known_from_both_sides(tmp_path: Path) -> None:
    playbook = of(tmp_path / "p")
    assert told(playbook, "leak") == [("hours-back", "Ask who types.")]
    assert told(playbook, "hours-back") == [("leak", "Ask who types.")]


def test_its_own_tell_wins(tmp_path: Path) -> None:
    playbook = of(tmp_path / "p", "confused_with:\n  - {pattern: leak, tell: Ask for the log.}\n")
    assert told(playbook, "hours-back") == [("leak", "Ask for the log.")]
    assert told(playbook, "leak") == [("hours-back", "Ask who types.")]
