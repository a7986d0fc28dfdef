"""The timeline as a list model over the entries of the record: the newest first, new entries inserted, never rebuilt."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.moment import Clock
from cxo_core.walkthrough import Walkthrough
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.recorder.entry_words import QUIET, UNSHOWN, spoken, time_text

ENTRY = Qt.ItemDataRole.UserRole + 1

AT_ONCE = 80
"""Rows a view is given at first and each time it scrolls to the end: views cost something per row at every change."""

Key = tuple[datetime, int]
Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """Rows are ordered by when things happened, so an entry that came late stands where it belongs."""

    def __init__(self, state: Walkthrough, clock: Clock) -> None:
        super().__init__()
        self.state = state
        self.shows_all = False
        self._clock = clock
        self._entries: tuple[Entry, ...] = ()
        self._rows: list[Entry] = []
        self._keys: list[Key] = []
        self._given = 0
        self._fill(state.entries)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._given

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._given < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        """Gives the next older rows."""
        more = min(AT_ONCE, len(self._rows) - self._given)
        if not more:
            return
        self.beginInsertRows(QModelIndex(), self._given, self._given + more - 1)
        self._given += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < self._given:
            return None
        entry = self.entry_at(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{time_text(entry, self._clock.now().wall)} {kind_name(entry.kind)}"
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return spoken(entry, self.state, self._clock.now().wall)
            case int() if role == ENTRY:
                return entry
            case _:
                return None

    def entry_at(self, row: int) -> Entry:
        """Row 0 is the newest."""
        return self._rows[len(self._rows) - 1 - row]

    def row_of(self, seq: int) -> int | None:
        """Where the entry with that number is shown; None where it is not."""
        if not 1 <= seq <= len(self._entries):
            return None
        place = bisect_left(self._keys, _key(self._entries[seq - 1]))
        if place == len(self._keys) or self._keys[place][1] != seq:
            return None
        row = len(self._rows) - 1 - place
        while row >= self._given:
            self.fetchMore(QModelIndex())
        return row

    def show_state(self, state: Walkthrough) -> None:
        """Brings the rows to the state: what is new is inserted, what changed is told or moved."""
        before, self.state = self._entries, state
        after = state.entries
        if len(after) < len(before) or len(after) > len(before) + AT_ONCE:
            self.beginResetModel()
            self._fill(after)
            self.endResetModel()
            return
        is_same_fold = not before or after[0] is before[0]
        changed = [] if is_same_fold else [new for old, new in zip(before, after, strict=False) if old != new]
        for entry in changed:
            self._replace(before[entry.seq - 1], entry)
        self._entries = after
        for entry in after[len(before) :]:
            self._insert(entry)
            self._tell_target(entry)
        if self._given > 2 * AT_ONCE:
            self._take_oldest_back()

    def show_all(self, shows_all: bool) -> None:
        """Everything, or only what one looks for."""
        if shows_all != self.shows_all:
            self.beginResetModel()
            self.shows_all = shows_all
            self._fill(self._entries)
            self.endResetModel()

    def _take_oldest_back(self) -> None:
        """After many taps the oldest rows wait again until somebody scrolls to them."""
        self.beginRemoveRows(QModelIndex(), AT_ONCE, self._given - 1)
        self._given = AT_ONCE
        self.endRemoveRows()

    def _fill(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self._rows = sorted((entry for entry in entries if self._is_shown(entry)), key=_key)
        self._keys = [_key(entry) for entry in self._rows]
        self._given = min(len(self._rows), AT_ONCE)

    def _is_shown(self, entry: Entry) -> bool:
        return entry.kind not in UNSHOWN and (self.shows_all or entry.kind not in QUIET)

    def _insert(self, entry: Entry) -> None:
        if not self._is_shown(entry):
            return
        place = bisect_left(self._keys, _key(entry))
        row = len(self._rows) - place
        is_given = row <= self._given
        if is_given:
            self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(place, entry)
        self._keys.insert(place, _key(entry))
        if is_given:
            self._given += 1
            self.endInsertRows()

    def _replace(self, old: Entry, new: Entry) -> None:
        place = bisect_left(self._keys, _key(old))
        if place >= len(self._keys) or self._keys[place][1] != old.seq:
            return
        row = len(self._rows) - 1 - place
        is_given = row < self._given
        if _key(old) == _key(new):
            self._rows[place] = new
            if is_given:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        if is_given:
            self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[place], self._keys[place]
        if is_given:
            self._given -= 1
            self.endRemoveRows()
        self._insert(new)

    def _tell_target(self, entry: Entry) -> None:
        """A caption or a changed finding shows on rows that did not change themselves."""
        if entry.kind in (Kind.EVIDENCE_DESCRIBED, Kind.FINDING_CHANGED) and self._rows:
            self.dataChanged.emit(self.index(0), self.index(self._given - 1))


def _key(entry: Entry) -> Key:
    return entry.placed, entry.seq
