"""The outbox: every bundle with its state in words, its receipt, every attempt, and the stick both ways."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cxo_core.problems import Code, Problem
from cxo_core.text import Text
from cxo_desktop.app import Program
from cxo_desktop.services.visiting import Round
from cxo_desktop.storage.bundles import BundleRow, BundleState
from cxo_desktop.storage.sync_log import LogLine
from cxo_desktop.ui.outbox.model import OUTGOING, OutboxModel
from cxo_desktop.ui.outbox.outgoing import Filter, Outgoing, heap
from cxo_desktop.ui.outbox.standing import Sent, Stand, standing
from helpers.at_the_outbox import at_the_outbox
from helpers.laptops import sealed_walk
from helpers.office_line import TOKEN, says, where
from helpers.office_line import Desk as Laptop
from helpers.recordings import MovingClock
from helpers.screen import find, key, press, said

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AtWork = Callable[..., Program]


def a_row(number: int = 1, **told: Any) -> BundleRow:
    row = BundleRow(f"walk{number:08}", 1, "ab" * 32, f"{number:064x}", 1_000_000, f"{number}.cxo", NOW)
    return replace(row, **told)


def outgoing(number: int = 1, *, can_be_sent: bool = True, **told: Any) -> Outgoing:
    return Outgoing(a_row(number, **told), Text("食品经营许可", "Food licence"), "Office", can_be_sent)


def stand_of(held: Outgoing, *, sent: Sent | None = None, is_paused: bool = False) -> tuple[Stand, str]:
    found = standing(held, sent=sent, is_paused=is_paused, now=NOW)
    return found.stand, found.words


def test_every_state_is_told_in_words_and_by_its_own_mark() -> None:
    busy = Problem(Code.OFFICE_BUSY)
    later = NOW + timedelta(minutes=20)
    sealed = outgoing()
    on_its_way = Sent("walk00000001", 1, 430_000, 1_000_000)
    waiting = outgoing(next_try=later, problem=busy, sent_bytes=250_000)
    refused = outgoing(state=BundleState.REFUSED, problem=Problem(Code.BUNDLE_CONFLICTS))
    claimed = outgoing(state=BundleState.DELIVERED, receipt=b"{}")
    assert stand_of(sealed) == (Stand.SEALED, "Sealed, to be sent")
    assert stand_of(outgoing(can_be_sent=False)) == (Stand.SEALED, "Sealed, on this laptop only")
    assert stand_of(sealed, sent=on_its_way) == (Stand.SENDING, "Sending 43 %")
    assert stand_of(waiting)[0] is Stand.WAITING
    assert f"{later.astimezone():%H:%M}" in stand_of(waiting)[1]
    assert stand_of(waiting, is_paused=True) == (Stand.PAUSED, "Paused")
    assert stand_of(refused) == (Stand.REFUSED, "Refused")
    assert stand_of(claimed) == (Stand.UNPROVEN, "No receipt that can be verified")
    told = [
        standing(each, sent=None, is_paused=False, now=NOW) for each in (sealed, waiting, refused, claimed)
    ]
    assert len({each.mark for each in told[:3]}) == 3
    assert told[1].share == 25
    assert "Refused: " in told[2].told


def test_only_what_there_is_and_what_somebody_would_take_can_be_tried_again() -> None:
    assert outgoing().can_be_tried
    assert outgoing(state=BundleState.REFUSED).can_be_tried
    assert not outgoing(state=BundleState.DELIVERED).can_be_tried
    assert not outgoing(can_be_sent=False).can_be_tried
    assert not outgoing(name="erased-walk00000001-1").can_be_tried


def test_the_list_is_a_sound_model_that_grows_page_by_page(qtbot: QtBot) -> None:
    model = OutboxModel(MovingClock(NOW))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked: list[int] = []
    model.more_asked.connect(asked.append)
    model.show([outgoing(each) for each in range(100)], has_more=True)
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    model.append([outgoing(each) for each in range(99, 150)], has_more=False)
    assert (asked, model.rowCount()) == ([100], 150)
    model.show_sent(Sent("walk00000003", 1, 1, 2), is_paused=False)
    spoken = model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Sending 50 %" in spoken
    model.show([])
    assert tester.model() is model


def test_a_delivered_bundle_shows_its_receipt_and_every_attempt(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    row = laptop.seal()
    program = at_work()
    page = at_the_outbox(program, qtbot, 1)
    press(page, "outboxSend")
    qtbot.waitUntil(lambda: find(page, "outboxEmpty").isVisible())
    press(page, "outboxFilter.delivered")
    qtbot.waitUntil(lambda: said(page, "outboxState").startswith("✓ Delivered"))
    assert laptop.house.id in said(page, "outboxReceipt")
    assert row.sha256 in said(page, "outboxReceipt").replace(" ", "")
    log = find(page, "outboxLog", QPlainTextEdit)
    qtbot.waitUntil(lambda: "Sending · done" in log.toPlainText())
    press(page, "outboxCopyDetails")
    copied = QApplication.clipboard().text()
    assert row.sha256 in copied
    assert TOKEN not in copied
    assert not find(page, "outboxRetry").isVisible()


def test_what_nobody_signed_a_receipt_for_is_never_shown_as_delivered(laptop: Laptop) -> None:
    row = laptop.seal()
    laptop.syncing().drain()
    (sound,) = heap(laptop.vault, Filter.DELIVERED, is_paused=False).rows
    assert sound.receipt is not None
    laptop.vault.offices.change(laptop.house.id, document=_another_office())
    (forged,) = heap(laptop.vault, Filter.DELIVERED, is_paused=False).rows
    assert forged.receipt is None
    assert standing(forged, sent=None, is_paused=False, now=NOW).stand is Stand.UNPROVEN
    assert forged.bundle.sha256 == row.sha256


def _another_office() -> str:
    from cxo_core.bundle.office import OfficeKeys

    return OfficeKeys.new("Somebody else")[0].to_bytes().decode()


def test_a_refused_bundle_says_why_and_what_to_do_and_can_be_tried_again(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    row = laptop.seal()
    refusal = b'{"code":"bundle-damaged","details":{},"status":422,"title":"x","type":"urn:cxo:problem:bundle-damaged"}'
    head = {"content_type": "application/problem+json", "content_length": str(len(refusal))}
    laptop.line.always = where("/bundles", says(422, refusal, **head))
    program = at_work()
    page = at_the_outbox(program, qtbot, 1)
    press(page, "outboxSend")
    qtbot.waitUntil(lambda: said(page, "outboxState").startswith("⚠ Refused"))
    assert said(page, "outboxSentence").endswith(".")
    qtbot.waitUntil(lambda: said(page, "outboxSituation").startswith("⚠ 1 refused"))
    log = find(page, "outboxLog", QPlainTextEdit)
    qtbot.waitUntil(lambda: "Sending" in log.toPlainText())
    laptop.line.clear()
    press(page, "outboxRetry")
    vault = program.desk.vault

    def is_delivered() -> bool:
        found = vault.bundles.one(row.walkthrough_id, row.revision)
        return found is not None and found.state is BundleState.DELIVERED

    qtbot.waitUntil(is_delivered)


@pytest.mark.parametrize("is_one_more", [False, True])
def test_what_is_chosen_stays_chosen_whatever_key_is_down_while_the_list_is_looked_at_again(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot, *, is_one_more: bool
) -> None:
    for _each in range(3):
        laptop.seal()
    program = at_work()
    page = at_the_outbox(program, qtbot, 3)
    shown = find(page, "outboxList", QListView)
    chosen, model = shown.selectionModel(), shown.model()
    chosen.setCurrentIndex(model.index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    chosen.select(model.index(2, 0), QItemSelectionModel.SelectionFlag.Select)

    def digests() -> set[str]:
        return {index.data(OUTGOING).bundle.sha256 for index in chosen.selectedRows()}

    before = digests()
    assert find(page, "outboxRetry", QAbstractButton).text() == "Try these 2 now"
    QTest.keyPress(shown, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    if is_one_more:
        sealed_walk(program.desk.vault, laptop.clock, laptop.house.keys, ())
    program.desk.office.sync.rounded.emit(Round())
    qtbot.waitUntil(lambda: not program.lanes.record.is_busy)
    QTest.keyRelease(shown, Qt.Key.Key_Control)
    assert model.rowCount() == 3 + is_one_more
    assert len(before) == 2
    assert digests() == before


def test_the_bundle_in_view_is_tried_again_though_nothing_is_marked(
    laptop: Laptop, at_work: AtWork, qtbot: QtBot
) -> None:
    laptop.seal()
    program = at_work()
    page = at_the_outbox(program, qtbot, 1)
    find(page, "outboxList", QListView).clearSelection()
    assert find(page, "outboxRetry", QAbstractButton).text() == "Try this one now"
    press(page, "outboxRetry")
    qtbot.waitUntil(lambda: find(page, "outboxEmpty").isVisible())


def test_pause_and_resume_by_their_key(laptop: Laptop, at_work: AtWork, qtbot: QtBot) -> None:
    laptop.seal()
    program = at_work()
    page = at_the_outbox(program, qtbot, 1)
    key(page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(page, "outboxSituation") == "‖ Sending is paused · 1 waiting")
    qtbot.waitUntil(lambda: said(page, "outboxState") == "‖ Paused")
    key(page, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: find(page, "outboxEmpty").isVisible())


def test_thousands_of_delivered_bundles_come_a_page_at_a_time(laptop: Laptop) -> None:
    row = laptop.seal()
    laptop.syncing().drain()
    kept = laptop.now(row)
    assert kept.receipt is not None
    with laptop.vault.bundles._database.transaction() as run:
        run(
            "WITH RECURSIVE n(x) AS (SELECT 2 UNION ALL SELECT x + 1 FROM n WHERE x < 3000)"
            " INSERT INTO bundles SELECT number, x, manifest_digest, sha256 || x, bytes, name || x, sealed_at, state,"
            " office, upload, sent_bytes, attempts, next_try, problem, receipt, delivered_at FROM n, bundles"
            " WHERE revision = 1"
        )
    seen = heap(laptop.vault, Filter.ALL, is_paused=False)
    assert (seen.open, seen.delivered, seen.has_more) == (0, 3000, True)
    assert len(seen.rows) == 100


@pytest.mark.parametrize("outcome", ["done", "office-unreachable", "of-a-later-program"])
def test_a_line_of_the_log_reads_as_a_sentence(outcome: str) -> None:
    from cxo_desktop.ui.outbox.log_words import line_words

    words = line_words(LogLine(NOW, "0123", "send", outcome, details={"bytes": "12"}))
    assert " · Sending · " in words
    assert words.endswith("bytes=12")
    assert (outcome in words) == (outcome != "office-unreachable")
