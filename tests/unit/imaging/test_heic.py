"""HEIC becomes a JPEG; what its decoder cannot bear is only a damaged photo."""

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.photo import take_in
from helpers.draw import exif, picture
from helpers.draw_heic import heic

_PICTURE = heic(picture((64, 32)), tiff=exif().tobytes())


def _refused(original: bytes, limits: Limits) -> Problem:
    with pytest.raises(Problem) as caught:
        take_in(original, limits=limits)
    return caught.value


def test_one_wrong_byte_that_kills_the_decoder_is_only_a_damaged_photo() -> None:
    """The type of an item is no text any more; libheif's Python binding 1.4 dies of it."""
    with pytest.raises(Problem) as caught:
        take_in(_PICTURE.replace(b"Exif\x00\x00\x00\x00", b"Ex\xd2f\x00\x00\x00\x00", 1))

    assert caught.value.code == Code.PHOTO_BROKEN


def test_decoder_tells_why_it_refuses() -> None:
    problem = _refused(_PICTURE, Limits(heic_pixels=1000))

    assert problem.code == Code.PHOTO_TOO_MANY_PIXELS
    assert problem.details == {"file": "…", "megapixels": 1, "limit_megapixels": 0}


def test_heic_becomes_a_jpeg_of_the_same_size() -> None:
    photo = take_in(_PICTURE)

    assert (photo.media_type, photo.working_media_type) == ("image/heic", "image/jpeg")
    assert (photo.width, photo.height) == (64, 32)
