"""The first line: what is walked, where, which visit, who records, and what is safe."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from cxo_core.walkthrough import Status
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.measure import grown, target
from cxo_desktop.ui.recorder.saved_mark import SavedMark
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.elided import Elided
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, pick


class Header(QWidget):
    """Asks to leave, to pause or resume, and to finish."""

    left_asked = Signal()
    pause_asked = Signal()
    finish_asked = Signal()

    def __init__(self, live: LiveRecord) -> None:
        super().__init__()
        named(self, "recorderHead", _("Walkthrough"))
        self._live = live
        self._shown: tuple[object, ...] = ()
        state = live.look.state
        back = button("recorderBack", "‹", self.left_asked.emit, tone="quiet", spoken=_("Back"))
        back.setProperty("look", "finger")
        back.setMinimumWidth(target())
        item = Elided("recorderItem", pick(state.item.title) if state.item else _("Walkthrough"))
        item.setProperty("text_size", "section")
        where = " ".join(part for part in (state.hall, state.window) if part)
        role = " · ".join(name_of(each) for each in (state.role, state.channel) if each)
        self._place = Elided("recorderPlace", "　".join(part for part in (role, where) if part))
        self._place.setProperty("tone", "quiet")
        self._visit = Elided("recorderVisit", "")
        self._visit.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._who = self._officers()
        self._pause = button("recorderPause", "", self.pause_asked.emit, keys="Ctrl+B")
        self._finish = button(
            "recorderFinish", _("Finish"), self.finish_asked.emit, tone="primary", keys="Ctrl+Enter"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(back)
        row.addWidget(item, 3)
        row.addWidget(self._place, 4)
        row.addWidget(self._visit)
        row.addWidget(self._who)
        row.addWidget(SavedMark(live))
        row.addWidget(self._pause)
        row.addWidget(self._finish)
        self.show_look(live.look)

    def show_look(self, seen: Look) -> None:
        state = seen.state
        shown = (state.status, len(state.visits), state.visit_now is not None, len(state.officers))
        if shown == self._shown:
            return
        if self._shown and self._shown[3] != len(state.officers):
            self._fill_officers()
        self._shown = shown
        visits = len(state.visits)
        self._visit.set_words(
            (
                _("Visit {number}").format(number=visits)
                if state.visit_now
                else _("{count} visits made").format(count=visits)
            )
            if visits
            else ""
        )
        self._visit.setVisible(bool(visits))
        is_paused = state.status in (Status.PAUSED, Status.FINISHED)
        self._pause.setText(_("▶ Resume") if is_paused else _("‖ Pause"))
        self._pause.setAccessibleName(_("Resume") if is_paused else _("Pause"))
        self._pause.setEnabled(state.status is not Status.SEALED)

    def next_officer(self) -> None:
        """The next officer records from now on."""
        if self._who.count() > 1:
            self._who.setCurrentIndex((self._who.currentIndex() + 1) % self._who.count())

    def _officers(self) -> QComboBox:
        who = AskedBox("recorderOfficer", _("Who records now"), self, description="Ctrl+U")
        who.setToolTip(_("Who records now") + "  Ctrl+U")
        who.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        who.setProperty("look", "finger")
        who.setMaximumWidth(grown(150))
        self._who = who
        self._fill_officers()
        who.currentIndexChanged.connect(self._choose)
        return who

    def _fill_officers(self) -> None:
        officers = self._live.look.state.officers
        self._who.blockSignals(True)
        self._who.clear()
        for officer in officers:
            self._who.addItem(officer.name, officer.id)
        self._who.setCurrentIndex(max(0, self._who.findData(self._live.by)))
        self._who.blockSignals(False)
        self._who.setVisible(bool(officers))
        self._who.setEnabled(len(officers) > 1)

    def _choose(self, at: int) -> None:
        self._live.by = str(self._who.itemData(at))
