"""Faces are proposed where OpenCV is installed; where it is not, the program says so and everything else works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging import faces
from cxo_desktop.imaging.face_finder import joined
from cxo_desktop.imaging.photo import take_in
from helpers.draw import encoded, picture

_FOLDER = Path(os.environ.get("CXO_PHOTOS", Path(__file__).parents[4] / "shared" / "data" / "photos"))
_PHOTOS = sorted(_FOLDER.glob("*.jpg"))[-3:] if _FOLDER.is_dir() else []
needs_opencv = pytest.mark.skipif(not faces.is_installed(), reason="the extra `faces` is not installed")


@pytest.fixture(autouse=True)
def _no_process_left() -> object:
    yield
    faces.let_go()


def test_squares_of_several_cascades_around_one_face_become_one_box() -> None:
    face, same, inside, other = (10, 10, 60, 60), (14, 12, 58, 56), (20, 20, 50, 50), (100, 10, 150, 60)

    assert joined([inside, other, same, face]) == [face, other]
    assert joined([]) == []


def test_without_opencv_there_are_no_proposals_and_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "find_spec", lambda name: None)

    assert not faces.is_installed()
    assert faces.suggest_faces(encoded(picture(), "PNG")) == ()


def test_asking_whether_opencv_is_there_does_not_load_it() -> None:
    program = "import sys; from cxo_desktop.imaging import faces; faces.is_installed(); sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path.cwd(), check=False).returncode == 0


@needs_opencv
def test_a_picture_without_anybody_has_no_face_in_it() -> None:
    assert faces.suggest_faces(encoded(picture((800, 600)), "PNG")) == ()


@needs_opencv
def test_a_damaged_picture_is_refused_here_too() -> None:
    with pytest.raises(Problem) as caught:
        faces.suggest_faces(encoded(picture((800, 600)), "PNG")[:-400])
    assert caught.value.code is Code.PHOTO_BROKEN


@needs_opencv
@pytest.mark.skipif(not _PHOTOS, reason="no folder of real photographs beside the project")
@pytest.mark.parametrize("path", _PHOTOS, ids=lambda path: path.name)
def test_proposals_lie_in_the_upright_picture(path: Path) -> None:
    photo = take_in(path)
    for box in faces.suggest_faces(path.read_bytes()):
        assert box.left >= 0 and box.top >= 0 and box.right <= photo.width and box.bottom <= photo.height
