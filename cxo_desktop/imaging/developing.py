"""What becomes of one picture from outside: cleaned, decoded once, scaled. Runs in the decoder process only."""

from collections.abc import Callable

from cxo_desktop.imaging import heic, jpeg, kinds, png, renditions, webp
from cxo_desktop.imaging.clean import Clean
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.renditions import Decoded

_CLEAN: dict[MediaType, Callable[[bytes, Limits], Clean]] = {
    MediaType.JPEG: jpeg.strip,
    MediaType.PNG: png.strip,
    MediaType.WEBP: webp.strip,
    MediaType.HEIC: heic.to_jpeg,
}


def cleaned(original: bytes, limits: Limits) -> Clean:
    """The working copy. Raises a Problem `photo-…`."""
    return _CLEAN[kinds.media_type(original)](original, limits)


def decoded(original: bytes, limits: Limits) -> Decoded:
    """The pixels that thumbnail and report copy are made of. Raises a Problem `photo-…`."""
    return renditions.decoded(cleaned(original, limits))
