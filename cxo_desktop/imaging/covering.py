"""Which pixels a mask covers, and with what: the part that has to be right.

A mask covers more than was drawn. JPEG codes blocks of 8 to 32 pixels together, and colours of neighbours run into one
another by a pixel: what stands inside a block shows as faint ripples in all of it. So an area grows to whole blocks of the
picture's own coding and two pixels beyond, and what is left outside was decoded from outside alone.
"""

import re
from dataclasses import dataclass
from operator import mul

from PIL import Image, ImageDraw

from cxo_desktop.imaging.edits import Box, Mask, MaskKind, Polygon
from cxo_desktop.imaging.lying import beside

SOLID = (24, 24, 24)
_MARGIN = 2
_SMALLEST_BLOCK = 16
_MOST_BLOCKS = 12
_ROUGH_CELL = 8
_LEVELS = range(256)
_RUN = re.compile(rb"[^\x00]+")
_FLIPPED_ACROSS, _FLIPPED_DOWN = {2, 3, 6, 7}, {3, 4, 7, 8}


@dataclass(frozen=True, slots=True)
class Frame:
    """The upright picture and how its pixels lie in coded blocks of `cell` (width, height) pixels, before it was turned.

    A lossless picture has cells of one pixel.
    """

    width: int
    height: int
    orientation: int = 1
    cell: tuple[int, int] = (1, 1)

    def lines(self, at_least: int = 1) -> tuple[tuple[int, int], tuple[int, int]]:
        """(offset, distance) of the edges between blocks across and down."""
        across, down = self.cell if self.orientation < 5 else self.cell[::-1]
        across, down = max(across, at_least), max(down, at_least)
        left = self.width % across if self.orientation in _FLIPPED_ACROSS else 0
        top = self.height % down if self.orientation in _FLIPPED_DOWN else 0
        return (left, across), (top, down)

    @property
    def margin(self) -> int:
        return 0 if self.cell == (1, 1) else _MARGIN

    def cut(self, left: int, top: int, right: int, bottom: int) -> Box | None:
        """What of it lies in the picture."""
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.width), min(bottom, self.height)
        return Box(left, top, right, bottom) if left < right and top < bottom else None


def covered(mask: Mask, frame: Frame) -> tuple[Box, ...]:
    """Every rectangle that is painted over; they may overlap. Empty where the mask lies beside the picture."""
    grown = _grown(mask.area, frame)
    return _blocks(grown) if mask.kind is MaskKind.MOSAIC else grown


def cover(image: Image.Image, masks: list[Mask], frame: Frame) -> None:
    """Replaces pixels of an RGB picture in place.

    Solid masks first, so that no mosaic ever averages what they hide; then each mosaic over what the ones before it left;
    then the solid ones once more, so that they stay solid. Raises PHOTO_MASK_BESIDE for a mask that covers nothing.
    """
    placed = [(mask, covered(mask, frame)) for mask in masks]
    for mask, boxes in placed:
        if not boxes:
            raise beside(mask.area, frame.width, frame.height)
    solid = [box for mask, boxes in placed if mask.kind is MaskKind.SOLID for box in boxes]
    _paint(image, solid)
    for mask, boxes in placed:
        if mask.kind is MaskKind.MOSAIC:
            for box in boxes:
                image.paste(_mean(image, box), box.corners)
    _paint(image, solid)


def _paint(image: Image.Image, boxes: list[Box]) -> None:
    for box in boxes:
        image.paste(SOLID, box.corners)


def _mean(image: Image.Image, box: Box) -> tuple[int, int, int]:
    """The rounded mean of each channel: of the block's pixels nothing else goes on."""
    width, height = box.size
    counts, pixels = image.crop(box.corners).histogram(), width * height
    red, green, blue = (
        (2 * sum(map(mul, _LEVELS, counts[at : at + 256])) + pixels) // (2 * pixels) for at in (0, 256, 512)
    )
    return red, green, blue


def _blocks(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Whole blocks that meet any of the boxes, each at least 16 px and a twelfth of the longer side; fewer where that is small."""
    if not boxes:
        return ()
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    width, height = max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top
    block = max(_SMALLEST_BLOCK, -(-max(width, height) // _MOST_BLOCKS))
    across, down = max(width // block, 1), max(height // block, 1)
    every = (
        Box(
            left + column * width // across,
            top + row * height // down,
            left + (column + 1) * width // across,
            top + (row + 1) * height // down,
        )
        for row in range(down)
        for column in range(across)
    )
    return tuple(block for block in every if any(block.meets(box) for box in boxes))


def _grown(area: Box | Polygon, frame: Frame) -> tuple[Box, ...]:
    if isinstance(area, Polygon):
        return _polygon(area, frame)
    inside = frame.cut(*area.corners)
    if inside is None:
        return ()
    (x, across), (y, down) = frame.lines()
    margin = frame.margin
    grown = frame.cut(
        x + (inside.left - x) // across * across - margin,
        y + (inside.top - y) // down * down - margin,
        x - (x - inside.right) // across * across + margin,
        y - (y - inside.bottom) // down * down + margin,
    )
    return (grown,) if grown else ()


def _polygon(area: Polygon, frame: Frame) -> tuple[Box, ...]:
    """Rows of cells that the shape or its outline touches."""
    xs, ys = [x for x, _ in area.points], [y for _, y in area.points]
    inside = frame.cut(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
    if inside is None:
        return ()
    (x, across), (y, down) = frame.lines(at_least=_ROUGH_CELL)
    first_column, first_row = (inside.left - x) // across, (inside.top - y) // down
    columns, rows = (
        (inside.right - 1 - x) // across - first_column + 1,
        (inside.bottom - 1 - y) // down - first_row + 1,
    )
    left, top = x + first_column * across, y + first_row * down
    shape = Image.new("L", (columns * across, rows * down))
    points = [(px - left, py - top) for px, py in area.points]
    pen = ImageDraw.Draw(shape)
    pen.polygon(points, fill=255)
    pen.line([*points, points[0], points[1]], fill=255, width=3)
    drawn = inside.left - left, inside.top - top, inside.right - left, inside.bottom - top
    if shape.crop(drawn).getbbox() is None:
        return ()
    touched = shape.reduce((across, 1)).point(_any).reduce((1, down)).tobytes()
    found = []
    for row in range(rows):
        for run in _RUN.finditer(touched, row * columns, (row + 1) * columns):
            start, end = run.start() - row * columns, run.end() - row * columns
            box = frame.cut(
                left + start * across - frame.margin,
                top + row * down - frame.margin,
                left + end * across + frame.margin,
                top + (row + 1) * down + frame.margin,
            )
            found += [box] if box else []
    return tuple(found)


def _any(level: int) -> int:
    return 255 if level else 0
