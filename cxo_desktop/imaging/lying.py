"""Whether an edit lies in the picture at all. A mask beside it would count as masking and hide nothing."""

from collections.abc import Iterable
from dataclasses import replace

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.edits import Box, Edit, Mask, Polygon


def clipped(edits: Iterable[Edit], width: int, height: int) -> tuple[Edit, ...]:
    """The edits with every masked box cut to the picture, so that the record says what is covered and nothing else.

    `width` and `height` are those of the upright picture. Raises PHOTO_MASK_BESIDE for a mask that lies wholly beside it;
    of a free shape only the box around it is asked here, and its points stay as they were drawn.
    """
    return tuple(_clipped(edit, width, height) if isinstance(edit, Mask) else edit for edit in edits)


def beside(area: Box | Polygon, width: int, height: int) -> Problem:
    told = ", ".join(map(str, around(area).corners))
    return Problem(Code.PHOTO_MASK_BESIDE, area=told, width=width, height=height)


def around(area: Box | Polygon) -> Box:
    """The smallest box that holds it; at least one pixel each way."""
    if isinstance(area, Box):
        return area
    xs, ys = [x for x, _y in area.points], [y for _x, y in area.points]
    return Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1)


def _clipped(mask: Mask, width: int, height: int) -> Mask:
    box = around(mask.area)
    if not box.meets(Box(0, 0, width, height)):
        raise beside(mask.area, width, height)
    if isinstance(mask.area, Polygon):
        return mask
    cut = Box(max(box.left, 0), max(box.top, 0), min(box.right, width), min(box.bottom, height))
    return replace(mask, area=cut)
