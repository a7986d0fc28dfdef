"""A mask either changes pixels of the picture or is refused: none counts as masking that hides nothing."""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageDraw

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import developing, rendering
from cxo_desktop.imaging.covering import SOLID
from cxo_desktop.imaging.edits import Box, Edit, Mask, MaskKind, Polygon, Turn
from cxo_desktop.imaging.limits import LIMITS
from cxo_desktop.imaging.lying import clipped
from cxo_desktop.imaging.masking import render
from cxo_desktop.problem_words import sentence
from helpers.draw import encoded, exif, stored

_WIDTH, _HEIGHT = _SIZE = (61, 43)
_PICTURE = Box(0, 0, _WIDTH, _HEIGHT)
_BUSY = [HealthCheck.too_slow]
_place = some.tuples(some.integers(-80, 140), some.integers(-80, 140))
_boxes = some.tuples(_place, _place).map(
    lambda two: Box(
        min(two[0][0], two[1][0]),
        min(two[0][1], two[1][1]),
        max(two[0][0], two[1][0]) + 1,
        max(two[0][1], two[1][1]) + 1,
    )
)
_polygons = some.lists(_place, min_size=3, max_size=7).map(lambda points: Polygon(tuple(points)))


def _bright(seed: int) -> Image.Image:
    """Noise without a single pixel as dark as a solid mask."""
    raw = Random(seed).randbytes(3 * _WIDTH * _HEIGHT)
    return Image.frombytes("RGB", _SIZE, raw).point(lambda level: 64 + level // 2)


def _drawn(area: Box | Polygon) -> Image.Image:
    """White where the mask was drawn."""
    inside = Image.new("L", _SIZE)
    pen = ImageDraw.Draw(inside)
    if isinstance(area, Box):
        pen.rectangle((area.left, area.top, area.right - 1, area.bottom - 1), fill=255)
    else:
        pen.polygon(area.points, fill=255, outline=255)
    return inside


def _unchanged(before: Image.Image, after: Image.Image, drawn: Image.Image) -> Image.Image:
    """White where a pixel that was to be masked is what it was."""
    bands = ImageChops.difference(before, after).split()
    changed = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2]).point(
        lambda level: 255 if level else 0
    )
    return ImageChops.subtract(drawn, changed)


@given(area=_boxes | _polygons, seed=some.integers(0, 99), form=some.sampled_from(["PNG", "JPEG"]))
@settings(suppress_health_check=_BUSY)
def test_every_pixel_under_a_solid_mask_is_replaced_or_the_mask_is_refused(
    area: Box | Polygon, seed: int, form: str
) -> None:
    clean = developing.cleaned(encoded(_bright(seed), form), LIMITS)
    before, drawn = rendering.edited(clean, []), _drawn(area)
    try:
        after = rendering.edited(clean, [Mask(area)])
    except Problem as problem:
        assert problem.code is Code.PHOTO_MASK_BESIDE and drawn.getbbox() is None
        return

    box = drawn.getbbox()
    if box is not None:  # of a free shape, its outline is covered one pixel beyond what is drawn here
        assert _unchanged(before, after, drawn).getbbox() is None
        assert all(after.getpixel((x, y)) == SOLID for x, y in ((box[0], box[1]),) if drawn.getpixel((x, y)))
    assert ImageChops.difference(before, after).getbbox() is not None


@given(area=_boxes, orientation=some.integers(1, 8), quarters=some.integers(0, 3))
@settings(suppress_health_check=_BUSY, max_examples=60)
def test_a_box_is_refused_exactly_where_it_lies_beside_the_picture(
    area: Box, orientation: int, quarters: int
) -> None:
    held = encoded(stored(_bright(1), orientation), "JPEG", exif=exif(orientation))
    wanted: list[Edit] = [Mask(area, MaskKind.MOSAIC), *([Turn(quarters)] if quarters else [])]
    try:
        rendering.edited(developing.cleaned(held, LIMITS), wanted)
        is_refused = False
    except Problem:
        is_refused = True

    assert is_refused is not area.meets(_PICTURE)


@given(area=_boxes)
def test_a_clipped_box_is_what_of_it_lies_in_the_picture(area: Box) -> None:
    assume(area.meets(_PICTURE))
    [cut] = clipped([Mask(area)], _WIDTH, _HEIGHT)

    assert isinstance(cut, Mask) and isinstance(cut.area, Box)
    assert ImageChops.difference(_drawn(cut.area), _drawn(area)).getbbox() is None
    assert (cut.area.left, cut.area.top) >= (0, 0) and cut.area.right <= _WIDTH
    assert cut.area.bottom <= _HEIGHT


@pytest.mark.parametrize(
    "area",
    [
        Box(_WIDTH, 0, _WIDTH + 1, 20),
        Box(500, 500, 600, 600),
        Polygon(((70, -9), (80, 0), (70, 9))),
        Polygon(((91, -30), (91, 10), (20, -30))),  # only the box around it meets the picture
    ],
    ids=["edge", "far", "shape", "corner"],
)
def test_a_mask_beside_the_picture_is_refused_with_its_place_and_the_size_of_the_photo(
    area: Box | Polygon,
) -> None:
    with pytest.raises(Problem) as caught:
        render(encoded(_bright(3), "PNG"), [Mask(Box(0, 0, 9, 9)), Mask(area)])

    caught.value.details.setdefault("file", "IMG_1.JPG")
    said = sentence(caught.value)
    assert "61 × 43" in said and "IMG_1.JPG" in said and "{" not in said
