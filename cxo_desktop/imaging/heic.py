"""HEIC and HEIF pictures, which few programs open: decoded once, kept as JPEG from then on."""

from PIL import Image

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import colour, exif, pixels
from cxo_desktop.imaging.clean import ICC_BYTES, Clean, check_shape
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits

QUALITY = 90
_DECODER_ERRORS = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError, OverflowError)


def to_jpeg(original: bytes, limits: Limits) -> tuple[Clean, Image.Image]:
    """The working copy and the pixels it was made from, both upright (the container says how, not EXIF).

    The JPEG keeps the colour profile, so nothing of a wide gamut is lost; depth maps, second pictures, films and
    metadata stay behind. Raises a Problem: PHOTO_BROKEN, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW.
    """
    import pi_heif  # loads libheif: only where such a picture comes

    try:
        heif = pi_heif.open_heif(original)
        check_shape(*heif.size, pixels=limits.whole_pixels, limits=limits)
        image = heif.to_pillow()
    except _DECODER_ERRORS as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    block: bytes | None = image.info.get("exif")
    icc: bytes | None = image.info.get("icc_profile")
    if icc is not None and not 0 < len(icc) <= ICC_BYTES:
        icc = None
    image = colour.plain(image)
    if image.mode == "RGBA":
        image = colour.to_srgb(image, None)
    clean = Clean(
        media_type=MediaType.JPEG,
        content=pixels.as_jpeg(image, QUALITY, icc),
        width=image.width,
        height=image.height,
        exif=block.removeprefix(exif.PREFIX) if block else None,
        icc=icc,
    )
    return clean, image
