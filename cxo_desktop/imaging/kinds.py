"""Which kind of picture a file is. Its first bytes decide; its name and ending are not asked."""

from enum import StrEnum

from cxo_core.problems import Code, Problem


class MediaType(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


class Bitmap(StrEnum):
    """Pictures as programs hand them to one another, not as cameras keep them: taken from the clipboard only."""

    BMP = "bmp"
    DIB = "dib"
    TIFF = "tiff"


_DIB_HEADERS = {40, 52, 56, 108, 124}
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_MOVING_BRANDS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}


def media_type(original: bytes) -> MediaType:
    """The kind of picture, from its signature.

    Raises a Problem: PHOTO_EMPTY, PHOTO_ANIMATED (an HEIF sequence), PHOTO_UNKNOWN_FORMAT.
    """
    if not original:
        raise Problem(Code.PHOTO_EMPTY)
    if original.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if original.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if original[:4] == b"RIFF" and original[8:12] == b"WEBP":
        return MediaType.WEBP
    if original[4:8] == b"ftyp":
        return _heif(original)
    raise Problem(Code.PHOTO_UNKNOWN_FORMAT)


def bitmap(original: bytes) -> Bitmap | None:
    """Which kind of bitmap these bytes begin like; None for anything else."""
    if original.startswith(b"BM"):
        return Bitmap.BMP
    if original.startswith((b"II*\x00", b"MM\x00*")):
        return Bitmap.TIFF
    is_dib = len(original) >= 40 and int.from_bytes(original[:4], "little") in _DIB_HEADERS
    return Bitmap.DIB if is_dib and original[12:14] == b"\x01\x00" else None


def _heif(original: bytes) -> MediaType:
    """Brands of ISO/IEC 23008-12: the major one first, then those the file is also readable as."""
    length = min(int.from_bytes(original[:4], "big"), 256)
    major = original[8:12]
    brands = {major} | {original[at : at + 4] for at in range(16, length, 4)}
    if major in _MOVING_BRANDS or (brands & _MOVING_BRANDS and not brands & _STILL_BRANDS):
        raise Problem(Code.PHOTO_ANIMATED)
    if brands & _STILL_BRANDS:
        return MediaType.HEIC
    raise Problem(Code.PHOTO_UNKNOWN_FORMAT)
