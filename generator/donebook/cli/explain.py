"""`donebook explain CODE`: what a code means, why it matters and how to mend it."""

import textwrap
from collections.abc import Iterator, Mapping

import click

from donebook.problem import Code
from donebook.rules import CODES
from donebook.spelling import closest

LONGEST_CASE = 30


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
    yield from _case("Wrong", code.bad)
    yield from _case("Right", code.good)


def _case(name: str, files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        lines = [line[:100] for line in text.splitlines()]
        yield ""
        yield (
            f"{name}, in content/{path}:"
            if not path.startswith("../")
            else f"{name}, in {path[3:]}:"
        )
        yield from (
            f"    {line.encode('utf-8', 'replace').decode()}" for line in lines[:LONGEST_CASE]
        )
        if len(lines) > LONGEST_CASE:
            yield "    …"
