"""Photographs of our own drawing, for the demo and for trials: no person and no real paper is on them."""

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageChops, ImageFilter

from cxo_desktop.imaging.drawn_scenes import Scene as Scene
from cxo_desktop.imaging.drawn_scenes import draw

TWELVE_MEGAPIXELS = (4032, 3024)
_MAKE, _MODEL, _ORIENTATION, _EXIF_TABLE, _TAKEN, _OFFSET = 0x010F, 0x0110, 0x0112, 0x8769, 0x9003, 0x9011


def photograph(
    scene: Scene,
    *,
    seed: int = 0,
    size: tuple[int, int] = TWELVE_MEGAPIXELS,
    taken: datetime | None = None,
    quality: int = 92,
) -> bytes:
    """A JPEG such as a phone writes: slightly askew, unevenly lit, grainy; the same bytes for the same wishes.

    `taken` is written as EXIF time, with its UTC offset where it is aware.
    """
    chance = Random(f"{scene}/{seed}")
    image = _grainy(_lit(_askew(draw(scene, size, chance), chance), chance), chance)
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL], exif[_ORIENTATION] = "CXO", "Drawn", 1
    if taken is not None:
        details = {_TAKEN: taken.strftime("%Y:%m:%d %H:%M:%S")}
        if offset := taken.strftime("%z"):
            details[_OFFSET] = f"{offset[:3]}:{offset[3:5]}"
        exif[_EXIF_TABLE] = details
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def _askew(image: Image.Image, chance: Random) -> Image.Image:
    """As from a hand that holds the camera not quite straight."""
    width, height = image.size
    corners = [0, 0, 0, height, width, height, width, 0]
    inward = (1, 1, 1, -1, -1, -1, -1, 1)
    quad = [side + way * chance.uniform(0, 0.03) * width for side, way in zip(corners, inward, strict=True)]
    return image.transform(image.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)


def _lit(image: Image.Image, chance: Random) -> Image.Image:
    """As under one lamp: brighter in some place, darker towards the edges."""
    width, height = image.size
    lamp = Image.radial_gradient("L").point(lambda value: 255 - value * 2 // 5)
    left, top = chance.uniform(0, 90), chance.uniform(0, 90)
    light = lamp.resize((width, height), Image.Resampling.BICUBIC, box=(left, top, left + 160, top + 160))
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))


def _grainy(image: Image.Image, chance: Random) -> Image.Image:
    """With the noise of a small sensor, a little of it in the colours too."""
    width, height = image.size
    soft = image.filter(ImageFilter.GaussianBlur(width / 4000))
    grain = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    grain = grain.filter(ImageFilter.GaussianBlur(0.7))
    shades = [grain, ImageChops.offset(grain, 2, 1), ImageChops.offset(grain, 1, 3)]
    return Image.blend(soft, Image.merge("RGB", shades), 0.09)
