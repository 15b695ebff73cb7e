"""How a text looks in a form field: its lines, whether they fit, and how they are drawn (12.7.3.3)."""

from dataclasses import dataclass

from donebook.message import Message, message
from donebook.paper.face import NAME, form_face

SIZE = 9.0  # points; a text never shrinks
_LINE = SIZE * 1.22  # points from line to line, as PDFium and pdf.js set them
_INSET = 2.0  # points between a text and the left and right edge of its box
_TOP = 1.0  # and above its first line
# What a viewer takes that counts letters alone has to be seen, too. Of the size, letters are not as
# wide as this on the average in any language of the font; and each line ends before a word that
# would have gone over its edge.
_WIDTH_OF_A_LETTER = 0.58
_LOST_AT_AN_END = 5  # letters


@dataclass(frozen=True, slots=True)
class Box:
    """A field's width and height in points, and whether it may take several lines."""

    width: float
    height: float
    may_wrap: bool = True

    @property
    def wraps(self) -> bool:
        """Whether a text goes on in a second line."""
        return self.may_wrap and self.height >= _TOP + 2 * _LINE

    @property
    def most_lines(self) -> int:
        """How many lines can be seen."""
        return int((self.height - _TOP) / _LINE) if self.wraps else 1

    @property
    def most_letters(self) -> int:
        """After how many letters typing stops, in viewers that don't notice when a box is full."""
        a_line = (self.width - 2 * _INSET) / (SIZE * _WIDTH_OF_A_LETTER)
        lost = (self.most_lines - 1) * _LOST_AT_AN_END
        return max(1, int(self.most_lines * a_line) - lost)

    def lines(self, text: str) -> tuple[str, ...]:
        """The text as lines; where the box wraps, they are broken between words, or within one that is too long."""
        shown = form_face().shown(text)
        if not self.wraps:
            return (" ".join(shown.split("\n")),)
        return tuple(line for part in shown.split("\n") for line in self._broken(part))

    def _broken(self, paragraph: str) -> list[str]:
        lines = [""]
        for n, word in enumerate(paragraph.split(" ")):
            longer = f"{lines[-1]} {word}" if n else word
            if self._fits(longer):
                lines[-1] = longer
            else:
                lines += self._parts(word)
        return lines if lines[0] or len(lines) == 1 else lines[1:]

    def _parts(self, word: str) -> list[str]:
        """A word in as many parts as it takes lines."""
        parts = [""]
        for char in word:
            if parts[-1] and not self._fits(parts[-1] + char):
                parts.append("")
            parts[-1] += char
        return parts

    def _fits(self, line: str) -> bool:
        return form_face().width(line, SIZE) <= self.width - 2 * _INSET

    def refusal(self, text: str) -> Message | None:
        """Why a text can't be put in whole; none where it can."""
        lines = self.lines(text)
        if len(lines) > self.most_lines or not all(map(self._fits, lines)):
            return message("It doesn't fit into its box.")
        return None

    def drawn(self, text: str) -> bytes:
        """The text as a content stream for this box."""
        face = form_face()
        lines = self.lines(text)
        first = self.height - _TOP - face.ascent * SIZE / 1000
        if not self.wraps:
            first = (self.height - face.capital * SIZE / 1000) / 2
        start = f"1 1 {self.width - 2:.2f} {self.height - 2:.2f} re W n"
        place = f"{NAME} {SIZE:g} Tf 0 g {_LINE:.2f} TL {_INSET:g} {first:.2f} Td"
        shown = " T* ".join(f"{face.coded(line)} Tj" for line in lines)
        return f"/Tx BMC q {start} BT {place} {shown} ET Q EMC".encode()
