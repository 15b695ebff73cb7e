"""Files that nobody means well by, each read in a process of its own that has little time and room.

A program, `python tests/hostile.py FOLDER STEP [SHARE]`: it reads the small playbook once, and then forks
for each file that STEP leads to, lays it there, checks the playbook and tells on a line of JSON what
it took and what was found. With a SHARE, files are that part of their size.
"""

import io
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from donebook.check import check
from donebook.cli.main import FINE, PROBLEMS, USAGE
from donebook.cli.main import main as run
from donebook.config import CONFIG_PATH, VOCABULARY_PATH
from donebook.figures import FIGURES_PATH
from donebook.problem import Span
from donebook.prose import Prose
from donebook.report import ReportContext, as_text
from donebook.rules import base
from donebook.source import Folder
from donebook.source.tree import MOST_BYTES, lines_of
from projects import make_project

SECONDS = 0.5
MOST_MEMORY = 200 * 1024 * 1024
MOST_PROSE = Prose.longest - 100
STOP = 1024 * 1024 * 1024
"""From here on a process gets no more: what eats memory without end is stopped early."""

CRM = {
    "../site-config/playbook.yaml": f"{base.CONFIG}crm: {{salesforce: Salesforce, hubspot: HubSpot}}\n"
}
ENTRY = f"content/{base.WHY_NOW}"
PAGE = "content/pages/acme.md"
WORDS = "site-config/words/en.yaml"
QUESTION = base.FILES[base.WHY_NOW]
WITHOUT_WHY = QUESTION.replace("why: Because.\n", "")
WHY, WHY_BARE, WHY_BLOCK = (f"{WITHOUT_WHY}why: {begun}" for begun in ("'x ", "", "|\n"))

Lay = Callable[[Path], object]
Grown = Callable[[int], bytes]
"""A file of about so many bytes."""


def _times(unit: str, head: str = "", tail: str = "") -> Grown:
    """A unit again and again; `%d` in it counts."""

    def made(size: int) -> bytes:
        if "%d" not in unit:
            body = unit * (size // len(unit.encode()))
        else:
            body = "".join(unit.replace("%d", str(n)) for n in range(size // (len(unit) + 3)))
        return f"{head}{body}{tail}".encode("utf-8", "surrogateescape")

    return made


def _levels(opened: str, closed: str = "") -> Grown:
    def made(size: int) -> bytes:
        number = size // (len(opened) + len(closed))
        return (opened * number + closed * number).encode()

    return made


def _stairs(size: int) -> bytes:
    """Each line one space further in than the line above."""
    number = int((2 * size) ** 0.5)
    return "".join(f"{' ' * n}a:\n" for n in range(number)).encode()


def _laughs(size: int) -> bytes:
    """A billion laughs: each line ten times the line before."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    while sum(map(len, lines)) < size:
        n = len(lines)
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    return "\n".join(lines).encode()


GROWN: Mapping[str, Grown] = {
    # Nesting
    "brackets": _levels("["),
    "brackets closed": _levels("[", "]"),
    "braces": _levels("{a: ", "}"),
    "braces never closed": _levels("{"),
    "hyphens": _levels("- "),
    "question marks": _levels("? "),
    "brackets and braces": _levels("[{a: ", "}]"),
    "stairs": _stairs,
    "closed brackets only": _times("]"),
    "many shallow lists": _times("k%d: [[[[[[[[[[a]]]]]]]]]]\n"),
    # Size
    "one long line": _times("x", "title: "),
    "one long line of words": _times("word ", "title: "),
    "one long line in quotes": _times("x", 'title: "', '"\n'),
    "one long line of escapes": _times("\\x41", 'title: "', '"\n'),
    "one long line of quotes": _times("''", "title: '", "'\n"),
    "one long key": _times("k", "", ": a\n"),
    "one long key in quotes": _times("k", '"', '": a\n'),
    "one long comment": _times("#"),
    "many comments": _times("# c%d\n"),
    "many empty lines": _times("\n"),
    "many spaces": _times(" "),
    "many lines of spaces": _times("    \n"),
    "a block of empty lines": _times("\n", "title: |\n", "  x\n"),
    "a block of lines": _times("  line %d\n", "why: |\n"),
    "a block of spaces": _times(" ", "why: |\n"),
    "a folded block": _times("  line %d\n", "why: >\n"),
    "a text over many lines": _times("  word%d\n", "title:\n"),
    "a quoted text over many lines": _times("  word%d\n", "title: '\n", "'\n"),
    "a quote never closed": _times("  word%d\n", "title: '\n"),
    "a double quote never closed": _times("word ", 'title: "'),
    "an enormous number": _times("9", "reviewed: "),
    "an enormous number for a page": _times("9", f"{QUESTION}weight: "),
    "an enormous float": _times("9", "weight: 1e"),
    "an enormous date": _times("9", "reviewed: ", "-01-01"),
    "numbers of base 60": _times("59:", "weight: ", "59"),
    "an enormous octal": _times("7", "weight: 0o"),
    # Keys
    "many unknown keys": _times("key%d: a\n"),
    "many unknown keys behind an entry": _times("key%d: a\n", QUESTION),
    "many keys that are nearly one": _times("titl%d: a\n"),
    "many keys in braces": _times("key%d: a, ", "{", "}"),
    "the same key again and again": _times("title: a\n"),
    "many keys inside": _times("    key%d: a\n", f"{QUESTION}allow:\n  K:\n"),
    "many allowances": _times("  K%d: because\n", f"{QUESTION}allow:\n"),
    "many empty keys": _times(": a\n"),
    "many complex keys": _times("? [a, b]\n: c\n"),
    "many explicit keys": _times("? k%d\n: c\n"),
    "many merges": _times("<<: a\n"),
    "many merges with an alias": _times("<<: *a\n", "a: &a {b: c}\n"),
    # Items
    "many items": _times("- a\n", "aliases:\n"),
    "many items in brackets": _times("a, ", "aliases: [", "]\n"),
    "many empty items": _times("-\n", "aliases:\n"),
    "many wrong items": _times("  - {a: b}\n", f"{QUESTION}aliases:\n"),
    "many signs": _times("      - {label: Names %d, example: so}\n", f"{QUESTION.partition('listen_for')[0]}listen_for:\n  strong:\n    signs:\n"),
    "many unknown mentions": _times("  - user%d\n", QUESTION.replace("roles: [user]\n", "") + "roles:\n"),
    "many links of a text": _times("[x](https://example.org/%d) ", WHY_BARE),
    "many bad links of a text": _times("[x](javascript:%d) ", WHY_BARE),
    "many brackets of a text": _times("[", WHY, "'\n"),
    "many stars of a text": _times("**a", WHY, "'\n"),
    "many underscores of a text": _times("_a_b", WHY, "'\n"),
    "many tokens of a text": _times("{product}", WHY, "'\n"),
    "many quotes of a text": _times('"', WHY, "'\n"),
    "many entities of a text": _times("&lt;", WHY, "'\n"),
    "a list within a list of a text": _times("  - a\n", WHY_BLOCK),
    "many levels of a list of a text": lambda size: (WHY_BLOCK + "".join(f"  {'  ' * n}- a\n" for n in range(int(size**0.5)))).encode(),
    "many questions in an ask": _times("What is %d? ", QUESTION.partition("ask: ")[0] + "ask: ", QUESTION.partition("?")[2]),
    # YAML's extras
    "a billion laughs": _laughs,
    "many anchors": _times("k%d: &a%d x\n"),
    "many aliases": _times("- *a\n", "a: &a x\nb:\n"),
    "many tags": _times("- !!str a\n", "b:\n"),
    "many strange tags": _times("- !<tag:%d> a\n", "b:\n"),
    "a long tag": _times("x", "title: !"),
    "a long anchor": _times("x", "title: &", " a\n"),
    "a long alias": _times("x", "title: *"),
    "many documents": _times("---\na: b\n"),
    "many ends of a document": _times("...\n", "a: b\n"),
    "many directives": _times("%TAG !a%d! tag:x,2000:\n"),
    "many directives of a version": _times("%YAML 1.1\n"),
    "a long directive": _times("x", "%"),
    # Bytes
    "zeros": _times("\0"),
    "zeros in a text": _times("\0", "title: a"),
    "bytes that are no UTF-8": lambda size: b"title: " + b"\xff" * size,
    "a character cut off": lambda size: b"title: " + b"x" * (size - 10) + b"\xe2\x82",
    "characters too long": lambda size: b"title: " + b"\xc0\x80" * (size // 2),
    "halves of pairs": lambda size: b"title: " + b"\xed\xa0\x80" * (size // 3),
    "UTF-16": lambda size: b"\xff\xfe" + ("title: a\n" * (size // 18)).encode("utf-16-le"),
    "UTF-16, the other way": lambda size: b"\xfe\xff" + ("title: a\n" * (size // 18)).encode("utf-16-be"),
    "UTF-16 without a mark": lambda size: ("title: a\n" * (size // 18)).encode("utf-16-le"),
    "UTF-32": lambda size: ("title: a\n" * (size // 36)).encode("utf-32"),
    "byte order marks": _times("\ufeff"),
    "control characters": _times("\x07", "title: a"),
    "carriage returns": _times("a: b\r"),
    "both line ends": _times("k%d: b\r\nl%d: c\n\rm%d: d\n"),
    "line separators": _times("\u2028", "title: a"),
    "next lines": _times("\x85", "title: a"),
    "escapes of a terminal": _times("\x1b[2J\x1b[31m", "title: a"),
    "zero widths": _times("\u200b", "title: a"),
    "bidirectional marks": _times("\u202e", "title: a"),
    "zero widths in keys": _times("ti\u200btle%d: a\n"),
    "accents on one letter": _times("\u0301", "title: a"),
    "accents on a mention": _times("\u0301", QUESTION.replace("roles: [user]\n", "") + "roles: [user", "]\n"),
    "letters beyond the plane": _times("\U0001d4b3", "title: "),
    "the longest ligature": _times("\ufdfa", "title: "),
    "tabs": _times("\t"),
    "tabs behind a field": _times("\t", "title:", "a\n"),
    "lines of tabs": _times("\ta: b\n"),
    "non-breaking spaces": _times("\u00a0", "title:"),
    # Mistakes, again and again
    "lines without a colon": _times("line %d\n"),
    "lines with two colons": _times("a%d: b: c\n"),
    "lines too far in": _times("a%d: b\n   c: d\n"),
    "bullets of another sign": _times("• a%d\n", "aliases:\n"),
    "bullets in a text": _times("  • a%d\n", "title: a\n"),
    "rows of a table": _times("a\tb\tc%d\n"),
    "rows of Markdown": _times("| a | b%d |\n"),
    "rows of commas": _times("a,b,c%d\n"),
    "signs of a merge": _times("<<<<<<< a\nx: y\n=======\nx: z\n>>>>>>> b\n"),
    "one sign of a merge": _times("<<<<<<< \n"),
    "fences": _times("```\n"),
    "fences and words": _times("```yaml\na: b\n"),
    "curly quotes": _times("a%d: “b: c”\n"),
    "curly quotes around texts": _times("a%d: “b”\n"),
    "hashes behind words": _times("a%d: We are #1\n"),
    "hashes in brackets": _times("a%d: [#fff, ", "", ""),
    "bold names": _times("**title**: a%d\n"),
    "numbers in front": _times("%d. a\n", "title: a\n"),
    "HTML": _times("<p>a%d</p>\n"),
    "HTML in a field": _times("<b>", "title: "),
    "colors": _times("a%d: {b: #0b6b60}\n"),
}  # fmt: skip

STILL: Mapping[str, bytes] = {
    "nothing": b"",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "a number": b"1",
    "a list": b"- a\n",
    "null": b"~\n",
    "half a document": QUESTION[: len(QUESTION) // 2].encode(),
    "half a character": "title: é".encode()[:-1],
    "two documents": f"{QUESTION}---\n{QUESTION}".encode(),
    "words of YAML 1.1": b"title: yes\nsummary: No\nask: on\nstage: off\nroles: [y, n, TRUE]\n",
    "a date and a time": b"reviewed: 2026-10-01T10:00:00Z\ntitle: 2001-12-14t21:59:43.10-05:00\n",
    "not a number": b"weight: .nan\npages: -.inf\n",
    "a key of a number": b"1: a\n1.5: b\n~: c\n",
    "a text for each field": "".join(f"{line.partition(':')[0]}: x\n" for line in QUESTION.splitlines() if line[:1] not in " -").encode(),
    "a list for each field": "".join(f"{line.partition(':')[0]}: [x, [y], {{z: w}}]\n" for line in QUESTION.splitlines() if line[:1] not in " -").encode(),
    "fields for each field": "".join(f"{line.partition(':')[0]}: {{x: {{y: z}}}}\n" for line in QUESTION.splitlines() if line[:1] not in " -").encode(),
    "nothing for each field": "".join(f"{line.partition(':')[0]}:\n" for line in QUESTION.splitlines() if line[:1] not in " -").encode(),
    "an object of Python": b'!!python/object/apply:os.system ["true"]\n',
    "a name of Python": b"title: !!python/name:os.system\n",
    "binary": b"title: !!binary R0lGODlhDAAMAIQAAP\n",
    "a set": b"roles: !!set {user, cook}\n",
    "a circle": b"roles: &a [*a]\n",
    "__proto__": b"__proto__: {a: b}\nconstructor: {prototype: x}\n__class__: x\n",
    "a format": b'title: "{0.__class__} %s %(x)s ${x}"\n',
}  # fmt: skip


# Texts of a company's own page, which may be long.
PROSE: Mapping[str, Grown] = {
    "brackets": _times("["),
    "brackets of pictures": _times("!["),
    "brackets closed": _levels("[", "]"),
    "brackets with addresses": _levels("[", "](x)"),
    "stars": _times("*"),
    "stars and letters": _times("*a "),
    "stars that open": _times("**a"),
    "underscores": _times("_a_b"),
    "backticks": _times("`a"),
    "backticks that grow": lambda size: "".join("`" * n + " " for n in range(1, int((2 * size) ** 0.5))).encode(),
    "angles": _times("<"),
    "angles with letters": _times("<a "),
    "comments": _times("<!--"),
    "quotes": _times("> "),
    "quotes within": _times(">"),
    "quote marks": _times('"'),
    "quote marks and letters": _times('"a'),
    "items within": _times("- "),
    "numbered items within": _times("1. "),
    "items further in": lambda size: "".join(f"{'  ' * n}- a\n" for n in range(int(size**0.5))).encode(),
    "items": _times("- a%d\n"),
    "headings": _times("# a%d\n"),
    "headings of one name": _times("# a\n"),
    "headings of no letter": _times("# 日\n"),
    "lines below": _times("a\n---\n"),
    "a table of many columns": lambda size: ("|" + "a|" * (size // 4) + "\n|" + "-|" * (size // 4) + "\n").encode(),
    "a table of many rows": _times("|a%d|\n", "|a|\n|-|\n"),
    "a table that fills itself": lambda size: ("|" + "a|" * int(size**0.5) + "\n|" + "-|" * int(size**0.5) + "\n" + "|\n" * (size // 2 - 2 * int(size**0.5))).encode(),
    "links": _times("[x](https://example.org/%d) "),
    "links to one place": _times("[x](https://example.org/) "),
    "links that run": _times("[x](javascript:%d) "),
    "links to nowhere": _times("[x](../questions/q%d.yaml) "),
    "links to no heading": _times("[x](#h%d) "),
    "links on lines": _times("[x](../questions/q%d.yaml)\n"),
    "links in paragraphs": _times("[x](../questions/q%d.yaml)\n\n"),
    "links by name": lambda size: b"[x][r] " * (size // 7) + b"\n\n[r]: ../questions/a.yaml\n",
    "links by many names": _times("[r%d]: ../questions/a.yaml\n\n[r%d]\n\n"),
    "names of links": _times("[r%d]: x\n"),
    "pictures": _times("![x](p%d.png) "),
    "entities": _times("&amp;"),
    "numbers of letters": _times("&#x110000;"),
    "backslashes": _times("\\"),
    "hard breaks": _times("a  \n"),
    "fences": _times("```\n"),
    "dots": _times("..."),
    "tokens": _times("{product}"),
    "one word": _times("x"),
    "words": _times("word "),
    "letters of two planes": _times("\U0001d4b3"),
    "lines of one letter": _times("x\n"),
    "paragraphs": _times("x\n\n"),
    "tabs": _times("\tx\n"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hostile:
    """One of them: where it stands below the project's root, and how it is put there.

    With a `command`, it is a file that this command is handed.
    """

    name: str
    path: str
    lay: Lay
    grown: Grown | None = None
    command: tuple[str, ...] = ()


def _values(unit: str) -> Grown:
    """A value set of Salesforce, with a unit again and again."""
    return _times(unit, "<StandardValueSet>", "</StandardValueSet>")


def _options(unit: str) -> Grown:
    """A property of HubSpot; its first option is nothing, as a comma ends each."""
    return _times(unit, '{"name": "x", "options": [', '{"value": "x", "label": "x"}]}')


def _deals(unit: str, head: str = "") -> Grown:
    return _worked_on(unit, f"Stage,Loss Reason,Competitor,Amount,Close Date{head}\n")


def _worked_on(unit: str, head: str, tail: str = "") -> Grown:
    """A file of which each row comes to something, so it is shorter: an eighth, which is 2,000 deals."""
    made = _times(unit, head, tail)
    return lambda size: made(size // 8)


CHECKED, MERGED = (
    ("export", "crm", "--check"),
    ("export", "crm", "--system", "salesforce", "--out", "out", "--into"),
)
SUMMED, BROUGHT = ("losses",), ("import", "--dry-run")
# What commands are handed: the command's words, how the file is called, and what it holds.
HANDED: Mapping[str, tuple[tuple[str, ...], str, Grown]] = {
    "many values": (CHECKED, "a.xml", _values("<standardValue><fullName>v%d</fullName></standardValue>")),
    "many values that are nearly ours": (CHECKED, "a.xml", _values("<standardValue><fullName>Qualificatio%d</fullName></standardValue>")),
    "many values to merge with": (MERGED, "a.xml", _values("<standardValue><fullName>v%d</fullName></standardValue>")),
    "one value again and again": (MERGED, "a.xml", _values("<standardValue><fullName>v</fullName></standardValue>")),
    "elements in elements": (MERGED, "a.xml", _levels("<a>", "</a>")),
    "elements in a value": (MERGED, "a.xml", lambda size: b"<StandardValueSet><standardValue><fullName>v</fullName>" + _levels("<a>", "</a>")(size) + b"</standardValue></StandardValueSet>"),
    "many attributes": (MERGED, "a.xml", _times(' a%d=""', "<StandardValueSet", "/>")),
    "many namespaces": (MERGED, "a.xml", _values('<x:a xmlns:x="urn:%d"/><standardValue><fullName>v%d</fullName></standardValue>')),
    "many comments of XML": (MERGED, "a.xml", _values("<!-- c%d --><standardValue><fullName>v%d</fullName></standardValue>")),
    "many instructions": (MERGED, "a.xml", _values("<?x %d?><standardValue><fullName>v%d</fullName></standardValue>")),
    "a document type": (CHECKED, "a.xml", lambda size: b"<!DOCTYPE x [" + _times('<!ENTITY a%d "x">')(size) + b"]><StandardValueSet/>"),
    "many options": (CHECKED, "a.json", _options('{"value": "v%d", "label": "x"},')),
    "lists in lists of JSON": (CHECKED, "a.json", _levels("[", "]")),
    "fields in fields of JSON": (CHECKED, "a.json", _levels('{"a":', "}")),
    "an enormous number of JSON": (CHECKED, "a.json", _times("9", '{"options": [', "]}")),
    "many stages of a table": (CHECKED, "a.csv", _times("v%d\n", "ApiName\n")),
    "many columns of stages": (CHECKED, "a.csv", _times(",c%d", "ApiName", "\nv\n")),
    "many reasons": (SUMMED, "a.csv", _deals("Closed Lost,r%d,,1,2026-01-01\n")),
    "many rivals": (SUMMED, "a.csv", _deals("Closed Lost,x,r%d,1,2026-01-01\n")),
    "many rivals of several deals": (SUMMED, "a.csv", _deals("".join(f"Closed {end},x,r%d,1,2026-01-01\n" for end in ("Lost", "Won") * 5))),
    "many days": (SUMMED, "a.csv", _deals("Closed Lost,x,y,1,%d-01-01\n")),
    "many amounts": (SUMMED, "a.csv", _deals("Closed Lost,x,y,1.%d,2026-01-01\n")),
    "many stages of deals": (SUMMED, "a.csv", _deals("Stage %d,x,y,1,2026-01-01\nClosed Lost,x,y,1,2026-01-01\n")),
    "many teams": (SUMMED, "a.csv", _deals("Open,x,y,1,2026-01-01,t%d,2026-01-01\nClosed Lost,x,y,1,2026-01-01,,\n", ",Sales Team,Confirmed on")),
    "many columns of deals": (SUMMED, "a.csv", _times(",c%d", "Stage", "\nClosed Lost\n")),
    "columns of one name": (SUMMED, "a.csv", _times(",Stage", "Stage", "\nClosed Lost\n")),
    "columns without a name": (SUMMED, "a.csv", _times(";", "Stage")),
    "a long cell": (SUMMED, "a.csv", _times("x", "Stage\nClosed Lost", "\n")),
    "a quote that is never closed": (SUMMED, "a.csv", _times("x\n", 'Stage\n"')),
    "values parted by semicolons": (SUMMED, "a.csv", _deals("Closed Lost,a;b;c%d;d;e;f,a;b,1;2,2026-01-01\n")),
    "an amount of signs": (SUMMED, "a.csv", _times(",", 'Stage,Amount\nClosed Lost,"1', '"\n')),
    "many entries of JSON": (BROUGHT, "a.json", _worked_on('{"kind": "question", "id": "q%d", "fields": {"title": "t%d", "ask": "Why %d?", "stage": "open"}},', '{"schema": "export/1", "entries": [', '{"kind": "x"}]}')),
    "lists in lists of an export": (BROUGHT, "a.json", _levels("[", "]")),
    "many fields of an export": (BROUGHT, "a.json", _worked_on('"f%d": 1,', '{"schema": "export/1", "entries": [{"kind": "question", "id": "q", "fields": {', '"x": 1}}]}')),
    "a text of an export": (BROUGHT, "a.json", _times("x", '{"schema": "export/1", "entries": [{"kind": "question", "id": "q", "fields": {"title": "', '"}}]}')),
}  # fmt: skip


def _bytes(made: bytes) -> Lay:
    return lambda place: place.write_bytes(made)


def _fifo(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(place.parent)
        one.bind(place.name)
        os.chdir(here)


SPECIAL: Mapping[str, Lay] = {
    "a FIFO": _fifo,
    "an empty folder": Path.mkdir,
    "a socket": _socket,
    "a link to a device": lambda place: place.symlink_to("/dev/zero"),
    "a link to a file": lambda place: place.symlink_to("/etc/passwd"),
    "a link to itself": lambda place: place.symlink_to(place.name),
    "a link to a folder": lambda place: place.symlink_to("/proc/self"),
    "a file of a gigabyte": lambda place: os.truncate(
        os.open(place, os.O_CREAT | os.O_WRONLY), 1 << 30
    ),
}

NAMES = (
    "why\u202enow.yaml",
    "why\u200bnow.yaml",
    "..yaml",
    ".yaml",
    "-.yaml",
    "why now.yaml",
    "%2e%2e.yaml",
    "con.yaml",
    "why\nnow.yaml",
    "<script>.yaml",
    os.fsdecode(b"why\xffnow.yaml"),
    f"{'a' * 250}.yaml",
)
ELSEWHERE = {
    VOCABULARY_PATH: base.VOCABULARY,
    CONFIG_PATH: base.CONFIG,
    WORDS: "",
    FIGURES_PATH: "",
    PAGE: "---\ntitle: Acme\n---\n\n",
}
OFTEN = (
    "brackets",
    "braces",
    "a billion laughs",
    "many unknown keys",
    "the same key again and again",
    "one long line",
    "many empty lines",
    "many anchors",
    "zeros",
    "lines without a colon",
    "signs of a merge",
    "rows of a table",
)


def _page(grown: Grown) -> Grown:
    return lambda size: ELSEWHERE[PAGE].encode() + grown(size)


def hostile() -> Iterator[Hostile]:
    """All of them: each as an entry, and many of them in the place of the other files, too."""
    for name, grown in GROWN.items():
        yield Hostile(name, ENTRY, _bytes(grown(MOST_BYTES - 2_000)), grown)
    for name, made in STILL.items():
        yield Hostile(name, ENTRY, _bytes(made))
    for name, grown in PROSE.items():
        page = _page(grown)
        yield Hostile(f"{name} of a page", PAGE, _bytes(page(MOST_PROSE)), page)
    for path, head in ELSEWHERE.items():
        for name in OFTEN:
            begun = head.encode() + GROWN[name](MOST_BYTES - 6_000)
            yield Hostile(f"{name} in {path}", path, _bytes(begun))
    for path in (ENTRY, VOCABULARY_PATH, CONFIG_PATH, PAGE):
        for name, lay in SPECIAL.items():
            yield Hostile(f"{name} for {path}", path, lay)
    for name in NAMES:
        yield Hostile(f"named {name!a}", f"content/questions/{name}", _bytes(QUESTION.encode()))
    for name, (command, file, grown) in HANDED.items():
        yield Hostile(name, file, _bytes(grown(MOST_BYTES - 2_000)), grown, command)
    yield Hostile("more than may be", ENTRY, _bytes(b"x" * (MOST_BYTES + 1)))


@dataclass(frozen=True, slots=True)
class Took:
    """What became of one: seconds of processor time, bytes of memory, how it ended, what was told."""

    name: str
    path: str
    seconds: float
    memory: int
    ended: int
    codes: tuple[str, ...]
    """Of the problems that are told of the file, or how its command ended."""
    outside: tuple[str, ...]
    """Those of them that name a place which the file doesn't have, or lines that steer a terminal."""


def tried(one: Hostile, folder: Path, model: Path) -> Took:
    """Read a playbook with one of them in a process of its own."""
    root = folder / "one"
    shutil.copytree(model, root)
    place = root / one.path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    one.lay(place)
    found = folder / "found.json"
    child = os.fork()
    if child == 0:
        _in_bounds(lambda: _told_by(root, one) if one.command else _read(root, one.path), found)
    _, status, used = os.wait4(child, 0)
    told = json.loads(found.read_text()) if status == 0 else ([], [])
    shutil.rmtree(root)
    return Took(
        one.name,
        one.path,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        os.waitstatus_to_exitcode(status),
        *told,
    )


def quickest(one: Hostile, folder: Path, model: Path) -> Took:
    """The same; what takes long, perhaps only because other work runs, has two more trials."""
    took = tried(one, folder, model)
    for _ in range(2):
        if took.seconds > SECONDS:
            took = min(took, tried(one, folder, model), key=lambda trial: trial.seconds)
    return took


def _in_bounds(read: Callable[[], tuple[list[str], list[str]]], found: Path) -> None:
    """In the fork, which never comes back: read with little time and room, and keep what was told."""
    code = 1
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, 20 * SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (STOP, STOP))
        found.write_text(json.dumps(read()))
        code = 0
    finally:
        os._exit(code)


def _read(root: Path, path: str) -> tuple[list[str], list[str]]:
    """Check the playbook, and tell what was found as a terminal would."""
    tree = Folder(root)
    checked = check(tree, base.TODAY)
    as_text(ReportContext(checked, tree))
    told = [problem for problem in checked.problems if problem.span.path == path]
    lines = lines_of(_text(root / path))
    spans = {problem.span for problem in told}
    outside = [str(span) for span in spans if not is_inside(span, lines)]
    return [p.code for p in told], outside


def _told_by(root: Path, one: Hostile) -> tuple[list[str], list[str]]:
    """Hand the file to its command. Raises where that ends as a fault of ours does."""
    os.chdir(root)
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            run(["--root", ".", *one.command, one.path])
    except SystemExit as end:
        if end.code not in (FINE, PROBLEMS, USAGE):
            raise
        steering = [line for line in said.getvalue().split("\n") if not line.isprintable()]
        return [f"ended with {end.code}"], steering
    raise AssertionError("a command ends the process")


def _text(place: Path) -> str:
    if place.is_symlink() or not place.is_file():
        return ""
    with place.open("rb") as file:
        return file.read(MOST_BYTES).decode(errors="replace").removeprefix("\ufeff")


def is_inside(span: Span, lines: Sequence[str]) -> bool:
    """Whether a file has the place: a column of a line, its end, or the line behind the last one."""
    if (span.line, span.column) == (1, 1):
        return True  # the file as a whole
    is_column = span.line <= len(lines) and span.column <= len(lines[span.line - 1]) + 1
    is_end = (span.line, span.column) == (len(lines) + 1, 1)
    return (is_column or is_end) and span.column < span.end_column


def slowness() -> float:
    """How much slower this machine is than one on which a million steps take 0.05 s; at least 1."""
    begun = time.process_time()
    number = 0
    for step in range(1_000_000):
        number ^= step
    return max(1.0, (time.process_time() - begun) / 0.05)


def main() -> None:
    folder, step = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    share = float(sys.argv[3]) if len(sys.argv) > 3 else None
    model = make_project(folder / "model", CRM)
    check(Folder(model), base.TODAY)
    warm = make_project(folder / "warm", CRM)
    for name in ("a.csv", "a.xml", "a.json"):
        (warm / name).write_text("Stage\n")
    for command, name, _ in HANDED.values():  # what a command imports is no cost of a file
        _told_by(warm, Hostile("", name, Path.touch, command=command))
    for one in islice(hostile(), 0, None, step):
        if share is None:
            sys.stdout.write(json.dumps(asdict(quickest(one, folder, model))) + "\n")
        elif one.grown:
            most = MOST_PROSE if one.path == PAGE else MOST_BYTES - 2_000
            part = replace(one, lay=_bytes(one.grown(int(most * share))))
            sys.stdout.write(json.dumps(asdict(tried(part, folder, model))) + "\n")


if __name__ == "__main__":
    main()
