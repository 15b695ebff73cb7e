"""ES modules joined into classic scripts.

A browser loads no module from a page that was opened from a folder, so scripts are written as
modules and sent as one function each. What cannot be joined line by line is refused: the modules
keep to the part of the language that CONTRIBUTING.md describes.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from donebook.markup import in_namespace

SOURCE = "site-config/assets"

_NAME = r"[A-Za-z_$][\w$]*"
# Whole lines, and the types in front of a value; other comments stay where they are.
_COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$|/\*\* @(?:(?!\*/)[^\n])*\*/[ \t]?",
    re.MULTILINE | re.DOTALL,
)
_IMPORT = re.compile(rf'import \{{ ({_NAME}(?:, {_NAME})*) \}} from "(\.\.?/[\w./-]+\.js)";')
_EXPORT = re.compile(rf"export (?:(?:async )?function {_NAME}\(|const {_NAME} = )")
_DECLARED = re.compile(rf"(?:export )?(?:async )?(function|const|let) ({_NAME})\b")
_DECLARES = re.compile(r"(?:async )?(?:function|const|let|var|class)\b")
_IMPORTS = re.compile(r"import\b")
_EXPORTS = re.compile(r"export\b")
_DYNAMIC = re.compile(r"\bimport(?:\s*\(|\.meta\b)")
_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`""")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


class ScriptRefused(Exception):  # noqa: N818 - a verdict about a script
    """A script that cannot be joined; the message names its file and line."""

    def __init__(self, path: str, line: int, words: str) -> None:
        super().__init__(f"{SOURCE}/{path}:{line}: {words}")


@dataclass(frozen=True, slots=True)
class Script:
    """One file as it is sent: a module and all that it imports.

    `name` is what other scripts find it by. `after` are the files that a page has always loaded
    before it; what it imports from their modules it takes from there. `given` are scripts of data
    that are sent at its beginning.
    """

    name: str
    entry: str
    after: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """The names that a line takes from another module; `path` is the module's own."""

    names: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Module:
    """One module: what it imports, the lines of its own names, and its code without the rest."""

    path: str
    imports: tuple[Import, ...]
    exports: Set[str]
    names: Mapping[str, int]
    code: str


def joined(scripts: Mapping[str, Script], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each script's file and text; `texts` are modules and data by path.

    Raises ScriptRefused for the first thing that cannot be joined.
    """
    orders: dict[str, tuple[Module, ...]] = {}
    for file, script in scripts.items():
        homes = _homes(script, scripts, orders)
        orders[file] = tuple(_Order(texts, homes.keys()).from_entry(script.entry))
    wanted = {script.name: set(orders[file][-1].exports) for file, script in scripts.items()}
    taken = {}
    for file, script in scripts.items():
        taken[file] = _taken(orders[file], _homes(script, scripts, orders))
        for name, names in taken[file].items():
            wanted[name] |= names
    for file, script in scripts.items():
        _check_names(orders[file], taken[file])
        given = "".join(texts[path] for path in script.given)
        yield file, given + _wrapped(script, orders[file], taken[file], wanted[script.name])


def _homes(
    script: Script, scripts: Mapping[str, Script], orders: Mapping[str, Sequence[Module]]
) -> dict[str, str]:
    """By module of the scripts before this one: what that script is found by."""
    return {module.path: scripts[file].name for file in script.after for module in orders[file]}


def _taken(modules: Sequence[Module], homes: Mapping[str, str]) -> dict[str, set[str]]:
    """The names that a script takes from each script before it."""
    found: dict[str, set[str]] = {}
    for module in modules:
        for line in module.imports:
            if line.path in homes:
                found.setdefault(homes[line.path], set()).update(line.names)
    return found


def _check_names(modules: Sequence[Module], taken: Mapping[str, set[str]]) -> None:
    """Joined modules share one scope, so a name may stand for one thing only."""
    owners = {name: f"taken from {script}" for script, names in taken.items() for name in names}
    for module in modules:
        for name, line in module.names.items():
            if name in owners:
                raise ScriptRefused(
                    module.path, line, f"the name `{name}` is {owners[name]} already"
                )
            owners[name] = f"declared in {SOURCE}/{module.path}:{line}"


def _wrapped(
    script: Script, modules: Sequence[Module], taken: Mapping[str, set[str]], wanted: Set[str]
) -> str:
    lines = ["(function () {", '"use strict";']
    lines += [
        f"const {{ {', '.join(sorted(names))} }} = {in_namespace(name)};"
        for name, names in taken.items()
    ]
    lines += [module.code for module in modules if module.code]
    if wanted:
        lines.append(f"{in_namespace(script.name)} = {{ {', '.join(sorted(wanted))} }};")
    return "\n".join([*lines, "})();", ""])


class _Order:
    """Finds the modules of a script, each after those that it imports."""

    def __init__(self, texts: Mapping[str, str], elsewhere: Set[str]) -> None:
        self._texts = texts
        self._elsewhere = elsewhere
        self._found: dict[str, Module] = {}
        self._order: list[Module] = []

    def from_entry(self, entry: str) -> list[Module]:
        self._visit(entry, ())
        return self._order

    def _visit(self, path: str, open_paths: tuple[str, ...]) -> Module:
        if path in self._found:
            return self._found[path]
        module = read_module(path, self._texts[path])
        for line in module.imports:
            if line.path in (*open_paths, path):
                circle = " -> ".join((*open_paths, path, line.path))
                raise ScriptRefused(path, line.line, f"the imports run in a circle: {circle}")
            if line.path not in self._texts:
                raise ScriptRefused(path, line.line, f"there is no module {SOURCE}/{line.path}")
            other = self._visit(line.path, (*open_paths, path))
            for name in line.names:
                if name not in other.exports:
                    words = f"{SOURCE}/{other.path} exports no `{name}`"
                    raise ScriptRefused(path, line.line, words)
        self._found[path] = module
        if path not in self._elsewhere:
            self._order.append(module)
        return module


# Most modules are in several scripts, and a server joins them again and again.
@lru_cache(maxsize=1000)
def read_module(path: str, text: str) -> Module:
    """A module from its text. Raises ScriptRefused where it leaves the part of the language."""
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    imports: list[Import] = []
    exports: set[str] = set()
    names: dict[str, int] = {}
    code: list[str] = []
    for number, line in enumerate(plain.split("\n"), 1):
        if refused := _refused(line):
            raise ScriptRefused(path, number, refused)
        if found := _IMPORT.fullmatch(line):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2]))
            imports.append(Import(tuple(found[1].split(", ")), place, number))
            continue
        if declared := _DECLARED.match(line):
            if declared[2] in names:
                words = f"the name `{declared[2]}` is declared in line {names[declared[2]]} already"
                raise ScriptRefused(path, number, words)
            names[declared[2]] = number
            if line.startswith("export "):
                exports.add(declared[2])
        if line.strip():
            code.append(line.removeprefix("export ").strip())
    return Module(path, tuple(imports), exports, names, "\n".join(code))


def _refused(line: str) -> str | None:
    """What is wrong with a line, if anything."""
    if _DYNAMIC.search(line):
        return "a classic script has neither import() nor import.meta"
    if line.count("`") % 2 or line.endswith("\\"):
        return "a template string has to end on its line, since indentation is not sent"
    if line[:1].isspace():
        inner = line.strip()
        is_indented = _IMPORTS.match(inner) or _EXPORTS.match(inner)
        return "imports and exports begin their lines" if is_indented else None
    return _refused_at_top(line)


def _refused_at_top(line: str) -> str | None:
    """The same for a line that begins a statement of the module itself."""
    if _IMPORTS.match(line) and not _IMPORT.fullmatch(line):
        return 'an import is one line: import { name, name } from "./file.js";'
    if _EXPORTS.match(line) and not _EXPORT.match(line):
        return "an export is `export function name` or `export const name`"
    if _DECLARES.match(line) and not _DECLARED.match(line):
        return "at the top of a module stand `function`, `const` and `let`, each with one name"
    if _has_several_names(line):
        return "each `const` and `let` at the top of a module declares one name"
    return None


def _has_several_names(line: str) -> bool:
    if not re.match(r"(?:export )?(?:const|let) |[)\]}]", line):
        return False
    rest = _STRING.sub("", line.removesuffix(";"))
    while (inner := _BRACKETS.sub("", rest)) != rest:
        rest = inner
    # What follows an open bracket belongs to a value.
    return "," in re.split(r"[(\[{]", rest)[0]
