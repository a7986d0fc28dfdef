"""Photographs in: checked, hashed, stripped of metadata, decoded once for thumbnail and report copy."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_core.problems import Problem
from cxo_desktop.imaging import exif, heic, jpeg, kinds, png, source, webp
from cxo_desktop.imaging.clean import Clean
from cxo_desktop.imaging.exif import Taken
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.limits import LIMITS, Limits

if TYPE_CHECKING:  # Pillow is loaded with the first photo, not with the program
    from cxo_desktop.imaging.renditions import Decoded

_CLEAN: dict[MediaType, Callable[[bytes, Limits], Clean]] = {
    MediaType.JPEG: jpeg.strip,
    MediaType.PNG: png.strip,
    MediaType.WEBP: webp.strip,
    MediaType.HEIC: heic.to_jpeg,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The copy that is kept: the picture without metadata."""

    content: bytes = field(repr=False)
    media_type: MediaType
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One picture that came in.

    `width` and `height` are upright, in pixels. `original_sha256` and `working_sha256` are hex digests.
    `working` is upright by its pixels, or (a JPEG, PNG or WebP stored turned) by one EXIF entry that holds its
    orientation and nothing else. `thumbnail` is an upright sRGB JPEG of at most 256 px. `likeness` is a
    64-bit fingerprint as 16 hex digits that copies of one picture share; `taken` is what the camera wrote.
    """

    media_type: MediaType
    original_sha256: str
    original_bytes: int
    working: bytes = field(repr=False)
    working_media_type: MediaType
    working_sha256: str
    width: int
    height: int
    thumbnail: bytes = field(repr=False)
    likeness: str
    taken: Taken | None
    _decoded: list["Decoded"] = field(repr=False, compare=False, default_factory=list)

    @cached_property
    def report_copy(self) -> bytes:
        """Upright sRGB JPEG of at most 1600 px, from the pixels that also gave the thumbnail.

        Costs about 40 ms for 12 megapixels at its first use, so ask on the work lane, after the photo is safe.
        The pixels (about 12 MB) are let go then, or with the photo.
        """
        return self._decoded.pop().report_copy()


def take_in(
    original: bytes | Path,
    *,
    name: str = "",
    limits: Limits = LIMITS,
    beside: Callable[[Working], None] | None = None,
) -> Photo:
    """The photo in a file or in these bytes; what kind it is, its content says.

    Slow (tens of milliseconds for a 12-megapixel JPEG, about a second for HEIC): never call it where a person
    waits for the next key. Hashing, decoding and scaling leave other threads alone. `beside` gets the working
    copy in a thread of its own while the pixels are still being decoded, so that it can be encrypted and
    written meanwhile. It has ended when this function returns or raises; whoever wrote something there takes it
    back if this function raises.

    Raises a Problem, with the file's name in `details["file"]`: PHOTO_EMPTY, PHOTO_UNREADABLE, PHOTO_CHANGING,
    PHOTO_TOO_LARGE, PHOTO_UNKNOWN_FORMAT, PHOTO_ANIMATED, PHOTO_TOO_MANY_PIXELS, PHOTO_TOO_NARROW, PHOTO_BROKEN.
    """
    try:
        return _take_in(source.read(original, limits), limits, beside)
    except Problem as problem:
        problem.details.setdefault("file", name or (original.name if isinstance(original, Path) else "…"))
        raise


def _take_in(original: bytes, limits: Limits, beside: Callable[[Working], None] | None) -> Photo:
    media_type = kinds.media_type(original)
    from cxo_desktop.imaging import renditions

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="photo-beside") as aside:
        original_sha256 = aside.submit(_sha256, original)
        clean = _CLEAN[media_type](original, limits)
        working = aside.submit(_keep, clean, beside)
        decoded = renditions.decoded(clean)
        thumbnail, likeness = decoded.thumbnail()
        width, height = clean.upright_size
        return Photo(
            media_type=media_type,
            original_sha256=original_sha256.result(),
            original_bytes=len(original),
            working=clean.content,
            working_media_type=clean.media_type,
            working_sha256=working.result(),
            width=width,
            height=height,
            thumbnail=thumbnail,
            likeness=likeness,
            taken=exif.taken(clean.exif),
            _decoded=[decoded],
        )


def _keep(clean: Clean, beside: Callable[[Working], None] | None) -> str:
    digest = _sha256(clean.content)
    if beside is not None:
        beside(Working(content=clean.content, media_type=clean.media_type, sha256=digest))
    return digest


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
