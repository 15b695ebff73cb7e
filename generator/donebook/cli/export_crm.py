"""`donebook export crm`: picklists and fields for a CRM, and whether the two have drifted apart."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

import click

from donebook.cli.crm_held import HUBSPOT, SALESFORCE, held, lists_for
from donebook.cli.exported import OUT, published, written
from donebook.cli.handed_over import content_of
from donebook.cli.main import FINE, PROBLEMS, project_root, today_option
from donebook.export import crm_tables, hubspot, salesforce
from donebook.export.crm import Lists, deal_fields, lists_of
from donebook.export.crm_check import drift
from donebook.language import Language, languages, read_language
from donebook.markup import encodable, visible
from donebook.message import Message, message
from donebook.playbook import Playbook
from donebook.source import Folder

TABLES = "csv"
SYSTEMS = (SALESFORCE, HUBSPOT, TABLES)
_FILES = click.Path(path_type=Path, dir_okay=False)


@click.command(name="crm")
@click.option(
    "--system",
    type=click.Choice(SYSTEMS),
    help="Which CRM: Salesforce metadata, HubSpot properties, or tables for any other.",
)
@click.option(
    "--into",
    "retrieved",
    type=_FILES,
    multiple=True,
    metavar="FILE",
    help="A file that an administrator retrieved from the CRM: the values in it stay, ours are added.",
)
@click.option(
    "--check",
    "compared",
    type=_FILES,
    multiple=True,
    metavar="FILE",
    help="Only compare with a file from the CRM: retrieved XML, HubSpot's JSON, or a CSV of stages.",
)
@OUT
@today_option
@click.pass_context
def as_crm(
    ctx: click.Context,
    system: str | None,
    retrieved: tuple[Path, ...],
    compared: tuple[Path, ...],
    out: Path,
    today: date,
) -> int:
    """Write stages and loss reasons as a CRM's picklists, and the fields of a deal worth having there.

    Example: donebook export crm --system salesforce --out build/export

    A deploy to Salesforce deactivates what its file lacks, so merge into what you retrieved.

    Example: donebook export crm --system salesforce --into OpportunityStage.standardValueSet-meta.xml

    Say whether the CRM still has what the playbook says; it ends with 1 where it doesn't.

    Example: donebook export crm --check OpportunityStage.standardValueSet-meta.xml
    """
    if compared and (retrieved or system == TABLES):
        raise click.UsageError("--check only compares; name neither --into nor --system csv.")
    if not compared and system is None:
        raise click.UsageError(f"Name a --system ({', '.join(SYSTEMS)}), or a file to --check.")
    root = project_root(ctx)
    playbook = published(root, today, drafts=False)
    if playbook is None:
        return PROBLEMS
    if compared:
        tree = Folder(root)
        speaks = [read_language(tree, code)[0] for code in sorted(languages(tree))]
        return max(_compare(playbook, path, system, speaks) for path in compared)
    if system == TABLES:
        if retrieved:
            raise click.UsageError("--into goes with --system salesforce or hubspot.")
        every = [lists_of(playbook, name) for name in playbook.config.crm]
        return written(out, "crm-csv", crm_tables.files(playbook, every, deal_fields(playbook)))
    return _write(playbook, str(system), retrieved, out)


def _write(playbook: Playbook, system: str, retrieved: tuple[Path, ...], out: Path) -> int:
    lists = lists_for(playbook, system)
    if not lists.losses:
        _warn(playbook, message("No loss reason has a value for {crm}, so no field for them is written.", crm=lists.name))  # fmt: skip
    if lists.missing:
        _warn(playbook, message("Without a value for {crm}, and left out: {ids}.", crm=lists.name, ids=lists.missing))  # fmt: skip
    make = _salesforce if system == SALESFORCE else _hubspot
    return written(out, f"crm-{system}", make(playbook, lists, retrieved))


def _salesforce(
    playbook: Playbook, lists: Lists, retrieved: tuple[Path, ...]
) -> Mapping[str, bytes]:
    files = {salesforce.STAGES_FILE: salesforce.stages_file(lists)}
    files |= salesforce.fields(lists, playbook.language.say)
    has_stages = False
    spare, kept = set[str](), set[str]()
    for path in retrieved:
        found = salesforce.read(_content(path, salesforce.MOST_BYTES))
        if isinstance(found, str):
            raise click.UsageError(f"{path}: {playbook.language.tell(found)}")
        text, notes = salesforce.merged(found, lists)
        files[_place(path, found, files)] = text
        has_stages |= found.kind == "StandardValueSet"
        spare |= salesforce.replaced_by(found, lists)
        kept |= {found.field, found.controlled_by}
        for note in notes:
            _warn(playbook, note, path)
    for field in sorted(spare - kept):
        _warn(playbook, _spare(field))
        del files[salesforce.file_of(field)]
    if not has_stages:
        _warn(playbook, message("OpportunityStage is not merged. Deployed as it is, it deactivates every stage that isn't in it, of Salesforce's own: {values}. Retrieve yours and name it with --into.", values=salesforce.deactivated(lists)))  # fmt: skip
    return {f"salesforce/{path}": content for path, content in files.items()}


def _place(path: Path, found: salesforce.Retrieved, files: Mapping[str, bytes]) -> str:
    """Where a merged file goes: in the place of ours that it is the same as, else under its own name."""
    if found.kind == "StandardValueSet":
        return salesforce.STAGES_FILE
    own = (p for p in files if PurePosixPath(p).name.startswith(f"{found.field}."))
    folder = "globalValueSets" if found.kind == "GlobalValueSet" else salesforce.FIELDS
    return next(own, f"{folder}/{path.name}")


def _hubspot(playbook: Playbook, lists: Lists, retrieved: tuple[Path, ...]) -> Mapping[str, bytes]:
    files = dict(hubspot.files(lists, playbook.language.say))
    has_stages = False
    for path in retrieved:
        found = hubspot.read(_content(path, salesforce.MOST_BYTES))
        if isinstance(found, str):
            raise click.UsageError(f"{path}: {playbook.language.tell(found)}")
        text, notes = hubspot.merged(found, lists)
        name = "pipeline" if found.key == "stages" else found.called or path.stem
        files[hubspot.file_of(name)] = text
        has_stages |= found.key == "stages"
        if field := hubspot.replaced_by(found, lists):
            files.pop(hubspot.file_of(field), None)
            _warn(playbook, _spare(field))
        for note in notes:
            _warn(playbook, note, path)
    if not has_stages:
        _warn(playbook, message("The pipeline is not merged. Sent as it is, it removes every stage that isn't in it. Read yours from HubSpot and name it with --into."))  # fmt: skip
    return files


def _spare(field: str) -> Message:
    return message("{field} is not written, because a field of your own has the reasons.", field=field)  # fmt: skip


def _compare(playbook: Playbook, path: Path, system: str | None, speaks: Sequence[Language]) -> int:
    """Say what differs between a file from a CRM and the playbook."""
    content = _content(path, salesforce.MOST_BYTES)
    found = held(playbook, content, system, speaks)
    if isinstance(found, str):
        raise click.UsageError(f"{path}: {playbook.language.tell(found)}")
    differing = list(drift(playbook, *found))
    for line in differing:
        click.echo(encodable(visible(f"{path}: {playbook.language.tell(line)}")))
    if not differing:
        click.echo(f"{path}: {playbook.language.tell(message('The CRM has what the playbook says.'))}")  # fmt: skip
    return PROBLEMS if differing else FINE


def _content(path: Path, most: int) -> bytes:
    found = content_of(path, most)
    if isinstance(found, str):
        raise click.UsageError(f"{path}: {found}")
    return found


def _warn(playbook: Playbook, said: Message, path: Path | None = None) -> None:
    where = f"{path.name}: " if path else ""
    click.echo(encodable(visible(f"warning: {where}{playbook.language.tell(said)}")), err=True)
