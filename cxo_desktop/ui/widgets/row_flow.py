"""A flow that would like to stand in one row and starts another only where there is no room."""

from PySide6.QtCore import QSize

from cxo_desktop.ui.widgets.flow import FlowLayout


class RowFlow(FlowLayout):
    """The same as `FlowLayout` but for what it asks for: the width of one row."""

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        width, height, shown = margins.left() + margins.right(), 0, 0
        for item in self._items:
            if not item.isEmpty():
                wanted = item.sizeHint()
                width += wanted.width()
                height = max(height, wanted.height())
                shown += 1
        return QSize(width + max(0, shown - 1) * self._gap, height + margins.top() + margins.bottom())
