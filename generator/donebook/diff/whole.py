"""What changed about the playbook as a whole: coverage, sheets, vocabulary."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from donebook.change import Change, Effect
from donebook.config import Stage
from donebook.diff.acted import differences, flat
from donebook.diff.pair import Pair
from donebook.facts import first_warning, warnings_of
from donebook.message import message
from donebook.model import Exercise, Key, LossReason
from donebook.playbook import Playbook, called
from donebook.sheet import made_of, resolve

_ON_CARDS = ("title", "scenario", "buyer_card", "rep_card", "minutes")


def coverage(pair: Pair) -> Iterator[Change]:
    """Loss reasons that are warned of earlier or later than they were."""
    if not pair.is_whole:
        return  # a question that can't be read still asks
    for old, new in pair.kept:
        if isinstance(old, LossReason) and isinstance(new, LossReason):
            yield from _warned(pair, old, new)


def _warned(pair: Pair, old: LossReason, new: LossReason) -> Iterator[Change]:
    first, then = _first(pair.before, old), _first(pair.after, new)
    was, now = first and first.name, then and then.name
    if was == now or (first and then and first.id == then.id):
        return  # under whatever name, or whatever id
    title = str(new.title)
    if now is None:
        lost = _lost(pair, old)
        said = message("No question warns of it in time anymore{lost}.", lost=lost)
    elif was is None:
        said = message("A question warns of it in time now, in {now}.", now=now)
    elif _number(pair.after, now) < _number(pair.after, was):
        said = message("Is warned of earlier: first in {now}, was {was}.", now=now, was=was)
    else:
        lost = _lost(pair, old)
        said = message(
            "Is warned of later: first in {now}, was {was}{lost}.", now=now, was=was, lost=lost
        )
    yield Change(Effect.COVERAGE, new.kind.name, new.id, title, said, before=was, after=now)


class _Stage(NamedTuple):
    id: str
    name: str


def _first(playbook: Playbook, reason: LossReason) -> _Stage | None:
    """The first stage in which a question warns of a loss reason."""
    first = first_warning(playbook, reason)
    stages = list(playbook.vocabulary.stages.items())
    return None if first is None else _Stage(stages[first][0], str(stages[first][1].name))


def _number(playbook: Playbook, name: str) -> int:
    names = [str(stage.name) for stage in playbook.vocabulary.stages.values()]
    return names.index(name) if name in names else len(names)


def _lost(pair: Pair, reason: LossReason) -> str:
    """The only early question that a reason had, if it was one."""
    early = first_warning(pair.before, reason)
    stages = tuple(pair.before.vocabulary.stages)
    asked = [
        question
        for question in warnings_of(pair.before, reason).in_time
        if early is not None and stages[early] in question.stages
    ]
    if len(asked) != 1:
        return ""
    return message("; it lost its only early question, “{title}”", title=asked[0].title)


def reprints(pair: Pair) -> Iterator[Change]:
    """Sheets and cards whose printouts are out of date."""
    if not pair.is_whole:
        return
    before = {pair.now(sheet.key): sheet for sheet in pair.before.worksheets}
    for sheet in pair.after.worksheets:
        old = before.get(sheet.key)
        if old is None or made_of(pair.before, old) == made_of(pair.after, sheet):
            continue
        was, now = resolve(pair.before, old).version, resolve(pair.after, sheet).version
        if was != now:
            said = message(
                "Print this sheet again: version {was} is out of date, {now} is current.",
                was=was,
                now=now,
            )
            title = str(sheet.title)
            yield Change(
                Effect.REPRINT, sheet.kind.name, sheet.id, title, said, before=was, after=now
            )
    for played, plays in pair.kept:
        if isinstance(played, Exercise) and any(
            getattr(played, field) != getattr(plays, field) for field in _ON_CARDS
        ):
            said = message("Print the cards of this role-play again.")
            yield Change(Effect.REPRINT, plays.kind.name, plays.id, str(plays.title), said)


def vocabulary(pair: Pair) -> Iterator[Change]:
    """Words that entries choose from, and what the company is called."""
    before, after = pair.before.vocabulary, pair.after.vocabulary
    for kind, old, new in (
        ("stage", before.stages, after.stages),
        ("role", before.roles, after.roles),
        ("test", before.tests, after.tests),
        ("framework", before.frameworks, after.frameworks),
        ("segment", before.segment_names, after.segment_names),
        ("term", _terms(pair.before), _terms(pair.after)),
        ("owner", pair.before.config.owners, pair.after.config.owners),
        ("pack", _packs(pair), pair.after.config.packs),
    ):
        yield from _words(pair, kind, old, new)
    if tuple(before.stages) != tuple(after.stages) and {*before.stages} == {*after.stages}:
        said = message("The stages are in a different order.")
        yield Change(Effect.VOCABULARY, "stage", "", message("Stages"), said)
    config = pair.after.config
    for field, said in (
        ("name", message("The playbook is now called “{now}”.", now=config.name)),
        ("product", message("The product is now called “{now}”.", now=config.product)),
    ):
        was, now = str(getattr(pair.before.config, field)), str(getattr(config, field))
        if was != now:
            yield Change(Effect.VOCABULARY, "setting", field, now, said, field, was, now)


def _terms(playbook: Playbook) -> Mapping[str, Any]:
    return {str(term.term): term for term in playbook.vocabulary.glossary}


def _packs(pair: Pair) -> Mapping[str, Any]:
    """The earlier packs with the names that what they hold has now."""
    return {
        name: pack.model_copy(
            update={
                "sheets": tuple(pair.now(Key("worksheet", i)).id for i in pack.sheets),
                "exercises": tuple(pair.now(Key("exercise", i)).id for i in pack.exercises),
            }
        )
        for name, pack in pair.before.config.packs.items()
    }


# The field that says what a word of the vocabulary means.
_MEANINGS = {
    "stage": "purpose",
    "role": "cares_about",
    "test": "meaning",
    "framework": "summary",
    "term": "meaning",
}


def _texted(text: str | None) -> str | None:
    return flat(text) if text else None


def _changed(pair: Pair, kind: str, word: str, old: Any, new: Any) -> Iterator[Change]:
    """A word that stayed: what ends a stage, what it is called now, and whatever else."""
    effect = Effect.CARE if kind == "owner" else Effect.VOCABULARY
    was, now = _called(old, word), _called(new, word)
    if hasattr(new, "was"):
        old = old.model_copy(update={"was": new.was})  # of no concern to who reads it
    if isinstance(new, Stage):
        said = message("What ends this stage has changed")
        for told, (before, after) in differences(pair, said, old.exit_when, new.exit_when):
            yield Change(Effect.DIFFERENT, kind, word, now, told, "exit_when", before, after)
        old = old.model_copy(update={"exit_when": new.exit_when})
    if was != now:
        said = message("Is called “{now}” now, was “{was}”.", now=now, was=was)
        yield Change(effect, kind, word, now, said, "name", was, now)
        if isinstance(old, str):
            return
        old = old.model_copy(update={_name_of(old): getattr(new, _name_of(new))})
    meaning = _MEANINGS.get(kind)
    if meaning and getattr(old, meaning) != getattr(new, meaning):
        before, after = (_texted(getattr(one, meaning)) for one in (old, new))
        said = message("Is explained in other words.")
        yield Change(Effect.REWORDED, kind, word, now, said, meaning, before, after)
        old = old.model_copy(update={meaning: getattr(new, meaning)})
    if old != new:
        said = message("This {kind} has changed.", kind=called(kind))
        yield Change(effect, kind, word, now, said)


def _words(
    pair: Pair, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    lasting = {_called(old[w], w) for w in old} & {_called(new[w], w) for w in new}
    for word in sorted({*old, *new}):
        is_there_twice = word in old and word in new
        there = new.get(word) or old[word]
        if old.get(word) == new.get(word) or (
            not is_there_twice and _called(there, word) in lasting
        ):
            continue  # as it was, or only under another id
        name = _called(there, word)
        if word not in old:
            said = message("A new {kind}.", kind=called(kind))
        elif word not in new:
            said = message("This {kind} is gone.", kind=called(kind))
        else:
            yield from _changed(pair, kind, word, old[word], new[word])
            continue
        effect = Effect.CARE if kind == "owner" else Effect.VOCABULARY
        yield Change(effect, kind, word, name, said)


def _called(word: Any, key: str) -> str:
    return word if isinstance(word, str) else str(getattr(word, _name_of(word), None) or key)


def _name_of(word: Any) -> str:
    """The field that says what a word of the vocabulary, or a pack, is called."""
    return "name" if hasattr(word, "name") else "title"
