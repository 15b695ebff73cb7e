"""What three programs show of a PDF: PDFium (as in Chromium), MuPDF, and poppler (as on most Linux desktops)."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pypdfium2
from PIL import Image
from pypdf import PageObject

from poppler import pdftoppm

DPI = 144
SCALE = DPI / 72

Pages = list[Image.Image]


def in_pdfium(pdf: bytes) -> Pages:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def in_mupdf(pdf: bytes) -> Pages:
    mupdf: Any = pymupdf
    pictures = [page.get_pixmap(dpi=DPI) for page in mupdf.open(stream=pdf)]
    return [Image.frombytes("RGB", (p.width, p.height), p.samples).convert("L") for p in pictures]


def in_poppler(pdf: bytes) -> Pages:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file.pdf"
        place.write_bytes(pdf)
        command = [pdftoppm(), "-r", str(DPI), "-gray", str(place), str(Path(folder) / "page")]
        subprocess.run(command, check=True)
        return [Image.open(BytesIO(p.read_bytes())) for p in sorted(Path(folder).glob("*.pgm"))]


VIEWERS: Mapping[str, Callable[[bytes], Pages]] = {
    "PDFium": in_pdfium,
    "MuPDF": in_mupdf,
    "poppler": in_poppler,
}


def widgets(page: PageObject) -> Iterator[tuple[Any, Any]]:
    """The form fields on a page, in reading order: each box and the field that it belongs to."""
    for reference in page.get("/Annots", ()):
        note = reference.get_object()
        if note["/Subtype"] == "/Widget":
            yield note, note.get("/Parent", note).get_object()


def corners(note: Any) -> tuple[float, float, float, float]:
    """The edges of a box in points: left, bottom, right, top."""
    left, bottom, right, top = (float(edge) for edge in note["/Rect"])
    return left, bottom, right, top


def darkness(picture: Image.Image, note: Any) -> float:
    """How much ink there is in a box, as so many black dots, without the box's own lines."""
    left, bottom, right, top = (SCALE * edge for edge in corners(note))
    height = picture.height
    box = (round(left) + 2, round(height - top) + 2, round(right) - 2, round(height - bottom) - 2)
    seen = picture.crop(box).histogram()
    return sum((255 - shade) * count for shade, count in enumerate(seen)) / 255
