"""Arrows, circles and labels, drawn into a picture that is masked already."""

import io
import math
import mmap
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from cxo_desktop.imaging.edits import Arrow, Circle, Ink, Label, Point
from cxo_desktop.paths import resources

_COLOURS = {
    Ink.RED: (208, 32, 28),
    Ink.YELLOW: (255, 208, 0),
    Ink.BLUE: (24, 96, 200),
    Ink.BLACK: (16, 16, 16),
    Ink.WHITE: (255, 255, 255),
}
_PAPER, _DARK_PAPER = (255, 255, 255), (32, 32, 32)
_HEAD = 5  # lengths of an arrow's head, in widths of its line


def draw(image: Image.Image, mark: Arrow | Circle | Label) -> None:
    """Lines are a two-hundredth of the longer side wide, with a pale or dark edge so that they show on any ground."""
    pen = ImageDraw.Draw(image)
    width = max(max(image.size) // 200, 3)
    ink = _COLOURS[mark.ink]
    edge = _DARK_PAPER if mark.ink in (Ink.WHITE, Ink.YELLOW) else _PAPER
    match mark:
        case Arrow(start, tip):
            for colour, wider in ((edge, 2 * (width // 3 + 1)), (ink, 0)):
                _arrow(pen, start, tip, colour, width + wider, width * _HEAD + wider)
        case Circle(area):
            sides = area.left, area.top, area.right - 1, area.bottom - 1
            pen.ellipse(sides, outline=edge, width=width + 2 * (width // 3 + 1))
            inset = width // 3 + 1
            if min(area.size) > 4 * inset:
                sides = (sides[0] + inset, sides[1] + inset, sides[2] - inset, sides[3] - inset)
            pen.ellipse(sides, outline=ink, width=width)
        case Label(at, text, size):
            font = _font(size)
            left, top, right, bottom = pen.textbbox(at, text, font=font, anchor="mm")
            room = size // 4
            pen.rectangle((left - room, top - room, right + room, bottom + room), fill=edge)
            pen.text(at, text, fill=ink, font=font, anchor="mm")


@cache
def font() -> mmap.mmap:
    """The font's file, mapped once: after the decoder is confined, nothing can be opened any more."""
    with (resources() / "fonts" / "NotoSansSC-Bold.ttf").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _arrow(
    pen: ImageDraw.ImageDraw, start: Point, tip: Point, colour: tuple[int, int, int], width: int, head: int
) -> None:
    length = math.dist(start, tip)
    if length == 0:
        return
    along = ((tip[0] - start[0]) / length, (tip[1] - start[1]) / length)
    neck = (tip[0] - along[0] * head, tip[1] - along[1] * head)
    pen.line((start, neck), fill=colour, width=width)
    half = head * 0.45
    wings = [
        (neck[0] - along[1] * half, neck[1] + along[0] * half),
        (neck[0] + along[1] * half, neck[1] - along[0] * half),
    ]
    pen.polygon([tip, *wings], fill=colour)


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font()), size, layout_engine=ImageFont.Layout.BASIC)
