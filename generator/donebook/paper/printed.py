"""What has been printed: worksheets, packs and cards as PDF."""

from dataclasses import dataclass, replace
from typing import Literal

from donebook.model import Worksheet
from donebook.sheet import pdf_name

# Of each leaf of paper.
Sides = Literal["one", "both"]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, its number of pages, and the millimetres between two lines in each part of a sheet."""

    pdf: bytes
    pages: int
    line_heights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """How many pages one worksheet takes on one size of paper."""

    worksheet: Worksheet
    paper: str
    pages: int


@dataclass(frozen=True, slots=True)
class Printed:
    """One worksheet on one size of paper, and how many pages it takes there."""

    worksheet: Worksheet
    paper: str
    made: Made
    fillable: bool = False

    @property
    def name(self) -> str:
        return pdf_name(self.worksheet.id, self.paper, fillable=self.fillable)

    @property
    def pdf(self) -> bytes:
        return self.made.pdf

    @property
    def pages(self) -> int:
        return self.made.pages

    @property
    def sides(self) -> Sides:
        return "both" if self.pages > 1 else "one"

    @property
    def length(self) -> Length:
        return Length(self.worksheet, self.paper, self.pages)

    def holding(self, pdf: bytes) -> "Printed":
        """The same sheet with something filled in."""
        return replace(self, made=replace(self.made, pdf=pdf))


@dataclass(frozen=True, slots=True)
class Bound:
    """One of the files of a room, on one size of paper."""

    id: str
    part: str
    paper: str
    made: Made

    @property
    def name(self) -> str:
        return pdf_name(self.id, self.paper, part=self.part)

    @property
    def pdf(self) -> bytes:
        return self.made.pdf

    @property
    def pages(self) -> int:
        return self.made.pages

    @property
    def sides(self) -> Sides:
        return sides_of(self.part)


def sides_of(part: str) -> Sides:
    """How a file of a room is printed: cards have nothing on their backs."""
    return "one" if part == "cards" else "both"
