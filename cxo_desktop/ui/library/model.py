"""The library's table: a window of pages over the store. What scrolled far away is let go and fetched again when needed."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from cxo_core.summary import Summary
from cxo_desktop.retention_words import day_words
from cxo_desktop.ui.dates import day_and_time
from cxo_desktop.ui.terms import channel_words, state_words
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.kept import Whole
    from cxo_desktop.storage.library import LibraryQuery, Page

MOST_PAGES = 12
"""Pages in memory at once; with fifty rows each that is more than any screen shows."""

Index = QModelIndex | QPersistentModelIndex
Answer = Callable[["Page"], None]
Ask = Callable[["LibraryQuery", str | None, Answer], None]


@dataclass(frozen=True, slots=True)
class _Held:
    """One page as the window keeps it."""

    rows: tuple[Summary, ...]
    before: str | None
    after: str | None


class LibraryModel(QAbstractTableModel):
    """`ask` fetches one page and answers later; answers to an earlier query are dropped.

    `shifted` tells by how many rows what one looks at has moved, when pages at the upper end came or went.
    """

    shifted = Signal(int)
    filled = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._query: LibraryQuery | None = None
        self._pages: deque[_Held] = deque()
        self._rows: list[Summary] = []
        self._is_asking = False
        self._days: dict[str, Whole] = {}

    def look_for(self, query: "LibraryQuery") -> None:
        """Starts anew with the first page of another query; the rows of the old one stand until it is there."""
        self._query = query
        self._is_asking = True
        self._ask(query, None, lambda page: self._begin(query, page))

    def summary(self, row: int) -> Summary | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def undated(self) -> tuple[Summary, ...]:
        """The rows in memory of which nobody said yet until when they are kept."""
        return tuple(each for each in self._rows if each.id not in self._days)

    def show_days(self, days: "Mapping[str, Whole]") -> None:
        """Until when walkthroughs are kept; what scrolled far away is forgotten."""
        here = {each.id for each in self._rows}
        self._days = {id: whole for id, whole in {**self._days, **days}.items() if id in here}
        if self._rows:
            last = self.index(len(self._rows) - 1, KEPT_COLUMN)
            self.dataChanged.emit(self.index(0, KEPT_COLUMN), last)

    def row_of(self, walkthrough: str) -> int:
        """The row of a walkthrough among those in memory; −1 where it is not."""
        return next((row for row, each in enumerate(self._rows) if each.id == walkthrough), -1)

    @property
    def has_earlier(self) -> bool:
        """Whether rows above the first one in memory were let go."""
        return bool(self._pages) and self._pages[0].before is not None

    def fetch_earlier(self) -> None:
        if self._is_asking or not self.has_earlier or self._query is None:
            return
        query = self._query
        self._is_asking = True
        self._ask(query, self._pages[0].before, lambda page: self._prepend(query, page))

    def give_up(self) -> None:
        """The page asked for does not come; asking again is possible."""
        self._is_asking = False

    def canFetchMore(self, parent: Index) -> bool:
        if parent.isValid() or self._is_asking or not self._pages:
            return False
        return self._pages[-1].after is not None

    def fetchMore(self, parent: Index) -> None:
        if self._query is None or not self.canFetchMore(parent):
            return
        query = self._query
        self._is_asking = True
        self._ask(query, self._pages[-1].after, lambda page: self._append(query, page))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        summary = self.summary(index.row()) if index.isValid() else None
        if summary is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._cell(index.column(), summary)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{headings()[index.column()]}: {self._cell(index.column(), summary)}"
            case Qt.ItemDataRole.UserRole:
                return summary.id
        return None

    def _cell(self, column: int, summary: Summary) -> str:
        if column == KEPT_COLUMN:
            whole = self._days.get(summary.id)
            return day_words(whole) if whole is not None else ""
        return _COLUMNS[column](summary)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return headings()[section] if 0 <= section <= len(_COLUMNS) else None
        return None

    def _begin(self, query: "LibraryQuery", page: "Page") -> None:
        if query is not self._query:
            return
        self._is_asking = False
        self.beginResetModel()
        self._pages = deque([_held(page)])
        self._rows = list(self._pages[0].rows)
        self._days.clear()
        self.endResetModel()
        self.filled.emit()

    def _append(self, query: "LibraryQuery", page: "Page") -> None:
        if query is not self._query:
            return
        self._is_asking = False
        held = _held(page)
        if held.rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(held.rows) - 1)
            self._rows += held.rows
            self.endInsertRows()
        self._pages.append(held)
        if len(self._pages) > MOST_PAGES:
            gone = len(self._pages.popleft().rows)
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            del self._rows[:gone]
            self.endRemoveRows()
            self.shifted.emit(-gone)

    def _prepend(self, query: "LibraryQuery", page: "Page") -> None:
        if query is not self._query:
            return
        self._is_asking = False
        held = _held(page)
        if held.rows:
            self.beginInsertRows(QModelIndex(), 0, len(held.rows) - 1)
            self._rows[:0] = held.rows
            self.endInsertRows()
            self.shifted.emit(len(held.rows))
        self._pages.appendleft(held)
        if len(self._pages) > MOST_PAGES:
            gone = len(self._pages.pop().rows)
            self.beginRemoveRows(QModelIndex(), len(self._rows) - gone, len(self._rows) - 1)
            del self._rows[-gone:]
            self.endRemoveRows()


def _held(page: "Page") -> _Held:
    return _Held(tuple(page.items), page.previous_cursor, page.next_cursor)


def headings() -> Sequence[str]:
    return (
        _("Started"),
        _("Service item"),
        _("Channel"),
        _("Place"),
        _("State"),
        _("Findings"),
        _("Photos"),
        _("Kept until"),
    )


def _place(summary: Summary) -> str:
    return " · ".join(part for part in (summary.hall, summary.window) if part)


def _state(summary: Summary) -> str:
    words = state_words(summary.status)
    return f"{words} r{summary.revision}" if summary.revision > 1 else words


_COLUMNS: tuple[Callable[[Summary], str], ...] = (
    lambda summary: day_and_time(summary.started),
    lambda summary: pick(summary.item_title),
    lambda summary: channel_words(summary.channel),
    _place,
    _state,
    lambda summary: str(summary.findings),
    lambda summary: str(summary.photos),
)
ITEM_COLUMN, PLACE_COLUMN, KEPT_COLUMN = 1, 3, len(_COLUMNS)
