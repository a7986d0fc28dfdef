"""Uncompressed bitmaps and single TIFF pages as PNG: what some programs put on the clipboard and nothing better. Runs in the decoder process only."""

import io
import struct

from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile, DibImageFile
from PIL.TiffImagePlugin import ROWSPERSTRIP, STRIPOFFSETS, TiffImageFile

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import colour
from cxo_desktop.imaging.clean import ICC_BYTES, check_shape
from cxo_desktop.imaging.kinds import Bitmap, bitmap
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.pixels import DECODER_ERRORS

_FILE_HEADER = 14
_PLAIN_PIXELS = {
    0,
    3,
}  # BI_RGB, BI_BITFIELDS; what is run-length coded is unpacked slowly and by nobody's camera
_PLAIN_PAGES = {"raw", "packbits", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate"}
_QUICK = 1


def to_png(original: bytes, limits: Limits) -> bytes:
    """The same pixels in sRGB, upright, what is transparent on white, and nothing beside them.

    Raises a Problem: PHOTO_UNKNOWN_FORMAT (compressed in a way nobody needs here), PHOTO_ANIMATED (several pages),
    PHOTO_BROKEN, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW.
    """
    kind = bitmap(original)
    if kind is None:
        raise Problem(Code.PHOTO_UNKNOWN_FORMAT)
    if kind is not Bitmap.TIFF:
        _check_header(original, 0 if kind is Bitmap.DIB else _FILE_HEADER, limits)
    try:
        with _OPENED[kind](io.BytesIO(original)) as image:
            check_shape(*image.size, pixels=limits.png_pixels, limits=limits)
            if isinstance(image, TiffImageFile):
                _check_page(image)
            image.load()
            profile = image.info.get("icc_profile")
            return _as_png(image, profile if profile and len(profile) <= ICC_BYTES else None)
    except (*DECODER_ERRORS, LookupError, TypeError, struct.error) as error:
        raise Problem(Code.PHOTO_BROKEN) from error


_OPENED: dict[Bitmap, type[ImageFile.ImageFile]] = {
    Bitmap.BMP: BmpImageFile,
    Bitmap.DIB: DibImageFile,
    Bitmap.TIFF: TiffImageFile,
}


def _check_header(original: bytes, at: int, limits: Limits) -> None:
    """Before anything is made of it: size and coding as BITMAPINFOHEADER says them."""
    try:
        length, width, height, _planes, _bits, coding = struct.unpack_from("<IiiHHI", original, at)
    except struct.error as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    if length < 40 or coding not in _PLAIN_PIXELS:
        raise Problem(Code.PHOTO_UNKNOWN_FORMAT)
    check_shape(width, abs(height), pixels=limits.png_pixels, limits=limits)


def _check_page(image: TiffImageFile) -> None:
    """One page whose strips are all there: a decoder leaves missing ones black and says nothing."""
    if getattr(image, "is_animated", False):
        raise Problem(Code.PHOTO_ANIMATED)
    offsets = image.tag_v2.get(STRIPOFFSETS, ())
    if image.info.get("compression") not in _PLAIN_PAGES or not offsets:
        raise Problem(Code.PHOTO_UNKNOWN_FORMAT)
    stored = image.tag_v2[257]  # ImageLength: the rows before anything is turned
    rows = min(image.tag_v2.get(ROWSPERSTRIP, stored), stored)
    if rows < 1 or len(offsets) * rows < stored:
        raise Problem(Code.PHOTO_BROKEN)


def _as_png(image: Image.Image, profile: bytes | None) -> bytes:
    image = colour.plain(image)
    if image.mode == "RGBA" and image.getchannel("A").getbbox() is None:
        image = image.convert("RGB")  # a fourth byte that its writer never filled
    out = io.BytesIO()
    colour.to_srgb(image, profile).save(out, "PNG", compress_level=_QUICK)
    return out.getvalue()
