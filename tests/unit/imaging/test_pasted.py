"""Bitmaps and TIFF pages from the clipboard become PNG in the decoder process; whatever is wrong with them is refused there."""

import io
import struct
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.limits import Limits
from cxo_desktop.imaging.pasted import acceptable
from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, picture, tagged_jpeg


def _taken(content: bytes) -> Image.Image:
    photo = take_in(acceptable(content, name="Pasted picture"))
    assert photo.media_type == "image/png"
    return Image.open(io.BytesIO(photo.working))


def _refused(content: bytes, **wishes: object) -> Problem:
    with pytest.raises(Problem) as caught:
        take_in(acceptable(content, name="Pasted picture", **wishes), name="Pasted picture")  # type: ignore[arg-type]
    assert caught.value.details["file"] == "Pasted picture"
    return caught.value


def _bmp_with(at: int, form: str, *values: int) -> bytes:
    content = bytearray(encoded(picture(), "BMP"))
    struct.pack_into(form, content, at, *values)
    return bytes(content)


def _empty_alpha() -> bytes:
    """32 bits with a mask for alpha that was never filled: what some programs copy of an opaque picture."""
    whole = encoded(picture().convert("RGBA"), "DIB")
    pixels = bytearray(whole[40:])
    pixels[3::4] = bytes(len(pixels) // 4)
    size = struct.unpack_from("<ii", whole, 4)
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    head = struct.pack("<IiiHHIIiiII", 108, *size, 1, 32, 3, len(pixels), 0, 0, 0, 0) + masks
    return head.ljust(108, b"\x00") + bytes(pixels)


@pytest.mark.parametrize(
    "make",
    [
        lambda: encoded(picture(), "BMP"),
        lambda: encoded(picture(), "DIB"),
        lambda: encoded(picture().convert("RGBA"), "BMP"),
        _empty_alpha,
        lambda: encoded(picture(), "TIFF"),
        lambda: encoded(picture(), "TIFF", compression="tiff_lzw"),
        lambda: encoded(picture(), "TIFF", compression="tiff_adobe_deflate"),
    ],
    ids=["bmp", "dib", "bmp-32", "alpha-never-filled", "tiff", "tiff-lzw", "tiff-deflate"],
)
def test_every_pixel_of_a_bitmap_comes_in(make: Callable[[], bytes]) -> None:
    assert ImageChops.difference(_taken(make()).convert("RGB"), picture()).getbbox() is None


def test_a_page_stored_turned_comes_in_upright() -> None:
    lying = picture().transpose(Image.Transpose.ROTATE_90)
    shown = _taken(encoded(lying, "TIFF", tiffinfo={274: 6}))
    assert ImageChops.difference(shown.convert("RGB"), picture()).getbbox() is None


def test_what_is_a_photo_already_stays_byte_for_byte() -> None:
    assert acceptable(tagged_jpeg()) == tagged_jpeg()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encoded(picture(), "BMP")[:2000], Code.PHOTO_BROKEN),
        (b"BM", Code.PHOTO_BROKEN),
        (encoded(picture(), "TIFF")[:2000], Code.PHOTO_BROKEN),
        (encoded(picture(), "TIFF", compression="tiff_lzw")[:900], Code.PHOTO_BROKEN),
        (b"II*\x00" + bytes(60), Code.PHOTO_BROKEN),
        (_bmp_with(18, "<ii", 60_000, 60_000), Code.PHOTO_TOO_MANY_PIXELS),
        (_bmp_with(18, "<ii", 100_000, 1), Code.PHOTO_TOO_NARROW),
        (_bmp_with(18, "<ii", 0, 7), Code.PHOTO_BROKEN),
        (_bmp_with(18, "<ii", -120, 80), Code.PHOTO_BROKEN),
        (_bmp_with(30, "<I", 1), Code.PHOTO_UNKNOWN_FORMAT),
        (_bmp_with(30, "<I", 4), Code.PHOTO_UNKNOWN_FORMAT),
        (encoded(picture(), "TIFF", compression="jpeg"), Code.PHOTO_UNKNOWN_FORMAT),
        (encoded(picture(), "TIFF", save_all=True, append_images=[picture()]), Code.PHOTO_ANIMATED),
        (encoded(picture(), "GIF"), Code.PHOTO_UNKNOWN_FORMAT),
        (b"/* XPM */ static char *x[] = {", Code.PHOTO_UNKNOWN_FORMAT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.PHOTO_UNKNOWN_FORMAT),
    ],
    ids=str,
)
def test_a_bitmap_that_lies_or_is_cut_off_is_refused_with_its_reason(content: bytes, code: Code) -> None:
    assert _refused(content).code is code


def test_a_page_that_lacks_strips_is_not_completed_with_black() -> None:
    whole = bytearray(encoded(picture((120, 4000)), "TIFF", compression="tiff_lzw"))
    entry = next(
        whole.index(struct.pack("<HH", 273, form))
        for form in (3, 4)
        if struct.pack("<HH", 273, form) in whole
    )
    (strips,) = struct.unpack_from("<I", whole, entry + 4)
    assert strips > 2
    struct.pack_into("<I", whole, entry + 4, strips - 1)
    assert _refused(bytes(whole)).code is Code.PHOTO_BROKEN


def test_a_pasted_bitmap_meets_the_same_limit_as_a_file() -> None:
    limits = Limits(file_bytes=1000)
    assert _refused(encoded(picture(), "BMP"), limits=limits).code is Code.PHOTO_TOO_LARGE
