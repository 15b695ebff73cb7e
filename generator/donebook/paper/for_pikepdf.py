"""For programs that fill in sheets with pikepdf, which can't draw such texts by itself.

Use it as `pikepdf.form.Form(pdf, Looks)`. donebook itself doesn't need pikepdf.
"""

import pikepdf
from pikepdf.form import DefaultAppearanceStreamGenerator

from donebook.paper.fields import MULTILINE
from donebook.paper.look import Box


class Looks(DefaultAppearanceStreamGenerator):
    """Draws the texts of a fillable sheet in the font that the file brings along, wrapped in their boxes."""

    def generate_text(self, field: pikepdf.AcroFormField) -> None:
        """Draw what stands in a field."""
        for note in field.obj.get("/Kids", [field.obj]):
            left, bottom, right, top = (float(edge) for edge in note.Rect)
            width, height = right - left, top - bottom
            box = Box(width, height, bool(field.flags & MULTILINE))
            look = self.pdf.make_stream(
                box.drawn(field.value_as_string),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, width, height],
                Resources=pikepdf.Dictionary(Font=self.pdf.Root.AcroForm.DR.Font),
            )
            note.AP = pikepdf.Dictionary(N=look)
