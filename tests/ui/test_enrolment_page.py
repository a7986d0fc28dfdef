"""From an enrolment file dropped on the window to a laptop the office knows: nothing is trusted before the officer says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cxo_central.api.app import make_app
from cxo_central.enrolling import offer
from cxo_central.house import House
from cxo_core.protocol.enrolment import EnrolmentFile
from cxo_desktop.app import Program
from cxo_desktop.network.office_http import OfficeClient
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.offices import OfficeRow, Standing
from cxo_desktop.ui.enrolling.page import EnrolmentPage
from cxo_desktop.ui.shell.places import Place
from helpers.office_house import open_house
from helpers.office_line import ADDRESS, Line, unreachable
from helpers.screen import find, key, press, said, wait_for_page


@dataclass
class Meeting:
    """A window whose laptop no office knows yet, an office, and the line between them."""

    program: Program
    house: House
    line: Line
    folder: Path

    @property
    def vault(self) -> Vault:
        return self.program.desk.vault

    def file(self, **changed: object) -> Path:
        """An enrolment file as the office hands it out."""
        made = offer(self.house, officer="李敏", hall="市政务服务中心", days=7)
        told = {name: getattr(made, name) for name in EnrolmentFile.__slots__} | changed
        path = self.folder / "laptop.cxoenrol"
        path.write_bytes(EnrolmentFile(**told).to_bytes())
        return path

    def office(self) -> OfficeRow | None:
        return self.vault.offices.by_id(self.house.id)


@pytest.fixture
def met(start: Callable[..., Program], vault: Vault, tmp_path: Path, qtbot: QtBot) -> Meeting:
    house = open_house(tmp_path / "office", addresses=ADDRESS)
    line = Line(make_app(house))
    vault.close()
    program = start("en", None, lambda office, token: OfficeClient(office, token, transport=line))
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    wait_for_page(qtbot, program.window, "today")
    return Meeting(program, house, line, tmp_path)


def drop(program: Program, file: Path) -> bool:
    """Drags a file onto the window and lets go; whether the window takes it."""
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(200, 200), Qt.DropAction.CopyAction, dragged, buttons, keys)
    entering.setAccepted(False)
    program.window.dragEnterEvent(entering)
    if entering.isAccepted():
        program.window.dropEvent(
            QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, dragged, buttons, keys)
        )
    return entering.isAccepted()


def shown(met: Meeting, qtbot: QtBot, file: Path) -> EnrolmentPage:
    assert drop(met.program, file)
    page = wait_for_page(qtbot, met.program.window, "enrolment")
    assert isinstance(page, EnrolmentPage)
    qtbot.waitUntil(lambda: find(page, "enrolSheet").isVisible())
    return page


def test_a_dropped_file_shows_what_will_be_trusted_and_asks_nobody(met: Meeting, qtbot: QtBot) -> None:
    page = shown(met, qtbot, met.file())
    assert said(page, "enrol.office") == "体验办"
    assert said(page, "enrol.addresses") == ADDRESS
    assert (said(page, "enrol.officer"), said(page, "enrol.hall")) == ("李敏", "市政务服务中心")
    assert said(page, "enrol.number").replace(" ", "") == met.house.id
    assert said(page, "enrol.key").replace(" ", "") == met.house.keys.receipt_key
    assert met.line.asked == []
    assert met.office() is None
    assert not drop(met.program, met.folder / "photo.jpg")


def test_saying_yes_enrols_and_the_office_knows_the_laptop(met: Meeting, qtbot: QtBot) -> None:
    page = shown(met, qtbot, met.file())
    key(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: find(page, "enrolDone").isVisible())
    assert said(page, "enrolDoneTitle").startswith("✓ ")
    office = met.office()
    assert office is not None
    assert (office.standing, office.is_current) == (Standing.ENROLLED, True)
    assert met.vault.token_of(office.id)
    qtbot.waitUntil(lambda: met.program.desk.office.sync.seen.has_office)
    met.program.desk.go(Place.SETTINGS)
    settings = wait_for_page(qtbot, met.program.window, "settings")
    name = f"office.{office.id}.standing"
    qtbot.waitUntil(lambda: bool(settings.findChildren(QLabel, name)))
    assert said(settings, name) == "✓ enrolled"


def test_a_code_that_was_used_is_refused_in_words_and_changes_nothing(met: Meeting, qtbot: QtBot) -> None:
    page = shown(met, qtbot, met.file(code="nobody gave this one out"))
    press(page, "enrolConfirm")
    qtbot.waitUntil(lambda: find(page, "enrolmentBanner").isVisible())
    assert find(page, "enrolmentBannerCopy").isVisible()
    assert find(page, "enrolConfirm").isEnabled()
    assert met.office() is None


def test_without_a_network_the_stick_is_offered_and_takes_the_request(met: Meeting, qtbot: QtBot) -> None:
    met.line.always = unreachable
    page = shown(met, qtbot, met.file())
    press(page, "enrolConfirm")
    qtbot.waitUntil(lambda: find(page, "enrolmentBannerAction").isVisible())
    stick = met.folder / "stick"
    stick.mkdir()
    page.ask_by_stick(stick)
    qtbot.waitUntil(lambda: find(page, "enrolDone").isVisible())
    (request,) = (stick / "CXO" / "to-office").iterdir()
    assert request.name in said(page, "enrolDoneWords")
    office = met.office()
    assert office is not None
    assert office.standing is Standing.ASKED


def test_a_file_that_is_over_or_of_a_namesake_says_so_before_anything(met: Meeting, qtbot: QtBot) -> None:
    from helpers.own_office import OwnOffice

    OwnOffice("体验办").enrol(met.vault)
    over = met.house.now() - timedelta(days=1)
    page = shown(met, qtbot, met.file(expires_at=over, addresses=("http://10.0.0.1",)))
    warned = [said(page, f"enrol.warning.{at}") for at in range(3)]
    assert all(words.startswith("⚠ ") for words in warned)
    assert "over already" in said(page, "enrol.until")


def test_what_is_no_enrolment_file_is_said(met: Meeting, qtbot: QtBot) -> None:
    path = met.folder / "broken.cxoenrol"
    path.write_bytes(b"{}")
    assert drop(met.program, path)
    page = wait_for_page(qtbot, met.program.window, "enrolment")
    qtbot.waitUntil(lambda: find(page, "enrolmentBanner").isVisible())
    assert find(page, "enrolEmpty").isVisible()
    key(page, Qt.Key.Key_Escape)
    wait_for_page(qtbot, met.program.window, "today")


def test_a_file_brought_before_the_vault_is_open_waits_for_it(
    start: Callable[..., Program], vault: Vault, tmp_path: Path, qtbot: QtBot
) -> None:
    from helpers.own_office import OwnOffice

    path = tmp_path / "early.cxoenrol"
    path.write_bytes(OwnOffice("早到的体验办").enrolment().to_bytes())
    vault.close()
    program = start()
    assert drop(program, path)
    page = wait_for_page(qtbot, program.window, "enrolment")
    qtbot.waitUntil(lambda: find(page, "enrolSheet").isVisible())
    assert said(page, "enrol.office") == "早到的体验办"
