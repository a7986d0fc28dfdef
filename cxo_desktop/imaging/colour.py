"""Pictures in whatever colours they come, as plain sRGB: what screens, printers and PDF readers expect."""

import io
from functools import lru_cache

from PIL import Image, ImageCms

_SRGB_NAMES = (b"sRGB", "sRGB".encode("utf-16-be"))
_STRIP = 256
_SPACE_OF_MODE = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}


def plain(image: Image.Image) -> Image.Image:
    """The picture in one of RGB, RGBA, L, CMYK: palettes looked up, 16 bits brought down to 8."""
    match image.mode:
        case "RGB" | "RGBA" | "L" | "CMYK":
            return image
        case "P" | "PA":
            return image.convert("RGBA" if image.has_transparency_data else "RGB")
        case "LA" | "La" | "RGBa":
            return image.convert("RGBA")
        case "1":
            return image.convert("L")
        case "I" | "I;16" | "I;16L" | "I;16B":
            return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        case _:
            return image.convert("RGB")


def to_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """A `plain` picture as RGB in sRGB; what is transparent becomes white, a profile that does not fit is ignored."""
    if image.mode == "RGBA":
        image = _on_white(image)
    if icc is not None and not is_srgb(icc):
        transform = _transform(icc, image.mode)
        if transform is not None:
            return transform.apply(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """In strips, so that a large picture lies in memory twice and not four times."""
    flat = Image.new("RGB", image.size)
    for top in range(0, image.height, _STRIP):
        strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
        paper = Image.new("RGBA", strip.size, "white")
        flat.paste(Image.alpha_composite(paper, strip).convert("RGB"), (0, top))
    return flat


def is_srgb(icc: bytes) -> bool:
    """Whether the profile calls itself sRGB: the cheap and usual case."""
    return any(name in icc for name in _SRGB_NAMES)


def warm_up() -> None:
    """Loads what the first profile would load."""
    _transform(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), "RGB")


@lru_cache(maxsize=4)
def _transform(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if profile.profile.xcolor_space.strip() != _SPACE_OF_MODE.get(mode):
            return None
        return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
