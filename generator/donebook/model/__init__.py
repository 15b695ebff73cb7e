"""The one definition of the schema: what an entry of each kind may hold.

A new kind is a module here. Its model declares the kind, and the marks of its fields say what they
are for; whatever lists, searches, compares or writes entries goes by these.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from donebook.model.entry import (
    CONTENT,
    Entry,
    Kind,
    Moved,
    Retired,
    Tombstone,
)
from donebook.model.exercise import Exercise
from donebook.model.fields import ID_PATTERN, LONGEST_ID, Key, Part, no_id, taken
from donebook.model.loss_reason import LossReason
from donebook.model.page import PAGE_FORM, OwnPage
from donebook.model.pattern import Pattern
from donebook.model.proof_point import ProofPoint
from donebook.model.question import DealCheck, Question, SpokenQuestion
from donebook.model.worksheet import Worksheet

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)

MODELS: tuple[type[Entry], ...] = tuple(
    sorted(Entry.__subclasses__(), key=lambda model: model.kind.place)
)
KINDS: Mapping[str, Kind] = {model.kind.name: model.kind for model in MODELS}
KIND_OF_FOLDER: Mapping[str, Kind] = {kind.folder: kind for kind in KINDS.values()}
# The models whose entries there are: a kind's own, or each of its forms.
FORMS: tuple[type[Entry], ...] = tuple(
    dict.fromkeys(form for model in MODELS for form in model.forms().values())
)
# The kinds as the site shows them, in their order; a form with a list of its own is one of them.
SHOWN_KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in sorted((f.shown_as() for f in FORMS), key=lambda kind: kind.place)
}

__all__ = [
    "CONTENT",
    "FORMS",
    "ID_PATTERN",
    "KINDS",
    "KIND_OF_FOLDER",
    "LONGEST_ID",
    "MODELS",
    "PAGE_FORM",
    "SHOWN_KINDS",
    "DealCheck",
    "Entry",
    "Exercise",
    "Key",
    "Kind",
    "LossReason",
    "Moved",
    "OwnPage",
    "Part",
    "Pattern",
    "ProofPoint",
    "Question",
    "Retired",
    "SpokenQuestion",
    "Tombstone",
    "Worksheet",
    "no_id",
    "taken",
]
