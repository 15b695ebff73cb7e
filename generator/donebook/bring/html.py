"""HTML inside Markdown, as wikis and note apps put it there: tables, boxes, text that unfolds."""

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "li", "div", "tr"})
_MOST_SPANNED = 500


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self._waiting: dict[int, tuple[int, str]] = {}  # column: rows still to fill, the text
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self.lines.append(self.getpos()[0])
        elif tag in ("td", "th") and self.rows:
            self._close()
            self._cell = []
            given = dict(attrs)
            self._span = (_number(given.get("rowspan")), _number(given.get("colspan")))
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._close()
        elif tag == "tr" and self.rows:
            self._close()
            self._fill()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data.replace("\n", " "))

    def _close(self) -> None:
        if self._cell is None:
            return
        self._fill()
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text = "\n".join(line for line in lines if line)
        down, across = self._span
        row = self.rows[-1]
        if down > 1:
            self._waiting[len(row)] = (down, text)
        row += [text, *[""] * (across - 1)]
        self._cell = None

    def _fill(self) -> None:
        """Put in what a cell above reaches down into the next columns of the row."""
        row = self.rows[-1]
        while len(row) in self._waiting:
            left, text = self._waiting.pop(len(row))
            if left > 2:
                self._waiting[len(row)] = (left - 1, text)
            row.append(text)


def html_rows(source: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of the tables in a piece of HTML: the line each begins in, from 1, and its cells."""
    tables = _Tables()
    tables.feed(source)
    tables.close()
    numbered = zip(tables.lines, map(tuple, tables.rows), strict=True)
    return [(line, row) for line, row in numbered if any(row)]


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._in_code = tag in self.CDATA_CONTENT_ELEMENTS

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.lines += enumerate(data.split("\n"), self.getpos()[0])


def html_lines(source: str) -> list[tuple[int, str]]:
    """The texts in a piece of HTML without tables, each with the line it stands in, from 1."""
    texts = _Texts()
    texts.feed(source)
    texts.close()
    return [(line, " ".join(text.split())) for line, text in texts.lines if text.strip()]


def _number(given: str | None) -> int:
    return min(int(given), _MOST_SPANNED) if given and given.isdecimal() and int(given) else 1
