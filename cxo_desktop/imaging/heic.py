"""HEIC and HEIF pictures, which few programs open: decoded once and kept as JPEG."""

from dataclasses import replace

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import colour, exif, jpeg, pixels
from cxo_desktop.imaging.clean import ICC_BYTES, Clean, check_shape, repairs
from cxo_desktop.imaging.limits import Limits

_QUALITY = 90


def to_jpeg(original: bytes, limits: Limits) -> Clean:
    """The picture as a JPEG of high quality, upright (the container says how, not EXIF), with its colour profile.

    Depth maps, second pictures, films and metadata stay behind. Raises a Problem: PHOTO_BROKEN,
    PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW. The decoder is large, written in C++, and one wrong byte can end the
    process it runs in.
    """
    import pi_heif

    try:
        heif = pi_heif.open_heif(original)
        check_shape(*heif.size, pixels=limits.heic_pixels, limits=limits)
        block: bytes = heif.info.get("exif") or b""
        icc: bytes = heif.info.get("icc_profile") or b""
        image = heif.to_pillow()
        del heif  # its own copy of the pixels
    except pixels.DECODER_ERRORS as error:
        raise Problem(Code.PHOTO_BROKEN) from error
    image = colour.plain(image)
    if image.mode == "RGBA":
        image = colour.to_srgb(image, None)
    profile = icc if 0 < len(icc) <= ICC_BYTES else None
    tiff = block.removeprefix(exif.PREFIX) or None
    clean = jpeg.strip(pixels.as_jpeg(image, _QUALITY, profile), limits)
    lost = repairs(has_tail=False, profile_lost=bool(icc) and profile is None, block=tiff)
    return replace(clean, exif=tiff, repairs=lost, copied=(0, 0, 0))
