"""The tools to draw with: each with its key, its words, and the edit that a stretch from one point to another becomes."""

from enum import StrEnum
from typing import NamedTuple

from cxo_desktop.imaging.edits import Arrow, Box, Circle, Crop, Edit, Label, Mask, MaskKind, Point, Polygon
from cxo_desktop.ui.masking.shapes import between
from cxo_desktop.words import N_, _


class Tool(StrEnum):
    SOLID = "solid"
    MOSAIC = "mosaic"
    FREE = "free"
    CROP = "crop"
    ARROW = "arrow"
    CIRCLE = "circle"
    LABEL = "label"


class Told(NamedTuple):
    key: str
    mark: str
    words: str


TOLD: dict[Tool, Told] = {
    Tool.SOLID: Told("1", "■", N_("Solid")),
    Tool.MOSAIC: Told("2", "▦", N_("Mosaic")),
    Tool.FREE: Told("3", "⬠", N_("Free shape")),
    Tool.CROP: Told("4", "□", N_("Crop")),
    Tool.ARROW: Told("5", "↗", N_("Arrow")),
    Tool.CIRCLE: Told("6", "◯", N_("Circle")),
    Tool.LABEL: Told("7", "Aa", N_("Label")),
}
TURN_KEY = "8"


def words_of(tool: Tool) -> str:
    return _(TOLD[tool].words)


def edit_of(edit: Edit) -> str:
    """What an edit is, in a word or two."""
    match edit:
        case Mask(Polygon()):
            return _("Free shape")
        case Mask(kind=kind):
            return _("Solid mask") if kind is MaskKind.SOLID else _("Mosaic mask")
        case Crop():
            return _("Crop")
        case Arrow():
            return _("Arrow")
        case Circle():
            return _("Circle")
        case Label(text=text):
            return _("Label “{text}”").format(text=text)
    return _("Turn")


def drawn(tool: Tool, start: Point, end: Point, *, text: str = "", height: int = 1000) -> Edit | None:
    """The edit of a stretch; None where it is none (a label without words). `height`: of the picture, for the letters' size."""
    area = between(start, end)
    match tool:
        case Tool.SOLID:
            return Mask(area)
        case Tool.MOSAIC:
            return Mask(area, MaskKind.MOSAIC)
        case Tool.FREE:
            return Mask(_hexagon(area))
        case Tool.CROP:
            return Crop(area)
        case Tool.ARROW:
            return Arrow(start, end)
        case Tool.CIRCLE:
            return Circle(area)
        case Tool.LABEL:
            return Label(end, text, max(12, height // 24)) if text else None


def _hexagon(area: Box) -> Polygon:
    """For the keyboard: a free shape to begin with."""
    (width, height), left, top = area.size, area.left, area.top
    middle = top + height // 2
    return Polygon(
        (
            (left, middle),
            (left + width // 4, top),
            (left + width * 3 // 4, top),
            (area.right, middle),
            (left + width * 3 // 4, area.bottom),
            (left + width // 4, area.bottom),
        )
    )
