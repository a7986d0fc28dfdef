"""What other programs put on the clipboard or drop: bytes that the window hands to the decoder process unopened."""

import ast
import io
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from cxo_core.problems import Problem
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.settings import Settings
from cxo_desktop.ui.recorder.pictures import from_mime
from cxo_desktop.ui.theme import dress
from helpers.at_the_recorder import AtTheRecorder
from helpers.draw import encoded, picture, png_claiming

Open = Callable[..., AtTheRecorder]


def offered(**forms: bytes) -> QMimeData:
    carried = QMimeData()
    for form, content in forms.items():
        carried.setData(form.replace("__", "/"), QByteArray(content))
    return carried


def paste(at: AtTheRecorder, carried: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(carried)
    at.key("Ctrl+V")
    at.settle()


def content_of(carried: QMimeData) -> bytes:
    [taken] = from_mime(carried, "Pasted picture")
    content = taken.content()
    assert isinstance(content, bytes)
    return content


@pytest.mark.parametrize("form", ["image/bmp", "image/x-MS-bmp", "image/tiff", "application/x-qt-image"])
def test_a_bitmap_from_another_program_comes_in_by_way_of_the_decoder(
    at_recorder: Open, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMimeData, "imageData", None)  # the window must not even ask
    at = at_recorder().begin("hand_in")
    carried = QMimeData()
    carried.setData(form, QByteArray(encoded(picture(), "TIFF" if "tiff" in form else "BMP")))
    paste(at, carried)
    [photo] = at.state.photos
    assert (photo.width, photo.height, photo.media_type) == (120, 80, "image/png")
    kept = Photographs(at.vault, at.recording.id).read(photo)
    assert Image.open(io.BytesIO(kept)).convert("RGB").tobytes() == picture().tobytes()


def test_a_dropped_picture_that_is_no_file_comes_in_by_way_of_the_decoder(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    carried = offered(
        image__bmp=encoded(picture(), "BMP"), text__html=b"<img src='https://example.invalid/a'>"
    )
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    at.page.dropEvent(QDropEvent(QPoint(5, 5), copy, carried, Qt.MouseButton.LeftButton, none))
    at.settle()
    assert len(at.state.photos) == 1


def test_of_several_forms_the_best_is_taken_and_nothing_is_coded_anew() -> None:
    photo = encoded(picture(), "JPEG")
    assert content_of(offered(image__bmp=b"BM", image__png=b"", image__jpeg=photo)) == photo


def test_forms_nobody_takes_are_refused_by_the_decoder_and_not_opened_here(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    for form in (b"GIF89a" + bytes(40), b"/* XPM */", b"<svg/>", png_claiming(40_000, 40_000)):
        paste(at, offered(image__gif=form))
    assert at.state.photos == () and at.page.banner.isVisible()


def test_bytes_under_the_toolkits_own_name_are_never_decoded_in_the_window() -> None:
    chance = random.Random(7)
    for _each in range(20):
        noise = b"BM" + chance.randbytes(300)
        try:
            content_of(offered(**{"application__x-qt-image": noise}))
        except Problem as problem:
            assert problem.code.value.startswith("photo-")


def test_a_picture_of_this_program_itself_is_taken_as_it_is() -> None:
    own, carried = QImage(8, 8, QImage.Format.Format_RGB32), QMimeData()
    own.fill(Qt.GlobalColor.darkCyan)
    carried.setImageData(own)
    assert content_of(carried).startswith(b"\x89PNG")


def test_a_drop_without_any_picture_gives_none() -> None:
    assert from_mime(offered(text__plain=b"no picture"), "x") == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file dialogs are the system's")
def test_no_file_dialog_of_the_desktop_opens_the_chosen_picture_for_a_preview(qapp: QApplication) -> None:
    dress(qapp, Settings())
    assert qapp.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


_PASTES = "ui/recorder/pictures.py"  # this program's own pixels, or what the system hands over as pixels
_DRAWS = "ui/icons.py"  # the program's own drawings
_NOWHERE = {"QImageReader", "QMovie", "QTextBrowser", "QPicture", "loadFromData", "grabclipboard"}


def test_the_window_opens_coded_pictures_nowhere_but_jpegs_of_its_own_vault() -> None:
    """Every name by which Qt and Pillow open coded pictures, looked for in the whole of the window."""
    root = Path(__file__).parents[3] / "cxo_desktop"
    found: list[str] = []
    for path in [*root.glob("*.py"), *root.glob("ui/**/*.py")]:
        place = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(tree)}
        found += [f"{place}: {name}" for name in names & _NOWHERE]
        found += [f"{place}: {name}" for name in names & {"imageData"} if place != _PASTES]
        found += [f"{place}: {name}" for name in names & {"QSvgRenderer", "QSvgWidget"} if place != _DRAWS]
        found += [f"{place}: PIL" for node in ast.walk(tree) if getattr(node, "module", "") == "PIL"]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fromData":
                forms = [each.value for each in node.args[1:] if isinstance(each, ast.Constant)]
                found += [] if forms == ["JPEG"] else [f"{place}:{node.lineno}: fromData of any form"]
    assert found == []
