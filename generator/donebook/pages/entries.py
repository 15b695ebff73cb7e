"""One page per entry: what it says, and every edge in both directions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatchmethod
from itertools import groupby
from typing import Any, TypeVar

from donebook.facts import (
    AT_ONCE,
    ask_next,
    asked_on,
    drift_paths,
    drifts_into,
    is_in_time,
    printed_on,
    window,
)
from donebook.linked import target_of
from donebook.model import (
    DealCheck,
    Entry,
    Exercise,
    Key,
    LossReason,
    OwnPage,
    Pattern,
    Question,
    SpokenQuestion,
    Worksheet,
)
from donebook.model.marks import Back, marked
from donebook.model.question import Answer
from donebook.pages import address
from donebook.pages.figured import lost_here
from donebook.pages.render import Page
from donebook.playbook import Playbook
from donebook.prose import linked
from donebook.sheet import ROLES, parts, resolve
from donebook.text import Plain

E = TypeVar("E", bound=Entry)
Shows = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What every entry's page says of the entry itself."""

    owner: Plain
    contact: Plain | None
    reviewed: date | None
    review_by: date | None
    path: Plain
    edit: Plain | None
    form: str | None
    """What leads to its form on the page of forms, where there is one."""


def about(playbook: Playbook, entry: Entry) -> About:
    owner = playbook.config.owners[playbook.owner_of(entry)]
    pattern = playbook.config.edit_url
    return About(
        owner.name,
        owner.contact,
        entry.reviewed,
        playbook.review_by(entry),
        Plain(entry.path),
        Plain(pattern.replace("{path}", entry.path)) if pattern else None,
        address.of_form(entry) if playbook.config.cms else None,
    )


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """One strength of answer with the entries it leads to."""

    strength: str
    answer: Answer
    reveals: tuple[Pattern, ...]
    warns_of: tuple[LossReason, ...]
    explains: tuple[LossReason, ...]


@dataclass(frozen=True, slots=True)
class Pictured:
    """A question with the strengths of answer that lead to the page's entry."""

    question: SpokenQuestion
    strengths: tuple[str, ...]


class EntryPages:
    """Makes the pages of one playbook's entries."""

    def __init__(self, playbook: Playbook, *, has_copies: bool = False) -> None:
        """`has_copies` says whether each of them lies next to the same as Markdown."""
        self._playbook = playbook
        self._has_copies = has_copies

    def page(self, entry: Entry) -> Page:
        """The page of one entry of any kind."""
        kind = entry.shown_as()
        shows = {
            "entry": entry,
            "kind": kind,
            "about": about(self._playbook, entry),
            "named": self._named(entry),
            "backs": self._backs(entry),
            **self._shows(entry),
        }
        return Page(
            address.of_entry(entry),
            f"{kind.name}.html.j2",
            entry.title,
            entry.gist,
            shows,
            has_contents=True,
            has_copy=self._has_copies,
        )

    def _named(self, entry: Entry) -> Mapping[str, tuple[Entry, ...]]:
        """The entries that an entry names, by the field that names them."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for edge in self._playbook.out_of.get(entry.key, ()):
            if edge.target in self._playbook.entries:
                found[edge.relation].append(self._playbook.entries[edge.target])
        return {relation: tuple(entries) for relation, entries in found.items()}

    def _backs(self, entry: Entry) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """The entries that name this one in a field marked `Back`, by the word above them."""
        found: defaultdict[str, dict[Key, Entry]] = defaultdict(dict)
        for edge in self._playbook.into.get(entry.key, ()):
            source = self._playbook.entries[edge.source]
            back = marked(type(source), Back).get(edge.relation)
            if back:
                found[back.word][source.key] = source
        return tuple((word, tuple(entries.values())) for word, entries in found.items())

    @singledispatchmethod
    def _shows(self, entry: Entry) -> Shows:
        """What the page of an entry shows besides; of most kinds, nothing."""
        del entry
        return {}

    @_shows.register
    def _spoken(self, question: SpokenQuestion) -> Shows:
        told = (self._answer(question, *graded) for graded in question.listen_for.graded)
        sources = self._playbook.sources
        return {
            "told": tuple(told),
            "settles": sources(question.key, DealCheck, "answered_by"),
            "proves": sources(question.key, Pattern, "redefine.ask"),
            "rechecks": sources(question.key, Pattern, "drift.recheck"),
            **self._use(question),
        }

    def _answer(self, question: SpokenQuestion, strength: str, answer: Answer) -> AnswerLinks:
        losses = self._entries(LossReason, answer.warns_of)
        in_time = tuple(r for r in losses if is_in_time(self._playbook, question, r))
        return AnswerLinks(
            strength,
            answer,
            self._entries(Pattern, answer.reveals),
            in_time,
            tuple(r for r in losses if r not in in_time),
        )

    @_shows.register
    def _check(self, check: DealCheck) -> Shows:
        answered_by = self._entries(SpokenQuestion, check.answered_by)
        return {"answered_by": answered_by, **self._use(check)}

    def _use(self, question: Question) -> Shows:
        return {
            "printed_on": printed_on(self._playbook, question),
            "played_in": self._playbook.sources(question.key, Exercise, "must_ask"),
        }

    @_shows.register
    def _pattern(self, pattern: Pattern) -> Shows:
        sources = self._playbook.sources
        better = pattern.redefine
        return {
            "revealed_by": self._pictured(pattern, "reveals"),
            "next": self._next(pattern),
            "better": self._entry(Pattern, better.to) if better else None,
            "better_ask": self._entries(SpokenQuestion, better.ask) if better else (),
            "reached_from": sources(pattern.key, Pattern, "redefine.to"),
            "drift": drift_paths(self._playbook, pattern),
            "drifts_from": drifts_into(self._playbook, pattern),
            "confused_with": self._playbook.confusable_with(pattern),
            "misread_leads_to": self._entries(LossReason, pattern.misread_leads_to),
            "printed_on": printed_on(self._playbook, pattern),
            "played_in": sources(pattern.key, Exercise, "pattern"),
        }

    def _next(self, pattern: Pattern) -> tuple[tuple[tuple[str, ...], tuple[Question, ...]], ...]:
        """What to ask next, with the stages in which it is the same.

        Of the questions for a stage, those that are asked in it: what was right before the
        signature can hurt after it.
        """
        asked = (
            (stage, tuple(q for q in found if stage in q.stages))
            for stage in self._playbook.vocabulary.stages
            if (found := ask_next(self._playbook, pattern, stage)[:AT_ONCE])
        )
        return tuple(
            (tuple(stage for stage, _ in same), questions)
            for questions, same in groupby(asked, key=lambda found: found[1])
            if questions
        )

    @_shows.register
    def _loss_reason(self, reason: LossReason) -> Shows:
        warned = self._pictured(reason, "warns_of")
        in_time = tuple(p for p in warned if is_in_time(self._playbook, p.question, reason))
        stages = tuple(self._playbook.vocabulary.stages)
        open_stages = window(self._playbook, reason)
        own = self._entries(LossReason, reason.confused_with)
        theirs = self._playbook.sources(reason.key, LossReason, "confused_with")
        return {
            "warned_by": tuple(
                (stage, found)
                for stage in stages[: open_stages.stop]
                if (found := tuple(p for p in in_time if stage in p.question.stages))
            ),
            "before": frozenset(stages[: open_stages.start]),
            "explained_by": tuple(p for p in warned if p not in in_time),
            "window": tuple((stage, n in open_stages) for n, stage in enumerate(stages)),
            "begins_as": self._playbook.sources(reason.key, Pattern, "misread_leads_to"),
            "confused_with": tuple({r.key: r for r in (*own, *theirs)}.values()),
            "trap_in": self._playbook.sources(reason.key, Exercise, "traps"),
            "lost": lost_here(self._playbook, reason),
        }

    @_shows.register
    def _worksheet(self, worksheet: Worksheet) -> Shows:
        is_asked = any(not q.is_check for q in asked_on(self._playbook, worksheet))
        return {"sheet": resolve(self._playbook, worksheet), "is_asked": is_asked}

    @_shows.register
    def _own(self, page: OwnPage) -> Shows:
        found = {target_of(page.path, link) for link in linked(page.body)}
        entries = self._playbook.entries
        now = {
            key: key if key in entries else self._playbook.forwarded(key) for key in found if key
        }
        return {
            "leads": {key: address.of_key(to) for key, to in now.items() if to in entries and to}
        }

    @_shows.register
    def _exercise(self, exercise: Exercise) -> Shows:
        return {
            "pattern": self._entry(Pattern, exercise.pattern),
            "files": parts(is_played=True),
            "roles": ROLES,
            "must_ask": self._entries(Question, exercise.must_ask),
            "traps": self._entries(LossReason, exercise.traps),
        }

    def _entry(self, model: type[E], entry_id: str) -> E:
        return self._playbook.entry(model, entry_id)

    def _entries(self, model: type[E], ids: Sequence[str]) -> tuple[E, ...]:
        found = (self._playbook.entries[Key(model.kind.name, entry_id)] for entry_id in ids)
        return tuple(entry for entry in found if isinstance(entry, model))

    def _pictured(self, target: Pattern | LossReason, relation: str) -> tuple[Pictured, ...]:
        """The questions whose answers lead to an entry, in the order of their stages."""
        number = self._playbook.vocabulary.stage_number
        questions = self._playbook.sources(target.key, SpokenQuestion, relation)
        found = (
            Pictured(
                question,
                tuple(
                    s for s, a in question.listen_for.graded if target.id in getattr(a, relation)
                ),
            )
            for question in questions
        )
        return tuple(sorted(found, key=lambda p: (number(p.question.stage), p.question.id)))
