"""`donebook explain CODE`: what a code means, why it matters and how to mend it."""

import textwrap
from collections.abc import Iterator, Mapping
from difflib import unified_diff

import click

from donebook.problem import Code
from donebook.rules import CODES
from donebook.rules.base import FILES
from donebook.spelling import closest

LONGEST_CASE = 24
LONGEST_LINE = 100


@click.command()
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain the CODE of a problem; without one, list them all.

    Example: donebook explain C401
    """
    if code is None:
        click.echo("\n".join(f"{c.id}  {c.title}" for c in CODES.values()))
        return
    found = CODES.get(code.upper())
    if found is None:
        near = closest(code.upper(), CODES)
        hint = f" Did you mean {near}?" if near else ""
        raise click.UsageError(f"There is no code {code}.{hint} `donebook explain` lists them all.")
    click.echo("\n".join(_explanation(found)))


def _explanation(code: Code) -> Iterator[str]:
    yield f"{code.id}: {code.title} ({code.severity.value})"
    yield ""
    yield textwrap.fill(code.why, 80)
    yield ""
    yield textwrap.fill(f"What to do: {code.mend}", 80)
    for path in sorted({*code.bad, *code.good}):
        changes = list(_changes(_text(path, code.bad), _text(path, code.good)))
        if changes:
            place = path[3:] if path.startswith("../") else f"content/{path}"
            yield ""
            yield f"{place}, wrong (-) and right (+):"
            yield from (f"    {_printable(line)}" for line in changes[:LONGEST_CASE])


def _text(path: str, files: Mapping[str, str]) -> str:
    """A case's file: as the case has it, or as it stands in the playbook below it."""
    return files.get(path, FILES.get(path, ""))


def _changes(bad: str, good: str) -> Iterator[str]:
    lines = unified_diff(bad.splitlines(), good.splitlines(), lineterm="", n=1)
    return (line for line in lines if not line.startswith(("---", "+++", "@@")))


def _printable(line: str) -> str:
    return line[:LONGEST_LINE].encode("utf-8", "replace").decode()
