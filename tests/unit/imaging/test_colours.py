"""Whatever colours a picture comes in, thumbnail and report copy show them in sRGB."""

import io

import pytest
from PIL import Image, ImageCms

from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, exchanging_profile

_SIZE = (64, 48)


def _colour(content: bytes) -> tuple[int, ...]:
    image = Image.open(io.BytesIO(content))
    assert image.mode == "RGB"
    return image.getpixel((20, 20))  # type: ignore[return-value]


def _near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(left - right) <= 12 for left, right in zip(one, other, strict=True))


def _palette(*, transparent: bool) -> bytes:
    image = Image.new("P", _SIZE, 1)
    image.putpalette([0, 0, 0, 30, 120, 200])
    return encoded(image, "PNG", **({"transparency": 1} if transparent else {}))


def _sixteen_bits() -> bytes:
    return encoded(Image.new("I;16", _SIZE, 0x8000), "PNG")


@pytest.mark.parametrize(
    ("original", "shown"),
    [
        pytest.param(encoded(Image.new("RGB", _SIZE, (30, 120, 200)), "JPEG"), (30, 120, 200), id="rgb"),
        pytest.param(encoded(Image.new("L", _SIZE, 90), "JPEG"), (90, 90, 90), id="grey"),
        pytest.param(encoded(Image.new("CMYK", _SIZE, (255, 0, 255, 0)), "JPEG"), (0, 255, 0), id="cmyk"),
        pytest.param(encoded(Image.new("1", _SIZE, 1), "PNG"), (255, 255, 255), id="one-bit"),
        pytest.param(_palette(transparent=False), (30, 120, 200), id="palette"),
        pytest.param(_palette(transparent=True), (255, 255, 255), id="palette-transparent"),
        pytest.param(_sixteen_bits(), (128, 128, 128), id="sixteen-bits"),
        pytest.param(encoded(Image.new("LA", _SIZE, (0, 128)), "PNG"), (127, 127, 127), id="grey-half-clear"),
        pytest.param(encoded(Image.new("RGBA", _SIZE, (255, 0, 0, 0)), "PNG"), (255, 255, 255), id="clear"),
        pytest.param(
            encoded(Image.new("RGBA", _SIZE, (200, 0, 0, 128)), "WEBP", lossless=True),
            (227, 127, 127),
            id="webp",
        ),
    ],
)
def test_every_kind_of_colour_is_shown_as_it_was_meant(original: bytes, shown: tuple[int, ...]) -> None:
    photo = take_in(original)

    assert _near(_colour(photo.thumbnail), shown)
    assert _near(_colour(photo.report_copy), shown)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colours_of_another_profile_are_translated(form: str) -> None:
    red_by_number = Image.new("RGB", _SIZE, (200, 10, 10))
    photo = take_in(encoded(red_by_number, form, icc_profile=exchanging_profile()))

    red, green, _ = _colour(photo.report_copy)
    assert green > 150 > 60 > red
    assert _near(_colour(photo.thumbnail), _colour(photo.report_copy))


def test_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = take_in(encoded(Image.new("RGB", _SIZE, (30, 120, 200)), "PNG", icc_profile=profile))

    assert _near(_colour(photo.report_copy), (30, 120, 200))


@pytest.mark.parametrize("profile", [b"nonsense" * 30, exchanging_profile()[:200]])
def test_profile_that_makes_no_sense_is_ignored(profile: bytes) -> None:
    photo = take_in(encoded(Image.new("RGB", _SIZE, (30, 120, 200)), "JPEG", icc_profile=profile))

    assert _near(_colour(photo.report_copy), (30, 120, 200))


def test_profile_for_other_colours_than_the_picture_has_is_ignored() -> None:
    photo = take_in(encoded(Image.new("L", _SIZE, 90), "JPEG", icc_profile=exchanging_profile()))

    assert _near(_colour(photo.report_copy), (90, 90, 90))
