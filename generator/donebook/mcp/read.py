"""What assistants read without asking: the playbook's words, entries, and what calls and reviews begin with."""

import json
from typing import Any

from donebook.mcp.answers import about, filled, to_ask
from donebook.mcp.asked import kind_of, word_of
from donebook.mcp.held import State
from donebook.message import message

_MOST_CORE = 8


def overview(state: State) -> str:
    """The playbook's name, its words with their ids, and how many entries of each kind there are."""
    playbook, vocabulary = state.playbook, state.playbook.vocabulary
    words = {
        part: {
            word: filled(playbook, name) for word, name in playbook.words(f"{part[:-1]}").items()
        }
        for part in ("stages", "roles", "tests", "frameworks")
    }
    glossary = {filled(playbook, t.term): filled(playbook, t.meaning) for t in vocabulary.glossary}
    return _json(
        {
            "name": filled(playbook, playbook.config.name),
            "language": playbook.language.code,
            **words,
            "glossary": glossary,
        }
    )


def kind_list(state: State, kind: str) -> str:
    """All entries of a kind, each with what it says in a sentence."""
    found = kind_of(kind)
    playbook = state.playbook
    entries = [e for e in playbook.entries.values() if kind in (e.kind.name, e.shown_as().name)]
    told = [{**about(playbook, e, state.today), "gist": filled(playbook, e.gist)} for e in entries]
    return _json({"kind": found.name, "entries": told})


def call_of_stage(state: State, stage: str) -> str:
    """What a call in a stage begins with: its purpose, what ends it, and its core questions."""
    playbook = state.playbook
    name = word_of(playbook, "stage", stage)
    if name is None:
        return _json({})
    its = playbook.vocabulary.stages[name]
    asked = sorted(
        (one for one in playbook.spoken if name in one.stages),
        key=lambda one: (not one.core, one.stage != name),
    )
    return _json(
        {
            "stage": name,
            "name": filled(playbook, its.name),
            "purpose": filled(playbook, its.purpose),
            "over_when": [filled(playbook, text) for text in its.exit_when],
            "ask": [to_ask(playbook, one, state.today).model_dump() for one in asked[:_MOST_CORE]],
        }
    )


def prepare(state: State, stage: str, role: str, heard: str) -> str:
    """The prompt for preparing a call."""
    playbook = state.playbook
    in_stage, of_role = word_of(playbook, "stage", stage), word_of(playbook, "role", role)
    told = playbook.language.tell
    lines = [
        message("Prepare a call from the playbook “{name}”.", name=_name(state)),
        message("Stage: {stage}.", stage=in_stage) if in_stage else "",
        message("With: {role}.", role=of_role) if of_role else "",
        message("Heard so far: {heard}", heard=heard) if heard else "",
        message(
            "1. Call ask_next with what was heard, the stage and the role. 2. Name the definition of done that is on the table, and how sure that is. 3. Give three questions, word by word, each with its follow-up and why now. 4. Say what would be a warning of a wrong deal. Take everything from the playbook's answers. Name each entry with its address, and say where its review is overdue. Make up no question."
        ),
    ]
    return "\n".join(told(line) for line in lines if line)


def review(state: State, told_of: str) -> str:
    """The prompt for a review of a lost deal."""
    tell = state.playbook.language.tell
    lines = [
        message("Review a lost deal by the playbook “{name}”.", name=_name(state)),
        message("What is known of it: {told}", told=told_of) if told_of else "",
        message(
            "1. Search for the loss with kind loss-reason, by what was said at the end. 2. Get the two likeliest reasons, and ask their deciding question and their autopsy questions, one at a time. 3. Say which root it is: a deal that should not have been there, or one that was outsold. 4. Say from which stage it could be known, which question would have warned, and what to do differently. Take everything from the playbook's answers. Name each entry with its address, and say where its review is overdue."
        ),
    ]
    return "\n".join(tell(line) for line in lines if line)


def _name(state: State) -> str:
    return filled(state.playbook, state.playbook.config.name)


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, default=str)
