"""The service items to choose from, narrowed by what is typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from cxo_desktop.words import _, ngettext, pick

if TYPE_CHECKING:
    from cxo_desktop.services.catalogue import ItemSummary

Index = QModelIndex | QPersistentModelIndex


class ItemsModel(QAbstractListModel):
    """One row per item whose title, authority or id holds every word typed. `UserRole` gives the id."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[ItemSummary, ...] = ()
        self._shown: tuple[ItemSummary, ...] = ()

    def offer(self, items: "Sequence[ItemSummary]") -> None:
        self._items = tuple(items)
        self.narrow("")

    def narrow(self, typed: str) -> None:
        words = typed.lower().split()
        self.beginResetModel()
        self._shown = tuple(item for item in self._items if all(word in _told(item) for word in words))
        self.endResetModel()

    def row_of(self, item: str) -> int:
        """The row of an item; −1 where it is not shown."""
        return next((row for row, each in enumerate(self._shown) if each.id == item), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        item = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                papers = ngettext("{count} paper", "{count} papers", item.papers).format(count=item.papers)
                own = _("the office's own") if item.is_own else ""
                return " · ".join(part for part in (pick(item.title), papers, own) if part)
            case Qt.ItemDataRole.ToolTipRole:
                return pick(item.authority) or pick(item.title)
            case Qt.ItemDataRole.UserRole:
                return item.id
        return None


def _told(item: "ItemSummary") -> str:
    return f"{item.title.zh} {item.title.en} {item.authority.zh} {item.authority.en} {item.id}".lower()
