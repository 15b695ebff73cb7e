"""Which column fills which field: as asked for, by its heading, or by what stands in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from donebook.bring.cells import line, words
from donebook.bring.fields import Field, Target
from donebook.bring.names import Names, shape
from donebook.bring.rows import Hints, Table
from donebook.language import Language
from donebook.rules.phrasing import Phrasing, asks

NOTHING = "-"
_ASIDE = re.compile(r"\(.*?\)|/.*")
_BY_CONTENT = ("stage", "role", "test", "owner", "segment")
_MOST = 0.6  # of the cells in a column have to be names, for it to be a column of names


@dataclass(frozen=True, slots=True)
class Assigned:
    """A table with the field of each column that has one, in the order of the columns."""

    table: Table
    fields: Mapping[str, Field]

    @property
    def unused(self) -> tuple[str, ...]:
        return tuple(column for column in self.table.columns if column not in self.fields)


@dataclass(frozen=True)
class Headings:
    """What columns are called that fill the fields of a target, in each language that is here."""

    target: Target
    languages: Iterable[Language]
    frameworks: Mapping[str, str]
    """Frameworks by what they are called: a column that is called so holds their elements."""
    phrasing: Phrasing | None
    """How the playbook's language puts questions."""

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        known: dict[str, str] = {}
        for language in self.languages:
            said = language.below("import")
            for name in self.target.fields:
                ways = said.get(f"{self.target.name}.{name}", said.get(f"any.{name}", "")).split(
                    ","
                )
                for way in (name.replace(".", " "), *ways):
                    if shape(way):
                        known.setdefault(shape(way), name)
        if "frameworks" in self.target.fields:
            known |= {shape(name): "frameworks" for name in self.frameworks}
        return known

    def exact(self, heading: str) -> str | None:
        """The name of the field that a heading is a word for."""
        return self._fields.get(shape(heading))

    def field(self, heading: str) -> str | None:
        """The same, also of "Discovery question" or "Question (as asked)": what it ends with decides."""
        bare = shape(_ASIDE.sub("", heading))
        if bare in self._fields:
            return self._fields[bare]
        parts = bare.split()
        ends = (" ".join(parts[at:]) for at in range(1, len(parts) // 2 + 1))
        return next((self._fields[end] for end in ends if end in self._fields), None)

    def avoided(self, heading: str) -> bool:
        """Whether what stands below a heading is an example of what not to say."""
        ways = (
            way
            for language in self.languages
            for way in language.below("import").get("avoid", "").split(",")
        )
        return any(f" {shape(way)} " in f" {shape(heading)} " for way in ways if shape(way))

    def hints(self) -> Hints:
        """What readers may know of it."""
        main = self.target.main
        asking: Callable[[str], bool] = partial(asks, phrasing=self.phrasing)
        return Hints(
            self.target.shape,
            lambda text: self.field(text) is not None,
            lambda text: self.field(text) == main,
            asking if self.target.shape == "question" else bool,
        )


def assigned(table: Table, headings: Headings, names: Names, given: Mapping[str, str]) -> Assigned:
    """The fields of a table's columns; `given` are those that were asked for, by column."""
    fields = headings.target.fields
    found: dict[str, str] = {}
    for column in table.columns:
        asked = _asked_for(table, column, given)
        if asked:
            found[column] = asked
    for look in (headings.exact, headings.field):
        for column in table.columns:
            name = look(column)
            if name and column not in found and _is_free(fields[name], found):
                found |= {column: name} if _can_be(fields[name], table, column) else {}
    main = headings.target.main
    if main not in found.values():
        best = _main_column(table, headings, found)
        found |= {best: main} if best else {}
    found |= dict(_by_content(table, fields, names, found))
    kept = {c: fields[found[c]] for c in table.columns if found.get(c, NOTHING) != NOTHING}
    return Assigned(table, kept)


def _asked_for(table: Table, column: str, given: Mapping[str, str]) -> str | None:
    letter = next((a for a, name in table.letters.items() if name == column), "")
    ways = {shape(way): name for way, name in given.items()}
    return ways.get(shape(column)) or next((n for w, n in given.items() if w == letter), None)


def _is_free(field: Field, found: Mapping[str, str]) -> bool:
    return field.name not in found.values() or field.is_many


def _can_be(field: Field, table: Table, column: str) -> bool:
    """Whether a column that is called so holds what the field can be; only choices are that few."""
    if field.takes not in ("choice", "choices"):
        return True
    choices = {shape(choice) for choice in field.choices}
    return any(shape(word) in choices for cell in _cells(table, column) for word in words(cell))


def _cells(table: Table, column: str) -> list[str]:
    return [row.cells[column] for row in table.rows if row.cells.get(column)]


def _main_column(table: Table, headings: Headings, found: Mapping[str, str]) -> str | None:
    """The column that holds most of what is looked for; where that can be anything, the first."""
    is_asked = headings.hints().asks
    free = [column for column in table.columns if column not in found]
    counted = {c: sum(is_asked(cell) for cell in _cells(table, c)) for c in free}
    best = max(counted, key=lambda column: counted[column], default=None)
    if headings.target.shape == "question":
        return best if best and counted[best] * 2 >= len(_cells(table, best)) else None
    return free[0] if free else None


def _by_content(
    table: Table, fields: Mapping[str, Field], names: Names, found: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Columns whose cells are names that the playbook has, with the first field that takes these."""
    taken = set(found.values())
    for column in table.columns:
        cells = {line(cell) for cell in _cells(table, column)}
        if column in found or not cells:
            continue
        for part in _BY_CONTENT:
            field = next((f for f in fields.values() if f.names == part), None)
            known = sum(_is_name(cell, part, names) for cell in cells)
            if field and field.name not in taken and known >= _MOST * len(cells):
                taken.add(field.name)
                yield column, field.name
                break


def _is_name(cell: str, part: str, names: Names) -> bool:
    return any(
        (found := names.match(part, word)) and found.is_exact for word in (cell, *words(cell))
    )
