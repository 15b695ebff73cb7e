"""A recording for people: tables in the terminal, the page in the docs, and what has moved."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import plot
from bench.contenders import BUILDERS
from bench.recording import COLD, WARM, Recording, Spread, moves
from bench.stages import APART, IN_ORDER
from projects import CHECKOUT

DOCS = CHECKOUT / "docs"
PAGE, GROWTH, STAGES = DOCS / "speed.md", DOCS / "speed-growth.svg", DOCS / "speed-stages.svg"
# What each job is called; these are in the table, in this order.
VERBS = {
    "check": "donebook check",
    "sheets": "donebook sheets, on A4",
    "sheets, fillable": "the same with form fields",
    "diff": "donebook diff, every tenth question changed",
    "help": "donebook --help",
    "serve, until it answers": "donebook serve, until it answers",
    "edit to screen": "an edit, until the browser shows it",
    "older edit to screen": "the same with an older donebook",
    "edit to PDF": "an edit, until the sheet's new PDF is there",
    "finder, until it is ready": "the finder, until it is ready",
    "keystroke": "a key in the finder, the median",
    "keystroke, the slowest": "a key in the finder, the slowest",
}
JOBS = {**BUILDERS, **VERBS}
MOST_OTHERS = 0.5  # processors
_BLOCK = re.compile(r"(<!-- bench: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_NONE = "–"

Row = Sequence[str]


def table(recording: Recording) -> str:
    """Everything that was measured, cold and warm apart, with notes below."""
    parts = [_columns(rows(recording, recording.sizes, JOBS))]
    if any(sample.stages for sample in recording.samples):
        parts.append(_columns(stage_rows(recording)))
    parts += [f"{size:,} entries: the finder's index is {kilobytes} KB gzipped." for size, kilobytes in recording.index.items()]  # fmt: skip
    parts += [f"note: {note}" for note in (*recording.notes, *_warnings(recording))]
    return "\n\n".join(part for part in parts if part)


def compared(before: Recording, now: Recording) -> str:
    """How each ratio moved since another recording."""
    found = moves(before, now)
    title = f"Compared with {before.day}, commit {before.commit}, on {before.machine.processor}"
    if not found:
        return f"{title}: nothing was measured in both."
    head = ("entries", "what", "state", "ratio", "before", "change")
    lines = [
        (
            f"{move.size:,}",
            JOBS.get(move.job, move.job),
            move.state,
            f"{move.now:.3g} × {JOBS[move.yardstick]}",
            f"{move.before:.3g}",
            f"{move.change:+.0%}",
        )
        for move in found
    ]
    notes = "".join(f"\nnote on {before.day}: {note}" for note in before.notes)
    return f"{title}:\n{_columns([head, *lines])}{notes}"


def documents(recording: Recording) -> dict[Path, str]:
    """The page and its pictures, as this recording gives them."""
    return {
        PAGE: filled(PAGE.read_text(encoding="utf-8"), _blocks(recording)),
        GROWTH: plot.growth(recording),
        STAGES: plot.stages(recording),
    }


def filled(page: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """A page with what stands between its marks made anew. Raises KeyError for an unknown mark."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{blocks[found[2]]()}\n\n{found[3]}", page)


def rows(recording: Recording, sizes: Iterable[int], jobs: Iterable[str]) -> list[Row]:
    """A heading, and a row for each job of each size."""
    jobs = list(jobs)
    found: list[Row] = []
    measures: dict[str, None] = {}
    for size in sizes:
        yardstick = recording.yardstick(size)
        measures |= {yardstick: None} if yardstick else {}
        for job in jobs:
            cells = [cell for s in (COLD, WARM) for cell in _cells(recording, size, job, s)]
            if any(cell != _NONE for cell in cells):
                found.append((f"{size:,}", JOBS[job], *cells))
    ratio = f"× {' or '.join(JOBS[measure] for measure in measures)}"
    columns = ("s", "from–to", ratio, "MB")
    return [("entries", "what", *(f"{s} {c}" for s in (COLD, WARM) for c in columns)), *found]


def _cells(recording: Recording, size: int, job: str, state: str) -> Row:
    """Median, spread, ratio and memory of a job. What isn't built has no second time."""
    took = recording.seconds(size, job, state)
    yardstick = recording.yardstick(size)
    again = state == WARM and job in VERBS and not recording.has(size, job, WARM)
    if took is None or yardstick is None or again:
        return (_NONE,) * 4
    ratio = recording.ratio(size, job, state, yardstick)
    memory = recording.megabytes(size, job, state)
    return (
        _seconds(took.median),
        f"{_seconds(took.least)}–{_seconds(took.most)}",
        f"{ratio:.2f}" if ratio else _NONE,
        f"{memory:.0f}" if memory else _NONE,
    )


def stage_rows(recording: Recording) -> list[Row]:
    """A heading, and the stages of each size in seconds, with their share of the whole."""
    head = ("entries", "state", *IN_ORDER, f"({APART})")
    found: list[Row] = []
    for size in recording.sizes:
        for state in (COLD, WARM):
            took = recording.stages(size, state)
            if took:
                whole = sum(took.get(name, 0.0) for name in IN_ORDER)
                cells = (f"{took.get(name, 0.0):.2f} ({took.get(name, 0.0) / whole:.0%})" for name in IN_ORDER)  # fmt: skip
                found.append((f"{size:,}", state, *cells, f"{took.get(APART, 0.0):.2f}"))
    return [head, *found]


def _blocks(recording: Recording) -> dict[str, Callable[[], str]]:
    """What the page's marks stand for."""
    return {
        "measured": lambda: _measured(recording),
        "in-short": lambda: _listed(_in_short(recording)),
        "builds": lambda: _markdown(rows(recording, recording.sizes, BUILDERS)),
        "stages": lambda: _markdown(stage_rows(recording)),
        "growth": lambda: _listed(_growth(recording)),
        "verbs": lambda: _markdown(_slim(rows(recording, recording.sizes, VERBS))),
    }


def _measured(recording: Recording) -> str:
    machine = recording.machine
    programs = ", ".join(f"{name} {version}" for name, version in recording.versions.items())
    first = (
        f"Measured on {recording.day} at commit {recording.commit}: {machine.processor}, {machine.cores} cores,"
        f" {machine.memory} GB, {machine.system}, Python {machine.python}; {programs}."
        f" The load before the first run was {machine.load:.1f}."
    )
    notes = (f"**Note:** {note}" for note in (*recording.notes, *_warnings(recording)))
    return "\n\n".join((first, *notes))


def _warnings(recording: Recording) -> Iterator[str]:
    """Whether other work was going on during the runs."""
    known = [sample.others for sample in recording.samples if sample.others is not None]
    busy = sum(others > MOST_OTHERS for others in known)
    if busy:
        yield (
            f"During {busy} of {len(known)} runs, other programs kept more than half a processor"
            " busy. Repeat them on a quiet machine."
        )


def _in_short(recording: Recording) -> Iterator[str]:
    for size in recording.sizes:
        cold, warm = (recording.seconds(size, "ours", state) for state in (COLD, WARM))
        if cold and warm:
            pages = f" ({recording.pages[size]:,} pages)" if size in recording.pages else ""
            yield (
                f"A build of {size:,} entries{pages} takes {_seconds(cold.median)} s from nothing, and"
                f" {_seconds(warm.median)} s when the cache is there{_next_to(recording, size)}."
            )
        shown, older = (
            recording.seconds(size, job, "") for job in ("edit to screen", "older edit to screen")
        )
        if shown:
            longer = f", and with an older donebook after {_seconds(older.median)} s, {older.median / shown.median:.0f} times as long" if older else ""  # fmt: skip
            yield f"With {size:,} entries, an edit is on the screen {_seconds(shown.median)} s after it is saved{longer}."


def _next_to(recording: Recording, size: int) -> str:
    """How that compares with the yardstick, and with an older donebook."""
    others = dict.fromkeys((recording.yardstick(size) or "ours", "older"))
    told = [
        f"{cold:.2f} and {warm:.2f} times what {JOBS[other]} takes"
        for other in others
        if other != "ours"
        and (cold := recording.ratio(size, "ours", COLD, other))
        and (warm := recording.ratio(size, "ours", WARM, other))
    ]
    return f"; that is {', and '.join(told)}" if told else ""


def _growth(recording: Recording) -> Iterator[str]:
    """What ten times the entries cost, from each size to the next."""
    for small, large in zip(recording.sizes, recording.sizes[1:], strict=False):
        told = [
            f"{JOBS[job]} {_times(few, many)}"
            for job in BUILDERS
            if (few := recording.seconds(small, job, COLD))
            and (many := recording.seconds(large, job, COLD))
        ]
        if told:
            yield f"From {small:,} to {large:,} entries: {', '.join(told)} as long."
    if len(recording.sizes) < 2:
        yield "Only one size was measured, so nothing can be said yet about how cost grows."


def _times(few: Spread, many: Spread) -> str:
    return f"{many.median / few.median:.1f} times"


def _slim(table: Sequence[Row]) -> list[Row]:
    """Without columns in which no row has anything."""
    head, *found = table
    kept = [n for n in range(len(head)) if any(row[n] != _NONE for row in found)]
    return [[row[n] for n in kept] for row in table] if found else []


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.2f}"


def _listed(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences) or "Not measured."


def _markdown(table: Sequence[Row]) -> str:
    if len(table) < 2:
        return "Not measured."
    head, *found = table
    lines = [head, ["---"] * 2 + ["---:"] * (len(head) - 2), *found]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _columns(table: Sequence[Row]) -> str:
    """A table for a terminal: the first two columns to the left, numbers to the right."""
    if len(table) < 2:
        return ""
    widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 1 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )
