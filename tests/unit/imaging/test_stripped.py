"""What the camera wrote is read and then left behind; the picture itself is not touched."""

import hashlib
import io
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from cxo_desktop.imaging import exif as reading
from cxo_desktop.imaging.drawn import Scene, photograph
from cxo_desktop.imaging.kinds import MediaType
from cxo_desktop.imaging.photo import Photo, take_in
from helpers.draw import (
    SECRET,
    encoded,
    exchanging_profile,
    exif,
    picture,
    segment,
    tagged_jpeg,
    tagged_png,
    tagged_webp,
)
from helpers.draw_heic import heic

_TELLTALES = [
    SECRET,
    b"Maker",
    b"GPS",
    b"2026:03:17",
    b"xmpmeta",
    b"adobe",
    b"8BIM",
    b"JFXX",
    b"MPF",
    b"ftyp",
]


def _every_kind() -> list[tuple[MediaType, bytes]]:
    return [
        (MediaType.JPEG, tagged_jpeg()),
        (MediaType.JPEG, tagged_jpeg(progressive=True)),
        (MediaType.PNG, tagged_png()),
        (MediaType.WEBP, tagged_webp()),
        (MediaType.HEIC, heic(picture((96, 64)), tiff=exif().tobytes())),
    ]


def _pixels(content: bytes) -> bytes:
    if content.startswith(b"\xff\xd8"):
        return JpegImageFile(io.BytesIO(content)).tobytes()  # not following its index of second pictures
    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize(("media_type", "original"), _every_kind())
def test_nothing_the_camera_wrote_is_left_in_any_copy(media_type: MediaType, original: bytes) -> None:
    assert SECRET in original
    photo = take_in(original)

    assert photo.media_type == media_type
    for copy in (photo.working, photo.thumbnail, photo.report_copy):
        assert [telltale for telltale in _TELLTALES if telltale in copy] == []
        assert b"Exif" not in copy
        assert b"EXIF" not in copy
        assert b"eXIf" not in copy


@pytest.mark.parametrize("kind", [tagged_jpeg, tagged_png, tagged_webp])
def test_turned_working_copy_keeps_its_orientation_and_nothing_else(kind) -> None:
    photo = take_in(kind(orientation=6))

    assert dict(Image.open(io.BytesIO(photo.working)).getexif()) == {0x0112: 6}
    assert [telltale for telltale in _TELLTALES if telltale in photo.working] == []


@pytest.mark.parametrize("original", [tagged_jpeg(orientation=3), tagged_png(orientation=8), tagged_webp()])
def test_pixels_of_the_working_copy_are_those_of_the_original(original: bytes) -> None:
    assert _pixels(take_in(original).working) == _pixels(original)


@pytest.mark.parametrize(("media_type", "original"), _every_kind())
def test_photo_knows_what_the_camera_wrote(media_type: MediaType, original: bytes) -> None:
    taken = take_in(original).taken

    assert taken is not None
    assert taken.at == datetime(2026, 3, 17, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
    assert taken.camera == "Maker Two"
    assert taken.has_gps
    assert taken.place == reading.Place(latitude_microdegrees=31_236_200, longitude_microdegrees=121_475_000)


@pytest.mark.parametrize(("media_type", "original"), _every_kind())
def test_digests_are_those_of_the_original_and_of_the_working_copy(
    media_type: MediaType, original: bytes
) -> None:
    photo = take_in(original)

    assert photo.original_sha256 == hashlib.sha256(original).hexdigest()
    assert photo.original_bytes == len(original)
    assert photo.working_sha256 == hashlib.sha256(photo.working).hexdigest()


def test_taking_a_photo_in_leaves_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(tagged_jpeg())
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    take_in(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_taking_in_a_working_copy_once_more_changes_nothing() -> None:
    once = take_in(tagged_jpeg(orientation=5))
    twice = take_in(once.working)

    assert twice.working == once.working
    assert twice.thumbnail == once.thumbnail
    assert twice.taken is None


def test_comment_between_two_scans_is_dropped() -> None:
    whole = encoded(picture(), "JPEG", progressive=True)
    second_table = whole.index(b"\xff\xc4", whole.index(b"\xff\xda"))
    photo = take_in(whole[:second_table] + segment(0xFE, SECRET) + whole[second_table:])

    assert SECRET not in photo.working
    assert _pixels(photo.working) == _pixels(whole)


def test_camera_time_without_an_offset_stays_without_one() -> None:
    photo = take_in(encoded(picture(), "JPEG", exif=exif(offset=None)))

    assert photo.taken is not None
    assert photo.taken.at == datetime(2026, 3, 17, 14, 3, 22)


def test_picture_of_a_screen_has_nothing_to_tell() -> None:
    assert take_in(encoded(picture(), "PNG")).taken is None


def test_copies_of_one_picture_are_known_by_their_likeness() -> None:
    original = photograph(Scene.MATERIALS_LIST, size=(640, 480))
    smaller = encoded(Image.open(io.BytesIO(original)).resize((320, 240)), "JPEG", quality=60)
    one = take_in(original)

    assert _bits_apart(one, take_in(smaller)) <= 4
    for scene in (Scene.TICKET, Scene.COUNTER, Scene.HALL_SIGN):
        assert _bits_apart(one, take_in(photograph(scene, size=(640, 480)))) > 12


def _bits_apart(one: Photo, other: Photo) -> int:
    return (int(one.likeness, 16) ^ int(other.likeness, 16)).bit_count()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colour_profile_stays_with_the_working_copy(form: str) -> None:
    profile = exchanging_profile()
    photo = take_in(encoded(picture(), form, icc_profile=profile))

    assert Image.open(io.BytesIO(photo.working)).info["icc_profile"] == profile
    assert "icc_profile" not in Image.open(io.BytesIO(photo.report_copy)).info
