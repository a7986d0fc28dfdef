"""What the library is narrowed by. Typing waits a moment before it asks; everything else asks at once."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from cxo_core.roles import Channel, Role
from cxo_core.walkthrough import Status
from cxo_desktop.kind_words import name_of
from cxo_desktop.ui.theme import scaled_to_text
from cxo_desktop.ui.widgets.asked_box import AskedBox
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.flow import FlowLayout
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.storage.library import LibraryQuery

TYPING_PAUSE_MS = 150
CHOSEN_DAYS = "chosen"
REMOVED = "removed"
"""Instead of a state: what was erased."""


class Filters(QWidget):
    """One row that breaks into two where the words are long."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "libraryFilters", _("Filters"))
        self._text = named(QLineEdit(), "librarySearch", _("Search"))
        self._text.setPlaceholderText(_("Search item, place, paper, note, finding… (Ctrl+F)"))
        self._text.setClearButtonEnabled(True)
        self._text.setMinimumWidth(scaled_to_text(250))
        self._status = _box("libraryStatus", _("State"))
        self._status.addItem(_("Every state"), "")
        self._status.addItem(
            _("Not sealed yet"), " ".join(each for each in Status if each is not Status.SEALED)
        )
        for status in Status:
            self._status.addItem(name_of(status), status.value)
        self._status.addItem(_("Erased for good"), REMOVED)
        self._role = _box("libraryRole", _("Role"))
        self._role.addItem(_("Every role"), "")
        for role in Role:
            self._role.addItem(name_of(role), role.value)
        self._channel = _box("libraryChannel", _("Channel"))
        self._channel.addItem(_("Every channel"), "")
        for channel in Channel:
            self._channel.addItem(name_of(channel), channel.value)
        self._days = _box("libraryDays", _("Days"))
        for words, days in (
            (_("Any day"), ""),
            (_("Today"), "0"),
            (_("Last 7 days"), "6"),
            (_("Last 30 days"), "29"),
        ):
            self._days.addItem(words, days)
        self._days.addItem(_("From … to …"), CHOSEN_DAYS)
        self._from = _date("libraryFrom", _("From this day"))
        self._to = _date("libraryTo", _("To this day"))
        self._order = _box("libraryOrder", _("Order"))
        self._order.addItem(_("Newest first"), "newest")
        self._order.addItem(_("Oldest first"), "oldest")
        self._clear = button("libraryClear", _("Clear filters"), self.clear, tone="quiet")
        self._boxes = (self._status, self._role, self._channel, self._days, self._order)
        row = FlowLayout(self)
        for each in (self._text, *self._boxes[:4], self._from, self._to, self._order, self._clear):
            row.addWidget(each)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._text.textChanged.connect(lambda _typed: self._pause.start())
        self._text.returnPressed.connect(self.ask_now)
        for box in self._boxes:
            box.currentIndexChanged.connect(lambda _row: self._ask_at_once())
        for editor in (self._from, self._to):
            editor.dateChanged.connect(lambda _date: self._ask_at_once())
        self._show_days()

    @property
    def is_narrowing(self) -> bool:
        return bool(self._text.text().strip()) or any(box.currentIndex() > 0 for box in self._boxes[:4])

    @property
    def is_removed(self) -> bool:
        """Whether what was erased is asked for, by the words and days alone."""
        return bool(self._status.currentData() == REMOVED)

    def choose_removed(self) -> None:
        self._status.setCurrentIndex(self._status.findData(REMOVED))

    def query(self) -> "LibraryQuery":
        """What is chosen now; days are whole days in this machine's time zone."""
        from cxo_desktop.storage.library import LibraryQuery, Order

        first, last = self._span()
        return LibraryQuery(
            text=self._text.text().strip(),
            status=() if self.is_removed else tuple(self._status.currentData().split()),
            role=self._role.currentData(),
            channel=self._channel.currentData(),
            started_from=first,
            started_before=last,
            order=Order(self._order.currentData()),
        )

    def focus_search(self) -> None:
        self._text.setFocus()
        self._text.selectAll()

    def clear(self) -> None:
        for box in self._boxes:
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._text.clear()
        self._ask_at_once()

    def ask_now(self) -> None:
        """Does not wait for more typing."""
        self._pause.stop()
        self.changed.emit()

    def _ask_at_once(self) -> None:
        self._show_days()
        self.ask_now()

    def _show_days(self) -> None:
        is_chosen = self._days.currentData() == CHOSEN_DAYS
        self._from.setVisible(is_chosen)
        self._to.setVisible(is_chosen)
        self._clear.setVisible(self.is_narrowing)
        for box in (self._role, self._channel, self._order):
            box.setVisible(not self.is_removed)

    def _span(self) -> tuple[datetime | None, datetime | None]:
        days = self._days.currentData()
        if days == CHOSEN_DAYS:
            return _midnight(self._from.date()), _midnight(self._to.date()) + timedelta(days=1)
        if days:
            return _midnight(QDate.currentDate().addDays(-int(days))), None
        return None, None


def _midnight(day: QDate) -> datetime:
    moment = datetime.combine(datetime(day.year(), day.month(), day.day()), time.min)
    return moment.astimezone()


def _box(name: str, spoken: str) -> QComboBox:
    return AskedBox(name, spoken)


def _date(name: str, spoken: str) -> QDateEdit:
    made = named(QDateEdit(QDate.currentDate()), name, spoken)
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy-MM-dd")
    return made
