"""`donebook explain CODE`: what a code means, why it matters and how to fix it."""

import textwrap
from collections.abc import Iterator

import click

from donebook.problem import Code
from donebook.rules import CODES
from donebook.rules.example import examples
from donebook.spelling import closest


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
    waits = ", and a warning until `live_since` is set" if code.is_error_once_live else ""
    yield f"{code.id}: {code.title} ({code.severity.value}{waits})"
    yield ""
    yield textwrap.fill(code.why, 80)
    yield ""
    yield textwrap.fill(f"What to do: {code.fix}", 80)
    for example in examples(code):
        yield ""
        yield f"{example.path}, wrong (-) and right (+):"
        yield from (f"    {line}" for line in example.lines)
