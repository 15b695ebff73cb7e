"""Whether the pages that always stand at their address have anything to show.

What leads to such a page (navigation, finder, home, the page for lost addresses) asks here.
"""

from collections.abc import Callable, Mapping

from donebook.model import SHOWN_KINDS
from donebook.pages import address
from donebook.pages.chart import has_lines
from donebook.pages.maps import has_phrases
from donebook.playbook import Playbook


def _can_start(playbook: Playbook) -> bool:
    return bool(playbook.spoken or playbook.worksheets)


_FILLED: Mapping[str, Callable[[Playbook], object]] = {
    address.START: _can_start,
    address.PHRASES: has_phrases,
    address.FRAMEWORKS: lambda playbook: playbook.vocabulary.frameworks,
    address.MAP: has_lines,
    address.COVERAGE: lambda playbook: playbook.loss_reasons,
    address.LOSSES: lambda playbook: playbook.figures,
    address.GLOSSARY: lambda playbook: playbook.vocabulary.glossary,
    address.PLAY: lambda playbook: playbook.exercises,
    address.PRINTED: lambda playbook: playbook.worksheets,
}
_OF_KINDS = {kind.hub: kind for kind in SHOWN_KINDS.values()}


def is_filled(playbook: Playbook, path: str) -> bool:
    """Whether a page has something to show; of pages that depend on nothing, always."""
    if kind := _OF_KINDS.get(path):
        return bool(playbook.shown_as(kind))
    return path not in _FILLED or bool(_FILLED[path](playbook))
