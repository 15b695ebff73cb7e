"""A page of ours as Markdown, for readers that want its words alone.

It is made from the page's finished HTML, so it says what the page says and nothing else: what is
hidden, drawn, pressed or left out on paper is left out here, too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

Lead = Callable[[str], str | None]

_TOKEN = re.compile(r"<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_HEADING = re.compile(r"h[1-6]")
_ITEM = re.compile(r"(?:-|\d+\.) ")
_HREF = re.compile(r'\shref="([^"]*)"')
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_DROPPED = frozenset({"button", "img", "input", "noscript", "script", "select", "style", "svg", "template", "textarea"})  # fmt: skip
# What a reader of words doesn't see: hidden until a script shows it, decoration, and what is for screens.
_UNSEEN = re.compile(r'\shidden(?=[\s>/])|\saria-hidden="true"|\sclass="[^"]*\bdb-noprint\b')
_INLINE = frozenset({"a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "span", "strong", "sub", "sup", "time"})  # fmt: skip
_ITEMS = {"b": "**", "strong": "**", "em": "*", "i": "*"}
# What would be read as Markdown: anywhere in a line, and at its beginning.
_MEANT = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"^(?:[#>+-](?=\s|$)|#{2,6}(?=\s)|(?:---|===)|\d{1,9}(?=[.)](?:\s|$)))")


@dataclass(slots=True)
class _Node:
    """A tag with what is in it."""

    name: str
    tag: str
    inside: list["_Node | str"] = field(default_factory=list)


def as_markdown(page: str, lead: Lead) -> str:
    """The body of a page, given as HTML, as Markdown that begins with its heading.

    `lead` says where a link of the page leads from the Markdown; none leaves its words alone.
    """
    blocks = list(_Writer(lead).blocks(_parsed(page).inside))
    head = next((n for n, block in enumerate(blocks) if block.startswith("# ")), None)
    if head:
        blocks.insert(0, blocks.pop(head))
    return _together(blocks) + "\n"


def _together(blocks: Sequence[str]) -> str:
    """Blocks behind each other; items that stand alone, such as the fields of a sheet, are one list."""
    text = "".join(
        f"{block}\n" if block[:2] == after[:2] == "- " else f"{block}\n\n"
        for block, after in pairwise((*blocks, ""))
    )
    return text.rstrip("\n")


def _parsed(page: str) -> _Node:
    """The tree of a page, without what nobody reads.

    Its templates close what they open; what isn't closed ends with what is around it.
    """
    root = _Node("", "")
    open_now = [root]
    for token in _TOKEN.findall(page):
        if token[0] != "<":
            open_now[-1].inside.append(token)
            continue
        tag = _TAG.match(token)
        if tag is None:
            continue  # a comment
        name = tag[1]
        if token[1] == "/":
            while len(open_now) > 1 and any(node.name == name for node in open_now):
                if open_now.pop().name == name:
                    break
            continue
        node = _Node(name, token)
        if not _is_left_out(node):
            open_now[-1].inside.append(node)
        if name not in _VOID and token[-2] != "/":
            open_now.append(node)
    return root


def _is_left_out(node: _Node) -> bool:
    return node.name in _DROPPED or _UNSEEN.search(node.tag) is not None


class _Writer:
    """Writes the parts of one page."""

    def __init__(self, lead: Lead) -> None:
        self._lead = lead

    def blocks(self, inside: Iterable[_Node | str]) -> Iterator[str]:
        """Blocks; what stands in a line goes together into a paragraph."""
        line: list[_Node | str] = []
        for part in inside:
            if isinstance(part, str) or part.name in _INLINE:
                line.append(part)
            else:
                yield from self._paragraph(line)
                line = []
                yield from self._block(part)
        yield from self._paragraph(line)

    def _block(self, node: _Node) -> Iterator[str]:
        write = {
            "p": self._plain,
            "blockquote": self._quote,
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "table": self._table,
            "label": self._label,
            "summary": self._title,
            "legend": self._title,
            "pre": self._as_typed,
        }.get(node.name)
        if write:
            yield from write(node)
        elif _HEADING.fullmatch(node.name):
            yield from self._heading(node)
        else:
            yield from self.blocks(node.inside)

    def _heading(self, node: _Node) -> Iterator[str]:
        words = self._line(node.inside)
        if words:
            yield f"{'#' * int(node.name[1])} {words}"

    def _label(self, node: _Node) -> Iterator[str]:
        words = self._line(node.inside)
        if words:
            yield f"- {words}"

    def _as_typed(self, node: _Node) -> Iterator[str]:
        yield f"```\n{_words(node).strip()}\n```"

    def _plain(self, node: _Node) -> Iterator[str]:
        return self._paragraph(node.inside)

    def _paragraph(self, inside: Sequence[_Node | str]) -> Iterator[str]:
        if not inside:
            return
        words = self._line(inside)
        if words:
            yield _AT_START.sub(lambda found: _escaped_start(found[0]), words)

    def _title(self, node: _Node) -> Iterator[str]:
        """What opens a part: a heading of its own, or a line that stands out."""
        found = list(self.blocks(node.inside))
        if len(found) == 1 and not found[0].startswith("#"):
            yield f"**{found[0]}**"
        else:
            yield from found

    def _quote(self, node: _Node) -> Iterator[str]:
        found = list(self.blocks(node.inside))
        if any(block.startswith("# ") for block in found):  # a question that has no other title
            yield from found
        elif found:
            yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(found).split("\n"))

    def _list(self, node: _Node) -> Iterator[str]:
        items = [part for part in node.inside if isinstance(part, _Node)]
        written = []
        for number, item in enumerate(items, 1):
            sign = f"{number}." if node.name == "ol" else "-"
            found = list(self.blocks(item.inside))
            if len(found) == 1 and "\n" not in found[0]:
                found = [found[0].removeprefix("- ")]  # a box to tick is an item already
            if found:
                written.append(_hung(f"{sign} ", found))
        if written:
            yield "\n".join(written)

    def _terms(self, node: _Node) -> Iterator[str]:
        """Terms with what is said of each, one an item."""
        groups: list[tuple[str, list[str]]] = []
        for part in _terms_in(node):
            words = self._line(part.inside)
            if part.name == "dt":
                groups.append((words, []))
            elif words and groups:
                groups[-1][1].append(words)
        written = []
        for term, told in groups:
            name = f"**{term}**" if term[-1:] in ".:?!…" else f"**{term}:**"
            if len(told) == 1:
                written.append(f"- {name} {told[0]}")
            else:
                written.append(_hung(f"- {name}", ["", "\n".join(f"- {one}" for one in told)]))
        if written:
            yield "\n".join(written)

    def _table(self, node: _Node) -> Iterator[str]:
        """Rows that say something; cells are one line each."""
        rows = [
            [self._line(cell.inside).replace("|", "\\|") for cell in _cells(row)]
            for row in _named(node, "tr")
        ]
        head, *body = rows or [[]]
        if head:
            told = [head, ["---"] * len(head), *(row for row in body if any(row))]
            yield "\n".join(f"| {' | '.join(row)} |" for row in told)

    def _line(self, inside: Iterable[_Node | str]) -> str:
        return " ".join("".join(self._pieces(inside)).split())

    def _pieces(self, inside: Iterable[_Node | str]) -> Iterator[str]:
        for part in inside:
            if isinstance(part, str):
                yield _MEANT.sub(r"\\\g<0>", unescape(part))
            else:
                yield from self._piece(part)

    def _piece(self, node: _Node) -> Iterator[str]:
        mark = _ITEMS.get(node.name)
        if node.name == "br":
            yield " "
        elif node.name == "code":
            yield f"`{_words(node)}`"
        elif node.name == "q":
            yield from ("“", *self._pieces(node.inside), "”")
        elif node.name == "a":
            yield self._link(node)
        elif mark:
            yield _around(mark, "".join(self._pieces(node.inside)))
        elif node.name in _INLINE:
            yield from self._pieces(node.inside)
        else:  # a block inside a line, such as a part of a cell
            yield from (" ", *self._pieces(node.inside), " ")

    def _link(self, node: _Node) -> str:
        words = self._line(node.inside)
        href = _HREF.search(node.tag)
        where = self._lead(unescape(href[1])) if href else None
        return f"[{words}]({where})" if where and words else words


def _hung(sign: str, blocks: Sequence[str]) -> str:
    """Blocks behind the sign of an item, all of them indented by its width."""
    first, *rest = blocks
    indent = " " * (len(sign) if sign.endswith(" ") else 2)
    parts = [block if _ITEM.match(block) else f"\n{block}" for block in rest]
    lines = "\n".join(parts).split("\n") if rest else []
    return "\n".join([f"{sign}{first}", *(f"{indent}{line}".rstrip() for line in lines)])


def _around(mark: str, words: str) -> str:
    """Words with a mark on both sides; spaces stay outside, where Markdown wants them."""
    inner = words.strip()
    if not inner:
        return words
    before, _, after = words.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _escaped_start(sign: str) -> str:
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _words(node: _Node) -> str:
    return "".join(
        unescape(part) if isinstance(part, str) else _words(part) for part in node.inside
    )


def _terms_in(node: _Node) -> Iterator[_Node]:
    for part in node.inside:
        if isinstance(part, _Node):
            if part.name in ("dt", "dd"):
                yield part
            else:
                yield from _terms_in(part)


def _cells(row: _Node) -> list[_Node]:
    return [part for part in row.inside if isinstance(part, _Node) and part.name in ("td", "th")]


def _named(node: _Node, name: str) -> Iterator[_Node]:
    """The tags of a name inside another, in their order."""
    for part in node.inside:
        if isinstance(part, _Node):
            if part.name == name:
                yield part
            else:
                yield from _named(part, name)
