"""What can be done in the outbox: send, pause, and the stick both ways. Wraps where there is no room in one row."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cxo_desktop.ui.outbox.stick import Busy, StickDesk
from cxo_desktop.ui.sending.situation import Situation
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _


class Tools(QWidget):
    """Asks; the page does."""

    send_asked = Signal()
    pause_asked = Signal()
    enrolment_asked = Signal()
    save_asked = Signal()
    read_asked = Signal()

    def __init__(self, stick: StickDesk) -> None:
        super().__init__()
        named(self, "outboxTools", _("Outbox"))
        self._has_open = False
        self._has_office = False
        self._is_paused = False
        self._send = button(
            "outboxSend",
            _("Send now"),
            self.send_asked.emit,
            tone="primary",
            picture="outbox",
            keys="Ctrl+Enter",
        )
        self._pause = button("outboxPause", _("Pause"), self.pause_asked.emit, picture="pause", keys="Ctrl+B")
        self._enrol = button(
            "outboxEnrol", _("Enrol with an office…"), self.enrolment_asked.emit, picture="key"
        )
        self._save = button(
            "outboxCopy", _("Save to a stick…"), self.save_asked.emit, picture="stick", keys="Ctrl+S"
        )
        self._read = button(
            "outboxRead", _("Read a stick…"), self.read_asked.emit, picture="folder", keys="Ctrl+O"
        )
        self._bar = named(QProgressBar(), "outboxStickProgress", _("Progress of the stick"))
        self._stop = button("outboxStickStop", _("Cancel"), stick.cancel, picture="stop")
        flow = FlowLayout(gap=SPACE_S)
        for each in (self._send, self._pause, self._enrol, self._save, self._read, self._stop):
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._bar)
        column.addLayout(flow)
        stick.busy_changed.connect(self._show_busy)
        self._show_busy(stick.busy)
        self._offer()

    def offer(self, *, has_open: bool, has_office: bool) -> None:
        """What makes sense now."""
        self._has_open, self._has_office = has_open, has_office
        self._offer()

    def show_situation(self, seen: Situation) -> None:
        self._is_paused = seen.is_paused
        self._has_office = seen.has_office
        self._offer()

    def _offer(self) -> None:
        self._send.setVisible(self._has_office)
        self._pause.setVisible(self._has_office)
        self._enrol.setVisible(not self._has_office)
        words = _("Resume sending") if self._is_paused else _("Pause sending")
        if words != self._pause.text():
            self._pause.setText(words)
            self._pause.setAccessibleName(words)

    def _show_busy(self, busy: Busy | None) -> None:
        for each in (self._bar, self._stop):
            each.setVisible(busy is not None)
        for each in (self._save, self._read):
            each.setEnabled(busy is None)
        if busy is not None:
            self._bar.setRange(0, busy.total)
            self._bar.setValue(busy.done)
            self._bar.setFormat(busy.words)
            self._bar.setAccessibleDescription(busy.words)
