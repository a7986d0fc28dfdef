"""However the camera was held, every picture that people see stands upright."""

import io

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, exif, picture, stored, tagged_jpeg, tagged_png, tagged_webp
from helpers.draw_heic import heic

_WAYS = range(1, 9)
_LARGE = (2400, 1600)


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the levels, 0 to 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("orientation", _WAYS)
@pytest.mark.parametrize("kind", [tagged_jpeg, tagged_png, tagged_webp])
def test_thumbnail_report_copy_and_working_copy_show_the_same_upright_picture(kind, orientation: int) -> None:
    photo = take_in(kind(orientation=orientation))

    assert (photo.width, photo.height) == (120, 80)
    for content in (photo.thumbnail, photo.report_copy, photo.working):
        assert _difference(ImageOps.exif_transpose(_opened(content)), picture()) < 4


@pytest.mark.parametrize("orientation", _WAYS)
def test_large_turned_photo_is_scaled_and_turned(orientation: int) -> None:
    large = picture(_LARGE)
    photo = take_in(encoded(stored(large, orientation), "JPEG", exif=exif(orientation)))

    thumbnail, report_copy = _opened(photo.thumbnail), _opened(photo.report_copy)
    assert (thumbnail.size, report_copy.size) == ((256, 171), (1600, 1067))
    assert _difference(thumbnail, large.resize((256, 171))) < 4
    assert _difference(report_copy, large.resize((1600, 1067))) < 4


@pytest.mark.parametrize("orientation", _WAYS)
def test_small_pictures_carry_no_orientation_that_a_reader_could_apply_twice(orientation: int) -> None:
    photo = take_in(tagged_jpeg(orientation=orientation))

    assert not _opened(photo.thumbnail).getexif()
    assert not _opened(photo.report_copy).getexif()


@pytest.mark.parametrize("orientation", _WAYS)
def test_likeness_does_not_depend_on_how_the_camera_was_held(orientation: int) -> None:
    assert take_in(tagged_jpeg(orientation=orientation)).likeness == take_in(tagged_jpeg()).likeness


@pytest.mark.parametrize("quarter_turns", range(4))
def test_heic_is_turned_by_its_container_and_never_a_second_time_by_exif(quarter_turns: int) -> None:
    upright = picture((128, 96))
    lying = upright.rotate(-90 * quarter_turns, expand=True)
    photo = take_in(heic(lying, tiff=exif(6).tobytes(), quarter_turns=quarter_turns))

    assert (photo.width, photo.height) == (128, 96)
    for content in (photo.thumbnail, photo.report_copy, photo.working):
        assert _difference(_opened(content), upright) < 6


def test_scaling_by_halves_gives_the_picture_that_scaling_at_once_gives() -> None:
    from cxo_desktop.imaging.pixels import scaled

    large = picture((2016, 1513))
    at_once = large.resize((1600, 1201), Image.Resampling.HAMMING)

    extremes = ImageChops.difference(scaled(large, 1600), at_once).getextrema()
    assert max(high for _, high in extremes) <= 1
