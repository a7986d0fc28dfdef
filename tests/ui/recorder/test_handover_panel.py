"""Photos from a phone, from the panel's button to the record: a real browser is the phone."""

import io
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from cxo_core.kinds import Kind
from cxo_desktop.handover.limits import HandoverLimits
from cxo_desktop.ui.handover.addresses import Address, addresses
from cxo_desktop.ui.handover.code import code
from cxo_desktop.ui.handover.panel import HandoverPanel
from helpers import phone_browser
from helpers.at_the_recorder import AtTheRecorder
from helpers.phone_browser import PhoneBrowser
from helpers.recordings import jpeg
from helpers.screen import find, press, said

Open = Callable[..., AtTheRecorder]

HERE = (Address("127.0.0.1", "lo", "this machine · 127.0.0.1"),)


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[PhoneBrowser]:
    if lacking := phone_browser.missing():
        pytest.skip(lacking)
    browser = PhoneBrowser(tmp_path / "phone", meanwhile=QCoreApplication.processEvents)
    yield browser
    browser.close()


def opened(at: AtTheRecorder) -> HandoverPanel:
    """The panel with its code shown."""
    at.page.ways.use(addresses=lambda: HERE)
    at.key("Ctrl+G")
    press(at.page, "handoverStart")
    return find(at.page, "handover", HandoverPanel)


def taken_at(path: Path, number: int, taken: datetime) -> Path:
    """A photo with the time its camera wrote into it."""
    image = Image.open(io.BytesIO(jpeg(number)))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"{taken:%Y:%m:%d %H:%M:%S}"
    image.save(path, "JPEG", exif=exif)
    return path


def all_are(count: int, state: str) -> str:
    return f"document.querySelectorAll('#photos li[data-state={state}]').length === {count}"


def test_nothing_listens_until_the_button_is_pressed_and_nothing_after_it_is_closed(
    at_recorder: Open,
) -> None:
    at = at_recorder().begin("hand_in")
    at.page.ways.use(addresses=lambda: HERE)
    at.key("Ctrl+G")
    panel = find(at.page, "handover", HandoverPanel)
    assert at.where() == "handoverStart"
    assert not panel._line.is_open
    press(at.page, "handoverStart")
    assert panel._line.url.startswith("http://127.0.0.1:")
    assert find(at.page, "handoverCode", QLabel).isVisible()
    press(at.page, "handoverEnd")
    assert not panel._line.is_open
    assert not panel.isVisible()
    assert at.where() == "recorder"


def test_a_phone_hands_over_its_photos_and_sees_each_of_them_kept(
    at_recorder: Open, phone: PhoneBrowser, tmp_path: Path
) -> None:
    at = at_recorder().begin("hand_in")
    panel = opened(at)
    phone.open(panel._line.url)
    phone.until("document.getElementById('state').dataset.state === 'ready'")
    assert not find(at.page, "handoverCode", QLabel).isVisible(), "the code is for one phone"
    files = []
    for number in range(3):
        file = tmp_path / f"照片 {number}.jpg"
        file.write_bytes(jpeg(number))
        files.append(file)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    phone.choose("pick", [*files, broken])
    phone.until(all_are(3, "kept"))
    phone.until(all_are(1, "refused"))
    at.settle()
    assert [photo.step for photo in at.state.photos] == ["hand_in"] * 3
    assert said(at.page, "handoverSaid") == "The phone is connected. 3 photos are in · 1 not taken in"
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(jpeg(1))
    os.utime(copy, (1_700_000_000, 1_700_000_000))
    phone.choose("pick", [files[1], copy])
    phone.until(all_are(4, "kept"))
    phone.until(all_are(1, "known"))
    assert len(at.state.photos) == 3, "the same photo again is the same photo"
    assert phone.says == []


def test_a_photo_belongs_to_the_step_of_its_own_time_however_wrong_the_phones_clock_goes(
    at_recorder: Open, phone: PhoneBrowser, tmp_path: Path
) -> None:
    at = at_recorder().begin("queue")
    phones = datetime.now().astimezone()  # the recorder's clock stands elsewhere: the phone is years wrong
    panel = opened(at)
    phone.open(panel._line.url)
    phone.until("document.getElementById('state').dataset.state === 'ready'")
    at.clock.wait(minutes=5)
    at.begin("hand_in")
    at.clock.wait(minutes=5)
    files = [
        taken_at(tmp_path / f"{number}.jpg", number, phones + timedelta(minutes=minutes))
        for number, minutes in enumerate((1, 8))
    ]
    phone.choose("pick", files)
    phone.until(all_are(2, "kept"))
    at.settle()
    assert [photo.step for photo in at.state.photos] == ["queue", "hand_in"]


def test_a_walk_that_is_finished_lets_no_phone_in(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    panel = opened(at)
    at.page.live.tap(Kind.FINISHED, "")
    at.settle()
    assert not panel._line.is_open


def test_a_line_nobody_speaks_on_ends_by_itself(at_recorder: Open, qtbot: object) -> None:
    at = at_recorder().begin("hand_in")
    panel = opened(at)
    panel._line._limits = HandoverLimits(idle_s=0.05)
    with at._qtbot.waitSignal(panel._line.ended):
        press(at.page, "handoverNew")
    assert not panel._line.is_open
    assert said(at.page, "handoverSaid") == "Ended: nothing was sent for a while. Show a new code to go on."


def test_a_laptop_in_no_network_is_told_to_switch_on_its_hotspot(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    at.page.ways.use(addresses=lambda: ())
    at.key("Ctrl+G")
    assert "hotspot" in said(at.page, "handoverSaid")
    assert not find(at.page, "handoverStart", QPushButton).isEnabled()
    assert not find(at.page, "handoverAddress", QComboBox).isVisible()


def test_an_address_that_is_gone_is_named(at_recorder: Open) -> None:
    at = at_recorder().begin("hand_in")
    at.page.ways.use(addresses=lambda: (Address("192.0.2.7", "gone", "gone"),))
    at.key("Ctrl+G")
    press(at.page, "handoverStart")
    assert "192.0.2.7" in said(at.page, "handoverSaid")


def test_where_no_photos_are_taken_no_phone_is_asked(at_recorder: Open) -> None:
    at = at_recorder(takes_photos=False).begin("hand_in").key("Ctrl+G")
    assert at.page.findChildren(HandoverPanel) == []


def test_the_laptops_own_loop_is_no_address_for_a_phone() -> None:
    assert all(not each.ip.startswith("127.") for each in addresses())


def test_the_code_is_dark_on_white_in_whole_pixels_with_a_quiet_zone() -> None:
    pixmap = code("http://192.168.137.1:40000/#" + "A" * 43, 216)
    image = pixmap.toImage()
    assert image.width() <= 216
    assert image.pixelColor(0, 0).name() == "#ffffff"
    assert {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())} == {
        "#ffffff",
        "#000000",
    }
