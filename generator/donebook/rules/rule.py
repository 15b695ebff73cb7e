"""What a rule is, and the small playbook that the cases of rules are laid over."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from donebook.facts import remembered_alone
from donebook.linked import relinked
from donebook.message import message, plural, together
from donebook.model import KINDS, Entry
from donebook.playbook import Edge, Playbook
from donebook.problem import Code, Finding, Severity
from donebook.rules.phrasing import Phrasing, phrasing_of
from donebook.source import Loc
from donebook.spelling import Guess

MOST_NAMED = 3  # files that one message names
NOBODY_KNOWS = Guess()
Find = Callable[[Playbook], Iterator[Finding]]
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, the function that finds it, and whether it holds for a playbook at all.

    `needs` are the kinds of which every entry has to be whole, because it looks for what some entry
    should say: where one is broken, nobody knows.
    """

    code: Code
    find: Find
    needs: frozenset[str] = frozenset()
    holds: Callable[[Playbook], bool] = lambda _: True


class Put(NamedTuple):
    """How sentences are judged: by the phrasing of their language, and what the product is called."""

    phrasing: Phrasing
    product: str


def rule(
    code_id: str,
    title: str,
    *,
    why: str,
    fix: str,
    bad: Mapping[str, str],
    good: Mapping[str, str],
    severity: Severity = Severity.ERROR,
) -> Callable[[Callable[[Code, Playbook], Iterator[Finding]]], Rule]:
    """Make a rule of a function; the function gets its own code to report with."""
    code = Code(code_id, title, why, fix, bad, good, severity)

    def make(find: Callable[[Code, Playbook], Iterator[Finding]]) -> Rule:
        return Rule(code, lambda playbook: find(code, playbook))

    return make


def needing(kinds: Collection[str], *rules: Rule) -> tuple[Rule, ...]:
    """Rules that need every entry of some kinds to be whole."""
    return tuple(replace(rule, needs=frozenset(kinds)) for rule in rules)


def phrased(
    code_id: str,
    title: str,
    *,
    of: type[E],
    why: str,
    fix: str,
    bad: Mapping[str, str],
    good: Mapping[str, str],
) -> Callable[[Callable[[Code, E, Put], Iterator[Finding]]], Rule]:
    """Make a rule of how the sentences of an entry are put; it warns, and holds in languages that have a phrasing.

    An entry is read once, whatever else changes around it.
    """
    code = Code(code_id, title, why, fix, bad, good, Severity.WARNING)

    def make(find: Callable[[Code, E, Put], Iterator[Finding]]) -> Rule:
        @remembered_alone
        def found_in(entry: E, language: str, product: str) -> tuple[Finding, ...]:
            phrasing = phrasing_of(language)
            return tuple(find(code, entry, Put(phrasing, product))) if phrasing else ()

        def found(playbook: Playbook) -> Iterator[Finding]:
            for entry in playbook.of_model(of):
                yield from found_in(entry, playbook.language.code, playbook.config.product)

        return Rule(code, found, holds=lambda p: phrasing_of(p.language.code) is not None)

    return make


def told_once(found: Sequence[Finding], path: str, loc: Loc) -> Iterator[Finding]:
    """Findings about one word that isn't there, as one where it is gone from its place.

    That is where several files name it, and it is no slip of a key in each of them.
    """
    first = found[0]
    files = sorted({finding.path for finding in found})
    if len(files) == 1 or first.suggestion is not None:
        yield from found
        return
    more = len(files) - MOST_NAMED
    named = (*files[:MOST_NAMED], *((message("{n} more", n=more),) if more > 0 else ()))
    count = plural(
        "{n} file names it: {files}.", "{n} files name it: {files}.", n=len(files), files=named
    )
    hint = together(first.help, message("Put it back in {path}, or change these files.", path=path))
    yield replace(
        first, path=path, loc=loc, message=together(first.message, count), help=hint, at_key=True
    )


def at_edge(
    code: Code,
    edge: Edge,
    message: str,
    meant: Guess = NOBODY_KNOWS,
    hint: str = "",
) -> Finding:
    """A finding at a mention; `meant` is what should perhaps stand there."""
    path = KINDS[edge.source.kind].path(edge.source.id)
    loc = edge.reference.loc
    # A framework is itself a field's name, in the group of frameworks.
    at_key = edge.target.kind == "framework" and loc[-1] == edge.target.id
    help_text = hint or meant.question
    sure = meant.sure and _written(edge, meant.sure)
    return Finding(code, path, loc, message, help_text, sure, at_key=at_key)


def _written(edge: Edge, entry_id: str) -> str:
    """An id as it has to be written at a mention: of a link, the whole address."""
    if not edge.reference.typed:
        return entry_id
    source, target = (
        KINDS[key.kind].path(key.id) for key in (edge.source, edge.target._replace(id=entry_id))
    )
    return relinked(source, edge.reference.typed, target)
