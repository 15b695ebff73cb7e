"""The fonts that come along are what the recipe cuts of the published ones, and may be passed on."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from fonts import FACES, NAMES_OF_FONT, Face, cut
from projects import CHECKOUT
from trials import in_torture

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("face", in_torture(FACES), ids=lambda face: face.place)
def test_each_font_is_what_the_recipe_cuts(face: Face, pytestconfig: pytest.Config) -> None:
    place = CHECKOUT / face.place
    made = cut(face)
    if pytestconfig.getoption("--accept"):
        place.write_bytes(made)
    assert place.read_bytes() == made
    font = TTFont(BytesIO(made))
    assert set(font.getBestCmap()) <= set(face.unicodes)
    assert len(font.getBestCmap()) > 350
    names = {name.nameID: str(name) for name in font["name"].names}
    assert "SIL Open Font License" in names[13]
    assert not [name for i, name in names.items() if i in NAMES_OF_FONT and "Source" in name]
