"""The small pictures made of a large one, all from a single decode: thumbnail, report copy, fingerprint."""

from dataclasses import dataclass

from PIL import Image

from cxo_desktop.imaging import colour, pixels
from cxo_desktop.imaging.clean import Clean

THUMBNAIL_SIDE = 256
REPORT_SIDE = 1600
_THUMBNAIL_QUALITY = 80
_REPORT_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pixels as they are stored, at least 1600 px long where the picture is; turned only once they are small."""

    image: Image.Image
    orientation: int
    icc: bytes | None

    def thumbnail(self) -> tuple[bytes, str]:
        """An upright sRGB JPEG of at most 256 px, and the fingerprint of what it shows."""
        small = self._smaller(THUMBNAIL_SIDE)
        return pixels.as_jpeg(small, _THUMBNAIL_QUALITY), pixels.likeness(small)

    def report_copy(self) -> bytes:
        """An upright sRGB JPEG of at most 1600 px."""
        return pixels.as_jpeg(self._smaller(REPORT_SIDE), _REPORT_QUALITY)

    def _smaller(self, longest: int) -> Image.Image:
        small = colour.to_srgb(pixels.scaled(self.image, longest), self.icc)
        return pixels.upright(small, self.orientation)


def decoded(clean: Clean) -> Decoded:
    """Just as many pixels as the report copy needs. Raises PHOTO_BROKEN."""
    return Decoded(pixels.decode(clean, at_least=REPORT_SIDE), clean.orientation, clean.icc)
