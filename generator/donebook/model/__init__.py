"""The one definition of the schema: what an entry of each kind may hold.

A new kind is a module here with its model and a line in `MODELS`.
"""

from collections.abc import Mapping

from donebook.model.entry import (
    CONTENT,
    Entry,
    Kind,
    Moved,
    Retired,
    Tombstone,
)
from donebook.model.exercise import Exercise
from donebook.model.fields import ID_PATTERN, LONGEST_ID, Key, Part, is_id
from donebook.model.loss_reason import LossReason
from donebook.model.pattern import Pattern
from donebook.model.question import DealCheck, Question, SpokenQuestion
from donebook.model.worksheet import Worksheet

MODELS: tuple[type[Entry], ...] = (Question, Pattern, LossReason, Worksheet, Exercise)
KINDS: Mapping[str, Kind] = {model.kind.name: model.kind for model in MODELS}
KIND_OF_FOLDER: Mapping[str, Kind] = {kind.folder: kind for kind in KINDS.values()}

__all__ = [
    "CONTENT",
    "ID_PATTERN",
    "KINDS",
    "KIND_OF_FOLDER",
    "LONGEST_ID",
    "MODELS",
    "DealCheck",
    "Entry",
    "Exercise",
    "Key",
    "Kind",
    "LossReason",
    "Moved",
    "Part",
    "Pattern",
    "Question",
    "Retired",
    "SpokenQuestion",
    "Tombstone",
    "Worksheet",
    "is_id",
]
