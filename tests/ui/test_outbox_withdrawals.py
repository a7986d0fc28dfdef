"""Consent taken back, among the bundles of the outbox: its states, its receipt, and what it destroyed here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QRadioButton
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_core.privacy import Basis
from cxo_core.problems import Code, Problem
from cxo_core.text import Text
from cxo_desktop.app import Program
from cxo_desktop.services.consent import note_person, note_shown
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.withdrawing import Withdrawing
from cxo_desktop.storage.withdrawals import WithdrawalRow
from cxo_desktop.ui.outbox.outgoing import Filter, Outgoing, heap
from cxo_desktop.ui.outbox.standing import Stand, standing
from cxo_desktop.ui.outbox.wishes import Wish, wish_standing
from cxo_desktop.ui.sending.situation import situation
from cxo_desktop.ui.shell.places import Place
from helpers.office_line import Desk as Laptop
from helpers.office_line import says, where
from helpers.recordings import MovingClock, begun, looked_at, photographed
from helpers.screen import find, press, said, wait_for_page

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AtWork = Callable[..., Program]


def a_wish(**told: Any) -> Wish:
    row = WithdrawalRow("f1", NOW, "office", "walk00000001", b"signed")
    return Wish(replace(row, **told), Text("食品经营许可", "Food licence"), "Office", True, 2)


def test_a_withdrawal_has_the_states_of_a_bundle() -> None:
    def stand(wish: Wish, *, is_paused: bool = False) -> Stand:
        return wish_standing(wish, is_paused=is_paused, now=NOW).stand

    later = NOW + timedelta(minutes=20)
    assert stand(a_wish()) is Stand.SEALED
    assert stand(a_wish(next_try=later, problem=Problem(Code.OFFICE_BUSY))) is Stand.WAITING
    assert stand(a_wish(), is_paused=True) is Stand.PAUSED
    assert stand(a_wish(problem=Problem(Code.BUNDLE_DEVICE_UNKNOWN, device="d"))) is Stand.REFUSED
    assert stand(a_wish(receipt=b"{}", confirmed_at=NOW)) is Stand.UNPROVEN


def sealed_with_somebody(laptop: Laptop) -> tuple[Recording, str]:
    """A sealed walkthrough with a photo of somebody who consented."""
    recording = begun(laptop.vault, MovingClock())
    recording.tap(Kind.ARRIVED)
    shown = photographed(recording, laptop.vault, 1)
    person = note_person(recording, "3 号窗", Basis.SEPARATE_CONSENT, consent="written")
    note_shown(recording, shown, [person])
    looked_at(recording)
    recording.tap(Kind.FINISHED)
    Sealing(laptop.vault).seal(recording, laptop.house.keys)
    return recording, person


@pytest.fixture
def taken_back(laptop: Laptop) -> Laptop:
    """Somebody in a bundle that the office has took consent back; the office was not told yet."""
    recording, person = sealed_with_somebody(laptop)
    laptop.syncing().drain()
    Withdrawing(laptop.vault, MovingClock()).withdraw(recording, person, reason="撤回")
    return laptop


def test_a_withdrawal_waits_among_the_bundles_and_shows_the_offices_receipt(
    taken_back: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    taken_back.line.always = where("withdrawals", says(503))
    taken_back.syncing().drain()
    taken_back.line.clear()
    program = at_work()
    window = program.window
    wait_for_page(qtbot, window, "recorder")
    program.desk.go(Place.OUTBOX)
    rows = find(window, "outboxList", QListView)
    qtbot.waitUntil(lambda: rows.model().rowCount() == 1)
    assert said(window, "outboxTitleOfChosen") == "Consent taken back: Test item"
    qtbot.waitUntil(lambda: "1 waiting" in said(window, "outboxSituation"))
    assert "Waiting until" in said(window, "outboxState")
    press(window, "outboxRetry")
    qtbot.waitUntil(lambda: find(window, "outboxEmpty").isVisible())
    find(window, "outboxFilter.delivered", QRadioButton).click()
    qtbot.waitUntil(lambda: rows.model().rowCount() == 2)
    assert "Carried out by the office" in said(window, "outboxState")
    assert "1 sealed file destroyed there" in said(window, "outboxReceipt")
    qtbot.waitUntil(lambda: "Consent withdrawn" in find(window, "outboxLog", QPlainTextEdit).toPlainText())
    press(window, "outboxCopyDetails")
    copied = QApplication.clipboard().text()
    assert copied.startswith("withdrawal ")
    assert "3 号窗" not in copied
    assert "Test item" not in copied


def test_a_bundle_destroyed_for_a_withdrawal_is_no_alarm(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    recording, person = sealed_with_somebody(laptop)
    Withdrawing(laptop.vault, MovingClock()).withdraw(recording, person, reason="撤回")
    assert heap(laptop.vault, Filter.OPEN, is_paused=False).open == 1
    seen = heap(laptop.vault, Filter.ALL, is_paused=False)
    assert (seen.destroyed, len(seen.rows)) == (1, 2)
    (gone,) = (each for each in seen.rows if isinstance(each, Outgoing))
    found = standing(gone, sent=None, is_paused=False, now=NOW)
    assert (found.stand, found.words) == (Stand.SEALED, "Destroyed here")
    assert situation(laptop.vault, NOW, is_paused=False).refused == 0
