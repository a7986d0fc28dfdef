"""A picture whose shape is known and whose metadata is gone, before any pixel was decoded."""

from dataclasses import dataclass

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import exif
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.repairs import Repair

ICC_BYTES = 4_000_000  # the largest press profiles in use are about 3 MB; more is dropped, the picture stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """The working copy as bytes, and what was read from the original before it was stripped.

    `width` and `height` are those of the stored pixels, before they are turned; `orientation` is EXIF's 1–8.
    `exif` is the original's TIFF block (without the `Exif` prefix), `icc` its colour profile; either may be None. `repairs` is
    what had to be left out beside that. `copied` names the longest piece that stands in the original just so: its place in
    `content`, its place in the original, its length.
    """

    media_type: MediaType
    content: bytes
    width: int
    height: int
    orientation: int = 1
    exif: bytes | None = None
    icc: bytes | None = None
    repairs: tuple[Repair, ...] = ()
    copied: tuple[int, int, int] = (0, 0, 0)

    @property
    def upright_size(self) -> tuple[int, int]:
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def check_shape(width: int, height: int, *, pixels: int, limits: Limits) -> None:
    """Raises PHOTO_BROKEN, PHOTO_TOO_MANY_PIXELS or PHOTO_TOO_NARROW from the size a header claims."""
    if width < 1 or height < 1:
        raise Problem(Code.PHOTO_BROKEN)
    if width * height > pixels:
        raise Problem(
            Code.PHOTO_TOO_MANY_PIXELS,
            megapixels=-(-width * height // 1_000_000),
            limit_megapixels=pixels // 1_000_000,
        )
    if max(width, height) > limits.longest_to_shortest * min(width, height):
        raise Problem(Code.PHOTO_TOO_NARROW, width=width, height=height)


def repairs(*, has_tail: bool, profile_lost: bool, block: bytes | None) -> tuple[Repair, ...]:
    """What was left out, from what a coding's reader saw: bytes behind the end, a profile, a TIFF block."""
    found = (
        (Repair.TAIL_DROPPED, has_tail),
        (Repair.PROFILE_DROPPED, profile_lost),
        (Repair.CAMERA_NOTES_DROPPED, block is not None and not exif.is_readable(block)),
    )
    return tuple(repair for repair, was_made in found if was_made)
