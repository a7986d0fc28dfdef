"""The sealed bundles as a list: what is still open first, then what was delivered, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from cxo_core.moment import Clock
from cxo_desktop.measure_words import size_text
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.outbox.outgoing import Held
from cxo_desktop.ui.outbox.standing import Sent, Standing, standing
from cxo_desktop.ui.outbox.wishes import Wish, wish_about, wish_standing, wish_title
from cxo_desktop.words import _, pick

Index = QModelIndex | QPersistentModelIndex

OUTGOING = Qt.ItemDataRole.UserRole
STANDING = Qt.ItemDataRole.UserRole + 1


class OutboxModel(QAbstractListModel):
    """`more_asked` gives how many rows there are so far; whoever hears it answers with `append`."""

    more_asked = Signal(int)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._rows: list[Held] = []
        self._has_more = False
        self._is_asking = False
        self._sent: Sent | None = None
        self._is_paused = False

    def show(self, rows: Sequence[Held], *, has_more: bool = False, is_paused: bool = False) -> None:
        """Other rows. Where the same bundles stand in the same order, only what changed is painted anew."""
        self._is_paused, self._has_more, self._is_asking = is_paused, has_more, False
        if [each.place for each in rows] == [each.place for each in self._rows]:
            self._rows = list(rows)
            self.look_again()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Held], *, has_more: bool) -> None:
        """The page behind the last row."""
        self._has_more, self._is_asking = has_more, False
        known = {each.place for each in self._rows}
        new = [each for each in rows if each.place not in known]
        if new:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def show_sent(self, sent: Sent | None, *, is_paused: bool) -> None:
        """How far the bundle on its way has got."""
        self._sent, self._is_paused = sent, is_paused
        self.look_again()

    def look_again(self) -> None:
        """The time went on: what waits may be due."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def at(self, row: int) -> Held | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, place: tuple[str, int]) -> int:
        """The row of a bundle; −1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each.place == place), -1)

    def standing_of(self, held: Held) -> Standing:
        if isinstance(held, Wish):
            return wish_standing(held, is_paused=self._is_paused, now=self._now())
        return standing(held, sent=self._sent, is_paused=self._is_paused, now=self._now())

    def every(self) -> tuple[Held, ...]:
        return tuple(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more and not self._is_asking

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._is_asking = True
            self.more_asked.emit(len(self._rows))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        held = self.at(index.row()) if index.isValid() else None
        if held is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title_words(held)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{title_words(held)}\n{about_words(held)}\n{self.standing_of(held).told}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{title_words(held)}, {self.standing_of(held).told}, {about_words(held)}"
            case _ if role == OUTGOING:
                return held
            case _ if role == STANDING:
                return self.standing_of(held)
        return None

    def _now(self) -> datetime:
        return self._clock.now().wall


def title_words(held: Held) -> str:
    if isinstance(held, Wish):
        return wish_title(held)
    return pick(held.title) or _("Walkthrough")


def about_words(held: Held) -> str:
    """Which revision, when it was sealed, how large."""
    if isinstance(held, Wish):
        return wish_about(held)
    bundle = held.bundle
    parts = (
        _("revision {number}").format(number=bundle.revision),
        _("sealed {when}").format(when=day_and_time(bundle.sealed_at)),
        size_text(bundle.bytes),
    )
    return " · ".join(parts)
