"""The phone's page in a real browser against the real server: photos in order, gone on after a break, sentences that help."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxo_desktop.clock import SystemClock
from cxo_desktop.handover.arrivals import Standing
from cxo_desktop.handover.server import HandoverServer
from cxo_desktop.handover.session import Arrived, Session
from helpers import phone_browser
from helpers.phone import Phone
from helpers.phone_browser import PhoneBrowser
from helpers.recordings import jpeg


class Laptop:
    """Takes what arrives, in the order it arrives; `refuses` names photos it does not want, once."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.arrived: list[Arrived] = []
        self.refuses: dict[str, str] = {}
        self.session = Session(SystemClock(), self._take)
        self.server = HandoverServer(self.session, address)
        self.server.start()

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.arrived]

    def _take(self, arrived: Arrived) -> None:
        """As the recorder: the answer comes from another thread."""
        why = self.refuses.pop(arrived.name, "")
        if not why:
            self.arrived.append(arrived)
        standing = Standing.REFUSED if why else Standing.KEPT
        threading.Thread(target=self.session.settle, args=(arrived.photo, standing, why)).start()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PhoneBrowser]:
    if lacking := phone_browser.missing():
        pytest.skip(lacking)
    started = PhoneBrowser(tmp_path_factory.mktemp("phone"))
    yield started
    started.close()


@pytest.fixture
def laptop() -> Iterator[Laptop]:
    made = Laptop()
    yield made
    made.server.stop()


@pytest.fixture
def phone(browser: PhoneBrowser, laptop: Laptop) -> PhoneBrowser:
    """The page open and connected."""
    browser.says.clear()
    browser.open(laptop.server.url)
    browser.until(_state("ready"))
    return browser


def _state(state: str) -> str:
    return f"document.getElementById('state').dataset.state === '{state}'"


def _are(count: int, state: str) -> str:
    return f"document.querySelectorAll('#photos li[data-state={state}]').length === {count}"


def _photos(folder: Path, count: int, padding: int = 0) -> list[Path]:
    made = []
    for number in range(count):
        path = folder / f"{number:02}.jpg"
        path.write_bytes(jpeg(number) + os.urandom(padding))
        made.append(path)
    return made


def _text(phone: PhoneBrowser) -> str:
    return str(phone.run("document.body.innerText"))


def test_fifty_photos_arrive_whole_and_in_the_order_they_were_chosen(
    phone: PhoneBrowser, laptop: Laptop, tmp_path: Path
) -> None:
    photos = _photos(tmp_path, 50, padding=20_000)
    phone.choose("pick", photos)
    phone.until(_are(50, "kept"))
    assert laptop.names == [photo.name for photo in photos]
    assert [each.content for each in laptop.arrived] == [photo.read_bytes() for photo in photos]
    assert "已交 50 张，共 50 张" in _text(phone)
    assert phone.says == []


def test_a_large_photo_goes_on_where_the_network_broke(
    phone: PhoneBrowser, laptop: Laptop, tmp_path: Path
) -> None:
    [photo] = _photos(tmp_path, 1, padding=6_000_000)
    phone.offline(False, upload_bytes_s=1_500_000)
    phone.choose("shoot", [photo])
    phone.until("document.querySelector('#photos progress').value > 0")
    phone.offline(True)
    phone.until(_state("unreachable"))
    assert laptop.arrived == []
    have = int(phone.run("document.querySelector('#photos progress').value"))
    assert have > 0
    phone.offline(False)
    phone.run("dispatchEvent(new Event('online'))")
    phone.until(_are(1, "kept"))
    assert laptop.arrived[0].content == photo.read_bytes()


def test_a_refused_photo_says_why_and_is_tried_again_by_its_button(
    phone: PhoneBrowser, laptop: Laptop, tmp_path: Path
) -> None:
    photos = _photos(tmp_path, 3)
    laptop.refuses["01.jpg"] = "disk-full"
    phone.choose("pick", photos)
    phone.until(_are(1, "refused"))
    phone.until(_are(2, "kept"))
    assert "未收下：电脑磁盘已满" in _text(phone)
    phone.run("document.querySelector('#photos li[data-state=refused] button').click()")
    phone.until(_are(3, "kept"))
    assert sorted(laptop.names) == ["00.jpg", "01.jpg", "02.jpg"]


def test_the_page_loaded_again_is_still_the_same_phone(
    phone: PhoneBrowser, laptop: Laptop, tmp_path: Path
) -> None:
    photos = _photos(tmp_path, 2)
    phone.choose("pick", photos)
    phone.until(_are(2, "kept"))
    phone.open(laptop.server.url)
    phone.until(_state("ready"))
    phone.choose("pick", photos)
    phone.until(_are(2, "kept"))
    assert laptop.names == ["00.jpg", "01.jpg"], "chosen again, attached once"


def test_another_phone_is_told_to_ask_for_a_new_code(browser: PhoneBrowser, laptop: Laptop) -> None:
    Phone(laptop.session.fragment, laptop.session.answer).hello()
    browser.open(laptop.server.url)
    browser.until(_state("taken"))
    assert "另一部手机" in _text(browser)


@pytest.mark.parametrize(
    ("fragment", "state"), [("", "no_key"), ("#short", "no_key"), ("#" + "A" * 43, "no_entry")]
)
def test_a_link_without_the_right_key_leads_nowhere_and_says_what_to_do(
    browser: PhoneBrowser, laptop: Laptop, fragment: str, state: str
) -> None:
    browser.open(laptop.server.url.partition("#")[0] + fragment)
    browser.until(_state(state))
    assert browser.run("document.getElementById('ways').hidden") is True
    assert laptop.session.count().is_claimed is False


def test_the_page_speaks_english_at_a_press_and_lacks_no_word(phone: PhoneBrowser) -> None:
    phone.run("document.getElementById('language').click()")
    assert "Take a photo" in _text(phone)
    assert phone.run("document.documentElement.lang") == "en"
    phone.run("document.getElementById('language').click()")
    assert "拍照" in _text(phone)


def test_the_page_needs_no_secure_context(browser: PhoneBrowser) -> None:
    """On a hotspot the browser gives a page neither WebCrypto nor a certificate; the address here is no loopback either."""
    address = _own_address()
    if address is None:
        pytest.skip("this machine has no address but the loopback")
    laptop = Laptop(address)
    try:
        browser.open(laptop.server.url)
        browser.until(_state("ready"))
        assert browser.run("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    finally:
        laptop.server.stop()


def _own_address() -> str | None:
    """The address this machine would speak from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(asked.getsockname()[0])
    return None if found.startswith("127.") else found
