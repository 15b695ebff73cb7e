"""Entries taken back from our own export: as they were, or not at all."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from donebook.bring.rows import MOST_BYTES
from donebook.export.form import FORM
from donebook.message import Message, message, plural
from donebook.model import KINDS, Entry, Key, Kind, Moved, Retired
from donebook.parse import mentions, parse_entry
from donebook.playbook import Playbook, called
from donebook.source import OneFile, Value, read_document
from donebook.write import plain_file

Read = tuple[Kind, str, Mapping[str, Any]]


@dataclass(slots=True)
class Restored:
    """What an export comes to: files to write, and what is told of the other entries, by their paths.

    `words` are those that the playbook lacks, by their part of the vocabulary.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not (self.other or self.left_out)


def restored(playbook: Playbook, content: bytes, status: str | None = None) -> Restored | Message:
    """The entries of an export that aren't there yet, or why it can't be read.

    With a `status` they all get it. Nothing that is there is overwritten.
    """
    found = _entries(content)
    if isinstance(found, Message):
        return found
    done = Restored()
    for number, one in enumerate(found, 1):
        read = _read(one)
        if read is None:
            done.left_out[f"{number}"] = message(
                "It has no kind, no id or no fields that are known."
            )
            continue
        _take(playbook, read, status, done)
    return done


def _entries(content: bytes) -> list[Any] | Message:
    if len(content) > MOST_BYTES:
        return message("This file is too large; at most {most:,} bytes are read.", most=MOST_BYTES)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return message("This is no JSON.")
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        return message("This is no export of a playbook.")
    if data.get("schema") != FORM:
        return message("Its form isn't known; this donebook reads {form}.", form=FORM)
    gone = data.get("gone")
    return [*data["entries"], *(gone if isinstance(gone, list) else ())]


def _read(one: Any) -> Read | None:
    """An entry, or the note of one that is gone, as the values of its file."""
    if not isinstance(one, dict) or not isinstance(one.get("id"), str):
        return None
    kind = KINDS.get(str(one.get("kind")))
    if kind is None or not kind.takes(one["id"]):
        return None
    for note in ("moved_to", "retired"):
        if isinstance(one.get(note), str):
            return kind, one["id"], {note: one[note]}
    fields, typed = one.get("fields"), one.get("typed")
    if not isinstance(fields, dict):
        return None
    return kind, one["id"], {**fields, **(typed if isinstance(typed, dict) else {})}


def _take(playbook: Playbook, read: Read, status: str | None, done: Restored) -> None:
    kind, entry_id, values = read
    path = kind.path(entry_id)
    is_note = values.keys() <= {"moved_to", "retired"}
    if status and not is_note:
        values = {**values, "status": status}
    content = plain_file(kind, values)
    document = read_document(OneFile(path, content), path)
    parsed, findings = parse_entry(kind, entry_id, document.values or {})
    if document.problems or findings or parsed is None:
        said = [*(p.message for p in document.problems), *(f.message for f in findings)]
        done.left_out[path] = said[0] if said else message("It can't be read.")
    elif unknown := [*_unknown(playbook, kind, entry_id, document.values or {})]:
        part, word = unknown[0]
        done.left_out[path] = message('There is no {kind} "{id}".', kind=called(part), id=word)
        for part, word in unknown:
            lacking = done.words.setdefault(part, [])
            lacking += [word] if word not in lacking else []
    elif there := _there(playbook, kind, entry_id):
        (done.same if there == parsed else done.other).append(path)
    else:
        done.files[path] = content


def _there(playbook: Playbook, kind: Kind, entry_id: str) -> Entry | Moved | Retired | str | None:
    """What is there under an id already; a text where it can't be read."""
    key = Key(kind.name, entry_id)
    if key in playbook.broken:
        return "broken"
    return playbook.entries.get(key) or playbook.tombstones.get(key)


def _unknown(
    playbook: Playbook, kind: Kind, entry_id: str, values: Mapping[str, Value]
) -> Iterator[tuple[str, str]]:
    """Words that the playbook doesn't have, each with its part of the vocabulary."""
    for reference in mentions(kind, entry_id, values):
        part, word = reference.target
        if part not in KINDS and word not in playbook.words(part):
            yield part, word


def told_restored(done: Restored, *, is_dry: bool) -> Iterator[Message]:
    """The report on it, line by line."""
    if done.files:
        yield message("Would be written:") if is_dry else message("Written:")
        yield from (message("  {path}", path=path) for path in done.files)
    if done.other:
        yield message("There already, and other than here:")
        yield from (message("  {path}", path=path) for path in done.other)
    if done.left_out:
        yield message("Would not be imported:") if is_dry else message("Not imported:")
        for path, said in done.left_out.items():
            yield message("  {where}: {said}", where=path, said=said)
    if done.words:
        yield message("Words that aren't here, which is why. Add them first, owners to site-config/playbook.yaml and the others to content/vocabulary.yaml, and import again; `vocabulary` in the export says what each was:")  # fmt: skip
        for part, words in done.words.items():
            yield message("  {kind}: {words}", kind=called(part), words=tuple(words))
    counts = {"same": len(done.same), "other": len(done.other), "left": len(done.left_out)}
    if is_dry:
        yield plural(
            "A dry run: nothing is written. {n:,} entry would be imported, {same:,} there already, {other:,} there and other, {left:,} would not be imported.",
            "A dry run: nothing is written. {n:,} entries would be imported, {same:,} there already, {other:,} there and other, {left:,} would not be imported.",
            n=len(done.files),
            **counts,
        )
        return
    yield plural(
        "{n:,} entry imported, {same:,} there already, {other:,} there and other, {left:,} not imported.",
        "{n:,} entries imported, {same:,} there already, {other:,} there and other, {left:,} not imported.",
        n=len(done.files),
        **counts,
    )
