"""Makes the export of a playbook; the same playbook gives the same bytes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from donebook import model
from donebook.export.form import FORM, About, Entry, Export, Gone, Mention, Term, Vocabulary, Word
from donebook.facts import (
    AT_ONCE,
    ask_next,
    asked_on,
    drifts_into,
    first_warning,
    warnings_of,
    window,
)
from donebook.pages import address
from donebook.playbook import Edge, Playbook
from donebook.text import PRODUCT


def text_of(export: Export) -> str:
    """An export as JSON."""
    return export.model_dump_json(indent=1, by_alias=True) + "\n"


def schema_text() -> str:
    """The JSON Schema of exports."""
    return json.dumps(Export.model_json_schema(by_alias=True), ensure_ascii=False, indent=1) + "\n"


def exported(playbook: Playbook) -> Export:
    """All entries of a playbook, drafts among them if it has them, in the order of kinds and ids."""
    made = _Made(playbook)
    config = playbook.config
    return Export(
        schema_=FORM,
        playbook=About(
            name=made.text(config.name),
            product=str(config.product),
            language=playbook.language.code,
            address=config.address,
        ),
        vocabulary=made.vocabulary(),
        entries=tuple(map(made.entry, playbook.entries.values())),
        gone=tuple(
            Gone(
                kind=key.kind,
                id=key.id,
                moved_to=note.moved_to if isinstance(note, model.Moved) else None,
                retired=made.text(note.retired) if isinstance(note, model.Retired) else None,
            )
            for key, note in playbook.tombstones.items()
        ),
        figures=playbook.figures,
    )


def entry_of(playbook: Playbook, entry: model.Entry) -> Entry:
    """One entry of a playbook, as an export has it."""
    return _Made(playbook).entry(entry)


def address_of(playbook: Playbook, key: model.Key) -> str:
    """Where an entry is shown; as seen from the site's top where the settings name no address."""
    return address_at(playbook, address.of_key(key))


def address_at(playbook: Playbook, path: str) -> str:
    """The same for any page."""
    site, place = playbook.config.address, address.url(path)
    return f"{site.rstrip('/')}/{place}" if site else place


class _Made:
    """Makes the parts of one playbook's export."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._product = str(playbook.config.product)

    def text(self, text: str) -> str:
        return text.replace(PRODUCT, self._product)

    def entry(self, entry: model.Entry) -> Entry:
        playbook = self._playbook
        derived = {"id"} if entry.has_own_title else {"id", "title"}
        typed = entry.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=derived)
        fields = {name: self._filled(value) for name, value in typed.items()}
        owner = playbook.owner_of(entry)
        return Entry(
            kind=entry.kind.name,
            id=entry.id,
            title=self.text(entry.title),
            summary=self.text(entry.gist),
            status=entry.status,
            address=address_of(playbook, entry.key),
            file=entry.path,
            owner=owner,
            owner_name=self.text(playbook.config.owners[owner].name),
            reviewed=entry.reviewed,
            review_by=playbook.review_by(entry),
            fields=fields,
            typed={name: value for name, value in typed.items() if fields[name] != value},
            names=self._mentions(playbook.out_of.get(entry.key, ()), "target"),
            named_by=self._mentions(playbook.into.get(entry.key, ()), "source"),
            facts=dict(self._facts(entry)),
        )

    def _filled(self, value: Any) -> Any:
        """A value of a field with the product's name filled in."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._filled(inner) for inner in value]
        if isinstance(value, Mapping):
            return {name: self._filled(inner) for name, inner in value.items()}
        return value

    def _mentions(self, edges: Iterable[Edge], end: str) -> tuple[Mention, ...]:
        """The entries at the other end of edges; words of the vocabulary stand in the fields."""
        found = []
        for edge in edges:
            other = self._playbook.entries.get(getattr(edge, end))
            if other:
                found.append(
                    Mention(
                        kind=other.kind.name,
                        id=other.id,
                        title=self.text(other.title),
                        address=address_of(self._playbook, other.key),
                        relation=edge.relation,
                    )
                )
        return tuple(dict.fromkeys(found))

    def _facts(self, entry: model.Entry) -> Mapping[str, Any]:
        playbook = self._playbook
        stages = tuple(playbook.vocabulary.stages)
        if isinstance(entry, model.Pattern):
            asked = {stage: ask_next(playbook, entry, stage)[:AT_ONCE] for stage in stages}
            return {
                "ask_next": {stage: [q.id for q in found] for stage, found in asked.items()},
                "reached_from": sorted({move.start.id for move in drifts_into(playbook, entry)}),
            }
        if isinstance(entry, model.LossReason):
            first = first_warning(playbook, entry)
            return {
                "stages": [stages[n] for n in window(playbook, entry)],
                "warned_by": [q.id for q in warnings_of(playbook, entry).in_time],
                "first_warning": None if first is None else stages[first],
            }
        if isinstance(entry, model.Worksheet):
            return {"asks": [q.id for q in asked_on(playbook, entry)]}
        return {}

    def vocabulary(self) -> Vocabulary:
        vocabulary = self._playbook.vocabulary
        return Vocabulary(
            stages=self._words(vocabulary.stages),
            roles=self._words(vocabulary.roles),
            tests=self._words(vocabulary.tests),
            frameworks=self._words(vocabulary.frameworks),
            segments=self._words(vocabulary.segments),
            owners=self._words(self._playbook.config.owners),
            glossary=tuple(
                Term(term=self.text(t.term), meaning=self.text(t.meaning))
                for t in vocabulary.glossary
            ),
        )

    def _words(self, words: Mapping[str, BaseModel]) -> tuple[Word, ...]:
        dumped = (
            (word, self._filled(its.model_dump(mode="json", by_alias=True, exclude_unset=True)))
            for word, its in words.items()
        )
        return tuple(
            Word(id=word, name=its["name"], more={k: v for k, v in its.items() if k != "name"})
            for word, its in dumped
        )
