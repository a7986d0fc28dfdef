"""The pieces of the recorder and where they stand: steps left, the step in the middle, the timeline right."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxo_core.moment import Clock
from cxo_core.scheme import Scheme
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.bars import Bars
from cxo_desktop.ui.recorder.comment_bar import CommentBar
from cxo_desktop.ui.recorder.detail_bar import DetailBar
from cxo_desktop.ui.recorder.event_keys import EventKeys
from cxo_desktop.ui.recorder.finding_menu import FindingMenu
from cxo_desktop.ui.recorder.header import Header
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.note_field import NoteField
from cxo_desktop.ui.recorder.photo_intake import PhotoIntake
from cxo_desktop.ui.recorder.photo_model import PhotoModel
from cxo_desktop.ui.recorder.photo_strip import SIDE, PhotoStrip
from cxo_desktop.ui.recorder.running_clocks import RunningClocks
from cxo_desktop.ui.recorder.step_panel import StepPanel
from cxo_desktop.ui.recorder.step_rail import StepRail
from cxo_desktop.ui.recorder.timeline import Timeline
from cxo_desktop.ui.theme import SPACE_M, SPACE_S
from cxo_desktop.ui.voice.player import Player
from cxo_desktop.ui.voice.shelf import VoiceShelf
from cxo_desktop.ui.widgets.focus_watch import FocusWatch
from cxo_desktop.ui.widgets.naming import named, show_checked
from cxo_desktop.ui.widgets.scrolling import ScrollDown
from cxo_desktop.ui.widgets.tab_order import tab_as_read
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs

_LOW, _TALL = 620, 860
"""Heights at 100 % text: below the one the whole middle scrolls, below the other an open line takes the place of the foot."""

_NARROW = 1000
"""Below this width, at 100 % text, the timeline makes room and is opened by its key."""


class Parts(QWidget):
    """Lays everything out. It decides nothing: the page connects the pieces."""

    def __init__(
        self,
        live: LiveRecord,
        scheme: Scheme,
        clock: Clock,
        work: Lane,
        photographs: "Callable[[], Photographs]",
        player: Player,
        home: QWidget,
    ) -> None:
        super().__init__()
        named(self, "recorderParts", _("Recorder"))
        state = live.look.state
        self.header = Header(live)
        self.rail = StepRail(scheme)
        self.keys = EventKeys(scheme)
        self.details = DetailBar(live, scheme.activities)
        self.clocks = RunningClocks(clock)
        self.comments = CommentBar()
        self.step = StepPanel(scheme)
        self.note = NoteField(live)
        photos = PhotoModel(photographs, work, grown(SIDE))
        self.intake = PhotoIntake(live, photographs, player.voices, work, self)
        takes_photos = state.locked.get("photos", True) is not False
        self.photos = PhotoStrip(photos, self.intake, takes_photos=takes_photos)
        self.voices = VoiceShelf(is_allowed=takes_photos)
        self.findings = FindingMenu()
        self.timeline = Timeline(live.look, clock)
        self.bars = Bars(scheme, clock, photos, player, home)
        self._timeline_button = self._make_timeline_button()
        self._is_timeline_wished = False
        self._is_low = False
        self._lay_out()
        self.bars.changed.connect(self._make_room)
        watch = FocusWatch(self)
        for widget in (self.note, self.photos.view):
            watch.watch(widget)
        for told in (watch.focused, self.step.focused):
            told.connect(self._bring_into_view)

    def show_look(self, seen: Look) -> None:
        """Brings every piece to the look; each changes only what is different."""
        self.header.show_look(seen)
        self.rail.show_look(seen)
        self.clocks.show_look(seen)
        self.note.show_state(seen.state)
        self.step.show_look(seen)
        self.photos.show_state(seen.state)
        self.voices.show_state(seen.state, is_recording=seen.is_recording)
        self.findings.show_state(seen.state)
        self.timeline.show_look(seen)
        for writing in (self.note, self.photos):
            writing.setEnabled(seen.is_recording)

    def show_timeline(self, is_wished: bool) -> None:
        self._is_timeline_wished = is_wished
        self.fit(self.width(), self.height())

    def fit(self, width: int, height: int) -> None:
        """Where there is no room for three columns the timeline takes the place of the steps when it is asked for; where
        the middle is too low for everything it scrolls as a whole."""
        self.step.show_whole(height < grown(_LOW))
        self._is_low = height < grown(_TALL)
        self._make_room()
        is_narrow = width < grown(_NARROW)
        self._timeline_button.setVisible(is_narrow)
        show_checked(self._timeline_button, self._is_timeline_wished)
        self.timeline.setVisible(not is_narrow or self._is_timeline_wished)
        self.rail.setVisible(not (is_narrow and self._is_timeline_wished))

    def _make_room(self) -> None:
        self._foot.setVisible(self.bars.open_one is None or not self._is_low)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Large text: what has the keyboard is seen, once everything has found its place."""
        QTimer.singleShot(0, widget, lambda: self._middle.ensureWidgetVisible(widget, 0, grown(24)))

    def _make_timeline_button(self) -> QPushButton:
        made = named(QPushButton(), "timelineToggle", _("Timeline"), description="Ctrl+T")
        made.setText(_("Timeline"))
        made.setCheckable(True)
        made.setProperty("look", "fold")
        made.toggled.connect(self.show_timeline)
        return made

    def _lay_out(self) -> None:
        self.note.setFixedHeight(grown(SIDE + 16))
        self.photos.setFixedHeight(grown(SIDE + 16))
        self._foot = named(QWidget(), "recorderFoot")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(SPACE_S)
        foot.addWidget(self.note, 5)
        foot.addWidget(self.photos, 5)
        foot.addWidget(self.voices)
        foot.addWidget(self.findings)
        inside = named(QWidget(), "recorderMiddle")
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(SPACE_S)
        middle.addWidget(self.keys)
        middle.addWidget(self.details)
        self.details.asked.connect(lambda: tab_as_read(inside))
        top = QHBoxLayout()
        top.addWidget(self.clocks, 1)
        top.addWidget(self._timeline_button)
        middle.addLayout(top)
        middle.addWidget(self.comments)
        middle.addWidget(self.step, 1)
        middle.addWidget(self._foot)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_M)
        columns.addWidget(self.rail, 20)
        self._middle = _scrolling(inside)
        columns.addWidget(self._middle, 75)
        columns.addWidget(self.timeline, 27)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.header)
        column.addWidget(_line("headLine"))
        column.addLayout(columns, 1)
        column.addWidget(self.bars)


def _scrolling(inside: QWidget) -> ScrollDown:
    """With large text even the keys may scroll; at ordinary sizes only the step does."""
    area = ScrollDown("recorderMiddleScroll", _("Recorder"))
    area.setWidget(inside)
    return area


def _line(name: str) -> QFrame:
    made = named(QFrame(), name)
    made.setProperty("look", "line")
    return made
