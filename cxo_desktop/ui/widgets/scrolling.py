"""Areas that scroll, with a bar of their own beside the viewport that keeps its room and shows where it is needed.

Qt's own bars come and go as children on the accessibility bus, and Qt 6.12 answers for a child that has just gone without
looking (`QAccessibleAbstractScrollArea::child`): a page that closed while a screen reader read it ended the program.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QScrollBar, QWidget

from cxo_desktop.ui.theme import SPACE_M
from cxo_desktop.ui.widgets.naming import named


class OwnBar(QObject):
    """One bar that stands for Qt's and moves with it. It belongs to its area."""

    def __init__(self, area: QAbstractScrollArea, inner: QScrollBar) -> None:
        super().__init__(area)
        self._area = area
        self._inner = inner
        self._is_upright = inner.orientation() is Qt.Orientation.Vertical
        self._bar = named(QScrollBar(inner.orientation(), area), f"{area.objectName()}Bar")
        self._bar.hide()
        inner.rangeChanged.connect(self._show_range)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        area.installEventFilter(self)

    @property
    def thickness(self) -> int:
        size = self._bar.sizeHint()
        return size.width() if self._is_upright else size.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._take_place()
        return False

    def _take_place(self) -> None:
        width, height, thick = self._area.width(), self._area.height(), self.thickness
        if self._is_upright:
            self._bar.setGeometry(width - thick, 0, thick, height)
        else:
            self._bar.setGeometry(0, height - thick, width - thick, thick)

    def _show_range(self, lowest: int, highest: int) -> None:
        if not shiboken6.isValid(self._inner):  # the area is being taken down, and tells so once more
            return
        viewport = self._area.viewport().size()
        self._bar.setRange(lowest, highest)
        self._bar.setPageStep(viewport.height() if self._is_upright else viewport.width())
        self._bar.setSingleStep(self._inner.singleStep())
        self._bar.setValue(self._inner.value())
        self._bar.setVisible(highest > lowest)


def give_own_bars(area: QAbstractScrollArea) -> None:
    """Takes Qt's bars away and lays bars of the area's own over its edges."""
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for inner in (area.verticalScrollBar(), area.horizontalScrollBar()):
        OwnBar(area, inner)


def bring_into_view(widget: QWidget) -> None:
    """Once everything has found its place the widget is seen, however far down its area it lies."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        QTimer.singleShot(0, widget, lambda: area.ensureWidgetVisible(widget, 0, SPACE_M))


class ScrollDown(QScrollArea):
    """Its content is as wide as the area and scrolls down only."""

    def __init__(self, name: str = "", spoken: str = "") -> None:
        super().__init__()
        named(self, name, spoken)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._down = OwnBar(self, self.verticalScrollBar())
        self.setViewportMargins(0, 0, self._down.thickness, 0)
