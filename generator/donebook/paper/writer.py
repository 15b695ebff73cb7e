"""The one way from a sheet to Typst: as JSON, so that no text can be read as markup."""

from io import BytesIO
from typing import Any

import segno

from donebook.config import Config
from donebook.language import Language
from donebook.paper.form_field import SCHEME, Edition, Field, states_of
from donebook.paper.glyphs import printable
from donebook.sheet import Asked, Option, Sheet
from donebook.sheet.values import (
    Asks,
    Blank,
    Blanks,
    Block,
    Cell,
    Grid,
    Prose,
    Ruled,
    Ticks,
    ToRead,
)
from donebook.text import Block as TextBlock
from donebook.text import (
    Emphasis,
    Inline,
    Items,
    Link,
    Paragraph,
    Plain,
    Rich,
    Strong,
    Words,
    finished,
    rich_blocks,
)

Json = dict[str, Any]

# The names that Typst has for the papers, and people.
PAPERS = {"a4": "a4", "letter": "us-letter"}
NAMES = {"a4": "A4", "letter": "US Letter"}


# The key of the blank for whom a sheet is filled in.
ACCOUNT = "account"


class PaperWriter:
    """Writes the sheets of one playbook as values that JSON can hold."""

    def __init__(self, config: Config, language: Language) -> None:
        self._config = config
        self._language = language

    def sheet(self, sheet: Sheet, paper: str, *, fillable: bool = False) -> Json:
        """What `templates/sheets/sheet.typ` shows on one size of paper, but its `line_heights`."""
        worksheet = sheet.worksheet
        return {
            "id": worksheet.id,
            "paper": PAPERS[paper],
            "fillable": fillable,
            "playbook": self.plain(self._config.name),
            "title": self.plain(worksheet.title),
            "purpose": self.plain(worksheet.purpose),
            "use": self._use(sheet),
            "account": self._account(sheet),
            "version": sheet.version,
            "current": self._current(sheet),
            "dated": printable(self._language.day(sheet.dated)),
            "review_by": printable(self._language.day(sheet.review_by)),
            "parts": [
                {
                    "title": self.plain(part.title),
                    "intro": self.plain(part.intro),
                    "on_back": part.on_back,
                    "block": self._block(part.block),
                }
                for part in sheet.parts
            ],
        }

    def _current(self, sheet: Sheet) -> Json | None:
        """Where a reader learns whether a printout is current: the code to scan, and the address.

        Not on a buyer's sheet, and not before the site has an address.
        """
        site = self._config.address
        if sheet.worksheet.audience == "buyer" or site is None:
            return None
        page = f"{site.rstrip('/')}/printed/"
        code = segno.make(f"{page}?sheet={sheet.worksheet.id}&v={sheet.version}", micro=False)
        drawn = BytesIO()
        code.save(drawn, kind="svg", border=0, xmldecl=False)
        width, _ = code.symbol_size(border=0)
        shown = page.partition("://")[2]
        return {"code": drawn.getvalue().decode(), "modules": width, "page": shown}

    def _use(self, sheet: Sheet) -> Json:
        """When it is used, how long that takes, who does it and where it goes; a buyer has no stage."""
        return {
            "stage": self.plain(sheet.stage),
            "minutes": sheet.worksheet.minutes,
            "route": self.plain(sheet.worksheet.route),
        }

    def _account(self, sheet: Sheet) -> Json | None:
        """The blank that says for whom a sheet is, which stands on each of its pages."""
        found = (blank for blank in sheet.blanks if blank.key == ACCOUNT)
        return next(map(self._blank, found), None)

    def plain(self, text: Plain | None) -> str | None:
        """A Plain field as it is printed, with the product's name in it."""
        return None if text is None else printable(self._typed(text))

    def rich(self, text: Rich) -> list[Json]:
        """A Rich field as blocks."""
        return [_text_block(block) for block in rich_blocks(text, self._config.product)]

    def _block(self, block: Block) -> Json:
        match block:
            case Prose():
                shown: Json = {"text": self.rich(block.text)}
            case Blanks():
                shown = {"blanks": [self._blank(blank) for blank in block.blanks]}
            case Asks():
                shown = {
                    "asks": [
                        {
                            "text": self.plain(asked.text),
                            "segments": self._segments(asked),
                            "answer": self._blank(answer),
                        }
                        for asked, answer in block.asks
                    ]
                }
            case Ticks():
                shown = {"ticks": [self._blank(blank) for blank in block.ticks]}
            case Ruled():
                shown = {"blank": self._blank(block.blank)}
            case Grid():
                shown = {
                    "columns": [
                        {"label": self.plain(column.label), "share": column.share}
                        for column in block.columns
                    ],
                    "example": [self.plain(cell) for cell in block.example],
                    "rows": [[self._cell(cell) for cell in row] for row in block.rows],
                }
        return {"kind": block.kind, **shown}

    def _blank(self, blank: Blank) -> Json:
        return {
            "label": self.plain(blank.label),
            "hint": self.plain(blank.hint),
            "kind": blank.kind,
            "lines": blank.lines,
            "choices": [self.plain(word) for _, word in blank.options],
            "given": self.plain(blank.given),
            "field": SCHEME + blank.key,
        }

    def fields(self, sheet: Sheet) -> dict[str, Field]:
        """What the blanks of a sheet are as form fields, by their keys."""
        return {blank.key: self._field(blank) for blank in sheet.blanks}

    def _field(self, blank: Blank) -> Field:
        return Field(
            blank.key,
            self._typed(blank.name),
            self._typed(blank.given) if blank.given else "",
            tuple(self._typed(word) for _, word in blank.options),
            states_of(blank),
            blank.ids,
            is_tick=blank.kind == "tick",
            may_wrap=blank.kind != "date" and (blank.lines > 1 or blank.is_in_table),
        )

    def edition(self, sheet: Sheet) -> Edition:
        """Which sheet a file says that it is."""
        return Edition(self._typed(self._config.name), sheet.worksheet.id, sheet.version)

    def _typed(self, text: Plain) -> str:
        """A Plain field with all its characters: what a field's name shows is the viewer's to say."""
        return finished(text, self._config.product)

    def _segments(self, asked: Asked) -> list[str]:
        return [printable(self._typed(name)) for name in asked.segments]

    def _cell(self, cell: Cell) -> Json:
        match cell:
            case Asked():
                return {
                    "kind": "asked",
                    "text": self.plain(cell.text),
                    "due_from": self.plain(cell.due_from),
                    "is_blocker": cell.is_blocker,
                    "segments": self._segments(cell),
                }
            case Option():
                number = cell.of.choices.index(cell.choice)
                return {"kind": "option", "field": f"{SCHEME}{cell.of.key}:{number}"}
            case Blank():
                return {**self._blank(cell), "kind": "blank"}
            case ToRead():
                return {"kind": "read", "text": self.plain(cell.text)}


def _text_block(block: TextBlock) -> Json:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "inside": [_inline(part) for part in block.inside]}
        case Items():
            items = [[_text_block(inner) for inner in item] for item in block.items]
            return {"kind": "items", "ordered": block.ordered, "items": items}


def _inline(part: Inline) -> Json:
    match part:
        case Words():
            return {"kind": "words", "text": printable(part.text)}
        case Strong():
            kind = "strong"
        case Emphasis():
            kind = "emphasis"
        case Link():
            inside = [_inline(inner) for inner in part.inside]
            return {"kind": "link", "address": part.address, "inside": inside}
    return {"kind": kind, "inside": [_inline(inner) for inner in part.inside]}
