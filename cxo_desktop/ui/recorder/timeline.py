"""The timeline with what can be done to an entry: correct, strike out, undo, redo, enter late."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QGridLayout, QListView, QVBoxLayout, QWidget

from cxo_core.entry import Entry
from cxo_core.kinds import HOUSEKEEPING
from cxo_core.moment import Clock
from cxo_desktop.ui.recorder.look import Look
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.timeline_delegate import TimelineDelegate
from cxo_desktop.ui.recorder.timeline_model import TimelineModel
from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import section
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.ui.widgets.secret import secret
from cxo_desktop.words import _


class Timeline(QWidget):
    """Enter corrects the chosen entry, Delete strikes it out."""

    correction_asked = Signal(object)
    strike_asked = Signal(object)
    undo_asked = Signal()
    redo_asked = Signal()
    late_asked = Signal()

    def __init__(self, seen: Look, clock: Clock) -> None:
        super().__init__()
        named(self, "timelinePanel", _("Timeline"))
        self.model = TimelineModel(seen.state, clock)
        self._newest = len(seen.state.entries)
        self.view = named(secret(_Rows(self)), "timeline", _("Timeline"), description="Ctrl+T")
        self.view.setModel(self.model)
        self._delegate = TimelineDelegate(self.model, clock)
        self.view.setItemDelegate(self._delegate)
        self._all = named(QCheckBox(_("Everything")), "timelineAll", _("Show every entry"))
        self._all.toggled.connect(self.model.show_all)
        self._undo = button("undo", _("Undo"), self.undo_asked.emit, picture="undo", keys="Ctrl+Z")
        self._redo = button("redo", _("Redo"), self.redo_asked.emit, picture="redo", keys="Ctrl+Y")
        self._correct = button("correct", _("Correct"), self._ask_correction, picture="edit", keys="Enter")
        late = button("late", _("Late entry"), self.late_asked.emit, picture="clock", keys="Ctrl+L")
        for each in (self._undo, self._redo, self._correct, late):
            each.setProperty("look", "compact")
        head = QGridLayout()
        head.addWidget(section("timelineTitle", _("Timeline")), 0, 0)
        head.addWidget(self._all, 0, 1, Qt.AlignmentFlag.AlignRight)
        foot = QGridLayout()
        foot.setSpacing(SPACE_XS)
        foot.addWidget(self._undo, 0, 0)
        foot.addWidget(self._redo, 0, 1)
        foot.addWidget(late, 1, 0)
        foot.addWidget(self._correct, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.setMinimumWidth(grown(200))
        self.view.selectionModel().currentChanged.connect(lambda *_places: self._show_choice())
        self._show_choice()

    def show_look(self, seen: Look) -> None:
        self.model.show_state(seen.state)
        self._bring_newest_into_view(len(seen.state.entries))
        self._undo.setEnabled(seen.state.undoable is not None)
        self._redo.setEnabled(seen.state.redoable is not None)
        self._show_choice()

    @property
    def chosen(self) -> Entry | None:
        index = self.view.currentIndex()
        return self.model.entry_at(index.row()) if index.isValid() else None

    def choose(self, seq: int) -> None:
        """Brings an entry into view and chooses it."""
        row = self.model.row_of(seq)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))

    def focus(self) -> None:
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _bring_newest_into_view(self, seq: int) -> None:
        """What was just entered is seen, also where its time puts it far down."""
        if seq > self._newest:
            self._newest = seq
            if (row := self.model.row_of(seq)) is not None:
                self.view.scrollTo(self.model.index(row))

    def _show_choice(self) -> None:
        is_open = self.chosen is not None and self.chosen.kind not in HOUSEKEEPING
        self._correct.setEnabled(is_open)

    def _ask_correction(self) -> None:
        if self.chosen is not None and self.chosen.kind not in HOUSEKEEPING:
            self.correction_asked.emit(self.chosen)

    def _ask_strike(self) -> None:
        if self.chosen is not None and self.chosen.kind not in HOUSEKEEPING:
            self.strike_asked.emit(self.chosen)


class _Rows(QListView):
    """A list whose page keys scroll it, whatever they do elsewhere."""

    def __init__(self, panel: Timeline) -> None:
        super().__init__()
        self._panel = panel
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self._panel._ask_correction()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._panel._ask_strike()
            case _:
                super().keyPressEvent(event)
