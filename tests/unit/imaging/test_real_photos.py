"""Photographs from real phones and cameras, where a folder of them lies beside the project."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from cxo_desktop.imaging.photo import take_in

_FOLDER = Path(os.environ.get("CXO_PHOTOS", Path(__file__).parents[4] / "shared" / "data" / "photos"))
_PHOTOS = sorted(
    path
    for path in (_FOLDER.iterdir() if _FOLDER.is_dir() else ())
    if path.suffix.lower() in {".jpg", ".jpeg", ".heic", ".heif"}
)
_CAMERA_WORDS = [b"NIKON", b"Canon", b"Apple", b"iPhone", b"Jolla", b"HMD Global", b"Photoshop", b"http://"]

pytestmark = pytest.mark.skipif(not _PHOTOS, reason="no folder of real photographs beside the project")


@pytest.mark.parametrize("path", _PHOTOS, ids=lambda path: path.name)
def test_real_photo_comes_in_upright_small_and_clean(path: Path) -> None:
    photo = take_in(path)
    report_copy, thumbnail = (Image.open(io.BytesIO(each)) for each in (photo.report_copy, photo.thumbnail))

    assert (photo.width > photo.height) == (report_copy.width > report_copy.height)
    assert max(report_copy.size) == min(1600, max(photo.width, photo.height))
    assert max(thumbnail.size) == min(256, max(photo.width, photo.height))
    for copy in (photo.thumbnail, photo.report_copy):
        assert [word for word in [*_CAMERA_WORDS, b"Exif"] if word in copy] == []
    assert set(Image.open(io.BytesIO(photo.working)).getexif()) <= {0x0112}


def test_landscape_is_the_same_however_the_camera_was_held() -> None:
    turned = [path for path in _PHOTOS if path.name.startswith("landscape_")]
    pictures = [Image.open(io.BytesIO(take_in(path).thumbnail)) for path in turned]
    likenesses = {take_in(path).likeness for path in turned}

    assert len(likenesses) <= 2
    for picture in pictures[1:]:
        assert (
            max(ImageStat.Stat(ImageChops.difference(ImageOps.exif_transpose(picture), pictures[0])).mean)
            < 12
        )
