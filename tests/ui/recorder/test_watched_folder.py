"""A camera's card beside the walk: its photos come in by themselves, each at its step."""

import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from cxo_desktop.ui.camera.watching import WatchPanel
from helpers.at_the_recorder import AtTheRecorder
from helpers.recordings import jpeg
from helpers.screen import find, press, said

Open = Callable[..., AtTheRecorder]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "DCIM"
    folder.mkdir()
    return folder


def taken_at(path: Path, number: int, taken: datetime) -> None:
    image = Image.open(io.BytesIO(jpeg(number)))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d %H:%M:%S}"
    image.save(path, "JPEG", exif=exif)


def watching(at: AtTheRecorder, card: Path) -> WatchPanel:
    at.page.ways.watch(card)
    at.settle()
    return find(at.page, "watch", WatchPanel)


def look(at: AtTheRecorder, panel: WatchPanel, times: int = 2) -> None:
    """The looks the timer would take."""
    for _ in range(times):
        panel.look()
        at.settle()


def test_new_photos_come_in_once_each_at_the_step_of_their_own_time(at_recorder: Open, card: Path) -> None:
    at = at_recorder().begin("queue")
    panel = watching(at, card)
    in_queue = at.clock.now().wall
    at.clock.wait(minutes=5)
    at.begin("hand_in")
    at.clock.wait(minutes=1)
    taken_at(card / "1.jpg", 1, in_queue)
    taken_at(card / "2.jpg", 2, at.clock.now().wall)
    shutil.copy(card / "2.jpg", card / "copy of 2.jpg")
    look(at, panel, 3)
    assert sorted(str(photo.step) for photo in at.state.photos) == ["hand_in", "queue"]
    assert said(at.page, "watchSaid") == "Watching “DCIM”. 3 pictures found"
    look(at, panel)
    assert len(at.state.photos) == 2


def test_a_card_pulled_out_is_said_and_what_came_in_stays(at_recorder: Open, card: Path) -> None:
    at = at_recorder().begin("hand_in")
    panel = watching(at, card)
    (card / "1.jpg").write_bytes(jpeg(1))
    look(at, panel)
    shutil.rmtree(card)
    look(at, panel, 1)
    assert said(at.page, "watchSaid").startswith("The watched folder is gone.")
    assert len(at.state.photos) == 1
    assert at.problems == []


def test_what_appears_while_recording_is_paused_comes_in_when_it_is_resumed(
    at_recorder: Open, card: Path
) -> None:
    at = at_recorder().begin("hand_in")
    panel = watching(at, card)
    at.key("Ctrl+B")
    (card / "1.jpg").write_bytes(jpeg(1))
    look(at, panel, 3)
    assert at.state.photos == ()
    at.key("Ctrl+B")
    look(at, panel)
    assert len(at.state.photos) == 1


def test_after_the_end_nothing_more_comes_in(at_recorder: Open, card: Path) -> None:
    at = at_recorder().begin("hand_in")
    panel = watching(at, card)
    press(at.page, "watchEnd")
    (card / "1.jpg").write_bytes(jpeg(1))
    look(at, panel, 3)
    assert at.state.photos == ()
    assert not panel.isVisible()
