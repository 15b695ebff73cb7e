"""The form of an export, `export/1`. Whatever is added to it later is optional; a change is `export/2`."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from donebook.figures import Figures

FORM: Literal["export/1"] = "export/1"


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Named(_Form):
    """Another entry, as it is called and where it is shown."""

    kind: str
    id: str
    title: str
    address: str


class Mention(Named):
    """An entry that leads to this one or from it; `relation` is the field that says so, such as `listen_for.strong.reveals`."""

    relation: str


class Entry(_Form):
    """One entry.

    `fields` is what its file says, by the names of the fields, with the product's name filled in.
    `typed` holds those fields in which that name stood as {product}, as they were typed. `facts` are
    what follows from the playbook: for a definition of done what to ask next by stage, for a loss
    reason from when to when it can be seen and what warns of it.
    """

    kind: str
    id: str
    title: str
    summary: str
    status: Literal["draft", "active", "retiring"]
    address: str
    file: str
    owner: str
    owner_name: str
    reviewed: date | None
    review_by: date | None
    fields: dict[str, Any]
    typed: dict[str, Any]
    names: tuple[Mention, ...]
    named_by: tuple[Mention, ...]
    facts: dict[str, Any]


class Gone(_Form):
    """An id that is used no more: where its entry went, or why it was retired."""

    kind: str
    id: str
    moved_to: str | None = None
    retired: str | None = None


class Word(_Form):
    """A word that entries choose from, with what else the vocabulary says of it."""

    id: str
    name: str
    more: dict[str, Any]


class Term(_Form):
    """A word of the glossary."""

    term: str
    meaning: str


class Vocabulary(_Form):
    """What entries choose from, in the playbook's order."""

    stages: tuple[Word, ...]
    roles: tuple[Word, ...]
    tests: tuple[Word, ...]
    frameworks: tuple[Word, ...]
    segments: tuple[Word, ...]
    owners: tuple[Word, ...]
    glossary: tuple[Term, ...]


class About(_Form):
    """The playbook itself. Without an address of its own, those of entries are as seen from its top."""

    name: str
    product: str
    language: str
    address: str | None


class PartOf(_Form):
    """A file next to this one that holds the entries of one kind."""

    kind: str
    file: str
    entries: int


class Export(_Form):
    """All of a playbook that is published.

    Where it would be large, `entries` is empty, and `parts` names the files that hold them. `figures`
    are what closed deals add up to, where the playbook has them.
    """

    schema_: Literal["export/1"] = Field(alias="schema")
    playbook: About
    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    gone: tuple[Gone, ...]
    parts: tuple[PartOf, ...] = ()
    figures: Figures | None = None
