"""What a file from a CRM holds, next to what the playbook has for it."""

from collections.abc import Iterable, Mapping

import click

from donebook.bring import shape
from donebook.bring.delimited import read_delimited
from donebook.bring.rows import Grid, Hints
from donebook.export import hubspot, salesforce
from donebook.export.crm import Lists, lists_of
from donebook.export.crm_check import Held, Wanted
from donebook.export.hubspot import Options
from donebook.export.salesforce import Retrieved
from donebook.language import Language
from donebook.losses import ended
from donebook.message import Message, message
from donebook.playbook import Playbook

SALESFORCE, HUBSPOT = "salesforce", "hubspot"
# What a column of a list of stages is called, in the order in which it is looked for.
_VALUE_COLUMNS = ("apiname", "api name", "masterlabel", "master label", "value", "stage name", "label")  # fmt: skip
_ACTIVE_COLUMNS = ("isactive", "is active", "active")
_CLOSED_COLUMNS = ("isclosed", "is closed", "closed")
_WON_COLUMNS = ("iswon", "is won", "won")


def held(
    playbook: Playbook, content: bytes, system: str | None, languages: Iterable[Language]
) -> tuple[Wanted, Held] | Message:
    """What a file holds and what the playbook wants there, or why it can't be compared."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    of = SALESFORCE if start == b"<" else HUBSPOT if start in (b"{", b"[") else None
    if of and system and of != system:
        return message("This is a file of {found}, and --system says {system}. Leave --system out.", found=of, system=system)  # fmt: skip
    found = _read(of, content, languages)
    if isinstance(found, str):
        return found
    lists = lists_for(playbook, of or system or SALESFORCE)
    if isinstance(found, Held):
        return Wanted(lists.stages, "stage"), found
    wanted = salesforce.wanted_of(found, lists) if isinstance(found, Retrieved) else hubspot.wanted_of(found, lists)  # fmt: skip
    return wanted, Held(found.values, found.labels, found.lost)


def _read(
    of: str | None, content: bytes, languages: Iterable[Language]
) -> Retrieved | Options | Held | Message:
    if of == SALESFORCE:
        return salesforce.read(content)
    if of == HUBSPOT:
        return hubspot.read(content)
    return _stages_in(content, ended(languages, "lost"))


def lists_for(playbook: Playbook, system: str) -> Lists:
    """The picklists of a system. Raises click.UsageError where the settings don't name it."""
    if system not in playbook.config.crm:
        raise click.UsageError(
            f"The settings name no CRM {system}. Add it below `crm` in site-config/playbook.yaml."
        )
    return lists_of(playbook, system)


def _stages_in(content: bytes, lost: frozenset[str]) -> Held | Message:
    """The values of a table of stages, such as a query of OpportunityStage."""
    reading = read_delimited(content, Hints("titled", _is_column, _is_column, lambda _: False))
    if isinstance(reading, str):
        return message("This is neither metadata that Salesforce gave, nor what HubSpot's API answered, nor a CSV of stages.")  # fmt: skip
    rows = [row for part in reading.parts if isinstance(part, Grid) for _, row in part.rows]
    heading = next((n for n, row in enumerate(rows) if any(map(_is_column, row))), None)
    if heading is None:
        return message(
            "No column in it is called {columns}. A CSV has to be one of stages; of properties, hand over what HubSpot's API answers.",
            columns=("ApiName", "MasterLabel", "Label"),
        )
    told = [_by_heading(rows[heading], row) for row in rows[heading + 1 :]]
    values = {_cell(row, _VALUE_COLUMNS): row for row in told if _cell(row, _VALUE_COLUMNS)}
    return Held(
        {value: _cell(row, _ACTIVE_COLUMNS).lower() != "false" for value, row in values.items()},
        {},
        frozenset(v for v, row in values.items() if shape(v) in lost or _has_lost(row)),
    )


def _by_heading(heading: Iterable[str], row: Iterable[str]) -> Mapping[str, str]:
    return {name.strip().lower(): cell for name, cell in zip(heading, row, strict=False)}


def _cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    return next((row[name] for name in columns if name in row), "")


def _has_lost(row: Mapping[str, str]) -> bool:
    closed, won = _cell(row, _CLOSED_COLUMNS), _cell(row, _WON_COLUMNS)
    return closed.lower() == "true" and won.lower() == "false"


def _is_column(cell: str) -> bool:
    return cell.strip().lower() in _VALUE_COLUMNS
