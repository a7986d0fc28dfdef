"""The clipboard forgets what came out of a secret field, however it was copied, and leaves alone what others put there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_desktop.app import Program
from cxo_desktop.services.recording import Recording
from cxo_desktop.storage import passphrase
from cxo_desktop.storage.passphrase import Cost
from cxo_desktop.ui.locking.clipboard import KEPT_MS, SecretClipboard
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.widgets.labels import selectable
from cxo_desktop.ui.widgets.secret import secret
from helpers.recordings import MovingClock, begun, vault_in
from helpers.screen import find, key, wait_for_page, write

PASSPHRASE = "harbour violin seventeen"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Form(QWidget):
    """A secret label, a secret line and an ordinary one."""

    def __init__(self) -> None:
        super().__init__()
        self.key = secret(selectable("key", "AAAA-BBBB-CCCC", "Key"))
        self.number = secret(QLineEdit("A032"))
        self.note = QLineEdit("nothing secret")
        column = QVBoxLayout(self)
        for each in (self.key, self.number, self.note):
            column.addWidget(each)


@pytest.fixture
def clipboard(qapp: QApplication) -> QClipboard:
    held = QGuiApplication.clipboard()
    held.clear()
    return held


@pytest.fixture
def watched(qapp: QApplication, clipboard: QClipboard) -> Iterator[SecretClipboard]:
    secrets = SecretClipboard(clipboard)
    secrets.watch(qapp)
    yield secrets
    shiboken6.delete(secrets)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    shown = Form()
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


def choose_all(widget: QLabel | QLineEdit) -> None:
    widget.setFocus()
    if isinstance(widget, QLabel):
        widget.setSelection(0, len(widget.text()))
    else:
        widget.selectAll()


def mark(clipboard: QClipboard) -> bytes:
    return bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data())


@pytest.mark.parametrize("which", ["key", "number"])
def test_what_is_copied_by_hand_from_a_secret_field_is_marked_and_goes(
    form: Form, watched: SecretClipboard, clipboard: QClipboard, qtbot: QtBot, which: str
) -> None:
    widget = getattr(form, which)
    choose_all(widget)
    key(widget, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == widget.text()
    assert mark(clipboard) == b"secret"
    assert watched._timer.interval() == KEPT_MS
    assert watched._timer.isActive()
    watched._timer.timeout.emit()
    assert clipboard.text() == ""


def test_cut_and_the_context_menu_count_too(
    form: Form, watched: SecretClipboard, clipboard: QClipboard, qtbot: QtBot
) -> None:
    choose_all(form.number)
    key(form.number, Qt.Key.Key_X, CONTROL)
    assert mark(clipboard) == b"secret"
    assert clipboard.text() == "A032"
    assert form.number.text() == ""
    watched.clear()
    assert clipboard.text() == ""
    choose_all(form.key)
    where = QPoint(5, 5)
    QApplication.sendEvent(
        form.key, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, form.key.mapToGlobal(where))
    )
    (menu,) = (
        each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()
    )
    next(act for act in menu.actions() if "Copy" in act.text()).trigger()
    menu.close()
    assert clipboard.text() == "AAAA-BBBB-CCCC"
    qtbot.waitUntil(lambda: mark(clipboard) == b"secret")
    watched.clear()
    assert clipboard.text() == ""


def test_an_ordinary_field_and_another_program_keep_what_they_copied(
    form: Form, watched: SecretClipboard, clipboard: QClipboard
) -> None:
    choose_all(form.note)
    key(form.note, Qt.Key.Key_C, CONTROL)
    assert not watched._timer.isActive()
    watched.clear()
    assert clipboard.text() == "nothing secret"
    choose_all(form.key)
    key(form.key, Qt.Key.Key_C, CONTROL)
    form.note.setFocus()
    other = QMimeData()
    other.setText("a telephone number")
    clipboard.setMimeData(other)
    watched._timer.timeout.emit()
    assert clipboard.text() == "a telephone number"


def test_dots_are_not_copied(form: Form, watched: SecretClipboard, clipboard: QClipboard) -> None:
    form.number.setEchoMode(QLineEdit.EchoMode.Password)
    choose_all(form.number)
    key(form.number, Qt.Key.Key_C, CONTROL)
    assert clipboard.text() == ""


def test_a_number_copied_from_the_recorder_is_gone_when_the_window_locks(
    start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "COST", Cost(1, 64, 1))
    with vault_in(tmp_path) as vault:
        vault.change_passphrase(PASSPHRASE)
        Recording(vault, MovingClock(), begun(vault, MovingClock()).id, by="o1").tap(Kind.ARRIVED, {})
    program: Program = start()
    page = wait_for_page(qtbot, program.window, "recorder")
    assert isinstance(page, RecorderPage)
    key(page, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(QLineEdit, "detail.number")))
    line = write(program.window, "detail.number", "A032")
    line.selectAll()
    key(line, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "A032"
    assert find(program.window, "timeline").property("secret")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    program.lock.close()
    assert program.lock.is_closed
    assert QGuiApplication.clipboard().text() == ""


def test_a_secret_in_the_clipboard_goes_unless_somebody_else_put_something_there(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    secret = SecretClipboard(clipboard)
    secret.keep("AAAA-BBBB")
    assert clipboard.text() == "AAAA-BBBB"
    secret.clear()
    assert clipboard.text() == ""
    secret.keep("AAAA-BBBB")
    other = QMimeData()
    other.setText("a telephone number")
    clipboard.setMimeData(other)
    secret.clear()
    assert clipboard.text() == "a telephone number"
    clipboard.clear()
