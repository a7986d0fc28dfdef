"""The lines that open below the step: one at a time, and the keyboard goes back to where it was."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxo_core.moment import Clock
from cxo_core.scheme import Scheme
from cxo_desktop.ui.findings.finding_bar import FindingBar
from cxo_desktop.ui.people.people_bar import PeopleBar
from cxo_desktop.ui.recorder.correction_bar import CorrectionBar
from cxo_desktop.ui.recorder.extra_bar import ExtraBar
from cxo_desktop.ui.recorder.inline_bar import InlineBar
from cxo_desktop.ui.recorder.late_entry_bar import LateEntryBar
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.outcome_bar import OutcomeBar
from cxo_desktop.ui.recorder.photo_bar import PhotoBar
from cxo_desktop.ui.recorder.photo_model import PhotoModel
from cxo_desktop.ui.voice.player import Player
from cxo_desktop.ui.voice.voice_bar import VoiceBar
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.words import _


class Bars(ScrollDown):
    """Opening one line puts the others away; what was typed into them is kept by themselves."""

    changed = Signal()

    def __init__(
        self, scheme: Scheme, clock: Clock, photos: PhotoModel, player: Player, home: QWidget
    ) -> None:
        super().__init__("bars", _("More to say"))
        self.outcome = OutcomeBar(scheme)
        self.extra = ExtraBar()
        self.late = LateEntryBar(scheme, clock)
        self.correction = CorrectionBar(clock)
        self.photo = PhotoBar(scheme, photos)
        self.finding = FindingBar()
        self.people = PeopleBar()
        self.voice = VoiceBar(scheme, player)
        self._home = home
        self._before: QWidget | None = None
        self._every: tuple[InlineBar, ...] = (
            self.outcome,
            self.extra,
            self.late,
            self.correction,
            self.photo,
            self.finding,
            self.people,
            self.voice,
        )
        inside = named(QWidget(), "barsInside")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in self._every:
            column.addWidget(bar)
            bar.opened.connect(lambda bar=bar: self._make_room(bar))
            bar.closed.connect(self._give_back)
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as what is open, if the page has so much to give; else it scrolls."""
        shown, inside = self.open_one, self.widget()
        if shown is None or inside is None:
            return QSize(0, 0)
        wanted = max(shown.sizeHint().height(), shown.heightForWidth(self.width()))
        return QSize(grown(300), wanted)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(10_000, self.window().height() * 55 // 100))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @property
    def open_one(self) -> InlineBar | None:
        return next((bar for bar in self._every if not bar.isHidden()), None)

    def close_open(self) -> bool:
        """Puts the open line away; whether there was one."""
        shown = self.open_one
        if shown is not None:
            shown.put_away()
        return shown is not None

    def _make_room(self, opening: InlineBar) -> None:
        focused = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        for bar in self._every:
            if bar is not opening and not bar.isHidden():
                bar.blockSignals(bar is not self.finding)
                bar.put_away()
                bar.blockSignals(False)
        self.show()
        self.updateGeometry()
        QTimer.singleShot(0, self, self.changed.emit)

    def _give_back(self) -> None:
        if self.open_one is not None:
            return
        self.hide()
        self.changed.emit()
        before, self._before = self._before, None
        back = before if before is not None and before.isVisible() and before.isEnabled() else self._home
        back.setFocus(Qt.FocusReason.OtherFocusReason)
