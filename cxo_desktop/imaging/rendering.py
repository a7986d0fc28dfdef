"""A photo with its edits carried out, as a new picture. Runs in the decoder process only.

Masks come first: everything that follows (turning, marks, cropping, scaling, coding) sees a picture in which the masked
pixels no longer exist. A mask also covers the marks drawn before it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PIL import Image

from cxo_desktop.imaging import colour, developing, drawing, edits, jpeg, pixels, renditions
from cxo_desktop.imaging.clean import Clean
from cxo_desktop.imaging.covering import Frame, cover, covered
from cxo_desktop.imaging.edits import Arrow, Box, Circle, Crop, Edit, Label, Mask, Turn
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.messages import Message
from cxo_desktop.imaging.renditions import Decoded
from cxo_desktop.imaging.turning import Turning

_QUALITY = 90
_WHOLE_PIXELS = 34_000_000  # beyond that a JPEG is decoded at half or a quarter of its size


def warm_up() -> None:
    drawing.font()


def rendered(picture: bytes, said: Any, limits: Limits) -> tuple[Message, Decoded]:
    """The answer with JPEG and thumbnail, and the pixels for the report copy.

    Raises a Problem `photo-…`, ValueError for edits that are none.
    """
    image = edited(developing.cleaned(picture, limits), edits.from_json(said))
    image.info = {}
    with ThreadPoolExecutor(max_workers=1) as aside:
        content = aside.submit(pixels.as_jpeg, image, _QUALITY)
        less = pixels.reduced(image, renditions.REPORT_SIDE)
        # Pillow keeps on the picture itself how it is being coded: two threads must not code the same one.
        small = Decoded(image.copy() if less is image else less, 1, None)
        thumbnail, likeness = small.thumbnail()
    head = {"said": "done", "width": image.width, "height": image.height, "likeness": likeness}
    return Message(head, [content.result(), thumbnail]), small


def edited(clean: Clean, wanted: Sequence[Edit]) -> Image.Image:
    """Upright RGB pixels in sRGB, with every edit carried out. Raises PHOTO_MASK_BESIDE."""
    shrunk = 1
    while clean.media_type is MediaType.JPEG and clean.width * clean.height > _WHOLE_PIXELS * shrunk**2:
        shrunk *= 2
    longest = max(clean.width, clean.height)
    image = pixels.decode(clean, at_least=-(-longest // shrunk) if shrunk > 1 else None)
    image = pixels.upright(colour.to_srgb(image, clean.icc), clean.orientation)
    if shrunk > 1:
        wanted = edits.scaled(wanted, 1, shrunk)
    frame = Frame(*image.size, clean.orientation, _cell(clean, shrunk))
    cover(image, [edit for edit in wanted if isinstance(edit, Mask)], frame)
    turning = Turning(*image.size, sum(edit.quarters for edit in wanted if isinstance(edit, Turn)) % 4)
    image = _marked(turning.image(image), wanted, frame, turning)
    crops = [edit.area for edit in wanted if isinstance(edit, Crop)]
    return image.crop(turning.box(_inside(crops[-1], frame)).corners) if crops else image


def _marked(masked: Image.Image, wanted: Sequence[Edit], frame: Frame, turning: Turning) -> Image.Image:
    """Marks in their order; a mask that comes after one is laid over it again."""
    image = masked
    for edit in wanted:
        match edit:
            case Arrow() | Circle() | Label():
                image = masked.copy() if image is masked else image
                drawing.draw(image, turning.mark(edit))
            case Mask() if image is not masked:
                for box in covered(edit, frame):
                    turned = turning.box(box).corners
                    image.paste(masked.crop(turned), turned)
    return image


def _inside(area: Box, frame: Frame) -> Box:
    """Never nothing: a crop beside the picture leaves the pixel next to it."""
    left, top = min(max(area.left, 0), frame.width - 1), min(max(area.top, 0), frame.height - 1)
    return Box(
        left, top, max(min(area.right, frame.width), left + 1), max(min(area.bottom, frame.height), top + 1)
    )


def _cell(clean: Clean, shrunk: int) -> tuple[int, int]:
    """The blocks whose pixels were coded together."""
    match clean.media_type:
        case MediaType.JPEG:
            width, height = jpeg.unit_size(clean.content)
            return max(width // shrunk, 2), max(height // shrunk, 2)
        case MediaType.WEBP if b"VP8 " in clean.content[:64]:
            return 16, 16
        case _:
            return 1, 1
