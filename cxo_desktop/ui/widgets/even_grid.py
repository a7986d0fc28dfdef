"""A layout of equally large items in balanced rows: as many columns as the width allows, no row much shorter than the others."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from cxo_desktop.ui.theme import SPACE_XS
from cxo_desktop.ui.widgets.item_layout import ItemLayout


class EvenGrid(ItemLayout):
    """`narrowest` is the least width of an item in pixels. Hidden items keep no place."""

    def __init__(self, parent: QWidget | None = None, *, narrowest: int, gap: int = SPACE_XS) -> None:
        super().__init__(parent, gap=gap)
        self._narrowest = narrowest

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def heightForWidth(self, width: int) -> int:
        shown = self._shown()
        if not shown:
            return 0
        rows = -(-len(shown) // self._columns(width, len(shown)))
        return rows * self._height(shown) + (rows - 1) * self._gap

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(self._narrowest, self._height(shown) if shown else 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        shown = self._shown()
        if not shown:
            return
        columns = self._columns(rect.width(), len(shown))
        width = (rect.width() - (columns - 1) * self._gap) / columns
        height = self._height(shown)
        for at, item in enumerate(shown):
            row, column = divmod(at, columns)
            left = rect.x() + round(column * (width + self._gap))
            right = rect.x() + round(column * (width + self._gap) + width)
            top = rect.y() + row * (height + self._gap)
            item.setGeometry(QRect(QPoint(left, top), QSize(right - left, height)))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _columns(self, width: int, count: int) -> int:
        most = max(1, (width + self._gap) // (self._narrowest + self._gap))
        rows = -(-count // most)
        return -(-count // rows)

    def _height(self, shown: list[QLayoutItem]) -> int:
        return max(item.sizeHint().height() for item in shown)
