"""Two pictures of a recording as SVG: how cost grows with entries, and where the time goes.

They are drawn here because two small pictures don't need a library for charts. Each has colors for
light and dark pages, and names stand at the lines, so that color alone says nothing.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bench.contenders import BUILDERS
from bench.recording import COLD, WARM, Recording
from bench.stages import IN_ORDER

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 210, 28, 44
LINE, BAR = 15, 26  # pixels: between two names, and of a bar with the space below it
STYLE = """\
<style>
text { font: 12px system-ui, sans-serif; fill: #3d3d3d }
.grid { stroke: #8884; stroke-width: 1 }
text { stroke: none }
.c0 { stroke: #0b6e63; fill: #0b6e63 } .c1 { stroke: #b3541e; fill: #b3541e }
.c2 { stroke: #4a5fc1; fill: #4a5fc1 } .c3 { stroke: #97418f; fill: #97418f }
.c4 { stroke: #7a6a00; fill: #7a6a00 } .c5 { stroke: #c0304a; fill: #c0304a }
.mark { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #d6d6d6 }
.c0 { stroke: #4fc4b4; fill: #4fc4b4 } .c1 { stroke: #ef9b62; fill: #ef9b62 }
.c2 { stroke: #9fb0ff; fill: #9fb0ff } .c3 { stroke: #dc94d4; fill: #dc94d4 }
.c4 { stroke: #d3c04a; fill: #d3c04a } .c5 { stroke: #ff8fa1; fill: #ff8fa1 }
.mark { fill: none }
}
</style>"""
DASHED = ' stroke-dasharray="6 4"'


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through points of entries and seconds."""

    name: str
    points: tuple[tuple[int, float], ...]
    color: int
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from `least` to `most`, both powers of ten, over pixels."""

    least: int
    most: int
    start: float
    end: float

    def place(self, value: float) -> float:
        share = (math.log10(value) - self.least) / (self.most - self.least)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> Iterator[tuple[float, float]]:
        """Each power of ten with its place."""
        for power in range(self.least, self.most + 1):
            yield 10.0**power, self.place(10.0**power)


def growth(recording: Recording) -> str:
    """Seconds of a build by entries, with logarithmic axes."""
    lines = list(_lines(recording))
    across = _axis([size for line in lines for size, _ in line.points], LEFT, WIDTH - RIGHT)
    up = _axis([took for line in lines for _, took in line.points], HEIGHT - BOTTOM, TOP)
    parts = [f'<text x="{LEFT}" y="16">seconds for a build</text>']
    for value, x in across.ticks():
        parts += [_rule(x, TOP, x, HEIGHT - BOTTOM), _text(x, HEIGHT - BOTTOM + 18, f"{value:,.0f}", "middle")]  # fmt: skip
    for value, y in up.ticks():
        parts += [_rule(LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 8, y + 4, f"{value:,g}", "end")]
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "entries", "middle"))
    ends = [up.place(line.points[-1][1]) for line in lines]
    for line, y in zip(lines, _apart(ends), strict=True):
        parts += _drawn(line, across, up, y)
    return _svg(HEIGHT, "How long a build takes, by entries", parts)


def stages(recording: Recording) -> str:
    """The stages of a build as bars, one below the other, for the most entries that were measured."""
    size = max((s.size for s in recording.samples if s.stages), default=0)
    by_state = {state: recording.stages(size, state) for state in (COLD, WARM)}
    longest = max((sum(_in_order(took)) for took in by_state.values()), default=0) or 1
    room = WIDTH - LEFT - 190
    parts: list[str] = []
    y = TOP
    for state, took in by_state.items():
        whole = sum(_in_order(took))
        parts.append(_text(8, y, f"{state}: {size:,} entries, {whole:.1f} s", "start"))
        y += 10
        before = 0.0
        for name in IN_ORDER:
            seconds = took.get(name, 0.0)
            x, width = 130 + room * before / longest, max(1.0, room * seconds / longest)
            parts += [
                _text(122, y + 13, name, "end"),
                f'<rect class="c0" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR - 8}"/>',
                _text(x + width + 6, y + 13, _told(seconds, whole), "start"),
            ]
            before += seconds
            y += BAR
        y += BAR
    return _svg(y - 10, "Where the time of a build goes", parts)


def _told(seconds: float, whole: float) -> str:
    return f"{seconds:.2f} s, {seconds / whole:.0%}" if whole else f"{seconds:.2f} s"


def _in_order(took: dict[str, float]) -> list[float]:
    return [took.get(name, 0.0) for name in IN_ORDER]


def _lines(recording: Recording) -> Iterator[Line]:
    """Ours cold and warm; of the others, cold."""
    for number, (job, name) in enumerate(BUILDERS.items()):
        states = (COLD, WARM) if job == "ours" else (COLD,)
        for state in states:
            found = ((size, recording.seconds(size, job, state)) for size in recording.sizes)
            points = tuple((size, spread.median) for size, spread in found if spread)
            if points:
                called = f"{name}, {state}" if job == "ours" else name
                yield Line(called, points, number, is_dashed=state == WARM)


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    least = math.floor(math.log10(min(values, default=1)))
    most = math.ceil(math.log10(max(values, default=10)))
    return Axis(least, max(most, least + 1), start, end)


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, moved down where names would cover each other."""
    moved = [0.0] * len(places)
    last = -math.inf
    for number in sorted(range(len(places)), key=lambda n: places[n]):
        last = moved[number] = max(places[number], last + LINE)
    return moved


def _drawn(line: Line, across: Axis, up: Axis, name_at: float) -> Iterable[str]:
    places = [(across.place(size), up.place(took)) for size, took in line.points]
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline class="mark c{line.color}" points="{path}"{DASHED if line.is_dashed else ""}/>'
    yield from (f'<circle class="c{line.color}" cx="{x}" cy="{y}" r="3"/>' for x, y in places)
    end, took = places[-1], line.points[-1][1]
    yield _rule(end[0] + 5, end[1], WIDTH - RIGHT + 14, name_at)
    yield _text(WIDTH - RIGHT + 18, name_at + 4, f"{line.name} {_short(took)}", "start")


def _short(seconds: float) -> str:
    """In three digits, or more where it is in thousands."""
    return f"{seconds:,.0f}" if seconds >= 100 else f"{seconds:.3g}"


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="grid" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(height: float, title: str, parts: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", STYLE, *parts, "</svg>", ""])
