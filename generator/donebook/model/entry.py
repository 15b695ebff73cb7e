"""What every entry has, and the two ways in which an id can go away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from donebook.message import Message, named
from donebook.model.fields import Day, Days, Key, OwnerRef, Part, SegmentRef, no_id
from donebook.model.marks import Care, Completes, Facet, Leads, Searched, Told, marked
from donebook.spelling import closest
from donebook.text import Plain, Said, cut_at_word, unquoted

CONTENT = "content"

Phrases = tuple[Plain, ...]
SomePhrases = Annotated[tuple[Plain, ...], Field(min_length=1)]
SomeSaid = Annotated[tuple[Said, ...], Field(min_length=1)]


class Title(Plain):
    __slots__ = ()
    longest = 70


class Summary(Plain):
    __slots__ = ()
    longest = 160


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry, declared once: all that the rest needs to know besides its fields.

    `name` stands in messages, settings and the words of the interface, `folder` holds its files and
    is the address of its pages. Kinds are listed by `place`. `nav` is the part of the navigation
    that its list belongs to, and where in it; without one the list stands nowhere in it.
    """

    name: str
    folder: str
    place: int
    letter: str
    """What it is called in the finder's index."""
    nav: tuple[Literal["deal", "look-by", "print"], int] | None
    review_days: int
    """How long an entry stays fresh, unless the settings or the entry say otherwise."""
    is_found: bool = True
    """Whether the finder shows it without being asked for this kind."""
    hides_leads: bool = False
    """Whether it would give away something to say what it leads to."""
    listed: str = ""
    """The page that lists it, if that isn't the one of the folder."""
    is_prose: bool = False
    """Whether its files are Markdown with fields at their top; these may lie one folder deeper."""

    @property
    def hub(self) -> str:
        """The path of the page that lists all of the kind, below the docs folder."""
        return self.listed or f"{self.folder}/index.md"

    @property
    def words(self) -> Message:
        """The kind as it is said in a sentence."""
        return named(self.name.replace("-", " "), f"kind.{self.name}.one")

    @property
    def suffix(self) -> str:
        """How the name of a file ends."""
        return ".md" if self.is_prose else ".yaml"

    def path(self, entry_id: str) -> str:
        return f"{CONTENT}/{self.folder}/{entry_id}{self.suffix}"

    def refusal(self, name: str) -> Message | None:
        """Why no entry can have this id; nothing where one can.

        Of pages, the folder belongs to the id: `rivals/acme`.
        """
        parts = name.split("/", 1) if self.is_prose else (name,)
        return next(filter(None, map(no_id, parts)), None)

    def takes(self, name: str) -> bool:
        """Whether an entry can have this id."""
        return not self.refusal(name)


class Entry(Part):
    """One file of content. `id` is the file's name, never a field in it."""

    kind: ClassVar[Kind]
    called_by: ClassVar[str] = "title"
    """The field that gives it a title where it has none of its own."""

    id: str
    title: Annotated[Title, Told("Has a new title")]
    """What people call it; short enough for a list."""
    summary: Annotated[Summary, Searched("long"), Completes()] = Summary()
    """One sentence that says what it's for; lists and search show it below the title."""
    owner: Annotated[OwnerRef, Care(), Completes()] = ""
    """Who answers for it: one of the owners in site-config/playbook.yaml."""
    reviewed: Annotated[Day | None, Care(), Completes()] = None
    """The day somebody last read it and confirmed it's still true: 2026-11-23."""
    aliases: Annotated[Phrases, Care()] = ()
    """Other words people search for: slang, abbreviations, what it was called before."""
    status: Annotated[Literal["draft", "active", "retiring"], Care()] = "active"
    """A draft shows only while you serve the site; a retiring entry stays, with a note, until nobody needs it."""
    review_every: Annotated[Days | None, Care()] = None
    """How many days until its next review, if the usual period doesn't fit."""
    applies_to: Annotated[tuple[SegmentRef, ...], Facet("segment"), Leads("Holds for")] = ()
    """The segments it applies to, from content/vocabulary.yaml; leave it out if it applies everywhere."""
    sources: Annotated[Phrases, Care()] = ()
    """Where it comes from: a book, an interview, a deal."""
    allow: Annotated[dict[str, Plain], Care()] = Field(default_factory=dict)
    """Rules it may break, each with the reason: the rule's code, then why."""

    @model_validator(mode="before")
    @classmethod
    def _with_title(cls, values: Any) -> Any:
        named = values.get(cls.called_by) if isinstance(values, Mapping) else None
        if cls.called_by == "title" or not isinstance(named, str):
            return values
        return {"title": cut_at_word(unquoted(named), Title.longest), **values}

    @classmethod
    def forms(cls) -> "Mapping[str, type[Entry]]":
        """The models of a kind that has several forms, by their `form`; the first is the usual one."""
        return {"": cls}

    @classmethod
    def model_for(cls, values: Mapping[str, Any]) -> "type[Entry]":
        """The model that these values are meant for."""
        forms = cls.forms()
        usual, *others = forms
        form = str(values.get("form", usual))
        # Nearly always it is right, and to ask ten thousand times what is like it takes a second.
        return forms[form if form in forms else closest(form, others) or usual]

    @classmethod
    def shown_as(cls) -> Kind:
        """What the site calls it: its kind, or a form of it that is listed by itself."""
        return cls.kind

    @property
    def key(self) -> Key:
        return Key(self.kind.name, self.id)

    @property
    def path(self) -> str:
        """The entry's file, from the project root."""
        return self.kind.path(self.id)

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def gist(self) -> Plain:
        """What it is for, in a line: its summary, or else what it is known by."""
        return self.summary or self.title

    @property
    def wanted(self) -> tuple[str, ...]:
        """The fields that make it good."""
        return tuple(marked(type(self), Completes))

    @property
    def lacking(self) -> tuple[str, ...]:
        """Those that it hasn't got yet."""
        return tuple(name for name in self.wanted if not self.has(name))

    def has(self, field: str) -> bool:
        """Whether a field is filled in as far as a good entry needs it."""
        return self.has_own_title if field == "title" else bool(getattr(self, field))

    @property
    def has_own_title(self) -> bool:
        """Whether its title says something that the field doesn't by which it is called otherwise."""
        if self.called_by == "title":
            return True
        return self.title != cut_at_word(getattr(self, self.called_by), Title.longest)


class Moved(Part):
    """The file that an id leaves behind when its entry goes on under another one."""

    moved_to: Annotated[str, Field(min_length=1)]
    """The id under which the entry goes on."""


class Retired(Part):
    """The file that an id leaves behind when its entry ends."""

    retired: Plain
    """Why the entry went, for those who follow an old link."""


Tombstone = Moved | Retired
