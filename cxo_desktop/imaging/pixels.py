"""Pixels decoded, scaled, turned upright and coded again. Pillow is met here and in its neighbours only."""

import io
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import colour, jpeg, png
from cxo_desktop.imaging.clean import Clean
from cxo_desktop.imaging.kinds import MediaType

_OPENED: dict[MediaType, type[ImageFile.ImageFile]] = {
    MediaType.JPEG: JpegImageFile,
    MediaType.PNG: PngImageFile,
    MediaType.WEBP: WebPImageFile,
}
DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    EOFError,
    IndexError,
    OverflowError,
    MemoryError,
)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FILTER = Image.Resampling.HAMMING  # as sharp as bicubic on the way down, at the price of bilinear
_WORTH_TWO_THREADS = 500_000
_FILLER = b"\x5a\xa5\x3c\xc3" * 4096


def decode(clean: Clean, *, at_least: int | None = None) -> Image.Image:
    """The stored pixels, not yet turned, in RGB, RGBA, L or CMYK.

    With `at_least` a JPEG is decoded at 1/2, 1/4 or 1/8 of its size as long as its longest side keeps that many
    pixels (scaled in the DCT, so most of the work never happens); other pictures are reduced after decoding. Raises
    PHOTO_BROKEN also for a picture that ends halfway: a decoder alone would leave the rest grey or black and say nothing.
    """
    try:
        image = _opened(clean.media_type, clean.content, at_least)
    except DECODER_ERRORS as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    if clean.media_type is MediaType.JPEG and _ends_in_grey(image) and not _is_whole(clean.content):
        raise Problem(Code.PHOTO_BROKEN)
    if clean.media_type is MediaType.PNG and _ends_in_black(image) and png.lacks_pixels(clean.content):
        raise Problem(Code.PHOTO_BROKEN)
    return colour.plain(image) if at_least is None else reduced(image, at_least)


def scaled(image: Image.Image, longest: int) -> Image.Image:
    """At most `longest` pixels on the longer side; never enlarged."""
    ratio = longest / max(image.size)
    if ratio >= 1:
        return image
    width, height = (max(round(side * ratio), 1) for side in image.size)
    if width * height > _WORTH_TWO_THREADS and image.mode != "RGBA":
        return _scaled_by_halves(image, width, height)
    return image.resize((width, height), _FILTER, reducing_gap=1.5)


def _scaled_by_halves(image: Image.Image, width: int, height: int) -> Image.Image:
    """The upper half in a thread of its own: the same pixels (within one level of rounding) in half the time."""
    half = height // 2
    cut = image.height * half / height
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="photo-half") as aside:
        upper = aside.submit(image.resize, (width, half), _FILTER, (0, 0, image.width, cut))
        lower = image.resize((width, height - half), _FILTER, (0, cut, image.width, image.height))
        whole = Image.new(image.mode, (width, height))
        whole.paste(upper.result(), (0, 0))
    whole.paste(lower, (0, half))
    return whole


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turned and mirrored as EXIF orientation 1–8 says."""
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def as_jpeg(image: Image.Image, quality: int, icc: bytes | None = None) -> bytes:
    """JPEG with halved colour resolution and nothing beside the pixels (and the profile, if one is given)."""
    image.info = {}
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=2, icc_profile=icc)
    return out.getvalue()


def likeness(image: Image.Image) -> str:
    """64 bits as 16 hex digits (dHash): equal or nearly so for copies of one picture, whatever their size.

    Each bit says whether a cell of a 9 × 8 grid is darker than its right neighbour.
    """
    cells = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[9 * row + column] < cells[9 * row + column + 1])
    return f"{bits:016x}"


def reduced(image: Image.Image, at_least: int) -> Image.Image:
    """Made `plain`, and reduced by the largest whole factor that keeps `at_least` pixels on the longer side.

    In strips, so that a large picture of many bits never lies in memory a second time.
    """
    factor = max(image.size) // at_least
    if factor <= 1:
        return colour.plain(image)
    if image.mode in ("RGB", "L"):
        return image.reduce(factor)
    width, height = image.size
    strips = []
    for top in range(0, height, 64 * factor):
        strip = image.crop((0, top, width, min(top + 64 * factor, height)))
        strips.append((top // factor, colour.plain(strip).reduce(factor)))
    small = Image.new(strips[0][1].mode, (-(-width // factor), -(-height // factor)))
    for top, strip in strips:
        small.paste(strip, (0, top))
    return small


def _opened(media_type: MediaType, content: bytes, at_least: int | None) -> Image.Image:
    with _OPENED[media_type](io.BytesIO(content)) as image:
        longest = max(image.size)
        if at_least is not None and media_type is MediaType.JPEG and longest > at_least:
            width, height = (max(side * at_least // longest, 1) for side in image.size)
            image.draft(None, (width, height))
        image.load()
        return image


def _ends_in_grey(image: Image.Image) -> bool:
    """Whether the last corner is the even middle grey that a decoder paints where coded pixels are missing."""
    width, height = image.size
    corner = image.crop((max(width - 4, 0), max(height - 4, 0), width, height)).getextrema()
    bands = corner if isinstance(corner[0], tuple) else (corner,)
    return all(low >= 126 and high <= 130 for low, high in bands)


def _ends_in_black(image: Image.Image) -> bool:
    """Whether the last row is one that a decoder may never have written."""
    width, height = image.size
    return image.crop((0, height - 1, width, height)).getbbox(alpha_only=False) is None


def _is_whole(content: bytes) -> bool:
    """A whole scan does not care what stands behind it; a short one decodes whatever comes next."""
    if jpeg.lost_restarts(content):
        return False
    longer = content[:-2] + _FILLER + content[-2:]
    small = [_opened(MediaType.JPEG, each, 1).tobytes() for each in (content, longer)]
    return small[0] == small[1]
