"""What an import comes to, as text: what each column is for, what is new, what needs a hand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from donebook.bring.columns import Assigned
from donebook.bring.importing import FileRead, Import
from donebook.bring.names import Names
from donebook.bring.outcome import Said
from donebook.bring.rows import Fault, Spot, places
from donebook.language import Language
from donebook.markup import visible
from donebook.message import Message, message, plural
from donebook.model.question import MOST_WORDS
from donebook.write import Additions


def told(done: Import, names: Names, language: Language, *, is_dry: bool) -> str:
    """The report on an import."""
    blocks = (
        *(file_told(file) for file in done.files),
        _made(done, names, is_dry=is_dry),
        _to_do(done, is_dry=is_dry),
        _added(done.additions),
        *_lists(done, is_dry=is_dry),
        [_total(done, is_dry=is_dry)],
    )
    return as_text(blocks, language)


def as_text(blocks: Iterable[Iterable[str]], language: Language) -> str:
    """Blocks of lines with an empty line between them; one without lines is left out."""
    texts = ["\n".join(visible(language.tell(line)) for line in block) for block in blocks]
    return "\n\n".join(text for text in texts if text)


def file_told(file: FileRead) -> Iterator[str]:
    """How many rows a file has, and what its columns are for; or why it can't be read."""
    if file.refused:
        yield message("{file}: {said}", file=file.name, said=file.refused)
        return
    rows = sum(len(table.table.rows) for table in file.tables)
    yield message("{file}: {rows}", file=file.name, rows=plural("{n:,} row", "{n:,} rows", n=rows))
    for note in file.notes:
        yield message("  {note}", note=note)
    shown = (tuple(columns_told(table)) for table in file.tables)
    for columns in dict.fromkeys(shown):  # a page may have a table of one form below each heading
        yield from columns


def columns_told(table: Assigned) -> Iterator[str]:
    """What each column of a table is for."""
    if table.table.part:
        yield message("  Sheet “{sheet}”", sheet=table.table.part)
    width = max(len(column) for column in table.table.columns)
    for column in table.table.columns:
        its = table.fields.get(column)
        said = its.name if its else message("not used")
        yield message("    {column} → {field}", column=f"{column:{width}}", field=said)


def _made(done: Import, names: Names, *, is_dry: bool) -> Iterator[str]:
    brought = done.brought
    if brought.files:
        yield message("Would be written:") if is_dry else message("Written:")
    for path, spot in brought.placed.items():
        yield message("  {path}  {place}", path=path, place=places([spot]))
    for (part, text), found in brought.read_as.items():
        yield message(
            "“{text}” is read as the {kind} “{name}”.",
            text=text,
            kind=Names.word(part),
            name=names.of(part, found),
        )


def _to_do(done: Import, *, is_dry: bool) -> Iterator[str]:
    """What is left to write, each sort of it in one line."""
    brought = done.brought
    if brought.dotted and is_dry:
        yield plural(
            "{n:,} entry would be active although parts of it say ….",
            "{n:,} entries would be active although parts of them say ….",
            n=brought.dotted,
        )
    elif brought.dotted:
        yield plural(
            "{n:,} entry is active although parts of it say …; `donebook check` names them.",
            "{n:,} entries are active although parts of them say …; `donebook check` names them.",
            n=brought.dotted,
        )
    if brought.unreviewed:
        yield plural(
            "{n:,} row says no day of review, so its entry has none. Once you have read it: donebook reviewed ID",
            "{n:,} rows say no day of review, so their entries have none. Once you have read one: donebook reviewed ID",
            n=brought.unreviewed,
        )
    if +brought.unlabeled:
        yield plural(
            "{n:,} sign needs a label of at most {most} words to tap in a call; what the row says is its example: {rows}.",
            "{n:,} signs need a label of at most {most} words to tap in a call; what the rows say are their examples: {rows}.",
            n=brought.unlabeled.total(),
            most=MOST_WORDS,
            rows=tuple(_rows(+brought.unlabeled, has_many=len(done.files) > 1)),
        )
    for times in dict.fromkeys(brought.guessed.values()):
        fields = tuple(name for name, n in brought.guessed.items() if n == times)
        if is_dry:
            yield plural(
                "{n:,} entry would have a guess for {fields}.",
                "{n:,} entries would have a guess for {fields}.",
                n=times,
                fields=fields,
            )
        else:
            yield plural(
                "{n:,} entry has a guess for {fields}; its first line says so.",
                "{n:,} entries have a guess for {fields}; their first lines say so.",
                n=times,
                fields=fields,
            )


def _rows(spots: Iterable[Spot], *, has_many: bool) -> Iterator[Message]:
    """Where spots are, with their file where there are several."""
    alike: defaultdict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in spots:
        alike[spot.file, spot.part].append(spot)
    for (file, _), found in alike.items():
        where = places(found)
        yield message("{file}, {place}", file=file, place=where) if has_many else where


def _added(additions: Additions) -> Iterator[str]:
    lists: tuple[tuple[Message, Iterable[str]], ...] = (
        (
            message(
                "New stages, last in order. Write their purpose and what ends them, and publish a question in each:"
            ),
            additions.stages.values(),
        ),
        (message("New roles:"), additions.roles.values()),
        (
            message("New owners. Write how to reach them, in the settings:"),
            additions.owners.values(),
        ),
        (message("New frameworks:"), additions.frameworks.values()),
        (
            message("New elements of frameworks:"),
            [title for of in additions.elements.values() for title in of.values()],
        ),
        (message("New terms:"), additions.terms),
    )
    for heading, texts in lists:
        if texts:
            yield heading
            yield from (f"  {text}" for text in texts)


def _lists(done: Import, *, is_dry: bool) -> Iterator[Iterator[str]]:
    brought = done.brought
    faults = [
        (Said(_spot(file, fault), fault.said)) for file in done.files for fault in file.faults
    ]
    for heading, dry, found in (
        (
            message("There already, and skipped:"),
            message("There already, and would be skipped:"),
            brought.same,
        ),
        (
            message("Twice here, and skipped:"),
            message("Twice here, and would be skipped:"),
            brought.twice,
        ),
        (
            message("Imported, although there is something close to it:"),
            message("Would be imported, although there is something close to it:"),
            brought.near,
        ),
        (
            message("Imported, and needs a look:"),
            message("Would be imported, and needs a look:"),
            brought.by_hand,
        ),
        (
            message("Not imported:"),
            message("Would not be imported:"),
            [*faults, *brought.left_out, *brought.unread],
        ),
    ):
        if found:
            yield _list(dry if is_dry else heading, found, has_many=len(done.files) > 1)


def _spot(file: FileRead, fault: Fault) -> Spot:
    return Spot(file.name, fault.part, fault.number, fault.unit, fault.column)


def _list(heading: Message, found: Sequence[Said], *, has_many: bool) -> Iterator[str]:
    """Each sentence once, with the rows that it is about."""
    yield heading
    alike: defaultdict[tuple[str, str, str, str], list[Spot]] = defaultdict(list)
    for one in found:
        alike[one.spot.file, one.spot.part, one.spot.column, one.said].append(one.spot)
    for (file, _, _, said), spots in alike.items():
        where: str = places(spots)
        if has_many:
            where = message("{file}: {said}", file=file, said=where)
        yield message("  {where}: {said}", where=where, said=said)


def _total(done: Import, *, is_dry: bool) -> Message:
    brought = done.brought
    taken = len(brought.files) + len(brought.terms)
    counts = {
        "rows": plural("{n:,} row", "{n:,} rows", n=done.rows),
        "taken": taken,
        "drafts": plural("{n:,} draft", "{n:,} drafts", n=brought.drafts),
        "same": len(brought.same) + len(brought.twice),
        "left": len(brought.left_out),
    }
    if is_dry:
        return message(
            "A dry run: nothing is written. {rows}: {taken:,} would be imported ({drafts}), {same:,} would be skipped, {left:,} would not be imported.",
            **counts,
        )
    return message(
        "{rows}: {taken:,} imported ({drafts}), {same:,} there already, {left:,} not imported.",
        **counts,
    )
