"""The laptop's camera beside the walk: a look, a key, a photo at its step; and what is said when there is none."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.camera.system_cameras import SystemCameras
from helpers.at_the_recorder import AtTheRecorder
from helpers.file_cameras import FileCameras
from helpers.recordings import jpeg
from helpers.screen import find, press, said

Open = Callable[..., AtTheRecorder]


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    path = tmp_path / "counter.jpg"
    path.write_bytes(jpeg(3, (640, 480)))
    return path


@pytest.fixture
def cameras() -> FileCameras:
    return FileCameras("Built-in", "USB")


@pytest.fixture
def at(at_recorder: Open, cameras: FileCameras, counter: Path) -> AtTheRecorder:
    """A recorder in the step `hand_in` whose camera sees the counter."""
    opened = at_recorder().begin("hand_in")
    cameras.see(counter)
    opened.page.ways.use(cameras=cameras)
    return opened


def test_a_key_opens_the_camera_and_space_takes_the_photo(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K")
    assert at.where() == "cameraShoot"
    assert cameras.opened is not None
    assert not find(at.page, "cameraView", QLabel).pixmap().isNull()
    at.key("Space").key("Space")
    assert [photo.step for photo in at.state.photos] == ["hand_in", "hand_in"]
    assert {(photo.width, photo.height) for photo in at.state.photos} == {(640, 480)}
    assert said(at.page, "cameraSaid").startswith("2 photos taken")


def test_the_key_takes_a_photo_from_anywhere_while_the_camera_is_open(at: AtTheRecorder) -> None:
    at.key("Ctrl+K")
    at.page.setFocus()
    at.key("Ctrl+K")
    assert len(at.state.photos) == 1


def test_escape_gives_the_camera_free_and_the_keyboard_back(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K").key("Escape")
    assert cameras.opened is None
    assert at.where() == "recorder"
    at.key("F12")
    assert len(at.kinds()) == 1


def test_leaving_the_page_switches_the_camera_off(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K")
    at.page.leave()
    assert cameras.opened is None


def test_a_photo_belongs_to_the_step_in_which_the_shutter_was_pressed(
    at: AtTheRecorder, cameras: FileCameras
) -> None:
    at.key("Ctrl+K").key("Space")
    at.begin("queue")
    at.key("Ctrl+K")
    assert [photo.step for photo in at.state.photos] == ["hand_in", "queue"]


def test_the_choice_of_camera_is_remembered(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K")
    choice = find(at.page, "cameraChoice", QComboBox)
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    at.settle()
    assert cameras.opened is not None
    assert cameras.opened.words == "USB"
    assert at.vault.settings.get("camera") == "id-USB"
    at.key("Escape").key("Ctrl+K")
    assert cameras.opened.words == "USB"


def test_without_a_camera_the_panel_says_so_and_one_plugged_in_later_is_used(
    at_recorder: Open, counter: Path
) -> None:
    none = FileCameras()
    none.see(counter)
    at = at_recorder().begin("hand_in")
    at.page.ways.use(cameras=none)
    at.key("Ctrl+K")
    assert said(at.page, "cameraSaid").startswith("No camera was found.")
    assert not find(at.page, "cameraShoot", QPushButton).isEnabled()
    none.plug("USB")
    assert none.opened is not None
    at.key("Ctrl+K")
    assert len(at.state.photos) == 1


def test_a_camera_in_use_elsewhere_is_named_and_tried_again(at: AtTheRecorder, cameras: FileCameras) -> None:
    cameras.is_busy = True
    at.key("Ctrl+K")
    assert "“Built-in” is probably in use" in said(at.page, "cameraSaid")
    cameras.is_busy = False
    press(at.page, "cameraAgain")
    assert cameras.opened is not None
    assert find(at.page, "cameraShoot", QPushButton).isEnabled()


def test_a_camera_taken_away_while_in_use_costs_no_photo(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K").key("Space")
    cameras.unplug()
    assert said(at.page, "cameraSaid").startswith("The camera is gone.")
    at.key("F12")
    at.settle()
    assert len(at.state.photos) == 1
    cameras.plug("USB")
    at.key("Ctrl+K")
    assert len(at.state.photos) == 2


def test_a_shot_that_fails_leaves_the_camera_open(at: AtTheRecorder, cameras: FileCameras) -> None:
    at.key("Ctrl+K")
    cameras.failed.emit(Problem(Code.CAMERA_REFUSED, camera="Built-in", cause="not ready"))
    assert said(at.page, "cameraSaid").startswith("The photo could not be taken.")
    at.key("Space")
    assert len(at.state.photos) == 1


def test_an_installation_without_camera_support_says_what_is_missing(
    at_recorder: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    at = at_recorder().begin("hand_in")
    at.page.ways.use(cameras=SystemCameras())
    at.key("Ctrl+K")
    assert said(at.page, "cameraSaid").startswith("This installation has no camera support.")
    assert at.problems == []
